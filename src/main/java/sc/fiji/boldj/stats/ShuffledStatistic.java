package sc.fiji.boldj.stats;

import java.io.Serializable;
import sc.fiji.boldj.linalg.Matrix;
import sc.fiji.boldj.linalg.MatrixProduct;

/**
 * A statistic as a function of products of weights with the residuals: weights depend on the shuffling, residuals do not.
 * May be used by several threads at once.
 */
interface ShuffledStatistic extends Serializable {

    /** The residuals. */
    ResidualStore residuals();

    /** Rows of weights for each shuffling. */
    int rows();

    /**
     * Writes the weights of a shuffling.
     *
     * @param target receives shape (rows, observations) from {@code offset}
     */
    void weights(Shuffling shuffling, double[] target, int offset);

    /**
     * Multiplies weights with the residuals of a block.
     *
     * @param weights shape (any, observations), those of whole shufflings after each other
     * @param first first row of weights
     * @param count rows of weights, a multiple of {@link #rows()}
     * @param products receives shape (count, count of the block)
     */
    default void multiply(double[] weights, int first, int count, int block, double[] products) {
        ResidualStore store = residuals();
        int n = store.rows();
        int width = store.count(block);
        MatrixProduct.multiply(
                1,
                Matrix.of(weights, first * n, count, n, n),
                Matrix.of(store.values(block), n, width),
                0,
                Matrix.of(products, count, width));
    }

    /**
     * Makes the statistic of each element of a block from the products.
     *
     * @param products shape (rows, count of the block) from {@code offset}
     * @param statistic receives the values from {@code at}; 0 for excluded elements
     * @param variance if not null, receives the variance of the effect from {@code at} and the statistic receives the
     *     effect instead
     */
    void evaluate(int block, double[] products, int offset, double[] statistic, double[] variance, int at);
}
