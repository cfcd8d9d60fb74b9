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
import sc.fiji.boldj.anatomy.TissueSegmentation.Options;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeparableGaussian;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Cancelled;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

class TissueSegmentationTest {

    private static final T1Phantom HEAD = new T1Phantom(T1Phantom.SMALL);

    private static TissueMaps segment(NeuroImage scan, TissuePriors priors) {
        return TissueSegmentation.of(scan, HEAD.brain, priors, Options.DEFAULT, Progress.NONE);
    }

    private static TissuePriors priors() {
        NeuroImage[] maps = new NeuroImage[3];
        float[][] truth = {HEAD.grey, HEAD.white, HEAD.fluid};
        for (int t = 0; t < 3; t++) {
            float[] map = truth[t].clone();
            SeparableGaussian.of(HEAD.grid, 8, SeparableGaussian.Border.NEAREST).apply(map);
            maps[t] = NeuroImage.floats("prior " + t, HEAD.grid, 1, SeriesTiming.UNKNOWN);
            maps[t].writeVolume(0, map);
        }
        return new TissuePriors(maps[0], maps[1], maps[2]);
    }

    @ParameterizedTest
    @CsvSource({"0.2, 0.03, false", "0.4, 0.05, false", "0.4, 0.05, true"})
    void findsTheTissuesOfAPhantom(double amount, double noise, boolean withPriors) {
        float[] truth = HEAD.logField(amount, 3);
        NeuroImage scan = HEAD.scan(truth, noise, 6);
        TissueMaps maps = segment(scan, withPriors ? priors() : null);
        float[] grey = maps.grey().volume(0);
        float[] white = maps.white().volume(0);
        float[] fluid = maps.fluid().volume(0);
        double[] dice = HEAD.dice(grey, white, fluid);
        for (double d : dice) assertTrue(d >= 0.9, "Dice of grey, white, fluid " + Arrays.toString(dice));
        float[] corrected = maps.corrected().volume(0);
        float[] values = scan.volume(0);
        float[] field = new float[values.length];
        for (int v = 0; v < field.length; v++) {
            field[v] = (float) Math.log(values[v] / corrected[v]);
            double sum = grey[v] + white[v] + fluid[v];
            assertEquals(HEAD.brain.contains(v) ? 1 : 0, sum, 1e-5);
        }
        double residual = HEAD.residual(field, truth);
        assertTrue(residual < 0.02, "residual of the field " + residual);
        assertEquals(T1Phantom.GREY / T1Phantom.WHITE, maps.brightness()[1] / maps.brightness()[2], 0.04);
    }

    /** The shares are volumes, not just labels: their sums agree with the truth. */
    @Test
    void sharesAddUpToVolumes() {
        TissueMaps maps = segment(HEAD.scan(HEAD.logField(0.2, 3), 0.03, 6), null);
        float[][] found = {
            maps.grey().volume(0), maps.white().volume(0), maps.fluid().volume(0)
        };
        float[][] truth = {HEAD.grey, HEAD.white, HEAD.fluid};
        for (int t = 0; t < 3; t++) {
            double a = 0;
            double b = 0;
            for (int i = 0; i < HEAD.brain.count(); i++) {
                a += found[t][HEAD.brain.voxel(i)];
                b += truth[t][HEAD.brain.voxel(i)];
            }
            assertEquals(1, a / b, 0.06, "tissue " + t);
        }
    }

    @Test
    void voxelsThatAreNotFiniteAreLeftOut() {
        NeuroImage scan = HEAD.scan(HEAD.logField(0.2, 3), 0.03, 6);
        float[] values = scan.volume(0);
        for (int i = 0; i < HEAD.brain.count(); i += 50) values[HEAD.brain.voxel(i)] = Float.NaN;
        scan.writeVolume(0, values);
        TissueMaps maps = segment(scan, null);
        float[] grey = maps.grey().volume(0);
        for (int i = 0; i < HEAD.brain.count(); i++) {
            int v = HEAD.brain.voxel(i);
            if (Float.isNaN(values[v])) assertEquals(0, grey[v]);
            else assertTrue(grey[v] >= 0 && grey[v] <= 1);
        }
        assertTrue(HEAD.dice(grey, maps.white().volume(0), maps.fluid().volume(0))[1] > 0.9);
    }

    @Test
    void threadsDoNotChangeTheResult() {
        NeuroImage scan = HEAD.scan(HEAD.logField(0.2, 3), 0.03, 6);
        float[][] results = new float[2][];
        Runnable one = () -> results[0] = segment(scan, null).grey().volume(0);
        Runnable three = () -> results[1] = segment(scan, null).grey().volume(0);
        Parallelization.runWithNumThreads(1, one);
        Parallelization.runWithNumThreads(3, three);
        assertArrayEquals(results[0], results[1]);
    }

    @Test
    void oneSliceIsEnough() {
        int plane = HEAD.grid.planeSize();
        VoxelGrid slice = new VoxelGrid(HEAD.grid.sizeX(), HEAD.grid.sizeY(), 1, HEAD.grid.affine());
        float[] values = HEAD.scan(HEAD.logField(0, 3), 0.02, 6).volume(0);
        NeuroImage scan = NeuroImage.floats("slice", slice, 1, SeriesTiming.UNKNOWN);
        scan.writeVolume(0, Arrays.copyOfRange(values, 44 * plane, 45 * plane));
        boolean[] inside = new boolean[plane];
        for (int i = 0; i < plane; i++) inside[i] = HEAD.brain.contains(44 * plane + i);
        TissueMaps maps = TissueSegmentation.of(scan, Mask.of(slice, inside), null, Options.DEFAULT, Progress.NONE);
        int right = 0;
        int count = 0;
        float[] white = maps.white().volume(0);
        for (int i = 0; i < plane; i++)
            if (inside[i]) {
                count++;
                if (white[i] > 0.5 == HEAD.white[44 * plane + i] > 0.5) right++;
            }
        assertTrue(right > 0.9 * count, right + " of " + count);
    }

    @Test
    void saysWhatIsWrong() {
        VoxelGrid grid = new VoxelGrid(24, 24, 24, Affine.IDENTITY);
        NeuroImage noise = NeuroImage.floats("noise", grid, 1, SeriesTiming.UNKNOWN);
        double[] draws = new double[grid.voxels()];
        Seeds.fillGaussian(Seeds.stream(1, 1), draws);
        float[] values = new float[draws.length];
        for (int v = 0; v < values.length; v++) values[v] = (float) (1000 + 100 * draws[v]);
        noise.writeVolume(0, values);
        Mask all = Mask.all(grid);
        assertTrue(message(noise, all)
                .startsWith("noise looks like noise: in the mask, neighbouring voxels correlate by"));
        Arrays.fill(values, 5);
        noise.writeVolume(0, values);
        assertEquals("noise is 5.0 everywhere: a structural scan of a head is needed", message(noise, all));
        values[0] = 6;
        noise.writeVolume(0, values);
        boolean[] rest = new boolean[values.length];
        Arrays.fill(rest, 100, 10000, true);
        assertEquals(
                "noise is 5.0 everywhere in the mask: no tissues to separate", message(noise, Mask.of(grid, rest)));
        assertEquals(
                "the mask has no voxel above 0: the mask is empty",
                message(noise, Mask.of(grid, new boolean[values.length])));
        assertTrue(message(noise, Mask.all(new VoxelGrid(24, 24, 23, Affine.IDENTITY)))
                .startsWith("the mask lies on another grid than noise"));
        assertThrows(
                CancellationException.class,
                () -> TissueSegmentation.of(
                        HEAD.scan(HEAD.logField(0, 1), 0.03, 1), HEAD.brain, null, Options.DEFAULT, Cancelled.AT_ONCE));
        NeuroImage percent = NeuroImage.floats("percent", grid, 1, SeriesTiming.UNKNOWN);
        Arrays.fill(values, 80);
        percent.writeVolume(0, values);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new TissuePriors(percent, percent, percent))
                .getMessage()
                .startsWith("percent has the value 80.0"));
    }

    private static String message(NeuroImage image, Mask mask) {
        return assertThrows(
                        IllegalArgumentException.class,
                        () -> TissueSegmentation.of(image, mask, null, Options.DEFAULT, Progress.NONE))
                .getMessage();
    }
}
