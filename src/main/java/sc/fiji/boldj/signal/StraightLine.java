package sc.fiji.boldj.signal;

/**
 * The least-squares straight line of one series, fitted to the differences from a first sample, in double: a constant
 * series leaves residuals of exactly 0. A series with a value that is not finite has residuals of NaN.
 *
 * @param first the sample that the others are compared with
 * @param mean of the differences
 * @param slope units a sample; not finite for a single sample
 * @param centre index of the middle of the fitted samples
 */
public record StraightLine(double first, double mean, double slope, double centre) {

    /**
     * Fits the line.
     *
     * @param from first sample that counts; those before may still be compared with the line
     */
    public static StraightLine of(double[] series, int from) {
        int rows = series.length - from;
        double first = series[from];
        double sum = 0;
        double trend = 0;
        double middle = (rows - 1) / 2.0;
        for (int t = 0; t < rows; t++) {
            double value = series[from + t] - first;
            sum += value;
            trend += (t - middle) * value;
        }
        return new StraightLine(first, sum / rows, trend / (rows * ((double) rows * rows - 1) / 12), from + middle);
    }

    /** Height of the line at the middle of the fitted samples, which is their mean. */
    public double middle() {
        return first + mean;
    }

    /** What a sample has above the line. */
    public double residual(double value, int t) {
        return value - first - mean - slope * (t - centre);
    }

    /** Sum of squared residuals from sample {@code from} on. */
    public double squares(double[] series, int from) {
        double squares = 0;
        for (int t = from; t < series.length; t++) {
            double rest = residual(series[t], t);
            squares += rest * rest;
        }
        return squares;
    }
}
