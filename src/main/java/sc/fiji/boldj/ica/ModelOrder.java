package sc.fiji.boldj.ica;

import java.util.Optional;

/** How many components stand out of isotropic noise, from the eigenvalues of a covariance. */
public final class ModelOrder {

    /** Eigenvalues below this share of the largest count as 0: rounding, or what a filter removed. */
    private static final double NULL_SHARE = 1e-5;
    /** The estimates of order and of independent voxels take turns this often at most. */
    private static final int ROUNDS = 10;
    /** From so many components on an estimate is called doubtful. */
    private static final int DOUBTFUL = 100;

    private ModelOrder() {}

    /** What decides. */
    public enum Criterion {
        /** Laplace's approximation of the evidence of probabilistic PCA (Minka 2000). */
        LAPLACE,
        /** The Bayesian information criterion in Minka's form. */
        BIC,
        /** Minimum description length (Wax and Kailath 1985). */
        MDL
    }

    /**
     * An estimate.
     *
     * @param components number of components, 1 or more
     * @param score one for each number of components from 1: the largest is best
     * @param warning why the estimate should be doubted, if it should
     */
    public record Estimate(int components, double[] score, Optional<String> warning) {}

    /**
     * Estimates the number of components where neighbouring voxels share their noise: the number of independent voxels is
     * found along with it, from how far the eigenvalues of the noise spread (see {@link #independentSamples}).
     *
     * @param eigenvalues of the covariance of the volumes, largest first; the noise must be white in time
     * @param voxels number of voxels, above 1: there are no more independent ones
     * @throws IllegalArgumentException if fewer than 3 eigenvalues stand out of rounding
     */
    public static Estimate estimate(double[] eigenvalues, int voxels, Criterion criterion) {
        int leading = eigenvalues.length / 10;
        Estimate estimate = null;
        for (int i = 0; i < ROUNDS; i++) {
            double samples = Math.max(2, Math.min(voxels, independentSamples(eigenvalues, leading)));
            estimate = estimate(eigenvalues, samples, criterion);
            if (estimate.components() == leading) break;
            leading = estimate.components();
        }
        return estimate;
    }

    /**
     * How many independent voxels white noise has: for n samples of d dimensions the mean square of the eigenvalues is
     * (1 + d / n) times the square of their mean (the second moment of the law of Marchenko and Pastur).
     *
     * @param eigenvalues largest first
     * @param leading so many are excluded: signal
     * @return above 0; infinite if the eigenvalues are equal
     */
    static double independentSamples(double[] eigenvalues, int leading) {
        double sum = 0;
        double squares = 0;
        int d = 0;
        for (int i = leading; i < eigenvalues.length && eigenvalues[i] > NULL_SHARE * eigenvalues[0]; i++) {
            sum += eigenvalues[i];
            squares += eigenvalues[i] * eigenvalues[i];
            d++;
        }
        return d == 0 ? 2 : d / (squares * d / (sum * sum) - 1);
    }

    /**
     * Estimates the number of components.
     *
     * @param eigenvalues of the covariance of the volumes, largest first
     * @param samples number of independent voxels: fewer than there are voxels if the noise is smooth; above 1
     * @throws IllegalArgumentException if fewer than 3 eigenvalues stand out of rounding or samples is not above 1
     */
    public static Estimate estimate(double[] eigenvalues, double samples, Criterion criterion) {
        if (!(samples > 1))
            throw new IllegalArgumentException("the number of independent voxels must be above 1, got " + samples);
        int d = 0;
        while (d < eigenvalues.length && eigenvalues[d] > NULL_SHARE * eigenvalues[0]) d++;
        d = (int) Math.min(d, Math.floor(samples));
        if (d < 3)
            throw new IllegalArgumentException(
                    "the number of components cannot be estimated from " + d + " independent volumes: give it by hand");
        double[] score =
                switch (criterion) {
                    case LAPLACE -> laplace(eigenvalues, d, samples);
                    case BIC -> bic(eigenvalues, d, samples);
                    case MDL -> mdl(eigenvalues, d, samples);
                };
        int best = 0;
        for (int k = 1; k < score.length; k++) if (score[k] > score[best]) best = k;
        return new Estimate(best + 1, score, doubt(best + 1, d, eigenvalues.length, criterion));
    }

    private static Optional<String> doubt(int components, int dimensions, int volumes, Criterion criterion) {
        String estimate = criterion + " asks for " + components + " components of " + dimensions + " dimensions in "
                + volumes + " volumes";
        if (components >= DOUBTFUL)
            return Optional.of(estimate + ": with many volumes it finds structure too weak to interpret and splits"
                    + " networks; 20 to 70 by hand, or at most " + DOUBTFUL + ", is the usual choice");
        if (components > dimensions / 3)
            return Optional.of(estimate + ", more than a third: the noise is not the same in all volumes and"
                    + " frequencies (filtered or autocorrelated data?); give the number by hand");
        return Optional.empty();
    }

    /** Log evidence for k = 1 to d - 1, by sums that grow with k: d^2 logarithms in all. */
    private static double[] laplace(double[] l, int d, double n) {
        double[] score = new double[d - 1];
        double[] tail = tailSums(l, d);
        double prior = 0;
        double logs = 0;
        double within = 0;
        double across = 0;
        for (int k = 1; k < d; k++) {
            double value = l[k - 1];
            prior += -Math.log(2) + logGamma((d - k + 1) / 2.0) - (d - k + 1) / 2.0 * Math.log(Math.PI);
            logs += Math.log(value);
            // pairs (i, k) move from "signal against noise" to "both signal"
            for (int i = 0; i < k - 1; i++) {
                across -= logDifference(l[i], value);
                within += logDifference(1 / value, 1 / l[i]) + logDifference(l[i], value);
            }
            for (int j = k; j < d; j++) across += logDifference(value, l[j]);
            double noise = Math.max(tail[k] / (d - k), Double.MIN_NORMAL);
            double hessian = within + across;
            for (int i = 0; i < k; i++) hessian += (d - k) * logDifference(1 / noise, 1 / l[i]);
            double m = d * (double) k - k * (k + 1.0) / 2;
            hessian += m * Math.log(n);
            score[k - 1] = prior
                    - n / 2 * logs
                    - n * (d - k) / 2 * Math.log(noise)
                    + (m + k) / 2 * Math.log(2 * Math.PI)
                    - hessian / 2
                    - k / 2.0 * Math.log(n);
        }
        return score;
    }

    /** Equal eigenvalues would give the logarithm of 0. */
    private static double logDifference(double larger, double smaller) {
        return Math.log(Math.max(larger - smaller, 1e-15 * Math.abs(larger)));
    }

    private static double[] bic(double[] l, int d, double n) {
        double[] score = new double[d - 1];
        double[] tail = tailSums(l, d);
        double logs = 0;
        for (int k = 1; k < d; k++) {
            logs += Math.log(l[k - 1]);
            double m = d * (double) k - k * (k + 1.0) / 2;
            score[k - 1] = -n / 2 * logs - n * (d - k) / 2 * Math.log(tail[k] / (d - k)) - (m + k) / 2 * Math.log(n);
        }
        return score;
    }

    private static double[] mdl(double[] l, int d, double n) {
        double[] score = new double[d - 1];
        double[] tail = tailSums(l, d);
        double tailLogs = 0;
        for (int j = 0; j < d; j++) tailLogs += Math.log(l[j]);
        for (int k = 1; k < d; k++) {
            tailLogs -= Math.log(l[k - 1]);
            double logRatio = tailLogs / (d - k) - Math.log(tail[k] / (d - k));
            double free = 1 + k * (double) d - 0.5 * k * (k - 1.0);
            score[k - 1] = n * (d - k) / 2 * logRatio - 0.5 * free * Math.log(n);
        }
        return score;
    }

    private static double[] tailSums(double[] l, int d) {
        double[] tail = new double[d + 1];
        for (int j = d - 1; j >= 0; j--) tail[j] = tail[j + 1] + l[j];
        return tail;
    }

    private static double logGamma(double x) {
        return org.apache.commons.math3.special.Gamma.logGamma(x);
    }
}
