package sc.fiji.boldj.connectivity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Regions joined by the strongest of their positive connections. Immutable, undirected, without loops.
 *
 * <p>Negative connections are no edges. A region whose row is NaN (void) is absent: it has no edge, and measures of it are
 * NaN.
 */
public final class WeightedGraph {

    /**
     * Which connections become edges.
     *
     * @param density share of all pairs of present regions that become edges, the strongest first, in (0, 1]; if fewer
     *     are above the threshold, those
     * @param threshold connections must be above it, 0 or more
     * @param binary whether give every edge the weight 1
     */
    public record Options(double density, double threshold, boolean binary) {

        /** The strongest 15 % of the pairs, with their weights. */
        public static final Options DEFAULT = new Options(0.15, 0, false);

        public Options {
            if (!(density > 0 && density <= 1))
                throw new IllegalArgumentException("the density must be in (0, 1], got " + density);
            if (!(threshold >= 0 && Double.isFinite(threshold)))
                throw new IllegalArgumentException("the threshold must be 0 or above, got " + threshold);
        }
    }

    private record Edge(int i, int j, double weight) {}

    private final double[][] weights;
    private final boolean[] present;
    private final double largest;

    private WeightedGraph(double[][] weights, boolean[] present) {
        this.weights = weights;
        this.present = present;
        double most = 0;
        for (double[] row : weights) for (double weight : row) most = Math.max(most, weight);
        largest = most;
    }

    /**
     * The graph of any symmetric matrix, shape (N, N); the diagonal is not read.
     *
     * @throws IllegalArgumentException if it is not symmetric, fewer than 3 regions are present or no connection becomes
     *     an edge
     */
    public static WeightedGraph of(double[][] matrix, Options options) {
        int n = matrix.length;
        boolean[] present = new boolean[n];
        int count = 0;
        for (int i = 0; i < n; i++) {
            if (matrix[i].length != n)
                throw new IllegalArgumentException(
                        "a graph needs a square matrix, but row " + i + " has " + matrix[i].length + " of " + n);
            for (int j = 0; j < n; j++) {
                if (i == j) continue;
                present[i] |= !Double.isNaN(matrix[i][j]);
                double difference = Math.abs(matrix[i][j] - matrix[j][i]);
                if (difference > 1e-9 * Math.abs(matrix[i][j]) || Double.isInfinite(matrix[i][j]))
                    throw new IllegalArgumentException("a graph needs a finite symmetric matrix, but row " + i
                            + ", column " + j + " is " + matrix[i][j] + " and its mirror " + matrix[j][i]);
            }
            if (present[i]) count++;
        }
        if (count < 3)
            throw new IllegalArgumentException(
                    "a graph needs 3 regions or more, but " + count + " of " + n + " are not void");
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < n; i++)
            for (int j = i + 1; j < n; j++)
                if (matrix[i][j] > options.threshold()) edges.add(new Edge(i, j, matrix[i][j]));
        if (edges.isEmpty())
            throw new IllegalArgumentException(
                    "no connection of the " + count + " regions is above " + options.threshold());
        edges.sort(Comparator.comparingDouble(edge -> -edge.weight())); // stable: ties in the order of the matrix
        long kept = Math.max(1, Math.round(options.density() * count * (count - 1) / 2));
        double[][] weights = new double[n][n];
        for (Edge edge : edges.subList(0, (int) Math.min(kept, edges.size()))) {
            double weight = options.binary() ? 1 : edge.weight();
            weights[edge.i()][edge.j()] = weights[edge.j()][edge.i()] = weight;
        }
        return new WeightedGraph(weights, present);
    }

    /** Number of regions, absent ones among them. */
    public int nodes() {
        return weights.length;
    }

    /** Whether a region has connections that are numbers. */
    public boolean isPresent(int node) {
        return present[node];
    }

    /** The weight of an edge; 0 if there is none. */
    public double weight(int i, int j) {
        return weights[i][j];
    }

    /** The largest weight, above 0. */
    public double largest() {
        return largest;
    }

    /** The nodes that an edge joins with a node, ascending. */
    int[] neighbours(int node) {
        int count = 0;
        for (double weight : weights[node]) if (weight > 0) count++;
        int[] list = new int[count];
        count = 0;
        for (int j = 0; j < weights.length; j++) if (weights[node][j] > 0) list[count++] = j;
        return list;
    }

    /** The nodes that are present, ascending. */
    int[] presentNodes() {
        int count = 0;
        for (boolean here : present) if (here) count++;
        int[] list = new int[count];
        count = 0;
        for (int j = 0; j < present.length; j++) if (present[j]) list[count++] = j;
        return list;
    }
}
