package sc.fiji.boldj.stats;

import java.io.Serializable;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import sc.fiji.boldj.linalg.LeastSquares;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * Removes differences between sites in mean and variance by ComBat (Johnson, Li and Rabinovic 2007, Biostatistics 8; Fortin et
 * al. 2018, NeuroImage 167): parametric empirical Bayes over the elements of a map or matrix. Immutable.
 *
 * <p>Each element is fitted by sites and covariates and scaled by its residual standard deviation (sum of squares over the
 * number of observations). Its mean and variance at a site shrink towards those of all elements at that site: a normal prior for
 * the mean, an inverse gamma prior for the variance, both with moments from the elements, iterated until both are stable. The
 * effects of covariates are preserved.
 *
 * <p><b>Treatment must be no covariate</b>: a model that knows the treatment preserves its apparent effect better than what is
 * not in the model, which makes tests of it too liberal. Where treatment is randomised within sites, omit it; where a site
 * has one arm only, no method separates both. A fit to baseline scans may be applied to later ones of the same sites.
 *
 * <p>Elements that are not finite in an observation, constant, or (without shrinkage) constant at a site are returned as
 * they are and take no part in the priors.
 */
public final class ComBat implements Serializable {

    private static final long serialVersionUID = 1;

    private static final int CHUNK = 1024;

    /**
     * How to estimate.
     *
     * @param shrink whether elements borrow from each other; without, each site gets its own mean and variance
     * @param tolerance relative change of the estimates at which an element is done, above 0; the published programs stop
     *     at 1e-4
     * @param iterations most iterations, 1 or more
     */
    public record Options(boolean shrink, double tolerance, int iterations) {

        /** Empirical Bayes, iterated to 1e-8. */
        public static final Options DEFAULT = new Options(true, 1e-8, 10_000);

        /** @throws IllegalArgumentException if a value is outside its range */
        public Options {
            if (!(tolerance > 0 && tolerance < 1))
                throw new IllegalArgumentException("tolerance must be above 0 and below 1, got " + tolerance);
            if (iterations < 1) throw new IllegalArgumentException("iterations must be 1 or more, got " + iterations);
        }
    }

    private final int sites;
    private final int[] size;
    private final int covariates;
    /** For each element: the coefficients of sites and covariates; then the mean over sites, weighted by observations. */
    private final double[][] coefficients;

    private final double[] mean;
    /** Residual standard deviation, 0 for an element that is not changed. */
    private final double[] sd;
    /** Shape (sites, elements), in residual standard deviations. */
    private final double[][] shift;

    private final double[][] variance;

    private ComBat(int[] size, int covariates, int elements) {
        this.size = size;
        sites = size.length;
        this.covariates = covariates;
        coefficients = new double[sites + covariates][elements];
        mean = new double[elements];
        sd = new double[elements];
        shift = new double[sites][elements];
        variance = new double[sites][elements];
    }

    /**
     * Estimates the effects of sites.
     *
     * @param data rows are observations
     * @param site the site of each observation, numbered from 0, 2 observations or more at each
     * @param covariates shape (observations, covariates), not treatment; rows may be empty
     * @throws IllegalArgumentException if shapes differ, a number of a site is missing or a covariate is not finite
     * @throws DataException if a site has a single observation, the covariates cannot be distinguished from sites, too few observations
     *     are left for the error, or fewer than 2 elements can be used with shrinkage
     * @throws java.util.concurrent.CancellationException if the progress is cancelled
     */
    public static ComBat of(Observations data, int[] site, double[][] covariates, Options options, Progress progress) {
        int[] size = sizes(site);
        requireRows(data.rows(), site, covariates);
        int columns = size.length + covariates[0].length;
        double[][] inverse = inverse(site, size.length, covariates, columns);
        ComBat fit = new ComBat(size, covariates[0].length, data.elements());
        FixedChunks.forEach(
                data.elements(),
                CHUNK,
                (from, to) -> fit.estimate(data, site, covariates, inverse, from, to),
                progress);
        for (int s = 0; s < size.length; s++) fit.settle(s, options);
        for (int v = 0; v < fit.sd.length; v++)
            if (fit.sd[v] == 0) for (int s = 0; s < size.length; s++) fit.shift[s][v] = fit.variance[s][v] = 0;
        return fit;
    }

    private static int[] sizes(int[] site) {
        int[] size = new int[Arrays.stream(site).max().orElse(-1) + 1];
        for (int s : site) {
            if (s < 0) throw new IllegalArgumentException("sites are numbered from 0, got " + s);
            size[s]++;
        }
        for (int s = 0; s < size.length; s++) {
            if (size[s] == 0)
                throw new IllegalArgumentException("sites are numbered from 0 without a gap, but none is " + s);
            if (size[s] == 1)
                throw new DataException("site " + s + " has a single observation, so its variance cannot be estimated:"
                        + " exclude it, or combine it with a site that has the same scanner");
        }
        return size;
    }

    private static void requireRows(int rows, int[] site, double[][] covariates) {
        if (rows == 0 || site.length != rows || covariates.length != rows)
            throw new IllegalArgumentException("each observation needs a site and its covariates: there are " + rows
                    + " observations, " + site.length + " sites and " + covariates.length + " rows of covariates");
        for (double[] row : covariates) {
            if (row.length != covariates[0].length)
                throw new IllegalArgumentException("each observation needs the same number of covariates");
            for (double x : row)
                if (!Double.isFinite(x)) throw new IllegalArgumentException("covariates must be finite, one is " + x);
        }
    }

    /** Shape (columns, observations): least-squares coefficients as products with the data. */
    private static double[][] inverse(int[] site, int sites, double[][] covariates, int columns) {
        int n = site.length;
        if (n <= columns)
            throw new DataException(n + " observations are too few for " + sites + " sites and " + covariates[0].length
                    + " covariates");
        double[] design = new double[n * columns];
        double[] unit = new double[n * n];
        for (int i = 0; i < n; i++) {
            design[i * columns + site[i]] = 1;
            System.arraycopy(covariates[i], 0, design, i * columns + sites, columns - sites);
            unit[i * n + i] = 1;
        }
        LeastSquares.Fit fit = LeastSquares.solve(design, n, columns, unit, n);
        if (fit.rank() < columns)
            throw new DataException("sites and covariates are confounded: is a covariate constant, a copy of another"
                    + " or the same for all observations of each site?");
        double[][] rows = new double[columns][];
        for (int c = 0; c < columns; c++) rows[c] = Arrays.copyOfRange(fit.coefficients(), c * n, (c + 1) * n);
        return rows;
    }

    /** The standardised mean and variance of each site at some elements, before shrinkage. */
    private void estimate(Observations data, int[] site, double[][] covariate, double[][] inverse, int from, int to) {
        int n = site.length;
        double[][] y = new double[n][to - from];
        for (int i = 0; i < n; i++) data.read(i, from, to, y[i], 0);
        for (int c = 0; c < inverse.length; c++)
            for (int i = 0; i < n; i++)
                for (int v = from; v < to; v++) coefficients[c][v] += inverse[c][i] * y[i][v - from];
        double share = ResidualStore.roundingShare(data);
        for (int v = from; v < to; v++) {
            double squares = 0;
            double total = 0;
            double[] sum = new double[sites];
            double[] square = new double[sites];
            for (int s = 0; s < sites; s++) mean[v] += (double) size[s] / n * coefficients[s][v];
            for (int i = 0; i < n; i++) {
                double rest = y[i][v - from] - preserved(covariate[i], v);
                double error = rest - (coefficients[site[i]][v] - mean[v]);
                squares += error * error;
                total += y[i][v - from] * y[i][v - from];
                sum[site[i]] += rest;
            }
            boolean usable = Double.isFinite(total) && squares > share * share * total;
            if (!usable) continue;
            sd[v] = Math.sqrt(squares / n);
            for (int i = 0; i < n; i++) {
                double deviation = (y[i][v - from] - preserved(covariate[i], v) - sum[site[i]] / size[site[i]]) / sd[v];
                square[site[i]] += deviation * deviation;
            }
            for (int s = 0; s < sites; s++) {
                shift[s][v] = sum[s] / size[s] / sd[v];
                variance[s][v] = square[s] / (size[s] - 1);
            }
        }
    }

    /** The mean over sites and the effects of covariates. */
    private double preserved(double[] covariate, int v) {
        double sum = mean[v];
        for (int c = 0; c < covariates; c++) sum += covariate[c] * coefficients[sites + c][v];
        return sum;
    }

    /** Shrinks the estimates of one site. */
    private void settle(int site, Options options) {
        if (!options.shrink()) {
            for (int v = 0; v < sd.length; v++) if (variance[site][v] == 0) sd[v] = 0;
            return;
        }
        double[] means = usable(shift[site]);
        double[] variances = usable(variance[site]);
        if (means.length < 2)
            throw new DataException("empirical Bayes needs 2 elements or more that vary, there are " + means.length
                    + ": set shrink to false");
        ComBatPrior prior = ComBatPrior.of(means, variances);
        for (int v = 0; v < sd.length; v++) {
            if (sd[v] == 0) continue;
            double[] settled = prior.settle(shift[site][v], variance[site][v], size[site], options);
            shift[site][v] = settled[0];
            variance[site][v] = settled[1];
        }
    }

    private double[] usable(double[] values) {
        double[] kept = new double[values.length];
        int n = 0;
        for (int v = 0; v < values.length; v++) if (sd[v] > 0) kept[n++] = values[v];
        return Arrays.copyOf(kept, n);
    }

    /** Whether an element is changed. */
    public boolean isHarmonised(int element) {
        return sd[element] > 0;
    }

    /**
     * The mean of a site at each element after shrinkage, in residual standard deviations from the mean of all sites, a new
     * array; 0 for elements that are not changed.
     */
    public double[] shift(int site) {
        return shift[site].clone();
    }

    /** The variance of a site at each element after shrinkage, relative to the residual variance, a new array. */
    public double[] variance(int site) {
        return variance[site].clone();
    }

    /**
     * The data without the differences between sites, computed as they are read.
     *
     * @param data elements as in the fit; other observations are allowed
     * @param site the site of each observation, one of those of the fit
     * @param covariate shape (observations, covariates), the same covariates
     * @throws IllegalArgumentException if shapes differ or a site was not in the fit
     */
    public Observations apply(Observations data, int[] site, double[][] covariate) {
        requireRows(data.rows(), site, covariate);
        if (data.elements() != sd.length || covariate[0].length != covariates)
            throw new IllegalArgumentException("the fit has " + sd.length + " elements and " + covariates
                    + " covariates, the data have " + data.elements() + " and " + covariate[0].length);
        for (int s : site)
            if (s < 0 || s >= sites)
                throw new IllegalArgumentException("site " + s + " is not one of the " + sites + " sites of the fit");
        return new Observations() {
            @Override
            public int rows() {
                return data.rows();
            }

            @Override
            public int elements() {
                return data.elements();
            }

            @Override
            public Observations over(UnaryOperator<Observations> store) {
                return ComBat.this.apply(data.over(store), site, covariate);
            }

            @Override
            public double rounding() {
                return data.rounding();
            }

            @Override
            public void read(int row, int from, int to, double[] target, int offset) {
                data.read(row, from, to, target, offset);
                int s = site[row];
                for (int v = from; v < to; v++) {
                    if (sd[v] == 0) continue;
                    double kept = preserved(covariate[row], v);
                    int at = offset + v - from;
                    target[at] = kept + (target[at] - kept - sd[v] * shift[s][v]) / Math.sqrt(variance[s][v]);
                }
            }
        };
    }
}
