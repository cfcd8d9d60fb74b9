package sc.fiji.boldj.image;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The connected parts of a mask, numbered from 1 by falling size; of two of one size the one with the first voxel in
 * memory comes first. Immutable.
 */
public final class ConnectedComponents {

    private final VoxelGrid grid;
    private final int[] labels;
    private final int[] sizes;

    private ConnectedComponents(VoxelGrid grid, int[] labels, int[] sizes) {
        this.grid = grid;
        this.labels = labels;
        this.sizes = sizes;
    }

    /** The parts of a mask; none if it is empty. */
    public static ConnectedComponents of(Mask mask, VoxelNeighbourhood neighbourhood) {
        VoxelGrid grid = mask.grid();
        int[] labels = new int[grid.voxels()];
        int[] queue = new int[mask.count()];
        int[] sizes = new int[mask.count()];
        int count = 0;
        for (int i = 0; i < mask.count(); i++)
            if (labels[mask.voxel(i)] == 0) {
                sizes[count] = flood(mask, neighbourhood, mask.voxel(i), count + 1, labels, queue);
                count++;
            }
        return new ConnectedComponents(grid, labels, Arrays.copyOf(sizes, count)).sorted();
    }

    private static int flood(
            Mask mask, VoxelNeighbourhood neighbourhood, int seed, int label, int[] labels, int[] queue) {
        VoxelGrid grid = mask.grid();
        int filled = 0;
        queue[filled++] = seed;
        labels[seed] = label;
        for (int head = 0; head < filled; head++) {
            int x = queue[head] % grid.sizeX();
            int y = queue[head] / grid.sizeX() % grid.sizeY();
            int z = queue[head] / grid.planeSize();
            for (int n = 0; n < neighbourhood.count(); n++) {
                int nx = x + neighbourhood.step(n, 0);
                int ny = y + neighbourhood.step(n, 1);
                int nz = z + neighbourhood.step(n, 2);
                if (nx < 0 || ny < 0 || nz < 0 || nx >= grid.sizeX() || ny >= grid.sizeY() || nz >= grid.sizeZ())
                    continue;
                int v = grid.index(nx, ny, nz);
                if (labels[v] == 0 && mask.contains(v)) {
                    labels[v] = label;
                    queue[filled++] = v;
                }
            }
        }
        return filled;
    }

    private ConnectedComponents sorted() {
        int[] order = IntStream.range(0, sizes.length)
                .boxed()
                .sorted(Comparator.comparing(i -> -sizes[i]))
                .mapToInt(i -> i)
                .toArray();
        int[] rank = new int[sizes.length + 1];
        int[] sortedSizes = new int[sizes.length];
        for (int i = 0; i < order.length; i++) {
            rank[order[i] + 1] = i + 1;
            sortedSizes[i] = sizes[order[i]];
        }
        for (int v = 0; v < labels.length; v++) labels[v] = rank[labels[v]];
        return new ConnectedComponents(grid, labels, sortedSizes);
    }

    /** Number of parts. */
    public int count() {
        return sizes.length;
    }

    /** Number of voxels of a part, by its number from 1. */
    public int size(int label) {
        return sizes[label - 1];
    }

    /** The number of the part a voxel belongs to, by flat index; 0 outside the mask. */
    public int label(int voxel) {
        return labels[voxel];
    }

    /** The voxels of a part. */
    public Mask mask(int label) {
        if (label < 1 || label > sizes.length)
            throw new IllegalArgumentException("there are " + sizes.length + " parts, got number " + label);
        boolean[] inside = new boolean[labels.length];
        for (int v = 0; v < labels.length; v++) inside[v] = labels[v] == label;
        return Mask.of(grid, inside);
    }
}
