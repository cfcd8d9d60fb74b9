package sc.fiji.boldj.image;

/** A smooth map for tests: each coordinate moves by a product of sines. */
public final class SmoothWarp implements SpatialMap {

    private final double amount;
    private final double scale;

    private SmoothWarp(double amount, double scale) {
        this.amount = amount;
        this.scale = scale;
    }

    /**
     * A warp of products of sines.
     *
     * @param amount largest displacement along each axis, mm
     * @param scale mm for one radian of the sines; one-to-one if 3 * amount is below it
     */
    public static SmoothWarp of(double amount, double scale) {
        return new SmoothWarp(amount, scale);
    }

    @Override
    public void apply(double[] p, double[] q) {
        double x = p[0] / scale;
        double y = p[1] / scale;
        double z = p[2] / scale;
        double dx = amount * Math.sin(y + 0.3) * Math.cos(z);
        double dy = amount * Math.cos(x - 0.5) * Math.sin(z + 0.2);
        double dz = amount * Math.sin(x + 0.9) * Math.cos(y - 0.4);
        q[0] = p[0] + dx;
        q[1] = p[1] + dy;
        q[2] = p[2] + dz;
    }
}
