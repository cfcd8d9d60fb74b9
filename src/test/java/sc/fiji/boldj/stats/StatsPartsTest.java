package sc.fiji.boldj.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/** Parts of the permutation tests against scipy, enumeration, sorting and definitions. */
class StatsPartsTest {

    /** scipy 1.17: skew and skewtest of (1, 2, 2, 3, 3, 3, 4, 9, 15, 2.5), and of its first eight turned in sign. */
    @Test
    void theZOfASkewnessIsScipys() {
        assertEquals(2.8384134597906927, Skewness.z(1.7430882201601634, 10), 1e-12);
        assertEquals(-2.698424439022951, Skewness.z(-1.6645174537944507, 8), 1e-12);
    }

    /** One column of ten is skewed (z 2.84), one is symmetric, one constant. */
    @Test
    void theShareOfSkewedElementsIsOfThoseThatVary() {
        double[] skewed = {1, 2, 2, 3, 3, 3, 4, 9, 15, 2.5};
        double[][] data = new double[10][4];
        double[][] design = new double[10][1];
        for (int i = 0; i < 10; i++) {
            design[i][0] = 1;
            data[i][0] = skewed[i];
            data[i][1] = i;
            data[i][2] = 7;
            data[i][3] = i % 2;
        }
        LinearModel model = LinearModel.of(design, new double[][] {{1}});
        assertEquals(1 / 3.0, Skewness.share(Observations.of(data), model, Progress.NONE), 1e-12);
        double[][] seven = Arrays.copyOf(data, 7);
        LinearModel small = LinearModel.of(Arrays.copyOf(design, 7), new double[][] {{1}});
        assertTrue(Double.isNaN(Skewness.share(Observations.of(seven), small, Progress.NONE)), "too few to say");
        LinearModel eight = LinearModel.of(Arrays.copyOf(design, 8), new double[][] {{1}});
        assertTrue(Double.isFinite(Skewness.share(Observations.of(Arrays.copyOf(data, 8)), eight, Progress.NONE)));
        double[][] flat = new double[10][1];
        assertTrue(Double.isNaN(Skewness.share(Observations.of(flat), model, Progress.NONE)));
    }

    private static void enumerate(int[] left, List<Integer> begun, List<int[]> all) {
        boolean none = true;
        for (int c = 0; c < left.length; c++) {
            if (left[c] == 0) continue;
            none = false;
            left[c]--;
            begun.add(c);
            enumerate(left, begun, all);
            begun.remove(begun.size() - 1);
            left[c]++;
        }
        if (none) all.add(begun.stream().mapToInt(i -> i).toArray());
    }

    @Test
    void ordersOfAMultisetAreCountedInLexicalOrder() {
        for (int[] counts : new int[][] {{2, 1, 3}, {1, 1, 1, 1}, {0, 2, 2}, {4}, {}}) {
            List<int[]> all = new ArrayList<>();
            enumerate(counts.clone(), new ArrayList<>(), all);
            assertEquals(BigInteger.valueOf(all.size()), MultisetOrders.count(counts));
            for (int k = 0; k < all.size(); k++) {
                assertArrayEquals(all.get(k), MultisetOrders.unrank(BigInteger.valueOf(k), counts));
                assertEquals(BigInteger.valueOf(k), MultisetOrders.rank(all.get(k)));
                assertArrayEquals(counts, MultisetOrders.multiplicities(all.get(k)));
            }
        }
    }

    /** Values of one float but several doubles, ties, zeros and NaN, in short and long runs. */
    @Test
    void elementsAreSortedByMagnitude() {
        SplittableRandom random = new SplittableRandom(4);
        for (int size : new int[] {0, 1, 50, 3000}) {
            double[] values = new double[size];
            for (int i = 0; i < size; i++) {
                double base = random.nextInt(5) == 0 ? 1 : Math.exp(random.nextDouble(-20, 20));
                values[i] = (random.nextBoolean() ? 1 : -1) * base * (1 + 1e-12 * random.nextInt(50));
                if (i % 17 == 3) values[i] = 0;
                if (i % 19 == 4) values[i] = Double.NaN;
            }
            DescendingOrder sorter = new DescendingOrder(size);
            for (Tail tail : Tail.values()) {
                double[] expected = Arrays.stream(values)
                        .filter(v ->
                                tail == Tail.TWO ? v != 0 && !Double.isNaN(v) : tail == Tail.POSITIVE ? v > 0 : v < 0)
                        .map(Math::abs)
                        .map(v -> -v)
                        .sorted()
                        .map(v -> -v)
                        .toArray();
                assertEquals(expected.length, sorter.sort(values, tail));
                int[] order = Arrays.copyOf(sorter.order(), expected.length);
                assertArrayEquals(
                        expected,
                        Arrays.stream(order)
                                .mapToDouble(v -> Math.abs(values[v]))
                                .toArray());
                assertEquals(expected.length, Arrays.stream(order).distinct().count());
                for (int k = 1; k < order.length; k++)
                    if (Math.abs(values[order[k]]) == Math.abs(values[order[k - 1]]))
                        assertTrue(order[k] > order[k - 1], "of equal ones the first comes first");
            }
        }
    }

    @Test
    void columnsAreMadeOrthonormal() {
        List<double[]> columns = new ArrayList<>();
        for (int c = 0; c < 4; c++) {
            double[] column = new double[6];
            Seeds.fillGaussian(Seeds.stream(8, c), column);
            columns.add(column);
        }
        double[] sum = new double[6];
        for (int i = 0; i < 6; i++) sum[i] = columns.get(0)[i] - 3 * columns.get(1)[i];
        columns.add(2, sum);
        List<double[]> first = Orthonormal.extend(List.of(), columns.subList(0, 1));
        List<double[]> added = Orthonormal.extend(first, columns);
        assertEquals(3, added.size(), "one is there already and one depends on two others");
        List<double[]> all = new ArrayList<>(first);
        all.addAll(added);
        for (int a = 0; a < 4; a++)
            for (int b = 0; b < 4; b++) assertEquals(a == b ? 1 : 0, Orthonormal.dot(all.get(a), all.get(b)), 1e-14);
        for (double[] column : columns) {
            double[] rest = Orthonormal.remove(all, column);
            assertEquals(0, Orthonormal.dot(rest, rest), 1e-28);
        }
        double[][] matrix = {{1, 2}, {3, 4}, {5, 6}};
        assertArrayEquals(new double[] {2, 4, 6}, Orthonormal.columns(matrix).get(1));
        assertArrayEquals(new double[] {-1, -1, -1}, Orthonormal.times(matrix, new double[] {1, -1}));
        assertArrayEquals(new double[] {0, 1, 0}, Orthonormal.units(3).get(1));
    }

    @Test
    void thresholdsAndCriticalValuesByHand() {
        double[] values = IntStream.rangeClosed(1, 20).mapToDouble(i -> i).toArray();
        NullDistribution d = new NullDistribution(values);
        assertEquals(20, d.threshold(0.05), "only the largest has p .05");
        assertEquals(19, d.threshold(0.1));
        assertEquals(19, d.threshold(0.149));
        assertEquals(Double.POSITIVE_INFINITY, d.threshold(0.049));
        assertEquals(19, d.critical(0.05));
        assertEquals(18, d.critical(0.1));
        assertEquals(1, d.critical(1));
        assertEquals(Double.POSITIVE_INFINITY, d.critical(0.049));
        assertEquals(3, d.countReaching(18));
        assertEquals(2, d.countReaching(18.1));
        assertEquals(20, d.countReaching(-5));
        assertEquals(0, d.countReaching(20.1));
        assertEquals(3, d.countReaching(18 + 1e-9), "a tie up to rounding");
        assertEquals(0.05, d.p(99), 1e-15, "the observed data are one of them");
        assertTrue(Double.isNaN(d.p(Double.NaN)));
        NullDistribution tied = new NullDistribution(new double[] {5, 5, 5, 1, 1, 1, 1, 1, 1, 1});
        assertEquals(Double.POSITIVE_INFINITY, tied.threshold(0.2), "three have p .3");
        assertEquals(5, tied.threshold(0.3));
        values[0] = 99;
        d.values()[0] = 99;
        assertEquals(1, d.values()[0]);
        NullDistribution most = NullDistribution.maximum(
                List.of(new NullDistribution(new double[] {1, 5}), new NullDistribution(new double[] {2, 3})));
        assertArrayEquals(new double[] {2, 5}, most.values());
        assertThrows(IllegalArgumentException.class, () -> NullDistribution.maximum(List.of()));
        assertThrows(IllegalArgumentException.class, () -> NullDistribution.maximum(List.of(d, tied)));
        // Clopper and Pearson: none of 19 is below 1 - .025^(1/19), all of 19 above .025^(1/19)
        double end = Math.pow(0.025, 1 / 19.0);
        assertArrayEquals(new double[] {0, 1 - end}, NullDistribution.interval(0.05, 20, 0.95), 1e-9);
        assertArrayEquals(new double[] {end, 1}, NullDistribution.interval(1, 20, 0.95), 1e-9);
        assertTrue(Double.isNaN(NullDistribution.interval(Double.NaN, 20, 0.95)[0]));
        assertTrue(Double.isNaN(NullDistribution.interval(1, 1, 0.95)[1]));
        assertEquals(2, NullDistribution.interval(1, 2, 0.95).length);
        assertEquals(0.025, NullDistribution.interval(1, 2, 0.95)[0], 1e-9);
    }

    /** R's p.adjust(p, "holm") and p.adjust(p, "BH"). */
    @Test
    void adjustedProbabilities() {
        double[] p = {0.01, Double.NaN, 0.04, 0.03, 0.005, 0.04, 0.9};
        assertArrayEquals(new double[] {0.05, Double.NaN, 0.12, 0.12, 0.03, 0.12, 0.9}, Holm.adjust(p), 1e-12);
        assertArrayEquals(
                new double[] {0.03, Double.NaN, 0.048, 0.048, 0.03, 0.048, 0.9}, FalseDiscoveryRate.adjust(p), 1e-12);
        for (double bad : new double[] {-0.1, 1.1}) {
            assertThrows(IllegalArgumentException.class, () -> Holm.adjust(new double[] {0.5, bad}));
            assertThrows(IllegalArgumentException.class, () -> FalseDiscoveryRate.adjust(new double[] {0.5, bad}));
        }
        assertArrayEquals(new double[] {1, 1, 0}, Holm.adjust(new double[] {1, 0.8, 0}), 1e-15);
        assertArrayEquals(new double[] {0, 1}, FalseDiscoveryRate.adjust(new double[] {0, 1}), 1e-15);
    }
}
