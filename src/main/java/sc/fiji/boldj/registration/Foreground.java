package sc.fiji.boldj.registration;

import sc.fiji.boldj.image.VoxelGrid;

/** Where a scan has something to see, for scans that come without a mask. */
final class Foreground {

    private static final double FAINT = 0.1;

    private Foreground() {}

    /**
     * 1 within {@code margin} of a voxel brighter than a tenth of the range, else 0: the head with a rim of air.
     *
     * @param margin in mm, along each axis
     */
    static float[] of(Pyramid.Level level, double margin) {
        VoxelGrid grid = level.grid();
        double[] range = Ranges.of(level.values(), level.weights());
        double limit = range[0] + FAINT * (range[1] - range[0]);
        float[] inside = new float[level.values().length];
        for (int v = 0; v < inside.length; v++) inside[v] = level.values()[v] > limit ? 1 : 0;
        int[] n = {grid.sizeX(), grid.sizeY(), grid.sizeZ()};
        int[] stride = {1, grid.sizeX(), grid.planeSize()};
        for (int d = 0; d < 3; d++) {
            int reach = (int) Math.round(margin / grid.voxelSize(d));
            if (reach == 0) continue;
            float[] grown = new float[inside.length];
            for (int v = 0; v < inside.length; v++) {
                if (inside[v] == 0) continue;
                int at = v / stride[d] % n[d];
                for (int k = Math.max(-reach, -at); k <= Math.min(reach, n[d] - 1 - at); k++)
                    grown[v + k * stride[d]] = 1;
            }
            inside = grown;
        }
        if (level.weights() != null) for (int v = 0; v < inside.length; v++) inside[v] *= level.weights()[v];
        return inside;
    }

    /** The mean place of the weights, RAS+ mm, where each voxel counts by its weight times {@code brightness}. */
    static double[] centre(VoxelGrid grid, float[] weights, float[] brightness, double[] range) {
        double[] sum = new double[4];
        for (int v = 0; v < weights.length; v++) {
            double w = weights[v];
            if (!(w > 0)) continue;
            if (brightness != null) w *= Math.max(0, Math.min(1, (brightness[v] - range[0]) / (range[1] - range[0])));
            sum[0] += w * (v % grid.sizeX());
            sum[1] += w * (v / grid.sizeX() % grid.sizeY());
            sum[2] += w * grid.z(v);
            sum[3] += w;
        }
        return grid.affine().apply(sum[0] / sum[3], sum[1] / sum[3], sum[2] / sum[3]);
    }
}
