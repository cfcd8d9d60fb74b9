package sc.fiji.boldj.glm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.image.Mask;

/** What a fit found in each voxel of a mask. The arrays are in the order of the mask and belong to the result. */
public final class GlmResult {

    private final Mask mask;
    private final List<TaskContrast> contrasts;
    private final FirstLevel.Options options;
    private final int degrees;
    private final int others;
    private final List<Maps> maps = new ArrayList<>();
    private final float[] whiteness;
    private final float[] mean;
    private final float[][] noise;

    /**
     * The maps of a contrast, one value per voxel of the mask.
     *
     * @param effect shape (rows of the contrast, voxels), in the unit of the data
     * @param variance of the effect, shape (rows, voxels); the effect over its root is t
     * @param statistic t or F
     * @param z normal score of the statistic
     * @param degrees degrees of freedom of the error that z was found with
     * @param percent signal change in percent of the voxel's mean, each column of the contrast by its {@link
     *     Design#units}; NaN where the mean is not above 0; null for F
     */
    public record Maps(
            TaskContrast contrast,
            float[][] effect,
            float[][] variance,
            float[] statistic,
            float[] z,
            float[] degrees,
            float[] percent) {}

    GlmResult(Mask mask, List<TaskContrast> contrasts, FirstLevel.Options options, GlmPlan plan) {
        boolean correlated = options.noise() != NoiseModel.OLS;
        this.mask = mask;
        this.contrasts = List.copyOf(contrasts);
        this.options = options;
        degrees = plan.basis().rows() - plan.basis().tested();
        others = plan.basis().rank() - plan.basis().tested();
        int voxels = mask.count();
        for (TaskContrast contrast : contrasts) {
            int rows = contrast.weights().length;
            maps.add(new Maps(
                    contrast,
                    new float[rows][voxels],
                    new float[rows][voxels],
                    new float[voxels],
                    new float[voxels],
                    new float[voxels],
                    contrast.isF() ? null : new float[voxels]));
        }
        whiteness = new float[voxels];
        mean = new float[voxels];
        noise = new float[correlated ? 2 : 0][voxels];
    }

    void fail(int voxel) {
        for (Maps m : maps) {
            for (float[] map : m.effect()) map[voxel] = Float.NaN;
            for (float[] map : m.variance()) map[voxel] = Float.NaN;
            m.statistic()[voxel] = Float.NaN;
            m.z()[voxel] = Float.NaN;
            m.degrees()[voxel] = Float.NaN;
            if (m.percent() != null) m.percent()[voxel] = Float.NaN;
        }
        whiteness[voxel] = Float.NaN;
        for (float[] map : noise) map[voxel] = Float.NaN;
    }

    /** Where the fit was made. */
    public Mask mask() {
        return mask;
    }

    /** The contrasts, in order. */
    public List<TaskContrast> contrasts() {
        return contrasts;
    }

    /** How the fit was made. */
    public FirstLevel.Options options() {
        return options;
    }

    /** Number of columns for responses of another shape that were added to the design for the estimation of the noise. */
    public int others() {
        return others;
    }

    /** Volumes - columns: the degrees of freedom of the error if the correlation of the noise were known. */
    public int degreesOfFreedom() {
        return degrees;
    }

    /** Median over the voxels of the degrees of freedom that z of contrast {@code c} was found with. */
    public double medianDegrees(int c) {
        float[] sorted = maps.get(c).degrees().clone();
        Arrays.sort(sorted);
        int finite = 0;
        while (finite < sorted.length && !Float.isNaN(sorted[finite])) finite++;
        return finite == 0 ? degrees : sorted[finite / 2];
    }

    /** The maps of contrast {@code c}. */
    public Maps maps(int c) {
        return maps.get(c);
    }

    /** p of the Ljung-Box test of the whitened residuals: small where they are not white. */
    public float[] whiteness() {
        return whiteness;
    }

    /** Mean of the voxel over the volumes that are used. */
    public float[] mean() {
        return mean;
    }

    /** Two maps of the noise: order and first weight, or a and b of ARMA(1,1); none for ordinary least squares. */
    public float[][] noise() {
        return noise;
    }

    /** Share of the finite voxels whose residuals are not white at p below {@code alpha}; {@code alpha} if all are. */
    public double shareNotWhite(double alpha) {
        int finite = 0;
        int below = 0;
        for (float p : whiteness) {
            if (Float.isNaN(p)) continue;
            finite++;
            if (p < alpha) below++;
        }
        return finite == 0 ? Double.NaN : (double) below / finite;
    }

    /** A map as a volume of the grid: 0 outside the mask. */
    public float[] volume(float[] map) {
        float[] volume = new float[mask.grid().voxels()];
        for (int i = 0; i < map.length; i++) volume[mask.voxel(i)] = map[i];
        return volume;
    }

    @Override
    public String toString() {
        return "GLM of " + mask.count() + " voxels, contrasts " + Arrays.toString(contrasts.toArray());
    }
}
