package sc.fiji.boldj.workflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import sc.fiji.boldj.group.GroupDesign;
import sc.fiji.boldj.group.GroupFamily;
import sc.fiji.boldj.group.GroupTest;
import sc.fiji.boldj.group.NetworkStatistic;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.Neighbourhood;
import sc.fiji.boldj.stats.PermutationResult;
import sc.fiji.boldj.stats.PermutationTest;
import sc.fiji.boldj.table.Table;

/** A group test of connectivity matrices from their files to its own. Immutable. */
public final class GroupNetworks {

    private final GroupDesign design;
    private final GroupFamily family;
    private final NetworkStatistic.FamilyResult result;
    private final List<String> nodes;
    private final boolean clusters;
    private final boolean gpdTail;

    private GroupNetworks(
            GroupDesign design,
            GroupFamily family,
            NetworkStatistic.FamilyResult result,
            List<String> nodes,
            boolean clusters,
            boolean gpdTail) {
        this.design = design;
        this.family = family;
        this.gpdTail = gpdTail;
        this.result = result;
        this.nodes = nodes;
        this.clusters = clusters;
    }

    /**
     * Reads square tables of numbers and runs planned tests.
     *
     * @param files one matrix each, in the order of the design's table, with or without names of nodes
     * @param gpdTail whether corrected p is also taken from a generalised Pareto tail of the maxima
     * @throws IllegalArgumentException if a matrix is not square or symmetric, or matrices differ in size; names the file
     */
    public static GroupNetworks run(
            GroupDesign design, GroupFamily family, List<Path> files, boolean gpdTail, Progress progress)
            throws IOException {
        double[][][] matrices = new double[files.size()][][];
        List<String> nodes = List.of();
        for (int i = 0; i < matrices.length; i++) {
            NumberTable table = NumberTable.read(files.get(i));
            matrices[i] = table.rows();
            if (table.rows().length != table.names().size())
                throw new IllegalArgumentException("matrix " + (i + 1) + " (" + files.get(i) + ") has "
                        + table.rows().length + " rows and " + table.names().size()
                        + " columns: a square matrix is needed");
            if (i == 0) nodes = table.names();
            if (!table.names().equals(nodes))
                throw new IllegalArgumentException("matrix " + (i + 1) + " (" + files.get(i)
                        + ") has other nodes than the first: " + table.names().size() + " against " + nodes.size()
                        + ", or other names");
        }
        NetworkStatistic.FamilyResult result = NetworkStatistic.of(family, matrices, progress);
        PermutationTest.Inference inference = family.first().options().test().inference();
        boolean clusters = inference == PermutationTest.Inference.CLUSTER_EXTENT
                || inference == PermutationTest.Inference.CLUSTER_MASS;
        return new GroupNetworks(design, family, result, nodes, clusters, gpdTail);
    }

    /** Writes tables into a folder; with several tests the names of columns end in their number. */
    public void write(Path folder) throws IOException {
        Neighbourhood graph = result.tests().get(0).graph();
        int edges = graph.size();
        List<String> a = new ArrayList<>();
        List<String> b = new ArrayList<>();
        for (int e = 0; e < edges; e++) {
            a.add(nodes.get(graph.row(e)));
            b.add(nodes.get(graph.column(e)));
        }
        Table.Builder table = Table.builder().add("node_a", a).add("node_b", b);
        List<double[]> probabilities = new ArrayList<>();
        List<GroupFamily.Member> members = result.family().members();
        for (int k = 0; k < members.size(); k++) {
            PermutationResult found = members.get(k).result().test();
            double[] corrected = members.get(k).corrected();
            double[][] interval = found.intervals(corrected, 0.95);
            String end = members.size() == 1 ? "" : "_" + (k + 1);
            table.add("stat" + end, found.statistic())
                    .add("enhanced" + end, found.enhanced())
                    .add("p_unc" + end, found.pUncorrected())
                    .add("p_fwe" + end, corrected)
                    .add("p_fwe_low" + end, interval[0])
                    .add("p_fwe_high" + end, interval[1])
                    .add("q_fdr" + end, found.qFalseDiscovery());
            if (gpdTail)
                table.add(
                        "p_fwe_gpd" + end, found.pFamilyWiseTail(result.family().nulls()));
            probabilities.add(found.pUncorrected());
            probabilities.add(corrected);
        }
        TsvFiles.write(table.build(), folder.resolve("edges.tsv"));
        TsvFiles.write(components(), folder.resolve("components.tsv"));
        GroupFiles.intervals(folder, any(), probabilities);
        GroupFiles.nulls(folder, result.family());
        GroupFiles.thresholds(folder, result.family().nulls(), alpha());
        GroupFiles.design(folder, design);
    }

    private PermutationResult any() {
        return result.family().members().get(0).result().test();
    }

    private Table components() {
        List<NetworkStatistic.Component> found = new ArrayList<>();
        List<String> tests = new ArrayList<>();
        for (int k = 0; k < tests(); k++)
            for (NetworkStatistic.Component c : result.tests().get(k).components()) {
                found.add(c);
                tests.add(result.family().members().get(k).name());
            }
        double[][] intervals = new double[2][found.size()];
        for (int i = 0; i < found.size(); i++) {
            double[] interval = any().interval(found.get(i).p(), 0.95);
            intervals[0][i] = interval[0];
            intervals[1][i] = interval[1];
        }
        Table.Builder table = Table.builder()
                .add("component", IntStream.rangeClosed(1, found.size()).toArray());
        if (tests() > 1) table.add("test", tests);
        return table.add(
                        "edges",
                        found.stream()
                                .mapToInt(NetworkStatistic.Component::edges)
                                .toArray())
                .add("nodes", found.stream().mapToInt(c -> c.nodes().size()).toArray())
                .add(
                        "sign",
                        found.stream()
                                .map(c -> c.sign() > 0 ? "positive" : "negative")
                                .toList())
                .addPrinted(
                        "p_fwe",
                        "%.6g",
                        found.stream()
                                .mapToDouble(NetworkStatistic.Component::p)
                                .toArray())
                .addPrinted("p_low", "%.6g", intervals[0])
                .addPrinted("p_high", "%.6g", intervals[1])
                .add(
                        "names",
                        found.stream()
                                .map(c -> c.nodes().stream().map(nodes::get).collect(Collectors.joining(", ")))
                                .toList())
                .build();
    }

    private long significant() {
        return all().filter(c -> c.p() <= alpha()).count();
    }

    private double alpha() {
        return family.first().options().alpha();
    }

    private Stream<NetworkStatistic.Component> all() {
        return result.tests().stream().flatMap(test -> test.components().stream());
    }

    /** The result in a sentence. */
    public String verdict() {
        double least = all().mapToDouble(NetworkStatistic.Component::p).min().orElse(1);
        long count = all().count();
        String beyond = clusters
                ? counted(count, "lies", "lie") + " beyond the threshold; " + significant()
                        + (significant() == 1 ? " reaches" : " reach") + " corrected p <= "
                : counted(significant(), "reaches", "reach") + " corrected p <= ";
        double[] interval = any().interval(least, 0.95);
        return beyond
                + alpha()
                + (tests() > 1 ? " in " + tests() + " tests that are corrected together" : "")
                + (count == 0
                        ? "."
                        : String.format(Locale.ROOT, "; the smallest corrected p is %.4g ", least)
                                + (any().isExhaustive()
                                        ? "(exact)."
                                        : String.format(
                                                Locale.ROOT,
                                                "(95 %% Monte Carlo interval %.4g to %.4g).",
                                                interval[0],
                                                interval[1])));
    }

    private static String counted(long n, String one, String many) {
        return n + (n == 1 ? " component of edges " + one : " components of edges " + many);
    }

    /** Number of tests. */
    public int tests() {
        return result.tests().size();
    }

    /** What a positive statistic of a test means: {@code post - pre}; empty for F. */
    public String direction(int test) {
        return result.family().members().get(test).test().direction();
    }

    /** What a test is, in words. */
    public String name(int test) {
        return result.family().members().get(test).name();
    }

    /** Names of the nodes. */
    public List<String> nodes() {
        return List.copyOf(nodes);
    }

    /** The statistic of each edge. */
    public double[] statistic(int test) {
        return result.tests().get(test).result().test().statistic();
    }

    /** Corrected p of each edge. */
    public double[] corrected(int test) {
        return result.family().members().get(test).corrected().clone();
    }

    /** Values of edges as a symmetric matrix, NaN on its diagonal. */
    public double[][] matrix(double[] edges) {
        return result.tests().get(0).matrix(edges, Double.NaN);
    }

    /** Number of edges that were not tested. */
    public int excluded() {
        return result.family().members().stream()
                .mapToInt(m -> m.result().test().excluded())
                .max()
                .orElse(0);
    }

    /** Warnings of the tests. */
    public List<String> warnings() {
        return result.family().warnings();
    }

    /** What the page says. */
    public StudySummary summary(String title, String program, Table inputs, Table options) {
        GroupTest test = family.first();
        List<double[]> contrast = new ArrayList<>();
        for (GroupTest each : family.tests())
            contrast.addAll(Arrays.asList(each.model().contrast()));
        return new StudySummary(
                title,
                significant() > 0,
                new PageWords(
                        verdict(),
                        family.words(),
                        warnings(),
                        GroupMethods.of(
                                family,
                                test.design().words(),
                                result.tests().get(0).graph().size() + " edges between " + nodes.size() + " nodes",
                                "edges that share a node (Zalesky et al. 2010)",
                                gpdTail,
                                program)),
                new DrawnDesign(design.columns(), design.matrix(), contrast.toArray(new double[0][])),
                new StudySummary.Maximum(
                        result.family().nulls(),
                        alpha(),
                        GroupMethods.measured(test).replace("clusters", "components")),
                components(),
                inputs,
                options);
    }
}
