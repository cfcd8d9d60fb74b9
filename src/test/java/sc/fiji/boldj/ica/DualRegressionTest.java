package sc.fiji.boldj.ica;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import net.imglib2.parallel.Parallelization;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

class DualRegressionTest {

    private static final int K = 3;
    private static final int T = 40;
    private final VoxelGrid grid = new VoxelGrid(9, 8, 7, Affine.scaling(3, 3, 3));
    private final Mask mask = mask();
    private final float[] maps = maps();
    private final NeuroImage scan = scan();

    private Mask mask() {
        boolean[] inside = new boolean[grid.voxels()];
        for (int v = 0; v < inside.length; v++) inside[v] = v % 5 != 0;
        return Mask.of(grid, inside);
    }

    private float[] maps() {
        SplittableRandom random = Seeds.stream(1, 0);
        float[] values = new float[K * mask.count()];
        for (int i = 0; i < values.length; i++) values[i] = (float) (random.nextDouble() * 4 + 1);
        return values;
    }

    private NeuroImage scan() {
        SplittableRandom random = Seeds.stream(2, 0);
        NeuroImage image = NeuroImage.floats("scan", grid, T, SeriesTiming.every(2));
        float[] volume = new float[grid.voxels()];
        for (int t = 0; t < T; t++) {
            for (int v = 0; v < volume.length; v++) volume[v] = (float) (900 + v + 10 * random.nextDouble());
            for (int i = 0; i < mask.count(); i++)
                for (int k = 0; k < K; k++)
                    volume[mask.voxel(i)] += (float) (maps[k * mask.count() + i] * Math.sin(t * (k + 1.3)));
            image.writeVolume(t, volume);
        }
        return image;
    }

    /** Two ordinary regressions by Apache Commons Math; the results are float: 1e-6 of the largest. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isTheClosedForm(boolean normalise) {
        int n = mask.count();
        DualRegression.Result found =
                DualRegression.of(scan, mask, maps, K, new DualRegression.Options(normalise), Progress.NONE);
        RealMatrix design = new Array2DRowRealMatrix(n, K);
        for (int i = 0; i < n; i++) for (int k = 0; k < K; k++) design.setEntry(i, k, maps[k * n + i]);
        double[][] courses = new double[T][K];
        double[][] y = new double[T][n];
        for (int t = 0; t < T; t++) {
            float[] volume = scan.volume(t);
            for (int i = 0; i < n; i++) y[t][i] = volume[mask.voxel(i)];
            OLSMultipleLinearRegression stage = new OLSMultipleLinearRegression();
            stage.newSampleData(y[t], design.getData());
            for (int k = 0; k < K; k++) courses[t][k] = stage.estimateRegressionParameters()[k + 1];
        }
        for (int k = 0; k < K; k++) {
            double mean = 0;
            for (int t = 0; t < T; t++) mean += courses[t][k] / T;
            for (int t = 0; t < T; t++) {
                courses[t][k] -= mean;
                assertEquals(courses[t][k], found.timeCourses()[t * K + k], 1e-9);
            }
            double square = 0;
            for (int t = 0; t < T; t++) square += courses[t][k] * courses[t][k];
            if (normalise) for (int t = 0; t < T; t++) courses[t][k] /= Math.sqrt(square / (T - 1));
        }
        for (int i = 0; i < n; i++) {
            double[] series = new double[T];
            for (int t = 0; t < T; t++) series[t] = y[t][i];
            OLSMultipleLinearRegression stage = new OLSMultipleLinearRegression();
            stage.newSampleData(series, courses);
            double[] b = stage.estimateRegressionParameters();
            double[] error = stage.estimateRegressionParametersStandardErrors();
            for (int k = 0; k < K; k++) {
                double t = b[k + 1] / error[k + 1];
                assertEquals(b[k + 1], found.maps()[k * n + i], 1e-6 * (1 + Math.abs(b[k + 1])));
                assertEquals(t, found.t()[k * n + i], 1e-6 * (1 + Math.abs(t)));
            }
        }
        assertEquals(T - 1 - K, found.degreesOfFreedom());
        assertEquals(K, MatrixUtils.createRealMatrix(courses).getColumnDimension());
    }

    @Test
    void givesTheSameBitsOnOneAndTwoThreads() {
        DualRegression.Result[] found = new DualRegression.Result[2];
        for (int i = 0; i < 2; i++) {
            int run = i;
            Parallelization.runWithNumThreads(
                    i + 1,
                    () -> found[run] =
                            DualRegression.of(scan, mask, maps, K, DualRegression.Options.DEFAULT, Progress.NONE));
        }
        assertArrayEquals(found[0].maps(), found[1].maps());
        assertArrayEquals(found[0].timeCourses(), found[1].timeCourses());
    }

    @Test
    void stageOneAloneGivesTheSameTimeCourses() {
        DualRegression.Result whole =
                DualRegression.of(scan, mask, maps, K, DualRegression.Options.DEFAULT, Progress.NONE);
        assertArrayEquals(whole.timeCourses(), DualRegression.timeCourses(scan, mask, maps, K, Progress.NONE));
        assertThrows(
                IllegalArgumentException.class, () -> DualRegression.timeCourses(scan, mask, maps, 4, Progress.NONE));
    }

    @Test
    void leavesOutConstantVoxelsAndThoseThatAreNotFinite() {
        for (int t = 0; t < T; t++) {
            float[] volume = scan.volume(t);
            volume[mask.voxel(3)] = 5;
            if (t == 3) volume[mask.voxel(4)] = Float.NaN;
            scan.writeVolume(t, volume);
        }
        maps[5] = Float.NaN;
        DualRegression.Result found =
                DualRegression.of(scan, mask, maps, K, DualRegression.Options.DEFAULT, Progress.NONE);
        for (int v = 3; v <= 5; v++) {
            assertFalse(found.used()[v]);
            assertEquals(0, found.maps()[v]);
        }
        for (float value : found.t()) assertTrue(Float.isFinite(value));
    }

    @Test
    void refusesMapsThatDependOnEachOther() {
        float[] twice = maps.clone();
        System.arraycopy(twice, 0, twice, mask.count(), mask.count());
        var e = assertThrows(
                IllegalArgumentException.class,
                () -> DualRegression.of(scan, mask, twice, K, DualRegression.Options.DEFAULT, Progress.NONE));
        assertEquals(
                "the maps, on the usable voxels, must be linearly independent: is one of them there twice?",
                e.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> DualRegression.of(scan, mask, maps, 4, DualRegression.Options.DEFAULT, Progress.NONE));
        NeuroImage one = NeuroImage.floats("one", grid, 1, SeriesTiming.UNKNOWN);
        assertThrows(
                IllegalArgumentException.class,
                () -> DualRegression.of(one, mask, maps, K, DualRegression.Options.DEFAULT, Progress.NONE));
    }
}
