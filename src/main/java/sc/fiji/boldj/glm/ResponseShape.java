package sc.fiji.boldj.glm;

/**
 * Height, time and width of a response's main peak.
 *
 * <p>The peak is the value of largest magnitude, its place and height refined by a parabola through it and its
 * neighbours. The width is the time between the half heights to either side, each crossing interpolated linearly.
 *
 * @param height signed, in the unit of the curve; 0 for a curve of zeros, NaN if it has a NaN
 * @param timeToPeak seconds from the curve's beginning; NaN if the peak is the first or last sample: it lies outside
 * @param width full width at half height in seconds; NaN if a half height is outside the curve or there is no peak
 */
public record ResponseShape(double height, double timeToPeak, double width) {

    /**
     * Measures a curve.
     *
     * @param curve a value each {@code step} seconds, 1 or more
     */
    public static ResponseShape of(double[] curve, double step) {
        int peak = 0;
        for (int i = 0; i < curve.length; i++) {
            if (!Double.isFinite(curve[i])) return new ResponseShape(Double.NaN, Double.NaN, Double.NaN);
            if (Math.abs(curve[i]) > Math.abs(curve[peak])) peak = i;
        }
        double top = curve[peak];
        if (top == 0 || peak == 0 || peak == curve.length - 1) return new ResponseShape(top, Double.NaN, Double.NaN);
        double before = curve[peak - 1];
        double after = curve[peak + 1];
        double bend = before - 2 * top + after;
        double shift = bend == 0 ? 0 : 0.5 * (before - after) / bend;
        double height = top - 0.25 * (before - after) * shift;
        double left = crossing(curve, peak, -1, height / 2);
        double right = crossing(curve, peak, 1, height / 2);
        return new ResponseShape(height, (peak + shift) * step, (right - left) * step);
    }

    /** Where the curve first falls to half its height, going from the peak; NaN if it never does. */
    private static double crossing(double[] curve, int peak, int direction, double half) {
        double sign = Math.signum(half);
        for (int i = peak + direction; i >= 0 && i < curve.length; i += direction) {
            if (sign * curve[i] > sign * half) continue;
            double inner = curve[i - direction];
            return i - direction * (half - curve[i]) / (inner - curve[i]);
        }
        return Double.NaN;
    }
}
