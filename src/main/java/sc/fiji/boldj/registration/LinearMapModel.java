package sc.fiji.boldj.registration;

import sc.fiji.boldj.image.Affine;

/**
 * The numbers that stand for a rigid, scaled or affine map, about a centre c of the fixed world.
 *
 * <p>The map is {@code y = A (x - c) + c + t}, {@code t} in mm. With 6 numbers {@code A = R}, {@code R = Rz Ry Rx} in
 * radians; with 9 {@code A = R S}, {@code S} a stretch along the axes of the fixed world, kept as logarithms; with 12
 * the nine entries of {@code A} themselves.
 */
final class LinearMapModel {

    private final int dof;
    private final double[] centre;

    /** Whether scales act on the rows of A and not on its columns. */
    private final boolean rows;

    LinearMapModel(int dof, double[] centre) {
        this(dof, centre, false);
    }

    /** @param rows with 9 numbers, {@code A = S R}: the inverse of a map of the usual kind */
    LinearMapModel(int dof, double[] centre, boolean rows) {
        this.rows = rows;
        if (dof != 6 && dof != 9 && dof != 12)
            throw new IllegalArgumentException("dof must be 6 (rigid), 9 (and scales) or 12 (affine), got " + dof);
        this.dof = dof;
        this.centre = centre.clone();
    }

    /** Which scale acts on an entry of the matrix. */
    private int scale(int entry) {
        return rows ? entry / 3 : entry % 3;
    }

    double[] centre() {
        return centre.clone();
    }

    /** The map as a 3x4 matrix that acts on (x - c, 1) and gives y - c: the entries row by row. */
    double[] relative(double[] parameters) {
        double[] a = new double[12];
        if (dof == 12) for (int i = 0; i < 9; i++) a[i / 3 * 4 + i % 3] = parameters[3 + i];
        else {
            double[] r = rotation(parameters, -1);
            for (int i = 0; i < 9; i++)
                a[i / 3 * 4 + i % 3] = r[i] * (dof == 9 ? StrictMath.exp(parameters[6 + scale(i)]) : 1);
        }
        for (int r = 0; r < 3; r++) a[4 * r + 3] = parameters[r];
        return a;
    }

    /** The map of points of the fixed world to points of the moving world. */
    Affine affine(double[] parameters) {
        double[] a = relative(parameters);
        for (int r = 0; r < 3; r++)
            a[4 * r + 3] += centre[r] - a[4 * r] * centre[0] - a[4 * r + 1] * centre[1] - a[4 * r + 2] * centre[2];
        return Affine.of(a);
    }

    /** The derivatives of the 12 entries of {@link #relative} by each number, shape (dof, 12). */
    double[][] jacobian(double[] parameters) {
        double[][] j = new double[dof][12];
        for (int k = 0; k < 3; k++) j[k][4 * k + 3] = 1;
        if (dof == 12) {
            for (int i = 0; i < 9; i++) j[3 + i][i / 3 * 4 + i % 3] = 1;
            return j;
        }
        for (int k = 0; k < 3; k++) {
            double[] r = rotation(parameters, k);
            for (int i = 0; i < 9; i++)
                j[3 + k][i / 3 * 4 + i % 3] = r[i] * (dof == 9 ? StrictMath.exp(parameters[6 + scale(i)]) : 1);
        }
        if (dof == 9) {
            double[] r = rotation(parameters, -1);
            for (int i = 0; i < 9; i++)
                j[6 + scale(i)][i / 3 * 4 + i % 3] = r[i] * StrictMath.exp(parameters[6 + scale(i)]);
        }
        return j;
    }

    /** Rz Ry Rx, or its derivative by one of the angles. */
    private static double[] rotation(double[] parameters, int by) {
        double[] product = turn(2, parameters[5], by == 2);
        product = times(product, turn(1, parameters[4], by == 1));
        return times(product, turn(0, parameters[3], by == 0));
    }

    private static double[] turn(int axis, double angle, boolean derivative) {
        double c = derivative ? -StrictMath.sin(angle) : StrictMath.cos(angle);
        double s = derivative ? StrictMath.cos(angle) : StrictMath.sin(angle);
        double[] m = new double[9];
        int a = (axis + 1) % 3;
        int b = (axis + 2) % 3;
        m[4 * axis] = derivative ? 0 : 1;
        m[4 * a] = c;
        m[4 * b] = c;
        m[3 * a + b] = -s;
        m[3 * b + a] = s;
        return m;
    }

    private static double[] times(double[] a, double[] b) {
        double[] c = new double[9];
        for (int i = 0; i < 9; i++) for (int k = 0; k < 3; k++) c[i] += a[i / 3 * 3 + k] * b[3 * k + i % 3];
        return c;
    }

    /**
     * The numbers that give the same map, or, with 6 or 9 of them, one near it: the nearest rotation, and the lengths of
     * the columns (or rows).
     */
    double[] parameters(Affine map) {
        double[] moved = map.apply(centre[0], centre[1], centre[2]);
        double[] p = new double[dof];
        for (int k = 0; k < 3; k++) p[k] = moved[k] - centre[k];
        double[] a = new double[9];
        for (int i = 0; i < 9; i++) a[i] = map.get(i / 3, i % 3);
        if (dof == 12) {
            System.arraycopy(a, 0, p, 3, 9);
            return p;
        }
        if (dof == 9)
            for (int k = 0; k < 3; k++) {
                double squares = 0;
                for (int i = 0; i < 9; i++) if (scale(i) == k) squares += a[i] * a[i];
                double length = Math.sqrt(squares);
                p[6 + k] = StrictMath.log(length);
                for (int i = 0; i < 9; i++) if (scale(i) == k) a[i] /= length;
            }
        double[] r = nearestRotation(a);
        p[3] = StrictMath.atan2(r[7], r[8]);
        p[4] = StrictMath.atan2(-r[6], StrictMath.hypot(r[0], r[3]));
        p[5] = StrictMath.atan2(r[3], r[0]);
        return p;
    }

    /** Newton's iteration for the orthogonal factor of the polar decomposition (Higham 1986). */
    private static double[] nearestRotation(double[] matrix) {
        double[] r = matrix.clone();
        for (int round = 0; round < 60; round++) {
            Affine inverse = Affine.of(r[0], r[1], r[2], 0, r[3], r[4], r[5], 0, r[6], r[7], r[8], 0)
                    .inverse();
            double change = 0;
            for (int i = 0; i < 9; i++) {
                double next = 0.5 * (r[i] + inverse.get(i % 3, i / 3));
                change = Math.max(change, Math.abs(next - r[i]));
                r[i] = next;
            }
            if (change < 1e-15) break;
        }
        return r;
    }
}
