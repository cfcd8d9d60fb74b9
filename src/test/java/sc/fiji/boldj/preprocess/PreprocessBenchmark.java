package sc.fiji.boldj.preprocess;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.preprocess.SliceTimingCorrection.Interpolation;
import sc.fiji.boldj.run.Progress;

/** Slice timing, smoothing and brain mask on 200 volumes of 64x64x52, on the machine's own number of threads. */
public final class PreprocessBenchmark {

    private static final int VOLUMES = 200;
    private static final int WARMUPS = 2;
    private static final int MEASURED = 5;

    private final VoxelGrid grid = new VoxelGrid(64, 64, 52, Affine.scaling(3, 3, 3));
    private final SliceTiming timing = SliceTiming.interleaved(52, 2);
    private final NeuroImage series;
    private final NeuroImage result;
    private final Mask mask;

    private PreprocessBenchmark() {
        series = NeuroImage.floats("series", grid, VOLUMES, SeriesTiming.every(2));
        result = series.createLike("result", VOLUMES);
        SplittableRandom random = new SplittableRandom(1);
        float[] volume = new float[grid.voxels()];
        boolean[] inside = new boolean[volume.length];
        for (int v = 0; v < volume.length; v++) {
            double x = v % 64 - 31.5;
            double y = v / 64 % 64 - 31.5;
            double z = Math.floorDiv(v, 4096) - 25.5;
            inside[v] = x * x / 484 + y * y / 784 + z * z / 484 <= 1;
        }
        for (int t = 0; t < VOLUMES; t++) {
            for (int v = 0; v < volume.length; v++)
                volume[v] = (float) ((inside[v] ? 1000 : 50) + 20 * random.nextDouble());
            series.writeVolume(t, volume);
        }
        mask = Mask.of(grid, inside);
    }

    private void sliceTiming(Interpolation interpolation) {
        var options = new SliceTimingCorrection.Options(0.5, 0, interpolation);
        SliceTimingCorrection.apply(series, timing, options, result, Progress.NONE);
    }

    private void smoothing() {
        GaussianSmoothing.apply(series, GaussianSmoothing.Options.DEFAULT, result, Progress.NONE);
    }

    private void smoothingInMask() {
        GaussianSmoothing.apply(series, Optional.of(mask), GaussianSmoothing.Options.DEFAULT, result, Progress.NONE);
    }

    /** Prints the median of some calls in milliseconds. */
    private static void time(String what, Runnable work) {
        double[] milliseconds = new double[MEASURED];
        for (int i = -WARMUPS; i < MEASURED; i++) {
            long start = System.nanoTime();
            work.run();
            if (i >= 0) milliseconds[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(milliseconds);
        System.out.printf("%-20s %.0f ms%n", what, milliseconds[MEASURED / 2]);
    }

    public static void main(String[] args) {
        PreprocessBenchmark benchmark = new PreprocessBenchmark();
        time("sliceTimingSinc", () -> benchmark.sliceTiming(Interpolation.SINC));
        time("sliceTimingFourier", () -> benchmark.sliceTiming(Interpolation.FOURIER));
        time("smoothing", benchmark::smoothing);
        time("smoothingInMask", benchmark::smoothingInMask);
        time("brainMask", () -> BrainMask.epi(benchmark.series, BrainMask.Options.DEFAULT, Progress.NONE));
    }
}
