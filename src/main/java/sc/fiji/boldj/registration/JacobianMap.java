package sc.fiji.boldj.registration;

import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.DisplacementField;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * The determinant of the Jacobian of a displacement field, {@code det(I + du/dp)}: how many times the volume around a
 * point becomes larger under the map.
 *
 * <p>Derivatives are central differences over two voxels, one-sided at the border, 0 along an axis of one voxel. A value
 * of 0 or less is a fold.
 */
public final class JacobianMap {

    private JacobianMap() {}

    /**
     * The determinant in each voxel of the field's grid, shape (Z, Y, X), x fastest. Runs in parallel; {@code double}
     * arithmetic.
     */
    public static float[] of(DisplacementField field, Progress progress) {
        VoxelGrid grid = field.grid();
        int[] size = {grid.sizeX(), grid.sizeY(), grid.sizeZ()};
        int[] step = {1, grid.sizeX(), grid.planeSize()};
        Affine toVoxels = grid.affine().inverse();
        float[] result = new float[grid.voxels()];
        FixedChunks.forEach(
                grid.sizeZ(),
                1,
                (from, to) -> {
                    int[] p = new int[3];
                    double[][] perVoxel = new double[3][3];
                    for (p[2] = from; p[2] < to; p[2]++)
                        for (p[1] = 0; p[1] < size[1]; p[1]++)
                            for (p[0] = 0; p[0] < size[0]; p[0]++) {
                                int v = grid.index(p[0], p[1], p[2]);
                                for (int d = 0; d < 3; d++) {
                                    int up = Math.min(p[d] + 1, size[d] - 1) - p[d];
                                    int down = p[d] - Math.max(p[d] - 1, 0);
                                    for (int c = 0; c < 3; c++)
                                        perVoxel[c][d] = up + down == 0
                                                ? 0
                                                : ((double) field.get(c, v + up * step[d])
                                                                - field.get(c, v - down * step[d]))
                                                        / (up + down);
                                }
                                result[v] = (float) determinant(perVoxel, toVoxels);
                            }
                },
                progress);
        return result;
    }

    private static double determinant(double[][] perVoxel, Affine toVoxels) {
        double[] rows = new double[12];
        for (int r = 0; r < 3; r++)
            for (int c = 0; c < 3; c++) {
                rows[4 * r + c] = r == c ? 1 : 0;
                for (int k = 0; k < 3; k++) rows[4 * r + c] += perVoxel[r][k] * toVoxels.get(k, c);
            }
        return Affine.of(rows).determinant();
    }
}
