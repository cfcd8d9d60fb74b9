package sc.fiji.boldj.connectivity;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.imglib2.parallel.Parallelization;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/** Simulated scans for tests. */
final class Scans {

    private Scans() {}

    /** A grid of 3 mm voxels whose first axis points to the left, symmetric about the origin. */
    static VoxelGrid grid(int x, int y, int z) {
        return new VoxelGrid(x, y, z, Affine.of(-3, 0, 0, 1.5 * (x - 1), 0, 3, 0, -20, 0, 0, 3, -10));
    }

    /** Noise with a share of each voxel's left neighbour, a baseline and, every fifth voxel, few distinct values. */
    static NeuroImage noise(VoxelGrid grid, int volumes, long seed) {
        NeuroImage image = NeuroImage.floats("scan", grid, volumes, SeriesTiming.every(2));
        for (int t = 0; t < volumes; t++) {
            double[] draws = new double[grid.voxels()];
            Seeds.fillGaussian(Seeds.stream(seed, t), draws);
            float[] volume = new float[draws.length];
            for (int v = 0; v < volume.length; v++) {
                double value = draws[v] + (v > 0 ? 0.8 * draws[v - 1] : 0) + (v > 1 ? 0.5 * draws[v - 2] : 0);
                volume[v] = (float) (v % 5 == 0 ? Math.rint(2 * value) + 0.0 : 100 + value);
            }
            image.writeVolume(t, volume);
        }
        return image;
    }

    /** Most of the voxels of a grid, at random. */
    static Mask most(VoxelGrid grid, long seed) {
        boolean[] inside = new boolean[grid.voxels()];
        SplittableRandom random = Seeds.stream(seed, 0);
        for (int v = 0; v < inside.length; v++) inside[v] = random.nextDouble() < 0.8;
        return Mask.of(grid, inside);
    }

    /** Replaces one voxel's series. */
    static void set(NeuroImage image, int voxel, float... series) {
        for (int t = 0; t < image.volumes(); t++) {
            float[] volume = image.volume(t);
            volume[voxel] = series[Math.min(t, series.length - 1)];
            image.writeVolume(t, volume);
        }
    }

    /** One voxel's series. */
    static double[] series(NeuroImage image, int voxel) {
        double[] series = new double[image.volumes()];
        for (int t = 0; t < series.length; t++) series[t] = image.volume(t)[voxel];
        return series;
    }

    /** Pearson correlation by the definition. */
    static double pearson(double[] a, double[] b) {
        double meanA = 0;
        double meanB = 0;
        for (int t = 0; t < a.length; t++) {
            meanA += a[t] / a.length;
            meanB += b[t] / b.length;
        }
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int t = 0; t < a.length; t++) {
            ab += (a[t] - meanA) * (b[t] - meanB);
            aa += (a[t] - meanA) * (a[t] - meanA);
            bb += (b[t] - meanB) * (b[t] - meanB);
        }
        return ab / Math.sqrt(aa * bb);
    }

    /** What a computation gives on a number of threads. */
    static <R> R onThreads(int threads, Supplier<R> computation) {
        Object[] result = new Object[1];
        Parallelization.runWithNumThreads(threads, (Runnable) () -> result[0] = computation.get());
        @SuppressWarnings("unchecked")
        R typed = (R) result[0];
        return typed;
    }

    /** Checks that a computation stops when it is told to, at once and half-way. */
    static void assertCancels(Consumer<Progress> computation) {
        for (int polls : new int[] {0, 3}) {
            AtomicInteger left = new AtomicInteger(polls);
            Progress cancelled = new Progress() {
                @Override
                public void update(long done, long total) {}

                @Override
                public boolean isCancelled() {
                    return left.getAndDecrement() <= 0;
                }
            };
            assertThrows(CancellationException.class, () -> computation.accept(cancelled));
        }
    }
}
