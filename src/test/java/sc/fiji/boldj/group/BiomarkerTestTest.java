package sc.fiji.boldj.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.group.BiomarkerTest.Found;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/** Biomarkers of response against regressions by another library, and on data whose truth is known. */
class BiomarkerTestTest {

    private static double[][] noise(int rows, int columns, long seed) {
        double[][] data = new double[rows][columns];
        for (int i = 0; i < rows; i++) Seeds.fillGaussian(Seeds.stream(seed, i), data[i]);
        return data;
    }

    private static int[] arms(int treated, int controls) {
        int[] arms = new int[treated + controls];
        Arrays.fill(arms, 0, treated, 1);
        return arms;
    }

    /** Slope, standard error and t of the first column of a regression, over participants who have the biomarker. */
    private static double[] regression(double[] y, double[][] columns, double[] biomarker) {
        int[] have = IntStream.range(0, y.length)
                .filter(i -> Double.isFinite(biomarker[i]))
                .toArray();
        double[][] x = new double[have.length][columns.length];
        for (int i = 0; i < have.length; i++) for (int c = 0; c < columns.length; c++) x[i][c] = columns[c][have[i]];
        OLSMultipleLinearRegression fit = new OLSMultipleLinearRegression();
        fit.newSampleData(Arrays.stream(have).mapToDouble(i -> y[i]).toArray(), x);
        double slope = fit.estimateRegressionParameters()[1];
        double error = fit.estimateRegressionParametersStandardErrors()[1];
        return new double[] {slope, error, slope / error};
    }

    @Test
    void effectsAndTAreThoseOfARegressionAlsoWhereSomeoneHasNoValue() {
        double[][] draws = noise(6, 30, 1);
        int[] arms = arms(14, 16);
        double[] y = draws[0];
        double[] before = draws[1];
        double[][] markers = Arrays.copyOfRange(draws, 2, 6);
        for (double[] marker : markers) for (int i = 0; i < 30; i++) marker[i] = 5 + 3 * marker[i] + before[i];
        markers[2][3] = Double.NaN;
        markers[2][20] = Double.NaN;
        for (int i = 0; i < 30; i++) y[i] += 0.7 * before[i] + (arms[i] == 1 ? 0.4 * markers[1][i] : 0);
        BiomarkerTest test = new BiomarkerTest(y, arms, new double[][] {before}, 500, 1);
        List<Found> predictive = test.predictive(markers, 1, Progress.NONE);
        List<Found> prognostic = test.prognostic(markers, 1, Progress.NONE);
        for (int k = 0; k < 4; k++) {
            double spread = Math.sqrt(StatUtils.variance(
                    Arrays.stream(markers[k]).filter(Double::isFinite).toArray()));
            double[] z = Arrays.stream(markers[k]).map(v -> v / spread).toArray();
            double[] arm = Arrays.stream(arms).asDoubleStream().toArray();
            double[] product = new double[30];
            double[] centred = new double[30];
            double mean =
                    StatUtils.mean(Arrays.stream(z).filter(Double::isFinite).toArray());
            for (int i = 0; i < 30; i++) product[i] = arm[i] * (z[i] - mean);
            for (int i = 0; i < 30; i++) centred[i] = (arm[i] - 0.5) * (z[i] - mean);
            double[] expected = regression(y, new double[][] {product, arm, z, before}, markers[k]);
            assertEquals(expected[0], predictive.get(k).effect(), 1e-9);
            assertEquals(expected[1], predictive.get(k).error(), 1e-9);
            assertEquals(expected[2], predictive.get(k).t(), 1e-9);
            assertEquals((k == 2 ? 28 : 30) - 5, predictive.get(k).degreesOfFreedom());
            expected = regression(y, new double[][] {z, centred, arm, before}, markers[k]);
            assertEquals(expected[0], prognostic.get(k).effect(), 1e-9);
            assertEquals(expected[2], prognostic.get(k).t(), 1e-9);
            assertTrue(predictive.get(k).corrected() >= predictive.get(k).p());
        }
        assertEquals(28, predictive.get(2).people());
    }

    /** With residuals that are normal, many permutations give the p of the t distribution. */
    @Test
    void pIsNearThatOfTheTDistribution() {
        double[][] draws = noise(3, 60, 3);
        BiomarkerTest test = new BiomarkerTest(draws[0], arms(30, 30), new double[][] {draws[1]}, 4000, 1);
        Found found =
                test.predictive(new double[][] {draws[2]}, 1, Progress.NONE).get(0);
        double p = 2 * new TDistribution(null, found.degreesOfFreedom()).cumulativeProbability(-Math.abs(found.t()));
        // three standard errors of 4000 permutations, and a hundredth for the difference of the distributions
        assertEquals(p, found.p(), 3 * Math.sqrt(p * (1 - p) / 4000) + 0.01);
        assertEquals(found.p(), found.corrected(), "one biomarker alone");
        Found alone = new BiomarkerTest(draws[0], new int[60], new double[][] {draws[1]}, 4000, 1)
                .association(new double[][] {draws[2]}, Progress.NONE)
                .get(0);
        assertEquals(regression(draws[0], new double[][] {draws[2], draws[1]}, draws[2])[2], alone.t(), 1e-9);
    }

    @Test
    void prognosisIsNotPredictionAndTheOtherWayRound() {
        double[][] draws = noise(12, 40, 11);
        int[] arms = arms(20, 20);
        double[][] markers = Arrays.copyOfRange(draws, 2, 12);
        double[] y = new double[40];
        for (int i = 0; i < 40; i++)
            y[i] = draws[0][i] + 1.2 * markers[3][i] + (arms[i] == 1 ? 1.5 : -1.5) * markers[7][i];
        BiomarkerTest test = new BiomarkerTest(y, arms, new double[0][], 1000, 1);
        List<Found> predictive = test.predictive(markers, 1, Progress.NONE);
        List<Found> prognostic = test.prognostic(markers, 1, Progress.NONE);
        for (int k = 0; k < 10; k++) {
            assertEquals(k == 7, predictive.get(k).corrected() <= 0.05, "predictive " + k);
            assertEquals(k == 3, prognostic.get(k).corrected() <= 0.05, "prognostic " + k);
        }
        assertTrue(predictive.get(7).effect() > 0);
    }

    @Test
    void whatCannotBeToldApartIsNotTested() {
        double[][] draws = noise(2, 20, 6);
        int[] arms = arms(10, 10);
        double[] same = new double[20];
        double[] oneArm = draws[1].clone();
        for (int i = 10; i < 20; i++) oneArm[i] = Double.NaN;
        BiomarkerTest test = new BiomarkerTest(draws[0], arms, new double[0][], 100, 1);
        List<Found> found = test.predictive(new double[][] {same, oneArm, draws[1]}, 1, Progress.NONE);
        assertTrue(Double.isNaN(found.get(0).t()) && Double.isNaN(found.get(1).corrected()));
        assertTrue(Double.isFinite(found.get(2).t()));
        assertThrows(IllegalArgumentException.class, () -> new BiomarkerTest(draws[0], arms(5, 5), same(0), 100, 1));
        draws[0][3] = Double.NaN;
        assertThrows(IllegalArgumentException.class, () -> new BiomarkerTest(draws[0], arms, same(0), 100, 1));
    }

    private static double[][] same(int n) {
        return new double[n][];
    }
}
