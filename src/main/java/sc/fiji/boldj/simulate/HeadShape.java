package sc.fiji.boldj.simulate;

import java.util.SplittableRandom;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.SpatialMap;
import sc.fiji.boldj.run.Seeds;

/**
 * How one head differs from the template: a smooth map from places in the scanner to places of the standard space, RAS+
 * mm, known in closed form.
 *
 * <p>An affine map (size of each axis 7 % about 1, turned by up to 4 degrees, shifted by up to 6 mm) and then a sum of
 * sine waves of 90 mm and longer, up to about 5 mm in all. It never folds. Immutable.
 */
public final class HeadShape implements SpatialMap {

    /** The template's own shape and place. */
    public static final HeadShape NONE = new HeadShape(Affine.IDENTITY, new double[0][]);

    private static final int WAVES = 5;
    private static final double AMPLITUDE = 1.1;
    private static final double[] HALF_SIZE = {75, 95, 80};

    private final Affine affine;
    /** Each wave: amplitude (3), frequency in radians per mm (3), phase. */
    private final double[][] waves;

    private HeadShape(Affine affine, double[][] waves) {
        this.affine = affine;
        this.waves = waves;
    }

    /** A random shape. */
    public static HeadShape draw(long seed) {
        SplittableRandom random = Seeds.stream(seed, 0);
        double[] turn = new double[3];
        double[] shift = new double[3];
        double[] size = new double[3];
        double whole = between(random, -0.04, 0.04);
        for (int axis = 0; axis < 3; axis++) {
            turn[axis] = StrictMath.toRadians(between(random, -4, 4));
            shift[axis] = between(random, -6, 6);
            size[axis] = 1 + whole + between(random, -0.03, 0.03);
        }
        Affine affine = Affine.scaling(size[0], size[1], size[2])
                .times(HeadMotion.pose(
                        new double[] {shift[0], shift[1], shift[2], turn[0], turn[1], turn[2]}, new double[3]));
        double[][] waves = new double[WAVES][7];
        for (double[] wave : waves) {
            double[] direction = new double[3];
            Seeds.fillGaussian(random, direction);
            double length =
                    Math.sqrt(direction[0] * direction[0] + direction[1] * direction[1] + direction[2] * direction[2]);
            double frequency = 2 * Math.PI / between(random, 90, 180);
            double[] amplitude = new double[3];
            Seeds.fillGaussian(random, amplitude);
            for (int axis = 0; axis < 3; axis++) {
                wave[axis] = AMPLITUDE * Math.max(-2, Math.min(2, amplitude[axis]));
                wave[3 + axis] = frequency * direction[axis] / length;
            }
            wave[6] = between(random, 0, 2 * Math.PI);
        }
        return new HeadShape(affine, waves);
    }

    /**
     * The same head lying elsewhere.
     *
     * @param toRest maps a place in the scanner to where that piece of the head was
     */
    public HeadShape moved(Affine toRest) {
        return new HeadShape(affine.times(toRest), waves);
    }

    private static double between(SplittableRandom random, double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    @Override
    public void apply(double[] point, double[] target) {
        affine.apply(point, target);
        double x = target[0];
        double y = target[1];
        double z = target[2];
        for (double[] wave : waves) {
            double sine = sine(wave[3] * x + wave[4] * y + wave[5] * z + wave[6]);
            for (int axis = 0; axis < 3; axis++) target[axis] += wave[axis] * sine;
        }
    }

    /** The sine to 1e-8, of the same bits on every machine: Taylor's series about the nearest multiple of pi. */
    private static double sine(double angle) {
        double turns = Math.rint(angle / Math.PI);
        double a = angle - turns * Math.PI;
        double b = a * a;
        double series = a
                * (1
                        - b
                                / 6
                                * (1
                                        - b
                                                / 20
                                                * (1
                                                        - b
                                                                / 42
                                                                * (1
                                                                        - b
                                                                                / 72
                                                                                * (1
                                                                                        - b
                                                                                                / 110
                                                                                                * (1
                                                                                                        - b
                                                                                                                / 156
                                                                                                                * (1
                                                                                                                        - b
                                                                                                                                / 210)))))));
        return ((long) turns & 1) == 0 ? series : -series;
    }

    /** The largest distance in mm by which a point of the head is moved. */
    double reach() {
        double reach = 0;
        for (int corner = 0; corner < 8; corner++) {
            double[] p = new double[3];
            for (int axis = 0; axis < 3; axis++)
                p[axis] = (corner >> axis & 1) == 0 ? -HALF_SIZE[axis] : HALF_SIZE[axis];
            double[] q = affine.apply(p[0], p[1], p[2]);
            reach = Math.max(reach, Math.sqrt(sq(q[0] - p[0]) + sq(q[1] - p[1]) + sq(q[2] - p[2])));
        }
        for (double[] wave : waves) reach += Math.sqrt(sq(wave[0]) + sq(wave[1]) + sq(wave[2]));
        return reach;
    }

    private static double sq(double value) {
        return value * value;
    }
}
