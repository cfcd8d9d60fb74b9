package sc.fiji.boldj.qc;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.denoise.Censoring;
import sc.fiji.boldj.denoise.ConfoundRegression;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

class RawSeriesTest {

    private static final VoxelGrid GRID = new VoxelGrid(10, 9, 8, Affine.of(3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 3, 0));
    private static final Mask ALL = Mask.all(GRID);

    /** White noise of SD 10 about a mean for each voxel. */
    private static NeuroImage noise(SeriesTiming timing, IntUnaryOperator mean) {
        NeuroImage image = NeuroImage.floats("noise", GRID, 120, timing);
        double[] noise = new double[GRID.voxels()];
        for (int t = 0; t < 120; t++) {
            Seeds.fillGaussian(Seeds.stream(3, t), noise);
            float[] volume = new float[noise.length];
            for (int v = 0; v < volume.length; v++) volume[v] = (float) (mean.applyAsInt(v) + 10 * noise[v]);
            image.writeVolume(t, volume);
        }
        return image;
    }

    private static NeuroImage denoised(NeuroImage raw, boolean restoreMean) {
        NeuroImage target = raw.createLike("denoised", raw.volumes());
        ConfoundRegression.Options options = new ConfoundRegression.Options(
                1, 0.008, 0.09, ConfoundRegression.Filter.FOURIER, sc.fiji.boldj.signal.Standardize.NONE, restoreMean);
        ConfoundRegression.apply(raw, Confounds.none(120), ALL, Censoring.NONE, options, target, Progress.NONE);
        return target;
    }

    @Test
    void theIntensitiesOfAScannerAreRaw() {
        assertTrue(RawSeries.looksRaw(noise(SeriesTiming.every(2), v -> 600 + v), ALL));
        assertTrue(RawSeries.looksRaw(noise(SeriesTiming.every(0.8), v -> 600 + v), ALL));
        assertTrue(RawSeries.looksRaw(noise(SeriesTiming.UNKNOWN, v -> 600 + v), ALL));
    }

    @Test
    void residualsAboutZeroAreNot() {
        NeuroImage raw = noise(SeriesTiming.every(2), v -> 600 + v);
        assertFalse(RawSeries.looksRaw(denoised(raw, false), ALL));
        assertFalse(RawSeries.looksRaw(noise(SeriesTiming.UNKNOWN, v -> 0), ALL), "without a repetition time, too");
    }

    @Test
    void aBandPassedSeriesWithItsMeanIsNot() {
        NeuroImage raw = noise(SeriesTiming.every(2), v -> 600 + v);
        assertFalse(RawSeries.looksRaw(denoised(raw, true), ALL));
    }

    @Test
    void voxelsThatAreConstantAreNotCountedAsRaw() {
        NeuroImage flat = NeuroImage.floats("flat", GRID, 20, SeriesTiming.every(2));
        assertFalse(RawSeries.looksRaw(flat, ALL));
    }
}
