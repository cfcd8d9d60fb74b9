package sc.fiji.boldj.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.run.Cancelled;
import sc.fiji.boldj.run.Progress;

class VoxelSeriesTest {

    private static final VoxelGrid GRID = new VoxelGrid(7, 5, 4, Affine.scaling(3, 3, 3));

    private static NeuroImage random(boolean rowsReversed, int volumes) {
        PlanarStore store = PlanarStore.floats(7, 5, 4, volumes, rowsReversed);
        NeuroImage image = NeuroImage.of("random", GRID, store, SeriesTiming.every(2));
        SplittableRandom random = new SplittableRandom(5);
        for (int t = 0; t < volumes; t++) {
            float[] volume = new float[GRID.voxels()];
            for (int v = 0; v < volume.length; v++) volume[v] = (float) random.nextDouble();
            image.writeVolume(t, volume);
        }
        return image;
    }

    private static Mask everyThird() {
        boolean[] inside = new boolean[GRID.voxels()];
        for (int v = 0; v < inside.length; v++) inside[v] = v % 3 != 1;
        return Mask.of(GRID, inside);
    }

    @Test
    void mapSeesEachVoxelsOwnSeriesInTheOrderOfTheGrid() {
        for (boolean reversed : new boolean[] {false, true}) {
            NeuroImage source = random(reversed, 6);
            NeuroImage target = source.createLike("last minus first", 1);
            VoxelSeries.map(source, target, z -> (series, result) -> result[0] = series[5] - series[0], Progress.NONE);
            float[] first = source.volume(0);
            float[] last = source.volume(5);
            float[] mapped = target.volume(0);
            for (int v = 0; v < mapped.length; v++) assertEquals(last[v] - first[v], mapped[v], 1e-7, "voxel " + v);
        }
    }

    @Test
    void mapTellsTheSliceAndWorksInPlaceOnAnyNumberOfThreads() {
        NeuroImage one = random(true, 6);
        NeuroImage many = random(true, 6);
        Runnable single = () -> VoxelSeries.map(one, one, VoxelSeriesTest::addSlice, Progress.NONE);
        Runnable several = () -> VoxelSeries.map(many, many, VoxelSeriesTest::addSlice, Progress.NONE);
        Parallelization.runWithNumThreads(1, single);
        Parallelization.runWithNumThreads(4, several);
        NeuroImage untouched = random(true, 6);
        for (int t = 0; t < 6; t++) {
            assertArrayEquals(one.volume(t), many.volume(t), "volume " + t);
            float[] before = untouched.volume(t);
            float[] after = one.volume(t);
            for (int v = 0; v < before.length; v++) assertEquals(before[v] + GRID.z(v), after[v], 1e-6, "voxel " + v);
        }
    }

    private static VoxelSeries.Kernel addSlice(int z) {
        return (series, result) -> {
            for (int t = 0; t < series.length; t++) result[t] = series[t] + z;
        };
    }

    @Test
    void blocksAndMatrixHoldTheMembersOfTheMask() {
        NeuroImage source = random(true, 6);
        Mask mask = everyThird();
        float[] matrix = VoxelSeries.matrix(source, mask, Progress.NONE);
        for (int t = 0; t < 6; t++) {
            float[] volume = source.volume(t);
            for (int i = 0; i < mask.count(); i++)
                assertEquals(volume[mask.voxel(i)], matrix[t * mask.count() + i], "volume " + t + " member " + i);
        }
        NeuroImage copy = source.createLike("copy", 6);
        VoxelSeries.forEachBlock(
                source,
                mask,
                11,
                (first, count, block) -> VoxelSeries.writeBlock(copy, mask, first, count, block),
                Progress.NONE);
        for (int t = 0; t < 6; t++) {
            float[] expected = source.volume(t);
            float[] volume = copy.volume(t);
            for (int v = 0; v < volume.length; v++)
                assertEquals(mask.contains(v) ? expected[v] : 0, volume[v], "volume " + t + " voxel " + v);
        }
    }

    @Test
    void anyImgLib2ImageGivesTheSameAsOurOwnStorage() {
        NeuroImage planar = random(true, 6);
        NeuroImage wrapped = NeuroImage.wrap("wrapped", GRID, planar.img(), planar.timing());
        for (int t = 0; t < 6; t++) assertArrayEquals(planar.volume(t), wrapped.volume(t));
        float[] zeros = new float[GRID.voxels()];
        wrapped.writeVolume(2, zeros);
        assertArrayEquals(zeros, planar.volume(2));
    }

    @Test
    void stopsWhenCancelled() {
        Progress cancelled = Cancelled.AT_ONCE;
        NeuroImage source = random(false, 6);
        assertThrows(
                CancellationException.class,
                () -> VoxelSeries.map(source, source, VoxelSeriesTest::addSlice, cancelled));
    }

    @Test
    void anotherGridIsRefusedWithBoth() {
        VoxelGrid moved = new VoxelGrid(7, 5, 4, Affine.translation(0, 0.5, 0).times(GRID.affine()));
        NeuroImage target = NeuroImage.floats("map", moved, 6, SeriesTiming.UNKNOWN);
        NeuroImage source = random(false, 6);
        var e = assertThrows(
                IllegalArgumentException.class,
                () -> VoxelSeries.map(source, target, VoxelSeriesTest::addSlice, Progress.NONE));
        assertEquals(
                "map lies on another grid than random: 7x5x4 voxels at [3 0 0 0][0 3 0 0.5][0 0 3 0] against "
                        + "7x5x4 voxels at [3 0 0 0][0 3 0 0][0 0 3 0]; resample one onto the other first",
                e.getMessage().replaceAll("\\.0+(?=[\\] ])", "").replaceAll("(\\.5)0+", "$1"));
    }
}
