package sc.fiji.boldj.ica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.ica.NetworkIdentification.Match;
import sc.fiji.boldj.ica.NetworkIdentification.Options;
import sc.fiji.boldj.run.Seeds;

/** Maps on a line of voxels; the templates are blocks of it. */
class NetworkIdentificationTest {

    private static final int VOXELS = 400;
    private final boolean[] used = new boolean[VOXELS];
    private final NetworkTemplates templates =
            NetworkTemplates.of(List.of("A", "B", "C"), new float[][] {block(0, 40), block(60, 100), block(150, 190)});

    NetworkIdentificationTest() {
        Arrays.fill(used, true);
    }

    private static float[] block(int from, int to) {
        float[] map = new float[VOXELS];
        Arrays.fill(map, from, to, 1);
        return map;
    }

    /** Weights of the three blocks and noise, as a map with a long positive tail. */
    private static float[] map(long seed, double a, double b, double c, double noise) {
        SplittableRandom random = Seeds.stream(seed, 0);
        float[] map = new float[VOXELS];
        for (int v = 0; v < VOXELS; v++)
            map[v] = (float) (7
                    + (v < 40 ? a : 0)
                    + (v >= 60 && v < 100 ? b : 0)
                    + (v >= 150 && v < 190 ? c : 0)
                    + noise * random.nextGaussian());
        return map;
    }

    private List<Match> identify(double least, float[]... maps) {
        float[] all = new float[maps.length * VOXELS];
        for (int k = 0; k < maps.length; k++) System.arraycopy(maps[k], 0, all, k * VOXELS, VOXELS);
        return NetworkIdentification.identify(all, maps.length, used, templates, new Options(least));
    }

    private double pearson(float[] a, float[] b) {
        double[][] columns = new double[2][VOXELS];
        int n = 0;
        for (int v = 0; v < VOXELS; v++)
            if (used[v]) {
                columns[0][n] = a[v];
                columns[1][n++] = b[v];
            }
        return new PearsonsCorrelation().correlation(Arrays.copyOf(columns[0], n), Arrays.copyOf(columns[1], n));
    }

    /** The correlations of Apache Commons Math: the largest, the one next to it, and the difference of the two. */
    @Test
    void reportsTheBestTheSecondAndTheMargin() {
        float[] map = map(1, 2, 5, 0, 1);
        used[70] = false;
        map[70] = Float.NaN;
        Match match = identify(0.25, map).get(0);
        assertEquals("B", match.best());
        assertEquals("A", match.second());
        assertEquals(pearson(map, templates.map(1)), match.r(), 1e-6);
        assertEquals(pearson(map, templates.map(1)) - pearson(map, templates.map(0)), match.margin(), 1e-6);
        assertEquals("B", match.name());
    }

    @Test
    void aMapUpsideDownIsAsLike() {
        float[] map = map(2, 0, 0, 5, 1);
        float[] turned = map.clone();
        for (int v = 0; v < VOXELS; v++) turned[v] = -map[v];
        Match up = identify(0.25, map).get(0);
        Match down = identify(0.25, turned).get(0);
        assertEquals("C", down.name());
        assertEquals(-up.r(), down.r(), 1e-6);
        assertEquals(up.margin(), down.margin(), 1e-6);
        assertTrue(up.r() > 0.8);
    }

    /** A component is not called a network in which it is negative while its long tail lies elsewhere. */
    @Test
    void aNetworkIsWhereTheLongTailIs() {
        float[] map = map(3, -2.5, 0, 0, 1);
        for (int v = 300; v < 312; v++) map[v] += 12;
        assertTrue(pearson(map, templates.map(0)) < -0.35);
        Match match = identify(0.25, map).get(0);
        assertEquals("", match.name());
        assertTrue(!match.best().equals("A"));
        // nor does it keep the name from one that is like the network
        float[] weaker = map(6, 1.2, 0, 0, 1);
        double r = pearson(weaker, templates.map(0));
        assertTrue(r > 0.2 && r < -pearson(map, templates.map(0)), "r " + r);
        assertEquals("A", identify(0.2, map, weaker).get(1).name());
    }

    @Test
    void oneComponentGetsTheNameAndOnlyIfItIsLikeEnough() {
        float[] strong = map(5, 5, 0, 0, 1);
        float[] weak = map(6, 1.2, 0, 0, 1);
        List<Match> matches = identify(0.25, weak, strong);
        assertEquals("", matches.get(0).name());
        assertEquals("A", matches.get(0).best());
        assertEquals("A", matches.get(1).name());
        double r = pearson(weak, templates.map(0));
        assertEquals("A", identify(r - 0.001, weak).get(0).name());
        assertEquals("", identify(r + 0.001, weak).get(0).name());
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThrows(
                IllegalArgumentException.class,
                () -> NetworkIdentification.identify(new float[VOXELS], 2, used, templates, Options.DEFAULT));
        assertThrows(IllegalArgumentException.class, () -> new Options(1.5));
    }
}
