package sc.fiji.boldj.image;

/**
 * Reads an image of labels between its voxels by a weighted vote.
 *
 * <p>The eight voxels around a point vote for their label with the weights of linear interpolation; 0 is a label like any
 * other. The label with the most weight wins, of equals the smaller one. The result is always one of the labels, and its
 * borders are smoother than those of the nearest voxel. The field of view ends half a voxel beyond the outermost
 * centres, within that half voxel the outermost voxel is all there is; outside the label is 0. NaN is treated as 0.
 */
final class LabelVote {

    private final float[] labels;
    private final VoxelGrid grid;
    private final float[] label = new float[8];
    private final double[] weight = new double[8];

    LabelVote(float[] labels, VoxelGrid grid) {
        this.labels = labels;
        this.grid = grid;
    }

    /** The label at voxel coordinates. */
    float at(double x, double y, double z) {
        if (!(x >= -0.5
                && y >= -0.5
                && z >= -0.5
                && x <= grid.sizeX() - 0.5
                && y <= grid.sizeY() - 0.5
                && z <= grid.sizeZ() - 0.5)) return 0;
        double cx = Math.max(0, Math.min(grid.sizeX() - 1, x));
        double cy = Math.max(0, Math.min(grid.sizeY() - 1, y));
        double cz = Math.max(0, Math.min(grid.sizeZ() - 1, z));
        int ix = (int) cx;
        int iy = (int) cy;
        int iz = (int) cz;
        int kinds = 0;
        for (int corner = 0; corner < 8; corner++) {
            int a = corner & 1;
            int b = corner >> 1 & 1;
            int c = corner >> 2;
            double w = share(cx - ix, a) * share(cy - iy, b) * share(cz - iz, c);
            if (w > 0) kinds = vote(labels[grid.index(ix + a, iy + b, iz + c)], w, kinds);
        }
        int best = 0;
        for (int i = 1; i < kinds; i++)
            if (weight[i] > weight[best] || (weight[i] == weight[best] && label[i] < label[best])) best = i;
        return label[best];
    }

    private static double share(double fraction, int upper) {
        return upper == 1 ? fraction : 1 - fraction;
    }

    private int vote(float value, double w, int kinds) {
        float voted = Float.isFinite(value) ? value : 0;
        for (int i = 0; i < kinds; i++)
            if (label[i] == voted) {
                weight[i] += w;
                return kinds;
            }
        label[kinds] = voted;
        weight[kinds] = w;
        return kinds + 1;
    }
}
