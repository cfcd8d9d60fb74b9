package sc.fiji.boldj.glm;

import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelSeries;
import sc.fiji.boldj.run.Progress;

/**
 * The distribution of the ARMA(1,1) noise parameters over the voxels of a mask, on the two axes of {@link ArmaGrid}: a normal
 * distribution, estimated from the likelihoods of up to a thousand voxels by expectation maximisation.
 *
 * <p>The likelihood of a single voxel is flat: a few minutes of data carry little information on slow noise. The prior
 * stabilises its estimate, the more so the less voxels differ. Where they differ much, the prior is wide and each voxel is
 * estimated almost independently, as in 3dREMLfit.
 */
final class ArmaPrior {

    /** Number of sampled voxels, and of pieces of the mask from which they are sampled. */
    private static final int SAMPLE = 1024;

    private static final int PIECES = 128;

    /** Step between evaluated points of the grid. */
    private static final int STEP = 2;

    private static final int ITERATIONS = 100;

    /** Weight of a uniform distribution over the whole grid, in voxels. */
    private static final double PRESUMED = 5;

    private final double meanA;
    private final double meanLink;
    private final double[] precision;

    private ArmaPrior(double meanA, double meanLink, double... precision) {
        this.meanA = meanA;
        this.meanLink = meanLink;
        this.precision = precision;
    }

    /** The prior of a mask; that of a uniform distribution if no voxel can be fitted. */
    static ArmaPrior of(GlmPlan plan, NeuroImage source, Mask mask, Progress progress) {
        int pieces = Math.min(PIECES, mask.count());
        int size = Math.min(SAMPLE / PIECES, (mask.count() + pieces - 1) / pieces);
        double[][] likelihoods = new double[pieces * size][];
        for (int p = 0; p < pieces; p++) {
            progress.checkCancelled();
            int from = (int) ((long) mask.count() * p / pieces);
            int count = Math.min(size, mask.count() - from);
            double[] residual = new double[count * plan.basis().rows()];
            boolean[] fitted =
                    PlainResiduals.residuals(plan, VoxelSeries.block(source, mask, from, count), count, residual);
            double[][] found = new ArmaSearch(plan).likelihoods(residual, count, fitted, STEP);
            for (int v = 0; v < count; v++) likelihoods[p * size + v] = fitted[v] ? found[v] : null;
            progress.update(p + 1, pieces);
        }
        return of(likelihoods);
    }

    /**
     * The prior of voxels.
     *
     * @param likelihoods minus twice the logarithm at each second point of the grid, or null for a voxel without
     */
    static ArmaPrior of(double[]... likelihoods) {
        int side = ArmaGrid.SIDE / STEP + 1;
        double even = ArmaGrid.SIDE * ArmaGrid.SIDE / 12.0;
        double meanA = ArmaGrid.SIDE / 2.0;
        double meanLink = meanA;
        double[] spread = {even, 0, even};
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            ArmaPrior prior = new ArmaPrior(meanA, meanLink, inverse(spread));
            double[] sums = new double[5];
            int voxels = 0;
            for (double[] own : likelihoods) {
                if (own == null) continue;
                voxels++;
                addPosterior(prior, own, side, sums);
            }
            if (voxels == 0) break;
            meanA = sums[0] / voxels;
            meanLink = sums[1] / voxels;
            double all = voxels + PRESUMED;
            // No finer than the grid.
            spread[0] = Math.max(1, (sums[2] - voxels * meanA * meanA + PRESUMED * even) / all);
            spread[2] = Math.max(1, (sums[4] - voxels * meanLink * meanLink + PRESUMED * even) / all);
            double most = 0.95 * Math.sqrt(spread[0] * spread[2]);
            spread[1] = Math.max(-most, Math.min(most, (sums[3] - voxels * meanA * meanLink) / all));
        }
        return new ArmaPrior(meanA, meanLink, inverse(spread));
    }

    private static void addPosterior(ArmaPrior prior, double[] own, int side, double... sums) {
        double[] values = new double[own.length];
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < own.length; k++) {
            values[k] = own[k] + prior.at(k / side * STEP, k % side * STEP);
            least = Math.min(least, values[k]);
        }
        double total = 0;
        for (int k = 0; k < own.length; k++) {
            values[k] = Math.exp(-0.5 * (values[k] - least));
            total += values[k];
        }
        for (int k = 0; k < own.length; k++) {
            double w = values[k] / total;
            double i = k / side * STEP;
            double j = k % side * STEP;
            sums[0] += w * i;
            sums[1] += w * j;
            sums[2] += w * i * i;
            sums[3] += w * i * j;
            sums[4] += w * j * j;
        }
    }

    private static double[] inverse(double... s) {
        double determinant = s[0] * s[2] - s[1] * s[1];
        return new double[] {s[2] / determinant, -s[1] / determinant, s[0] / determinant};
    }

    /** Minus twice the logarithm at a point of the grid, but for a constant. */
    double at(double i, double j) {
        double a = i - meanA;
        double b = j - meanLink;
        return precision[0] * a * a + 2 * precision[1] * a * b + precision[2] * b * b;
    }

    /** The slopes of its logarithm for its mean, for parameters a and b. */
    double[] gradient(double a, double b) {
        double i = ArmaGrid.side(a) - meanA;
        double j = ArmaGrid.side(a, b) - meanLink;
        return new double[] {precision[0] * i + precision[1] * j, precision[1] * i + precision[2] * j};
    }

    /** Precision on the two axes of the grid: 1 / variance, packed; shared. */
    double[] precision() {
        return precision;
    }

    /** Precision of a and b near a point: 1 / variance, packed. */
    double[] precision(double a, double b) {
        double[][] slopes = ArmaGrid.slopes(a, b);
        double[][] pull = pull(a, b);
        double[] packed = new double[3];
        for (int r = 0; r < 2; r++)
            for (int s = 0; s <= r; s++) packed[r + s] = pull[0][r] * slopes[0][s] + pull[1][r] * slopes[1][s];
        return packed;
    }

    /** What a shift of the mean along each axis adds to the slopes for a and b near a point: shape (axis, parameter). */
    double[][] pull(double a, double b) {
        double[][] slopes = ArmaGrid.slopes(a, b);
        double[][] pull = new double[2][2];
        for (int r = 0; r < 2; r++)
            for (int i = 0; i < 2; i++) pull[r][i] = precision[r] * slopes[0][i] + precision[r + 1] * slopes[1][i];
        return pull;
    }

    @Override
    public String toString() {
        double[] s = inverse(precision);
        return "ArmaPrior mean " + meanA + ", " + meanLink + " sd " + Math.sqrt(s[0]) + ", " + Math.sqrt(s[2]);
    }
}
