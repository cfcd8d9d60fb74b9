package sc.fiji.boldj.image;

import java.util.Arrays;

/** Which voxels are next to each other. */
@SuppressWarnings("ImmutableEnumChecker") // the arrays are never handed out
public enum VoxelNeighbourhood {
    /** The 6 that share a face. */
    FACES(1),
    /** The 18 that share a face or an edge. */
    EDGES(2),
    /** The 26 that share a face, an edge or a corner. */
    CORNERS(3);

    private final int[][] offsets;

    VoxelNeighbourhood(int furthest) {
        int[][] all = new int[26][];
        int count = 0;
        for (int z = -1; z <= 1; z++)
            for (int y = -1; y <= 1; y++)
                for (int x = -1; x <= 1; x++) {
                    int steps = x * x + y * y + z * z;
                    if (steps > 0 && steps <= furthest) all[count++] = new int[] {x, y, z};
                }
        offsets = Arrays.copyOf(all, count);
    }

    /** Number of neighbours of a voxel. */
    public int count() {
        return offsets.length;
    }

    /** The step to a neighbour along axis 0 to 2: -1, 0 or 1. */
    int step(int neighbour, int axis) {
        return offsets[neighbour][axis];
    }
}
