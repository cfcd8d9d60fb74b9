package sc.fiji.boldj.connectivity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/** Compressed series against the maps of the whole series. */
class CompressedSeriesTest {

    private static final int VOLUMES = 40;

    /** Noise with three courses of its own; voxel 5 is constant and voxel 6 has a NaN. */
    private static NeuroImage series() {
        VoxelGrid grid = new VoxelGrid(8, 9, 7, Affine.of(3, 0, 0, -10.5, 0, 3, 0, -12, 0, 0, 3, -9));
        NeuroImage image = NeuroImage.floats("series", grid, VOLUMES, SeriesTiming.every(2));
        double[] noise = new double[grid.voxels() + 3];
        for (int t = 0; t < VOLUMES; t++) {
            Seeds.fillGaussian(Seeds.stream(4, t), noise);
            float[] volume = new float[grid.voxels()];
            for (int v = 0; v < volume.length; v++)
                volume[v] = (float) (900 + (10 + v % 5) * noise[v] + 20 * noise[grid.voxels() + v % 3]);
            volume[5] = 900;
            if (t == 7) volume[6] = Float.NaN;
            image.writeVolume(t, volume);
        }
        return image;
    }

    private static int[] places(Mask mask, SeedRegion region) {
        int[] all = mask.indices();
        return java.util.Arrays.stream(region.voxels())
                .map(voxel -> java.util.Arrays.binarySearch(all, voxel))
                .toArray();
    }

    private static float[] map(CompressedSeries compressed, int[] seed) {
        float[] map = new float[compressed.mask().count()];
        compressed.fisherZ(seed, map);
        return map;
    }

    @Test
    void withAllComponentsTheMapIsThatOfTheWholeSeries() {
        NeuroImage series = series();
        Mask mask = Mask.all(series.grid());
        SeedRegion region = SeedRegion.sphere(mask, 1, 2, 0, 5);
        double[] exact = SeedCorrelation.of(
                series, region.series(series, Progress.NONE), mask, SeedCorrelation.Measure.Z, Progress.NONE);
        CompressedSeries all = CompressedSeries.of(series, mask, new CompressedSeries.Options(1, 150), Progress.NONE);
        assertTrue(all.components() <= VOLUMES - 1 && all.kept() > 0.999999, all.components() + " " + all.kept());
        float[] map = map(all, places(mask, region));
        for (int v = 0; v < map.length; v++)
            if (v == 5 || v == 6) assertTrue(Float.isNaN(map[v]));
            else assertEquals(exact[v], map[v], 2e-5, "voxel " + v);
    }

    @Test
    void fewerComponentsLoseWhatTheySay() {
        NeuroImage series = series();
        Mask mask = Mask.all(series.grid());
        int[] seed = places(mask, SeedRegion.sphere(mask, 1, 2, 0, 5));
        float[] whole =
                map(CompressedSeries.of(series, mask, new CompressedSeries.Options(1, 150), Progress.NONE), seed);
        double last = Double.POSITIVE_INFINITY;
        for (double share : new double[] {0.6, 0.9, 0.98}) {
            CompressedSeries some =
                    CompressedSeries.of(series, mask, new CompressedSeries.Options(share, 150), Progress.NONE);
            assertTrue(some.kept() >= share && some.kept() < share + 0.2, share + ": " + some.kept());
            float[] map = map(some, seed);
            double squares = 0;
            for (int v = 0; v < map.length; v++)
                if (!Float.isNaN(map[v])) squares += (map[v] - whole[v]) * (map[v] - whole[v]);
            assertTrue(squares < last, "more components, smaller error");
            last = squares;
        }
        assertEquals(
                2,
                CompressedSeries.of(series, mask, new CompressedSeries.Options(1, 2), Progress.NONE)
                        .components());
        assertThrows(IllegalArgumentException.class, () -> new CompressedSeries.Options(0, 5));
        assertThrows(IllegalArgumentException.class, () -> new CompressedSeries.Options(1.1, 5));
        assertThrows(IllegalArgumentException.class, () -> new CompressedSeries.Options(0.9, 0));
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBits() {
        NeuroImage series = series();
        Mask mask = Mask.all(series.grid());
        int[] seed = places(mask, SeedRegion.sphere(mask, 1, 2, 0, 5));
        List<float[]> maps = new ArrayList<>();
        for (int threads : new int[] {1, 4})
            Parallelization.runWithNumThreads(
                    threads,
                    () -> maps.add(map(
                            CompressedSeries.of(series, mask, CompressedSeries.Options.DEFAULT, Progress.NONE), seed)));
        assertArrayEquals(maps.get(0), maps.get(1));
    }
}
