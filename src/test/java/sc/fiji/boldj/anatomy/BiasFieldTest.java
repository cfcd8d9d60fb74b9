package sc.fiji.boldj.anatomy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.boldj.anatomy.BiasField.Options;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Cancelled;
import sc.fiji.boldj.run.Progress;

class BiasFieldTest {

    private static final T1Phantom HEAD = new T1Phantom(T1Phantom.SMALL);

    /** The field that was put in comes out: residual coefficient of variation below 2 % of the truth. */
    @ParameterizedTest
    @CsvSource({"0, 0.03, true", "0.2, 0.03, true", "0.4, 0.05, true", "0.4, 0.03, false"})
    void recoversAKnownField(double amount, double noise, boolean masked) {
        float[] truth = HEAD.logField(amount, 4);
        NeuroImage scan = HEAD.scan(truth, noise, 2);
        BiasFit fit = BiasField.of(scan, masked ? HEAD.brain : null, Options.DEFAULT, Progress.NONE);
        double residual = HEAD.residual(fit.logField().volume(0), truth);
        assertTrue(residual < 0.02, "residual " + residual);
        float[] corrected = fit.corrected().volume(0);
        float[] field = fit.logField().volume(0);
        int v = HEAD.brain.voxel(1000);
        assertEquals(scan.volume(0)[v] / Math.exp(field[v]), corrected[v], 1e-3);
    }

    @Test
    void whatIsNotFiniteStaysAndZerosStayZero() {
        NeuroImage scan = HEAD.scan(HEAD.logField(0.3, 4), 0.03, 2);
        float[] values = scan.volume(0);
        for (int i = 0; i < HEAD.brain.count(); i += 40) values[HEAD.brain.voxel(i)] = Float.NaN;
        values[0] = 0;
        scan.writeVolume(0, values);
        float[] corrected = BiasField.of(scan, HEAD.brain, Options.DEFAULT, Progress.NONE)
                .corrected()
                .volume(0);
        for (int v = 0; v < values.length; v++) assertEquals(Float.isNaN(values[v]), Float.isNaN(corrected[v]));
        assertEquals(0, corrected[0]);
    }

    @Test
    void threadsDoNotChangeTheResult() {
        NeuroImage scan = HEAD.scan(HEAD.logField(0.3, 4), 0.03, 2);
        float[][] results = new float[2][];
        Runnable one = () -> results[0] = BiasField.of(scan, null, Options.DEFAULT, Progress.NONE)
                .logField()
                .volume(0);
        Runnable three = () -> results[1] = BiasField.of(scan, null, Options.DEFAULT, Progress.NONE)
                .logField()
                .volume(0);
        Parallelization.runWithNumThreads(1, one);
        Parallelization.runWithNumThreads(3, three);
        assertArrayEquals(results[0], results[1]);
    }

    /** A plane is in the span of the splines and costs no bending: the fit returns it, also where there are no samples. */
    @Test
    void leastSquaresFindsAPlane() {
        VoxelGrid grid = new VoxelGrid(40, 30, 20, Affine.IDENTITY);
        int[] one = {1, 1, 1};
        var lattice = new SplineLattice(grid, new int[] {3, 2, 1}, one);
        float[] weights = new float[grid.voxels()];
        float[] values = new float[grid.voxels()];
        for (int v = 0; v < values.length; v++) {
            int x = v % 40;
            int y = v / 40 % 30;
            weights[v] = x < 25 ? 1 + y % 3 : 0;
            values[v] = 0.3f + 0.01f * x - 0.02f * y + 0.005f * Math.floorDiv(v, 1200);
        }
        float[] fitted = new float[values.length];
        lattice.add(
                new SplineFit(lattice, weights, 1, Progress.NONE).fit(values, Progress.NONE), fitted, Progress.NONE);
        assertArrayEquals(values, fitted, 1e-4f);
    }

    @Test
    void oneSliceIsEnough() {
        VoxelGrid slice = new VoxelGrid(88, 100, 1, Affine.scaling(2, 2, 2));
        float[] truth = Arrays.copyOfRange(HEAD.logField(0.3, 4), 8800 * 40, 8800 * 41);
        float[] values =
                Arrays.copyOfRange(HEAD.scan(HEAD.logField(0.3, 4), 0.03, 2).volume(0), 8800 * 40, 8800 * 41);
        NeuroImage scan = NeuroImage.floats("slice", slice, 1, SeriesTiming.UNKNOWN);
        scan.writeVolume(0, values);
        float[] field = BiasField.of(scan, null, Options.DEFAULT, Progress.NONE)
                .logField()
                .volume(0);
        assertEquals(truth.length, field.length);
        for (float value : field) assertTrue(Math.abs(value) < 1);
    }

    @Test
    void saysWhatIsWrong() {
        VoxelGrid grid = new VoxelGrid(20, 20, 20, Affine.IDENTITY);
        NeuroImage image = NeuroImage.floats("x", grid, 1, SeriesTiming.UNKNOWN);
        assertEquals("x has no value above 0: a structural scan of a head is needed", message(image, null));
        float[] ones = new float[8000];
        Arrays.fill(ones, 7);
        image.writeVolume(0, ones);
        assertEquals("x is 7.0 everywhere: a structural scan of a head is needed", message(image, null));
        ones[0] = 8;
        image.writeVolume(0, ones);
        boolean[] few = new boolean[8000];
        assertEquals("the mask has no voxel above 0: the mask is empty", message(image, Mask.of(grid, few)));
        few[5] = true;
        assertTrue(message(image, Mask.of(grid, few)).contains("but 50 or more are needed"));
        NeuroImage series = NeuroImage.floats("s", grid, 3, SeriesTiming.UNKNOWN);
        assertTrue(message(series, null).startsWith("s has 3 volumes but a structural scan of 1 volume"));
        assertThrows(
                CancellationException.class,
                () -> BiasField.of(HEAD.scan(HEAD.logField(0, 1), 0.03, 1), null, Options.DEFAULT, Cancelled.AT_ONCE));
        assertThrows(IllegalArgumentException.class, () -> new Options(0, 50, 1e-3, 4, 200, 0.15, 0.01, 200, 1, 0.07));
        assertThrows(IllegalArgumentException.class, () -> new Options(4, 50, 1e-3, 0, 200, 0.15, 0.01, 200, 1, 0.07));
    }

    private static String message(NeuroImage image, Mask mask) {
        return assertThrows(
                        IllegalArgumentException.class, () -> BiasField.of(image, mask, Options.DEFAULT, Progress.NONE))
                .getMessage();
    }
}
