package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.atlas.CoordinateTable;
import sc.fiji.boldj.connectivity.NodePairs;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.NiftiHeader;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.participant.NodeTables;
import sc.fiji.boldj.workflow.study.MapFiles;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.SeedPlaces;
import sc.fiji.boldj.workflow.study.Variant;

/**
 * The connections of interest of a trial: pairs of places and pairs of networks, each the mean Fisher z over
 * its pairs of nodes.
 */
public final class Connections {

    private static final List<String> NAMES = CoordinateTable.networkNodes().names();

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
        return of(visits, variant, Connection.ALL);
    }

    /**
     * One connection of the user's: the mean over the pairs of a node at one end and a node at the other.
     *
     * @param one names of nodes or networks of the built-in table
     * @param other the same; equal lists mean within
     */
    public static Values between(List<Visit> visits, String name, List<String> one, List<String> other)
            throws IOException {
        return of(visits, Variant.MAIN, List.of(new Connection(name, named(one), named(other))));
    }

    /**
     * The pairs of nodes whose mean an endpoint is, by their places in the table, without those that are too close on a grid.
     *
     * @param name of a connection of interest; empty if nodes are named
     * @param one names of nodes or networks of the built-in table
     * @param other the same; equal lists mean within
     * @throws IllegalArgumentException if there is no such connection
     */
    public static List<int[]> nodePairs(String name, List<String> one, List<String> other, VoxelGrid grid) {
        Connection connection = name.isEmpty()
                ? new Connection(name, named(one), named(other))
                : Connection.ALL.stream()
                        .filter(known -> known.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "there is no connection '" + name + "'; there are " + String.join(", ", names())));
        NodePairs apart = NodePairs.of(CoordinateTable.networkNodes(), SeedPlaces.RADIUS, grid);
        return pairs(connection).stream()
                .filter(pair -> pair.isIn(apart))
                .map(pair -> new int[] {pair.one(), NAMES.indexOf(pair.other())})
                .toList();
    }

    private static List<String> named(List<String> names) {
        List<String> all = new ArrayList<>();
        for (String name : names)
            if (NAMES.contains(name)) all.add(name);
            else all.addAll(Connection.nodes(name));
        return all.stream().distinct().toList();
    }

    private static Values of(List<Visit> visits, Variant variant, List<Connection> list) throws IOException {
        List<Map<String, double[]>> matrices = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        for (Visit visit : visits) matrices.add(matrix(visit, variant, absent));
        NodePairs apart = NodePairs.of(CoordinateTable.networkNodes(), SeedPlaces.RADIUS, grid(visits));
        Map<String, List<String>> tooClose = new LinkedHashMap<>();
        double[][] values = new double[visits.size()][list.size()];
        List<String> notes = new ArrayList<>();
        for (int k = 0; k < list.size(); k++) {
            List<Pair> all = new ArrayList<>();
            List<String> close = new ArrayList<>();
            for (Pair pair : pairs(list.get(k)))
                if (pair.isIn(apart)) all.add(pair);
                else close.add(pair.words(apart));
            if (!close.isEmpty()) {
                tooClose.put(list.get(k).name(), close);
                notes.add("The connection " + list.get(k).name()
                        + " excludes pairs of nodes that are too close to each other: "
                        + String.join(", ", close) + ".");
            }
            List<Pair> common = new ArrayList<>(all);
            boolean[] covered = new boolean[visits.size()];
            for (int i = 0; i < covered.length; i++) {
                Map<String, double[]> matrix = matrices.get(i);
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
    private record Pair(int one, String other) {

        double of(Map<String, double[]> matrix) {
            double[] column = matrix.get(other);
            return column == null ? Double.NaN : column[one];
        }

        boolean isIn(NodePairs pairs) {
            return pairs.areApart(one, NAMES.indexOf(other));
        }

        String words(NodePairs pairs) {
            String name = NAMES.get(one);
            return pairs.close().stream()
                    .filter(close -> (close.one().equals(name) && close.other().equals(other))
                            || (close.one().equals(other) && close.other().equals(name)))
                    .map(NodePairs.Close::words)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<Pair> pairs(Connection connection) {
        boolean within = connection.one().equals(connection.other());
        List<Pair> pairs = new ArrayList<>();
        for (String one : connection.one())
            for (String other : connection.other()) {
                int i = NAMES.indexOf(one);
                int j = NAMES.indexOf(other);
                if (i >= 0 && j >= 0 && (within ? i < j : i != j)) pairs.add(new Pair(i, other));
            }
        return pairs;
    }

    /** By the name of the second node, Fisher z with each first one: the mean over runs. */
    private static Map<String, double[]> matrix(Visit visit, Variant variant, List<String> absent) throws IOException {
        List<String> names = NAMES;
        Map<String, double[]> mean = new HashMap<>();
        for (ScanFiles run : visit.runs()) {
            Optional<String> reason = MapFiles.whyNot(NodeTables.nodes(run, variant));
            if (reason.isPresent()) {
                absent.add(run.scan().name() + ": " + reason.get());
                return Map.of();
            }
            Table table = TsvFiles.read(NodeTables.nodes(run, variant));
            List<String> rows = table.texts("node");
            for (String other : names) {
                double[] sum = mean.computeIfAbsent(other, key -> new double[names.size()]);
                double[] column = table.has(other) ? table.numbers(other) : new double[0];
                for (int i = 0; i < sum.length; i++) {
                    int row = rows.indexOf(names.get(i));
                    sum[i] += (row < 0 || column.length == 0 ? Double.NaN : column[row])
                            / visit.runs().size();
                }
            }
        }
        return mean;
    }
}
