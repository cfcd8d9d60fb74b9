package sc.fiji.boldj.denoise;

import sc.fiji.boldj.linalg.ColumnSpace;
import sc.fiji.boldj.linalg.Matrix;
import sc.fiji.boldj.linalg.MatrixProduct;

/** Takes away from series what a design explains. Immutable. */
final class Projection {

    private final int rows;
    private final int rank;
    private final int columns;
    private final boolean keeps;
    private final double[] basis;

    private Projection(int rows, int rank, int columns, boolean keeps, double[] basis) {
        this.rows = rows;
        this.rank = rank;
        this.columns = columns;
        this.keeps = keeps;
        this.basis = basis;
    }

    /**
     * The projection for a design, through the smaller of the two bases: what the design spans is subtracted, or what is
     * orthogonal to it is kept.
     *
     * @param design shape (rows, columns)
     */
    static Projection of(double[] design, int rows, int columns) {
        ColumnSpace space = ColumnSpace.of(design, rows, columns);
        int rank = space.rank();
        boolean keeps = rows - rank < rank;
        return keeps
                ? new Projection(rows, rank, rows - rank, true, space.complement())
                : new Projection(rows, rank, rank, false, space.basis());
    }

    int rank() {
        return rank;
    }

    /** Replaces series, shape (rows, count), by their residuals. */
    void apply(double[] block, int count) {
        if (rank == 0) return;
        double[] coefficients = new double[columns * count];
        if (columns > 0)
            MatrixProduct.multiply(
                    1,
                    Matrix.of(basis, rows, columns).transposed(),
                    Matrix.of(block, rows, count),
                    0,
                    Matrix.of(coefficients, columns, count));
        MatrixProduct.multiply(
                keeps ? 1 : -1,
                Matrix.of(basis, rows, columns),
                Matrix.of(coefficients, columns, count),
                keeps ? 0 : 1,
                Matrix.of(block, rows, count));
    }
}
