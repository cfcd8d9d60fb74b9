package sc.fiji.boldj.glm;

import java.util.Locale;
import org.jtransforms.dct.DoubleDCT_1D;
import sc.fiji.boldj.linalg.ColumnSpace;
import sc.fiji.boldj.linalg.Matrix;
import sc.fiji.boldj.linalg.MatrixProduct;
import sc.fiji.boldj.linalg.SymmetricEigen;

/**
 * Estimates the neural activity behind a BOLD series (Gitelman 2003, NeuroImage 19:200).
 *
 * <p>Activity is a sum of cosines over the microtime grid, up to the highest frequency that the scans can show, with
 * independent normal coefficients of one variance: white activity in that band. The series is its convolution with the
 * haemodynamic response at the times of the scans, plus fixed confounds, plus white noise. The activity is the mean of
 * its distribution given the series, which is ridge regression. The ratio of the two variances has the highest
 * restricted likelihood (or the least generalised cross-validation error).
 *
 * <p>A response that begins before the run comes from the grid's lead, so no transient is mistaken for activity. What
 * the confounds explain, the mean above all, is not activity: the estimate is about 0.
 */
public final class Deconvolution {

    /** Length of the response, in values, times scans: what fits the memory of a small machine. */
    private static final int MOST_VOLUMES = 20_000;

    private Deconvolution() {}

    /** How the weight of the ridge is found. */
    public enum Regularisation {
        /** Highest restricted likelihood. */
        REML,
        /** Least generalised cross-validation error. */
        GCV;

        /** The rule of a name in upper or lower case. */
        public static Regularisation named(String name) {
            for (Regularisation rule : values()) if (rule.name().equalsIgnoreCase(name.strip())) return rule;
            throw new IllegalArgumentException("regularisation must be reml or gcv, got '" + name + "'");
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The options.
     *
     * @param regularisation how the ratio of variances is found
     * @param ratio the ratio of the variance of the noise to that of a coefficient; 0: found from the data
     */
    public record Options(Regularisation regularisation, double ratio) {

        /** Restricted likelihood. */
        public static final Options DEFAULT = new Options(Regularisation.REML, 0);

        /**
         * @throws IllegalArgumentException if the ratio is negative or not finite
         */
        public Options {
            if (!(ratio >= 0 && Double.isFinite(ratio)))
                throw new IllegalArgumentException(
                        "the ratio of variances must be above 0, or 0 to find it from the data, got " + ratio);
        }
    }

    /**
     * What was found.
     *
     * @param activity shape (bins of the grid), in the unit of the series for a response of sum 1
     * @param fitted shape (volumes): the activity's convolution with the response at the scans
     * @param ratio variance of the noise over that of a coefficient
     * @param share part of the variance of the series, free of confounds, that the fit has: near 0 says that the
     *     series holds no response that can be told from noise
     */
    public record Estimate(double[] activity, double[] fitted, double ratio, double share) {}

    /**
     * The cosines of the grid as the scans see them through the response, shape (volumes, K), row = time. Each cosine
     * has length 1 over the grid; K is the number of scans that would fit the grid, at most its bins.
     */
    static double[] design(Microtime grid, double[] response) {
        int bins = grid.bins();
        int columns = columns(grid);
        int volumes = grid.volumes();
        double[] design = new double[Math.multiplyExact(volumes, columns)];
        for (int k = 0; k < columns; k++) {
            double angle = Math.PI * k / bins;
            double real = 0;
            double imaginary = 0;
            for (int j = 0; j < response.length; j++) {
                real += response[j] * Math.cos(angle * j);
                imaginary -= response[j] * Math.sin(angle * j);
            }
            double scale = Math.sqrt((k == 0 ? 1.0 : 2.0) / bins);
            for (int i = 0; i < volumes; i++) {
                double phase = angle * (grid.bin(i) + 0.5);
                design[i * columns + k] = scale * (real * Math.cos(phase) - imaginary * Math.sin(phase));
            }
        }
        return design;
    }

    static int columns(Microtime grid) {
        return Math.min(grid.bins(), (int) Math.ceil((double) grid.bins() / grid.steps()));
    }

    /**
     * Estimates the activity.
     *
     * @param series shape (volumes)
     * @param confounds shape (volumes, count), row = time, with a column of ones if the series has a mean
     * @param grid the lead must be as long as the response, less one bin, or longer
     * @param response the response to one bin of activity 1, a value a bin from its beginning
     * @throws IllegalArgumentException if a shape is wrong, a value is not finite, the lead is too short, the confounds
     *     leave nothing, or the series is 0 beside them
     */
    public static Estimate estimate(
            double[] series, double[] confounds, int count, Microtime grid, double[] response, Options options) {
        int volumes = grid.volumes();
        check(series, grid, response);
        ColumnSpace space = ColumnSpace.of(confounds, volumes, count);
        int left = volumes - space.rank();
        if (left < 2)
            throw new IllegalArgumentException("the " + space.rank() + " independent confounds leave " + left + " of "
                    + volumes + " volumes free: too few to estimate activity from");
        double[] free = space.complement();
        double[] data = new double[left];
        double squares = 0;
        double all = 0;
        double first = series[0]; // a large mean costs no digits, whether or not it is a confound
        boolean centred = spansOnes(free, volumes, left);
        for (int i = 0; i < volumes; i++) {
            double value = centred ? series[i] - first : series[i];
            all += value * value;
            for (int j = 0; j < left; j++) data[j] += free[i * left + j] * value;
        }
        for (double value : data) squares += value * value;
        if (!(squares > 1e-20 * all))
            throw new IllegalArgumentException(
                    "the seed's series is constant, or no more than its confounds: there is nothing to deconvolve");
        int columns = columns(grid);
        double[] design = new double[left * columns];
        MatrixProduct.multiply(
                1,
                Matrix.of(free, volumes, left).transposed(),
                Matrix.of(design(grid, response), volumes, columns),
                0,
                Matrix.of(design, left, columns));
        double[] gram = new double[left * left];
        MatrixProduct.multiply(
                1,
                Matrix.of(design, left, columns),
                Matrix.of(design, left, columns).transposed(),
                0,
                Matrix.of(gram, left, left));
        SymmetricEigen eigen = SymmetricEigen.of(gram, left);
        double[] along = new double[left];
        for (int i = 0; i < left; i++)
            for (int j = 0; j < left; j++) along[j] += eigen.vectors()[i * left + j] * data[i];
        double ratio = ratio(eigen.values(), along, left, options);
        double[] weights = new double[left];
        for (int j = 0; j < left; j++) along[j] /= Math.max(0, eigen.values()[j]) + ratio;
        for (int i = 0; i < left; i++)
            for (int j = 0; j < left; j++) weights[i] += eigen.vectors()[i * left + j] * along[j];
        double[] coefficients = new double[columns];
        for (int i = 0; i < left; i++)
            for (int k = 0; k < columns; k++) coefficients[k] += design[i * columns + k] * weights[i];
        double[] activity = activity(coefficients, grid);
        double residual = 0;
        for (double weight : weights) residual += ratio * weight * ratio * weight;
        return new Estimate(activity, grid.observe(activity, response), ratio, 1 - residual / squares);
    }

    private static double ratio(double[] eigenvalues, double[] along, int left, Options options) {
        if (options.ratio() > 0) return options.ratio();
        double[] squares = new double[left];
        for (int j = 0; j < left; j++) squares[j] = along[j] * along[j];
        return options.regularisation() == Regularisation.REML
                ? VarianceRatio.restrictedLikelihood(eigenvalues, squares, 0, left)
                : VarianceRatio.crossValidation(eigenvalues, squares, 0, left);
    }

    /** The sum of the cosines over the grid. */
    private static double[] activity(double[] coefficients, Microtime grid) {
        double[] activity = new double[grid.bins()];
        System.arraycopy(coefficients, 0, activity, 0, coefficients.length);
        if (activity.length > 1) new DoubleDCT_1D(activity.length).inverse(activity, true);
        return activity;
    }

    /** Whether a constant is among what was regressed out. */
    private static boolean spansOnes(double[] free, int volumes, int left) {
        double largest = 0;
        for (int j = 0; j < left; j++) {
            double sum = 0;
            for (int i = 0; i < volumes; i++) sum += free[i * left + j];
            largest = Math.max(largest, Math.abs(sum));
        }
        return largest < 1e-9 * Math.sqrt(volumes);
    }

    private static void check(double[] series, Microtime grid, double[] response) {
        if (series.length != grid.volumes())
            throw new IllegalArgumentException(
                    "the seed has " + series.length + " values but the run " + grid.volumes() + " volumes");
        if (grid.volumes() > MOST_VOLUMES)
            throw new IllegalArgumentException(
                    "deconvolution takes up to " + MOST_VOLUMES + " volumes, got " + grid.volumes());
        for (int i = 0; i < series.length; i++)
            if (!Double.isFinite(series[i]))
                throw new IllegalArgumentException("the seed's series is not a number in volume " + i);
        double sum = 0;
        for (double value : response) sum += value * value;
        if (!(sum > 0 && Double.isFinite(sum)))
            throw new IllegalArgumentException("the response must have finite values that are not all 0");
        if (grid.lead() < response.length - 1)
            throw new IllegalArgumentException(
                    "the grid begins " + grid.lead() + " bins before the run but the response" + " lasts "
                            + response.length + ": the lead must be " + (response.length - 1) + " or more");
    }
}
