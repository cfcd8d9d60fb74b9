package sc.fiji.boldj.atlas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.run.Progress;

/**
 * Templates from files, or by name.
 *
 * <p>A template file is a T1-weighted volume in MNI space. Beside it may lie its brain mask and tissue maps, named as
 * TemplateFlow does: {@code X_T1w.nii.gz} with {@code X_desc-brain_mask.nii.gz}, {@code X_label-GM_probseg.nii.gz}, WM and
 * CSF. Without a mask the volume must be 0 outside the brain; without tissue maps those of the built-in template serve.
 */
public final class TemplateFiles {

    /** A volume with more voxels above 0 than this share shows a head or noise, not a brain alone. */
    private static final double MOST_BRAIN = 0.5;

    private TemplateFiles() {}

    /**
     * A template by what a user may write.
     *
     * @param text empty for the built-in one, a name of {@link TemplateFlow#TEMPLATES}, or the path of a file
     * @throws IllegalArgumentException if it is none of these or the file is no template
     * @throws IOException if a file cannot be read or fetched
     */
    public static Template named(String text, TemplateFlow store, Progress progress) throws IOException {
        String name = text.strip();
        if (name.isEmpty()) return Template.builtIn();
        if (TemplateFlow.isTemplate(name)) return store.template(name, progress);
        Path file = Path.of(name);
        if (!Files.isRegularFile(file))
            throw new IllegalArgumentException(
                    "template is '" + text + "', but there is no such file, and the names known are "
                            + TemplateFlow.TEMPLATES + "; leave it empty for the built-in template");
        return read(file);
    }

    /**
     * Reads a template and what lies beside it.
     *
     * @throws IllegalArgumentException if there is no mask and the volume is not 0 outside a brain
     * @throws IOException if a file cannot be read
     */
    public static Template read(Path file) throws IOException {
        NeuroImage brain = NiftiReader.read(file, NiftiReader.Options.DEFAULT, Progress.NONE);
        if (brain.volumes() != 1)
            throw new IllegalArgumentException(file + " has " + brain.volumes() + " volumes, but a template is one");
        Optional<NeuroImage> given = beside(file, "desc-brain_mask");
        Mask mask = given.isPresent()
                ? Mask.above(given.get().grid(), given.get().volume(0), 0.5)
                : Mask.above(brain.grid(), brain.volume(0), 0).requireNotEmpty(brain.name());
        if (given.isEmpty() && mask.count() > MOST_BRAIN * brain.grid().voxels())
            throw new IllegalArgumentException(file + " is above 0 in "
                    + 100L * mask.count() / brain.grid().voxels()
                    + " % of its voxels: a template without skull is needed, or its mask beside it as "
                    + sibling(file, "desc-brain_mask").getFileName());
        Optional<NeuroImage> gm = beside(file, "label-GM_probseg");
        Optional<NeuroImage> wm = beside(file, "label-WM_probseg");
        Optional<NeuroImage> csf = beside(file, "label-CSF_probseg");
        String name = file.getFileName().toString();
        if (gm.isEmpty() || wm.isEmpty() || csf.isEmpty()) return withBuiltInTissues(name, brain, mask);
        return Template.of(name, brain, gm.get(), wm.get(), csf.get(), mask);
    }

    /** A template with the tissue maps of the built-in one, which must be of the same space to a few millimetres. */
    static Template withBuiltInTissues(String name, NeuroImage brain, Mask mask) {
        Template tissues = Template.builtIn().onGrid(brain.grid());
        return Template.of(name, brain, tissues.gm(), tissues.wm(), tissues.csf(), mask);
    }

    private static Optional<NeuroImage> beside(Path file, String what) throws IOException {
        Path sibling = sibling(file, what);
        if (sibling.equals(file) || !Files.isRegularFile(sibling)) return Optional.empty();
        return Optional.of(NiftiReader.read(sibling, NiftiReader.Options.DEFAULT, Progress.NONE));
    }

    /** {@code X_T1w.nii.gz}, {@code X_desc-brain_T1w.nii.gz} or {@code X.nii.gz} become {@code X_what.nii.gz}. */
    static Path sibling(Path file, String what) {
        String name = file.getFileName().toString();
        String ending = name.endsWith(".gz") ? ".nii.gz" : ".nii";
        String stem = name.replaceAll("(?i)\\.(nii|hdr|img)(\\.gz)?$", "").replaceAll("(_desc-brain)?_T1w$", "");
        return file.resolveSibling(stem + "_" + what + ending);
    }
}
