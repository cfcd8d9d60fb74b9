package sc.fiji.boldj.simulate;

/**
 * A straight rod whose radius changes linearly from one end to the other, in millimetres.
 *
 * @param a one end
 * @param b the other end
 */
record Rod(End a, End b) {

    /**
     * A ball at an end of a rod.
     *
     * @param x centre
     * @param y centre
     * @param z centre
     * @param radius above 0
     */
    record End(double x, double y, double z, double radius) {

        /** The rod from here to another end. */
        Rod to(double otherX, double otherY, double otherZ, double otherRadius) {
            return new Rod(this, new End(otherX, otherY, otherZ, otherRadius));
        }
    }

    /** Where a rod begins. */
    static End from(double x, double y, double z, double radius) {
        return new End(x, y, z, radius);
    }

    /** How many millimetres a point lies inside, below 0 outside. */
    double depth(double x, double y, double z) {
        double dx = b.x - a.x;
        double dy = b.y - a.y;
        double dz = b.z - a.z;
        double along = ((x - a.x) * dx + (y - a.y) * dy + (z - a.z) * dz) / (dx * dx + dy * dy + dz * dz);
        double s = Math.max(0, Math.min(1, along));
        double ex = x - a.x - s * dx;
        double ey = y - a.y - s * dy;
        double ez = z - a.z - s * dz;
        return a.radius + s * (b.radius - a.radius) - Math.sqrt(ex * ex + ey * ey + ez * ez);
    }
}
