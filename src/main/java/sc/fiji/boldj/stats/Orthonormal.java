package sc.fiji.boldj.stats;

import java.util.ArrayList;
import java.util.List;

/** Orthonormal bases of small column spaces by modified Gram-Schmidt, each vector orthogonalised twice. */
final class Orthonormal {

    /** A column whose part outside the basis is shorter than this share of it is treated as dependent. */
    private static final double DEPENDENT = 1e-8;

    private Orthonormal() {}

    /**
     * Adds to a basis what columns bring that it does not span.
     *
     * @param basis orthonormal vectors, not changed
     * @return only the new vectors
     */
    static List<double[]> extend(List<double[]> basis, List<double[]> columns) {
        List<double[]> all = new ArrayList<>(basis);
        List<double[]> added = new ArrayList<>();
        for (double[] column : columns) {
            double length = Math.sqrt(dot(column, column));
            double[] rest = remove(all, column);
            double left = Math.sqrt(dot(rest, rest));
            if (!(left > DEPENDENT * length)) continue;
            for (int i = 0; i < rest.length; i++) rest[i] /= left;
            all.add(rest);
            added.add(rest);
        }
        return added;
    }

    /** The part of a vector outside a basis, a new array. */
    static double[] remove(List<double[]> basis, double[] column) {
        double[] rest = column.clone();
        for (int pass = 0; pass < 2; pass++)
            for (double[] q : basis) {
                double share = dot(q, rest);
                for (int i = 0; i < rest.length; i++) rest[i] -= share * q[i];
            }
        return rest;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }

    /** Unit vectors of a space. */
    static List<double[]> units(int n) {
        List<double[]> units = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            double[] unit = new double[n];
            unit[i] = 1;
            units.add(unit);
        }
        return units;
    }

    /** The columns of a matrix of shape (rows, columns). */
    static List<double[]> columns(double[][] matrix) {
        List<double[]> columns = new ArrayList<>();
        for (int c = 0; c < matrix[0].length; c++) {
            double[] column = new double[matrix.length];
            for (int r = 0; r < column.length; r++) column[r] = matrix[r][c];
            columns.add(column);
        }
        return columns;
    }

    /** The product of a matrix, shape (rows, columns), with a vector. */
    static double[] times(double[][] matrix, double[] vector) {
        double[] result = new double[matrix.length];
        for (int r = 0; r < result.length; r++) result[r] = dot(matrix[r], vector);
        return result;
    }
}
