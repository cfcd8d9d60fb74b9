package sc.fiji.boldj.connectivity;

import java.util.Arrays;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.VoxelGrid;

/**
 * Sums of ranks over the neighbourhood of each voxel, by running sums along each axis.
 *
 * <p>A neighbourhood is a pattern in the voxel's own slice (near) and one in the slices below and above (far): with 27
 * voxels both are 3x3 squares, with 19 a square and a cross of 5, with 7 a cross and a single voxel.
 */
final class NeighbourSums {

    /** Volumes worked on together: slices of sums then fit the cache. */
    private static final int TILE = 32;

    private final VoxelGrid grid;
    private final Mask mask;
    private final short[][] ranks;
    private final int neighbours;
    private final int padX;
    private final int padded;

    /** @param ranks for each voxel of the grid its centred ranks, or null if it is not to be counted */
    NeighbourSums(Mask mask, short[][] ranks, int neighbours) {
        this.grid = mask.grid();
        this.mask = mask;
        this.ranks = ranks;
        this.neighbours = neighbours;
        padX = grid.sizeX() + 2;
        padded = Math.multiplyExact(padX * (grid.sizeY() + 2), TILE);
    }

    /**
     * The sum over the volumes {@code from} to {@code to} of the squared sum over the neighbourhood, for each member of
     * the mask in its order.
     */
    long[] squares(int from, int to) {
        long[] squares = new long[mask.count()];
        int[] own = new int[padded];
        int[] rows = new int[padded];
        int[][] near = new int[3][padded];
        int[][] far = new int[3][padded];
        for (int start = from; start < to; start += TILE) {
            int width = Math.min(TILE, to - start);
            clear(far[2]);
            clear(far[0]);
            slice(0, start, width, own, rows, near[0], far[0]);
            int done = 0;
            for (int z = 0; z < grid.sizeZ(); z++) {
                int next = (z + 1) % 3;
                if (z + 1 < grid.sizeZ()) slice(z + 1, start, width, own, rows, near[next], far[next]);
                else clear(far[next]);
                done = add(z, width, far[(z + 2) % 3], near[z % 3], far[next], squares, done);
            }
        }
        return squares;
    }

    private static void clear(int[] plane) {
        Arrays.fill(plane, 0);
    }

    /** Fills the near and far patterns of one slice. */
    private void slice(int z, int start, int width, int[] own, int[] rows, int[] near, int[] far) {
        clear(own);
        for (int y = 0; y < grid.sizeY(); y++)
            for (int x = 0; x < grid.sizeX(); x++) {
                short[] series = ranks[grid.index(x, y, z)];
                if (series == null) continue;
                int at = at(x, y);
                for (int t = 0; t < width; t++) own[at + t] = series[start + t];
            }
        int side = TILE;
        int line = padX * TILE;
        for (int i = side; i < padded - side; i++) rows[i] = own[i - side] + own[i] + own[i + side];
        for (int i = line; i < padded - line; i++) {
            int cross = own[i - line] + rows[i] + own[i + line];
            int square = rows[i - line] + rows[i] + rows[i + line];
            near[i] = neighbours == 7 ? cross : square;
            far[i] = neighbours == 7 ? own[i] : neighbours == 19 ? cross : square;
        }
    }

    private int at(int x, int y) {
        return (x + 1 + padX * (y + 1)) * TILE;
    }

    /** Adds one slice's squares for the members of the mask that lie in it, from member {@code done} on. */
    private int add(int z, int width, int[] below, int[] here, int[] above, long[] squares, int done) {
        int end = (z + 1) * grid.planeSize();
        int i = done;
        for (; i < mask.count() && mask.voxel(i) < end; i++) {
            int voxel = mask.voxel(i) - z * grid.planeSize();
            int at = at(voxel % grid.sizeX(), voxel / grid.sizeX());
            long sum = 0;
            for (int t = at; t < at + width; t++) {
                int value = below[t] + here[t] + above[t];
                sum += (long) value * value;
            }
            squares[i] += sum;
        }
        return i;
    }

    /** The number of usable voxels in a voxel's neighbourhood, itself among them. */
    int members(int voxel) {
        return (int) visit(voxel, null);
    }

    /** The sum of {@code values} over the usable voxels of the neighbourhood. */
    long sum(int voxel, long[] values) {
        return visit(voxel, values);
    }

    private long visit(int voxel, long[] values) {
        int x = voxel % grid.sizeX();
        int y = voxel / grid.sizeX() % grid.sizeY();
        int z = voxel / grid.planeSize();
        int steps = neighbours == 7 ? 1 : neighbours == 19 ? 2 : 3;
        long sum = 0;
        for (int k = Math.max(0, z - 1); k <= Math.min(grid.sizeZ() - 1, z + 1); k++)
            for (int j = Math.max(0, y - 1); j <= Math.min(grid.sizeY() - 1, y + 1); j++)
                for (int i = Math.max(0, x - 1); i <= Math.min(grid.sizeX() - 1, x + 1); i++) {
                    int other = grid.index(i, j, k);
                    if (Math.abs(i - x) + Math.abs(j - y) + Math.abs(k - z) <= steps && ranks[other] != null)
                        sum += values == null ? 1 : values[other];
                }
        return sum;
    }
}
