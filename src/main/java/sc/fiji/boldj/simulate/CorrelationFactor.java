package sc.fiji.boldj.simulate;

import org.apache.commons.math3.exception.MathIllegalArgumentException;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;

/** The triangle L with L L' = C, which gives independent courses the correlations C. */
final class CorrelationFactor {

    private CorrelationFactor() {}

    /** @throws IllegalArgumentException if the matrix is no matrix of correlations */
    static double[][] of(double[][] correlations) {
        for (int i = 0; i < correlations.length; i++) {
            if (correlations[i].length != correlations.length)
                throw new IllegalArgumentException("row " + i + " of the correlations has " + correlations[i].length
                        + " values, expected " + correlations.length);
            if (correlations[i][i] != 1)
                throw new IllegalArgumentException("a course has correlation 1 with itself, got " + correlations[i][i]);
        }
        return triangle(correlations, "these correlations cannot all be had at once (not positive definite)");
    }

    static double[][] triangle(double[][] matrix, String complaint) {
        try {
            return new CholeskyDecomposition(new Array2DRowRealMatrix(matrix), 1e-9, 1e-6)
                    .getL()
                    .getData();
        } catch (MathIllegalArgumentException e) {
            throw new IllegalArgumentException(complaint, e);
        }
    }
}
