package sc.fiji.boldj.group;

import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.stats.MapSmoother;

/**
 * Smooths a variance map with a Gaussian inside a mask, for the pseudo-t of small samples (Nichols and Holmes 2002). The
 * kernel is cut at four standard deviations and renormalised at the edge of the mask; NaN voxels neither give nor get.
 */
public final class VarianceSmoothing implements MapSmoother {

    private final int[] size;
    private final int planeSize;
    private final int[] voxels;
    private final double[][] kernels = new double[3][];

    /**
     * @param fwhm full width at half maximum in mm, above 0
     * @throws IllegalArgumentException if it is not
     */
    public VarianceSmoothing(Mask mask, double fwhm) {
        if (!(fwhm > 0 && fwhm < 1000))
            throw new IllegalArgumentException("variance smoothing needs a width above 0 mm, got " + fwhm);
        VoxelGrid grid = mask.grid();
        size = new int[] {grid.sizeX(), grid.sizeY(), grid.sizeZ()};
        planeSize = grid.planeSize();
        voxels = mask.indices();
        for (int axis = 0; axis < 3; axis++) {
            double sigma = fwhm / (2 * Math.sqrt(2 * Math.log(2))) / grid.voxelSize(axis);
            kernels[axis] = new double[(int) Math.ceil(4 * sigma) + 1];
            for (int d = 0; d < kernels[axis].length; d++) kernels[axis][d] = Math.exp(-0.5 * d * d / (sigma * sigma));
        }
    }

    @Override
    public void smooth(double[] map) {
        double[] values = new double[planeSize * size[2]];
        double[] weights = new double[values.length];
        for (int i = 0; i < voxels.length; i++) {
            if (Double.isNaN(map[i])) continue;
            values[voxels[i]] = map[i];
            weights[voxels[i]] = 1;
        }
        values = spread(values);
        weights = spread(weights);
        for (int i = 0; i < voxels.length; i++)
            if (!Double.isNaN(map[i])) map[i] = values[voxels[i]] / weights[voxels[i]];
    }

    private double[] spread(double[] source) {
        int[] stride = {1, size[0], planeSize};
        double[] from = source;
        for (int axis = 0; axis < 3; axis++) {
            double[] to = new double[from.length];
            double[] kernel = kernels[axis];
            for (int v = 0; v < to.length; v++) {
                int at = v / stride[axis] % size[axis];
                int low = Math.max(-at, 1 - kernel.length);
                int high = Math.min(size[axis] - 1 - at, kernel.length - 1);
                double sum = 0;
                for (int d = low; d <= high; d++) sum += kernel[Math.abs(d)] * from[v + d * stride[axis]];
                to[v] = sum;
            }
            from = to;
        }
        return from;
    }
}
