package sc.fiji.boldj.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.run.Progress;

/**
 * Looks for skewed errors, which sign flips do not tolerate: they assume errors symmetric about 0.
 *
 * <p>Each element's residuals get the skewness test of D'Agostino (1970, Biometrika 57).
 */
public final class Skewness {

    /** Errors count as skewed if more elements than this share have |z| above 1.96; 5 % are expected. */
    public static final double WARN_ABOVE = 0.2;

    private Skewness() {}

    /**
     * The share of elements whose residuals are skewed at p = .05, in [0, 1]; NaN if there are fewer than 8 observations
     * or degrees of freedom, with which skewness cannot be judged.
     */
    public static double share(Observations data, LinearModel model, Progress progress) {
        int n = data.rows();
        if (n < 8 || model.degreesOfFreedom() < 7) return Double.NaN;
        List<double[]> all = new ArrayList<>(model.nuisance());
        all.addAll(model.effects());
        ResidualStore store = ResidualStore.of(data, all, List.of(), progress);
        int tested = 0;
        int skewed = 0;
        for (int block = 0; block < store.blocks(); block++) {
            int count = store.count(block);
            double[] values = store.values(block);
            for (int k = 0; k < count; k++) {
                if (store.length(store.from(block) + k) == 0) continue;
                double mean = 0;
                for (int r = 0; r < n; r++) mean += values[r * count + k] / n;
                double second = 0;
                double third = 0;
                for (int r = 0; r < n; r++) {
                    double d = values[r * count + k] - mean;
                    second += d * d / n;
                    third += d * d * d / n;
                }
                tested++;
                if (Math.abs(z(third / Math.pow(second, 1.5), n)) > 1.96) skewed++;
            }
        }
        return tested == 0 ? Double.NaN : skewed / (double) tested;
    }

    /**
     * The skewness of the errors of one set of values.
     *
     * @param size number of values
     * @param skewness third moment about the mean over the cube of the standard deviation
     * @param z the same as a standard normal deviate (D'Agostino 1970); NaN with fewer than 8 values or residuals that are all 0
     */
    public record Sample(int size, double skewness, double z) {

        /** Whether it is beyond what 5 % of samples of symmetric, normal errors have. */
        public boolean isSkewed() {
            return Math.abs(z) > 1.96;
        }
    }

    /**
     * The skewness of what a design leaves of values.
     *
     * @param design shape (values, columns)
     */
    public static Sample of(double[] values, double[][] design) {
        List<double[]> basis = Orthonormal.extend(List.of(), Orthonormal.columns(design));
        double[] errors = Orthonormal.remove(basis, values);
        int n = errors.length;
        double mean = Arrays.stream(errors).average().orElse(0);
        double second = 0;
        double third = 0;
        for (double error : errors) {
            double d = error - mean;
            second += d * d / n;
            third += d * d * d / n;
        }
        double length = Orthonormal.dot(values, values) / n;
        if (!(second > 1e-20 * length)) return new Sample(n, 0, Double.NaN);
        double skewness = third / Math.pow(second, 1.5);
        return new Sample(n, skewness, n < 8 ? Double.NaN : z(skewness, n));
    }

    /** The skewness of n normal values as a standard normal deviate. */
    static double z(double skewness, double n) {
        double y = skewness * Math.sqrt((n + 1) * (n + 3) / (6 * (n - 2)));
        double beta = 3 * (n * n + 27 * n - 70) * (n + 1) * (n + 3) / ((n - 2) * (n + 5) * (n + 7) * (n + 9));
        double w2 = Math.sqrt(2 * (beta - 1)) - 1;
        double alpha = Math.sqrt(2 / (w2 - 1));
        double ratio = y / alpha;
        return (ratio < 0 ? -1 : 1)
                * Math.log(Math.abs(ratio) + StrictMath.hypot(ratio, 1))
                / Math.sqrt(Math.log(w2) / 2);
    }
}
