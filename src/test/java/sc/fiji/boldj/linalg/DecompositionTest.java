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
        Blas.square(1, Matrix.of(factor, 12, 20), 0, Matrix.of(a, 12, 12));
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
