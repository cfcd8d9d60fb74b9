package sc.fiji.boldj.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Filters and splines against scipy (make_filters.py), bases against their definitions. */
class FilterTest {

    private static double[] column(int index) throws IOException {
        List<Double> values = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(FilterTest.class.getResourceAsStream("filters.tsv"), StandardCharsets.UTF_8))) {
            reader.lines().skip(2).forEach(line -> values.add(Double.valueOf(line.split("\t", -1)[index])));
        }
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Test
    void butterworthEqualsScipyForEveryKindOfBand() throws IOException {
        double[][] limits = {{0.01, 0.1}, {0.01, 0}, {0, 0.1}, {0.02, 0.2}};
        for (int i = 0; i < limits.length; i++) {
            double[] series = column(0);
            int order = i == 3 ? 4 : 5;
            Butterworth.of(order, limits[i][0], limits[i][1], 2).filter(series, series.length, 1);
            // SD of the series: 17; the filters agree to 1e-10 of it
            assertArrayEquals(column(1 + i), series, 2e-9, Arrays.toString(limits[i]));
        }
    }

    @Test
    void butterworthFiltersEachSeriesOfABlockAlone() throws IOException {
        double[] x = column(0);
        int n = x.length;
        double[] block = new double[3 * n];
        for (int t = 0; t < n; t++) {
            block[3 * t] = x[t];
            block[3 * t + 1] = t == 7 ? Double.NaN : x[t];
            block[3 * t + 2] = 4;
        }
        Butterworth.of(5, 0.01, 0.1, 2).filter(block, n, 3);
        double[] expected = column(1);
        for (int t = 0; t < n; t++) {
            assertEquals(expected[t], block[3 * t], 2e-9);
            assertTrue(Double.isNaN(block[3 * t + 1]));
            assertEquals(0, block[3 * t + 2], 1e-12);
        }
    }

    @Test
    void theGainIsHalfAtTheLimits() {
        Butterworth band = Butterworth.of(5, 0.01, 0.1, 2);
        assertEquals(0.5, band.gain(0.02), 1e-12);
        assertEquals(0.5, band.gain(0.2), 1e-12);
        assertEquals(0, band.gain(0), 1e-15);
        assertTrue(band.gain(0.08) > 0.99);
    }

    @Test
    void aBandThatCannotBeIsExplained() {
        assertMessage(
                "the band from low = 0.1 Hz to high = 0.01 Hz is empty", () -> BandStop.requireBand(2, 0.1, 0.01));
        assertMessage("high = 0.25 Hz must be below 0.25 Hz", () -> BandStop.requireBand(2, 0, 0.25));
        assertMessage("low = 0.3 Hz must be below 0.25 Hz", () -> BandStop.requireBand(2, 0.3, 0));
        assertMessage("low and high must be frequencies", () -> BandStop.requireBand(2, -1, 0));
        assertMessage("the repetition time must be", () -> BandStop.requireBand(0, 0, 0.1));
        assertMessage("needs more than 33 volumes, got 33", () -> Butterworth.of(5, 0.01, 0.1, 2)
                .filter(new double[33], 33, 1));
        assertMessage("both are 0 (open)", () -> Butterworth.of(5, 0, 0, 2));
    }

    private static void assertMessage(String part, Runnable call) {
        var e = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    @Test
    void splinesFillGapsAsScipyDoes() throws IOException {
        double[] x = column(0);
        double[] kept = column(5);
        boolean[] present = new boolean[x.length];
        double[] expected = column(6);
        double[] block = new double[2 * x.length];
        for (int t = 0; t < x.length; t++) {
            present[t] = kept[t] == 1;
            block[2 * t] = present[t] ? x[t] : Double.NaN;
            block[2 * t + 1] = present[t] ? 5 : -1;
        }
        double[] held = block.clone();
        SplineGaps.of(present, SplineGaps.Ends.EXTRAPOLATE).fill(block, 2);
        SplineGaps.of(present, SplineGaps.Ends.HOLD).fill(held, 2);
        for (int t = 0; t < x.length; t++) {
            assertEquals(expected[t], block[2 * t], 1e-9, "sample " + t);
            assertEquals(5, block[2 * t + 1], 1e-13);
            double inside = t < 2 ? x[2] : t > 87 ? x[87] : expected[t];
            assertEquals(inside, held[2 * t], 1e-9, "sample " + t);
        }
        boolean[] two = {true, false, false, true};
        double[] line = {1, 0, 0, 7};
        SplineGaps.of(two, SplineGaps.Ends.HOLD).fill(line, 1);
        assertArrayEquals(new double[] {1, 3, 5, 7}, line, 1e-14);
        boolean[] three = {true, false, true, true, false};
        double[] parabola = {0, 0, 4, 9, 0};
        SplineGaps.of(three, SplineGaps.Ends.EXTRAPOLATE).fill(parabola, 1);
        assertArrayEquals(new double[] {0, 1, 4, 9, 16}, parabola, 1e-13);
    }

    @Test
    void legendreColumnsAreThePolynomials() {
        double[] basis = DriftBasis.legendre(11, 5);
        for (int t = 0; t < 11; t++) {
            double x = t / 5.0 - 1;
            double p4 = (35 * Math.pow(x, 4) - 30 * x * x + 3) / 8;
            double p5 = (63 * Math.pow(x, 5) - 70 * Math.pow(x, 3) + 15 * x) / 8;
            double[] expected = {1, x, (3 * x * x - 1) / 2, (5 * x * x * x - 3 * x) / 2, p4, p5};
            assertArrayEquals(expected, Arrays.copyOfRange(basis, 6 * t, 6 * t + 6), 1e-14);
        }
        assertEquals(0, DriftBasis.legendre(11, -1).length);
        assertArrayEquals(new double[] {1, 0}, DriftBasis.legendre(1, 1));
    }

    @Test
    void cosinesAreCountedAsSpmDoes() {
        // SPM: fix(2 * (volumes * TR) / cutoff + 1) columns with the constant
        assertEquals(6, DriftBasis.cosines(209, 2, 1 / 128.0));
        assertEquals(8, DriftBasis.cosines(209, 2, 0.01));
        assertEquals(10, DriftBasis.cosines(500, 1, 0.01));
        assertEquals(0, DriftBasis.cosines(20, 2, 1 / 128.0));
        assertEquals(3, DriftBasis.cosines(4, 2, 100));
        double[] basis = DriftBasis.cosine(40, 2, 0.05);
        int columns = DriftBasis.cosines(40, 2, 0.05);
        for (int a = 0; a < columns; a++) {
            double sum = 0;
            for (int b = 0; b < columns; b++) {
                double dot = 0;
                for (int t = 0; t < 40; t++) dot += basis[t * columns + a] * basis[t * columns + b];
                assertEquals(a == b ? 1 : 0, dot, 1e-14);
            }
            for (int t = 0; t < 40; t++) sum += basis[t * columns + a];
            assertEquals(0, sum, 1e-13);
        }
    }

    @Test
    void bandStopRemovesTheFrequenciesThatAfniRemoves() {
        // reference/denoise: 134 sines and cosines for 209 volumes of 2 s and 0.01-0.1 Hz
        int[] removed = BandStop.removed(209, 2, 0.01, 0.1);
        assertEquals(67, removed.length);
        assertEquals(4, removed[3]);
        assertEquals(42, removed[4]);
        assertEquals(209 * 134, BandStop.regressors(209, 2, 0.01, 0.1).length);
        // a frequency exactly at a limit goes, as in 3dTproject: 0.01 Hz is 8 cycles in 800 s, 0.1 Hz is 80
        int[] exact = BandStop.removed(1000, 0.8, 0.01, 0.1);
        assertEquals(8, exact[7]);
        assertEquals(80, exact[8]);
        assertEquals(0, BandStop.removed(50, 2, 0, 0).length);
        assertEquals(1, BandStop.removed(50, 2, 0.02, 0)[0]);
    }

    @Test
    void theNyquistFrequencyOfAnEvenRunIsOneCosine() {
        double[] design = BandStop.regressors(8, 1, 0, 0.3);
        // j = 3 (0.375 Hz) with both, j = 4 (0.5 Hz) with the cosine
        assertEquals(8 * 3, design.length);
        for (int t = 0; t < 8; t++) assertEquals(t % 2 == 0 ? 1 : -1, design[3 * t + 2]);
        for (int t = 0; t < 8; t++) assertEquals(Math.sin(0.75 * Math.PI * t), design[3 * t + 1], 1e-14);
    }

    @Test
    void scalesAreThoseTheyAreNamedFor() {
        double[] zeros = new double[3];
        double[] levels = {-50, 0, 2};
        double[] block = {1, 5, 3, 2, 5, Double.NaN, 3, 5, 3, 6, 5, 3};
        double[] z = block.clone();
        Standardize.ZSCORE.apply(z, 4, 3, levels, zeros);
        double deviation = Math.sqrt((4 + 1 + 0 + 9) / 4.0);
        assertEquals(-2 / deviation, z[0], 1e-15);
        assertEquals(0, z[1]);
        assertTrue(Double.isNaN(z[2]) && Double.isNaN(z[5]));
        double[] sample = block.clone();
        Standardize.ZSCORE_SAMPLE.apply(sample, 4, 3, levels, zeros);
        assertEquals(-2 / Math.sqrt(14 / 3.0), sample[0], 1e-15);
        double[] percent = block.clone();
        Standardize.PSC.apply(percent, 4, 3, levels, zeros);
        assertEquals(-4, percent[0], 1e-15);
        assertEquals(0, percent[1]);
        double[] none = block.clone();
        Standardize.NONE.apply(none, 4, 3, levels, zeros);
        assertArrayEquals(block, none);
    }

    @Test
    void limitsOfWhatIsRefused() {
        BandStop.requireBand(2, 0, 0);
        BandStop.requireBand(2, 0.1, 0);
        assertMessage("the repetition time must be", () -> BandStop.requireBand(Double.POSITIVE_INFINITY, 0, 0.1));
        assertMessage("low and high must be", () -> BandStop.requireBand(2, Double.NaN, 0));
        assertMessage("low and high must be", () -> BandStop.requireBand(2, Double.POSITIVE_INFINITY, 0));
        assertMessage("low and high must be", () -> BandStop.requireBand(2, 0, -0.1));
        assertMessage("low and high must be", () -> BandStop.requireBand(2, 0, Double.POSITIVE_INFINITY));
        assertMessage("is empty", () -> BandStop.requireBand(2, 0.1, 0.1));
        assertMessage("low = 0.25 Hz must be below 0.25 Hz", () -> BandStop.requireBand(2, 0.25, 0));
        assertMessage("is empty", () -> Butterworth.of(5, 0.1, 0.01, 2));
        assertMessage("order of 1 or more, got 0", () -> Butterworth.of(0, 0, 0.1, 2));
        double[] least = new double[34];
        Arrays.fill(least, 3);
        Butterworth.of(5, 0.01, 0.1, 2).filter(least, 34, 1);
        assertArrayEquals(new double[34], least, 1e-12);
        assertEquals(33, Butterworth.of(5, 0.01, 0.1, 2).padding());
        assertEquals(18, Butterworth.of(5, 0, 0.1, 2).padding());
        assertEquals(6, Butterworth.of(1, 0.1, 0, 2).padding(), "3 (order + 1), as scipy pads");
        assertMessage("1 volume or more, got 0", () -> DriftBasis.legendre(0, 1));
        assertMessage("-1 for none, got -2", () -> DriftBasis.legendre(5, -2));
        assertMessage("1 volume or more, got 0", () -> DriftBasis.cosines(0, 2, 0.01));
        assertMessage("the repetition time", () -> DriftBasis.cosines(5, 0, 0.01));
        assertMessage("the repetition time", () -> DriftBasis.cosines(5, Double.POSITIVE_INFINITY, 0.01));
        assertMessage("the cutoff", () -> DriftBasis.cosines(5, 2, -0.01));
        assertMessage("the cutoff", () -> DriftBasis.cosines(5, 2, Double.POSITIVE_INFINITY));
        assertEquals(0, DriftBasis.cosines(5, 2, 0));
        assertEquals(0, DriftBasis.cosines(1, 2, 100), "one volume has its mean only");
        assertArrayEquals(new double[] {1}, DriftBasis.legendre(1, 0));
    }

    /** The DCT-II, row by row, as its definition has it. */
    @Test
    void cosineColumnsAreTheDiscreteCosines() {
        double[] basis = DriftBasis.cosine(7, 2, 0.1);
        assertEquals(2 * 7, basis.length);
        for (int t = 0; t < 7; t++)
            for (int k = 1; k <= 2; k++)
                assertEquals(Math.sqrt(2 / 7.0) * Math.cos(Math.PI * k * (t + 0.5) / 7), basis[2 * t + k - 1], 1e-14);
    }

    /** 3dTproject removes the frequencies within a sixth of a step of a limit, which is moved by .0001 Hz outwards. */
    @Test
    void frequenciesNearALimitAreKeptOrRemovedAsAfniDoes() {
        // 100 volumes of 2 s: steps of .005 Hz
        int[] removed = BandStop.removed(100, 2, 0.02, 0.2);
        int[] expected = new int[4 + 11];
        for (int j = 1; j <= 4; j++) expected[j - 1] = j;
        for (int j = 40; j <= 50; j++) expected[4 + j - 40] = j;
        assertArrayEquals(expected, removed);
        // 200 s x (.0225 - .0001) = 4.48, less a sixth 4.31, and 200 s x (.1975 + .0001) = 39.52, and a sixth 39.69
        assertArrayEquals(expected, BandStop.removed(100, 2, 0.0225, 0.1975));
        // 200 s x (.024 - .0001) = 4.78, less a sixth 4.61; 200 s x (.196 + .0001) = 39.22, and a sixth 39.39
        int[] more = BandStop.removed(100, 2, 0.024, 0.196);
        assertArrayEquals(new int[] {1, 2, 3, 4, 5, 39}, Arrays.copyOf(more, 6));
        assertArrayEquals(new int[0], BandStop.removed(100, 2, 0.00005, 0), "a limit within the margin is open");
        double[] design = BandStop.regressors(9, 1, 0.12, 0.4);
        // steps of 1/9 Hz: the first and the fourth
        assertEquals(9 * 4, design.length);
        for (int t = 0; t < 9; t++) {
            double turn = 2 * Math.PI * t / 9;
            double[] row = {Math.cos(turn), Math.sin(turn), Math.cos(4 * turn), Math.sin(4 * turn)};
            assertArrayEquals(row, Arrays.copyOfRange(design, 4 * t, 4 * t + 4), 1e-13);
        }
    }

    @Test
    void aBlockOfMoreSeriesThanAStripIsFilteredAlike() throws IOException {
        double[] x = column(0);
        int n = x.length;
        int count = 300;
        double[] block = new double[n * count];
        for (int t = 0; t < n; t++) for (int v = 0; v < count; v++) block[t * count + v] = (1 + v) * x[t];
        Butterworth.of(5, 0.01, 0.1, 2).filter(block, n, count);
        double[] expected = column(1);
        for (int t = 0; t < n; t++)
            for (int v = 0; v < count; v++) assertEquals((1 + v) * expected[t], block[t * count + v], 1e-6);
    }

    /** |H|^2 of a Butterworth filter: 1 / (1 + (tan(pi f) / tan(pi fc))^(2 n)); both ways squares the gain. */
    @Test
    void theGainIsTheClosedForm() {
        for (int order : new int[] {1, 2, 3, 4, 5}) {
            Butterworth low = Butterworth.of(order, 0, 0.1, 2);
            Butterworth high = Butterworth.of(order, 0.1, 0, 2);
            for (double f : new double[] {0.001, 0.05, 0.2, 0.3, 0.45}) {
                double ratio = Math.pow(Math.tan(Math.PI * f) / Math.tan(Math.PI * 0.2), 2 * order);
                assertEquals(1 / (1 + ratio), low.gain(f), 1e-12);
                assertEquals(1 / (1 + 1 / ratio), high.gain(f), 1e-12);
            }
        }
    }

    @Test
    void gapsNeedTwoSamplesAndBlocksTheirSize() {
        assertMessage(
                "2 samples or more, got 1",
                () -> SplineGaps.of(new boolean[] {false, true, false}, SplineGaps.Ends.HOLD));
        SplineGaps gaps = SplineGaps.of(new boolean[] {true, false, true}, SplineGaps.Ends.HOLD);
        assertMessage("2 series of 3 samples cannot have 5 values", () -> gaps.fill(new double[5], 2));
        double[] whole = {1, 5, 2, 8};
        SplineGaps.of(new boolean[] {true, true, true, true}, SplineGaps.Ends.HOLD)
                .fill(whole, 1);
        assertArrayEquals(new double[] {1, 5, 2, 8}, whole);
    }

    /** A scale that is less than what rounding leaves is none; one sample has none either. */
    @Test
    void aScaleWithinRoundingIsNone() {
        double[] block = {1, 1, 3, 3};
        Standardize.ZSCORE.apply(block, 2, 2, new double[] {2, 2}, new double[] {0.999, 1});
        assertArrayEquals(new double[] {-1, 0, 1, 0}, block, 1e-15);
        double[] one = {5};
        Standardize.PSC.apply(one, 1, 1, new double[] {5}, new double[1]);
        assertArrayEquals(new double[1], one);
        double[] pair = {99, 101};
        Standardize.PSC.apply(pair, 2, 1, new double[] {100}, new double[1]);
        assertArrayEquals(new double[] {-1, 1}, pair, 1e-14);
        assertArrayEquals(new double[] {2, 3}, Standardize.means(new double[] {1, 2, 3, 4}, 2, 2));
    }

    /** A spline without knots at the second and last sample but one is the cubic itself, however uneven the samples are. */
    @Test
    void aCubicIsFilledExactly() {
        for (int[] kept : new int[][] {{0, 2, 5, 6, 9, 13}, {1, 4, 5, 12}, {2, 3, 10, 11, 14}}) {
            boolean[] present = new boolean[15];
            for (int t : kept) present[t] = true;
            double[] block = new double[30];
            double[] cubic = new double[15];
            for (int t = 0; t < 15; t++) {
                cubic[t] = 1 + 0.5 * t - 0.2 * t * t + 0.01 * t * t * t;
                block[2 * t] = present[t] ? cubic[t] : 99;
                block[2 * t + 1] = present[t] ? 3 * t : -99;
            }
            SplineGaps.of(present, SplineGaps.Ends.EXTRAPOLATE).fill(block, 2);
            for (int t = 0; t < 15; t++) {
                assertEquals(cubic[t], block[2 * t], 1e-10, "sample " + t);
                assertEquals(3 * t, block[2 * t + 1], 1e-10);
            }
        }
        boolean[] three = new boolean[9];
        three[1] = three[3] = three[8] = true;
        double[] parabola = new double[9];
        for (int t : new int[] {1, 3, 8}) parabola[t] = 2 - t + 0.5 * t * t;
        SplineGaps.of(three, SplineGaps.Ends.EXTRAPOLATE).fill(parabola, 1);
        for (int t = 0; t < 9; t++) assertEquals(2 - t + 0.5 * t * t, parabola[t], 1e-12);
    }
}
