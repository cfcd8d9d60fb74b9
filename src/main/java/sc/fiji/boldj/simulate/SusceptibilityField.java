package sc.fiji.boldj.simulate;

import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.SpatialMap;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * An off-resonance field of a head: smooth peaks of either sign above the frontal and sphenoid sinuses and beside the ear
 * canals, and what a shim leaves. Immutable.
 */
public final class SusceptibilityField {

    /** Place (RAS+ mm about the head's middle), widths (mm) and share of the largest field of each peak. */
    private static final double[][] PEAKS = {
        {0, 58, -12, 16, 15, 13, 1},
        {0, 24, -32, 14, 14, 10, 0.45},
        {-48, -14, -28, 12, 14, 12, -0.75},
        {50, -12, -28, 12, 14, 12, -0.8},
        {0, -62, -34, 24, 16, 16, -0.3}
    };

    private final double largest;

    /**
     * @param largest field at the highest peak, Hz; 0: none
     * @throws IllegalArgumentException if it is not finite
     */
    public SusceptibilityField(double largest) {
        if (!Double.isFinite(largest)) throw new IllegalArgumentException("the field must be finite, got " + largest);
        this.largest = largest;
    }

    /** The field at a place of the resting head, RAS+ mm, in Hz. */
    public double at(double x, double y, double z) {
        double sum = 0.04 * z / 40 - 0.05 * (y / 60) * (y / 60) + 0.03 * x / 60;
        for (double[] p : PEAKS) {
            double a = (x - p[0]) / p[3];
            double b = (y - p[1]) / p[4];
            double c = (z - p[2]) / p[5];
            sum += p[6] * StrictMath.exp(-0.5 * (a * a + b * b + c * c));
        }
        return largest * sum;
    }

    /**
     * The field on a grid.
     *
     * @param toRest from the grid's world to the resting head, RAS+ mm
     */
    public NeuroImage on(VoxelGrid grid, SpatialMap toRest, Progress progress) {
        float[] values = new float[grid.voxels()];
        FixedChunks.forEach(
                grid.sizeZ(),
                1,
                (z, end) -> {
                    double[] p = new double[3];
                    for (int v = z * grid.planeSize(); v < end * grid.planeSize(); v++) {
                        double[] world = grid.position(v);
                        toRest.apply(world, p);
                        values[v] = (float) at(p[0], p[1], p[2]);
                    }
                },
                progress);
        NeuroImage image = NeuroImage.floats("field", grid, 1, SeriesTiming.UNKNOWN);
        image.writeVolume(0, values);
        return image;
    }
}
