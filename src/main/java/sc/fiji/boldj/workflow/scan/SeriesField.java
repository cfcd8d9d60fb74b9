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
 * The field of a series, estimated from images with opposed phase encoding and brought to its reference volume.
 *
 * @param field Hz, on the grid of the reference volume, where the head is as in the reference volume, without distortion
 * @param corrected the reference volume
 * @param estimate of the images, in the space of the first
 * @param headToReference from the space of the estimate to the reference volume, RAS+ mm
 */
public record SeriesField(NeuroImage field, NeuroImage corrected, FieldEstimate estimate, Affine headToReference) {

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
                : registered(reference, all, estimate, progress.stage(0.6, 0.9));
        NeuroImage field = brought(estimate.field(), map, reference.image().grid());
        NeuroImage corrected =
                DistortionCorrection.apply(reference, field, Affine.IDENTITY, true, progress.stage(0.9, 1));
        return new SeriesField(field, corrected, estimate, map);
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
            EncodedImage reference, List<EncodedImage> images, FieldEstimate estimate, Progress progress) {
        NeuroImage fixed = DistortionResult.of(images, estimate, Progress.NONE).mean();
        Affine map = Affine.IDENTITY;
        for (int round = 0; round < ROUNDS; round++) {
            NeuroImage moving = DistortionCorrection.apply(reference, estimate.field(), map, true, Progress.NONE);
            LinearRegistration.Options options = LinearRegistration.Options.DEFAULT;
            Affine more = LinearRegistration.of(
                            fixed,
                            moving,
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
        Map<String, Object> about = new TreeMap<>();
        about.put("Units", "Hz");
        about.put("DifferenceBeforePercent", 100 * estimate.differenceBefore());
        about.put("DifferencePercent", 100 * estimate.difference());
        about.put("LeastJacobian", estimate.leastJacobian());
        about.put("FieldToReferenceRASmm", headToReference.toArray());
        return about;
    }
}
