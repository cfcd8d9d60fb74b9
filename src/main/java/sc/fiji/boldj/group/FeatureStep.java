package sc.fiji.boldj.group;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/**
 * Something done to features before a model sees them. It is fitted again in each fold and may look at the rows in {@code
 * training} only: {@link ResponsePrediction} checks that and refuses a step that looks further.
 */
@FunctionalInterface
public interface FeatureStep {

    /** A step with what it learnt from the training rows. */
    @FunctionalInterface
    interface Fitted {
        /**
         * Prepares one subject's features.
         *
         * @param subject its row
         * @param features not changed
         * @return a new array of the same length
         */
        double[] apply(int subject, double[] features);
    }

    /**
     * Learns from the training rows.
     *
     * @param features shape (subjects, features), all rows, not to be changed
     * @param response one value for each subject
     * @param training rows that may be looked at, ascending
     */
    Fitted fit(double[][] features, double[] response, int[] training);

    /**
     * Regresses out of each feature what covariates (age, motion, site as 0/1 columns) explain in the training rows.
     *
     * @param covariates shape (subjects, covariates)
     */
    static FeatureStep withoutCovariates(double[][] covariates) {
        return (features, response, training) -> {
            int k = covariates[0].length + 1;
            double[][] design = new double[training.length][k];
            for (int i = 0; i < training.length; i++) {
                design[i][0] = 1;
                System.arraycopy(covariates[training[i]], 0, design[i], 1, k - 1);
            }
            double[][] inverse = new SingularValueDecomposition(new Array2DRowRealMatrix(design, false))
                    .getSolver()
                    .getInverse()
                    .getData();
            int p = features[0].length;
            double[][] slopes = new double[k][p];
            for (int c = 0; c < k; c++)
                for (int i = 0; i < training.length; i++)
                    for (int f = 0; f < p; f++) slopes[c][f] += inverse[c][i] * features[training[i]][f];
            return (subject, row) -> {
                double[] rest = row.clone();
                for (int c = 1; c < k; c++)
                    for (int f = 0; f < p; f++) rest[f] -= slopes[c][f] * covariates[subject][c - 1];
                return rest;
            };
        };
    }

    /**
     * Keeps the features that correlate most with the response in the training rows; the others become 0.
     *
     * @param keep number of features, 1 or more
     */
    static FeatureStep mostCorrelated(int keep) {
        if (keep < 1) throw new IllegalArgumentException("selection must keep 1 feature or more, got " + keep);
        return (features, response, training) -> {
            double[] r = correlations(features, response, training);
            boolean[] kept = new boolean[r.length];
            IntStream.range(0, r.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer f) -> -Math.abs(r[f])))
                    .limit(keep)
                    .forEach(f -> kept[f] = true);
            return (subject, row) -> {
                double[] some = row.clone();
                for (int f = 0; f < some.length; f++) if (!kept[f]) some[f] = 0;
                return some;
            };
        };
    }

    /** Mean 0 and standard deviation 1 in the training rows; features that are constant there become 0. */
    static FeatureStep standardise() {
        return (features, response, training) -> {
            int p = features[0].length;
            double[] mean = new double[p];
            double[] scale = new double[p];
            for (int i : training) for (int f = 0; f < p; f++) mean[f] += features[i][f] / training.length;
            for (int i : training)
                for (int f = 0; f < p; f++) {
                    double d = features[i][f] - mean[f];
                    scale[f] += d * d / (training.length - 1);
                }
            for (int f = 0; f < p; f++)
                scale[f] = scale[f] <= 1e-20 * (1e-280 + mean[f] * mean[f]) ? 0 : 1 / Math.sqrt(scale[f]);
            return (subject, row) -> {
                double[] z = new double[p];
                for (int f = 0; f < p; f++) z[f] = (row[f] - mean[f]) * scale[f];
                return z;
            };
        };
    }

    /** Pearson correlations of each feature with the response in some rows; 0 for constant features. */
    static double[] correlations(double[][] features, double[] response, int[] rows) {
        int p = features[0].length;
        double meanY =
                Arrays.stream(rows).mapToDouble(i -> response[i]).average().orElse(0);
        double[] mean = new double[p];
        double[] xx = new double[p];
        double[] xy = new double[p];
        double yy = 0;
        for (int i : rows) for (int f = 0; f < p; f++) mean[f] += features[i][f] / rows.length;
        for (int i : rows) {
            double y = response[i] - meanY;
            yy += y * y;
            for (int f = 0; f < p; f++) {
                double x = features[i][f] - mean[f];
                xx[f] += x * x;
                xy[f] += x * y;
            }
        }
        for (int f = 0; f < p; f++)
            xy[f] = xx[f] > 1e-20 * mean[f] * mean[f] && yy > 0 ? xy[f] / Math.sqrt(xx[f] * yy) : 0;
        return xy;
    }
}
