package sc.fiji.boldj.simulate;

import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.SpatialMap;
import sc.fiji.boldj.image.TransformChain;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/**
 * What a susceptibility field does to the scans of a head, and the scans that measure it. The field moves with the head; signal is
 * displaced along the second voxel axis.
 *
 * @param field of the head
 * @param toRest from the world of the scans to the resting head of the field, RAS+ mm
 * @param readout total readout time, s
 * @param seed of the noise
 */
public record FieldScans(SusceptibilityField field, SpatialMap toRest, double readout, long seed) {

    private static final int AXIS = 1;
    /** The largest displacement, mm, and the largest field, Hz. */
    private static final double FARTHEST = 10;

    private static final double HERTZ = 100;

    /** Fields of up to 100 Hz, which displace signal by up to 10 mm. */
    public static FieldScans of(SpatialMap toRest, VoxelGrid grid, long seed) {
        return new FieldScans(new SusceptibilityField(HERTZ), toRest, FARTHEST / HERTZ / grid.voxelSize(AXIS), seed);
    }

    /**
     * A distorted series in whole numbers, each volume by the field where the head is; {@code sign} 1 displaces along j, -1 along j-.
     */
    public NeuroImage distort(NeuroImage series, HeadMotion motion, int sign, Progress progress) {
        double[] centre = series.grid().centre();
        double[][] poses = motion.parameters();
        NeuroImage distorted = series.createLike(series.name(), series.volumes());
        FixedChunks.forEach(
                series.volumes(),
                1,
                (t, end) -> distorted.writeVolume(
                        t,
                        whole(distorted(
                                series.volume(t),
                                series.grid(),
                                HeadMotion.pose(poses[t], centre).inverse(),
                                sign))),
                progress);
        return distorted;
    }

    private static float[] whole(float[] values) {
        for (int v = 0; v < values.length; v++) values[v] = (float) Math.min(Short.MAX_VALUE, Math.rint(values[v]));
        return values;
    }

    /** An image of the head in its reference position with that encoding, with noise. */
    public NeuroImage encoded(NeuroImage still, int sign, double noise) {
        float[] values = distorted(still.volume(0), still.grid(), Affine.IDENTITY, sign);
        double[] draws = new double[2 * values.length];
        Seeds.fillGaussian(Seeds.stream(seed, sign), draws);
        for (int v = 0; v < values.length; v++)
            values[v] = (float) magnitude(values[v] + noise * draws[v], noise * draws[values.length + v]);
        return still.volumeLike("epi", whole(values));
    }

    private static double magnitude(double real, double imaginary) {
        return Math.sqrt(real * real + imaginary * imaginary);
    }

    private float[] distorted(float[] values, VoxelGrid grid, Affine toReference, int sign) {
        float[] hertz = hertz(grid, toReference).volume(0);
        return EchoPlanarDistortion.of(values, hertz, grid, AXIS, sign * readout, Progress.NONE);
    }

    /**
     * The field on a grid, Hz.
     *
     * @param toReference from where the head is to where it is in the reference volume
     */
    public NeuroImage hertz(VoxelGrid grid, Affine toReference) {
        return field.on(grid, TransformChain.of(toReference, toRest), Progress.NONE);
    }

    /**
     * The phase difference of two gradient echoes as a scanner stores it: one turn is 0 to 4095, phase 0 at 2048.
     *
     * @param magnitude brightness of the first echo, without distortion
     * @param seconds between the echoes
     * @param noise standard deviation of the magnitude
     */
    public NeuroImage phaseDifference(NeuroImage magnitude, double seconds, double noise) {
        VoxelGrid grid = magnitude.grid();
        float[] values = hertz(grid, Affine.IDENTITY).volume(0);
        float[] bright = magnitude.volume(0);
        double[] draws = new double[values.length];
        Seeds.fillGaussian(Seeds.stream(seed, 2), draws);
        for (int v = 0; v < values.length; v++) {
            double spread = Math.min(2, Math.sqrt(2) * noise / Math.max(1e-3, bright[v]));
            double turn = seconds * values[v] + spread * draws[v] / (2 * Math.PI) + 0.5;
            values[v] = (float) Math.min(4095, Math.floor(4096 * (turn - Math.floor(turn))));
        }
        NeuroImage image = NeuroImage.floats("phasediff", grid, 1, SeriesTiming.UNKNOWN);
        image.writeVolume(0, values);
        return image;
    }
}
