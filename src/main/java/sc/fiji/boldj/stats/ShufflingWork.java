package sc.fiji.boldj.stats;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.PermutationTest.Inference;
import sc.fiji.boldj.stats.PermutationTest.Options;

/**
 * The shufflings of one permutation test, ready to be evaluated here or in another process: it can be serialised, and the
 * shufflings of a range depend on nothing outside of it. May be used by several threads at once.
 *
 * <p>Products of matrices are formed for the shufflings of a unit together. Whoever evaluates whole {@link #units} therefore
 * gets the same bits, in whatever order and on whatever machine of the same kind.
 */
public final class ShufflingWork implements Serializable {

    private static final long serialVersionUID = 1;

    /** Shufflings whose weights are held at once; sequential stopping is decided after each such batch. */
    static final int BATCH = 512;

    private static final int MAPS = 16;
    private static final int PRODUCT_ROWS = 256;

    /**
     * Shufflings {@code from} (inclusive) to {@code to} (exclusive) of a plan.
     *
     * @param from 1 or more: shuffling 0, the identity, is the observed data
     */
    public record Range(int from, int to) implements Serializable {}

    /**
     * What a range gave.
     *
     * @param range the shufflings
     * @param largest the largest evidence of each shuffling, shape (to - from)
     * @param count for each element, how many of them reached the observed value
     */
    public record Part(Range range, double[] largest, int[] count) implements Serializable {

        /** One part from those of the consecutive ranges that it consists of, in any order. */
        public static Part join(Range whole, Iterable<Part> parts) {
            double[] largest = new double[whole.to() - whole.from()];
            int[] count = null;
            for (Part part : parts) {
                System.arraycopy(part.largest, 0, largest, part.range.from() - whole.from(), part.largest.length);
                if (count == null) count = new int[part.count.length];
                for (int v = 0; v < count.length; v++) count[v] += part.count[v];
            }
            return new Part(whole, largest, count);
        }
    }

    private final ShufflingPlan plan;
    private final Neighbourhood graph;
    private final MapSmoother smoother;
    private final ShuffledStatistic shuffled;
    private final Evidence evidence;
    private final int elements;

    /** What is counted: elements that are {@code tested} and whose evidence reaches {@code reach}. */
    private record Evidence(Options options, Tail tail, boolean[] tested, double[] reach) implements Serializable {}

    /**
     * @param smoother null, or what smooths the variance map
     * @param shuffled gives the statistic under shuffling
     * @param tested the elements over which the largest value is taken
     */
    ShufflingWork(
            ShufflingPlan plan,
            Neighbourhood graph,
            MapSmoother smoother,
            ShuffledStatistic shuffled,
            Options options,
            Tail tail,
            boolean[] tested) {
        this(plan, graph, smoother, shuffled, new Evidence(options, tail, tested, null));
    }

    private ShufflingWork(
            ShufflingPlan plan,
            Neighbourhood graph,
            MapSmoother smoother,
            ShuffledStatistic shuffled,
            Evidence evidence) {
        this.plan = plan;
        this.graph = graph;
        this.smoother = smoother;
        this.shuffled = shuffled;
        this.evidence = evidence;
        elements = graph.size();
    }

    private boolean isSpatial() {
        return evidence.options.inference() != Inference.VOXEL || smoother != null;
    }

    /** The same with the values that a shuffling must reach to be counted, NaN for elements that are not tested. */
    ShufflingWork reaching(double[] observed) {
        Evidence counted = new Evidence(evidence.options, evidence.tail, evidence.tested, observed);
        return new ShufflingWork(plan, graph, smoother, shuffled, counted);
    }

    /** Multiplications that the shufflings of a range take, about: what distributing them can save. */
    public double cost(Range range) {
        return (double) (range.to() - range.from()) * shuffled.rows() * plan.observations() * elements;
    }

    /** Number of elements of the map. */
    public int elements() {
        return elements;
    }

    /** The parts of a range that are evaluated whole, in order; {@code from} must begin a batch, as 1 does. */
    public List<Range> units(Range range) {
        int step = isSpatial() ? MAPS : Math.max(1, PRODUCT_ROWS / shuffled.rows());
        List<Range> units = new ArrayList<>();
        for (int batch = range.from(); batch < range.to(); batch += BATCH) {
            int end = Math.min(range.to(), batch + BATCH);
            for (int i = batch; i < end; i += step) units.add(new Range(i, Math.min(end, i + step)));
        }
        return units;
    }

    /**
     * Evaluates a unit, or a batch of 512 shufflings.
     *
     * @throws java.util.concurrent.CancellationException if the progress is cancelled
     */
    public Part evaluate(Range range, Progress progress) {
        double[] largest = new double[range.to() - range.from()];
        int[] count = new int[elements];
        if (isSpatial()) byMap(range.from(), range.to(), count, largest, progress);
        else byElement(range.from(), range.to(), count, largest, progress);
        return new Part(range, largest, count);
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
    private void byElement(int from, int to, int[] count, double[] largest, Progress progress) {
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
                            best[i + k] = tally(values, first, count);
                        }
                    }
                    return best;
                },
                progress);
        Arrays.fill(largest, Double.NEGATIVE_INFINITY);
        for (double[] part : parts) for (int i = 0; i < largest.length; i++) largest[i] = Math.max(largest[i], part[i]);
    }

    /** Counts elements that reach the observed value, and returns the largest evidence among those tested. */
    private double tally(double[] values, int first, int[] count) {
        double[] reach = evidence.reach;
        double best = Double.NEGATIVE_INFINITY;
        if (evidence.tail == Tail.TWO) for (int k = 0; k < values.length; k++) values[k] = Math.abs(values[k]);
        if (evidence.tail == Tail.NEGATIVE) for (int k = 0; k < values.length; k++) values[k] = -values[k];
        for (int k = 0; k < values.length; k++) {
            double x = values[k];
            count[first + k] += x >= reach[first + k] ? 1 : 0;
            if (x > best && !Double.isNaN(reach[first + k])) best = x;
        }
        return best;
    }

    /** Inference on whole maps: a few shufflings at a time, all elements. */
    private void byMap(int from, int to, int[] count, double[] largest, Progress progress) {
        List<int[]> parts = FixedChunks.map(
                to - from,
                MAPS,
                (first, last) -> {
                    double[] weights = weights(from + first, from + last);
                    double[][] maps = new double[last - first][elements];
                    maps(shuffled, weights, last - first, maps);
                    Enhancer enhancer = evidence.options.inference() == Inference.VOXEL ? null : new Enhancer();
                    double[] enhanced = enhancer == null ? null : new double[elements];
                    int[] own = new int[elements];
                    for (int i = 0; i < maps.length; i++) {
                        if (enhancer != null) enhancer.enhance(maps[i], enhanced);
                        largest[first + i] = max(enhancer == null ? maps[i] : enhanced);
                        tally(evidence.options.inference() == Inference.TFCE ? enhanced : maps[i], 0, own);
                    }
                    return own;
                },
                progress);
        for (int[] part : parts) for (int v = 0; v < elements; v++) count[v] += part[v];
    }

    /** The largest evidence among the elements that are tested. */
    double max(double[] map) {
        double best = Double.NEGATIVE_INFINITY;
        for (int v = 0; v < elements; v++)
            if (evidence.tested[v]) best = Math.max(best, evidence.tail.evidence(map[v]));
        return best;
    }

    /** The map of the statistic of the data as they are. */
    double[] observed(ShuffledStatistic statistic) {
        double[] weights = new double[statistic.rows() * plan.observations()];
        statistic.weights(new Shuffling(plan.observations()), weights, 0);
        double[][] map = new double[1][elements];
        maps(statistic, weights, 1, map);
        return map[0];
    }

    /** What inference on clusters or TFCE makes of a map; null for voxels. */
    double[] enhanced(double[] map) {
        if (evidence.options.inference() == Inference.VOXEL) return null;
        double[] target = new double[elements];
        new Enhancer().enhance(map, target);
        return target;
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
            tfce = evidence.options.inference() == Inference.TFCE ? new Tfce(graph, evidence.options.tfce()) : null;
            clusters = tfce == null ? new Clusters(graph) : null;
        }

        void enhance(double[] map, double[] target) {
            if (tfce != null) tfce.enhance(map, evidence.tail, target);
            else
                clusters.measure(
                        map,
                        evidence.options.clusterThreshold(),
                        evidence.tail,
                        evidence.options.inference() == Inference.CLUSTER_EXTENT
                                ? Clusters.Measure.EXTENT
                                : Clusters.Measure.MASS,
                        target);
        }
    }
}
