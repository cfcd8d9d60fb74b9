package sc.fiji.boldj.registration;

import java.util.Optional;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;

/**
 * A volume that takes part in a registration, looked over.
 *
 * @param values shape (Z, Y, X), x fastest
 * @param weights same shape, or null
 */
record Source(String name, float[] values, float[] weights, VoxelGrid grid) {

    private static final int LEAST_VOXELS = 4;

    /**
     * Reads an image and its weights.
     *
     * @param role "fixed" or "moving", for messages
     * @throws IllegalArgumentException if it cannot be registered, saying why
     */
    static Source of(NeuroImage image, Optional<NeuroImage> weights, String role) {
        VoxelGrid grid = image.grid();
        String who = "the " + role + " image " + image.name();
        if (image.volumes() != 1)
            throw new IllegalArgumentException(
                    who + " has " + image.volumes() + " volumes but one is needed: take its mean volume");
        if (grid.sizeX() < LEAST_VOXELS || grid.sizeY() < LEAST_VOXELS || grid.sizeZ() < LEAST_VOXELS)
            throw new IllegalArgumentException(who + " has " + grid.sizeX() + "x" + grid.sizeY() + "x" + grid.sizeZ()
                    + " voxels but 4 or more along each axis are needed");
        float[] values = image.volume(0);
        float[] w = weights.map(weight -> weights(weight, grid, who)).orElse(null);
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        boolean weighted = w == null;
        for (int v = 0; v < values.length; v++) {
            if (w != null && w[v] > 0) weighted = true;
            if (!(Math.abs(values[v]) <= Float.MAX_VALUE) || (w != null && !(w[v] > 0))) continue;
            low = Math.min(low, values[v]);
            high = Math.max(high, values[v]);
        }
        String where = w == null ? "" : " where its weight is above 0";
        if (!weighted)
            throw new IllegalArgumentException("the weight of " + who + " has no voxel above 0: it is empty");
        if (low > high) throw new IllegalArgumentException(who + " has no finite voxel" + where);
        if (low == high)
            throw new IllegalArgumentException(
                    who + " is constant (" + low + ")" + where + ", so there is nothing to register");
        return new Source(image.name(), values, w, grid);
    }

    private static float[] weights(NeuroImage weight, VoxelGrid grid, String who) {
        grid.requireSameAs(weight.grid(), who, "its weight " + weight.name());
        if (weight.volumes() != 1)
            throw new IllegalArgumentException(
                    "the weight " + weight.name() + " has " + weight.volumes() + " volumes but one is needed");
        return weight.volume(0);
    }

    /** The image with its weights. */
    Pyramid.Level level() {
        return Pyramid.Level.raw(values, weights, grid);
    }

    /** The image times its weights, the highest of which is 1; all of it counts. */
    Pyramid.Level cutOut() {
        float highest = 0;
        for (float w : weights) if (w <= Float.MAX_VALUE) highest = Math.max(highest, w);
        float[] cut = values.clone();
        for (int v = 0; v < cut.length; v++) {
            boolean counts = weights[v] > 0 && weights[v] <= Float.MAX_VALUE;
            cut[v] *= counts ? weights[v] / highest : Float.isNaN(cut[v]) ? 1 : 0;
        }
        return Pyramid.Level.raw(cut, null, grid);
    }

    /** The field of view, cubic mm. */
    double extent() {
        return grid.voxels() * Math.abs(grid.affine().determinant());
    }

    /** The longest edge of a voxel, mm. */
    double longestEdge() {
        return Math.max(grid.voxelSize(0), Math.max(grid.voxelSize(1), grid.voxelSize(2)));
    }
}
