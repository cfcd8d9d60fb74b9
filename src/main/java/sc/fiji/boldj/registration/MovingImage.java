package sc.fiji.boldj.registration;

import sc.fiji.boldj.image.SplineVolume;
import sc.fiji.boldj.image.VoxelGrid;

/** The moving image at one level: a spline of its values, and its weights where there are any. Immutable. */
final class MovingImage {

    private final SplineVolume values;
    private final SplineVolume weights;
    private final double[] range;
    private final double mean;
    private final double variance;

    MovingImage(Pyramid.Level level) {
        values = SplineVolume.through(level.values(), level.grid());
        weights = level.weights() == null ? null : SplineVolume.within(level.weights(), level.grid());
        range = Ranges.of(level.values(), level.weights());
        double sum = 0;
        double squares = 0;
        for (float v : level.values()) sum += v / (double) level.values().length;
        for (float v : level.values()) squares += (v - sum) * (v - sum) / level.values().length;
        mean = sum;
        variance = squares;
    }

    VoxelGrid grid() {
        return values.grid();
    }

    /** Lowest value, and one that few exceed. */
    double[] range() {
        return range.clone();
    }

    double mean() {
        return mean;
    }

    double variance() {
        return variance;
    }

    boolean contains(double x, double y, double z) {
        return values.contains(x, y, z);
    }

    /** Value and derivatives at a point in the field of view. */
    void read(double x, double y, double z, double[] out) {
        values.read(x, y, z, out);
    }

    /** Weight and derivatives at a point in the field of view; whether the derivatives are other than 0. */
    boolean weight(double x, double y, double z, double[] out) {
        boolean edge = values.edge(x, y, z, out);
        if (weights == null) return edge;
        double w = out[0];
        double wx = out[1];
        double wy = out[2];
        double wz = out[3];
        weights.read(x, y, z, out);
        double v = Math.max(0, out[0]);
        out[0] = w * v;
        out[1] = w * out[1] + wx * v;
        out[2] = w * out[2] + wy * v;
        out[3] = w * out[3] + wz * v;
        return true;
    }
}
