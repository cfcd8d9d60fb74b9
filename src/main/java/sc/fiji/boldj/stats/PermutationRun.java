package sc.fiji.boldj.stats;

import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.PermutationTest.Inference;
import sc.fiji.boldj.stats.PermutationTest.Options;

/** The work of one permutation test: maps of the statistic under each shuffling, counts and largest values. */
final class PermutationRun {

    /** Shufflings whose weights are held at once; sequential stopping is decided after each such batch. */
    private static final int BATCH = 512;

    private static final int MAPS = 16;
    private static final int PRODUCT_ROWS = 256;

    private final ShufflingPlan plan;
    private final Neighbourhood graph;
    private final MapSmoother smoother;
    private final ShuffledStatistic observed;
    private final ShuffledStatistic shuffled;
    private final Options options;
    private final Tail tail;
    private final int elements;
    private final boolean spatial;

    /**
     * @param smoother null, or what smooths the variance map
     * @param observed gives the statistic of the data as they are
     * @param shuffled gives it under shuffling
     */
    PermutationRun(
            ShufflingPlan plan,
            Neighbourhood graph,
            MapSmoother smoother,
            ShuffledStatistic observed,
            ShuffledStatistic shuffled,
            Options options,
            Tail tail) {
        this.plan = plan;
        this.graph = graph;
        this.smoother = smoother;
        this.observed = observed;
        this.shuffled = shuffled;
        this.options = options;
        this.tail = tail;
        elements = graph.size();
        spatial = options.inference() != Inference.VOXEL || smoother != null;
    }

    PermutationResult result(int excluded, int missing, Progress progress) {
        double[] statistic = new double[elements];
        maps(observed, identityWeights(), 1, new double[][] {statistic});
        double[] enhanced = null;
        if (options.inference() != Inference.VOXEL) {
            enhanced = new double[elements];
            new Enhancer().enhance(statistic, enhanced);
        }
        double[] counted = options.inference() == Inference.TFCE ? enhanced : statistic;
        double[] reach = new double[elements];
        for (int v = 0; v < elements; v++)
            reach[v] = observed.residuals().length(v) == 0
                    ? Double.NaN
                    : NullDistribution.reach(tail.evidence(counted[v]));
        double[] largest = new double[plan.size()];
        largest[0] = max(enhanced == null ? statistic : enhanced);
        int[] count = new int[elements];
        Arrays.fill(count, 1);
        int done = 1;
        boolean stopped = false;
        while (done < plan.size() && !stopped) {
            int to = Math.min(plan.size(), done + BATCH);
            Progress part = progress.stage((double) done / plan.size(), (double) to / plan.size());
            if (spatial) byMap(done, to, reach, count, largest, part);
            else byElement(done, to, reach, count, largest, part);
            done = to;
            // An exhaustive plan is in order: its first part is no random sample, so it is never cut short.
            stopped = options.stopAfter() > 0
                    && !plan.isExhaustive()
                    && done < plan.size()
                    && reached(largest, done) >= options.stopAfter();
        }
        double[] p = new double[elements];
        for (int v = 0; v < elements; v++) {
            p[v] = count[v] / (double) done;
            if (observed.residuals().length(v) > 0) continue;
            p[v] = statistic[v] = Double.NaN;
            if (enhanced != null) enhanced[v] = Double.NaN;
        }
        return new PermutationResult(
                statistic,
                enhanced,
                p,
                new NullDistribution(Arrays.copyOf(largest, done)),
                tail,
                new PermutationResult.Course(excluded, missing, plan.isExhaustive() && !stopped, stopped));
    }

    private int reached(double[] largest, int done) {
        int reached = 0;
        for (int i = 1; i < done; i++) if (largest[i] >= NullDistribution.reach(largest[0])) reached++;
        return reached;
    }

    private double[] identityWeights() {
        double[] weights = new double[observed.rows() * plan.observations()];
        observed.weights(new Shuffling(plan.observations()), weights, 0);
        return weights;
    }

    private double[] weights(int from, int to) {
        int each = shuffled.rows() * plan.observations();
        double[] weights = new double[(to - from) * each];
        Shuffling shuffling = new Shuffling(plan.observations());
        for (int i = from; i < to; i++) {
            plan.draw(i, shuffling);
            shuffled.weights(shuffling, weights, (i - from) * each);
        }
        return weights;
    }

    /** Voxel inference: all shufflings of a batch for one block of elements after the other. */
    private void byElement(int from, int to, double[] reach, int[] count, double[] largest, Progress progress) {
        double[] weights = weights(from, to);
        int rows = shuffled.rows();
        int step = Math.max(1, PRODUCT_ROWS / rows);
        List<double[]> parts = FixedChunks.map(
                elements,
                ResidualStore.BLOCK,
                (first, last) -> {
                    int block = first / ResidualStore.BLOCK;
                    int width = last - first;
                    double[] best = new double[to - from];
                    double[] products = new double[step * rows * width];
                    double[] values = new double[width];
                    for (int i = 0; i < to - from; i += step) {
                        int some = Math.min(step, to - from - i);
                        shuffled.multiply(weights, i * rows, some * rows, block, products);
                        for (int k = 0; k < some; k++) {
                            shuffled.evaluate(block, products, k * rows * width, values, null, 0);
                            best[i + k] = tally(values, first, reach, count);
                        }
                    }
                    return best;
                },
                progress);
        for (int i = from; i < to; i++) {
            largest[i] = Double.NEGATIVE_INFINITY;
            for (double[] part : parts) largest[i] = Math.max(largest[i], part[i - from]);
        }
    }

    /** Counts elements that reach the observed value, and returns the largest evidence among those tested. */
    private double tally(double[] values, int first, double[] reach, int[] count) {
        double best = Double.NEGATIVE_INFINITY;
        if (tail == Tail.TWO) for (int k = 0; k < values.length; k++) values[k] = Math.abs(values[k]);
        if (tail == Tail.NEGATIVE) for (int k = 0; k < values.length; k++) values[k] = -values[k];
        for (int k = 0; k < values.length; k++) {
            double x = values[k];
            count[first + k] += x >= reach[first + k] ? 1 : 0;
            if (x > best && !Double.isNaN(reach[first + k])) best = x;
        }
        return best;
    }

    /** Inference on whole maps: a few shufflings at a time, all elements. */
    private void byMap(int from, int to, double[] reach, int[] count, double[] largest, Progress progress) {
        List<int[]> parts = FixedChunks.map(
                to - from,
                MAPS,
                (first, last) -> {
                    double[] weights = weights(from + first, from + last);
                    double[][] maps = new double[last - first][elements];
                    maps(shuffled, weights, last - first, maps);
                    Enhancer enhancer = options.inference() == Inference.VOXEL ? null : new Enhancer();
                    double[] enhanced = enhancer == null ? null : new double[elements];
                    int[] own = new int[elements];
                    for (int i = 0; i < maps.length; i++) {
                        if (enhancer != null) enhancer.enhance(maps[i], enhanced);
                        largest[from + first + i] = max(enhancer == null ? maps[i] : enhanced);
                        tally(options.inference() == Inference.TFCE ? enhanced : maps[i], 0, reach, own);
                    }
                    return own;
                },
                progress);
        for (int[] part : parts) for (int v = 0; v < elements; v++) count[v] += part[v];
    }

    private double max(double[] map) {
        double best = Double.NEGATIVE_INFINITY;
        for (int v = 0; v < elements; v++)
            if (observed.residuals().length(v) > 0) best = Math.max(best, tail.evidence(map[v]));
        return best;
    }

    private void maps(ShuffledStatistic statistic, double[] weights, int shufflings, double[][] maps) {
        ResidualStore store = statistic.residuals();
        int rows = statistic.rows();
        int step = Math.max(1, Math.min(shufflings, PRODUCT_ROWS / rows));
        double[] products = new double[step * rows * Math.min(ResidualStore.BLOCK, elements)];
        double[][] variances = smoother == null ? null : new double[shufflings][elements];
        for (int block = 0; block < store.blocks(); block++) {
            int width = store.count(block);
            for (int i = 0; i < shufflings; i += step) {
                int some = Math.min(step, shufflings - i);
                statistic.multiply(weights, i * rows, some * rows, block, products);
                for (int k = 0; k < some; k++)
                    statistic.evaluate(
                            block,
                            products,
                            k * rows * width,
                            maps[i + k],
                            variances == null ? null : variances[i + k],
                            store.from(block));
            }
        }
        if (variances == null) return;
        for (int i = 0; i < shufflings; i++) {
            smoother.smooth(variances[i]);
            for (int v = 0; v < elements; v++)
                maps[i][v] = variances[i][v] > 0 ? maps[i][v] / Math.sqrt(variances[i][v]) : 0;
        }
    }

    /** Scratch space of one task. */
    private final class Enhancer {
        private final Tfce tfce;
        private final Clusters clusters;

        Enhancer() {
            tfce = options.inference() == Inference.TFCE ? new Tfce(graph, options.tfce()) : null;
            clusters = tfce == null ? new Clusters(graph) : null;
        }

        void enhance(double[] map, double[] target) {
            if (tfce != null) tfce.enhance(map, tail, target);
            else
                clusters.measure(
                        map,
                        options.clusterThreshold(),
                        tail,
                        options.inference() == Inference.CLUSTER_EXTENT
                                ? Clusters.Measure.EXTENT
                                : Clusters.Measure.MASS,
                        target);
        }
    }
}
