package sc.fiji.boldj.connectivity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.atlas.Coordinate;
import sc.fiji.boldj.atlas.CoordinateTable;
import sc.fiji.boldj.image.VoxelGrid;

/**
 * Decides which pairs of nodes are far enough apart for their correlation to measure connectivity. Spheres that share voxels
 * correlate by construction, and neighbouring spheres because of the smoothness of the image. Immutable.
 *
 * <p>A pair is too close if the spheres share a voxel of the grid or the centres lie less than {@link #LEAST_DISTANCE_MM}
 * apart.
 */
public final class NodePairs {

    /** Smallest distance between centres in mm: two touching spheres of 6 mm radius. */
    public static final double LEAST_DISTANCE_MM = 12;

    /**
     * A pair that is too close.
     *
     * @param one name of a node
     * @param other name of the other
     * @param distance between the centres, mm
     * @param shared voxels shared by both spheres
     */
    public record Close(String one, String other, double distance, int shared) {

        /** {@code A and B (7.6 mm, 6 shared voxels)}. */
        public String words() {
            return String.format(
                    Locale.ROOT,
                    "%s and %s (%.1f mm apart%s)",
                    one,
                    other,
                    distance,
                    shared == 0 ? "" : shared == 1 ? ", 1 voxel shared" : ", " + shared + " voxels shared");
        }
    }

    private final int nodes;
    private final List<Close> close;
    private final boolean[] apart;

    private NodePairs(int nodes, List<Close> close, boolean[] apart) {
        this.nodes = nodes;
        this.close = List.copyOf(close);
        this.apart = apart;
    }

    /** All pairs of different nodes, for regions that share no voxel by construction. */
    public static NodePairs all(int nodes) {
        boolean[] apart = new boolean[nodes * nodes];
        Arrays.fill(apart, true);
        return new NodePairs(nodes, List.of(), apart);
    }

    /**
     * The pairs of a table.
     *
     * @param radius of the spheres of places without a radius of their own, mm
     * @param grid whose voxels the spheres take
     * @throws IllegalArgumentException if the radius is not above 0
     */
    public static NodePairs of(CoordinateTable table, double radius, VoxelGrid grid) {
        List<Coordinate> places = table.entries();
        int n = places.size();
        int[][] voxels = new int[n][];
        for (int i = 0; i < n; i++) {
            Coordinate place = places.get(i);
            voxels[i] = Sphere.about(grid, place.x(), place.y(), place.z(), place.radiusOr(radius))
                    .inside();
        }
        boolean[] apart = new boolean[n * n];
        List<Close> close = new ArrayList<>();
        for (int i = 0; i < n; i++)
            for (int j = i + 1; j < n; j++) {
                double distance = distance(places.get(i), places.get(j));
                // coordinates of tables are decimal numbers: 12 mm is 12 mm whatever their rounding
                boolean far = distance >= LEAST_DISTANCE_MM - 1e-9;
                double reach = places.get(i).radiusOr(radius) + places.get(j).radiusOr(radius) + 2 * Sphere.ON_SURFACE;
                int shared = distance > reach + longest(grid) ? 0 : shared(voxels[i], voxels[j]);
                apart[i * n + j] = apart[j * n + i] = far && shared == 0;
                if (!apart[i * n + j])
                    close.add(new Close(places.get(i).name(), places.get(j).name(), distance, shared));
            }
        return new NodePairs(n, close, apart);
    }

    private static double distance(Coordinate a, Coordinate b) {
        double x = a.x() - b.x();
        double y = a.y() - b.y();
        double z = a.z() - b.z();
        return Math.sqrt(x * x + y * y + z * z);
    }

    /** A sphere always contains the voxel nearest to its centre, at most half a voxel diagonal away. */
    private static double longest(VoxelGrid grid) {
        return 2 * (grid.voxelSize(0) + grid.voxelSize(1) + grid.voxelSize(2));
    }

    /** Number of elements shared by two ascending lists. */
    private static int shared(int[] a, int[] b) {
        int count = 0;
        int j = 0;
        for (int value : a) {
            while (j < b.length && b[j] < value) j++;
            if (j < b.length && b[j] == value) count++;
        }
        return count;
    }

    /** Whether two nodes, by their positions, are far enough apart; false for a node with itself. */
    public boolean areApart(int one, int other) {
        return one != other && apart[one * nodes + other];
    }

    /** Number of nodes. */
    public int nodes() {
        return nodes;
    }

    /** The pairs that are too close, in the order of the table. */
    public List<Close> close() {
        return close;
    }
}
