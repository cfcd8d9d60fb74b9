package sc.fiji.boldj.registration;

import java.util.List;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * Least squares: the squared difference that is left after the best factor and offset of intensity, over the variance of
 * the fixed image. That is {@code 1 - r^2}, r the correlation of the two images.
 */
final class SquaresSimilarity implements Similarity {

    private final double[] fixed;

    /** @param fixed value of the fixed image at each point; kept */
    SquaresSimilarity(double[] fixed) {
        this.fixed = fixed;
    }

    @Override
    public double evaluate(double[] moving, double[] weight, double[] byMoving, double[] byWeight, Progress progress) {
        double[] m = sums(FixedChunks.map(moving.length, CHUNK, (a, b) -> first(moving, weight, a, b), progress));
        if (!(m[0] > 0)) return Double.POSITIVE_INFINITY;
        double meanF = m[1] / m[0];
        double meanM = m[2] / m[0];
        double[] s = sums(
                FixedChunks.map(moving.length, CHUNK, (a, b) -> second(moving, weight, meanF, meanM, a, b), progress));
        if (!(s[0] > 0 && s[1] > 0)) return Double.POSITIVE_INFINITY;
        double r2 = s[2] * s[2] / (s[0] * s[1]);
        FixedChunks.forEach(
                moving.length,
                CHUNK,
                (a, b) -> {
                    for (int i = a; i < b; i++) {
                        double f = fixed[i] - meanF;
                        double v = moving[i] - meanM;
                        boolean counts = weight[i] != 0;
                        double slope = 2 * r2 * (f / s[2] - v / s[1]);
                        byMoving[i] = counts && s[2] != 0 ? -weight[i] * slope : 0;
                        byWeight[i] = counts && s[2] != 0 ? -r2 * (2 * f * v / s[2] - f * f / s[0] - v * v / s[1]) : 0;
                    }
                },
                progress);
        return 1 - r2;
    }

    private double[] first(double[] moving, double[] weight, int from, int to) {
        double[] sum = new double[3];
        for (int i = from; i < to; i++) {
            sum[0] += weight[i];
            sum[1] += weight[i] * fixed[i];
            sum[2] += weight[i] * moving[i];
        }
        return sum;
    }

    private double[] second(double[] moving, double[] weight, double meanF, double meanM, int from, int to) {
        double[] sum = new double[3];
        for (int i = from; i < to; i++) {
            double f = fixed[i] - meanF;
            double v = moving[i] - meanM;
            sum[0] += weight[i] * f * f;
            sum[1] += weight[i] * v * v;
            sum[2] += weight[i] * f * v;
        }
        return sum;
    }

    static double[] sums(List<double[]> parts) {
        double[] sum = new double[parts.get(0).length];
        for (double[] part : parts) for (int k = 0; k < sum.length; k++) sum[k] += part[k];
        return sum;
    }
}
