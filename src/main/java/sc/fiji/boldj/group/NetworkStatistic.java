package sc.fiji.boldj.group;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.Clusters;
import sc.fiji.boldj.stats.Neighbourhood;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.stats.PermutationTest;

/**
 * Group tests on connectivity matrices: the network-based statistic (Zalesky et al. 2010, NeuroImage 53; components of
 * edges beyond a threshold, by their number of edges or by what exceeds the threshold) and TFCE on the edges (Baggio et
 * al. 2018, HBM 39).
 */
public final class NetworkStatistic {

    private NetworkStatistic() {}

    /**
     * A component of edges that share nodes.
     *
     * @param edges number of edges
     * @param nodes the nodes they join, from 0, ascending
     * @param p corrected p of the component
     * @param sign 1 if the statistic is positive on its edges, else -1
     */
    public record Component(int edges, List<Integer> nodes, double p, int sign) {}

    /**
     * What a test found.
     *
     * @param result edge-wise statistics and probabilities, in the order of {@link #edges}
     * @param graph the edges
     * @param components those beyond the threshold, the smallest p first; with TFCE or single edges those of significant
     *     edges
     */
    public record Result(GroupTest.Result result, Neighbourhood graph, List<Component> components) {

        /** Edge-wise values as a symmetric matrix with {@code diagonal} on its diagonal. */
        public double[][] matrix(double[] edgeValues, double diagonal) {
            double[][] matrix = new double[graph.nodes()][graph.nodes()];
            for (int i = 0; i < matrix.length; i++) matrix[i][i] = diagonal;
            for (int e = 0; e < edgeValues.length; e++)
                matrix[graph.row(e)][graph.column(e)] = matrix[graph.column(e)][graph.row(e)] = edgeValues[e];
            return matrix;
        }
    }

    /**
     * The upper triangles of matrices, row by row, as observations.
     *
     * @param matrices shape (inputs, nodes, nodes), symmetric; the diagonal is not read; NaN where there is no
     *     value: an edge that one matrix lacks is not tested
     * @throws IllegalArgumentException if a matrix is not square, has another size or is not symmetric
     */
    public static Observations edges(double[][][] matrices) {
        if (matrices.length == 0) throw new IllegalArgumentException("a network test needs 1 matrix or more, got none");
        int nodes = matrices[0].length;
        Neighbourhood graph = Neighbourhood.edges(nodes);
        double[][] rows = new double[matrices.length][graph.size()];
        for (int m = 0; m < matrices.length; m++) {
            if (matrices[m].length != nodes)
                throw new IllegalArgumentException(
                        "matrix " + (m + 1) + " has " + matrices[m].length + " rows, but the first has " + nodes);
            for (int i = 0; i < nodes; i++)
                if (matrices[m][i].length != nodes)
                    throw new IllegalArgumentException("matrix " + (m + 1) + " is not square: row " + (i + 1) + " has "
                            + matrices[m][i].length + " values for " + nodes + " nodes");
            for (int e = 0; e < graph.size(); e++) {
                double a = matrices[m][graph.row(e)][graph.column(e)];
                double b = matrices[m][graph.column(e)][graph.row(e)];
                boolean same = (Double.isFinite(a) && Double.isFinite(b))
                        ? Math.abs(a - b) <= 1e-4 * Math.max(1e-12, Math.max(Math.abs(a), Math.abs(b)))
                        : Double.compare(a, b) == 0;
                if (!same)
                    throw new IllegalArgumentException("matrix " + (m + 1) + " is not symmetric: entry ("
                            + (graph.row(e) + 1) + ", " + (graph.column(e) + 1) + ") is " + a + " but its mirror " + b);
                rows[m][e] = a;
            }
        }
        return Observations.of(rows);
    }

    /** Runs a planned test on matrices, one for each input of the design. */
    public static Result of(GroupTest test, double[][][] matrices, Progress progress) {
        Observations data = edges(matrices);
        Neighbourhood graph = Neighbourhood.edges(matrices[0].length);
        GroupTest.Result result = test.run(data, graph, progress);
        return of(test, result, result.test().pFamilyWise(), graph);
    }

    /**
     * What tests that are corrected together found.
     *
     * @param family statistics and probabilities
     * @param tests edges and components of each, with p corrected over all tests
     */
    public record FamilyResult(GroupFamily.Result family, List<Result> tests) {}

    /** Runs planned tests on matrices, one for each input of the design. */
    public static FamilyResult of(GroupFamily family, double[][][] matrices, Progress progress) {
        Neighbourhood graph = Neighbourhood.edges(matrices.length == 0 ? 2 : matrices[0].length);
        GroupFamily.Result result = family.run(List.of(edges(matrices)), graph, null, progress);
        List<Result> tests = new ArrayList<>();
        for (GroupFamily.Member member : result.members())
            tests.add(of(member.test(), member.result(), member.corrected(), graph));
        return new FamilyResult(result, List.copyOf(tests));
    }

    private static Result of(GroupTest test, GroupTest.Result result, double[] p, Neighbourhood graph) {
        PermutationTest.Options options = test.options().test();
        boolean clusters = options.inference() == PermutationTest.Inference.CLUSTER_EXTENT
                || options.inference() == PermutationTest.Inference.CLUSTER_MASS;
        double[] map = clusters ? result.test().statistic() : result.test().enhanced();
        if (!clusters)
            for (int e = 0; e < map.length; e++) if (!(p[e] <= test.options().alpha())) map[e] = 0;
        int[] labels = new Clusters(graph)
                .label(
                        map,
                        clusters ? options.clusterThreshold() : 0,
                        result.test().tail());
        List<Component> components = new ArrayList<>();
        int count = 0;
        for (int label : labels) count = Math.max(count, label);
        for (int label = 1; label <= count; label++) {
            TreeSet<Integer> nodes = new TreeSet<>();
            int edges = 0;
            double least = 1;
            int sign = 1;
            for (int e = 0; e < labels.length; e++) {
                if (labels[e] != label) continue;
                edges++;
                least = Math.min(least, p[e]);
                sign = map[e] > 0 ? 1 : -1;
                nodes.add(graph.row(e));
                nodes.add(graph.column(e));
            }
            components.add(new Component(edges, List.copyOf(nodes), least, sign));
        }
        components.sort(Comparator.comparingDouble(Component::p).thenComparing(c -> -c.edges()));
        return new Result(result, graph, List.copyOf(components));
    }
}
