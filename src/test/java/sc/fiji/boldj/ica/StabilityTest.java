package sc.fiji.boldj.ica;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

class StabilityTest {

    private static final int N = 3000;

    /** Two sources with long tails, then normal ones: any rotation of those is as good. */
    private static double[] white(int normal, long seed) {
        int k = 2 + normal;
        double[] white = new double[k * N];
        SplittableRandom random = Seeds.stream(seed, 0);
        for (int i = 0; i < 2 * N; i++) {
            double up = random.nextDouble();
            double down = random.nextDouble();
            white[i] = Math.log(up / down);
        }
        for (int i = 2 * N; i < k * N; i++) white[i] = random.nextGaussian();
        Reduction.whiten(white, k, N);
        return white;
    }

    private static double[] iq(double[] white, int k, long seed, boolean bootstrap) {
        FastIca.Options search = FastIca.Options.DEFAULT.withSeed(seed);
        double[] rotation = FastIca.of(white, k, N, search, Progress.NONE).rotation();
        double[] iq =
                Stability.assess(white, k, N, rotation, search, new Stability.Options(15, bootstrap), Progress.NONE);
        // those of the two sources first
        Integer[] order = new Integer[k];
        double[] tails = new double[k];
        for (int i = 0; i < k; i++) {
            order[i] = i;
            tails[i] = Math.hypot(rotation[i * k], rotation[i * k + 1]);
        }
        Arrays.sort(order, (a, b) -> Double.compare(tails[b], tails[a]));
        return Arrays.stream(order).mapToDouble(i -> iq[i]).toArray();
    }

    @ParameterizedTest
    @ValueSource(longs = {1})
    void normalSourcesDoNotComeBackFromOtherVoxels(long seed) {
        double[] iq = iq(white(4, seed), 6, seed, true);
        assertTrue(Math.min(iq[0], iq[1]) > 0.9, Arrays.toString(iq));
        for (int i = 2; i < 6; i++) assertTrue(iq[i] < 0.8, Arrays.toString(iq));
    }

    /** Without a bootstrap, clear sources come back to the tolerance of the search; with it, as exactly as a sample tells. */
    @Test
    void theBootstrapShowsTheErrorOfASample() {
        double[] white = white(0, 7);
        double starts = Arrays.stream(iq(white, 2, 1, false)).min().orElseThrow();
        double drawn = Arrays.stream(iq(white, 2, 1, true)).max().orElseThrow();
        assertTrue(starts > 0.999, "starts alone: " + starts);
        assertTrue(drawn < 0.99 && drawn > 0.95, "drawn voxels: " + drawn);
    }

    @Test
    void theSeedDecides() {
        double[] white = white(1, 4);
        double[] first = iq(white, 3, 1, true);
        assertArrayEquals(first, iq(white, 3, 1, true));
        assertTrue(!Arrays.equals(first, iq(white, 3, 2, true)));
    }

    /** Himberg 2004: the mean within a cluster, each estimate with itself too, less the mean to all others; by hand. */
    @Test
    void theIndexIsThatOfIcasso() {
        double[] s = {1, 0.1, 0.9, 0.2, 0.1, 1, 0.3, 0.6, 0.9, 0.3, 1, 0.0, 0.2, 0.6, 0.0, 1};
        double across = (0.1 + 0.2 + 0.3 + 0.0) / 4;
        double[] iq = Stability.indices(s, 4, new int[] {0, 1, 0, 1}, 2);
        assertEquals((2 + 2 * 0.9) / 4 - across, iq[0], 1e-12);
        assertEquals((2 + 2 * 0.6) / 4 - across, iq[1], 1e-12);
    }

    /** Merging the two nearest clusters again and again, means over all pairs each time. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void clustersAreThoseOfBruteForce(long seed) {
        int n = 25;
        SplittableRandom random = Seeds.stream(seed, 0);
        double[] s = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j <= i; j++) s[i * n + j] = s[j * n + i] = i == j ? 1 : random.nextDouble();
        int[] brute = new int[n];
        Arrays.setAll(brute, i -> i);
        for (int clusters = n - 1; clusters >= 2; clusters--) {
            double best = -1;
            int keep = 0;
            int drop = 0;
            for (int a = 0; a < n; a++)
                for (int b = a + 1; b < n; b++) {
                    double sum = 0;
                    int count = 0;
                    for (int i = 0; i < n; i++)
                        for (int j = 0; j < n; j++)
                            if (brute[i] == a && brute[j] == b) {
                                sum += s[i * n + j];
                                count++;
                            }
                    if (count > 0 && sum / count > best) {
                        best = sum / count;
                        keep = a;
                        drop = b;
                    }
                }
            for (int i = 0; i < n; i++) if (brute[i] == drop) brute[i] = keep;
            int[] found = AverageLinkage.clusters(s, n, clusters);
            for (int i = 0; i < n; i++)
                for (int j = 0; j < n; j++)
                    assertEquals(brute[i] == brute[j], found[i] == found[j], clusters + " clusters: " + i + ", " + j);
        }
    }

    @Test
    void refusesFewerThanNoRuns() {
        assertThrows(IllegalArgumentException.class, () -> new Stability.Options(-1, true));
    }
}
