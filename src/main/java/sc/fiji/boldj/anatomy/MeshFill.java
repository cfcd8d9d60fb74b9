package sc.fiji.boldj.anatomy;

import java.util.Arrays;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.VoxelGrid;

/** The voxels inside a closed surface of triangles. */
final class MeshFill {

    /** Lines along x are shifted by this much off the voxels, so that none meets an edge or a corner. */
    private static final double OFF = 1e-6;

    private MeshFill() {}

    /**
     * Marks the voxels that the surface winds about: on each line along x, those with more crossings into the surface than
     * out of it before them. A surface that meets itself leaves no holes.
     *
     * @param points vertices in RAS+ mm, x y z each
     */
    static boolean[] fill(VoxelGrid grid, double[] points, int[][] triangles) {
        Affine toVoxels = grid.affine().inverse();
        double[] p = new double[points.length];
        for (int v = 0; v < points.length; v += 3) {
            double[] q = toVoxels.apply(points[v], points[v + 1], points[v + 2]);
            System.arraycopy(q, 0, p, v, 3);
        }
        double handedness = Math.signum(grid.affine().determinant());
        int rows = grid.sizeY() * grid.sizeZ();
        double[][] crossings = new double[rows][];
        int[] count = new int[rows];
        for (int[] t : triangles) cross(grid, p, t, handedness, crossings, count);
        boolean[] inside = new boolean[grid.voxels()];
        for (int row = 0; row < rows; row++) {
            if (count[row] == 0) continue;
            wind(crossings[row], count[row], inside, row * grid.sizeX(), grid.sizeX());
        }
        return inside;
    }

    /** Crossings are pairs: where, and 1 into the surface or -1 out of it. */
    private static void wind(double[] crossings, int count, boolean[] inside, int at, int length) {
        Integer[] order = new Integer[count];
        for (int c = 0; c < count; c++) order[c] = c;
        Arrays.sort(order, (a, b) -> Double.compare(crossings[2 * a], crossings[2 * b]));
        int turns = 0;
        for (int c = 0; c + 1 < count; c++) {
            turns += (int) crossings[2 * order[c] + 1];
            if (turns <= 0) continue;
            int from = (int) Math.max(0, Math.ceil(crossings[2 * order[c]]));
            int to = (int) Math.min(length - 1, Math.floor(crossings[2 * order[c + 1]]));
            for (int x = from; x <= to; x++) inside[at + x] = true;
        }
    }

    private static void cross(
            VoxelGrid grid, double[] p, int[] triangle, double handedness, double[][] crossings, int[] count) {
        int a = 3 * triangle[0];
        int b = 3 * triangle[1];
        int c = 3 * triangle[2];
        double lowY = Math.min(p[a + 1], Math.min(p[b + 1], p[c + 1]));
        double highY = Math.max(p[a + 1], Math.max(p[b + 1], p[c + 1]));
        double lowZ = Math.min(p[a + 2], Math.min(p[b + 2], p[c + 2]));
        double highZ = Math.max(p[a + 2], Math.max(p[b + 2], p[c + 2]));
        double area = (p[b + 1] - p[a + 1]) * (p[c + 2] - p[a + 2]) - (p[c + 1] - p[a + 1]) * (p[b + 2] - p[a + 2]);
        if (area == 0) return;
        for (int z = (int) Math.max(0, Math.floor(lowZ)); z <= Math.min(grid.sizeZ() - 1, highZ + 1); z++)
            for (int y = (int) Math.max(0, Math.floor(lowY)); y <= Math.min(grid.sizeY() - 1, highY + 1); y++) {
                double yy = y + OFF;
                double zz = z + 1.7 * OFF;
                double u = ((p[b + 1] - yy) * (p[c + 2] - zz) - (p[c + 1] - yy) * (p[b + 2] - zz)) / area;
                double v = ((p[c + 1] - yy) * (p[a + 2] - zz) - (p[a + 1] - yy) * (p[c + 2] - zz)) / area;
                double w = 1 - u - v;
                if (u < 0 || v < 0 || w < 0) continue;
                int row = y + grid.sizeY() * z;
                if (crossings[row] == null) crossings[row] = new double[8];
                if (2 * count[row] == crossings[row].length)
                    crossings[row] = Arrays.copyOf(crossings[row], 4 * count[row]);
                crossings[row][2 * count[row]] = u * p[a] + v * p[b] + w * p[c];
                crossings[row][2 * count[row]++ + 1] = area * handedness < 0 ? 1 : -1;
            }
    }
}
