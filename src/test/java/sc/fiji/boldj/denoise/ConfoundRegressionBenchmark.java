package sc.fiji.boldj.denoise;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.denoise.ConfoundRegression.Filter;
import sc.fiji.boldj.denoise.ConfoundRegression.Options;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.PlanarStore;
import sc.fiji.boldj.image.ScalarType;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/**
 * Seconds for 26 confounds and a band-pass on 1000 volumes of 64x64x52, int16 in, float out, in a cold JVM: the first
 * pass is what a command pays. Argument: {@code fourier}, {@code butterworth} or {@code cosine}.
 */
final class ConfoundRegressionBenchmark {

    private static final int T = 1000;

    private ConfoundRegressionBenchmark() {}

    public static void main(String[] args) {
        VoxelGrid grid = new VoxelGrid(64, 64, 52, Affine.scaling(3, 3, 3));
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
        NeuroImage target = source.createLike("clean", T);
        Confounds confounds = Confounds.none(T);
        for (int c = 0; c < 26; c++) {
            double[] column = new double[T];
            Seeds.fillGaussian(Seeds.stream(2, c), column);
            confounds = confounds.with("c" + c, column);
        }
        Filter filter = Filter.named(args.length > 0 ? args[0] : "fourier");
        Options options = Options.DEFAULT.withBand(0.01, 0.1).withFilter(filter);
        for (int pass = 0; pass < 3; pass++) {
            long start = System.nanoTime();
            long work = cpu();
            ConfoundRegression.Result result = ConfoundRegression.apply(
                    source, confounds, Mask.all(grid), Censoring.NONE, options, target, Progress.NONE);
            System.out.println(String.format(
                    Locale.ROOT,
                    "%s: %.2f s (CPU %.2f s), %s",
                    filter,
                    (System.nanoTime() - start) / 1e9,
                    (cpu() - work) / 1e9,
                    result));
        }
    }

    /** CPU time of the process, all threads, in nanoseconds. */
    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
