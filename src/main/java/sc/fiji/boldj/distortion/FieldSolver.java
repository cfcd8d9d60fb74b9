package sc.fiji.boldj.distortion;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.DecompositionSolver;
import sc.fiji.boldj.run.Progress;

/**
 * Solves Gauss-Newton equations for field and motion together, by conjugate gradients. The preconditioner is the diagonal for
 * the field and the exact matrix for the motion.
 */
final class FieldSolver {

    private FieldSolver() {}

    /**
     * The step of field and motion.
     *
     * @param tolerance of the residual, over that of the start
     * @param most iterations at most
     * @return shape (1 field, 1 motion): coefficients, and motions one image after the other
     */
    static double[][] step(FieldEquations e, double tolerance, int most, Progress progress) {
        int n = e.gradient.length;
        int m = e.motionGradient.length;
        DecompositionSolver motion = m == 0
                ? null
                : new CholeskyDecomposition(new Array2DRowRealMatrix(e.motionMatrix, false), 1e-9, 0).getSolver();
        double[] r = new double[n + m];
        for (int i = 0; i < n; i++) r[i] = -e.gradient[i];
        for (int p = 0; p < m; p++) r[n + p] = -e.motionGradient[p];
        double[] x = new double[n + m];
        double[] s = precondition(e, motion, r);
        double[] d = s.clone();
        double rs = dot(r, s);
        double start = rs;
        for (int k = 0; k < most && rs > tolerance * tolerance * start; k++) {
            progress.checkCancelled();
            double[] h = times(e, d);
            double along = dot(d, h);
            if (!(along > 0)) break;
            double a = rs / along;
            for (int i = 0; i < x.length; i++) {
                x[i] += a * d[i];
                r[i] -= a * h[i];
            }
            s = precondition(e, motion, r);
            double next = dot(r, s);
            double b = next / rs;
            rs = next;
            for (int i = 0; i < d.length; i++) d[i] = s[i] + b * d[i];
        }
        double[][] step = {new double[n], new double[m]};
        System.arraycopy(x, 0, step[0], 0, n);
        System.arraycopy(x, n, step[1], 0, m);
        return step;
    }

    private static double[] times(FieldEquations e, double[] d) {
        int n = e.gradient.length;
        int m = e.motionGradient.length;
        double[] field = new double[n];
        System.arraycopy(d, 0, field, 0, n);
        double[] h = new double[n + m];
        System.arraycopy(e.times(field, Progress.NONE), 0, h, 0, n);
        for (int p = 0; p < m; p++) {
            double[] cross = e.cross[p];
            double along = d[n + p];
            double sum = 0;
            for (int i = 0; i < n; i++) {
                h[i] += cross[i] * along;
                sum += cross[i] * d[i];
            }
            for (int q = 0; q < m; q++) sum += e.motionMatrix[p][q] * d[n + q];
            h[n + p] = sum;
        }
        return h;
    }

    private static double[] precondition(FieldEquations e, DecompositionSolver motion, double[] r) {
        int n = e.gradient.length;
        double[] s = new double[r.length];
        for (int i = 0; i < n; i++) s[i] = e.diagonal[i] > 0 ? r[i] / e.diagonal[i] : 0;
        if (motion == null) return s;
        double[] right = new double[r.length - n];
        System.arraycopy(r, n, right, 0, right.length);
        System.arraycopy(motion.solve(new ArrayRealVector(right, false)).toArray(), 0, s, n, right.length);
        return s;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }
}
