package sc.fiji.boldj.stats;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.PermutationTest.Inference;

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

    private final TestFrame frame;
    private final ShuffledStatistic shuffled;
    private final boolean[] tested;
    private final double[] reach;
    private final int elements;

    /**
     * @param shuffled gives the statistic under shuffling; null if its values come from elsewhere ({@link #finish})
     * @param tested the elements over which the largest value is taken
     */
    ShufflingWork(TestFrame frame, ShuffledStatistic shuffled, boolean[] tested) {
        this(frame, shuffled, tested, null);
    }

    private ShufflingWork(TestFrame frame, ShuffledStatistic shuffled, boolean[] tested, double[] reach) {
        this.frame = frame;
        this.shuffled = shuffled;
        this.tested = tested;
        this.reach = reach;
        elements = frame.graph().size();
    }

    /** The same with the values that a shuffling must reach to be counted, NaN for elements that are not tested. */
    ShufflingWork reaching(double[] observed) {
        return new ShufflingWork(frame, shuffled, tested, observed);
    }

    /** Multiplications that the shufflings of a range take, about: what distributing them can save. */
    public double cost(Range range) {
        return (double) (range.to() - range.from())
                * shuffled.rows()
                * frame.plan().observations()
                * elements;
    }

    /** Number of elements of the map. */
    public int elements() {
        return elements;
    }

    /** The parts of a range that are evaluated whole, in order; {@code from} must begin a batch, as 1 does. */
    public List<Range> units(Range range) {
        int step = frame.isSpatial() ? MAPS : Math.max(1, PRODUCT_ROWS / shuffled.rows());
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
        if (frame.isSpatial()) byMap(range.from(), range.to(), count, largest, progress);
        else byElement(range.from(), range.to(), count, largest, progress);
        return new Part(range, largest, count);
    }

    static double[] weights(ShufflingPlan plan, ShuffledStatistic shuffled, int from, int to) {
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
        double[] weights = weights(frame.plan(), shuffled, from, to);
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
        double best = Double.NEGATIVE_INFINITY;
        if (frame.tail() == Tail.TWO) for (int k = 0; k < values.length; k++) values[k] = Math.abs(values[k]);
        if (frame.tail() == Tail.NEGATIVE) for (int k = 0; k < values.length; k++) values[k] = -values[k];
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
                    double[][] maps = maps(shuffled, weights(frame.plan(), shuffled, from + first, from + last));
                    Part part = finish(new Range(from + first, from + last), maps);
                    System.arraycopy(part.largest, 0, largest, first, part.largest.length);
                    return part.count;
                },
                progress);
        for (int[] part : parts) for (int v = 0; v < elements; v++) count[v] += part[v];
    }

    private Part finish(Range unit, double[][] maps) {
        Inference inference = frame.options().inference();
        Enhancer enhancer = inference == Inference.VOXEL ? null : new Enhancer(frame);
        double[] enhanced = enhancer == null ? null : new double[elements];
        double[] largest = new double[maps.length];
        int[] count = new int[elements];
        for (int i = 0; i < maps.length; i++) {
            if (enhancer != null) enhancer.enhance(maps[i], enhanced);
            largest[i] = max(enhancer == null ? maps[i] : enhanced);
            tally(inference == Inference.TFCE ? enhanced : maps[i], 0, count);
        }
        return new Part(unit, largest, count);
    }

    /**
     * Evaluates a unit of inference on whole maps whose statistic was computed elsewhere.
     *
     * @param maps of each shuffling, shape (to - from, elements); changed
     * @param variances null, or the variances that are to be smoothed, likewise
     */
    public Part finish(Range unit, double[][] maps, double[][] variances) {
        divide(maps, variances);
        return finish(unit, maps);
    }

    /** Divides effects by the root of their smoothed variances; does nothing without variances. */
    void divide(double[][] maps, double[][] variances) {
        if (variances == null) return;
        for (int i = 0; i < maps.length; i++) {
            frame.smoother().smooth(variances[i]);
            for (int v = 0; v < elements; v++)
                maps[i][v] = variances[i][v] > 0 ? maps[i][v] / Math.sqrt(variances[i][v]) : 0;
        }
    }

    /** The largest evidence among the elements that are tested. */
    double max(double[] map) {
        double best = Double.NEGATIVE_INFINITY;
        for (int v = 0; v < elements; v++)
            if (tested[v]) best = Math.max(best, frame.tail().evidence(map[v]));
        return best;
    }

    /** The map of the statistic of the data as they are. */
    double[] observed(ShuffledStatistic statistic) {
        int observations = frame.plan().observations();
        double[] weights = new double[statistic.rows() * observations];
        statistic.weights(new Shuffling(observations), weights, 0);
        return maps(statistic, weights)[0];
    }

    /** What inference on clusters or TFCE makes of a map; null for voxels. */
    double[] enhanced(double[] map) {
        if (frame.options().inference() == Inference.VOXEL) return null;
        double[] target = new double[elements];
        new Enhancer(frame).enhance(map, target);
        return target;
    }

    private double[][] maps(ShuffledStatistic statistic, double[] weights) {
        int shufflings = weights.length / (statistic.rows() * frame.plan().observations());
        double[][] maps = new double[shufflings][elements];
        double[][] variances = frame.smoother() == null ? null : new double[shufflings][elements];
        fill(statistic, weights, maps, variances);
        divide(maps, variances);
        return maps;
    }

    /**
     * Computes statistics.
     *
     * @param weights of the shufflings
     * @param maps receives them, shape (shufflings, elements of the residuals)
     * @param variances null, or receives the variances; the maps are then those of the effect
     */
    static void fill(ShuffledStatistic statistic, double[] weights, double[][] maps, double[][] variances) {
        ResidualStore store = statistic.residuals();
        int rows = statistic.rows();
        int step = Math.max(1, Math.min(maps.length, PRODUCT_ROWS / rows));
        double[] products = new double[step * rows * Math.min(ResidualStore.BLOCK, store.elements())];
        for (int block = 0; block < store.blocks(); block++) {
            int width = store.count(block);
            for (int i = 0; i < maps.length; i += step) {
                int some = Math.min(step, maps.length - i);
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
    }
}
