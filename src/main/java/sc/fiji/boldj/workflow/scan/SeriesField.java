package sc.fiji.boldj.workflow.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.distortion.DistortionCorrection;
import sc.fiji.boldj.distortion.EncodedImage;
import sc.fiji.boldj.distortion.FieldEstimate;
import sc.fiji.boldj.distortion.OpposedPhaseEncoding;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.AxisShift;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.registration.LinearRegistration;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * The field of a series, estimated from images with opposed phase encoding or measured, and registered to its reference volume.
 *
 * @param field Hz, on the grid of the reference volume, where the head is as in the reference volume, without distortion
 * @param corrected the reference volume
 * @param headToReference from the space of the estimate, or of the measured field, to the reference volume, RAS+ mm
 * @param figures of the estimate, for a sidecar
 */
public record SeriesField(NeuroImage field, NeuroImage corrected, Affine headToReference, Map<String, Object> figures) {

    /** Rounds of correction and registration. */
    private static final int ROUNDS = 2;

    /**
     * Estimates the field and registers it.
     *
     * @param reference of the series, with its encoding
     * @param images with opposed phase encoding
     * @param withSeries whether the reference is one of the images, which is added at the end
     */
    public static SeriesField of(
            EncodedImage reference, List<EncodedImage> images, boolean withSeries, Progress progress) {
        List<EncodedImage> all = ordered(reference, images, withSeries);
        FieldEstimate estimate =
                OpposedPhaseEncoding.of(all, OpposedPhaseEncoding.Options.DEFAULT, progress.stage(0, 0.6));
        Affine map = all.contains(reference)
                ? estimate.motions().get(all.indexOf(reference))
                : registered(
                        reference,
                        DistortionResult.of(all, estimate, Progress.NONE).mean(),
                        LinearRegistration.Weights.NONE,
                        estimate.field(),
                        progress.stage(0.6, 0.9));
        Map<String, Object> figures = new TreeMap<>();
        figures.put("DifferenceBeforePercent", 100 * estimate.differenceBefore());
        figures.put("DifferencePercent", 100 * estimate.difference());
        figures.put("LeastJacobian", estimate.leastJacobian());
        return of(reference, estimate.field(), map, figures, progress.stage(0.9, 1));
    }

    /**
     * Registers a measured field.
     *
     * @param reference of the series, with its encoding
     * @param measured the field with its magnitude image
     */
    public static SeriesField of(EncodedImage reference, MeasuredScan measured, Progress progress) {
        Affine map = registered(
                reference,
                measured.magnitude(),
                LinearRegistration.Weights.brain(measured.head().toImage(measured.magnitude(), "head")),
                measured.field(),
                progress.stage(0, 0.9));
        return of(reference, measured.field(), map, new TreeMap<>(), progress.stage(0.9, 1));
    }

    private static SeriesField of(
            EncodedImage reference, NeuroImage headField, Affine map, Map<String, Object> figures, Progress progress) {
        NeuroImage field = brought(headField, map, reference.image().grid());
        NeuroImage corrected = DistortionCorrection.apply(reference, field, Affine.IDENTITY, true, progress);
        return new SeriesField(field, corrected, map, figures);
    }

    /** Images with the encoding of the series first: the head of the estimate then lies in one that looks like it. */
    private static List<EncodedImage> ordered(EncodedImage reference, List<EncodedImage> images, boolean withSeries) {
        List<EncodedImage> all = new ArrayList<>();
        for (EncodedImage image : images) if (same(image, reference)) all.add(image);
        boolean none = all.isEmpty();
        for (EncodedImage image : images) if (!same(image, reference)) all.add(image);
        if (withSeries || (none && differOnlyFrom(reference, images))) all.add(reference);
        return all;
    }

    private static boolean same(EncodedImage a, EncodedImage b) {
        return a.encoding().axis() == b.encoding().axis()
                && a.encoding().sign() == b.encoding().sign();
    }

    /** Whether the images alone tell nothing because they all have one encoding. */
    private static boolean differOnlyFrom(EncodedImage reference, List<EncodedImage> images) {
        for (EncodedImage image : images) if (!same(image, images.get(0))) return false;
        return !same(images.get(0), reference);
    }

    private static Affine registered(
            EncodedImage reference,
            NeuroImage fixed,
            LinearRegistration.Weights weights,
            NeuroImage field,
            Progress progress) {
        Affine map = Affine.IDENTITY;
        for (int round = 0; round < ROUNDS; round++) {
            NeuroImage moving = DistortionCorrection.apply(reference, field, map, true, Progress.NONE);
            LinearRegistration.Options options = LinearRegistration.Options.DEFAULT;
            Affine more = LinearRegistration.of(
                            fixed,
                            moving,
                            weights,
                            round == 0 ? options : options.from(Affine.IDENTITY),
                            progress.stage((double) round / ROUNDS, (round + 1.0) / ROUNDS))
                    .fixedToMoving();
            map = map.times(more);
        }
        return map;
    }

    /** The field moved with the head; beyond its grid the values of the edge go on. */
    private static NeuroImage brought(NeuroImage field, Affine headToReference, VoxelGrid grid) {
        AxisShift source = AxisShift.of(field.volume(0), field.grid(), 0, 0, 0);
        Affine back = headToReference.inverse();
        float[] values = new float[grid.voxels()];
        FixedChunks.forEach(
                grid.voxels(),
                1 << 13,
                (from, to) -> {
                    for (int v = from; v < to; v++) {
                        double[] p = grid.position(v);
                        values[v] = (float) source.at(back.apply(p[0], p[1], p[2]));
                    }
                },
                Progress.NONE);
        NeuroImage image = NeuroImage.floats("field", grid, 1, SeriesTiming.UNKNOWN);
        image.writeVolume(0, values);
        return image;
    }

    /** What a sidecar says of it. */
    public Map<String, Object> about() {
        Map<String, Object> about = new TreeMap<>(figures);
        about.put("Units", "Hz");
        about.put("FieldToReferenceRASmm", headToReference.toArray());
        return about;
    }
}
