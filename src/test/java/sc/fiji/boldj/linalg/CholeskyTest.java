package sc.fiji.boldj.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;

/** Against Commons Math; 1e-12 is a thousand times the rounding of systems of this size and condition. */
class CholeskyTest {

    private static RealMatrix matrix(int n, int band) {
        var random = new SplittableRandom(n);
        RealMatrix m = new Array2DRowRealMatrix(n, n);
        for (int i = 0; i < n; i++)
            for (int j = 0; j <= i; j++) {
                double value = i == j ? 2 * n : i - j <= band ? random.nextDouble(-1, 1) : 0;
                m.setEntry(i, j, value);
                m.setEntry(j, i, value);
            }
        return m;
    }

    private static double[] packed(RealMatrix m) {
        double[] packed = new double[Cholesky.size(m.getRowDimension())];
        for (int i = 0, at = 0; i < m.getRowDimension(); i++)
            for (int j = 0; j <= i; j++) packed[at++] = m.getEntry(i, j);
        return packed;
    }

    private static double[] square(RealMatrix m) {
        int n = m.getRowDimension();
        double[] square = new double[n * n];
        for (int i = 0; i < square.length; i++) square[i] = m.getEntry(i / n, i % n);
        return square;
    }

    @Test
    void packedFactorSolutionsInverseAndDeterminant() {
        for (int n : new int[] {1, 2, 3, 7, 12}) {
            RealMatrix m = matrix(n, n);
            var known = new CholeskyDecomposition(m);
            double[] right = new SplittableRandom(1).doubles(n, -1, 1).toArray();
            double[] product = new double[n];
            Cholesky.times(packed(m), right, product, n);
            assertArrayEquals(m.operate(right), product, 1e-12);
            double[] l = packed(m);
            assertTrue(Cholesky.factor(l, n));
            assertArrayEquals(packed(known.getL()), l, 1e-12);
            assertEquals(Math.log(known.getDeterminant()), Cholesky.logDeterminant(l, n), 1e-12);
            double[] inverse = new double[l.length];
            Cholesky.inverse(l, n, inverse);
            assertArrayEquals(packed(known.getSolver().getInverse()), inverse, 1e-12);
            double[] b = new double[n + 2];
            System.arraycopy(right, 0, b, 2, n);
            double[] solution =
                    known.getSolver().solve(new ArrayRealVector(right)).toArray();
            double length = new ArrayRealVector(right).dotProduct(new ArrayRealVector(solution));
            assertEquals(length, Cholesky.forward(l, n, b, 2), 1e-12);
            Cholesky.backward(l, n, b, 2);
            for (int i = 0; i < n; i++) assertEquals(solution[i], b[i + 2], 1e-12);
            double[] a = square(m);
            assertTrue(Cholesky.factorSquare(a, n, 1e-10));
            Cholesky.solveSquare(a, n, right);
            assertArrayEquals(solution, right, 1e-12);
        }
    }

    @Test
    void aDependentColumnIsSaidOrGivenTheLeastPivot() {
        double[] dependent = {1, 1, 1, 1};
        assertFalse(Cholesky.factorSquare(dependent.clone(), 2, 1e-10));
        assertFalse(Cholesky.factor(new double[] {1, 1, 1}, 2));
        assertFalse(Cholesky.factor(new double[] {1, Double.NaN, 1}, 2));
        Cholesky.factorSquareAbove(dependent, 2, 0.25);
        assertArrayEquals(new double[] {1, 1, 1, 0.5}, dependent);
    }

    @Test
    void bandedSystemsHaveTheSameSolution() {
        for (int band : new int[] {0, 1, 3, 20}) {
            int n = 15;
            RealMatrix m = matrix(n, band);
            var banded = new BandedCholesky(n, band);
            for (int i = 0; i < n; i++)
                for (int j = Math.max(0, i - band); j <= i; j++) banded.add(i, j, m.getEntry(i, j));
            assertEquals(m.getTrace() / n, banded.meanDiagonal(), 1e-12);
            banded.addDiagonal(0.5);
            for (int i = 0; i < n; i++) m.addToEntry(i, i, 0.5);
            double[] right = new SplittableRandom(2).doubles(n, -1, 1).toArray();
            double[] solution = new CholeskyDecomposition(m)
                    .getSolver()
                    .solve(new ArrayRealVector(right))
                    .toArray();
            banded.factorise();
            banded.solve(right);
            assertArrayEquals(solution, right, 1e-12);
        }
        assertThrows(IllegalStateException.class, () -> new BandedCholesky(2, 1).factorise());
    }
}
