package sc.fiji.boldj.registration;

import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/** Smooths a volume along one axis and keeps every n-th voxel, in one pass over memory. */
final class Thinning {

    private static final double CUT_OFF_SIGMAS = 3;

    private Thinning() {}

    /** For each place the weights of some voxels, summing to 1, and the first of these voxels. */
    static float[][] taps(int n, int factor, double sigma, int[] first) {
        int count = n / factor;
        float[][] taps = new float[count][];
        // Without blur the voxels of the cell itself.
        double reach = Math.max(CUT_OFF_SIGMAS * sigma, (factor - 1) / 2.0) + 1e-9;
        for (int i = 0; i < count; i++) {
            double centre = factor * i + (factor - 1) / 2.0;
            int from = Math.max(0, (int) Math.ceil(centre - reach));
            int to = Math.min(n - 1, (int) Math.floor(centre + reach));
            first[i] = from;
            double[] exact = new double[to - from + 1];
            double sum = 0;
            for (int k = 0; k < exact.length; k++) {
                double d = from + k - centre;
                exact[k] = sigma == 0 ? 1 : Math.exp(-0.5 * d * d / (sigma * sigma));
                sum += exact[k];
            }
            taps[i] = new float[exact.length];
            for (int k = 0; k < exact.length; k++) taps[i][k] = (float) (exact[k] / sum);
        }
        return taps;
    }

    static float[] along(
            float[] source, VoxelGrid from, VoxelGrid to, int axis, int[] first, float[][] taps, Progress progress) {
        int n = axis == 0 ? from.sizeX() : axis == 1 ? from.sizeY() : from.sizeZ();
        boolean same = taps.length == n;
        for (float[] t : taps) same &= t.length == 1;
        if (same) return source;
        float[] target = new float[to.voxels()];
        Progress quiet = Quiet.of(progress);
        if (axis == 0)
            FixedChunks.forEach(
                    from.sizeY() * from.sizeZ(), 512, (a, b) -> rows(source, n, first, taps, a, b, target), quiet);
        else if (axis == 1)
            FixedChunks.forEach(
                    from.sizeZ(),
                    4,
                    (a, b) -> {
                        for (int z = a; z < b; z++)
                            for (int i = 0; i < taps.length; i++)
                                lines(
                                        source,
                                        from.index(0, first[i], z),
                                        from.sizeX(),
                                        from.sizeX(),
                                        taps[i],
                                        target,
                                        to.index(0, i, z));
                    },
                    quiet);
        else
            FixedChunks.forEach(
                    taps.length,
                    2,
                    (a, b) -> {
                        for (int i = a; i < b; i++)
                            lines(
                                    source,
                                    from.index(0, 0, first[i]),
                                    from.planeSize(),
                                    from.planeSize(),
                                    taps[i],
                                    target,
                                    to.index(0, 0, i));
                    },
                    quiet);
        return target;
    }

    static void rows(float[] source, int n, int[] first, float[][] taps, int fromRow, int toRow, float[] target) {
        for (int r = fromRow; r < toRow; r++)
            for (int i = 0; i < taps.length; i++) {
                float[] t = taps[i];
                int at = r * n + first[i];
                float sum = 0;
                for (int k = 0; k < t.length; k++) sum += t[k] * source[at + k];
                target[r * taps.length + i] = sum;
            }
    }

    /** Sums {@code taps.length} runs of {@code length} values that begin {@code stride} apart. */
    static void lines(float[] source, int at, int stride, int length, float[] taps, float[] target, int to) {
        for (int k = 0; k < taps.length; k++) {
            float w = taps[k];
            int s = at + k * stride;
            for (int j = 0; j < length; j++) target[to + j] += w * source[s + j];
        }
    }
}
