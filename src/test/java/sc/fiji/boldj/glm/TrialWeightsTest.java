package sc.fiji.boldj.glm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import net.imglib2.parallel.Parallelization;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Cancelled;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

class TrialWeightsTest {

    private static final int VOLUMES = 120;
    private static final int TRIALS = 16;
    private static final Sampling SAMPLING = new Sampling(VOLUMES, 2, 0);

    private static double[][] responses(double gap) {
        double[][] responses = new double[TRIALS][];
        for (int k = 0; k < TRIALS; k++)
            responses[k] =
                    TaskDesign.response(List.of(new Events.Event("trial", 6 + gap * k, 1, 1)), Hrf.spm(0), 0, SAMPLING);
        return responses;
    }

    private static int[] conditions() {
        int[] conditions = new int[TRIALS];
        for (int k = 0; k < TRIALS; k++) conditions[k] = k % 2;
        return conditions;
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        for (int k = 0; k < TRIALS; k++) names.add("trial " + (k + 1));
        return names;
    }

    private static double[] nuisance() {
        double[] columns = new double[VOLUMES * 2];
        for (int t = 0; t < VOLUMES; t++) {
            columns[2 * t] = 1;
            columns[2 * t + 1] = Math.cos(Math.PI * (t + 0.5) / VOLUMES);
        }
        return columns;
    }

    private static TrialWeights weights(TrialWeights.Method method) {
        return TrialWeights.of(responses(14), conditions(), names(), nuisance(), 2, method);
    }

    private static double[] series(double[] amplitudes, double noise) {
        double[] series = new double[VOLUMES];
        if (noise > 0) Seeds.fillGaussian(Seeds.stream(3, 0), series);
        double[][] responses = responses(14);
        double[] nuisance = nuisance();
        for (int t = 0; t < VOLUMES; t++) {
            series[t] = 800 + 5 * nuisance[2 * t + 1] + noise * series[t];
            for (int k = 0; k < TRIALS; k++) series[t] += amplitudes[k] * responses[k][t];
        }
        return series;
    }

    /** One ordinary model, solved by QR; the coefficient of its first column. */
    private static double first(List<double[]> columns, double[] series) {
        RealMatrix x = new Array2DRowRealMatrix(series.length, columns.size());
        for (int c = 0; c < columns.size(); c++) x.setColumn(c, columns.get(c));
        return new QRDecomposition(x)
                .getSolver()
                .solve(new org.apache.commons.math3.linear.ArrayRealVector(series))
                .getEntry(0);
    }

    @ParameterizedTest
    @EnumSource
    void equalsOneModelATrialByQr(TrialWeights.Method method) {
        double[] series = series(new double[TRIALS], 3);
        double[] found = weights(method).amplitudes(series);
        double[][] responses = responses(14);
        for (int k = 0; k < TRIALS; k++) {
            List<double[]> columns = new ArrayList<>(List.of(responses[k]));
            double[][] sums = new double[2][VOLUMES];
            for (int j = 0; j < TRIALS; j++) {
                if (j == k) continue;
                if (method == TrialWeights.Method.LSA) columns.add(responses[j]);
                for (int t = 0; t < VOLUMES; t++) sums[j % 2][t] += responses[j][t];
            }
            if (method == TrialWeights.Method.LSS) columns.addAll(List.of(sums));
            double[] nuisance = nuisance();
            for (int c = 0; c < 2; c++) {
                double[] column = new double[VOLUMES];
                for (int t = 0; t < VOLUMES; t++) column[t] = nuisance[2 * t + c];
                columns.add(column);
            }
            assertEquals(first(columns, series), found[k], 1e-9, "trial " + k);
        }
    }

    @Test
    void knownAmplitudesComeBack() {
        double[] truth = new double[TRIALS];
        for (int k = 0; k < TRIALS; k++) truth[k] = 10 + 3 * Math.sin(k) - (k % 2) * 4;
        assertArrayEquals(truth, weights(TrialWeights.Method.LSA).amplitudes(series(truth, 0)), 1e-9);
        // separately, trials share one mean for the others: the spread about it is what overlaps, 14 s apart little
        double[] separate = weights(TrialWeights.Method.LSS).amplitudes(series(truth, 0));
        double r = new org.apache.commons.math3.stat.correlation.PearsonsCorrelation().correlation(truth, separate);
        assertTrue(r > 0.98, "r " + r);
        assertEquals(
                Arrays.stream(truth).average().orElse(0),
                Arrays.stream(separate).average().orElse(0),
                0.1);
    }

    @Test
    void constantDriftAndOffsetMakeNoAmplitude() {
        for (TrialWeights.Method method : TrialWeights.Method.values())
            for (double value : weights(method).amplitudes(series(new double[TRIALS], 0))) assertEquals(0, value, 1e-9);
    }

    @ParameterizedTest
    @EnumSource
    void whatCannotBeToldApartIsNamed(TrialWeights.Method method) {
        double[][] responses = responses(14);
        if (method == TrialWeights.Method.LSA) responses[5] = responses[4].clone();
        else Arrays.fill(responses[5], 1);
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> TrialWeights.of(responses, conditions(), names(), nuisance(), 2, method))
                .getMessage();
        assertTrue(message.matches("trial [56] cannot be separated.*"), message);
        Arrays.fill(responses[5], 0);
        message = assertThrows(
                        IllegalArgumentException.class,
                        () -> TrialWeights.of(responses, conditions(), names(), nuisance(), 2, method))
                .getMessage();
        assertTrue(message.contains("trial 6 has no response in the scan"), message);
    }

    @Test
    void oneTrialIsEnoughForAnAmplitude() {
        double[][] one = {responses(14)[3]};
        for (TrialWeights.Method method : TrialWeights.Method.values()) {
            double[] series = new double[VOLUMES];
            for (int t = 0; t < VOLUMES; t++) series[t] = 7 + 2 * one[0][t];
            double[] found = TrialWeights.of(one, new int[1], List.of("the trial"), nuisance(), 2, method)
                    .amplitudes(series);
            assertArrayEquals(new double[] {2}, found, 1e-9);
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> TrialWeights.of(new double[0][], new int[0], List.of(), nuisance(), 2, TrialWeights.Method.LSS));
    }

    private static NeuroImage image() {
        VoxelGrid grid = new VoxelGrid(5, 4, 3, Affine.scaling(3, 3, 3));
        NeuroImage image = NeuroImage.floats("run", grid, VOLUMES, SeriesTiming.every(2));
        double[][] responses = responses(14);
        for (int t = 0; t < VOLUMES; t++) {
            float[] volume = new float[grid.voxels()];
            for (int v = 0; v < volume.length; v++) {
                volume[v] = 900 + 17 * v;
                for (int k = 0; k < TRIALS; k++) volume[v] += (float) (v * 0.5 * responses[k][t]);
            }
            volume[1] = 500;
            volume[2] = t == 9 ? Float.NaN : volume[2];
            volume[3] = t == 0 ? Float.POSITIVE_INFINITY : volume[3];
            image.writeVolume(t, volume);
        }
        return image;
    }

    @Test
    void mapsEveryVoxelWithAnyNumberOfThreads() {
        NeuroImage image = image();
        boolean[] inside = new boolean[image.grid().voxels()];
        Arrays.fill(inside, true);
        inside[0] = false;
        Mask mask = Mask.of(image.grid(), inside);
        TrialWeights weights = weights(TrialWeights.Method.LSS);
        NeuroImage[] results = new NeuroImage[2];
        for (int threads = 1; threads <= 2; threads++) {
            NeuroImage target = image.createLike("betas", TRIALS);
            results[threads - 1] = target;
            Parallelization.runWithNumThreads(
                    threads, () -> BetaSeries.estimate(image, mask, weights, target, Progress.NONE));
        }
        for (int k = 0; k < TRIALS; k++) {
            float[] betas = results[0].volume(k);
            assertArrayEquals(betas, results[1].volume(k), 0);
            assertEquals(0, betas[0]);
            assertEquals(0, betas[1]);
            assertTrue(Float.isNaN(betas[2]));
            assertTrue(Float.isNaN(betas[3]));
            for (int v = 4; v < betas.length; v++) assertEquals(0.5 * v, betas[v], 2e-3);
        }
        assertThrows(
                CancellationException.class,
                () -> BetaSeries.estimate(image, mask, weights, image.createLike("b", TRIALS), Cancelled.AT_ONCE));
        assertThrows(
                IllegalArgumentException.class,
                () -> BetaSeries.estimate(image, mask, weights, image.createLike("b", 3), Progress.NONE));
    }
}
