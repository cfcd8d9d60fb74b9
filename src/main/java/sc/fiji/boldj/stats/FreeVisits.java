package sc.fiji.boldj.stats;

/**
 * Any covariance. The search has the entries of the Cholesky factor for parameters, its diagonal as logarithms (Pinheiro and
 * Bates 1996, Stat Comput 6): every set of parameters is a positive definite matrix.
 */
final class FreeVisits implements VisitStructure {

    private final int n;

    FreeVisits(int visits) {
        n = visits;
    }

    @Override
    public int size() {
        return n * (n + 1) / 2;
    }

    @Override
    public double[] start(double[] moments) {
        double[] l = SmallMatrix.factor(moments, n);
        double[] w = new double[size()];
        for (int i = 0, at = 0; i < n; i++)
            for (int j = 0; j <= i; j++) w[at++] = i == j ? StrictMath.log(l[i * n + i]) : l[i * n + j];
        return w;
    }

    private double[] lower(double[] w) {
        double[] l = new double[n * n];
        for (int i = 0, at = 0; i < n; i++)
            for (int j = 0; j <= i; j++, at++) l[i * n + j] = i == j ? StrictMath.exp(w[at]) : w[at];
        return l;
    }

    @Override
    public void covariance(double[] working, double[] target) {
        double[] l = lower(working);
        for (int i = 0; i < n; i++)
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = 0; k <= j; k++) sum += l[i * n + k] * l[j * n + k];
                target[i * n + j] = target[j * n + i] = sum;
            }
    }

    @Override
    public double[][] slopes(double[] working) {
        double[] l = lower(working);
        double[][] slopes = new double[size()][n * n];
        for (int i = 0, at = 0; i < n; i++)
            for (int j = 0; j <= i; j++, at++) {
                double step = i == j ? l[i * n + i] : 1;
                for (int k = j; k < n; k++) {
                    slopes[at][i * n + k] += step * l[k * n + j];
                    slopes[at][k * n + i] += step * l[k * n + j];
                }
            }
        return slopes;
    }

    @Override
    public double[][] naturalSlopes(double[] working) {
        double[][] slopes = new double[size()][n * n];
        for (int i = 0, at = 0; i < n; i++)
            for (int j = 0; j <= i; j++, at++) slopes[at][i * n + j] = slopes[at][j * n + i] = 1;
        return slopes;
    }
}
