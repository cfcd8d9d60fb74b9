package sc.fiji.boldj.connectivity;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/**
 * Parts of a graph that hold together more than chance would have it: the partition of greatest modularity found by
 * repeated runs of the Leiden algorithm (Traag et al. 2019, Sci Rep 9:5233).
 *
 * <p>Modularity {@code Q = sum_c (w_c / W - g (s_c / W)^2)}: {@code w_c} the weight inside a community counted from both
 * ends, {@code s_c} the strength of its nodes, {@code W} of all nodes, {@code g} the resolution (Newman 2004, Phys Rev E
 * 70:056131). The search is by chance; the seed decides it, the number of threads does not.
 *
 * @param community for each node its community, numbered from 1 by size, the largest first (by the first node if equal);
 *     0 for absent nodes
 * @param count number of communities
 * @param modularity Q of the partition
 */
public record Communities(int[] community, int count, double modularity) {

    /**
     * Choices.
     *
     * @param resolution weight of chance, above 0; larger gives smaller communities
     * @param runs independent runs, the best of which is taken, 1 or more
     * @param seed decides the random choices
     */
    public record Options(double resolution, int runs, long seed) {

        /** Resolution 1, the best of 50 runs, seed 1. */
        public static final Options DEFAULT = new Options(1, 50, 1);

        public Options {
            if (!(resolution > 0 && Double.isFinite(resolution)))
                throw new IllegalArgumentException("the resolution must be above 0, got " + resolution);
            if (runs < 1) throw new IllegalArgumentException("communities need 1 run or more, got " + runs);
        }
    }

    /**
     * Finds communities.
     *
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static Communities of(WeightedGraph graph, Options options, Progress progress) {
        int[] nodes = graph.presentNodes();
        double[][] weights = new double[nodes.length][nodes.length];
        for (int i = 0; i < nodes.length; i++)
            for (int j = 0; j < nodes.length; j++) weights[i][j] = graph.weight(nodes[i], nodes[j]);
        int[][] partitions = new int[options.runs()][];
        FixedChunks.forEach(
                options.runs(),
                1,
                (run, end) -> {
                    SplittableRandom random = Seeds.stream(options.seed(), run);
                    partitions[run] = new Leiden(weights, options.resolution(), random).run();
                },
                progress);
        double best = Double.NEGATIVE_INFINITY;
        int[] chosen = null;
        for (int[] partition : partitions) {
            double q = modularity(weights, partition, options.resolution());
            if (q > best + 1e-12) {
                best = q;
                chosen = partition;
            }
        }
        int[] numbered = bySize(chosen);
        int[] community = new int[graph.nodes()];
        for (int i = 0; i < nodes.length; i++) community[nodes[i]] = numbered[i];
        return new Communities(community, Arrays.stream(numbered).max().orElse(0), best);
    }

    /**
     * The modularity of any partition.
     *
     * @param community for each node of the graph its community; absent nodes are not read
     */
    public static double modularity(WeightedGraph graph, int[] community, double resolution) {
        if (community.length != graph.nodes())
            throw new IllegalArgumentException(
                    "the partition has " + community.length + " entries for " + graph.nodes() + " nodes");
        double[][] weights = new double[graph.nodes()][graph.nodes()];
        for (int i = 0; i < weights.length; i++)
            for (int j = 0; j < weights.length; j++) weights[i][j] = graph.weight(i, j);
        return modularity(weights, community, resolution);
    }

    private static double modularity(double[][] weights, int[] community, double resolution) {
        int n = weights.length;
        double[] strength = new double[n];
        double total = 0;
        for (int i = 0; i < n; i++) {
            strength[i] = Arrays.stream(weights[i]).sum();
            total += strength[i];
        }
        double q = 0;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                if (community[i] == community[j]) q += weights[i][j] - resolution * strength[i] * strength[j] / total;
        return q / total;
    }

    private static int[] bySize(int[] partition) {
        int n = partition.length;
        int[] first = new int[n];
        int[] size = new int[n];
        Arrays.fill(first, n);
        for (int i = 0; i < n; i++) {
            size[partition[i]]++;
            first[partition[i]] = Math.min(first[partition[i]], i);
        }
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted((a, b) -> size[a] != size[b] ? size[b] - size[a] : first[a] - first[b])
                .mapToInt(c -> c)
                .toArray();
        int[] number = new int[n];
        for (int k = 0; k < n; k++) number[order[k]] = k + 1;
        return IntStream.range(0, n).map(i -> number[partition[i]]).toArray();
    }
}
