package sc.fiji.boldj.ica;

import java.util.Optional;

/**
 * Independent components of a scan or of a group.
 *
 * <p>The prepared data are {@code time courses * maps + rest}. Conventions: over the voxels that were used each map has
 * mean 0 and variance 1, and its long tail is positive (the third moment is not negative); so the time course carries
 * the size, in the unit of the prepared data. The components are ordered by the variance they explain, largest first.
 *
 * @param count K
 * @param voxels of the mask
 * @param rows of the time courses: volumes of the scan; 0 for a group
 * @param used whether each voxel of the mask was used: the others are constant or not finite, their maps are 0
 * @param maps sources, shape (K, voxels)
 * @param z the maps in standard deviations of each map's background (see {@link MixtureModel}), shape (K, voxels)
 * @param timeCourses shape (rows, K)
 * @param explained share of the prepared data's variance for each component; they add up
 * @param mixtures of the values of each map before they were put in units of the background
 * @param stability index Iq of each component, 0 to 1; empty if it was not asked for
 * @param search how the search ended
 * @param order the estimate of the number of components, unless it was given by hand
 */
public record Components(
        int count,
        int voxels,
        int rows,
        boolean[] used,
        float[] maps,
        float[] z,
        double[] timeCourses,
        double[] explained,
        MixtureModel[] mixtures,
        double[] stability,
        FastIca.Result search,
        Optional<ModelOrder.Estimate> order) {

    /** One map of {@code z} in the order of the mask, a new array. */
    public float[] zMap(int component) {
        return java.util.Arrays.copyOfRange(z, component * voxels, (component + 1) * voxels);
    }

    /** The time course of one component, a new array. */
    public double[] timeCourse(int component) {
        double[] course = new double[rows];
        for (int t = 0; t < rows; t++) course[t] = timeCourses[t * count + component];
        return course;
    }

    /** A z map where the mixture gives activation or deactivation a probability above a limit, else 0; a new array. */
    public float[] thresholded(int component, double probability) {
        float[] map = zMap(component);
        MixtureModel mixture = mixtures[component];
        for (int v = 0; v < voxels; v++)
            if (!used[v] || !(mixture.probability(mixture.mean() + map[v] * mixture.deviation()) > probability))
                map[v] = 0;
        return map;
    }
}
