package sc.fiji.boldj.stats;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * Data without the nuisance, each element scaled to length 1, in blocks that the matrix products read directly. Immutable once made.
 *
 * <p>An element is excluded, that is 0 everywhere, if it is not finite in every observation, if it has the same number in
 * all of them, or if the model leaves no error but that of rounding: its statistic would be the effect over zero. Rounding
 * is judged by how the data were stored ({@link Observations#rounding}) and by the size of the numbers that an
 * observation was made of ({@link Observations#magnitude}), so a difference of two maps that is the same for everyone
 * is treated as constant in spite of float32 rounding. Memory: 8 bytes for each observation and element.
 */
final class ResidualStore implements Serializable {

    /** Elements in a block. */
    static final int BLOCK = 2048;

    /** Rounding errors of the stored numbers that the root mean square of an error must exceed. */
    private static final double ROUNDINGS = 8;

    /** The same for the arithmetic in double precision. */
    private static final double ARITHMETIC = 1e-10;

    /** Numbers that are treated at a time, so that those of many observations stay in the cache of the processor. */
    private static final int STRIP = 1 << 18;

    /** Elements that are treated at a time at least. */
    private static final int NARROWEST = 32;

    private final int rows;
    private final int elements;
    private final double[][] blocks;
    private final double[] length;
    private final boolean[] missing;

    private ResidualStore(int rows, int elements) {
        this.rows = rows;
        this.elements = elements;
        blocks = new double[(elements + BLOCK - 1) / BLOCK][];
        length = new double[elements];
        missing = new boolean[elements];
    }

    /**
     * Removes the nuisance from data.
     *
     * @param nuisance orthonormal basis that is removed
     * @param effects orthonormal basis of what is tested, orthogonal to the nuisance; it stays in the data, but an element
     *     that it explains without an error is excluded
     */
    static ResidualStore of(Observations data, List<double[]> nuisance, List<double[]> effects, Progress progress) {
        return of(data, null, nuisance, effects, progress);
    }

    /**
     * Removes the nuisance and a covariate from data. An element where the covariate cannot be used is excluded.
     *
     * @param covariate null for none; made with the same nuisance and effects
     */
    static ResidualStore of(
            Observations data,
            OwnCovariate covariate,
            List<double[]> nuisance,
            List<double[]> effects,
            Progress progress) {
        ResidualStore store = new ResidualStore(data.rows(), data.elements());
        FixedChunks.forEach(
                store.elements,
                BLOCK,
                (from, to) -> store.fill(data, covariate, nuisance, effects, from, to),
                progress);
        return store;
    }

    /**
     * The same elements with another matrix before the residuals.
     *
     * @param matrix shape (rows, rows) by participants: rows {@code rows[i]} are replaced by their product with {@code
     *     matrix[i]}, of shape (own rows, own rows)
     */
    ResidualStore times(int[][] own, double[][] matrix, Progress progress) {
        ResidualStore store = new ResidualStore(rows, elements);
        System.arraycopy(length, 0, store.length, 0, elements);
        System.arraycopy(missing, 0, store.missing, 0, elements);
        FixedChunks.forEach(
                elements,
                BLOCK,
                (from, to) -> {
                    int count = to - from;
                    double[] source = blocks[from / BLOCK];
                    double[] target = new double[source.length];
                    for (int i = 0; i < own.length; i++)
                        for (int a = 0; a < own[i].length; a++)
                            for (int b = 0; b < own[i].length; b++) {
                                double weight = matrix[i][a * own[i].length + b];
                                int into = own[i][a] * count;
                                int out = own[i][b] * count;
                                for (int k = 0; k < count; k++) target[into + k] += weight * source[out + k];
                            }
                    store.blocks[from / BLOCK] = target;
                },
                progress);
        return store;
    }

    private void fill(
            Observations data,
            OwnCovariate covariate,
            List<double[]> nuisance,
            List<double[]> effects,
            int from,
            int to) {
        int count = to - from;
        double[] block = new double[rows * count];
        for (int r = 0; r < rows; r++) data.read(r, from, to, block, r * count);
        double[] before = new double[count];
        double[] row = new double[count];
        for (int r = 0; r < rows; r++) {
            data.magnitude(r, from, to, row, 0);
            for (int k = 0; k < count; k++) before[k] += row[k] * row[k];
        }
        double share = roundingShare(data);
        // A covariate knows whole blocks only. What is computed of an element does not depend on the others.
        int step = covariate == null ? Math.max(NARROWEST, STRIP / rows) : count;
        for (int first = 0; first < count; first += step) {
            int width = Math.min(step, count - first);
            double[] strip = new double[rows * width];
            for (int r = 0; r < rows; r++) System.arraycopy(block, r * count + first, strip, r * width, width);
            double[] sizes = Arrays.copyOfRange(before, first, first + width);
            prepare(strip, sizes, share, covariate, nuisance, effects, from + first);
            for (int r = 0; r < rows; r++) System.arraycopy(strip, r * width, block, r * count + first, width);
        }
        blocks[from / BLOCK] = block;
    }

    /**
     * Makes residuals of length 1 of the elements from {@code from} on.
     *
     * @param block shape (rows, elements); changed
     * @param before sums of squares of the sizes of their numbers
     */
    private void prepare(
            double[] block,
            double[] before,
            double share,
            OwnCovariate covariate,
            List<double[]> nuisance,
            List<double[]> effects,
            int from) {
        int count = before.length;
        double[] range = range(block, count);
        remove(nuisance, block, rows, count);
        if (covariate != null) covariate.remove(from / BLOCK, block, count);
        double[] after = squares(block, rows, count);
        double[] error = block.clone();
        if (covariate == null) remove(effects, error, rows, count);
        else covariate.removeEffects(from / BLOCK, error, count);
        double[] rest = squares(error, rows, count);
        for (int k = 0; k < count; k++) {
            boolean finite = Double.isFinite(before[k]) && (covariate == null || !covariate.isMissing(from + k));
            boolean usable = finite
                    && range[k] > share * Math.sqrt(before[k] / rows)
                    && rest[k] > share * share * before[k]
                    && (covariate == null || covariate.left(from + k) > 0);
            missing[from + k] = !finite;
            length[from + k] = usable ? Math.sqrt(after[k]) : 0;
            for (int r = 0; r < rows; r++) {
                int at = r * count + k;
                block[at] = usable ? block[at] / length[from + k] : 0;
            }
        }
    }

    /** Removes a basis, twice: once leaves rounding errors of the size of what was removed. */
    static void remove(List<double[]> basis, double[] block, int rows, int count) {
        double[] share = new double[count];
        for (int pass = 0; pass < 2; pass++)
            for (double[] q : basis) {
                Arrays.fill(share, 0);
                for (int r = 0; r < rows; r++) for (int k = 0; k < count; k++) share[k] += q[r] * block[r * count + k];
                for (int r = 0; r < rows; r++) for (int k = 0; k < count; k++) block[r * count + k] -= q[r] * share[k];
            }
    }

    /** The largest difference between rows. */
    private double[] range(double[] block, int count) {
        double[] least = Arrays.copyOf(block, count);
        double[] most = Arrays.copyOf(block, count);
        for (int r = 1; r < rows; r++)
            for (int k = 0; k < count; k++) {
                least[k] = Math.min(least[k], block[r * count + k]);
                most[k] = Math.max(most[k], block[r * count + k]);
            }
        for (int k = 0; k < count; k++) most[k] -= least[k];
        return most;
    }

    /** The share of their size below which numbers that were computed from data are rounding. */
    static double roundingShare(Observations data) {
        return Math.max(ROUNDINGS * data.rounding(), ARITHMETIC);
    }

    /** Sums of squares over rows. */
    static double[] squares(double[] block, int rows, int count) {
        double[] sum = new double[count];
        for (int r = 0; r < rows; r++)
            for (int k = 0; k < count; k++) sum[k] += block[r * count + k] * block[r * count + k];
        return sum;
    }

    int rows() {
        return rows;
    }

    int elements() {
        return elements;
    }

    int blocks() {
        return blocks.length;
    }

    /** First element of a block. */
    int from(int block) {
        return block * BLOCK;
    }

    /** Elements in a block. */
    int count(int block) {
        return Math.min(BLOCK, elements - block * BLOCK);
    }

    /** The values of a block, shape (rows, count). */
    double[] values(int block) {
        return blocks[block];
    }

    /** The length that was divided out, 0 for an excluded element. */
    double length(int element) {
        return length[element];
    }

    /** Whether an element is excluded because an observation has no finite number there. */
    boolean isMissing(int element) {
        return missing[element];
    }
}
