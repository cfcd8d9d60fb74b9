package sc.fiji.boldj.connectivity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CancellationException;
import net.imglib2.parallel.Parallelization;
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

/** The maps of the explorer have the bits of the command's, which other tests prove. */
class SeedMapSeriesTest {

    private static final VoxelGrid GRID =
            new VoxelGrid(17, 13, 11, Affine.of(3, 0, 0, -24, 0, 3, 0, -18, 0, 0, 3, -15));

    private static NeuroImage scan(int volumes) {
        NeuroImage scan = NeuroImage.floats("scan", GRID, volumes, SeriesTiming.every(2));
        double[] draws = new double[GRID.voxels() + 1];
        for (int t = 0; t < volumes; t++) {
            Seeds.fillGaussian(Seeds.stream(4, t), draws);
            float[] volume = new float[GRID.voxels()];
            for (int v = 0; v < volume.length; v++)
                volume[v] = (float) (800 + 9 * draws[v] + 20 * draws[volume.length] * (v % 3));
            volume[300] = 5; // constant
            if (t == 3) volume[301] = Float.NaN;
            scan.writeVolume(t, volume);
        }
        return scan;
    }

    private static Mask mask() {
        boolean[] inside = new boolean[GRID.voxels()];
        for (int v = 0; v < inside.length; v++) inside[v] = v % 5 != 0;
        return Mask.of(GRID, inside);
    }

    private static List<double[]> seeds(NeuroImage scan) {
        return List.of(
                SeedRegion.sphere(mask(), 0, 0, 0, 5).series(scan, Progress.NONE),
                SeedRegion.sphere(mask(), 9, -6, 3, 4).series(scan, Progress.NONE));
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 25, 26, 27})
    void hasTheBitsOfTheCommand(int volumes) {
        NeuroImage scan = scan(volumes);
        SeedMapSeries series = SeedMapSeries.of(scan, mask(), Progress.NONE);
        List<double[]> seeds = seeds(scan);
        List<String> names = List.of("a", "b");
        for (SeveralSeeds.Kind kind : SeveralSeeds.Kind.values())
            for (SeedCorrelation.Measure measure : SeedCorrelation.Measure.values()) {
                var options = new SeveralSeeds.Options(kind, measure, 0);
                double[][] expected = SeveralSeeds.of(scan, seeds, names, mask(), options, Progress.NONE);
                double[][] maps = series.maps(seeds, names, options, Progress.NONE);
                for (int k = 0; k < 2; k++) assertArrayEquals(expected[k], maps[k], kind + " " + measure);
                assertEquals(0, maps[0][301]);
                assertTrue(maps[0][302] != 0);
            }
        var options = SeveralSeeds.Options.DEFAULT;
        double[] one = SeedCorrelation.of(scan, seeds.get(0), mask(), options.measure(), Progress.NONE);
        assertArrayEquals(one, series.maps(seeds.subList(0, 1), List.of("a"), options, Progress.NONE)[0]);
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBits() {
        NeuroImage scan = scan(30);
        double[][][] maps = new double[2][][];
        for (int threads = 1; threads <= 2; threads++) {
            int at = threads - 1;
            Parallelization.runWithNumThreads(
                    threads,
                    () -> maps[at] = SeedMapSeries.of(scan, mask(), Progress.NONE)
                            .maps(seeds(scan), List.of("a", "b"), SeveralSeeds.Options.DEFAULT, Progress.NONE));
        }
        assertArrayEquals(maps[0], maps[1]);
    }

    @Test
    void badInput() {
        NeuroImage scan = scan(24);
        assertThrows(IllegalArgumentException.class, () -> SeedMapSeries.of(scan(2), mask(), Progress.NONE));
        Mask none = Mask.of(GRID, new boolean[GRID.voxels()]);
        assertThrows(IllegalArgumentException.class, () -> SeedMapSeries.of(scan, none, Progress.NONE));
        SeedMapSeries series = SeedMapSeries.of(scan, mask(), Progress.NONE);
        assertThrows(
                IllegalArgumentException.class,
                () -> series.maps(
                        List.of(new double[23]), List.of("short"), SeveralSeeds.Options.DEFAULT, Progress.NONE));
        Progress cancelled = new Progress() {
            @Override
            public void update(long done, long total) {}

            @Override
            public boolean isCancelled() {
                return true;
            }
        };
        assertThrows(CancellationException.class, () -> SeedMapSeries.of(scan, mask(), cancelled));
    }
}
