package sc.fiji.boldj.stats;

import sc.fiji.boldj.run.DataException;

/**
 * Prior of {@link ComBat} for the elements of one site: normal for the mean, inverse gamma for the variance.
 *
 * @param center mean of the normal prior
 * @param spread variance of the normal prior
 * @param shape of the inverse gamma prior
 * @param rate of the inverse gamma prior
 */
record ComBatPrior(double center, double spread, double shape, double rate) {

    /** The prior with the moments of the elements' means and variances. */
    static ComBatPrior of(double[] means, double[] variances) {
        double center = mean(means);
        double m = mean(variances);
        double s = spread(variances, m);
        if (!(s > 0))
            throw new DataException(
                    "the elements have equal variances at a site, so empirical Bayes cannot estimate how"
                            + " they differ: are the elements copies of each other?");
        return new ComBatPrior(center, spread(means, center), (2 * s + m * m) / s, (m * s + m * m * m) / s);
    }

    private static double mean(double[] x) {
        double sum = 0;
        for (double v : x) sum += v;
        return sum / x.length;
    }

    private static double spread(double[] x, double mean) {
        double sum = 0;
        for (double v : x) sum += (v - mean) * (v - mean);
        return sum / (x.length - 1);
    }

    /**
     * The posterior mean and variance of one element, each given the other, iterated until both are stable.
     *
     * @param mean of n observations
     * @param variance of n observations
     */
    double[] settle(double mean, double variance, int n, ComBat.Options options) {
        double at = mean;
        double width = variance;
        for (int i = 0; i < options.iterations(); i++) {
            double next = (spread * n * mean + width * center) / (spread * n + width);
            double squares = (n - 1) * variance + n * (mean - next) * (mean - next);
            double wide = (0.5 * squares + rate) / (0.5 * n + shape - 1);
            boolean stable = Math.abs(next - at) <= options.tolerance() * Math.abs(at)
                    && Math.abs(wide - width) <= options.tolerance() * width;
            at = next;
            width = wide;
            if (stable) break;
        }
        return new double[] {at, width};
    }
}
