package sc.fiji.boldj.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.run.Progress;

class MeanVolumeTest {

    private static final VoxelGrid GRID = new VoxelGrid(3, 1, 1, Affine.IDENTITY);

    @Test
    void averagesEachVoxelAndKeepsANaN() {
        NeuroImage series = NeuroImage.floats("series", GRID, 40, SeriesTiming.every(1));
        for (int t = 0; t < 40; t++) series.writeVolume(t, new float[] {t, 7, t == 20 ? Float.NaN : 1});
        NeuroImage one = series.createLike("mean", 1);
        NeuroImage many = series.createLike("mean", 1);
        Runnable single = () -> MeanVolume.of(series, one, Progress.NONE);
        Runnable several = () -> MeanVolume.of(series, many, Progress.NONE);
        Parallelization.runWithNumThreads(1, single);
        Parallelization.runWithNumThreads(3, several);
        assertArrayEquals(new float[] {19.5f, 7, Float.NaN}, one.volume(0));
        assertArrayEquals(one.volume(0), many.volume(0));
        assertThrows(IllegalArgumentException.class, () -> MeanVolume.of(series, series, Progress.NONE));
    }

    @Test
    void averagesSomeVolumesOrOnlyFiniteValues() {
        NeuroImage series = NeuroImage.floats("series", GRID, 4, SeriesTiming.every(1));
        for (int t = 0; t < 4; t++)
            series.writeVolume(t, new float[] {t, t < 2 ? Float.NaN : t, Float.POSITIVE_INFINITY});
        assertArrayEquals(
                new float[] {1.5f, Float.NaN, Float.POSITIVE_INFINITY},
                MeanVolume.between(series, 1, 3, Progress.NONE));
        assertArrayEquals(new float[] {1.5f, 2.5f, 0}, MeanVolume.ofFinite(series, Progress.NONE));
        for (int[] range : new int[][] {{-1, 2}, {2, 2}, {3, 5}})
            assertThrows(
                    IllegalArgumentException.class,
                    () -> MeanVolume.between(series, range[0], range[1], Progress.NONE));
    }
}
