package sc.fiji.boldj.simulate;

/**
 * Joins depths of bodies: about how many millimetres a point lies inside (above 0) or outside (below 0).
 *
 * <p>Unions and intersections are smooth, so that bodies melt into each other without a crease.
 */
final class Solids {

    private Solids() {}

    /** What is in either body; the seam is filled over {@code round} mm. */
    static double union(double a, double b, double round) {
        double h = Math.max(round - Math.abs(a - b), 0) / round;
        return Math.max(a, b) + h * h * round / 4;
    }

    /** What is in both bodies; the edge is rounded over {@code round} mm. */
    static double both(double a, double b, double round) {
        return -union(-a, -b, round);
    }

    /** The part of a small sphere about the point that lies inside: a ramp {@code 2 * soft} mm wide. */
    static double fraction(double depth, double soft) {
        return Math.max(0, Math.min(1, 0.5 + depth / (2 * soft)));
    }

    /** Distance to a sheet that ends: {@code off} mm beside it, {@code beyond} mm past its border. */
    static double sheet(double off, double beyond) {
        return beyond <= 0 ? Math.abs(off) : Math.sqrt(off * off + beyond * beyond);
    }
}
