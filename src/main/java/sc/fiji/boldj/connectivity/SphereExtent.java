package sc.fiji.boldj.connectivity;

import java.util.Locale;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.VoxelGrid;

/** The voxels that a sphere can reach, and the extent of a grid in millimetres, in words. */
final class SphereExtent {

    private SphereExtent() {}

    /** The limits of the voxel indices within reach of a point. */
    static void reach(Affine toVoxels, double[] middle, double radius, int[] low, int[] high) {
        for (int axis = 0; axis < 3; axis++) {
            double length = Math.sqrt(
                    square(toVoxels.get(axis, 0)) + square(toVoxels.get(axis, 1)) + square(toVoxels.get(axis, 2)));
            low[axis] = (int) Math.floor(middle[axis] - radius * length - 1e-6);
            high[axis] = (int) Math.ceil(middle[axis] + radius * length + 1e-6);
        }
    }

    static String extent(VoxelGrid grid) {
        double[] low = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
        double[] high = {-Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
        for (int corner = 0; corner < 8; corner++) {
            double[] p = grid.affine()
                    .apply(
                            (corner & 1) * (grid.sizeX() - 1),
                            (corner >> 1 & 1) * (grid.sizeY() - 1),
                            (corner >> 2 & 1) * (grid.sizeZ() - 1));
            for (int axis = 0; axis < 3; axis++) {
                low[axis] = Math.min(low[axis], p[axis]);
                high[axis] = Math.max(high[axis], p[axis]);
            }
        }
        return "x " + mm(low[0]) + " to " + mm(high[0]) + ", y " + mm(low[1]) + " to " + mm(high[1]) + ", z "
                + mm(low[2]) + " to " + mm(high[2]) + " mm";
    }

    static String mm(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    static double square(double value) {
        return value * value;
    }
}
