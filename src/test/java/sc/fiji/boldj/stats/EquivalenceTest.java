package sc.fiji.boldj.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.Equivalence.Correction;
import sc.fiji.boldj.stats.Equivalence.Options;
import sc.fiji.boldj.stats.Equivalence.Verdict;

/** Two one-sided tests against t.test of R (make_trials.R), to the 12 digits of the table: 1e-9 relative. */
class EquivalenceTest {

    private static final RTable DATA = RTable.of("equivalence.tsv");
    private static final RTable R = RTable.of("equivalence-r.tsv");

    static LinearModel groups(int first, int second) {
        double[][] design = new double[first + second][2];
        for (int i = 0; i < design.length; i++) design[i][i < first ? 0 : 1] = 1;
        return LinearModel.of(design, new double[][] {{1, -1}});
    }

    static double[] values(int set, String group) {
        return DATA.numbers("value", "set", "" + set, "group", group);
    }

    static double[] joined(double[] a, double[] b) {
        double[] all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }

    private static void near(double expected, double got) {
        assertEquals(expected, got, 1e-9 * Math.max(1e-3, Math.abs(expected)));
    }

    @Test
    void pAndIntervalAsInR() {
        for (int k = 0; k < 8; k++) {
            double[] drug = values(k + 1, "drug");
            double[] placebo = values(k + 1, "placebo");
            LinearModel model = groups(drug.length, placebo.length);
            Equivalence pooled = Equivalence.of(model, joined(drug, placebo), 0.5, Options.DEFAULT);
            near(R.number(k, "t"), pooled.estimate().t(0));
            near(R.number(k, "tost_p"), pooled.p());
            near(R.number(k, "ci90_low"), pooled.interval()[0]);
            near(R.number(k, "ci90_high"), pooled.interval()[1]);
            ContrastEstimate welch = ContrastEstimate.welch(drug, placebo);
            near(
                    R.number(k, "tost_p_welch"),
                    Equivalence.of(welch, 0.5, Options.DEFAULT).p());
        }
    }

    /** The verdict, p and the interval are one statement. */
    @Test
    void theVerdictIsThatOfTheInterval() {
        int shown = 0;
        for (double value = -0.6; value <= 0.6; value += 0.05)
            for (double alpha : new double[] {0.05, 0.1}) {
                Equivalence test =
                        Equivalence.of(new ContrastEstimate(value, 0.21, 17), 0.5, Options.DEFAULT.with(alpha));
                double[] interval = test.interval();
                boolean inside = interval[0] >= -0.5 && interval[1] <= 0.5;
                assertEquals(inside ? Verdict.EQUIVALENT : Verdict.NOT_SHOWN, test.verdict());
                if (inside) shown++;
            }
        assertTrue(shown > 3 && shown < 30, "" + shown);
    }

    @Test
    void theSideOfEachTest() {
        Equivalence high = Equivalence.of(new ContrastEstimate(0.5, 0.1, 20), 0.5, Options.DEFAULT);
        assertEquals(0.5, high.pUpper(), 1e-12);
        assertTrue(high.pLower() < 1e-8);
        Equivalence beyond = Equivalence.of(new ContrastEstimate(-0.7, 0.1, 20), 0.5, Options.DEFAULT);
        assertTrue(beyond.pLower() > 0.95 && beyond.pUpper() < 1e-8 && beyond.p() == beyond.pLower());
    }

    /** Four observations a group: the map gives at each element what the vector gives; elements without a test are NaN. */
    @Test
    void mapsHoldTheSameNumbers() {
        int n = 12;
        int elements = 5000;
        double[][] data = noise(n, elements, 0.4);
        for (int i = 0; i < n; i++) data[i][7] = 3;
        data[4][9] = Double.NaN;
        LinearModel model = groups(5, 7);
        ContrastMaps contrast = ContrastMaps.of(model, Observations.of(data), Progress.NONE);
        EquivalenceMaps maps = EquivalenceMaps.of(contrast, 0.8, Options.DEFAULT, Progress.NONE);
        for (int v : new int[] {0, 8, 2047, 2048, 4999}) {
            double[] column = new double[n];
            for (int i = 0; i < n; i++) column[i] = data[i][v];
            Equivalence one = Equivalence.of(model, column, 0.8, Options.DEFAULT);
            near(one.estimate().value(), contrast.effect()[v]);
            near(one.estimate().standardError(), contrast.standardError()[v]);
            near(Math.sqrt(ContrastEstimate.residualVariance(model, column)), contrast.residualSd()[v]);
            near(one.pLower(), maps.pLower()[v]);
            near(one.pUpper(), maps.pUpper()[v]);
            near(one.interval()[0], maps.intervals()[0][v]);
            near(one.interval()[1], maps.intervals()[1][v]);
        }
        for (int v : new int[] {7, 9}) {
            assertTrue(Double.isNaN(maps.p()[v]) && Double.isNaN(maps.pCorrected()[v]) && !maps.equivalent()[v]);
            assertTrue(Double.isNaN(contrast.effect()[v]) && Double.isNaN(maps.intervals()[0][v]));
        }
        assertEquals(Arrays.stream(maps.p()).filter(p -> p >= 0).max().orElseThrow(), maps.pEverywhere(), 0);
    }

    /** Holm by its definition: p times the number of hypotheses that are left, never falling. */
    @Test
    void corrections() {
        double nan = Double.NaN;
        assertArrayEquals(
                new double[] {0.04, nan, 0.06, 0.06, 0.06},
                Holm.adjust(new double[] {0.01, nan, 0.02, 0.03, 0.02}),
                1e-15);
        assertArrayEquals(new double[] {1, 1, 0.3}, Holm.adjust(new double[] {0.9, 0.8, 0.1}), 1e-15);
        assertEquals(0, Holm.adjust(new double[0]).length);
        assertThrows(IllegalArgumentException.class, () -> Holm.adjust(new double[] {1.1}));
        ContrastMaps contrast = ContrastMaps.of(groups(6, 6), Observations.of(noise(12, 40, 0.2)), Progress.NONE);
        Map<Correction, Integer> count = new EnumMap<>(Correction.class);
        for (Correction correction : Correction.values()) {
            EquivalenceMaps maps = EquivalenceMaps.of(contrast, 0.3, Options.DEFAULT.with(correction), Progress.NONE);
            int shown = 0;
            for (boolean equivalent : maps.equivalent()) if (equivalent) shown++;
            count.put(correction, shown);
        }
        int holm = count.get(Correction.HOLM);
        int fdr = count.get(Correction.FDR);
        int none = count.get(Correction.NONE);
        assertTrue(holm < fdr && fdr < none, count.toString());
    }

    @Test
    void sameBitsForAnyNumberOfThreads() {
        Observations data = Observations.of(noise(10, 6000, 0.5));
        double[][] p = new double[2][];
        for (int threads : new int[] {1, 3})
            Parallelization.runWithNumThreads(
                    threads,
                    () -> p[threads / 3] = EquivalenceMaps.of(
                                    ContrastMaps.of(groups(5, 5), data, Progress.NONE),
                                    0.5,
                                    Options.DEFAULT,
                                    Progress.NONE)
                            .pCorrected());
        assertArrayEquals(p[0], p[1], 0);
    }

    @Test
    void badInput() {
        ContrastEstimate estimate = new ContrastEstimate(0, 1, 5);
        for (double margin : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
            assertTrue(assertThrows(
                            IllegalArgumentException.class, () -> Equivalence.of(estimate, margin, Options.DEFAULT))
                    .getMessage()
                    .contains("margin"));
        assertThrows(IllegalArgumentException.class, () -> Options.DEFAULT.with(0.5));
        assertThrows(IllegalArgumentException.class, () -> new ContrastEstimate(Double.NaN, 1, 5));
        assertThrows(IllegalArgumentException.class, () -> new ContrastEstimate(0, 0, 5));
        assertThrows(IllegalArgumentException.class, () -> new ContrastEstimate(0, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> estimate.interval(1));
        LinearModel model = groups(2, 2);
        assertThrows(DataException.class, () -> ContrastEstimate.of(model, new double[] {0.1, 0.1, 0.3, 0.3}));
        assertThrows(IllegalArgumentException.class, () -> ContrastEstimate.of(model, new double[3]));
        assertThrows(
                IllegalArgumentException.class, () -> ContrastEstimate.of(model, new double[] {1, 2, 3, Double.NaN}));
        assertThrows(IllegalArgumentException.class, () -> ContrastEstimate.welch(new double[1], new double[4]));
        assertThrows(DataException.class, () -> ContrastEstimate.welch(new double[3], new double[4]));
        assertFalse(Double.isNaN(
                ContrastEstimate.welch(new double[] {1, 1}, new double[] {1, 2}).degreesOfFreedom()));
        Progress cancelled = new Progress() {
            @Override
            public void update(long done, long total) {}

            @Override
            public boolean isCancelled() {
                return true;
            }
        };
        assertThrows(
                CancellationException.class,
                () -> ContrastMaps.of(model, Observations.of(new double[4][3]), cancelled));
    }

    static double[][] noise(int rows, int elements, double sd) {
        double[][] data = new double[rows][elements];
        for (int i = 0; i < rows; i++) {
            Seeds.fillGaussian(Seeds.stream(5, i), data[i]);
            for (int v = 0; v < elements; v++) data[i][v] *= sd;
        }
        return data;
    }
}
