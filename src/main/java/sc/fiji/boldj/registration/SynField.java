package sc.fiji.boldj.registration;

import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.DisplacementField;
import sc.fiji.boldj.image.SeparableGaussian;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * Displacements on the voxels of a level, in voxels of that level, read linearly in between. Points that leave the volume
 * read its border.
 */
final class SynField {

    final VoxelGrid grid;
    /** One array an axis, x fastest. */
    final float[][] u;

    SynField(VoxelGrid grid) {
        this(grid, new float[3][grid.voxels()]);
    }

    private SynField(VoxelGrid grid, float[][] u) {
        this.grid = grid;
        this.u = u;
    }

    /** A displacement field in mm, sampled on a grid. */
    static SynField of(DisplacementField field, VoxelGrid grid, Progress progress) {
        DisplacementField here = DisplacementField.sample(field, grid, progress);
        Affine toVoxels = grid.affine().inverse();
        SynField result = new SynField(grid);
        float[][] mm = {here.toArray(0), here.toArray(1), here.toArray(2)};
        turn(mm, toVoxels, result.u);
        return result;
    }

    /** The field in RAS+ mm. */
    DisplacementField toMillimetres() {
        float[][] mm = new float[3][grid.voxels()];
        turn(u, grid.affine(), mm);
        return DisplacementField.of(grid, mm[0], mm[1], mm[2]);
    }

    private static void turn(float[][] from, Affine by, float[][] to) {
        for (int r = 0; r < 3; r++)
            for (int v = 0; v < to[r].length; v++)
                to[r][v] = (float) (by.get(r, 0) * from[0][v] + by.get(r, 1) * from[1][v] + by.get(r, 2) * from[2][v]);
    }

    /** The field that first moves by {@code f step} and then by this: {@code f step(x) + u(x + f step(x))}. */
    SynField after(SynField step, float f, Progress progress) {
        SynField result = new SynField(grid);
        FixedChunks.forEach(
                grid.sizeZ(),
                1,
                (from, to) -> {
                    SynCorner corner = new SynCorner(grid);
                    for (int z = from; z < to; z++)
                        for (int y = 0; y < grid.sizeY(); y++)
                            for (int x = 0, v = grid.index(0, y, z); x < grid.sizeX(); x++, v++) {
                                corner.move(x + f * step.u[0][v], y + f * step.u[1][v], z + f * step.u[2][v]);
                                for (int d = 0; d < 3; d++) result.u[d][v] = f * step.u[d][v] + corner.read(u[d]);
                            }
                },
                progress);
        return result;
    }

    /** An image seen through the field: {@code image(x + u(x))}. */
    float[] warp(float[] image, Progress progress) {
        float[] result = new float[image.length];
        FixedChunks.forEach(
                grid.sizeZ(),
                1,
                (from, to) -> {
                    SynCorner corner = new SynCorner(grid);
                    for (int z = from; z < to; z++)
                        for (int y = 0; y < grid.sizeY(); y++)
                            for (int x = 0, v = grid.index(0, y, z); x < grid.sizeX(); x++, v++) {
                                corner.move(x + u[0][v], y + u[1][v], z + u[2][v]);
                                result[v] = corner.read(image);
                            }
                },
                progress);
        return result;
    }

    /**
     * Smooths several fields with one Gaussian, in place, and sets their borders to 0.
     *
     * @param variance of the Gaussian, voxels squared; 0 leaves the inside as it is
     */
    static void smooth(double variance, Progress progress, SynField... fields) {
        VoxelGrid grid = fields[0].grid;
        VoxelGrid unit = new VoxelGrid(grid.sizeX(), grid.sizeY(), grid.sizeZ(), Affine.IDENTITY);
        SeparableGaussian gaussian = SeparableGaussian.of(
                unit, SeparableGaussian.FWHM_PER_SIGMA * Math.sqrt(variance), SeparableGaussian.Border.ZERO);
        FixedChunks.forEach(
                3 * fields.length,
                1,
                (item, end) -> {
                    float[] component = fields[item / 3].u[item % 3];
                    if (variance > 0) gaussian.apply(component);
                    clearBorder(grid, component);
                },
                progress);
    }

    private static void clearBorder(VoxelGrid grid, float[] values) {
        int nx = grid.sizeX();
        int ny = grid.sizeY();
        int nz = grid.sizeZ();
        for (int z = 0; z < nz; z++)
            for (int y = 0; y < ny; y++) {
                boolean face = z == 0 || z == nz - 1 || y == 0 || y == ny - 1;
                int row = grid.index(0, y, z);
                if (face) java.util.Arrays.fill(values, row, row + nx, 0);
                values[row] = 0;
                values[row + nx - 1] = 0;
            }
    }

    /** Multiplies by what makes the longest vector {@code length} voxels long; a field of 0 stays. */
    void scaleLongestTo(double length) {
        double most = 0;
        for (int v = 0; v < u[0].length; v++) {
            double square = (double) u[0][v] * u[0][v] + (double) u[1][v] * u[1][v] + (double) u[2][v] * u[2][v];
            if (square > most) most = square;
        }
        if (most == 0) return;
        float factor = (float) (length / Math.sqrt(most));
        for (float[] component : u) for (int v = 0; v < component.length; v++) component[v] *= factor;
    }
}
