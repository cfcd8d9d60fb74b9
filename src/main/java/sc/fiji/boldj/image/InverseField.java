package sc.fiji.boldj.image;

import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * Inverts a displacement field: for each voxel's place {@code q} the {@code v} with {@code v = -u(q + v)}.
 *
 * <p>Fixed-point iteration, {@code v <- v - s (v + u(q + v))}, for each voxel by itself (Chen, Lu, Chen, Ruchala and
 * Olivera 2008, Medical Physics 35:81-88). It begins with full steps, {@code s = 1}, and halves the step whenever the
 * remainder {@code |v + u(q + v)|} does not shrink; it ends when that is below {@link #TOLERANCE_MM} or after
 * {@link #MOST_STEPS} steps, and keeps the best {@code v}. Where the field folds space there is no inverse, and the
 * remainder stays large there; {@link #remainder} measures it.
 */
public final class InverseField {

    /** A voxel is done when the map sends it back to within this distance of itself. */
    public static final double TOLERANCE_MM = 1e-4;

    /** Most steps for one voxel. */
    public static final int MOST_STEPS = 200;

    private static final double LEAST_STEP = 1.0 / 64;

    private InverseField() {}

    /**
     * The inverse of a field, sampled on a grid. Runs in parallel.
     *
     * @param grid where the inverse is wanted, in the world that {@code field} maps to
     */
    public static DisplacementField of(DisplacementField field, VoxelGrid grid, Progress progress) {
        float[][] v = new float[3][grid.voxels()];
        int plane = grid.planeSize();
        FixedChunks.forEach(
                grid.sizeZ(),
                1,
                (from, to) -> {
                    double[] q = new double[3];
                    double[] found = new double[3];
                    double[] scratch = new double[6];
                    for (int i = from * plane; i < to * plane; i++) {
                        DisplacementField.place(grid, i, q);
                        solve(field, q, found, scratch);
                        for (int d = 0; d < 3; d++) v[d][i] = (float) found[d];
                    }
                },
                progress);
        return DisplacementField.of(grid, v[0], v[1], v[2]);
    }

    private static void solve(DisplacementField field, double[] q, double[] v, double[] scratch) {
        v[0] = 0;
        v[1] = 0;
        v[2] = 0;
        double left = remainder(field, q, v, scratch);
        double step = 1;
        double r0 = scratch[0];
        double r1 = scratch[1];
        double r2 = scratch[2];
        double[] tried = {0, 0, 0};
        for (int n = 0; n < MOST_STEPS && left > TOLERANCE_MM * TOLERANCE_MM; n++) {
            tried[0] = v[0] - step * r0;
            tried[1] = v[1] - step * r1;
            tried[2] = v[2] - step * r2;
            double now = remainder(field, q, tried, scratch);
            if (now < left) {
                System.arraycopy(tried, 0, v, 0, 3);
                left = now;
                r0 = scratch[0];
                r1 = scratch[1];
                r2 = scratch[2];
                step = Math.min(1, 2 * step);
            } else {
                step /= 2;
                if (step < LEAST_STEP) break;
            }
        }
    }

    /** The square of {@code |v + u(q + v)|}; the vector goes to {@code scratch}. */
    private static double remainder(DisplacementField field, double[] q, double[] v, double[] scratch) {
        double x = q[0] + v[0];
        double y = q[1] + v[1];
        double z = q[2] + v[2];
        scratch[0] = x;
        scratch[1] = y;
        scratch[2] = z;
        field.apply(scratch, scratch);
        scratch[0] -= q[0];
        scratch[1] -= q[1];
        scratch[2] -= q[2];
        return scratch[0] * scratch[0] + scratch[1] * scratch[1] + scratch[2] * scratch[2];
    }

    /**
     * How far from itself each voxel of a grid ends up after one map and then the other, mm.
     *
     * @return shape (Z, Y, X) of the grid, x fastest
     */
    public static float[] remainder(SpatialMap first, SpatialMap then, VoxelGrid grid, Progress progress) {
        float[] distance = new float[grid.voxels()];
        int plane = grid.planeSize();
        FixedChunks.forEach(
                grid.sizeZ(),
                1,
                (from, to) -> {
                    double[] p = new double[3];
                    double[] q = new double[3];
                    for (int i = from * plane; i < to * plane; i++) {
                        DisplacementField.place(grid, i, p);
                        first.apply(p, q);
                        then.apply(q, q);
                        double x = q[0] - p[0];
                        double y = q[1] - p[1];
                        double z = q[2] - p[2];
                        distance[i] = (float) Math.sqrt(x * x + y * y + z * z);
                    }
                },
                progress);
        return distance;
    }
}
