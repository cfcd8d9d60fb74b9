package sc.fiji.boldj.glm;

import sc.fiji.boldj.linalg.Matrix;
import sc.fiji.boldj.linalg.MatrixProduct;

/** Residuals of a fit without a model of the noise. */
final class PlainResiduals {

    private PlainResiduals() {}

    /** Residuals of the plan's columns; which voxels are finite and not explained to the last bit. */
    static boolean[] residuals(GlmPlan plan, float[] block, int count, double[] residual) {
        ModelBasis basis = plan.basis();
        int n = basis.rows();
        int rank = basis.rank();
        boolean[] fitted = new boolean[count];
        double[] squares = new double[count];
        for (int v = 0; v < count; v++) {
            fitted[v] = true;
            for (int t = 0; t < n; t++) {
                double value = block[t * count + v];
                if (!Double.isFinite(value)) {
                    fitted[v] &= plan.censored()[t];
                    value = 0;
                }
                residual[v * n + t] = value;
            }
            squares[v] = ArNoise.dot(residual, v * n, residual, v * n, n);
        }
        double[] weights = new double[count * rank];
        MatrixProduct.multiply(
                1,
                Matrix.of(residual, count, n),
                Matrix.of(basis.basis(), n, rank),
                0,
                Matrix.of(weights, count, rank));
        MatrixProduct.multiply(
                -1,
                Matrix.of(weights, count, rank),
                Matrix.of(basis.basis(), n, rank).transposed(),
                1,
                Matrix.of(residual, count, n));
        for (int v = 0; v < count; v++)
            fitted[v] &= ArNoise.dot(residual, v * n, residual, v * n, n) > BlockFit.NOTHING * squares[v];
        return fitted;
    }
}
