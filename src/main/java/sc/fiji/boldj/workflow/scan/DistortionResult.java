package sc.fiji.boldj.workflow.scan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.distortion.DistortionCorrection;
import sc.fiji.boldj.distortion.EncodedImage;
import sc.fiji.boldj.distortion.FieldEstimate;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.TransformFiles;
import sc.fiji.boldj.preprocess.BrainMask;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.study.StudyFiles;

/**
 * A field with the images that it distorts, corrected in the space of the first.
 *
 * @param images in the order of the inputs
 * @param estimate of the field
 * @param method how the field was obtained
 * @param corrected for each input, on the grid of the first
 */
public record DistortionResult(
        List<EncodedImage> images, FieldEstimate estimate, FieldMethod method, List<NeuroImage> corrected) {

    /** Corrects the images from which a field was estimated. */
    public static DistortionResult of(List<EncodedImage> images, FieldEstimate estimate, Progress progress) {
        return of(images, estimate, FieldMethod.OPPOSED, progress);
    }

    /** The image that was corrected with a field from its T1-weighted scan. */
    public static DistortionResult of(EncodedImage image, AnatomyField found) {
        FieldEstimate estimate = new FieldEstimate(
                found.estimate().field(),
                List.of(Affine.IDENTITY),
                found.costBefore(),
                found.costAfter(),
                found.estimate().leastJacobian(),
                found.estimate().steps());
        return new DistortionResult(List.of(image), estimate, FieldMethod.ANATOMY, List.of(found.corrected()));
    }

    /** Registers each image to the magnitude image of a measured field, and corrects it. */
    public static DistortionResult of(List<EncodedImage> images, MeasuredScan measured, Progress progress) {
        double share = 0.9 / images.size();
        SeriesField first = SeriesField.of(images.get(0), measured, progress.stage(0, share));
        List<Affine> motions = new ArrayList<>(List.of(Affine.IDENTITY));
        for (int k = 1; k < images.size(); k++)
            motions.add(SeriesField.of(images.get(k), measured, progress.stage(k * share, (k + 1) * share))
                    .headToReference()
                    .times(first.headToReference().inverse()));
        Mask brain = BrainMask.epi(first.corrected(), BrainMask.Options.DEFAULT, Progress.NONE);
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < images.size(); k++) {
            float[] jacobian = DistortionCorrection.jacobian(images.get(k), first.field(), motions.get(k));
            for (int v : brain.indices()) least = Math.min(least, jacobian[v]);
        }
        FieldEstimate estimate = new FieldEstimate(first.field(), motions, Double.NaN, Double.NaN, least, 0);
        return of(images, estimate, measured.parts().method(), progress.stage(0.9, 1));
    }

    private static DistortionResult of(
            List<EncodedImage> images, FieldEstimate estimate, FieldMethod method, Progress progress) {
        List<NeuroImage> corrected = new ArrayList<>();
        for (int k = 0; k < images.size(); k++)
            corrected.add(DistortionCorrection.apply(
                    images.get(k),
                    estimate.field(),
                    estimate.motions().get(k),
                    true,
                    progress.stage((double) k / images.size(), (k + 1.0) / images.size())));
        return new DistortionResult(images, estimate, method, corrected);
    }

    /** The mean of the corrected images. */
    public NeuroImage mean() {
        float[] mean = new float[estimate.field().grid().voxels()];
        for (NeuroImage image : corrected) {
            float[] values = image.volume(0);
            for (int v = 0; v < mean.length; v++) mean[v] += values[v] / corrected.size();
        }
        NeuroImage image = estimate.field().createLike("mean", 1);
        image.writeVolume(0, mean);
        return image;
    }

    /** Writes field, corrected images, displacements and motions into a folder. */
    public void write(Path folder) throws IOException {
        StudyFiles.write(estimate.field(), folder.resolve("field.nii.gz"), Progress.NONE);
        Map<String, Object> about = new TreeMap<>();
        about.put("Units", "Hz");
        about.put(
                "Description",
                "off-resonance field; with phase encoding j, a positive field moves signal towards larger j");
        about.put("Method", method.key());
        about.put("Images", figures());
        JsonFile.write(folder.resolve("field.json"), about);
        StudyFiles.write(series("corrected", corrected), folder.resolve("corrected.nii.gz"), Progress.NONE);
        JsonFile.write(
                folder.resolve("corrected.json"),
                Map.of("Description", "corrected images in the order of the inputs, modulated by the Jacobian"));
        List<NeuroImage> displacements = new ArrayList<>();
        for (EncodedImage image : images) {
            NeuroImage one = estimate.field().createLike("displacement", 1);
            one.writeVolume(0, DistortionCorrection.millimetres(estimate.field(), image));
            displacements.add(one);
        }
        StudyFiles.write(series("displacement", displacements), folder.resolve("displacement.nii.gz"), Progress.NONE);
        JsonFile.write(
                folder.resolve("displacement.json"),
                Map.of(
                        "Units",
                        "mm",
                        "Description",
                        "displacement of the signal along the phase-encoding axis of each input, positive towards larger"
                                + " voxel indices of that axis"));
        TransformFiles.writePlain(folder.resolve("motion.txt"), estimate.motions());
    }

    private static NeuroImage series(String name, List<NeuroImage> volumes) {
        NeuroImage series = NeuroImage.floats(name, volumes.get(0).grid(), volumes.size(), SeriesTiming.UNKNOWN)
                .withSpace(volumes.get(0).space());
        for (int k = 0; k < volumes.size(); k++)
            series.writeVolume(k, volumes.get(k).volume(0));
        return series;
    }

    /** For each input: its encoding and how far its head had moved from that of the first. */
    public List<Map<String, Object>> figures() {
        List<Map<String, Object>> figures = new ArrayList<>();
        for (int k = 0; k < images.size(); k++) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("Name", images.get(k).image().name());
            one.put("PhaseEncodingDirection", images.get(k).encoding().direction());
            one.put("TotalReadoutTime", images.get(k).encoding().readout());
            one.put("MotionMillimetres", moved(k));
            figures.add(one);
        }
        return figures;
    }

    /** How far the middle of the field of view had moved, mm. */
    public double moved(int image) {
        double[] centre = estimate.field().grid().centre();
        Affine motion = estimate.motions().get(image);
        double[] p = motion.apply(centre[0], centre[1], centre[2]);
        return Math.sqrt(Math.pow(p[0] - centre[0], 2) + Math.pow(p[1] - centre[1], 2) + Math.pow(p[2] - centre[2], 2));
    }

    /** What was found, in a sentence. */
    public String words() {
        if (method.isMeasured())
            return String.format(
                    Locale.ROOT,
                    "%d image%s corrected with a measured field; smallest Jacobian within the brain %.2f",
                    images.size(),
                    images.size() == 1 ? "" : "s",
                    estimate.leastJacobian());
        if (method == FieldMethod.ANATOMY)
            return String.format(
                    Locale.ROOT,
                    "1 image corrected with a field estimated from the T1-weighted scan (experimental); boundary cost %.4f before"
                            + " correction, %.4f after it; smallest Jacobian %.2f",
                    estimate.differenceBefore(),
                    estimate.difference(),
                    estimate.leastJacobian());
        return String.format(
                Locale.ROOT,
                "%d images; root-mean-square difference from their mean %.1f %% of the mean brightness before correction,"
                        + " %.1f %% after it; smallest Jacobian %.2f",
                images.size(),
                100 * estimate.differenceBefore(),
                100 * estimate.difference(),
                estimate.leastJacobian());
    }
}
