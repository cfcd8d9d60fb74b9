package sc.fiji.boldj.linalg;

/**
 * A symmetric matrix as {@code Q T Q'} with a tridiagonal T, by Householder reflections (Golub and Van Loan, Matrix
 * Computations, 2013, 8.3.1).
 *
 * @param diagonal of T, shape (n)
 * @param beside the entries next to it, shape (n), the last one 0
 * @param columns the columns of Q
 */
record Tridiagonal(double[] diagonal, double[] beside, double[][] columns) {

    /** @param a rows of a symmetric matrix, both triangles; replaced */
    static Tridiagonal of(double[][] a) {
        int n = a.length;
        double[] beside = new double[n];
        double[][] reflections = new double[n][];
        double[] factors = new double[n];
        for (int k = 0; k + 2 < n; k++) {
            double[] v = a[k];
            double length = Math.sqrt(Vectors.dot(v, v, k + 1, n));
            reflections[k] = v;
            if (length == 0) continue;
            beside[k] = v[k + 1] > 0 ? -length : length;
            double own = v[k];
            v[k + 1] -= beside[k];
            factors[k] = 2 / Vectors.dot(v, v, k + 1, n);
            update(a, v, factors[k], k + 1);
            v[k] = own;
        }
        if (n > 1) beside[n - 2] = a[n - 2][n - 1];
        double[] diagonal = new double[n];
        for (int i = 0; i < n; i++) diagonal[i] = a[i][i];
        return new Tridiagonal(diagonal, beside, product(reflections, factors, n));
    }

    /** Replaces the rows and columns from {@code first} on by {@code H A H}, with {@code H = I - factor v v'}. */
    private static void update(double[][] a, double[] v, double factor, int first) {
        int n = a.length;
        double[] w = new double[n];
        int i = first;
        for (; i + 1 < n; i += 2) addTwo(v[i], a[i], v[i + 1], a[i + 1], w, first);
        if (i < n) Vectors.add(v[i], a[i], w, first, n);
        for (int j = first; j < n; j++) w[j] *= factor;
        Vectors.add(-factor / 2 * Vectors.dot(v, w, first, n), v, w, first, n);
        for (i = first; i < n; i++) addTwo(-v[i], w, -w[i], v, a[i], first);
    }

    private static void addTwo(double p, double[] x, double q, double[] y, double[] target, int from) {
        int n = target.length;
        for (int j = from; j < n; j++) target[j] = target[j] + p * x[j] + q * y[j];
    }

    /** The columns of the product of the reflections. */
    private static double[][] product(double[][] reflections, double[] factors, int n) {
        double[][] q = new double[n][n];
        for (int i = 0; i < n; i++) q[i][i] = 1;
        for (int k = n - 3; k >= 0; k--) {
            if (factors[k] == 0) continue;
            double[] v = reflections[k];
            double[] u = new double[n];
            int i = k + 1;
            for (; i + 1 < n; i += 2) addTwo(v[i], q[i], v[i + 1], q[i + 1], u, k + 1);
            if (i < n) Vectors.add(v[i], q[i], u, k + 1, n);
            for (i = k + 1; i < n; i++) Vectors.add(-factors[k] * v[i], u, q[i], k + 1, n);
        }
        double[][] columns = new double[n][n];
        for (int i = 0; i < n; i++) for (int j = 0; j < n; j++) columns[j][i] = q[i][j];
        return columns;
    }
}
