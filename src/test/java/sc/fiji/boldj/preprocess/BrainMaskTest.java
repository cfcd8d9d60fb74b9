package sc.fiji.boldj.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.boldj.Fixtures;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.ConnectedComponents;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeparableGaussian;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.image.VoxelNeighbourhood;
import sc.fiji.boldj.preprocess.BrainMask.Options;
import sc.fiji.boldj.run.Cancelled;
import sc.fiji.boldj.run.Progress;

class BrainMaskTest {

    private static final VoxelGrid GRID = new VoxelGrid(64, 64, 36, Affine.scaling(3.3, 3.3, 3.5));

    private static double dice(Mask a, Mask b) {
        int both = a.and(b).count();
        return 2.0 * both / (a.count() + b.count());
    }

    /** Whether a voxel is in the ellipsoid about (cx, cy, cz) with the given half axes. */
    private static boolean in(int v, double cx, double cy, double cz, double a, double b, double c) {
        double x = (v % 64 - cx) / a;
        double y = (v / 64 % 64 - cy) / b;
        double z = (Math.floorDiv(v, 4096) - cz) / c;
        return x * x + y * y + z * z <= 1;
    }

    private static Mask brain() {
        boolean[] inside = new boolean[GRID.voxels()];
        for (int v = 0; v < inside.length; v++) inside[v] = in(v, 31, 32, 17, 20, 25, 16);
        return Mask.of(GRID, inside);
    }

    /**
     * A head: brain of 1000 with dark ventricles, darker scalp around a gap of skull, two bright eyes joined to the
     * brain by thin nerves, coils 40 % brighter at one end and 40 % darker at the other, a point spread of 4 mm, a ghost
     * of 8 % shifted by half the field of view, noise of 4 %.
     */
    private static NeuroImage head(long seed, int volumes) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] head = new float[GRID.voxels()];
        for (int v = 0; v < head.length; v++) {
            int y = v / 64 % 64;
            if (in(v, 31, 32, 17, 20, 25, 16)) head[v] = in(v, 31, 32, 19, 4, 7, 4) ? 300 : 1000;
            else if (!in(v, 31, 32, 17, 22, 27, 18) && in(v, 31, 32, 17, 24.5, 29.5, 20.5)) head[v] = 350;
            if (in(v, 22, 60, 8, 3, 3, 3) || in(v, 40, 60, 8, 3, 3, 3)) head[v] = 1400;
            if (y >= 48 && y <= 60 && in(v, 22, y, 8, 1, 1, 1)) head[v] = 1100;
            head[v] *= (float) (1.4 - 0.8 * y / 63.0);
        }
        SeparableGaussian.of(GRID, 4, SeparableGaussian.Border.NEAREST).apply(head);
        NeuroImage image = NeuroImage.floats("head", GRID, volumes, SeriesTiming.every(2));
        float[] volume = new float[head.length];
        for (int t = 0; t < volumes; t++) {
            for (int v = 0; v < head.length; v++) {
                int ghost = v + ((v / 64 % 64 + 32) % 64 - v / 64 % 64) * 64;
                double re = head[v] + 0.08 * head[ghost] + 40 * (random.nextDouble() + random.nextDouble() - 1);
                double im = 40 * (random.nextDouble() + random.nextDouble() - 1);
                volume[v] = (float) Math.hypot(re, im);
            }
            image.writeVolume(t, volume);
        }
        return image;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void findsTheBrainOfAPhantom(long seed) {
        Mask brain = brain();
        Mask mask = BrainMask.epi(head(seed, 3), Options.DEFAULT, Progress.NONE);
        double dice = dice(brain, mask);
        assertTrue(dice >= 0.97, "Dice " + dice);
        assertEquals(1, ConnectedComponents.of(mask, VoxelNeighbourhood.EDGES).count());
        assertTrue(mask.contains(GRID.index(31, 32, 19)), "ventricles are filled");
        assertTrue(!mask.contains(GRID.index(22, 61, 8)) && !mask.contains(GRID.index(40, 60, 8)), "no eyes");
    }

    /** Masks made from the same scans elsewhere by intensity alone. */
    @Test
    void agreesWithMasksOfRealScans() throws IOException {
        Map<String, String> masks = Map.of(
                "data/real-subject/sub-01/func/sub-01_task-perception_run-1_bold.nii.gz",
                "reference/realign/real_mask.nii.gz",
                "reference/smooth/input.nii.gz",
                "reference/smooth/mask.nii.gz",
                "reference/realign/synthetic_40vols.nii.gz",
                "reference/realign/synthetic_mask.nii.gz",
                "reference/seed/bold.nii.gz",
                "reference/seed/mask.nii.gz",
                "reference/glm/bold.nii.gz",
                "reference/glm/mask.nii.gz");
        Fixtures.path("reference/realign/real_mask.nii.gz");
        for (Map.Entry<String, String> each : masks.entrySet()) {
            Mask mask = BrainMask.epi(Shared.image(each.getKey()), Options.DEFAULT, Progress.NONE);
            double dice = dice(Mask.of(Shared.image(each.getValue())), mask);
            assertTrue(dice >= 0.95, each.getKey() + ": Dice " + dice);
        }
    }

    /** The template's brain mask is anatomical; where the EPI has no data there is nothing to find. */
    @Test
    void agreesWithTheBrainOfTheTemplate() throws IOException {
        String start = "reference/data/tpl-MNI152NLin2009cAsym_res-02_desc-";
        NeuroImage epi = Shared.image(start + "boldref6bit.nii.gz"); // the template in 63 steps
        float[] brain = Shared.image(start + "brain_mask.nii.gz").volume(0);
        Mask data = Mask.above(epi.grid(), epi.volume(0), 0);
        Mask truth = Mask.above(epi.grid(), brain, 0.5).and(data);
        double dice = dice(truth, BrainMask.epi(epi, Options.DEFAULT, Progress.NONE));
        assertTrue(dice >= 0.95, "Dice " + dice);
    }

    @Test
    void optionsGrowAndShrinkTheMask() {
        NeuroImage head = head(1, 1);
        int count = BrainMask.epi(head, Options.DEFAULT, Progress.NONE).count();
        assertTrue(
                BrainMask.epi(head, new Options(0.5, true, 1, 1), Progress.NONE).count() > 1.1 * count);
        assertTrue(
                BrainMask.epi(head, new Options(0.5, true, 0, 0), Progress.NONE).contains(GRID.index(22, 60, 8)));
        assertTrue(
                BrainMask.epi(head, new Options(0.8, true, 1, 0), Progress.NONE).count() < count);
        Mask fixed = BrainMask.epi(head, new Options(0.5, false, 1, 0), Progress.NONE);
        assertTrue(dice(brain(), fixed) > 0.95);
    }

    @Test
    void valuesThatAreNotFiniteAreLeftOut() {
        NeuroImage head = head(1, 2);
        Mask expected = BrainMask.epi(head, Options.DEFAULT, Progress.NONE);
        float[] volume = head.volume(0);
        float[] other = head.volume(1);
        for (int v = 0; v < volume.length; v += 50) volume[v] = v % 100 == 0 ? Float.NaN : Float.NEGATIVE_INFINITY;
        volume[GRID.index(1, 1, 1)] = Float.NaN;
        other[GRID.index(1, 1, 1)] = Float.NaN;
        head.writeVolume(0, volume);
        head.writeVolume(1, other);
        assertTrue(dice(expected, BrainMask.epi(head, Options.DEFAULT, Progress.NONE)) > 0.99);
    }

    @Test
    void threadsDoNotChangeTheResult() {
        NeuroImage head = head(5, 3);
        Mask[] masks = new Mask[2];
        Runnable single = () -> masks[0] = BrainMask.epi(head, Options.DEFAULT, Progress.NONE);
        Runnable several = () -> masks[1] = BrainMask.epi(head, Options.DEFAULT, Progress.NONE);
        Parallelization.runWithNumThreads(1, single);
        Parallelization.runWithNumThreads(4, several);
        assertArrayEquals(masks[0].indices(), masks[1].indices());
    }

    @Test
    void aScanWithoutAHeadIsRefused() {
        NeuroImage empty = NeuroImage.floats("empty", GRID, 2, SeriesTiming.every(2));
        assertEquals("empty has no value above 0: a brain mask needs a scan of a head", message(empty));
        float[] ones = new float[GRID.voxels()];
        Arrays.fill(ones, 1);
        empty.writeVolume(0, ones);
        empty.writeVolume(1, ones);
        assertEquals("empty is 1.0 everywhere: a brain mask needs a head on a darker background", message(empty));
        float[] dots = new float[GRID.voxels()];
        for (int v = 0; v < dots.length; v += 977) dots[v] = 100;
        empty.writeVolume(0, dots);
        empty.writeVolume(1, dots);
        assertEquals(
                "no brain found in empty: nothing is left after clipping and peeling; is it an EPI scan of a whole"
                        + " head?",
                message(empty));
        assertThrows(IllegalArgumentException.class, () -> new Options(0, true, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Options(0.5, true, -1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Options(0.5, true, 1, -1));
    }

    private static String message(NeuroImage image) {
        return assertThrows(IllegalArgumentException.class, () -> BrainMask.epi(image, Options.DEFAULT, Progress.NONE))
                .getMessage();
    }

    @Test
    void stopsWhenCancelled() {
        NeuroImage head = head(1, 1);
        assertThrows(CancellationException.class, () -> BrainMask.epi(head, Options.DEFAULT, Cancelled.AT_ONCE));
    }
}
