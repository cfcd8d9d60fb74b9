package sc.fiji.boldj.stats;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.stats.VisitData.Participant;

/**
 * The covariance of the least-squares residuals, from which the likelihood is maximised, and what must be known before.
 *
 * @param covariance shape (visits, visits), positive definite, in units of {@code scale} squared
 * @param scale standard deviation of the residuals
 */
record VisitMoments(double[] covariance, double scale) {

    /** @throws DataException if the data do not determine coefficients or covariance, whatever their values */
    static VisitMoments of(VisitData data, VisitCovariance asked) {
        int n = data.observations();
        int p = data.columns();
        List<double[]> columns = new ArrayList<>();
        for (int c = 0; c < p; c++) columns.add(new double[n]);
        double[] y = new double[n];
        int at = 0;
        for (Participant one : data.participants())
            for (int k = 0; k < one.values().length; k++, at++) {
                y[at] = one.values()[k];
                for (int c = 0; c < p; c++) columns.get(c)[at] = one.design()[k * p + c];
            }
        List<double[]> basis = new ArrayList<>();
        for (int c = 0; c < p; c++) {
            List<double[]> more = Orthonormal.extend(basis, List.of(columns.get(c)));
            if (more.isEmpty())
                throw new DataException(
                        "column " + (c + 1) + " of " + p + " of the mixed model is a combination of those"
                                + " before it at the visits that were observed: remove it, or the visit or level without data");
            basis.addAll(more);
        }
        if (n <= p)
            throw new DataException("the mixed model has " + n + " observed values and " + p
                    + " columns, so no degrees of freedom are left for the error");
        double[] rest = Orthonormal.remove(basis, y);
        double squares = Orthonormal.dot(rest, rest);
        if (!(squares > 1e-20 * Orthonormal.dot(y, y)))
            throw new DataException("the model leaves no residual variance: are the values constant within groups?");
        double scale = Math.sqrt(squares / (n - p));
        return new VisitMoments(covariance(data, rest, scale, asked), scale);
    }

    private static double[] covariance(VisitData data, double[] rest, double scale, VisitCovariance asked) {
        int t = data.visits();
        double[] sum = new double[t * t];
        int[] count = new int[t * t];
        int at = 0;
        for (Participant one : data.participants()) {
            int[] seen = data.seen(one);
            for (int i = 0; i < seen.length; i++)
                for (int j = 0; j < seen.length; j++) {
                    sum[seen[i] * t + seen[j]] += rest[at + i] * rest[at + j] / (scale * scale);
                    count[seen[i] * t + seen[j]]++;
                }
            at += seen.length;
        }
        for (int i = 0; i < t; i++)
            for (int j = 0; j <= i; j++) if (count[i * t + j] < 2) require(i, j, count[i * t + j], asked);
        for (double shrink = 0.95; ; shrink *= 0.5) {
            double[] moments = new double[t * t];
            for (int i = 0; i < t; i++)
                for (int j = 0; j < t; j++) {
                    double value = count[i * t + j] == 0 ? 0 : sum[i * t + j] / count[i * t + j];
                    moments[i * t + j] = i == j ? Math.max(value, 1e-3) : shrink * value;
                }
            if (shrink < 1e-3 || SmallMatrix.factor(moments, t) != null)
                return shrink < 1e-3 ? diagonal(moments, t) : moments;
        }
    }

    private static double[] diagonal(double[] moments, int t) {
        for (int i = 0; i < t; i++) for (int j = 0; j < t; j++) if (i != j) moments[i * t + j] = 0;
        return moments;
    }

    private static void require(int i, int j, int count, VisitCovariance asked) {
        if (i == j)
            throw new DataException("visit " + (i + 1) + " has " + count
                    + " observed values, so no variance: exclude the visit from the model");
        if (asked == VisitCovariance.UNSTRUCTURED)
            throw new DataException(count + " participants have both visit " + (j + 1) + " and visit " + (i + 1)
                    + ", so the unstructured covariance cannot be estimated: declare another covariance (Toeplitz,"
                    + " autoregressive, compound symmetry), or exclude a visit");
    }
}
