package sc.fiji.boldj.group;

import java.util.Arrays;
import sc.fiji.boldj.linalg.Cholesky;
import sc.fiji.boldj.linalg.Matrix;
import sc.fiji.boldj.linalg.MatrixProduct;

/**
 * Ridge regression and the linear support vector machine, fitted through the products of subjects with each other: the
 * cost grows with subjects, not with features.
 */
final class KernelLearner implements Learner {

    /** Which model. */
    enum Kind {
        RIDGE,
        SVM
    }

    private static final double[] RIDGE = {1e3, 1e2, 1e1, 1, 1e-1, 1e-2, 1e-3};
    private static final double[] SVM = {1e-3, 1e-2, 1e-1, 1, 1e1, 1e2};
    private static final int SWEEPS = 300;

    private final Kind kind;
    private final boolean classes;

    /** @param classes whether to leave the intercept to calibration: scores of all folds are then on one scale */
    KernelLearner(Kind kind, boolean classes) {
        this.kind = kind;
        this.classes = classes;
    }

    @Override
    public int settings() {
        return kind == Kind.RIDGE ? RIDGE.length : SVM.length;
    }

    @Override
    public Linear[] fit(double[][] x, double[] y) {
        int n = x.length;
        int p = x[0].length;
        double[] flat = new double[n * p];
        for (int i = 0; i < n; i++) System.arraycopy(x[i], 0, flat, i * p, p);
        double[] gram = new double[n * n];
        MatrixProduct.square(1, Matrix.of(flat, n, p), 0, Matrix.of(gram, n, n));
        double size = 0;
        for (int i = 0; i < n; i++) size += gram[i * n + i] / n;
        if (size == 0) size = 1;
        double mean = Arrays.stream(y).average().orElse(0);
        Linear[] models = new Linear[settings()];
        for (int s = 0; s < models.length; s++) {
            double[] dual = kind == Kind.RIDGE
                    ? ridge(gram, n, y, mean, RIDGE[s] * size)
                    : machine(gram, n, y, SVM[s] / size, size);
            double[] weights = new double[p];
            for (int i = 0; i < n; i++) for (int f = 0; f < p; f++) weights[f] += dual[i] * x[i][f];
            double intercept = classes ? 0 : mean;
            if (kind == Kind.SVM) {
                intercept = 0;
                for (int i = 0; i < n; i++) intercept += dual[i] * size;
            }
            models[s] = new Linear(weights, intercept);
        }
        return models;
    }

    /** Solves (K + penalty I) a = y - mean by Cholesky. */
    private static double[] ridge(double[] gram, int n, double[] y, double mean, double penalty) {
        double[] l = gram.clone();
        for (int j = 0; j < n; j++) l[j * n + j] += penalty;
        Cholesky.factorSquareAbove(l, n, 1e-300);
        double[] a = new double[n];
        for (int i = 0; i < n; i++) a[i] = y[i] - mean;
        Cholesky.solveSquare(l, n, a);
        return a;
    }

    /**
     * Dual coordinate descent (Hsieh et al. 2008, ICML) for the hinge loss; the intercept is a feature of the mean size of
     * a subject.
     *
     * @return signed dual coefficients
     */
    private static double[] machine(double[] gram, int n, double[] y, double bound, double bias) {
        double[] alpha = new double[n];
        double[] margin = new double[n];
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            double worst = 0;
            for (int i = 0; i < n; i++) {
                double gradient = y[i] * margin[i] - 1;
                double q = gram[i * n + i] + bias;
                if (q <= 0) continue;
                double next = Math.min(bound, Math.max(0, alpha[i] - gradient / q));
                double change = next - alpha[i];
                if (change == 0) continue;
                alpha[i] = next;
                worst = Math.max(worst, Math.abs(change) * q);
                for (int j = 0; j < n; j++) margin[j] += change * y[i] * (gram[i * n + j] + bias);
            }
            if (worst < 1e-4) break;
        }
        for (int i = 0; i < n; i++) alpha[i] *= y[i];
        return alpha;
    }
}
