package sc.fiji.boldj.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;

class DecompositionTest {

    private static double[] random(long seed, int length) {
        return new SplittableRandom(seed).doubles(length, -1, 1).toArray();
    }

    private static RealMatrix matrix(double[] values, int rows, int columns) {
        double[][] data = new double[rows][];
        for (int i = 0; i < rows; i++) data[i] = Arrays.copyOfRange(values, i * columns, (i + 1) * columns);
        return new Array2DRowRealMatrix(data, false);
    }

    private static double largest(RealMatrix m) {
        double largest = 0;
        for (double[] row : m.getData()) for (double v : row) largest = Math.max(largest, Math.abs(v));
        return largest;
    }

    private static void assertIdentity(RealMatrix m, double tolerance) {
        for (int i = 0; i < m.getRowDimension(); i++)
            for (int j = 0; j < m.getColumnDimension(); j++)
                assertEquals(i == j ? 1 : 0, m.getEntry(i, j), tolerance, i + ", " + j);
    }

    /** 30 x 8: columns 2 and 5 of very different size, 6 = 2 times 1 minus 3, 7 zero. */
    private static double[] deficient() {
        double[] design = random(1, 30 * 8);
        for (int i = 0; i < 30; i++) {
            design[i * 8 + 2] *= 1e-7;
            design[i * 8 + 5] *= 1e8;
            design[i * 8 + 6] = 2 * design[i * 8 + 1] - design[i * 8 + 3];
            design[i * 8 + 7] = 0;
        }
        return design;
    }

    @Test
    void basesAreOrthonormalAndSplitTheSpaceWhateverTheScaleOfTheColumns() {
        ColumnSpace space = ColumnSpace.of(deficient(), 30, 8);
        assertEquals(6, space.rank());
        RealMatrix inside = matrix(space.basis(), 30, 6);
        RealMatrix outside = matrix(space.complement(), 30, 24);
        assertIdentity(inside.transpose().multiply(inside), 1e-14);
        assertIdentity(outside.transpose().multiply(outside), 1e-14);
        assertTrue(largest(inside.transpose().multiply(outside)) < 1e-14);
        RealMatrix design = matrix(deficient(), 30, 8);
        RealMatrix left = outside.transpose().multiply(design);
        for (int j = 0; j < 8; j++)
            assertTrue(left.getColumnVector(j).getNorm()
                    <= 1e-13 * design.getColumnVector(j).getNorm());
        assertEquals(6, Arrays.stream(space.independentColumns()).distinct().count());
        assertTrue(Arrays.stream(space.independentColumns()).noneMatch(j -> j == 7));
    }

    @Test
    void emptyZeroAndWideDesignsAreTakenAsTheyAre() {
        ColumnSpace none = ColumnSpace.of(new double[0], 4, 0);
        assertEquals(0, none.rank());
        assertEquals(0, none.basis().length);
        assertIdentity(matrix(none.complement(), 4, 4), 0);
        ColumnSpace zero = ColumnSpace.of(new double[8], 4, 2);
        assertEquals(0, zero.rank());
        assertIdentity(matrix(zero.complement(), 4, 4), 0);
        ColumnSpace wide = ColumnSpace.of(random(2, 4 * 9), 4, 9);
        assertEquals(4, wide.rank());
        assertEquals(0, wide.complement().length);
    }

    @Test
    void leastSquaresEqualsThePseudoInverse() {
        double[] design = random(3, 40 * 6);
        double[] series = random(4, 40 * 5);
        LeastSquares.Fit fit = LeastSquares.solve(design, 40, 6, series, 5);
        assertEquals(6, fit.rank());
        RealMatrix expected = new SingularValueDecomposition(matrix(design, 40, 6))
                .getSolver()
                .getInverse()
                .multiply(matrix(series, 40, 5));
        assertTrue(largest(expected.subtract(matrix(fit.coefficients(), 6, 5))) < 1e-13);
    }

    @Test
    void dependentColumnsShareTheFitAndZerosGetNothing() {
        double[] design = deficient();
        double[] series = random(5, 30 * 2);
        LeastSquares.Fit fit = LeastSquares.solve(design, 30, 8, series, 2);
        assertEquals(6, fit.rank());
        assertEquals(0, fit.coefficients()[7 * 2]);
        RealMatrix residual =
                matrix(series, 30, 2).subtract(matrix(design, 30, 8).multiply(matrix(fit.coefficients(), 8, 2)));
        RealMatrix outside = matrix(ColumnSpace.of(design, 30, 8).complement(), 30, 24);
        RealMatrix expected = outside.multiply(outside.transpose()).multiply(matrix(series, 30, 2));
        assertTrue(largest(expected.subtract(residual)) < 1e-12);
    }

    @Test
    void eigenvectorsDiagonaliseAndAreSortedAndSigned() {
        double[] factor = random(6, 12 * 20);
        double[] a = new double[12 * 12];
        MatrixProduct.square(1, Matrix.of(factor, 12, 20), 0, Matrix.of(a, 12, 12));
        SymmetricEigen eigen = SymmetricEigen.of(a, 12);
        RealMatrix v = matrix(eigen.vectors(), 12, 12);
        RealMatrix d = v.transpose().multiply(matrix(a, 12, 12)).multiply(v);
        for (int i = 0; i < 12; i++)
            for (int j = 0; j < 12; j++) assertEquals(i == j ? eigen.values()[i] : 0, d.getEntry(i, j), 1e-12);
        for (int j = 1; j < 12; j++) assertTrue(eigen.values()[j - 1] >= eigen.values()[j]);
        for (int j = 0; j < 12; j++)
            assertEquals(
                    v.getColumnVector(j).getLInfNorm(), v.getColumnVector(j).getMaxValue());
    }

    @Test
    void singularValuesEqualThoseOfCommonsMathAndRebuildTheMatrix() {
        for (int[] shape : new int[][] {{15, 7}, {7, 15}, {1, 3}}) {
            int rows = shape[0];
            int columns = shape[1];
            int k = Math.min(rows, columns);
            double[] a = random(7, rows * columns);
            Svd svd = Svd.of(a, rows, columns);
            double[] expected = new SingularValueDecomposition(matrix(a, rows, columns)).getSingularValues();
            assertArrayEquals(expected, svd.values(), 1e-13);
            RealMatrix scaled = matrix(svd.left(), rows, k);
            for (int j = 0; j < k; j++)
                scaled.setColumnVector(j, scaled.getColumnVector(j).mapMultiply(svd.values()[j]));
            RealMatrix rebuilt = scaled.multiply(matrix(svd.right(), k, columns));
            assertTrue(largest(rebuilt.subtract(matrix(a, rows, columns))) < 1e-13);
        }
    }

    /** Symmetric matrices of 130 rows: full, graded over 24 decades, clustered eigenvalues, of rank 5, already diagonal. */
    private static double[] hard(int kind) {
        int n = 130;
        double[] a = new double[n * n];
        if (kind == 4) {
            for (int i = 0; i < n; i++) a[i * n + i] = (i * 37) % 11;
            return a;
        }
        int rank = kind == 3 ? 5 : n;
        double[] basis = ColumnSpace.of(random(20 + kind, n * n), n, n).basis();
        for (int k = 0; k < rank; k++) {
            double value = kind == 1 ? Math.pow(10, 12 - 24.0 * k / n) : kind == 2 ? k % 3 : 1 + k % 17;
            for (int i = 0; i < n; i++)
                for (int j = 0; j < n; j++) a[i * n + j] += value * (basis[i * n + k] * basis[j * n + k]);
        }
        return a;
    }

    @Test
    void hardSymmetricMatricesAreRebuiltFromOrthonormalVectors() {
        int n = 130;
        for (int kind = 0; kind < 5; kind++) {
            double[] a = hard(kind);
            SymmetricEigen eigen = SymmetricEigen.of(a, n);
            RealMatrix v = matrix(eigen.vectors(), n, n);
            assertIdentity(v.transpose().multiply(v), 5e-14);
            RealMatrix scaled = v.copy();
            for (int j = 0; j < n; j++)
                scaled.setColumnVector(j, v.getColumnVector(j).mapMultiply(eigen.values()[j]));
            RealMatrix rebuilt = scaled.multiply(v.transpose());
            double size = largest(matrix(a, n, n));
            assertTrue(
                    largest(rebuilt.subtract(matrix(a, n, n))) < 2e-14 * Math.max(size, eigen.values()[0]),
                    "kind " + kind);
            if (kind == 3) for (int j = 5; j < n; j++) assertEquals(0, eigen.values()[j], 1e-14 * eigen.values()[0]);
        }
    }

    @Test
    void hardMatricesHaveOrthonormalSingularVectors() {
        for (int[] shape : new int[][] {{130, 40}, {40, 130}, {130, 130}, {6, 6}}) {
            for (int kind = 0; kind < 4; kind++) {
                int rows = shape[0];
                int columns = shape[1];
                int k = Math.min(rows, columns);
                double[] a = random(30 + kind, rows * columns);
                if (kind == 1) for (int i = 0; i < a.length; i++) a[i] *= Math.pow(10, -(i % columns) / 4.0);
                if (kind == 2)
                    for (int i = 0; i < rows; i++)
                        for (int j = 0; j < columns; j++) a[i * columns + j] = j % 3 * (1.0 + i);
                if (kind == 3) Arrays.fill(a, 0);
                Svd svd = Svd.of(a, rows, columns);
                RealMatrix left = matrix(svd.left(), rows, k);
                RealMatrix right = matrix(svd.right(), k, columns);
                assertIdentity(left.transpose().multiply(left), 1e-13);
                assertIdentity(right.multiply(right.transpose()), 1e-13);
                for (int j = 0; j < k; j++)
                    left.setColumnVector(j, left.getColumnVector(j).mapMultiply(svd.values()[j]));
                double error = largest(left.multiply(right).subtract(matrix(a, rows, columns)));
                assertTrue(error <= 2e-14 * svd.values()[0], Arrays.toString(shape) + " kind " + kind + ": " + error);
                if (kind == 2) for (int j = 1; j < k; j++) assertTrue(svd.values()[j] <= 1e-13 * svd.values()[0]);
            }
        }
    }

    @Test
    void theHilbertMatrixHasItsKnownSmallestSingularValue() {
        double[] hilbert = new double[64];
        for (int i = 0; i < 8; i++) for (int j = 0; j < 8; j++) hilbert[i * 8 + j] = 1.0 / (i + j + 1);
        // 1 / (1.525756e10 / 1.695939): condition number and norm of the Hilbert matrix of order 8
        assertEquals(1.11153e-10, Svd.of(hilbert, 8, 8).values()[7], 1e-14);
        for (double size : new double[] {1e-200, 1e200}) {
            double[] scaled = new double[64];
            for (int i = 0; i < 64; i++) scaled[i] = hilbert[i] * size;
            assertEquals(1.6959389970, Svd.of(scaled, 8, 8).values()[0] / size, 1e-9);
            assertEquals(1.6959389970, SymmetricEigen.of(scaled, 8).values()[0] / size, 1e-9);
        }
    }

    @Test
    void ofColumnsThatAreEquallyFarTheFirstIsTaken() {
        double[] design = {1, 0, 1, 0, 1, 0, 0, 0, 0};
        assertArrayEquals(new int[] {0, 1}, ColumnSpace.of(design, 3, 3).independentColumns());
    }

    @Test
    void aValueThatIsNotANumberIsNamedByItsPlace() {
        double[] design = random(8, 12);
        design[7] = Double.NaN;
        for (Runnable call : new Runnable[] {() -> ColumnSpace.of(design, 4, 3), () -> Svd.of(design, 4, 3)}) {
            var e = assertThrows(IllegalArgumentException.class, call::run);
            assertTrue(e.getMessage().endsWith("must have finite values, but row 2, column 1 is NaN"), e.getMessage());
        }
        var shape = assertThrows(IllegalArgumentException.class, () -> SymmetricEigen.of(design, 3));
        assertEquals("the symmetric matrix of shape (3, 3) cannot have 12 values", shape.getMessage());
    }
}
