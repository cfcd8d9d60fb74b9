package sc.fiji.boldj.registration;

import java.util.Arrays;

/** The range of values that the bins of a histogram cover. */
final class Ranges {

    private static final double FEW = 0.002;
    private static final double FAINT = 0.1;
    private static final double BRIGHT = 2.5;
    private static final int LOOKED_AT = 200_000;

    private Ranges() {}

    /**
     * The values that 0.2 % of the voxels fall short of, and exceed; where these are equal, lowest and highest. The upper
     * is at most 2.5 times the median of what is not dark: fat is far brighter than any tissue of the brain, which
     * should not have to share a few bins.
     *
     * @param weights voxels of weight 0 are excluded; null for none
     */
    static double[] of(float[] values, float[] weights) {
        int step = Math.max(1, values.length / LOOKED_AT);
        float[] sorted = new float[values.length / step + 1];
        int n = 0;
        for (int v = 0; v < values.length; v += step) if (weights == null || weights[v] > 0) sorted[n++] = values[v];
        if (n == 0) return new double[] {0, 0};
        Arrays.sort(sorted, 0, n);
        double low = sorted[(int) (FEW * (n - 1))];
        double high = sorted[(int) Math.ceil((1 - FEW) * (n - 1))];
        if (!(high > low)) return new double[] {sorted[0], sorted[n - 1]};
        int dark = 0;
        while (dark < n && sorted[dark] <= low + FAINT * (high - low)) dark++;
        double typical = sorted[dark + (n - dark) / 2];
        return new double[] {low, Math.min(high, low + BRIGHT * (typical - low))};
    }
}
