package sc.fiji.boldj.stats;

import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.linalg.FloatMatrix;
import sc.fiji.boldj.linalg.MatrixProduct;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * The largest |t| of a map under Freedman-Lane shuffling, in single precision: for maps that change with every click,
 * where a {@link PermutationTest} would take too long. The nuisance is regressed out once, in double precision; the
 * products with the shuffled design are sums in single precision. t differs from that of {@link PermutationTest} by
 * rounding only, relative 1e-5 at most. Blocks are fixed: the bits do not depend on the number of threads. Memory: 4
 * bytes per observation and element. Immutable.
 */
public final class LargestT {

    /** Elements in a block: its products with all shufflings stay in the cache of the processor. */
    private static final int BLOCK = 512;

    /** Residual sum of squares of a fit that is perfect except for rounding, as a share of the total. */
    private static final float PERFECT = 1e-6f;

    private final LinearModel model;
    private final int elements;
    private final float[][] blocks;

    private LargestT(LinearModel model, int elements) {
        this.model = model;
        this.elements = elements;
        blocks = new float[(elements + BLOCK - 1) / BLOCK][];
    }

    /**
     * Prepares data.
     *
     * @param model of a contrast of one row
     * @param data rows as the design
     * @throws IllegalArgumentException if shapes do not match or the contrast has several rows
     * @throws sc.fiji.boldj.run.DataException if no element can be tested
     */
    public static LargestT of(LinearModel model, Observations data, Progress progress) {
        if (model.effectRank() != 1)
            throw new IllegalArgumentException("t needs a contrast of one row, this one has " + model.effectRank());
        if (data.rows() != model.observations())
            throw new IllegalArgumentException(
                    "the data have " + data.rows() + " observations but the design " + model.observations() + " rows");
        LargestT largest = new LargestT(model, data.elements());
        List<int[]> excluded = FixedChunks.map(
                data.elements(), BLOCK, (from, to) -> largest.fill(new ElementRange(data, from, to), from), progress);
        int all = excluded.stream().mapToInt(each -> each[0]).sum();
        if (all == data.elements())
            throw PermutationTest.untestable(
                    all, excluded.stream().mapToInt(each -> each[1]).sum());
        return largest;
    }

    /** The number of excluded elements of a block, and how many of them are missing. */
    private int[] fill(Observations data, int from) {
        ResidualStore store = ResidualStore.of(data, model.nuisance(), model.effects(), Progress.NONE);
        double[] values = store.values(0);
        float[] block = new float[values.length];
        for (int i = 0; i < block.length; i++) block[i] = (float) values[i];
        blocks[from / BLOCK] = block;
        int[] count = new int[2];
        for (int k = 0; k < store.elements(); k++) {
            if (store.length(k) == 0) count[0]++;
            if (store.isMissing(k)) count[1]++;
        }
        return count;
    }

    /**
     * The largest |t| of each shuffling of a plan, the identity first. Elements that cannot be tested count as 0.
     *
     * @throws IllegalArgumentException if model and plan have different numbers of observations
     * @throws java.util.concurrent.CancellationException if the progress is cancelled
     */
    public double[] of(ShufflingPlan plan, Progress progress) {
        int n = model.observations();
        if (plan.observations() != n)
            throw new IllegalArgumentException(
                    "the design has " + n + " rows but the permutations " + plan.observations());
        List<double[]> moved = model.movedNuisance(plan.tree(), plan.shuffle());
        int rows = 1 + moved.size();
        float[] weights = weights(plan, moved);
        List<float[]> parts = FixedChunks.map(
                elements, BLOCK, (from, to) -> largest(weights, rows, blocks[from / BLOCK], to - from), progress);
        double[] t = new double[plan.size()];
        for (float[] part : parts) for (int i = 0; i < t.length; i++) t[i] = Math.max(t[i], part[i]);
        double df = model.degreesOfFreedom();
        for (int i = 0; i < t.length; i++) t[i] = Math.sqrt(t[i] * df);
        return t;
    }

    /** The tested column of each shuffling, then the columns of the nuisance that it moves. */
    private float[] weights(ShufflingPlan plan, List<double[]> moved) {
        int n = model.observations();
        double[] row = new double[n];
        float[] weights = new float[plan.size() * (1 + moved.size()) * n];
        Shuffling shuffling = new Shuffling(n);
        int at = 0;
        for (int i = 0; i < plan.size(); i++) {
            plan.draw(i, shuffling);
            for (int c = 0; c <= moved.size(); c++) {
                LinearStatistic.write(shuffling, c == 0 ? model.effects().get(0) : moved.get(c - 1), row, 0);
                for (double weight : row) weights[at++] = (float) weight;
            }
        }
        return weights;
    }

    /** The largest t squared over the degrees of freedom, of each shuffling. */
    private float[] largest(float[] weights, int rows, float[] block, int width) {
        int n = model.observations();
        int shufflings = weights.length / (rows * n);
        float[] products = new float[shufflings * rows * width];
        MatrixProduct.multiply(
                1,
                FloatMatrix.of(weights, shufflings * rows, n),
                FloatMatrix.of(block, n, width),
                0,
                FloatMatrix.of(products, shufflings * rows, width));
        float[] best = new float[shufflings];
        float[] rest = new float[width];
        for (int i = 0; i < shufflings; i++) {
            int at = i * rows * width;
            Arrays.fill(rest, 1);
            for (int row = 1; row < rows; row++) subtractSquares(products, at + row * width, rest);
            best[i] = largest(products, at, rest);
        }
        return best;
    }

    private static void subtractSquares(float[] products, int from, float[] rest) {
        for (int k = 0; k < rest.length; k++) rest[k] -= products[from + k] * products[from + k];
    }

    private static float largest(float[] products, int from, float[] rest) {
        float best = 0;
        for (int k = 0; k < rest.length; k++) {
            float explained = products[from + k] * products[from + k];
            best = Math.max(best, explained / Math.max(rest[k] - explained, PERFECT));
        }
        return best;
    }
}
