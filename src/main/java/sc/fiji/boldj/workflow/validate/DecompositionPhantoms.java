package sc.fiji.boldj.workflow.validate;

import java.util.List;
import sc.fiji.boldj.linalg.Cholesky;
import sc.fiji.boldj.linalg.ColumnSpace;
import sc.fiji.boldj.linalg.LeastSquares;
import sc.fiji.boldj.linalg.Svd;
import sc.fiji.boldj.linalg.SymmetricEigen;

/** Matrices whose decompositions are known in closed form. */
final class DecompositionPhantoms {

    private static final int N = 60;

    private DecompositionPhantoms() {}

    static List<Criterion> eigenvalues(ArrayDigest sum) {
        double[] matrix = new double[N * N];
        for (int i = 0; i < N; i++) {
            matrix[i * N + i] = 2;
            if (i > 0) {
                matrix[i * N + i - 1] = -1;
                matrix[(i - 1) * N + i] = -1;
            }
        }
        SymmetricEigen found = SymmetricEigen.of(matrix, N);
        double value = 0;
        double vector = 0;
        for (int j = 0; j < N; j++) {
            int k = N - j; // largest first
            value = Math.max(value, Math.abs(found.values()[j] - (2 - 2 * StrictMath.cos(k * Math.PI / (N + 1)))));
            double likeness = 0;
            for (int i = 0; i < N; i++) likeness += found.vectors()[i * N + j] * sine(i, k - 1, N);
            vector = Math.max(vector, Math.abs(Math.abs(likeness) - 1));
        }
        sum.add(found.values());
        sum.add(found.vectors());
        return List.of(
                new Criterion("largest error of an eigenvalue", value, 0, 1e-12),
                new Criterion("largest distance of an eigenvector from its sine", vector, 0, 1e-12));
    }

    static List<Criterion> singularValues(ArrayDigest sum) {
        int rows = 50;
        int columns = 12;
        double[] matrix = new double[rows * columns];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++)
                for (int k = 0; k < columns; k++)
                    matrix[i * columns + j] += cosine(i, k, rows) * Math.scalb(1.0, -k) * sine(j, k, columns);
        Svd found = Svd.of(matrix, rows, columns);
        double value = 0;
        double vector = 0;
        for (int k = 0; k < columns; k++) {
            value = Math.max(value, Math.abs(found.values()[k] - Math.scalb(1.0, -k)));
            double left = 0;
            double right = 0;
            for (int i = 0; i < rows; i++) left += found.left()[i * columns + k] * cosine(i, k, rows);
            for (int j = 0; j < columns; j++) right += found.right()[k * columns + j] * sine(j, k, columns);
            vector = Math.max(vector, Math.abs(left * right - 1)); // the signs of both belong together
        }
        sum.add(found.left());
        sum.add(found.values());
        sum.add(found.right());
        return List.of(
                new Criterion("largest error of a singular value", value, 0, 1e-12),
                new Criterion("largest distance of a singular vector from its wave", vector, 0, 1e-11));
    }

    static List<Criterion> leastSquares(ArrayDigest sum) {
        int rows = 80;
        int columns = 5;
        double[] truth = {1, -2, 0.5, 3, 0};
        double[] design = new double[rows * columns];
        double[] series = new double[rows];
        for (int i = 0; i < rows; i++) {
            double x = cosine(i, 1, rows) / cosine(0, 1, rows);
            for (int j = 0; j < 4; j++) design[i * columns + j] = StrictMath.pow(x, j);
            design[i * columns + 4] = design[i * columns + 1];
            for (int j = 0; j < 4; j++) series[i] += truth[j] * design[i * columns + j];
            series[i] +=
                    7 * cosine(i, 9, rows); // a polynomial of degree 9 in these points, orthogonal to lower degrees
        }
        LeastSquares.Fit fit = LeastSquares.solve(design, rows, columns, series, 1);
        double[] found = fit.coefficients().clone();
        found[1] += found[4]; // two equal columns share their coefficient
        double coefficient = Math.abs(fit.coefficients()[1] - fit.coefficients()[4]);
        for (int j = 0; j < 4; j++) coefficient = Math.max(coefficient, Math.abs(found[j] - truth[j]));
        ColumnSpace space = ColumnSpace.of(design, rows, columns);
        double[] basis = space.basis();
        double[] rest = new double[rows];
        for (int i = 0; i < rows; i++) rest[i] = series[i];
        for (int j = 0; j < space.rank(); j++) {
            double share = 0;
            for (int i = 0; i < rows; i++) share += basis[i * space.rank() + j] * series[i];
            for (int i = 0; i < rows; i++) rest[i] -= share * basis[i * space.rank() + j];
        }
        double residual = 0;
        for (int i = 0; i < rows; i++) residual = Math.max(residual, Math.abs(rest[i] - 7 * cosine(i, 9, rows)));
        sum.add(fit.coefficients());
        sum.add(basis);
        return List.of(
                new Criterion("rank of five columns, two of them equal", fit.rank(), 4, 0),
                new Criterion("rank by orthogonal reflections", space.rank(), 4, 0),
                new Criterion("largest error of a coefficient", coefficient, 0, 1e-11),
                new Criterion("largest error of a residual", residual, 0, 1e-12),
                new Criterion("largest error of a triangular factor", triangle(sum), 0, 0));
    }

    /** The factor of the matrix min(i, j), i and j from 1, has ones on and below its diagonal. */
    private static double triangle(ArrayDigest sum) {
        double[] matrix = new double[N * N];
        for (int i = 0; i < N; i++) for (int j = 0; j < N; j++) matrix[i * N + j] = Math.min(i, j) + 1;
        if (!Cholesky.factorSquare(matrix, N, 1e-9)) return Double.NaN;
        double error = 0;
        for (int i = 0; i < N; i++)
            for (int j = 0; j <= i; j++) error = Math.max(error, Math.abs(matrix[i * N + j] - 1));
        sum.add(matrix);
        return error;
    }

    /** Sine wave number {@code k}, from 0, at point {@code i} of {@code n}: vectors of length 1, orthogonal. */
    private static double sine(int i, int k, int n) {
        return Math.sqrt(2.0 / (n + 1)) * StrictMath.sin((i + 1) * (k + 1) * Math.PI / (n + 1));
    }

    /** Cosine wave number {@code k}, from 0: vectors of length 1, orthogonal. */
    private static double cosine(int i, int k, int n) {
        return Math.sqrt((k == 0 ? 1.0 : 2.0) / n) * StrictMath.cos((i + 0.5) * k * Math.PI / n);
    }
}
