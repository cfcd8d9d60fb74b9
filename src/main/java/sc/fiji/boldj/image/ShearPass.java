package sc.fiji.boldj.image;

import java.util.Arrays;

/**
 * Interpolates a sheet of rows across the rows: value {@code x} of target row {@code t} is read in column {@code x} of
 * the source at row {@code perColumn * x + perRow * t + offset}. For one thread.
 *
 * <p>All loops run over whole rows with one index, the form that the compiler turns into vector instructions.
 */
final class ShearPass {

    private final Interpolation method;
    private final int taps;
    private final float[] ramp;
    private final float[] fraction;
    private final float[] up;
    private final float[][] weights;

    /** @param width longest row */
    ShearPass(Interpolation method, int width) {
        this.method = method;
        taps = method.taps();
        ramp = new float[width];
        for (int x = 0; x < width; x++) ramp[x] = x;
        fraction = new float[width];
        up = new float[width];
        weights = new float[taps + 1][width];
    }

    /**
     * Fills one row.
     *
     * @param source coefficients, {@code n} rows; beyond them the rows are mirrored about the first and last
     * @param begin where column 0 is read; coordinates beyond half a row outside are moved there
     * @param target a row that is not one of the source's
     */
    void row(float[][] source, int n, int width, double begin, double perColumn, float[] target) {
        part(source, n, 0, width, begin, perColumn, target);
    }

    private void part(float[][] source, int n, int from, int to, double begin, double perColumn, float[] target) {
        double first = begin + perColumn * from;
        double last = begin + perColumn * (to - 1);
        int firstRow = below(first, n);
        int lastRow = below(last, n);
        if (Math.abs(firstRow - lastRow) > 1) {
            int middle = (from + to) >>> 1;
            part(source, n, from, middle, begin, perColumn, target);
            part(source, n, middle, to, begin, perColumn, target);
            return;
        }
        int corner = Math.min(firstRow, lastRow);
        boolean wide = firstRow != lastRow;
        place(from, to, (float) (begin - corner), (float) perColumn);
        if (Math.min(first, last) < -0.5 || Math.max(first, last) > n - 0.5)
            limit(from, to, -0.5f - corner, n - 0.5f - corner);
        if (wide) split(from, to);
        method.weights(fraction, from, to, weights);
        if (wide) widen(from, to);
        mix(source, n, corner - (taps - 1) / 2, wide ? taps + 1 : taps, from, to, target);
    }

    private int below(double coordinate, int n) {
        double inside = Math.max(-0.5, Math.min(n - 0.5, coordinate));
        return (int) Math.floor(taps == 1 ? Math.min(inside + 0.5, n - 0.5) : inside);
    }

    private void place(int from, int to, float begin, float perColumn) {
        for (int x = from; x < to; x++) fraction[x] = begin + perColumn * ramp[x];
    }

    private void limit(int from, int to, float least, float most) {
        for (int x = from; x < to; x++) fraction[x] = Math.max(least, Math.min(most, fraction[x]));
    }

    /** Marks the points that begin one row further up. */
    private void split(int from, int to) {
        float edge = taps == 1 ? 0.5f : 1;
        for (int x = from; x < to; x++) {
            up[x] = fraction[x] >= edge ? 1 : 0;
            fraction[x] -= up[x];
        }
    }

    private void widen(int from, int to) {
        Arrays.fill(weights[taps], from, to, 0);
        for (int k = taps; k > 0; k--) blend(weights[k], weights[k - 1], up, from, to);
        float[] lowest = weights[0];
        for (int x = from; x < to; x++) lowest[x] *= 1 - up[x];
    }

    private static void blend(float[] here, float[] before, float[] up, int from, int to) {
        for (int x = from; x < to; x++) here[x] = (1 - up[x]) * here[x] + up[x] * before[x];
    }

    private void mix(float[][] source, int n, int corner, int count, int from, int to, float[] target) {
        Arrays.fill(target, from, to, 0);
        int k = 0;
        for (; k + 2 < count; k += 3)
            three(
                    source[Mirror.index(corner + k, n)],
                    source[Mirror.index(corner + k + 1, n)],
                    source[Mirror.index(corner + k + 2, n)],
                    k,
                    from,
                    to,
                    target);
        for (; k < count; k++) one(source[Mirror.index(corner + k, n)], weights[k], from, to, target);
    }

    private void three(float[] a, float[] b, float[] c, int k, int from, int to, float[] sum) {
        float[] wa = weights[k];
        float[] wb = weights[k + 1];
        float[] wc = weights[k + 2];
        for (int x = from; x < to; x++) sum[x] += a[x] * wa[x] + b[x] * wb[x] + c[x] * wc[x];
    }

    private static void one(float[] a, float[] wa, int from, int to, float[] sum) {
        for (int x = from; x < to; x++) sum[x] += a[x] * wa[x];
    }
}
