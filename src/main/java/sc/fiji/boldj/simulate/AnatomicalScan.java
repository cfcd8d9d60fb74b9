package sc.fiji.boldj.simulate;

import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/** A T1-weighted image of a head: white matter brightest, fluid dark, bright skin, dark bone. */
public final class AnatomicalScan {

    private static final double WHITE = 900;
    private static final double GREY = 590;
    private static final double FLUID = 210;
    private static final double REST = 1.6;
    private static final double BRIGHTEST_REST = 800;

    /**
     * Choices.
     *
     * @param noise standard deviation in percent of white matter, 0 or more; the magnitude is taken, so air is not black
     * @param bias how much the brightness varies over the head, relative, 0 to 1
     * @param seed of noise and bias
     */
    public record Options(double noise, double bias, long seed) {

        /** 3 % noise, 30 % bias. */
        public static final Options DEFAULT = new Options(3, 0.3, 1);

        public Options {
            if (!(noise >= 0 && noise < 100 && bias >= 0 && bias <= 1))
                throw new IllegalArgumentException(
                        "noise must be a percentage and bias in [0, 1], got " + noise + " and " + bias);
        }
    }

    private AnatomicalScan() {}

    /**
     * Takes the image; within the cranium each voxel is the mean over its eight octants.
     *
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static NeuroImage of(HeadAnatomy head, VoxelGrid grid, Options options, Progress progress) {
        NeuroImage image = NeuroImage.floats("T1w", grid, 1, SeriesTiming.UNKNOWN);
        float[] values = new float[grid.voxels()];
        double[] tilt = new double[6];
        Seeds.fillGaussian(Seeds.stream(options.seed(), -1), tilt);
        FixedChunks.forEach(grid.sizeZ(), 1, (z, end) -> plane(head, grid, options, tilt, z, values), progress);
        image.writeVolume(0, values);
        return image;
    }

    private static void plane(
            HeadAnatomy anatomy, VoxelGrid grid, Options options, double[] tilt, int z, float[] values) {
        HeadAnatomy.Sample sample = new HeadAnatomy.Sample();
        double[] real = new double[grid.planeSize()];
        double[] imaginary = new double[grid.planeSize()];
        Seeds.fillGaussian(Seeds.stream(options.seed(), 2L * z), real);
        Seeds.fillGaussian(Seeds.stream(options.seed(), 2L * z + 1), imaginary);
        double sigma = options.noise() / 100 * WHITE;
        double[] centre = grid.centre();
        double[] p = new double[3];
        for (int y = 0; y < grid.sizeY(); y++)
            for (int x = 0; x < grid.sizeX(); x++) {
                p[0] = x;
                p[1] = y;
                p[2] = z;
                grid.affine().apply(p, p);
                double signal = 0;
                boolean head = anatomy.at(p[0], p[1], p[2], 3, sample);
                boolean brain = head && sample.depth > -3;
                if (head && !brain) signal = signal(sample);
                for (int octant = 0; octant < 8 && brain; octant++) {
                    p[0] = x + ((octant & 1) - 0.5) / 2;
                    p[1] = y + ((octant >> 1 & 1) - 0.5) / 2;
                    p[2] = z + ((octant >> 2) - 0.5) / 2;
                    grid.affine().apply(p, p);
                    if (anatomy.at(p[0], p[1], p[2], 3, sample)) signal += signal(sample) / 8;
                }
                int i = x + grid.sizeX() * y;
                double a = signal * field(options.bias(), tilt, p, centre) + sigma * real[i];
                double b = sigma * imaginary[i];
                values[grid.index(x, y, z)] = (float) Math.rint(Math.sqrt(a * a + b * b));
            }
    }

    private static double signal(HeadAnatomy.Sample sample) {
        return WHITE * sample.white
                + GREY * sample.grey
                + FLUID * sample.fluid
                + Math.min(BRIGHTEST_REST, REST * sample.rest);
    }

    /** A smooth polynomial of the place, about 1. */
    private static double field(double bias, double[] tilt, double[] p, double[] centre) {
        double x = (p[0] - centre[0]) / 90;
        double y = (p[1] - centre[1]) / 110;
        double z = (p[2] - centre[2]) / 90;
        double form =
                tilt[0] * x + tilt[1] * y + tilt[2] * z + tilt[3] * x * y + tilt[4] * (y * y - 0.3) + tilt[5] * z * x;
        return StrictMath.exp(bias / 2.5 * Math.max(-2.5, Math.min(2.5, form)));
    }
}
