package sc.fiji.boldj.distortion;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;

/**
 * The field of an echo-planar image without a field map: the field that makes the image, corrected along its phase-encoding axis, agree
 * with what the tissues of a T1-weighted scan lead one to expect.
 *
 * <p>The expected image has the contrast of the echo-planar one (fluid bright, white matter dark; {@link AnatomyContrast}) and no
 * distortion. The two are compared as images of different readout time are in {@link OpposedPhaseEncoding}: one field, a rigid motion,
 * the same penalties with a smoother field. Brightness and shading of the expected image are fitted again after each of three rounds.
 *
 * <p>Experimental: anatomy decides less than a second image does. Wang et al. 2017, Frontiers in Neuroinformatics 11:17 (registration
 * restricted to the phase-encoding axis); Schilling et al. 2019, Magnetic Resonance Imaging 64:62-70 (an image of readout time 0).
 */
public final class FieldFromAnatomy {

    /** Knots of the field, mm, and its stiffness: the T1 decides less than an opposed image does. */
    static final OpposedPhaseEncoding.Options FIT = new OpposedPhaseEncoding.Options(8, 3e-3, 1e-2, true);

    private static final int ROUNDS = 3;
    /** How slowly shading and lost signal vary in each round, mm: at first they would explain what is displaced. */
    static final double[] SHADING = {80, 50, 30};
    /** Effectively no readout: a thousandth of a voxel at a million hertz. */
    private static final double NO_READOUT = 1e-9;

    private FieldFromAnatomy() {}

    /**
     * Estimates the field.
     *
     * @param image the echo-planar image
     * @param tissues grey matter, white matter and fluid, shares of each voxel, on the grid of the image, where its head would be
     *     seen without distortion but for a small rigid motion
     * @throws DataException if there is no brain in the tissues
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static FieldEstimate of(EncodedImage image, List<NeuroImage> tissues, Progress progress) {
        return of(image, tissues, FIT, progress);
    }

    static FieldEstimate of(
            EncodedImage image, List<NeuroImage> tissues, OpposedPhaseEncoding.Options fit, Progress progress) {
        VoxelGrid grid = image.image().grid();
        for (NeuroImage tissue : tissues)
            tissue.grid().requireSameAs(grid, tissue.name(), image.image().name());
        List<float[]> shares =
                new ArrayList<>(tissues.stream().map(tissue -> tissue.volume(0)).toList());
        boolean any = false;
        for (float[] share : shares) for (float value : share) any |= value > 0.5;
        if (!any)
            throw new DataException("no tissue lies within " + image.image().name());
        PhaseEncoding none =
                new PhaseEncoding(image.encoding().axis(), image.encoding().sign(), NO_READOUT);
        NeuroImage seen = image.image();
        FieldEstimate estimate = null;
        Affine moved = Affine.IDENTITY;
        for (int round = 0; round < ROUNDS; round++) {
            NeuroImage expected =
                    seen.volumeLike("anatomy", AnatomyContrast.of(seen.volume(0), shares, grid, SHADING[round]));
            estimate = OpposedPhaseEncoding.of(
                    List.of(image, new EncodedImage(expected, none)),
                    fit,
                    progress.stage((double) round / ROUNDS, (round + 1.0) / ROUNDS));
            seen = DistortionCorrection.apply(image, estimate.field(), Affine.IDENTITY, true, Progress.NONE);
            moved = moved.times(estimate.motions().get(1));
            for (int k = 0; k < shares.size(); k++) {
                float[] values = new float[grid.voxels()];
                Resampler.resample(
                        tissues.get(k).volume(0), grid, grid, moved, Interpolation.LINEAR, values, Progress.NONE);
                shares.set(k, values);
            }
        }
        return estimate;
    }
}
