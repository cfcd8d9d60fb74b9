package sc.fiji.boldj.glm;

import sc.fiji.boldj.stats.NormalScore;

/**
 * Combines the same contrast of several runs of one person, each weighted by the inverse of its variance: {@code effect =
 * sum(e / v) / sum(1 / v)}, {@code variance = 1 / sum(1 / v)}. The degrees of freedom are the sum of those of the runs.
 */
public final class FixedEffects {

    private FixedEffects() {}

    /**
     * The combined maps, one value per voxel; 0 where a run has no variance above 0 there, or is not finite.
     *
     * @param effect in the unit of the data
     * @param t effect over its standard error
     * @param z its normal score
     */
    public record Result(float[] effect, float[] variance, float[] t, float[] z, double degreesOfFreedom) {}

    /**
     * Combines runs.
     *
     * @param effects shape (runs, voxels)
     * @param variances of the effects, shape (runs, voxels)
     * @param degrees degrees of freedom of each run, above 0
     * @throws IllegalArgumentException if there is no run, or shapes differ
     */
    public static Result combine(float[][] effects, float[][] variances, double... degrees) {
        return combine(effects, variances, new float[effects.length][], degrees);
    }

    /**
     * Combines runs whose degrees of freedom differ from voxel to voxel.
     *
     * @param effects shape (runs, voxels)
     * @param variances of the effects, shape (runs, voxels)
     * @param freedom degrees of freedom of each voxel, shape (runs, voxels); null for a run: {@code degrees}. z has those
     *     that the variance of the combined effect then has (Satterthwaite 1946) if a run has such a map
     * @param degrees degrees of freedom of each run, above 0
     * @throws IllegalArgumentException if there is no run, or shapes differ
     */
    public static Result combine(float[][] effects, float[][] variances, float[][] freedom, double... degrees) {
        int runs = effects.length;
        if (runs == 0) throw new IllegalArgumentException("fixed effects need 1 run or more");
        if (variances.length != runs || degrees.length != runs)
            throw new IllegalArgumentException(runs + " effects, " + variances.length + " variances and "
                    + degrees.length + " degrees of freedom are not those of the same runs");
        int voxels = effects[0].length;
        double total = 0;
        boolean mapped = false;
        for (int r = 0; r < runs; r++) {
            if (effects[r].length != voxels || variances[r].length != voxels)
                throw new IllegalArgumentException("run " + (r + 1) + " has " + effects[r].length + " effects and "
                        + variances[r].length + " variances, expected " + voxels);
            if (!(degrees[r] > 0))
                throw new IllegalArgumentException("run " + (r + 1) + " has " + degrees[r] + " degrees of freedom");
            if (freedom[r] != null && freedom[r].length != voxels)
                throw new IllegalArgumentException("run " + (r + 1) + " has " + freedom[r].length
                        + " degrees of freedom, expected " + voxels + " or none");
            mapped |= freedom[r] != null;
            total += degrees[r];
        }
        Result result = new Result(new float[voxels], new float[voxels], new float[voxels], new float[voxels], total);
        for (int v = 0; v < voxels; v++) {
            double weight = 0;
            double sum = 0;
            for (int r = 0; r < runs; r++) {
                double w = 1.0 / variances[r][v];
                weight += variances[r][v] > 0 ? w : Double.NaN;
                sum += w * effects[r][v];
            }
            if (!Double.isFinite(weight) || !Double.isFinite(sum)) continue;
            double t = sum / Math.sqrt(weight);
            result.effect[v] = (float) (sum / weight);
            result.variance[v] = (float) (1 / weight);
            result.t[v] = (float) t;
            result.z[v] = (float) NormalScore.ofT(t, mapped ? own(variances, freedom, degrees, v) : total);
        }
        return result;
    }

    /**
     * The mean of further maps of the runs with the weights of {@link #combine}, such as percent signal change.
     *
     * @param maps shape (runs, voxels)
     * @param variances of the effects, shape (runs, voxels)
     * @return 0 where a run has no variance above 0; NaN where a map is NaN and the runs have variances
     */
    public static float[] mean(float[][] maps, float[][] variances) {
        float[] mean = new float[maps[0].length];
        for (int v = 0; v < mean.length; v++) {
            double weight = 0;
            double sum = 0;
            for (int r = 0; r < maps.length; r++) {
                weight += variances[r][v] > 0 ? 1.0 / variances[r][v] : Double.NaN;
                sum += maps[r][v] / (double) variances[r][v];
            }
            if (Double.isFinite(weight)) mean[v] = (float) (sum / weight);
        }
        return mean;
    }

    /** Degrees of freedom of {@code 1 / sum(1 / v_r)}: relative variances of the v weighted by the squared shares. */
    private static double own(float[][] variances, float[][] freedom, double[] degrees, int v) {
        double weight = 0;
        double spread = 0;
        for (int r = 0; r < degrees.length; r++) {
            double w = 1.0 / variances[r][v];
            double nu = freedom[r] != null && freedom[r][v] > 0 ? freedom[r][v] : degrees[r];
            weight += w;
            spread += w * w / nu;
        }
        return weight * weight / spread;
    }
}
