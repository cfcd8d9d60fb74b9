package sc.fiji.boldj.glm;

import sc.fiji.boldj.linalg.Cholesky;
import sc.fiji.boldj.stats.NormalScore;

/** Writes what contrasts find in a voxel. */
final class ContrastWriter {

    private final GlmPlan plan;
    private final GlmResult target;
    private final int tested;

    ContrastWriter(GlmPlan plan, GlmResult target) {
        this.plan = plan;
        this.target = target;
        tested = plan.basis().tested();
    }

    /**
     * Writes the effects of all contrasts, and gives the covariance of their rows with the noise as estimated.
     *
     * @param weights of the first columns of U
     * @param factor of U' Q U; null if the noise is white
     * @return shape (contrasts, packed)
     */
    double[][] effects(int voxel, double[] weights, double[] factor, double variance) {
        double[][] covariances = new double[target.contrasts().size()][];
        for (int c = 0; c < covariances.length; c++) {
            GlmResult.Maps maps = target.maps(c);
            double[][] rows = plan.basis().contrast(c);
            int q = rows.length;
            double[][] half = new double[q][];
            double[] packed = new double[Cholesky.size(q)];
            for (int r = 0; r < q; r++) {
                double effect = ArNoise.dot(rows[r], 0, weights, 0, tested);
                maps.effect()[r][voxel] = (float) effect;
                half[r] = rows[r];
                if (factor != null) {
                    half[r] = rows[r].clone();
                    Cholesky.forward(factor, tested, half[r], 0);
                }
                for (int s = 0; s <= r; s++)
                    packed[r * (r + 1) / 2 + s] = variance * ArNoise.dot(half[r], 0, half[s], 0, tested);
            }
            if (q == 1) {
                double mean = target.mean()[voxel];
                double signal = ArNoise.dot(plan.basis().percent(c), 0, weights, 0, tested);
                maps.percent()[voxel] = (float) (mean > 0 ? signal / mean : Double.NaN);
            }
            covariances[c] = packed;
        }
        return covariances;
    }

    /**
     * Writes variance, statistic, z and degrees of freedom of a contrast whose effect was written.
     *
     * @param covariance of its rows with the noise as estimated, packed
     * @param effects what the noise does to variances; null if it is white, or there is none
     * @param excess of slow noise
     */
    void write(int voxel, int c, double[] covariance, EffectVariance effects, double excess) {
        GlmResult.Maps maps = target.maps(c);
        int q = maps.effect().length;
        ErrorFreedom freedom = effects == null ? null : effects.freedom(c);
        double degrees = freedom == null ? plan.degrees() : freedom.degrees();
        maps.degrees()[voxel] = (float) degrees;
        double[] growth = effects == null ? null : effects.growth(c, q, excess);
        if (q == 1) {
            double spread = covariance[0] * (growth == null ? 1 : growth[0]);
            maps.variance()[0][voxel] = (float) spread;
            double t = spread > 0 ? maps.effect()[0][voxel] / Math.sqrt(spread) : 0;
            maps.statistic()[voxel] = (float) t;
            maps.z()[voxel] = (float) (freedom == null ? plan.scores().at(t) : NormalScore.ofT(t, degrees));
            return;
        }
        double[] grown = growth == null ? covariance : grown(covariance, growth, q);
        boolean some = covariance[0] > 0;
        double[] effect = new double[q];
        for (int r = 0; r < q; r++) {
            effect[r] = maps.effect()[r][voxel];
            maps.variance()[r][voxel] = (float) grown[r * (r + 3) / 2];
        }
        double f = some ? wald(effect, grown) / q : 0;
        maps.statistic()[voxel] = (float) f;
        double scaled = freedom == null ? f : f * freedom.scale();
        maps.z()[voxel] = (float) (some ? NormalScore.ofF(scaled, q, degrees) : 0);
    }

    /** L growth L' of the factor L of a covariance; packed. */
    private static double[] grown(double[] covariance, double[] growth, int q) {
        double[] l = covariance.clone();
        if (!Cholesky.factor(l, q)) return covariance;
        double[] grown = new double[covariance.length];
        for (int i = 0; i < q; i++)
            for (int j = 0; j <= i; j++)
                for (int a = 0; a <= i; a++)
                    for (int b = 0; b <= j; b++)
                        grown[i * (i + 1) / 2 + j] +=
                                l[i * (i + 1) / 2 + a] * growth[a * q + b] * l[j * (j + 1) / 2 + b];
        return grown;
    }

    /** effect' covariance^-1 effect. */
    private static double wald(double[] effect, double[] covariance) {
        double[] factor = covariance.clone();
        if (!Cholesky.factor(factor, effect.length)) return Double.NaN;
        return Cholesky.forward(factor, effect.length, effect.clone(), 0);
    }
}
