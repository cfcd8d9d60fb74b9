package sc.fiji.boldj.preprocess;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.preprocess.SliceTimingCorrection.Interpolation;
import sc.fiji.boldj.run.Progress;

/** Slice timing, smoothing and brain mask on 200 volumes of 64x64x52, on the machine's own number of threads. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 2, jvmArgs = "-Xmx1200m")
@Warmup(iterations = 2)
@Measurement(iterations = 5)
public class PreprocessBenchmark {

    private static final int VOLUMES = 200;

    private final VoxelGrid grid = new VoxelGrid(64, 64, 52, Affine.scaling(3, 3, 3));
    private final SliceTiming timing = SliceTiming.interleaved(52, 2);
    private NeuroImage series;
    private NeuroImage result;
    private Mask mask;

    @Setup
    public void makeSeries() {
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

    @Benchmark
    public NeuroImage sliceTimingSinc() {
        return sliceTiming(Interpolation.SINC);
    }

    @Benchmark
    public NeuroImage sliceTimingFourier() {
        return sliceTiming(Interpolation.FOURIER);
    }

    private NeuroImage sliceTiming(Interpolation interpolation) {
        var options = new SliceTimingCorrection.Options(0.5, 0, interpolation);
        return SliceTimingCorrection.apply(series, timing, options, result, Progress.NONE);
    }

    @Benchmark
    public NeuroImage smoothing() {
        GaussianSmoothing.apply(series, GaussianSmoothing.Options.DEFAULT, result, Progress.NONE);
        return result;
    }

    @Benchmark
    public NeuroImage smoothingInMask() {
        GaussianSmoothing.apply(series, Optional.of(mask), GaussianSmoothing.Options.DEFAULT, result, Progress.NONE);
        return result;
    }

    @Benchmark
    public Mask brainMask() {
        return BrainMask.epi(series, BrainMask.Options.DEFAULT, Progress.NONE);
    }

    public static void main(String[] args) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(PreprocessBenchmark.class.getSimpleName())
                        .build())
                .run();
    }
}
