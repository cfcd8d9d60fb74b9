package sc.fiji.boldj.image;

/**
 * A rigid motion as three shifts and three turns about a centre: {@code M(x) = R (x - c) + c + t} with {@code R = Rz Ry
 * Rx}, right-handed about the axes of RAS+ millimetres.
 *
 * <p>As head motion, {@code M} maps the place of a piece of the head in the reference volume to its place in another
 * volume: a positive {@code transY} is a head that has moved to the front, a positive {@code rotX} nods it up.
 *
 * @param transX shift to the right, mm
 * @param transY shift to the front, mm
 * @param transZ shift up, mm
 * @param rotX turn about the right axis, radians
 * @param rotY turn about the front axis, radians
 * @param rotZ turn about the up axis, radians
 */
public record RigidMotion(double transX, double transY, double transZ, double rotX, double rotY, double rotZ) {

    /** No motion. */
    public static final RigidMotion NONE = new RigidMotion(0, 0, 0, 0, 0, 0);

    /** How far {@code R'R} may be from the identity for a map to count as rigid. */
    public static final double RIGID_TOLERANCE = 1e-5;

    /** @throws IllegalArgumentException if a value is not finite */
    public RigidMotion {
        if (!Double.isFinite(transX + transY + transZ + rotX + rotY + rotZ))
            throw new IllegalArgumentException("a rigid motion needs finite values, got shifts " + transX + " " + transY
                    + " " + transZ + " and turns " + rotX + " " + rotY + " " + rotZ);
    }

    /** The map of points for a centre (3) in RAS+ mm. */
    public Affine toAffine(double... centre) {
        double cx = StrictMath.cos(rotX);
        double sx = StrictMath.sin(rotX);
        double cy = StrictMath.cos(rotY);
        double sy = StrictMath.sin(rotY);
        double cz = StrictMath.cos(rotZ);
        double sz = StrictMath.sin(rotZ);
        double[] r = {
            cz * cy,
            cz * sy * sx - sz * cx,
            cz * sy * cx + sz * sx,
            sz * cy,
            sz * sy * sx + cz * cx,
            sz * sy * cx - cz * sx,
            -sy,
            cy * sx,
            cy * cx
        };
        double[] t = {transX, transY, transZ};
        double[] rows = new double[12];
        for (int i = 0; i < 3; i++) {
            double shift = centre[i] + t[i];
            for (int k = 0; k < 3; k++) {
                rows[4 * i + k] = r[3 * i + k];
                shift -= r[3 * i + k] * centre[k];
            }
            rows[4 * i + 3] = shift;
        }
        return Affine.of(rows);
    }

    /**
     * The motion of a map about a centre (3) in RAS+ mm; the inverse of {@link #toAffine}. {@code rotY} is in [-pi/2,
     * pi/2]; at its limits, where {@code rotX} and {@code rotZ} turn about one axis, {@code rotX} is 0.
     *
     * @throws IllegalArgumentException if the map stretches, shears or mirrors
     */
    public static RigidMotion of(Affine map, double... centre) {
        requireRigid(map);
        double[] moved = map.apply(centre[0], centre[1], centre[2]);
        double level = StrictMath.hypot(map.get(0, 0), map.get(1, 0));
        double rotY = StrictMath.atan2(0 - map.get(2, 0), level);
        boolean locked = level < 1e-9;
        double rotX = locked ? 0 : StrictMath.atan2(map.get(2, 1), map.get(2, 2));
        double rotZ = locked
                ? StrictMath.atan2(-map.get(0, 1), map.get(1, 1))
                : StrictMath.atan2(map.get(1, 0), map.get(0, 0));
        return new RigidMotion(moved[0] - centre[0], moved[1] - centre[1], moved[2] - centre[2], rotX, rotY, rotZ);
    }

    private static void requireRigid(Affine map) {
        for (int i = 0; i < 3; i++)
            for (int k = i; k < 3; k++) {
                double dot = 0;
                for (int r = 0; r < 3; r++) dot += map.get(r, i) * map.get(r, k);
                if (!(Math.abs(dot - (i == k ? 1 : 0)) <= RIGID_TOLERANCE) || map.determinant() < 0)
                    throw new IllegalArgumentException(
                            "the map stretches, shears or mirrors, so it is no rigid motion: " + map);
            }
    }

    /** The six numbers in the order of the confound columns: trans_x, trans_y, trans_z, rot_x, rot_y, rot_z. */
    public double[] toArray() {
        return new double[] {transX, transY, transZ, rotX, rotY, rotZ};
    }

    /** The motion with the six numbers in the order of {@link #toArray()}. */
    public static RigidMotion of(double... six) {
        if (six.length != 6) throw new IllegalArgumentException("a rigid motion has 6 numbers, got " + six.length);
        return new RigidMotion(six[0], six[1], six[2], six[3], six[4], six[5]);
    }
}
