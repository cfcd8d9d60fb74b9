package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sc.fiji.boldj.connectivity.NodePairs;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.NiftiHeader;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.participant.NodeTables;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.study.MapFiles;
import sc.fiji.boldj.workflow.study.NodeSet;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.SeedPlaces;
import sc.fiji.boldj.workflow.study.Variant;

/**
 * The connections of interest of a trial: pairs of places and pairs of networks, each the mean Fisher z over
 * its pairs of nodes.
 */
public final class Connections {

    private Connections() {}

    /** The names, in order. */
    public static List<String> names() {
        return Connection.ALL.stream().map(Connection::name).toList();
    }

    /**
     * The connections of sessions.
     *
     * @param byVisit shape (visits, connections); NaN where a session covers no pair of nodes of a connection
     * @param notes what of a connection is excluded, in sentences
     * @param tooClose by connection, the pairs of nodes that are excluded from its mean because their spheres overlap or nearly do
     * @param absent the sessions without connections, each with the reason
     */
    public record Values(
            double[][] byVisit, List<String> notes, Map<String, List<String>> tooClose, List<String> absent) {

        /** Why nothing can be tested. */
        String absence() {
            return absent.isEmpty() ? "no connection is covered by every session." : String.join("; ", absent) + ".";
        }
    }

    /**
     * The values of sessions, each the mean over its runs. A connection is the mean over the same pairs of nodes in all of
     * them, those that all cover: a mean over other pairs would differ for that alone.
     *
     * @param variant under which choice they were computed
     */
    public static Values of(List<Visit> visits, Variant variant) throws IOException {
        return of(visits, variant, NodeSet.builtIn(), Connection.ALL);
    }

    /**
     * One connection of the user's: the mean over the pairs of a node at one end and a node at the other.
     *
     * @param nodes among which the names are
     * @param one names of nodes or networks
     * @param other the same; equal lists mean within
     */
    public static Values between(List<Visit> visits, NodeSet nodes, String name, List<String> one, List<String> other)
            throws IOException {
        return of(visits, Variant.MAIN, nodes, List.of(new Connection(name, nodes.named(one), nodes.named(other))));
    }

    /**
     * The pairs of nodes whose mean an endpoint is, by their places in the table, without those that are too close on a grid.
     *
     * @param nodes among which the names are, built-in ones for a connection of interest
     * @param source a connection of interest, or the nodes at both ends
     * @throws IllegalArgumentException if there is no such connection
     */
    public static List<int[]> nodePairs(NodeSet nodes, Endpoint.Connection source, VoxelGrid grid) {
        String name = source.name();
        Connection connection = name.isEmpty()
                ? new Connection(name, nodes.named(source.one()), nodes.named(source.other()))
                : Connection.ALL.stream()
                        .filter(known -> known.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "there is no connection '" + name + "'; there are " + String.join(", ", names())));
        NodePairs apart = nodes.pairs(grid);
        return pairs(connection, nodes.names()).stream()
                .filter(pair -> pair.isIn(apart))
                .map(pair -> new int[] {pair.one(), pair.other()})
                .toList();
    }

    private static Values of(List<Visit> visits, Variant variant, NodeSet nodes, List<Connection> list)
            throws IOException {
        List<double[][]> matrices = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        for (Visit visit : visits) matrices.add(matrix(visit, variant, nodes, absent));
        NodePairs apart = nodes.pairs(grid(visits));
        Map<String, List<String>> tooClose = new LinkedHashMap<>();
        double[][] values = new double[visits.size()][list.size()];
        List<String> notes = new ArrayList<>();
        for (int k = 0; k < list.size(); k++) {
            List<Pair> all = new ArrayList<>();
            List<String> close = new ArrayList<>();
            for (Pair pair : pairs(list.get(k), nodes.names()))
                if (pair.isIn(apart)) all.add(pair);
                else close.add(pair.words(nodes.names(), apart));
            if (!close.isEmpty()) {
                tooClose.put(list.get(k).name(), close);
                notes.add("Pairs of nodes that are too close to each other were excluded from the connection "
                        + list.get(k).name() + ": " + String.join(", ", close) + ".");
            }
            List<Pair> common = new ArrayList<>(all);
            boolean[] covered = new boolean[visits.size()];
            for (int i = 0; i < covered.length; i++) {
                double[][] matrix = matrices.get(i);
                List<Pair> own = all.stream()
                        .filter(pair -> Double.isFinite(pair.of(matrix)))
                        .toList();
                covered[i] = !own.isEmpty();
                if (covered[i]) common.retainAll(own);
            }
            for (int i = 0; i < covered.length; i++) {
                double sum = 0;
                for (Pair pair : common) sum += pair.of(matrices.get(i));
                values[i][k] = covered[i] && !common.isEmpty() ? sum / common.size() : Double.NaN;
            }
            if (!common.isEmpty() && common.size() < all.size())
                notes.add("The connection " + list.get(k).name() + " is the mean over " + common.size() + " of "
                        + all.size() + " pairs of nodes, those covered by every session.");
        }
        return new Values(values, notes, tooClose, absent);
    }

    /** The sidecar of the table of connections. */
    public static Map<String, Object> about(Values values) {
        return Map.of(
                "Description",
                "mean Fisher z over the pairs of nodes of each connection, compared over sessions",
                "NodeRadiusMillimetres",
                SeedPlaces.RADIUS,
                "LeastDistanceMillimetres",
                NodePairs.LEAST_DISTANCE_MM,
                "PairsTooCloseByConnection",
                values.tooClose());
    }

    /** The grid of the results, the same for all. */
    private static VoxelGrid grid(List<Visit> visits) throws IOException {
        return NiftiHeader.read(visits.get(0).runs().get(0).mask()).grid();
    }

    /** Two nodes by their places in the table. */
    private record Pair(int one, int other) {

        double of(double[][] matrix) {
            return matrix.length == 0 ? Double.NaN : matrix[one][other];
        }

        boolean isIn(NodePairs pairs) {
            return pairs.areApart(one, other);
        }

        String words(List<String> names, NodePairs pairs) {
            Set<String> own = Set.of(names.get(one), names.get(other));
            return pairs.close().stream()
                    .filter(close -> own.equals(Set.of(close.one(), close.other())))
                    .map(NodePairs.Close::words)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<Pair> pairs(Connection connection, List<String> names) {
        boolean within = connection.one().equals(connection.other());
        List<Pair> pairs = new ArrayList<>();
        for (String one : connection.one())
            for (String other : connection.other()) {
                int i = names.indexOf(one);
                int j = names.indexOf(other);
                if (i >= 0 && j >= 0 && (within ? i < j : i != j)) pairs.add(new Pair(i, j));
            }
        return pairs;
    }

    /** Fisher z between all nodes, the mean over runs; empty if a run has none. */
    private static double[][] matrix(Visit visit, Variant variant, NodeSet nodes, List<String> absent)
            throws IOException {
        List<String> names = nodes.names();
        double[][] mean = new double[names.size()][names.size()];
        for (ScanFiles run : visit.runs()) {
            Path file = NodeTables.of(run, variant, nodes);
            Optional<String> reason = MapFiles.whyNot(file);
            if (reason.isPresent()) {
                absent.add(run.scan().name() + ": " + reason.get());
                return new double[0][];
            }
            Table table = TsvFiles.read(file);
            int[] rows = names.stream().mapToInt(table.texts("node")::indexOf).toArray();
            for (int other = 0; other < mean.length; other++) {
                double[] column = table.has(names.get(other)) ? table.numbers(names.get(other)) : new double[0];
                for (int one = 0; one < mean.length; one++) {
                    mean[one][other] += (rows[one] < 0 || column.length == 0 ? Double.NaN : column[rows[one]])
                            / visit.runs().size();
                }
            }
        }
        return mean;
    }
}
