package sc.fiji.boldj.simulate;

/**
 * An ellipsoid along the axes, in millimetres.
 *
 * @param cx centre
 * @param cy centre
 * @param cz centre
 * @param rx half axis
 * @param ry half axis
 * @param rz half axis
 */
record Ellipsoid(double cx, double cy, double cz, double rx, double ry, double rz) {

    /** How many millimetres a point lies inside, below 0 outside; exact on the surface and to first order near it. */
    double depth(double x, double y, double z) {
        double px = (x - cx) / rx;
        double py = (y - cy) / ry;
        double pz = (z - cz) / rz;
        double radius = Math.sqrt(px * px + py * py + pz * pz);
        if (radius < 1e-6) return Math.min(rx, Math.min(ry, rz));
        double gx = px / rx;
        double gy = py / ry;
        double gz = pz / rz;
        return radius * (1 - radius) / Math.sqrt(gx * gx + gy * gy + gz * gz);
    }
}
