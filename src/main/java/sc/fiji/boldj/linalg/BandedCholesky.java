package sc.fiji.boldj.linalg;

/** A symmetric positive definite matrix whose entries lie near the diagonal; its Cholesky factor takes its place. */
public final class BandedCholesky {

    private final int size;
    private final int width;

    /** Upper triangle by rows: entry (i, j), j >= i, at {@code i * width + j - i}. */
    private final double[] entries;

    /** A matrix of zeros; entries further than {@code band} from the diagonal stay 0. */
    public BandedCholesky(int size, int band) {
        this.size = size;
        this.width = Math.min(band, size - 1) + 1;
        entries = new double[Math.multiplyExact(size, width)];
    }

    /** Adds to an entry of the lower triangle, {@code row >= column}, and to its mirror image. */
    public void add(int row, int column, double value) {
        entries[column * width + row - column] += value;
    }

    /** The mean of the diagonal. */
    public double meanDiagonal() {
        double sum = 0;
        for (int i = 0; i < size; i++) sum += entries[i * width];
        return sum / size;
    }

    /** Adds to every entry of the diagonal. */
    public void addDiagonal(double value) {
        for (int i = 0; i < size; i++) entries[i * width] += value;
    }

    /**
     * Replaces the matrix by its factor, row by row; what a row takes from those after it is taken along their memory.
     *
     * @throws IllegalStateException if it is not positive definite
     */
    public void factorise() {
        for (int k = 0; k < size; k++) {
            int row = k * width;
            double pivot = entries[row];
            if (!(pivot > 0)) throw new IllegalStateException("the banded equations have no single solution");
            pivot = Math.sqrt(pivot);
            entries[row] = pivot;
            int reach = Math.min(width, size - k);
            for (int j = 1; j < reach; j++) entries[row + j] /= pivot;
            for (int i = 1; i < reach; i++) {
                double factor = entries[row + i];
                if (factor != 0) subtract(entries, (k + i) * width, row + i, reach - i, factor);
            }
        }
    }

    private static void subtract(double[] entries, int to, int from, int count, double factor) {
        for (int j = 0; j < count; j++) entries[to + j] -= factor * entries[from + j];
    }

    /** Replaces the right-hand side by the solution, after {@link #factorise}. */
    public void solve(double[] right) {
        for (int k = 0; k < size; k++) {
            int row = k * width;
            double value = right[k] / entries[row];
            right[k] = value;
            int reach = Math.min(width, size - k);
            for (int i = 1; i < reach; i++) right[k + i] -= entries[row + i] * value;
        }
        for (int k = size - 1; k >= 0; k--) {
            int row = k * width;
            double sum = right[k];
            for (int i = Math.min(width, size - k) - 1; i > 0; i--) sum -= entries[row + i] * right[k + i];
            right[k] = sum / entries[row];
        }
    }
}
