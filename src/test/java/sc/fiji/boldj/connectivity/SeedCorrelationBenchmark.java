package sc.fiji.boldj.connectivity;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.connectivity.SeedCorrelation.Measure;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.PlanarStore;
import sc.fiji.boldj.image.ScalarType;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/** Seconds for one seed map of 1000 volumes of 64x64x52 in int16, in a cold JVM: the first pass is what a command pays. */
final class SeedCorrelationBenchmark {

    private static final int T = 1000;

    private SeedCorrelationBenchmark() {}

    public static void main(String[] args) {
        VoxelGrid grid = new VoxelGrid(64, 64, 52, Affine.of(3, 0, 0, -96, 0, 3, 0, -126, 0, 0, 3, -72));
        short[] noise = new short[1 << 16];
        double[] gaussian = new double[noise.length];
        Seeds.fillGaussian(Seeds.stream(1, 0), gaussian);
        for (int i = 0; i < noise.length; i++) noise[i] = (short) (1000 + 20 * gaussian[i]);
        List<short[]> planes = new ArrayList<>();
        for (int i = 0; i < 52 * T; i++) {
            int from = (int) ((i * 7919L) % (noise.length - grid.planeSize()));
            planes.add(Arrays.copyOfRange(noise, from, from + grid.planeSize()));
        }
        PlanarStore store = new PlanarStore(ScalarType.INT16, new int[] {64, 64, 52, T}, planes, true, 1, 0);
        NeuroImage source = NeuroImage.of("series", grid, store, SeriesTiming.every(0.8));
        NeuroImage map = source.createLike("map", 1);
        Mask all = Mask.all(grid);
        for (int pass = 0; pass < 5; pass++) {
            long start = System.nanoTime();
            long work = cpu();
            SeedRegion seed = SeedRegion.sphere(all, 0, -52, 18, 6);
            SeedCorrelation.apply(source, seed, all, Measure.Z, map, Progress.NONE);
            System.out.println(String.format(
                    Locale.ROOT,
                    "seed map: %.2f s (CPU %.2f s)",
                    (System.nanoTime() - start) / 1e9,
                    (cpu() - work) / 1e9));
        }
    }

    /** CPU time of the process, all threads, in nanoseconds. */
    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
