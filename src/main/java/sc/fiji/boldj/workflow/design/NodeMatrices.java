package sc.fiji.boldj.workflow.design;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.linalg.Cholesky;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.study.NodeSet;
import sc.fiji.boldj.workflow.trial.Connections;

/**
 * Tables of Fisher z between nodes in which every connection endpoint of a task has a given value: random values, changed as little
 * as that needs.
 */
final class NodeMatrices {

    private static final double MEAN = 0.3;
    private static final double DEVIATION = 0.2;
    private static final double DIGITS = 1e6;

    private final List<String> names;
    private final List<Endpoint> endpoints;
    /** By endpoint, the weight of each pair, by its place among all pairs. */
    private final List<Map<Integer, Double>> weights = new ArrayList<>();

    private final double[] factor;

    /** @throws IllegalArgumentException if two endpoints are the same connection, or one has no pair of nodes that are far enough apart */
    NodeMatrices(NodeSet nodes, List<Endpoint> endpoints, VoxelGrid grid) {
        names = nodes.names();
        this.endpoints = endpoints;
        for (Endpoint endpoint : endpoints) {
            Endpoint.Connection source = (Endpoint.Connection) endpoint.source();
            List<int[]> pairs = Connections.nodePairs(nodes, source, grid);
            if (pairs.isEmpty())
                throw new IllegalArgumentException(
                        "protocol: endpoint " + endpoint.id() + " has no pair of nodes that are far enough apart");
            Map<Integer, Double> own = new LinkedHashMap<>();
            for (int[] pair : pairs) own.merge(pair(pair[0], pair[1]), 1.0 / pairs.size(), Double::sum);
            weights.add(own);
        }
        int k = endpoints.size();
        factor = new double[k * k];
        for (int a = 0; a < k; a++) for (int b = 0; b < k; b++) factor[a * k + b] = dot(weights.get(a), weights.get(b));
        if (k > 0 && !Cholesky.factorSquare(factor, k, 1e-9))
            throw new IllegalArgumentException(
                    "protocol: two connection endpoints of one task are the same mean over pairs of nodes, so"
                            + " they cannot have values of their own: "
                            + String.join(
                                    ", ", endpoints.stream().map(Endpoint::id).toList()));
    }

    List<Endpoint> endpoints() {
        return endpoints;
    }

    private static double dot(Map<Integer, Double> a, Map<Integer, Double> b) {
        double sum = 0;
        for (Map.Entry<Integer, Double> each : a.entrySet())
            sum += each.getValue() * b.getOrDefault(each.getKey(), 0.0);
        return sum;
    }

    private static int pair(int i, int j) {
        int high = Math.max(i, j);
        return high * (high - 1) / 2 + Math.min(i, j);
    }

    /**
     * The table of a session.
     *
     * @param wanted value of each endpoint
     * @param person seed of what a participant keeps
     * @param session seed of the rest
     * @param correlation of two sessions
     */
    Table table(double[] wanted, long person, long session, double correlation) {
        int n = names.size();
        double[] own = new double[n * (n - 1) / 2];
        double[] rest = new double[own.length];
        Seeds.fillGaussian(Seeds.stream(person, 1), own);
        Seeds.fillGaussian(Seeds.stream(session, 2), rest);
        double[] z = new double[own.length];
        for (int i = 0; i < z.length; i++)
            z[i] = MEAN + DEVIATION * (Math.sqrt(correlation) * own[i] + Math.sqrt(1 - correlation) * rest[i]);
        int k = endpoints.size();
        double[] lack = new double[k];
        for (int e = 0; e < k; e++) {
            lack[e] = wanted[e];
            for (Map.Entry<Integer, Double> each : weights.get(e).entrySet())
                lack[e] -= each.getValue() * z[each.getKey()];
        }
        if (k > 0) Cholesky.solveSquare(factor, k, lack);
        for (int e = 0; e < k; e++)
            for (Map.Entry<Integer, Double> each : weights.get(e).entrySet())
                z[each.getKey()] += each.getValue() * lack[e];
        Table.Builder table = Table.builder().add("node", names);
        for (int j = 0; j < n; j++) {
            double[] column = new double[n];
            for (int i = 0; i < n; i++) column[i] = i == j ? Double.NaN : Math.rint(z[pair(i, j)] * DIGITS) / DIGITS;
            table.add(names.get(j), column);
        }
        return table.build();
    }
}
