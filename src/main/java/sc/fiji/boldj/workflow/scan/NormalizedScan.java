package sc.fiji.boldj.workflow.scan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.DisplacementFiles;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.TransformFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.Normalization;
import sc.fiji.boldj.workflow.ScanToStandard;
import sc.fiji.boldj.workflow.SpaceVerdicts;
import sc.fiji.boldj.workflow.StandardSpace;
import sc.fiji.boldj.workflow.Verdict;

/**
 * A scan in the space of a template, with the images that were made on the way.
 *
 * @param t1 whether it is a T1-weighted scan, not an echo-planar one
 * @param source what is resampled: the scan, a T1-weighted one without its bias field
 * @param space where it lies
 * @param verdicts how well it lies there
 * @param own the images that were made, on the scan's own grid, by name
 */
public record NormalizedScan(
        boolean t1, NeuroImage source, StandardSpace space, List<Verdict> verdicts, Map<String, NeuroImage> own) {

    private static final String TEXT = "(?i)\\.txt$";
    private static final String BRAIN = "brain_mask";

    /** Normalises a scan. */
    public static NormalizedScan of(
            NeuroImage scan, boolean t1, Template template, Normalization.Options options, Progress progress) {
        Map<String, NeuroImage> own = new LinkedHashMap<>();
        if (!t1) {
            Normalization.Functional found = Normalization.bold(scan, template, options, progress);
            own.put("corrected", found.corrected());
            own.put("mean", found.mean());
            own.put(BRAIN, Normalization.image(found.brain(), "brain mask"));
            return new NormalizedScan(false, scan, found.space(), SpaceVerdicts.of(found), own);
        }
        Normalization.Anatomy found = Normalization.t1(scan, template, options, progress);
        own.put("corrected", found.corrected());
        own.put(BRAIN, Normalization.image(found.brain(), "brain mask"));
        own.put("gm", found.gm());
        own.put("wm", found.wm());
        own.put("csf", found.csf());
        return new NormalizedScan(true, found.corrected(), found.space(), SpaceVerdicts.of(found), own);
    }

    /** Resamples the scan into an image on a grid of the template's space. */
    public void resample(NeuroImage target, Progress progress) {
        List<Affine> still = new ArrayList<>();
        for (int t = 0; t < source.volumes(); t++) still.add(Affine.IDENTITY);
        ScanToStandard.resample(source, space, Affine.IDENTITY, still, Interpolation.CUBIC, target, progress);
    }

    /**
     * Writes the affine map as plain text and for ITK, the warp and its inverse.
     *
     * @param file of the affine map; the others stand beside it
     */
    public void writeTransforms(Path file, Progress progress) throws IOException {
        TransformFiles.writeBoth(file, List.of(space.affine()));
        if (space.warp().isEmpty()) return;
        String stem = file.getFileName().toString().replaceAll(TEXT, "");
        DisplacementFiles.write(
                file.resolveSibling(stem + "_warp.nii.gz"), space.warp().get(), progress.stage(0, 0.5));
        DisplacementFiles.write(
                file.resolveSibling(stem + "_inverse_warp.nii.gz"),
                space.inverseWarp().orElseThrow(),
                progress.stage(0.5, 1));
    }

    /**
     * Writes transforms and images, on the scan's grid and on the template's.
     *
     * @return the first of these on the template's grid, to draw on
     */
    public NeuroImage write(Path folder) throws IOException {
        writeTransforms(folder.resolve("template_to_scan.txt"), Progress.NONE);
        NeuroImage background = null;
        for (Map.Entry<String, NeuroImage> image : own.entrySet()) {
            NeuroImage moved = space.bringScan(
                    image.getValue(),
                    space.template().grid(),
                    image.getKey().equals(BRAIN) ? Interpolation.NEAREST : Interpolation.LINEAR,
                    Progress.NONE);
            if (background == null) background = moved;
            write(image.getValue(), folder.resolve(image.getKey() + ".nii.gz"));
            write(moved, folder.resolve("mni_" + image.getKey() + ".nii.gz"));
        }
        return background;
    }

    private static void write(NeuroImage image, Path file) throws IOException {
        NiftiWriter.write(image, file, NiftiWriter.Options.DEFAULT, Progress.NONE);
    }

    /** How well it lies there, in a sentence. */
    public String words() {
        StringBuilder words = new StringBuilder();
        for (Verdict verdict : verdicts)
            words.append(' ')
                    .append(verdict.topic().toLowerCase(java.util.Locale.ROOT))
                    .append(' ')
                    .append(verdict.figure())
                    .append(';');
        return words.substring(1, words.length() - 1);
    }

    /** What was done, in sentences for a paper. */
    public String methods() {
        String first = t1
                ? "The T1-weighted scan was corrected for intensity non-uniformity by a B-spline field (Tustison 2010) and its brain was"
                        + " extracted with the template as prior. "
                : "The mean of the echo-planar series was corrected for intensity non-uniformity (Tustison 2010) and masked; the target was the EPI contrast of the template. ";
        String second = "It was registered to " + space.template().name()
                + " by an affine transform with 12 degrees of freedom" + " (normalised mutual information)";
        String third = space.warp().isEmpty()
                ? ". "
                : " and a symmetric diffeomorphism (SyN, Avants 2008; local correlation of radius " + (t1 ? 4 : 2)
                        + " voxels). ";
        String last = t1
                ? "Grey matter, white matter and CSF were segmented by a mixture model with a Markov random field, the"
                        + " template's tissues as priors (Zhang 2001; Ashburner and Friston 2005)."
                : "";
        return first + second + third + last;
    }
}
