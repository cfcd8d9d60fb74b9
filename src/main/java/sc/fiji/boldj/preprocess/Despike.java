package sc.fiji.boldj.preprocess;

import java.util.Arrays;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelSeries;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.signal.LeastAbsoluteFit;

/**
 * Pulls single outlying values of a voxel's series back towards its smooth course, as AFNI's 3dDespike does.
 *
 * <p>A curve of a parabola and slow sines and cosines is fitted with the least sum of absolute residuals. With sigma =
 * sqrt(pi / 2) times the median absolute residual and s = residual / sigma, values with |s| above c1 become curve + sigma
 * s', s' = c1 + (c2 - c1) tanh((|s| - c1) / (c2 - c1)) with the sign of s: never more than c2 sigma away. All others stay
 * to the bit.
 *
 * <p>A constant voxel, one with a NaN or infinity, and voxels outside the mask stay as they are. Arithmetic in double.
 */
public final class Despike {

    private static final int LEAST_VOLUMES = 15;
    private static final int VOXELS = 64;

    private Despike() {}

    /**
     * Limits in units of sigma, and how fast the curve may turn.
     *
     * @param c1 where values begin to count as spikes, above 0
     * @param c2 what no value may exceed, above c1
     * @param harmonics pairs of sines and cosines, 0 or more; -1: a thirtieth of the volumes, as 3dDespike has it
     */
    public record Options(double c1, double c2, int harmonics) {

        /** 2.5, 4 and a thirtieth of the volumes. */
        public static final Options DEFAULT = new Options(2.5, 4, -1);

        /** @throws IllegalArgumentException if a number is outside its limits */
        public Options {
            if (!(c1 > 0 && c2 > c1 && Double.isFinite(c2)) || harmonics < -1)
                throw new IllegalArgumentException("despiking needs 0 < c1 < c2 and 0 or more harmonics (-1: by the"
                        + " number of volumes), got " + c1 + ", " + c2 + " and " + harmonics);
        }

        /** Pairs of sines and cosines for so many volumes. */
        public int harmonicsOf(int volumes) {
            return harmonics >= 0 ? harmonics : volumes / 30;
        }
    }

    /**
     * What was changed.
     *
     * @param spikes values beyond c1 sigma
     * @param large values beyond c2 sigma
     * @param values values that were looked at
     */
    public record Result(long spikes, long large, long values) {}

    /**
     * Despikes a series.
     *
     * @param source series, 15 volumes or more
     * @param mask where to work
     * @param target receives the result, same grid and number of volumes; may be {@code source} if it can be written
     * @throws IllegalArgumentException if a shape does not fit or the curve has as many columns as there are volumes
     */
    public static Result apply(NeuroImage source, Mask mask, Options options, NeuroImage target, Progress progress) {
        source.requireSeries(LEAST_VOLUMES);
        mask.grid().requireSameAs(source.grid(), "the mask", source.name());
        target.grid().requireSameAs(source.grid(), target.name(), source.name());
        int volumes = source.volumes();
        if (target.volumes() != volumes)
            throw new IllegalArgumentException(
                    target.name() + " has " + target.volumes() + " volumes, " + source.name() + " " + volumes);
        int harmonics = options.harmonicsOf(volumes);
        int columns = 3 + 2 * harmonics;
        if (columns >= volumes)
            throw new IllegalArgumentException("a curve of " + harmonics + " harmonics has " + columns
                    + " columns, too many for " + volumes + " volumes");
        LeastAbsoluteFit curve = LeastAbsoluteFit.of(design(volumes, harmonics), volumes, columns);
        copy(source, target, progress.stage(0, 0.05));
        long[][] counts = new long[(mask.count() + VOXELS - 1) / VOXELS][];
        VoxelSeries.forEachBlock(
                source,
                mask,
                VOXELS,
                (first, count, block) -> {
                    counts[first / VOXELS] = despike(block, count, volumes, curve.copy(), options);
                    VoxelSeries.writeBlock(target, mask, first, count, block);
                },
                progress.stage(0.05, 1));
        long[] sums = new long[3];
        for (long[] part : counts) for (int i = 0; i < 3; i++) sums[i] += part[i];
        return new Result(sums[0], sums[1], sums[2]);
    }

    private static void copy(NeuroImage source, NeuroImage target, Progress progress) {
        if (source == target) return;
        FixedChunks.forEach(source.volumes(), 1, (t, end) -> target.writeVolume(t, source.volume(t)), progress);
    }

    /** A parabola over [-1, 1] and whole waves over the run. */
    static double[] design(int volumes, int harmonics) {
        int columns = 3 + 2 * harmonics;
        double[] design = new double[volumes * columns];
        for (int t = 0; t < volumes; t++) {
            double x = 2.0 * t / (volumes - 1) - 1;
            int c = t * columns;
            design[c++] = 1;
            design[c++] = x;
            design[c++] = x * x;
            for (int k = 1; k <= harmonics; k++) {
                double angle = 2 * Math.PI * ((long) k * t % volumes) / volumes;
                design[c++] = Math.sin(angle);
                design[c++] = Math.cos(angle);
            }
        }
        return design;
    }

    private static long[] despike(float[] block, int count, int volumes, LeastAbsoluteFit curve, Options options) {
        double[] series = new double[volumes];
        double[] fit = new double[volumes];
        double[] sizes = new double[volumes];
        long[] counts = new long[3];
        double range = options.c2() - options.c1();
        for (int v = 0; v < count; v++) {
            boolean varies = false;
            boolean finite = true;
            for (int t = 0; t < volumes; t++) {
                series[t] = block[t * count + v];
                varies |= series[t] != series[0];
                finite &= Double.isFinite(series[t]);
            }
            if (!varies || !finite) continue;
            curve.fit(series, fit);
            for (int t = 0; t < volumes; t++) sizes[t] = Math.abs(series[t] - fit[t]);
            Arrays.sort(sizes);
            double median = volumes % 2 == 1 ? sizes[volumes / 2] : (sizes[volumes / 2 - 1] + sizes[volumes / 2]) / 2;
            double sigma = Math.sqrt(Math.PI / 2) * median;
            if (!(sigma > 0)) continue;
            counts[2] += volumes;
            for (int t = 0; t < volumes; t++) {
                double s = (series[t] - fit[t]) / sigma;
                if (Math.abs(s) <= options.c1()) continue;
                counts[0]++;
                if (Math.abs(s) > options.c2()) counts[1]++;
                double pulled = options.c1() + range * StrictMath.tanh((Math.abs(s) - options.c1()) / range);
                block[t * count + v] = (float) (fit[t] + sigma * Math.copySign(pulled, s));
            }
        }
        return counts;
    }
}
