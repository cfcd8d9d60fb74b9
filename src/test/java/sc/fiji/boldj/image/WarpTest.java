package sc.fiji.boldj.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.boldj.run.Cancelled;
import sc.fiji.boldj.run.Progress;

/** Displacement fields, chains of maps, and reading through them. */
class WarpTest {

    private static final VoxelGrid SCAN =
            new VoxelGrid(16, 14, 12, Affine.of(-3, 0.2, 0, 22, 0.1, 3, 0.3, -20, 0, -0.2, 3.5, -18));
    private static final VoxelGrid TARGET =
            new VoxelGrid(15, 17, 13, Affine.of(3, 0, 0, -20, 0, 3, 0, -24, 0, 0, 3, -19));

    private static DisplacementField smooth(VoxelGrid grid) {
        return DisplacementField.sample(SmoothWarp.of(3, 15), grid, Progress.NONE);
    }

    private static NeuroImage noise(int volumes) {
        NeuroImage scan = NeuroImage.floats("scan", SCAN, volumes, SeriesTiming.every(1));
        SplittableRandom random = new SplittableRandom(5);
        for (int t = 0; t < volumes; t++) {
            float[] values = new float[SCAN.voxels()];
            for (int v = 0; v < values.length; v++) values[v] = (float) random.nextDouble();
            scan.writeVolume(t, values);
        }
        return scan;
    }

    private static Affine motion(int t) {
        return new RigidMotion(0.3 * t, -0.2 * t, 0.1, 0.02 * t, -0.01, 0.03 * t).toAffine(1, 2, 3);
    }

    /** A field of affine displacements is interpolated linearly without error. */
    @Test
    void betweenVoxelsTheFieldIsLinear() {
        Affine affine = Affine.of(1.1, 0.05, -0.02, 1, 0.03, 0.95, 0.1, -2, 0, 0.04, 1.02, 0.5);
        DisplacementField field = DisplacementField.sample(affine, SCAN, Progress.NONE);
        SplittableRandom random = new SplittableRandom(2);
        for (int n = 0; n < 200; n++) {
            double[] p =
                    SCAN.affine().apply(random.nextDouble(0, 15), random.nextDouble(0, 13), random.nextDouble(0, 11));
            double[] q = new double[3];
            field.apply(p, q);
            assertArrayEquals(affine.apply(p[0], p[1], p[2]), q, 2e-6);
        }
    }

    @Test
    void outsideTheDisplacementFadesWithoutFolding() {
        VoxelGrid grid = new VoxelGrid(5, 5, 5, Affine.scaling(2, 2, 2));
        float[] u = new float[125];
        Arrays.fill(u, 4);
        DisplacementField field = DisplacementField.of(grid, u, new float[125], new float[125]);
        assertEquals(8, field.fade(), 1e-12);
        double last = Double.NEGATIVE_INFINITY;
        for (double x = -14; x < 24; x += 0.25) {
            double[] q = {x, 4, 4};
            field.apply(q, q);
            assertTrue(q[0] > last, "folds at " + x);
            double away = Math.max(0, Math.max(-x, x - 8));
            assertEquals(x + 4 * Math.max(0, 1 - away / 8), q[0], 1e-9);
            last = q[0];
        }
        double[] lost = {Double.NaN, 0, 0};
        field.apply(lost, lost);
        assertTrue(Double.isNaN(lost[0]));
        // A flat field, one voxel thick, is constant across.
        VoxelGrid flat = new VoxelGrid(2, 1, 1, Affine.IDENTITY);
        double[] p = {0.25, 0, 0};
        DisplacementField.of(flat, new float[] {0, 1}, new float[2], new float[2])
                .apply(p, p);
        assertEquals(0.5, p[0], 1e-7);
        assertThrows(IllegalArgumentException.class, () -> DisplacementField.of(grid, u, new float[3], new float[125]));
    }

    @Test
    void theInverseBringsPointsBack() {
        VoxelGrid grid =
                new VoxelGrid(30, 30, 30, Affine.translation(-30, -30, -30).times(Affine.scaling(2, 2, 2)));
        DisplacementField field = smooth(grid);
        DisplacementField inverse = field.inverse(Progress.NONE);
        float[] there = InverseField.remainder(inverse, field, grid, Progress.NONE);
        for (float distance : there) assertEquals(0, distance, 2e-4, "exact at the inverse's own voxels");
        float[] back = InverseField.remainder(field, inverse, grid, Progress.NONE);
        Arrays.sort(back);
        assertTrue(back[back.length / 2] < 0.02, "median " + back[back.length / 2]);
        double[] p = {3, 10, 5};
        double[] q = new double[3];
        field.apply(p, q);
        assertTrue(Math.abs(q[0] - p[0]) > 0.3, "the sign is seen");
        inverse.apply(q, q);
        assertArrayEquals(p, q, 0.03);
    }

    @Test
    void chainsActInOrderAndMergeMatrices() {
        Affine a = motion(1);
        Affine b = Affine.scaling(1.1, 1, 1);
        DisplacementField warp = smooth(TARGET);
        TransformChain chain = TransformChain.of(a, b, TransformChain.of(Affine.IDENTITY, warp), b, a);
        assertEquals(3, chain.parts().size());
        assertEquals(b.times(a), chain.parts().get(0));
        assertFalse(chain.isAffine());
        assertThrows(IllegalStateException.class, chain::toAffine);
        assertEquals(b.times(a), TransformChain.of(a, b).toAffine());
        assertEquals(Affine.IDENTITY, TransformChain.of().toAffine());
        double[] p = {1, 2, 3};
        double[] expected = b.times(a).apply(1, 2, 3);
        warp.apply(expected, expected);
        expected = a.times(b).apply(expected[0], expected[1], expected[2]);
        chain.apply(p, p);
        assertArrayEquals(expected, p, 1e-12);
    }

    /** Every value of a warped series must be the interpolator at the place that the maps, one by one, give. */
    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void aSeriesThroughAWarpIsTheDirectEvaluation(Interpolation method) {
        NeuroImage scan = noise(3);
        DisplacementField warp = smooth(TARGET);
        List<SpatialMap> maps = new ArrayList<>();
        for (int t = 0; t < 3; t++) maps.add(TransformChain.of(warp, motion(t)));
        NeuroImage target = scan.createOn("target", TARGET, 3);
        Resampler.resampleSeries(scan, maps, method, target, Progress.NONE);
        Affine toVoxels = SCAN.affine().inverse();
        for (int t = 0; t < 3; t++) {
            Interpolator source = Interpolator.of(scan.volume(t), SCAN, method);
            float[] values = target.volume(t);
            float[] alone = new float[values.length];
            Resampler.resample(scan.volume(t), SCAN, TARGET, maps.get(t), method, alone, Progress.NONE);
            assertArrayEquals(alone, values, "a volume alone");
            for (int v = 0; v < values.length; v++) {
                double[] p = TARGET.position(v);
                warp.apply(p, p);
                motion(t).apply(p, p);
                toVoxels.apply(p, p);
                assertEquals(source.at(p[0], p[1], p[2]), values[v], 2e-5, method + " volume " + t + " voxel " + v);
            }
        }
    }

    /** Where the warps differ from volume to volume nothing is shared, and the values must be the same. */
    @Test
    void mapsThatShareNothingAndMasksGiveTheSameValues() {
        NeuroImage scan = noise(2);
        DisplacementField warp = smooth(TARGET);
        List<SpatialMap> maps = List.of(TransformChain.of(warp, motion(1)), TransformChain.of(motion(1), warp));
        NeuroImage target = scan.createOn("target", TARGET, 2);
        Resampler.resampleSeries(scan, maps, Interpolation.CUBIC, target, Progress.NONE);
        float[] alone = new float[TARGET.voxels()];
        Resampler.resample(scan.volume(1), SCAN, TARGET, maps.get(1), Interpolation.CUBIC, alone, Progress.NONE);
        assertArrayEquals(alone, target.volume(1), 2e-5f);
        boolean[] inside = new boolean[TARGET.voxels()];
        for (int v = 0; v < inside.length; v += 3) inside[v] = true;
        Mask mask = Mask.of(TARGET, inside);
        for (List<? extends SpatialMap> each : List.of(maps, List.of(motion(0), Affine.scaling(2, 2, 2)))) {
            NeuroImage whole = scan.createOn("whole", TARGET, 2);
            NeuroImage part = scan.createOn("part", TARGET, 2);
            Resampler.resampleSeries(scan, each, Interpolation.SINC, whole, Progress.NONE);
            Resampler.resampleSeries(scan, each, mask, Interpolation.SINC, part, Progress.NONE);
            for (int t = 0; t < 2; t++) {
                float[] expected = whole.volume(t);
                for (int v = 0; v < expected.length; v++) if (!inside[v]) expected[v] = 0;
                assertArrayEquals(expected, part.volume(t));
            }
        }
    }

    @Test
    void labelsAreVotedFor() {
        VoxelGrid line = new VoxelGrid(4, 1, 1, Affine.IDENTITY);
        NeuroImage labels = NeuroImage.floats("labels", line, 1, SeriesTiming.UNKNOWN);
        labels.writeVolume(0, new float[] {300, 300, 7, Float.NaN});
        double[] shifts = {0.4, 0.5, 0.6, 0};
        float[][] expected = {{300, 300, 7, 0}, {300, 7, 0, 0}, {300, 7, 0, 0}, {300, 300, 7, 0}};
        for (int s = 0; s < 4; s++) {
            NeuroImage target = labels.createLike("target", 1);
            Resampler.resampleLabels(labels, List.of(Affine.translation(shifts[s], 0, 0)), target, Progress.NONE);
            assertArrayEquals(expected[s], target.volume(0), "shift " + shifts[s]);
        }
        // Three of eight corners for 5, the nearest alone for 9: the vote differs from the nearest voxel.
        LabelVote vote = new LabelVote(new float[] {9, 5, 5, 5}, new VoxelGrid(2, 2, 1, Affine.IDENTITY));
        assertEquals(5, vote.at(0.4, 0.4, 0));
        assertEquals(9, vote.at(0.1, 0.1, 0));
        assertEquals(0, vote.at(0.1, 0.1, 0.51));
        assertEquals(9, vote.at(-0.5, -0.5, 0.5));
        assertEquals(0, vote.at(Double.NaN, 0, 0));
    }

    @Test
    void threadsChangeNothingAndCancellingStops() {
        NeuroImage scan = noise(4);
        DisplacementField warp = smooth(TARGET);
        List<SpatialMap> maps = new ArrayList<>();
        for (int t = 0; t < 4; t++) maps.add(TransformChain.of(warp, motion(t)));
        NeuroImage one = scan.createOn("one", TARGET, 4);
        NeuroImage more = scan.createOn("more", TARGET, 4);
        Runnable single = () -> Resampler.resampleSeries(scan, maps, Interpolation.SINC, one, Progress.NONE);
        Runnable several = () -> Resampler.resampleSeries(scan, maps, Interpolation.SINC, more, Progress.NONE);
        Parallelization.runWithNumThreads(1, single);
        Parallelization.runWithNumThreads(3, several);
        for (int t = 0; t < 4; t++) assertArrayEquals(one.volume(t), more.volume(t));
        DisplacementField[] inverse = new DisplacementField[2];
        Parallelization.runWithNumThreads(1, () -> inverse[0] = warp.inverse(Progress.NONE));
        Parallelization.runWithNumThreads(3, () -> inverse[1] = warp.inverse(Progress.NONE));
        for (int d = 0; d < 3; d++) assertArrayEquals(inverse[0].toArray(d), inverse[1].toArray(d));
        assertThrows(
                CancellationException.class,
                () -> Resampler.resampleSeries(scan, maps, Interpolation.SINC, one, Cancelled.AT_ONCE));
        assertThrows(
                IllegalArgumentException.class,
                () -> Resampler.resampleSeries(scan, maps.subList(0, 2), Interpolation.SINC, one, Progress.NONE));
    }
}
