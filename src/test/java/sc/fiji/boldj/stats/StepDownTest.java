package sc.fiji.boldj.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StepDownTest {

    private static final int SHUFFLINGS = 60;

    /** Statistics of the tests of a group, shape (tests, shufflings), the observed ones first; correlated between tests. */
    private static double[][] group(int tests, double effect, SplittableRandom random) {
        double[][] statistics = new double[tests][SHUFFLINGS];
        for (int b = 0; b < SHUFFLINGS; b++) {
            double common = random.nextDouble();
            for (int t = 0; t < tests; t++) statistics[t][b] = common + 0.7 * random.nextDouble();
        }
        for (int t = 0; t < tests; t++) statistics[t][0] += effect * random.nextDouble();
        return statistics;
    }

    /** p of a test against the maximum over a set of tests, by its definition. */
    private static double p(double[][] statistics, int test, List<Integer> among) {
        int reached = 0;
        for (int b = 0; b < SHUFFLINGS; b++) {
            double most = 0;
            for (int t : among) most = Math.max(most, statistics[t][b]);
            if (most >= statistics[test][0]) reached++;
        }
        return reached / (double) SHUFFLINGS;
    }

    private static List<Integer> strongestFirst(double[][] statistics) {
        return IntStream.range(0, statistics.length)
                .boxed()
                .sorted(Comparator.comparingDouble(t -> -statistics[t][0]))
                .toList();
    }

    /** Adjusted p in the order of the groups and their tests. */
    private static double[] stepDown(List<double[][]> groups) {
        List<StepDown.Group> made = new ArrayList<>();
        for (double[][] statistics : groups) {
            List<Integer> order = strongestFirst(statistics);
            double[] p = new double[order.size()];
            for (int r = 0; r < p.length; r++) p[r] = p(statistics, order.get(r), order.subList(r, p.length));
            made.add(new StepDown.Group(p.length, p));
        }
        List<double[]> adjusted = StepDown.adjust(made);
        List<Double> all = new ArrayList<>();
        for (int g = 0; g < groups.size(); g++) {
            List<Integer> order = strongestFirst(groups.get(g));
            for (int t = 0; t < order.size(); t++) all.add(adjusted.get(g)[order.indexOf(t)]);
        }
        return all.stream().mapToDouble(x -> x).toArray();
    }

    /**
     * The closed test by brute force: every one of the 2^m - 1 intersections is tested with the maximum over its own members in each
     * group and Bonferroni's inequality across groups; a hypothesis has the largest p of the intersections that contain it.
     */
    private static double[] closed(List<double[][]> groups) {
        List<int[]> tests = new ArrayList<>();
        for (int g = 0; g < groups.size(); g++)
            for (int t = 0; t < groups.get(g).length; t++) tests.add(new int[] {g, t});
        double[] adjusted = new double[tests.size()];
        for (int subset = 1; subset < 1 << tests.size(); subset++) {
            List<List<Integer>> members = new ArrayList<>();
            for (int g = 0; g < groups.size(); g++) members.add(new ArrayList<>());
            for (int k = 0; k < tests.size(); k++)
                if ((subset >> k & 1) == 1) members.get(tests.get(k)[0]).add(tests.get(k)[1]);
            double weights = 0;
            for (int g = 0; g < groups.size(); g++) if (!members.get(g).isEmpty()) weights += groups.get(g).length;
            double p = 1;
            for (int g = 0; g < groups.size(); g++)
                for (int t : members.get(g))
                    p = Math.min(p, p(groups.get(g), t, members.get(g)) * weights / groups.get(g).length);
            for (int k = 0; k < tests.size(); k++) if ((subset >> k & 1) == 1) adjusted[k] = Math.max(adjusted[k], p);
        }
        return adjusted;
    }

    @Test
    void theShortcutIsTheClosedTest() {
        SplittableRandom random = new SplittableRandom(11);
        int[][] sizes = {{1, 1, 1}, {2, 2}, {3, 1}, {4}, {1, 2, 3}, {2, 1, 1, 2}};
        int smaller = 0;
        for (int trial = 0; trial < 120; trial++) {
            List<double[][]> groups = new ArrayList<>();
            int all = 0;
            for (int size : sizes[trial % sizes.length]) {
                groups.add(group(size, 1.5 * random.nextDouble(), random));
                all += size;
            }
            double[] found = stepDown(groups);
            assertArrayEquals(closed(groups), found, 1e-12, "trial " + trial);
            // never above the single step: the maximum over the whole group, and its share of alpha
            int k = 0;
            for (double[][] statistics : groups)
                for (int t = 0; t < statistics.length; t++, k++) {
                    double single = Math.min(1, p(statistics, t, strongestFirst(statistics)) * all / statistics.length);
                    assertTrue(found[k] <= single + 1e-12, found[k] + " > " + single);
                    if (found[k] < single - 1e-12) smaller++;
                }
        }
        assertTrue(smaller > 100, "smaller " + smaller);
    }

    @Test
    void testsThatShareNothingAreHolms() {
        double[] p = {0.01, 0.04, 0.03, 0.005, 0.04, 0.9};
        List<double[]> adjusted = StepDown.adjust(IntStream.range(0, p.length)
                .mapToObj(k -> new StepDown.Group(1, new double[] {p[k]}))
                .toList());
        assertArrayEquals(
                Holm.adjust(p), adjusted.stream().mapToDouble(a -> a[0]).toArray(), 1e-15);
    }

    /** Of four means, the differences that can be 0 while the others are not are those within the parts of a partition: Bell's 15. */
    @Test
    void hypothesesThatImplyOthersNeedNoFullCorrection() {
        List<double[]> pairs = new ArrayList<>();
        for (int a = 0; a < 4; a++)
            for (int b = a + 1; b < 4; b++) {
                double[] pair = new double[4];
                pair[a] = 1;
                pair[b] = -1;
                pairs.add(pair);
            }
        JointNulls nulls = JointNulls.of(pairs);
        assertEquals(15, IntStream.range(0, 64).filter(nulls::isPossible).count());
        // three means by hand: all three, or one alone (Fisher's protected procedure)
        List<StepDown.Group> three = List.of(single(0.02), single(0.01), single(0.04));
        JointNulls triangle = JointNulls.of(List.of(pairs.get(0), pairs.get(1), pairs.get(3)));
        assertArrayEquals(
                new double[] {0.03, 0.03, 0.04},
                StepDown.adjust(three, triangle).stream().mapToDouble(a -> a[0]).toArray(),
                1e-15);
        // no relation: the same as without; never above it where there is one
        SplittableRandom random = new SplittableRandom(3);
        for (int trial = 0; trial < 200; trial++) {
            double[] p = random.doubles(6).map(x -> x * x * x).toArray();
            List<StepDown.Group> groups = List.of(
                    new StepDown.Group(2, new double[] {p[0], p[1]}),
                    single(p[2]),
                    new StepDown.Group(3, new double[] {p[3], p[4], p[5]}));
            List<double[]> plain = StepDown.adjust(groups);
            List<double[]> free = StepDown.adjust(groups, JointNulls.of(Orthonormal.units(6)));
            List<double[]> related = StepDown.adjust(groups, nulls);
            for (int g = 0; g < 3; g++)
                for (int r = 0; r < plain.get(g).length; r++) {
                    assertEquals(plain.get(g)[r], free.get(g)[r], 1e-15);
                    assertTrue(related.get(g)[r] <= plain.get(g)[r] + 1e-15);
                }
        }
        assertTrue(JointNulls.of(Orthonormal.units(6)).isFree());
        assertTrue(JointNulls.of(Orthonormal.units(13)).isFree());
        List<double[]> lacking = StepDown.adjust(List.of(single(0.02), single(Double.NaN), single(0.04)), triangle);
        assertArrayEquals(
                new double[] {0.06, Double.NaN, 0.06},
                lacking.stream().mapToDouble(a -> a[0]).toArray(),
                1e-15);
    }

    private static StepDown.Group single(double p) {
        return new StepDown.Group(1, new double[] {p});
    }

    /** By hand: shares 1/4 and 3/4; when the group of three is gone, the other has all of alpha. */
    @Test
    void aTestThatCouldNotBeMadeKeepsItsShare() {
        StepDown.Group three = new StepDown.Group(3, new double[] {0.01, 0.02, 0.015});
        StepDown.Group one = new StepDown.Group(1, new double[] {0.03});
        List<double[]> adjusted = StepDown.adjust(List.of(one, three));
        assertArrayEquals(new double[] {0.01 * 4 / 3, 0.02 * 4 / 3, 0.02 * 4 / 3}, adjusted.get(1), 1e-15);
        assertEquals(0.03, adjusted.get(0)[0], 1e-15);
        double nan = Double.NaN;
        StepDown.Group lacking = new StepDown.Group(3, new double[] {0.01, 0.02, nan});
        adjusted = StepDown.adjust(List.of(one, lacking));
        assertArrayEquals(new double[] {0.01 * 4 / 3, 0.02 * 4 / 3, nan}, adjusted.get(1), 1e-15);
        assertEquals(0.12, adjusted.get(0)[0], 1e-15);
        assertEquals(
                1,
                StepDown.adjust(List.of(new StepDown.Group(1, new double[] {0.6}), one, lacking))
                        .get(0)[0]);
        assertTrue(StepDown.adjust(List.of()).isEmpty());
        assertThrows(IllegalArgumentException.class, () -> new StepDown.Group(0, new double[] {0.1}));
        assertThrows(IllegalArgumentException.class, () -> new StepDown.Group(1, new double[] {1.1}));
    }
}
