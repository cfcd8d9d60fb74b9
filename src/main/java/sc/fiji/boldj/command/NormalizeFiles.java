package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.host.Version;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.DisplacementFiles;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.TransformFiles;
import sc.fiji.boldj.report.SpacePage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.Normalization;
import sc.fiji.boldj.workflow.StandardSpace;
import sc.fiji.boldj.workflow.Verdict;

/** The files that a normalisation leaves. */
final class NormalizeFiles {

    private static final String TEXT = "(?i)\\.txt$";

    private NormalizeFiles() {}

    /** Said before the work begins, not after. */
    static void requireFolder(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent))
            throw new IOException("transform: cannot write '" + file + "': there is no folder '" + parent + "'");
        if (!file.getFileName().toString().matches(".*" + TEXT))
            throw new IllegalArgumentException("key 'transform' is '" + file
                    + "' but must end with .txt: it is the affine map; the warp goes beside it");
    }

    /** The affine map as plain text and for ITK, the warp and its inverse. */
    static void transforms(Path file, StandardSpace space, Progress progress) throws IOException {
        String stem = file.getFileName().toString().replaceAll(TEXT, "");
        TransformFiles.writePlain(file, List.of(space.affine()));
        TransformFiles.writeItk(file.resolveSibling(stem + "_itk.txt"), List.of(space.affine()));
        if (space.warp().isEmpty()) return;
        DisplacementFiles.write(
                file.resolveSibling(stem + "_warp.nii.gz"), space.warp().get(), progress.stage(0, 0.5));
        DisplacementFiles.write(
                file.resolveSibling(stem + "_inverse_warp.nii.gz"),
                space.inverseWarp().orElseThrow(),
                progress.stage(0.5, 1));
    }

    static void folder(
            ResultFolder folder,
            Map<String, String> options,
            NeuroImage scan,
            StandardSpace space,
            Normalization.Anatomy anatomy,
            Normalization.Functional functional,
            List<Verdict> verdicts,
            Progress progress)
            throws IOException {
        Map<String, NeuroImage> own = new LinkedHashMap<>();
        if (anatomy == null) {
            own.put("corrected", functional.corrected());
            own.put("mean", functional.mean());
            own.put("brain_mask", Normalization.image(functional.brain(), "brain mask"));
        } else {
            own.put("corrected", anatomy.corrected());
            own.put("brain_mask", Normalization.image(anatomy.brain(), "brain mask"));
            own.put("gm", anatomy.gm());
            own.put("wm", anatomy.wm());
            own.put("csf", anatomy.csf());
        }
        Template template = space.template();
        folder.write(options, Map.of(scan.name(), FileDigest.of(scan)), place -> {
            transforms(place.resolve("template_to_scan.txt"), space, Progress.NONE);
            NeuroImage background = null;
            for (Map.Entry<String, NeuroImage> image : own.entrySet()) {
                boolean mask = image.getKey().equals("brain_mask");
                NeuroImage moved = space.bringScan(
                        image.getValue(),
                        template.grid(),
                        mask ? Interpolation.NEAREST : Interpolation.LINEAR,
                        Progress.NONE);
                if (background == null) background = moved;
                write(image.getValue(), place.resolve(image.getKey() + ".nii.gz"));
                write(moved, place.resolve("mni_" + image.getKey() + ".nii.gz"));
            }
            AtomicFile.writeText(
                    place.resolve("index.html"),
                    SpacePage.of(
                                    ImageDoor.stem(scan.name()),
                                    verdicts,
                                    background,
                                    template,
                                    methods(space, anatomy != null),
                                    "BoldJ " + Version.text())
                            .toHtml());
        });
        progress.update(1, 1);
    }

    private static String methods(StandardSpace space, boolean t1) {
        String first = t1
                ? "The T1-weighted scan was corrected for shading by a B-spline field (Tustison 2010) and its brain was"
                        + " extracted with the template as prior. "
                : "The mean of the echo-planar series was corrected for shading (Tustison 2010), masked, and compared with"
                        + " the template as such a scan would show it. ";
        String second = "It was registered to " + space.template().name() + " by an affine map of 12 degrees of freedom"
                + " (normalised mutual information)";
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

    private static void write(NeuroImage image, Path file) throws IOException {
        NiftiWriter.write(image, file, NiftiWriter.Options.DEFAULT, Progress.NONE);
    }
}
