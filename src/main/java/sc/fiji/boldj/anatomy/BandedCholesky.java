package sc.fiji.boldj.anatomy;

/** A symmetric positive definite matrix whose entries lie near the diagonal, and its Cholesky factor in its place. */
final class BandedCholesky {

    private final int size;
    private final int width;

    /** Lower triangle by rows: entry (i, j) at {@code i * width + j - i + width - 1}. */
    private final double[] entries;

    /** A matrix of zeros; entries further than {@code band} from the diagonal stay 0. */
    BandedCholesky(int size, int band) {
        this.size = size;
        this.width = Math.min(band, size - 1) + 1;
        entries = new double[Math.multiplyExact(size, width)];
    }

    /** Adds to an entry of the lower triangle, {@code row >= column}. */
    void add(int row, int column, double value) {
        entries[row * width + column - row + width - 1] += value;
    }

    double meanDiagonal() {
        double sum = 0;
        for (int i = 0; i < size; i++) sum += entries[i * width + width - 1];
        return sum / size;
    }

    void addDiagonal(double value) {
        for (int i = 0; i < size; i++) entries[i * width + width - 1] += value;
    }

    /**
     * Replaces the matrix by its factor.
     *
     * @throws IllegalStateException if it is not positive definite
     */
    void factorise() {
        for (int i = 0; i < size; i++) {
            int low = Math.max(0, i - width + 1);
            int rowI = i * width - i + width - 1;
            for (int j = low; j <= i; j++) {
                int rowJ = j * width - j + width - 1;
                double sum = entries[rowI + j];
                for (int k = Math.max(low, j - width + 1); k < j; k++) sum -= entries[rowI + k] * entries[rowJ + k];
                if (j < i) entries[rowI + j] = sum / entries[rowJ + j];
                else if (sum > 0) entries[rowI + i] = Math.sqrt(sum);
                else throw new IllegalStateException("the equations of the spline fit have no single solution");
            }
        }
    }

    /** Solves in place, after {@link #factorise}. */
    void solve(double[] right) {
        for (int i = 0; i < size; i++) {
            int row = i * width - i + width - 1;
            double sum = right[i];
            for (int k = Math.max(0, i - width + 1); k < i; k++) sum -= entries[row + k] * right[k];
            right[i] = sum / entries[row + i];
        }
        for (int i = size - 1; i >= 0; i--) {
            int row = i * width - i + width - 1;
            double value = right[i] / entries[row + i];
            right[i] = value;
            for (int k = Math.max(0, i - width + 1); k < i; k++) right[k] -= entries[row + k] * value;
        }
    }
}
