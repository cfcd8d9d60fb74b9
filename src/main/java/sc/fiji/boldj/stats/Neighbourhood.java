package sc.fiji.boldj.stats;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Which elements of a map touch each other. Immutable.
 *
 * <p>Elements are voxels of a grid that touch by faces, edges or corners, or the edges of a network, which touch if they
 * share a node (as in the network-based statistic, Zalesky et al. 2010, NeuroImage 53).
 */
public final class Neighbourhood implements Serializable {

    private final int size;
    private final int[] starts;
    private final int[] neighbours;
    private final int[] nodeA;
    private final int[] nodeB;
    private final int nodes;

    private Neighbourhood(int size, int[] starts, int[] neighbours, int[] nodeA, int[] nodeB, int nodes) {
        this.size = size;
        this.starts = starts;
        this.neighbours = neighbours;
        this.nodeA = nodeA;
        this.nodeB = nodeB;
        this.nodes = nodes;
    }

    /**
     * Voxels of a 3-D grid.
     *
     * @param voxels flat indices of the voxels, x fastest, ascending; element i is voxel {@code voxels[i]}
     * @param connectivity 6 (faces), 18 (and edges) or 26 (and corners)
     * @throws IllegalArgumentException for another connectivity or an index outside the grid
     */
    public static Neighbourhood grid(int sizeX, int sizeY, int sizeZ, int[] voxels, int connectivity) {
        if (connectivity != 6 && connectivity != 18 && connectivity != 26)
            throw new IllegalArgumentException("neighbours must be 6, 18 or 26, got " + connectivity);
        int reach = connectivity == 6 ? 1 : connectivity == 18 ? 2 : 3;
        int[] element = new int[sizeX * sizeY * sizeZ];
        Arrays.fill(element, -1);
        for (int i = 0; i < voxels.length; i++) {
            if (voxels[i] < 0 || voxels[i] >= element.length || (i > 0 && voxels[i] <= voxels[i - 1]))
                throw new IllegalArgumentException("voxel indices must ascend within 0.." + (element.length - 1)
                        + ", but entry " + i + " is " + voxels[i]);
            element[voxels[i]] = i;
        }
        int[] starts = new int[voxels.length + 1];
        int[] found = new int[voxels.length * connectivity];
        int count = 0;
        for (int i = 0; i < voxels.length; i++) {
            starts[i] = count;
            int x = voxels[i] % sizeX;
            int y = voxels[i] / sizeX % sizeY;
            int z = voxels[i] / sizeX / sizeY;
            for (int dz = -1; dz <= 1; dz++)
                for (int dy = -1; dy <= 1; dy++)
                    for (int dx = -1; dx <= 1; dx++) {
                        int distance = dx * dx + dy * dy + dz * dz;
                        if (distance == 0 || distance > reach) continue;
                        int nx = x + dx;
                        int ny = y + dy;
                        int nz = z + dz;
                        if (nx < 0 || ny < 0 || nz < 0 || nx >= sizeX || ny >= sizeY || nz >= sizeZ) continue;
                        int other = element[nx + sizeX * (ny + sizeY * nz)];
                        if (other >= 0) found[count++] = other;
                    }
        }
        starts[voxels.length] = count;
        return new Neighbourhood(voxels.length, starts, Arrays.copyOf(found, count), null, null, 0);
    }

    /**
     * The edges of an undirected network: the upper triangle of a matrix, row by row, without its diagonal.
     *
     * @param nodes number of nodes, 2 or more
     */
    public static Neighbourhood edges(int nodes) {
        if (nodes < 2) throw new IllegalArgumentException("a network needs 2 nodes or more, got " + nodes);
        int size = Math.multiplyExact(nodes, nodes - 1) / 2;
        int[] a = new int[size];
        int[] b = new int[size];
        int e = 0;
        for (int i = 0; i < nodes; i++)
            for (int j = i + 1; j < nodes; j++) {
                a[e] = i;
                b[e++] = j;
            }
        return new Neighbourhood(size, null, null, a, b, nodes);
    }

    /** Elements that touch nothing: plain columns. */
    public static Neighbourhood none(int elements) {
        return new Neighbourhood(elements, new int[elements + 1], new int[0], null, null, 0);
    }

    /** Number of elements. */
    public int size() {
        return size;
    }

    /** Whether the elements are edges of a network. */
    public boolean isNetwork() {
        return nodes > 0;
    }

    /** Nodes of the network, 0 if the elements are no edges. */
    public int nodes() {
        return nodes;
    }

    /** One end of an edge of the network: the row of the matrix. */
    public int row(int edge) {
        return nodeA[edge];
    }

    /** The other end of an edge of the network: the column of the matrix. */
    public int column(int edge) {
        return nodeB[edge];
    }

    int[] starts() {
        return starts;
    }

    int[] neighbours() {
        return neighbours;
    }
}
