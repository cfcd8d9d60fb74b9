package sc.fiji.boldj.ica;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import sc.fiji.boldj.stats.Correlation;

/**
 * Names components by the spatial correlation of their maps with network templates (Smith et al. 2009).
 *
 * <p>What counts is the likeness: the correlation, turned round if the map's long tail is negative
 * (skewness below -0.25). A map of a network and the same upside down have the same likeness; a map whose tail lies where a network is not is not called that network.
 */
public final class NetworkIdentification {

    /** A map whose skewness is nearer to 0 has no long tail: its sign is taken as it is. */
    private static final double LEAST_SKEWNESS = 0.25;

    private NetworkIdentification() {}

    /**
     * How to name.
     *
     * @param least correlation from which on a component gets a name
     */
    public record Options(double least) {

        /** From 0.25 on, the figure of Smith et al. 2009. */
        public static final Options DEFAULT = new Options(0.25);

        /** @throws IllegalArgumentException if it is not in [0, 1] */
        public Options {
            if (!(least >= 0 && least <= 1))
                throw new IllegalArgumentException("least must be in [0, 1], got " + least);
        }
    }

    /**
     * What a component resembles.
     *
     * @param component from 0
     * @param best the template of the largest likeness, whether or not that is enough for a name
     * @param r correlation with it over the used voxels: the likeness, or less it if the map's long tail is negative
     * @param second the second most similar template; empty if there is only one
     * @param margin the likeness less that to {@code second}
     * @param name {@code best} if the likeness is large enough and no other component is more like it, else empty
     */
    public record Match(int component, String best, double r, String second, double margin, String name) {}

    /**
     * Names maps.
     *
     * @param maps shape (K, V)
     * @param used the voxels to compare, shape (V)
     * @return one for each component in their order; without templates no names, and NaN for the likeness
     * @throws IllegalArgumentException if the sizes do not fit
     */
    public static List<Match> identify(
            float[] maps, int components, boolean[] used, NetworkTemplates templates, Options options) {
        int voxels = used.length;
        int count = templates.names().size();
        List<Match> matches = new ArrayList<>();
        if (count == 0) {
            for (int k = 0; k < components; k++) matches.add(new Match(k, "", Double.NaN, "", Double.NaN, ""));
            return matches;
        }
        if (maps.length != (long) components * voxels || templates.map(0).length != voxels)
            throw new IllegalArgumentException("maps of " + components + " components, a mask of " + voxels
                    + " voxels and templates of " + templates.map(0).length + " voxels do not fit: same mask?");
        double[][] like = new double[components][count];
        double[] tail = new double[components];
        for (int k = 0; k < components; k++) tail[k] = tail(maps, k * voxels, used);
        for (int t = 0; t < count; t++) {
            float[] template = templates.map(t);
            for (int k = 0; k < components; k++) like[k][t] = tail[k] * correlation(maps, k * voxels, template, used);
        }
        for (int k = 0; k < components; k++) {
            int best = 0;
            int second = -1;
            for (int t = 1; t < count; t++) {
                if (like[k][t] > like[k][best]) {
                    second = best;
                    best = t;
                } else if (second < 0 || like[k][t] > like[k][second]) second = t;
            }
            boolean first = like[k][best] >= options.least();
            for (int other = 0; other < components; other++) first &= !(like[other][best] > like[k][best]);
            String name = templates.names().get(best);
            matches.add(new Match(
                    k,
                    name,
                    tail[k] * like[k][best],
                    second < 0 ? "" : templates.names().get(second),
                    like[k][best] - (second < 0 ? 0 : like[k][second]),
                    first ? name : ""));
        }
        return matches;
    }

    /** -1 if the map's long tail is negative; 1 if it is positive or there is none. */
    private static double tail(float[] maps, int offset, boolean[] used) {
        double n = 0;
        double sum = 0;
        for (int v = 0; v < used.length; v++)
            if (used[v]) {
                n++;
                sum += maps[offset + v];
            }
        double second = 0;
        double third = 0;
        for (int v = 0; v < used.length; v++)
            if (used[v]) {
                double x = maps[offset + v] - sum / n;
                second += x * x / n;
                third += x * x * x / n;
            }
        return third < -LEAST_SKEWNESS * Math.pow(second, 1.5) ? -1 : 1;
    }

    /** Correlation over the used voxels; 0 if one of the two is constant there. */
    static double correlation(float[] maps, int offset, float[] other, boolean[] used) {
        int[] voxels = IntStream.range(0, used.length).filter(v -> used[v]).toArray();
        double r = Correlation.of(
                Arrays.stream(voxels).mapToDouble(v -> maps[offset + v]).toArray(),
                Arrays.stream(voxels).mapToDouble(v -> other[v]).toArray());
        return Double.isNaN(r) ? 0 : r;
    }
}
