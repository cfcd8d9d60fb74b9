package sc.fiji.boldj.connectivity;

import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * Measures of a graph of regions: strength, clustering, efficiency and betweenness. Immutable; absent regions have NaN and
 * count nowhere.
 *
 * <ul>
 *   <li>Strength: the sum of a node's weights.
 *   <li>Clustering: mean over pairs of neighbours of the cube root of the product of the three weights of the triangle,
 *       each over the largest weight of the graph (Onnela et al. 2005, Phys Rev E 71:065103); 0 with fewer than two
 *       neighbours.
 *   <li>Global efficiency: mean over pairs of nodes of one over the length of the shortest path, an edge being as long as
 *       the largest weight over its own; 0 where there is no path (Latora and Marchiori 2001, Phys Rev Lett 87:198701).
 *   <li>Local efficiency of a node: the same for the graph of its neighbours without it; 0 with fewer than two. The Brain
 *       Connectivity Toolbox also weights these paths by the edges of the node; for binary graphs the two agree.
 *   <li>Betweenness: the share of the shortest paths between two others that lead over the node, summed over pairs and
 *       divided by the number of pairs.
 * </ul>
 *
 * <p>Time grows with the cube of the number of nodes, for the local efficiency of a full graph with its fourth power.
 */
public record GraphMeasures(
        double[] strength,
        double[] clustering,
        double[] localEfficiency,
        double[] betweenness,
        double globalEfficiency) {

    private static final int NODES_AT_ONCE = 8;

    /**
     * Computes the measures.
     *
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static GraphMeasures of(WeightedGraph graph, Progress progress) {
        int n = graph.nodes();
        int[] present = graph.presentNodes();
        double[] strength = absent(n);
        double[] clustering = absent(n);
        double[] local = absent(n);
        double[] betweenness = absent(n);
        double[] inverse = new double[present.length];
        List<double[]> parts = FixedChunks.map(
                present.length,
                NODES_AT_ONCE,
                (from, to) -> {
                    double[] over = new double[present.length];
                    ShortestPaths paths = new ShortestPaths(graph, present);
                    for (int i = from; i < to; i++) {
                        int node = present[i];
                        strength[node] = strength(graph, node);
                        clustering[node] = clustering(graph, node);
                        local[node] = efficiency(graph, graph.neighbours(node));
                        inverse[i] = paths.sumOfInverseLengths(i);
                        paths.addDependencies(i, over);
                    }
                    return over;
                },
                progress);
        double pairs = (double) present.length * (present.length - 1);
        for (int i = 0; i < present.length; i++) {
            double sum = 0;
            for (double[] part : parts) sum += part[i];
            betweenness[present[i]] = sum / (pairs - 2 * (present.length - 1.0));
        }
        return new GraphMeasures(
                strength, clustering, local, betweenness, Arrays.stream(inverse).sum() / pairs);
    }

    private static double[] absent(int n) {
        double[] values = new double[n];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    private static double strength(WeightedGraph graph, int node) {
        double sum = 0;
        for (int other : graph.neighbours(node)) sum += graph.weight(node, other);
        return sum;
    }

    private static double clustering(WeightedGraph graph, int node) {
        int[] neighbours = graph.neighbours(node);
        int k = neighbours.length;
        if (k < 2) return 0;
        double sum = 0;
        for (int a = 0; a < k; a++)
            for (int b = 0; b < a; b++)
                sum += StrictMath.cbrt(graph.weight(node, neighbours[a])
                        * graph.weight(node, neighbours[b])
                        * graph.weight(neighbours[a], neighbours[b]));
        return 2 * sum / graph.largest() / ((double) k * (k - 1));
    }

    /** The mean over pairs of the given nodes of one over the length of the path among them. */
    private static double efficiency(WeightedGraph graph, int[] nodes) {
        int k = nodes.length;
        if (k < 2) return 0;
        ShortestPaths paths = new ShortestPaths(graph, nodes);
        double sum = 0;
        for (int i = 0; i < k; i++) sum += paths.sumOfInverseLengths(i);
        return sum / ((double) k * (k - 1));
    }
}
