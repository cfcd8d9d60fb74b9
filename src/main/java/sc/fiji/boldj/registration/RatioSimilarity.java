package sc.fiji.boldj.registration;

import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * Correlation ratio: the variance of the moving image among points of like value in the fixed image, over its variance
 * (Roche et al. 1998, MICCAI, LNCS 1496:1115-1124). The cost is {@code 1 - eta^2}; a point counts for the two nearest
 * of the bins of the fixed image.
 */
final class RatioSimilarity implements Similarity {

    private final int bins;
    private final double[] place;

    /**
     * @param fixed value of the fixed image at each point
     * @param range of the fixed values
     */
    RatioSimilarity(double[] fixed, double[] range, int bins) {
        this.bins = bins;
        place = new double[fixed.length];
        for (int i = 0; i < place.length; i++) {
            double share = Math.max(0, Math.min(1, (fixed[i] - range[0]) / (range[1] - range[0])));
            place[i] = Math.min(share * (bins - 1), bins - 1 - 1e-9);
        }
    }

    @Override
    public double evaluate(double[] moving, double[] weight, double[] byMoving, double[] byWeight, Progress progress) {
        double[] sum = SquaresSimilarity.sums(
                FixedChunks.map(moving.length, CHUNK, (a, b) -> means(moving, weight, a, b), progress));
        double total = 0;
        double mean = 0;
        for (int k = 0; k < bins; k++) {
            total += sum[k];
            mean += sum[bins + k];
        }
        if (!(total > 0)) return Double.POSITIVE_INFINITY;
        double grand = mean / total;
        double[] means = new double[bins];
        for (int k = 0; k < bins; k++) means[k] = sum[k] > 0 ? sum[bins + k] / sum[k] : grand;
        double[] s = SquaresSimilarity.sums(
                FixedChunks.map(moving.length, CHUNK, (a, b) -> spreads(moving, weight, means, grand, a, b), progress));
        double within = s[0];
        double whole = s[1];
        if (!(whole > 0)) return Double.POSITIVE_INFINITY;
        double cost = within / whole;
        FixedChunks.forEach(
                moving.length,
                CHUNK,
                (a, b) -> {
                    for (int i = a; i < b; i++) {
                        int k = (int) place[i];
                        double t = place[i] - k;
                        double lower = moving[i] - means[k];
                        double upper = moving[i] - means[k + 1];
                        double all = moving[i] - grand;
                        boolean counts = weight[i] != 0;
                        byMoving[i] = counts ? 2 * weight[i] / whole * ((1 - t) * lower + t * upper - cost * all) : 0;
                        byWeight[i] =
                                counts ? ((1 - t) * lower * lower + t * upper * upper - cost * all * all) / whole : 0;
                    }
                },
                progress);
        return cost;
    }

    private double[] means(double[] moving, double[] weight, int from, int to) {
        double[] sum = new double[2 * bins];
        for (int i = from; i < to; i++) {
            int k = (int) place[i];
            double t = place[i] - k;
            sum[k] += weight[i] * (1 - t);
            sum[k + 1] += weight[i] * t;
            sum[bins + k] += weight[i] * (1 - t) * moving[i];
            sum[bins + k + 1] += weight[i] * t * moving[i];
        }
        return sum;
    }

    private double[] spreads(double[] moving, double[] weight, double[] means, double grand, int from, int to) {
        double[] sum = new double[2];
        for (int i = from; i < to; i++) {
            int k = (int) place[i];
            double t = place[i] - k;
            double lower = moving[i] - means[k];
            double upper = moving[i] - means[k + 1];
            double all = moving[i] - grand;
            sum[0] += weight[i] * ((1 - t) * lower * lower + t * upper * upper);
            sum[1] += weight[i] * all * all;
        }
        return sum;
    }
}
