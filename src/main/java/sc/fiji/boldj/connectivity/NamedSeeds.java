package sc.fiji.boldj.connectivity;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Seeds with a name: centres in MNI space, RAS+ millimetres.
 *
 * <p>The centres of the default-mode, salience, dorsal-attention and frontoparietal networks are those of CONN's network
 * atlas. The posterior cingulate is also there as in Andrews-Hanna 2010 and, as {@code PCC}, as in the seed studies.
 */
public final class NamedSeeds {

    private static final Map<String, double[]> CENTRES = centres();

    private NamedSeeds() {}

    private static Map<String, double[]> centres() {
        Map<String, double[]> all = new LinkedHashMap<>();
        all.put("PCC", new double[] {0, -52, 18});
        all.put("PCC Andrews-Hanna", new double[] {-8, -56, 26});
        all.put("PCC CONN", new double[] {1, -61, 38});
        all.put("MPFC", new double[] {1, 55, -3});
        all.put("LP left", new double[] {-39, -77, 33});
        all.put("LP right", new double[] {47, -67, 29});
        all.put("ACC", new double[] {0, 22, 35});
        all.put("AI left", new double[] {-44, 13, 1});
        all.put("AI right", new double[] {47, 14, 0});
        all.put("FEF left", new double[] {-27, -9, 64});
        all.put("FEF right", new double[] {30, -6, 64});
        all.put("IPS left", new double[] {-39, -43, 52});
        all.put("IPS right", new double[] {39, -42, 54});
        all.put("LPFC left", new double[] {-43, 33, 28});
        all.put("LPFC right", new double[] {41, 38, 30});
        all.put("PPC left", new double[] {-46, -58, 49});
        all.put("PPC right", new double[] {52, -52, 45});
        return all;
    }

    /**
     * The centre of a seed.
     *
     * @param name in upper or lower case; blanks, {@code _} and {@code -} count alike
     * @return x, y, z in MNI millimetres, a new array
     * @throws IllegalArgumentException if there is no such seed, naming those that are
     */
    public static double[] centre(String name) {
        String wanted = plain(name);
        for (Map.Entry<String, double[]> entry : CENTRES.entrySet())
            if (plain(entry.getKey()).equals(wanted)) return entry.getValue().clone();
        throw new IllegalArgumentException("there is no seed named '" + name + "': use x,y,z in mm, a mask, or one of "
                + String.join(", ", CENTRES.keySet()));
    }

    private static String plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", " ");
    }
}
