package sc.fiji.boldj.distortion;

import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.Interpolator;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SplineVolume;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/** Samples a distorted image at the positions to which the field moved its signal, with one interpolation. */
public final class DistortionCorrection {

    private DistortionCorrection() {}

    /**
     * The corrected image in the space of the head.
     *
     * <p>Cubic B-splines. 0 outside the image's field of view; NaN voxels of the image count as 0.
     *
     * @param field Hz, one volume
     * @param motion from the head to the scan, RAS+ mm
     * @param modulate whether brightness is multiplied by the Jacobian, which keeps the total signal
     * @return on the field's grid
     */
    public static NeuroImage apply(
            EncodedImage image, NeuroImage field, Affine motion, boolean modulate, Progress progress) {
        VoxelGrid head = field.grid();
        VoxelGrid grid = image.image().grid();
        float[] hertz = field.volume(0);
        SplineVolume spline = SplineVolume.through(hertz, head);
        Interpolator source = Interpolator.of(image.image().volume(0), grid, Interpolation.CUBIC);
        Affine voxels = ScanPose.voxels(image, head, motion);
        PhaseEncoding encoding = image.encoding();
        double[] g = ScanPose.direction(voxels, encoding.axis());
        double per = encoding.voxelsPerHertz();
        float[] target = new float[head.voxels()];
        FixedChunks.forEach(
                head.sizeZ(),
                1,
                (z, end) -> {
                    double[] out = new double[4];
                    for (int y = 0; y < head.sizeY(); y++)
                        for (int x = 0; x < head.sizeX(); x++) {
                            int v = head.index(x, y, z);
                            spline.read(x, y, z, out);
                            double[] u = voxels.apply(x, y, z);
                            u[encoding.axis()] += per * hertz[v];
                            double value = source.at(u[0], u[1], u[2]);
                            if (modulate) value *= 1 + per * (g[0] * out[1] + g[1] * out[2] + g[2] * out[3]);
                            target[v] = (float) value;
                        }
                },
                progress);
        NeuroImage corrected = NeuroImage.floats(
                image.image().name() + " corrected", head, 1, image.image().timing());
        corrected.writeVolume(0, target);
        return corrected.withSpace(field.space());
    }

    /**
     * The local scaling along the phase-encoding axis: 1 without distortion, 0 or less where the image folds.
     *
     * @param motion from the head to the scan, RAS+ mm
     * @return on the field's grid
     */
    public static float[] jacobian(EncodedImage image, NeuroImage field, Affine motion) {
        VoxelGrid head = field.grid();
        SplineVolume spline = SplineVolume.through(field.volume(0), head);
        PhaseEncoding encoding = image.encoding();
        double[] g = ScanPose.direction(ScanPose.voxels(image, head, motion), encoding.axis());
        float[] jacobian = new float[head.voxels()];
        double[] out = new double[4];
        for (int z = 0; z < head.sizeZ(); z++)
            for (int y = 0; y < head.sizeY(); y++)
                for (int x = 0; x < head.sizeX(); x++) {
                    spline.read(x, y, z, out);
                    jacobian[head.index(x, y, z)] =
                            (float) (1 + encoding.voxelsPerHertz() * (g[0] * out[1] + g[1] * out[2] + g[2] * out[3]));
                }
        return jacobian;
    }

    /** The displacement of an encoding along its axis, mm, on the field's grid: positive towards larger indices. */
    public static float[] millimetres(NeuroImage field, EncodedImage image) {
        double factor = image.encoding().voxelsPerHertz()
                * image.image().grid().voxelSize(image.encoding().axis());
        float[] values = field.volume(0);
        for (int v = 0; v < values.length; v++) values[v] = (float) (factor * values[v]);
        return values;
    }
}
