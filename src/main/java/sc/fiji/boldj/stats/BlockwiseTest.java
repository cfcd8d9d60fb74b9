package sc.fiji.boldj.stats;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.ForwardingTaskExecutor;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.PermutationTest.Options;

/**
 * A permutation test of single elements, cut into blocks of elements that are tested one by one, each over all observations: no
 * process needs more than the observations of one block. The result has the bits of the test of the whole map.
 */
public final class BlockwiseTest implements Serializable {

    private static final long serialVersionUID = 1;

    /** Elements in a block, as many as one matrix product takes in the test of the whole map: the products are the same. */
    public static final int BLOCK = ResidualStore.BLOCK;

    /** Tests blocks in other processes: the {@code TaskExecutor} of the current {@code Parallelization} may be one. */
    public interface Workers {
        /** Whether data of a size are to be cut into blocks and sent. */
        boolean takes(int rows, int elements);

        /**
         * Tests the blocks of the data.
         *
         * @return the blocks in order
         * @throws java.util.concurrent.CancellationException if the progress is cancelled
         */
        List<Block> evaluate(BlockwiseTest test, Observations data, Progress progress);
    }

    /**
     * What a block gave.
     *
     * @param statistic of each element, NaN if it was not tested
     * @param p uncorrected, of each element
     * @param largest the largest evidence of each shuffling, the identity first; empty if no element was tested
     * @param missing elements with a missing or infinite value
     */
    public record Block(double[] statistic, double[] p, double[] largest, int missing) implements Serializable {}

    private final PermutationTest test;
    private final ShufflingPlan plan;
    private final Options options;
    private final Tail tail;

    private BlockwiseTest(PermutationTest test, ShufflingPlan plan, Options options, Tail tail) {
        this.test = test;
        this.plan = plan;
        this.options = options;
        this.tail = tail;
    }

    /** The result from workers if the current ones take the data; empty if the test is to be made here. */
    static Optional<PermutationResult> elsewhere(
            PermutationTest test,
            ShufflingPlan plan,
            Tail tail,
            Observations data,
            Options options,
            Progress progress) {
        // Blocks would stop at different shufflings; files hold float32.
        if (options.stopAfter() > 0 || data.rounding() != 0x1p-24) return Optional.empty();
        return ForwardingTaskExecutor.current(Workers.class)
                .filter(workers -> workers.takes(data.rows(), data.elements()))
                .map(workers -> {
                    BlockwiseTest blockwise = new BlockwiseTest(test, plan, options, tail);
                    return blockwise.join(data.elements(), workers.evaluate(blockwise, data, progress));
                });
    }

    /** Number of blocks of a map. */
    public static int blocks(int elements) {
        return (elements + BLOCK - 1) / BLOCK;
    }

    /**
     * Tests a block.
     *
     * @param data of the whole map
     * @param block from 0
     */
    public Block evaluate(Observations data, int block) {
        int from = block * BLOCK;
        int to = Math.min(data.elements(), from + BLOCK);
        Observations columns = new ElementRange(data, from, to);
        try {
            PermutationResult result = test.ofColumns(to - from).run(columns, options, Progress.NONE);
            return new Block(
                    result.statistic(),
                    result.pUncorrected(),
                    result.nullMaximum().values(),
                    result.missing());
        } catch (DataException e) {
            double[] none = new double[to - from];
            Arrays.fill(none, Double.NaN);
            return new Block(none, none, new double[0], missing(columns));
        }
    }

    private static int missing(Observations columns) {
        boolean[] missing = new boolean[columns.elements()];
        double[] row = new double[missing.length];
        for (int r = 0; r < columns.rows(); r++) {
            columns.read(r, 0, row.length, row, 0);
            for (int v = 0; v < row.length; v++) missing[v] |= !Double.isFinite(row[v]);
        }
        int count = 0;
        for (boolean each : missing) if (each) count++;
        return count;
    }

    private PermutationResult join(int elements, List<Block> blocks) {
        double[] statistic = new double[elements];
        double[] p = new double[elements];
        double[] largest = null;
        int missing = 0;
        int at = 0;
        for (Block block : blocks) {
            System.arraycopy(block.statistic, 0, statistic, at, block.statistic.length);
            System.arraycopy(block.p, 0, p, at, block.p.length);
            at += block.statistic.length;
            missing += block.missing;
            if (block.largest.length == 0) continue;
            if (largest == null) largest = block.largest.clone();
            for (int i = 0; i < largest.length; i++) largest[i] = Math.max(largest[i], block.largest[i]);
        }
        int excluded = 0;
        for (double each : statistic) if (Double.isNaN(each)) excluded++;
        if (largest == null) throw PermutationTest.untestable(excluded, missing);
        return new PermutationResult(
                statistic,
                null,
                p,
                new NullDistribution(largest),
                tail,
                new PermutationResult.Course(excluded, missing, plan.isExhaustive(), false));
    }
}
