package sc.fiji.boldj.registration;

import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.image.SeparableGaussian;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * By how much a scan is brighter than another of the same head from place to place: the ratio of the two, smoothed by 30 mm within the
 * head. Voxels where one is more than twice as bright as the other are excluded. 1 far from the head.
 */
final class ShadingRatio {

    private static final double CELL_MM = 6;
    private static final double FWHM = 30;
    private static final double MOST = 2;
    /** Draws the ratio to 1 where there is almost no signal; scans have a brightness of about 1. */
    private static final float PRIOR = 1e-3f;

    private final VoxelGrid grid;
    private final VoxelGrid cells;
    private final float[] ratio;

    private ShadingRatio(VoxelGrid grid, VoxelGrid cells, float... ratio) {
        this.grid = grid;
        this.cells = cells;
        this.ratio = ratio;
    }

    /**
     * Compares a scan with a reference.
     *
     * @param scan NaN where it has no value
     * @param head where to compare
     */
    static ShadingRatio of(VoxelGrid grid, float[] scan, float[] reference, boolean... head) {
        int step = (int) Math.max(1, Math.rint(CELL_MM / grid.voxelSize(0)));
        int nx = (grid.sizeX() + step - 1) / step + 2; // a cell of margin at each end
        int ny = (grid.sizeY() + step - 1) / step + 2;
        int nz = (grid.sizeZ() + step - 1) / step + 2;
        double middle = (step - 1) / 2.0 - step;
        VoxelGrid cells = new VoxelGrid(
                nx, ny, nz, grid.affine().times(Affine.of(step, 0, 0, middle, 0, step, 0, middle, 0, 0, step, middle)));
        float[] one = new float[cells.voxels()];
        float[] other = new float[cells.voxels()];
        FixedChunks.forEach(
                nz - 2,
                1,
                (from, to) -> {
                    for (int z = from * step; z < Math.min(to * step, grid.sizeZ()); z++)
                        for (int y = 0; y < grid.sizeY(); y++)
                            for (int x = 0; x < grid.sizeX(); x++) {
                                int v = grid.index(x, y, z);
                                float a = scan[v];
                                float b = reference[v];
                                if (!head[v] || !(a <= MOST * b && b <= MOST * a)) continue;
                                int c = cells.index(x / step + 1, y / step + 1, z / step + 1);
                                one[c] += a;
                                other[c] += b;
                            }
                },
                Progress.NONE);
        SeparableGaussian smooth = SeparableGaussian.of(cells, FWHM, SeparableGaussian.Border.ZERO);
        smooth.apply(one);
        smooth.apply(other);
        float prior = PRIOR * step * step * step;
        for (int c = 0; c < one.length; c++) one[c] = (one[c] + prior) / (other[c] + prior);
        return new ShadingRatio(grid, cells, one);
    }

    /** The ratio at each voxel, linear between cells of 6 mm. */
    float[] values() {
        float[] values = new float[grid.voxels()];
        Resampler.resample(ratio, cells, grid, Affine.IDENTITY, Interpolation.LINEAR, values, Progress.NONE);
        return values;
    }
}
