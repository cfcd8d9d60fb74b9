package sc.fiji.boldj.workflow;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the columns of our tables mean, and their units. */
final class ColumnWords {

    private static final Map<String, String[]> WORDS = new LinkedHashMap<>();

    static {
        for (String axis : new String[] {"x", "y", "z"}) {
            String way = axis.equals("x") ? "right" : axis.equals("y") ? "front" : "top";
            WORDS.put("trans_" + axis, new String[] {"how far the head moved to the " + way, "mm"});
            WORDS.put("rot_" + axis, new String[] {
                "how far the head turned about the axis to the " + way + ", right-handed, about the centre of the"
                        + " reference volume",
                "rad"
            });
        }
        WORDS.put("framewise_displacement", new String[] {
            "sum of the absolute changes of translation, and of rotation on a sphere of 50 mm (Power 2012)", "mm"
        });
        WORDS.put("dvars", new String[] {"root mean square of the change over the brain (Power 2012)", "image"});
        WORDS.put("std_dvars", new String[] {"DVARS over its expectation (Nichols 2013)", "1"});
    }

    private static final Map<String, String> ENDINGS = new LinkedHashMap<>();

    static {
        WORDS.put("rmsd", new String[] {"root mean square of how far a ball of 80 mm moved (Jenkinson 1999)", "mm"});
        ENDINGS.put("_derivative1_power2", "square of the change from the volume before of ");
        ENDINGS.put("_derivative1", "change from the volume before of ");
        ENDINGS.put("_power2", "square of ");
    }

    private ColumnWords() {}

    static boolean knows(String name) {
        return of(name) != null;
    }

    /** What a column is, with its unit if that is one of ours; null if the name says nothing. */
    static Map<String, String> of(String name) {
        if (WORDS.containsKey(name)) return Map.of("Description", WORDS.get(name)[0], "Units", WORDS.get(name)[1]);
        for (Map.Entry<String, String> ending : ENDINGS.entrySet())
            if (name.endsWith(ending.getKey()))
                return Map.of(
                        "Description",
                        ending.getValue()
                                + name.substring(
                                        0, name.length() - ending.getKey().length()));
        if (name.matches("cosine\\d+"))
            return Map.of(
                    "Description", "slow cosine of a high-pass of 128 s, 0 before the steady state", "Units", "1");
        if (name.matches("non_steady_state_outlier\\d+"))
            return Map.of("Description", "1 in one volume at the start that is not in the steady state", "Units", "1");
        if (name.matches("motion_outlier\\d+"))
            return Map.of(
                    "Description",
                    "1 in one volume with a framewise displacement above 0.5 mm per 2 s or a standardised DVARS above 1.5",
                    "Units",
                    "1");
        return null;
    }
}
