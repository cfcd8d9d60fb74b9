package sc.fiji.boldj.stats;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sc.fiji.boldj.run.ForwardingTaskExecutor;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.ShufflingWork.Part;
import sc.fiji.boldj.stats.ShufflingWork.Range;

/**
 * A permutation test with inference on whole maps (TFCE, clusters, smoothed variance) of more data than a process can hold. For a batch
 * of shufflings, the statistic is computed block by block, each over all observations; then the maps of the statistic are put together
 * from the blocks, a few shufflings at a time, and enhanced. The matrix products are those of the test in one process, so the
 * results are bit-identical.
 */
public final class MapwiseTest implements Serializable {

    private static final long serialVersionUID = 1;

    /** Makes such tests in other processes: the {@code TaskExecutor} of the current {@code Parallelization} may be one. */
    public interface Workers {
        /** Whether data of a size are divided into blocks and sent. */
        boolean takesMaps(int rows, int elements);

        /** Puts the data where the workers can read them. */
        Session open(MapwiseTest test, Observations data, Progress progress);
    }

    /** Data that the workers can read; closing it deletes what was stored. */
    public interface Session extends AutoCloseable {
        /** {@link MapwiseTest#observed} of each block, in order. */
        List<Observed> observed(Progress progress);

        /**
         * Computes {@link MapwiseTest#values} of each block, then {@link ShufflingWork#finish} of each unit ({@link
         * ShufflingWork#units}), and joins the parts.
         *
         * @throws java.util.concurrent.CancellationException if the progress is cancelled
         */
        Part evaluate(ShufflingWork work, Range batch, Progress progress);

        @Override
        void close();
    }

    /**
     * A block of the data as they are.
     *
     * @param values as {@link MapwiseTest#values} gives them, of the identity
     * @param tested whether each element can be tested
     * @param missing elements with a missing or infinite value
     */
    public record Observed(double[] values, boolean[] tested, int missing) implements Serializable {}

    private final TestStatistics.Source source;
    private final ShufflingPlan plan;
    private final boolean variances;

    private MapwiseTest(TestStatistics.Source source, ShufflingPlan plan, boolean variances) {
        this.source = source;
        this.plan = plan;
        this.variances = variances;
    }

    /** The result from workers if the current ones take the data; empty if the test is to be made here. */
    static Optional<PermutationResult> elsewhere(
            TestFrame frame, TestStatistics.Source source, Observations data, Progress progress) {
        if (data.rounding() != 0x1p-24) return Optional.empty(); // files hold float32
        return ForwardingTaskExecutor.current(Workers.class)
                .filter(workers -> workers.takesMaps(data.rows(), data.elements()))
                .map(workers -> {
                    MapwiseTest test = new MapwiseTest(source, frame.plan(), frame.smoother() != null);
                    try (Session session = workers.open(test, data, progress.stage(0, 0.1))) {
                        return test.result(frame, session, progress.stage(0.1, 1));
                    }
                });
    }

    private PermutationResult result(TestFrame frame, Session session, Progress progress) {
        int elements = frame.graph().size();
        double[][] map = new double[1][elements];
        double[][] variance = variances ? new double[1][elements] : null;
        boolean[] tested = new boolean[elements];
        int missing = 0;
        int at = 0;
        for (Observed block : session.observed(progress.stage(0, 0.05))) {
            int width = block.tested.length;
            System.arraycopy(block.values, 0, map[0], at, width);
            if (variances) System.arraycopy(block.values, width, variance[0], at, width);
            System.arraycopy(block.tested, 0, tested, at, width);
            missing += block.missing;
            at += width;
        }
        int excluded = 0;
        for (boolean each : tested) if (!each) excluded++;
        if (excluded == elements) throw PermutationTest.untestable(excluded, missing);
        ShufflingWork work = new ShufflingWork(frame, null, tested);
        work.divide(map, variance);
        return new PermutationRun(frame, work, map[0], tested, missing)
                .result(ShufflingWork.BATCH, session::evaluate, progress.stage(0.05, 1));
    }

    /** Number of blocks of a map. */
    public static int blocks(int elements) {
        return BlockwiseTest.blocks(elements);
    }

    /**
     * The statistic of a block of the data as they are.
     *
     * @param data of the whole map
     * @param block from 0
     */
    public Observed observed(Observations data, int block) {
        TestStatistics statistics = statistics(data, block);
        double[] weights = new double[statistics.observed().rows() * plan.observations()];
        statistics.observed().weights(new Shuffling(plan.observations()), weights, 0);
        double[][] values = values(statistics.observed(), weights, 1);
        return new Observed(values[0], statistics.tested(), statistics.missing());
    }

    /**
     * The statistic of a block under shuffling.
     *
     * @param data of the whole map
     * @param block from 0
     * @param units of a batch ({@link ShufflingWork#units})
     * @return for each shuffling the values of the block's elements, and, if the variance is smoothed, behind them the variances
     */
    public double[][] values(Observations data, int block, List<Range> units) {
        ShuffledStatistic shuffled = statistics(data, block).shuffled();
        int first = units.get(0).from();
        double[][] all = new double[units.get(units.size() - 1).to() - first][];
        for (Range unit : units) {
            double[] weights = ShufflingWork.weights(plan, shuffled, unit.from(), unit.to());
            double[][] some = values(shuffled, weights, unit.to() - unit.from());
            System.arraycopy(some, 0, all, unit.from() - first, some.length);
        }
        return all;
    }

    private double[][] values(ShuffledStatistic statistic, double[] weights, int shufflings) {
        int width = statistic.residuals().elements();
        double[][] maps = new double[shufflings][width];
        double[][] variance = variances ? new double[shufflings][width] : null;
        ShufflingWork.fill(statistic, weights, maps, variance);
        if (!variances) return maps;
        for (int i = 0; i < shufflings; i++) {
            maps[i] = Arrays.copyOf(maps[i], 2 * width);
            System.arraycopy(variance[i], 0, maps[i], width, width);
        }
        return maps;
    }

    private TestStatistics statistics(Observations data, int block) {
        int from = block * BlockwiseTest.BLOCK;
        int to = Math.min(data.elements(), from + BlockwiseTest.BLOCK);
        return source.of(new ElementRange(data, from, to), Progress.NONE);
    }

    /** Doubles that {@link #values} gives for each element. */
    public int valuesPerElement() {
        return variances ? 2 : 1;
    }
}
