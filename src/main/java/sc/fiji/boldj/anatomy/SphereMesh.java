package sc.fiji.boldj.anatomy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A sphere of triangles: an icosahedron whose triangles are cut in four again and again.
 *
 * @param points on the unit sphere, shape (vertices, 3)
 * @param triangles vertices of each, anticlockwise from outside, shape (triangles, 3)
 * @param neighbours of each vertex, in a ring
 */
record SphereMesh(double[][] points, int[][] triangles, int[][] neighbours) {

    /**
     * @param divisions 4 makes 2562 vertices, 5 makes 10242
     */
    static SphereMesh of(int divisions) {
        List<double[]> points = new ArrayList<>();
        double g = (1 + Math.sqrt(5)) / 2;
        double[][] corners = {
            {-1, g, 0}, {1, g, 0}, {-1, -g, 0}, {1, -g, 0}, {0, -1, g}, {0, 1, g},
            {0, -1, -g}, {0, 1, -g}, {g, 0, -1}, {g, 0, 1}, {-g, 0, -1}, {-g, 0, 1}
        };
        for (double[] corner : corners) points.add(unit(corner));
        int[][] triangles = {
            {0, 11, 5}, {0, 5, 1}, {0, 1, 7}, {0, 7, 10}, {0, 10, 11}, {1, 5, 9}, {5, 11, 4}, {11, 10, 2}, {10, 7, 6},
            {7, 1, 8}, {3, 9, 4}, {3, 4, 2}, {3, 2, 6}, {3, 6, 8}, {3, 8, 9}, {4, 9, 5}, {2, 4, 11}, {6, 2, 10},
            {8, 6, 7}, {9, 8, 1}
        };
        for (int i = 0; i < divisions; i++) triangles = divide(points, triangles);
        return new SphereMesh(points.toArray(new double[0][]), triangles, rings(points.size(), triangles));
    }

    private static int[][] divide(List<double[]> points, int[][] triangles) {
        Map<Long, Integer> middles = new HashMap<>();
        int[][] finer = new int[4 * triangles.length][];
        int n = 0;
        for (int[] t : triangles) {
            int a = middle(points, middles, t[0], t[1]);
            int b = middle(points, middles, t[1], t[2]);
            int c = middle(points, middles, t[2], t[0]);
            finer[n++] = new int[] {t[0], a, c};
            finer[n++] = new int[] {t[1], b, a};
            finer[n++] = new int[] {t[2], c, b};
            finer[n++] = new int[] {a, b, c};
        }
        return finer;
    }

    private static int middle(List<double[]> points, Map<Long, Integer> middles, int a, int b) {
        long key = ((long) Math.min(a, b) << 32) | Math.max(a, b);
        return middles.computeIfAbsent(key, k -> {
            double[] p = points.get(a);
            double[] q = points.get(b);
            points.add(unit(new double[] {p[0] + q[0], p[1] + q[1], p[2] + q[2]}));
            return points.size() - 1;
        });
    }

    private static double[] unit(double[] p) {
        double length = Math.sqrt(p[0] * p[0] + p[1] * p[1] + p[2] * p[2]);
        return new double[] {p[0] / length, p[1] / length, p[2] / length};
    }

    /** The neighbours of each vertex, each next to the one before it. */
    private static int[][] rings(int vertices, int[][] triangles) {
        List<Map<Integer, Integer>> after = new ArrayList<>();
        for (int v = 0; v < vertices; v++) after.add(new HashMap<>());
        for (int[] t : triangles) for (int k = 0; k < 3; k++) after.get(t[k]).put(t[(k + 1) % 3], t[(k + 2) % 3]);
        int[][] rings = new int[vertices][];
        for (int v = 0; v < vertices; v++) {
            Map<Integer, Integer> next = after.get(v);
            int[] ring = new int[next.size()];
            int at = Integer.MAX_VALUE;
            for (int neighbour : next.keySet()) at = Math.min(at, neighbour);
            for (int i = 0; i < ring.length; i++) {
                ring[i] = at;
                at = next.get(at);
            }
            rings[v] = ring;
        }
        return rings;
    }
}
