package sc.fiji.boldj.group;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.ContrastEstimate;
import sc.fiji.boldj.stats.LinearModel;
import sc.fiji.boldj.stats.MixedModel;

/** The mixed model of a trial against ordinary models where they agree, and its words. */
class VisitModelTest {

    private static final int N = 24;
    private final double[] baseline = gaussian(1, N);
    private final double[] age = gaussian(2, N);
    private final int[] arm = new int[N];
    private final double[][] values = new double[N][2];

    VisitModelTest() {
        double[] noise = gaussian(3, 2 * N);
        for (int i = 0; i < N; i++) {
            arm[i] = i % 2;
            for (int v = 0; v < 2; v++)
                values[i][v] =
                        5 + arm[i] * v + 0.6 * baseline[i] + 0.3 * age[i] + noise[2 * i] * 0.5 + noise[2 * i + v];
        }
    }

    private static double[] gaussian(long seed, int n) {
        double[] x = new double[n];
        Seeds.fillGaussian(new SplittableRandom(seed), x);
        return x;
    }

    private VisitModel model() {
        return VisitModel.of(List.of("placebo", "drug"), arm, List.of("week6", "week12"));
    }

    /** Nothing missing and a baseline at each visit: ANCOVA of the visit. */
    @Test
    void completeDataGiveAncova() {
        VisitFit fit = model().fit(baseline, values, MixedModel.Options.DEFAULT);
        for (int v = 0; v < 2; v++) {
            double[][] design = new double[N][];
            double[] y = new double[N];
            for (int i = 0; i < N; i++) {
                design[i] = new double[] {1 - arm[i], arm[i], baseline[i]};
                y[i] = values[i][v];
            }
            ContrastEstimate expected = ContrastEstimate.of(LinearModel.of(design, new double[][] {{-1, 1, 0}}), y);
            ContrastEstimate got = fit.effect("drug - placebo", v == 0 ? "week6" : "week12");
            assertEquals(expected.value(), got.value(), 1e-9);
            assertEquals(expected.standardError(), got.standardError(), 1e-6);
            assertEquals(N - 3, got.degreesOfFreedom(), 1e-3);
        }
        ContrastEstimate change = fit.change("drug - placebo", "week6", "week12");
        assertEquals(
                fit.effect("drug - placebo", "week12").value()
                        - fit.effect("drug - placebo", "week6").value(),
                change.value(),
                1e-12);
        assertEquals(
                change.value(), fit.contrast(new double[][] {{1, -1}, {-1, 1}}).value(), 1e-12);
        assertEquals(
                fit.effect("drug - placebo", "week6").value(),
                fit.mean("drug", "week6").value() - fit.mean("placebo", "week6").value(),
                1e-12);
        assertTrue(fit.anyVisit("drug - placebo").numerator() == 2);
        assertEquals("No visit is missing.", fit.missing());
        assertTrue(
                fit.methods().contains("arm by visit, baseline by visit and unstructured covariance of the 2 visits"));
    }

    /** Means are at the mean baseline and covariate of those analysed: adding a constant to either changes nothing. */
    @Test
    void baselineAndCovariatesAreCentred() {
        double[][] ages = new double[N][1];
        double[][] moved = new double[N][1];
        double[] shifted = baseline.clone();
        for (int i = 0; i < N; i++) {
            ages[i][0] = age[i];
            moved[i][0] = age[i] + 40;
            shifted[i] += 7;
        }
        ContrastEstimate a = model().withCovariates(List.of("age"), ages)
                .fit(baseline, values, MixedModel.Options.DEFAULT)
                .mean("drug", "week12");
        ContrastEstimate b = model().withCovariates(List.of("age"), moved)
                .fit(shifted, values, MixedModel.Options.DEFAULT)
                .mean("drug", "week12");
        assertEquals(a.value(), b.value(), 1e-9);
        assertEquals(a.standardError(), b.standardError(), 1e-8);
    }

    @Test
    void whoIsMissingWhat() {
        values[0][1] = Double.NaN;
        values[2][1] = Double.NaN;
        values[1][0] = Double.NaN;
        baseline[5] = Double.NaN;
        VisitFit fit = model().fit(baseline, values, MixedModel.Options.DEFAULT);
        assertEquals(
                "Missing visits: week6: drug 1 of 11; week12: placebo 2 of 12. Excluded without baseline, covariates or any"
                        + " value: 1 of arm drug.",
                fit.missing());
        assertArrayEquals(new int[] {12, 11}, fit.analysed());
        assertArrayEquals(new int[] {0, 1}, fit.excluded());
        assertEquals(10, fit.observed()[0][1]);
        assertEquals(2 * N - 5, fit.fit().observations());
        assertTrue(fit.assumption().contains("missing at random"));
        assertThrows(IllegalArgumentException.class, () -> fit.effect("drug - placebo", "week 1"));
        assertThrows(IllegalArgumentException.class, () -> fit.effect("drug; placebo", "week6"));
    }

    @Test
    void anArmWithoutAVisit() {
        for (int i = 1; i < N; i += 2) values[i][1] = Double.NaN;
        DataException e =
                assertThrows(DataException.class, () -> model().fit(null, values, MixedModel.Options.DEFAULT));
        assertTrue(e.getMessage().contains("arm drug has no value at visit week12"), e.getMessage());
    }
}
