package sc.fiji.boldj.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The meaning of a positive value of a contrast, such as {@code post - pre}. Immutable.
 *
 * @param columns what a column stands for, where its name does not say it: {@code treatment} for {@code drug - placebo}
 * @param of what is compared, such as {@code change from pre to post}; empty if it is the inputs themselves
 */
record EffectDirection(Map<String, String> columns, String of) {

    static final EffectDirection NAMES = new EffectDirection(Map.of(), "");

    /** The direction of a contrast of one row; empty for several rows, which have none. */
    String words(List<String> names, double[][] contrast) {
        if (contrast.length != 1) return "";
        List<String> plus = new ArrayList<>();
        List<String> minus = new ArrayList<>();
        int named = -1;
        for (int c = 0; c < names.size(); c++) {
            double w = contrast[0][c];
            if (w == 0) continue;
            String weight = Math.abs(w) == 1 ? "" : GroupTestWords.number(Math.abs(w)) + " * ";
            (w > 0 ? plus : minus).add(weight + names.get(c));
            named = c;
        }
        String meaning = plus.size() + minus.size() == 1 ? columns.getOrDefault(names.get(named), "") : "";
        String words = meaning.isEmpty()
                ? String.join(" + ", plus)
                        + (minus.isEmpty() ? "" : (plus.isEmpty() ? "-" : " - ") + String.join(" - ", minus))
                : minus.isEmpty() ? meaning : turned(meaning);
        return of.isEmpty() ? words : words + " (" + of + ")";
    }

    /** The same as an inequality, such as {@code drug > placebo}; empty for several rows. */
    String inequality(List<String> names, double[][] contrast) {
        String words = new EffectDirection(columns, "").words(names, contrast);
        if (words.isEmpty()) return "";
        String[] sides = words.split(" - ", -1);
        boolean pair = sides.length == 2 && !words.startsWith("-");
        return (pair ? sides[0] + " > " + sides[1] : words + " > 0") + (of.isEmpty() ? "" : " (" + of + ")");
    }

    private static String turned(String difference) {
        int at = difference.indexOf(" - ");
        return at < 0 ? "-(" + difference + ")" : difference.substring(at + 3) + " - " + difference.substring(0, at);
    }
}
