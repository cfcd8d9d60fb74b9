package sc.fiji.boldj.workflow.study;

import java.nio.file.Path;
import sc.fiji.boldj.io.BidsScan;

/**
 * Where the results of a series stand, named as BIDS derivatives.
 *
 * @param root folder of all results
 * @param scan the series
 * @param space label of the standard space
 */
public record ScanFiles(Path root, BidsScan scan, String space) {

    /** A file in the scanner's own space. */
    public Path own(String rest) {
        return root.resolve(scan.folder()).resolve("func").resolve(scan.name() + "_" + rest);
    }

    /** A file in standard space. */
    public Path standard(String rest) {
        return own("space-" + space + "_" + rest);
    }

    /** A map in standard space. */
    public Path map(String rest) {
        return standard(rest + ".nii.gz");
    }

    /** A file that only later steps read. */
    public Path work(String rest) {
        return root.resolve("work").resolve(scan.name()).resolve(rest);
    }

    /** Motion parameters. */
    public Path motion() {
        return own("desc-motion_timeseries.tsv");
    }

    /** One matrix a volume, from places in the reference volume to places in that volume. */
    public Path motionMaps() {
        return own("from-orig_to-boldref_mode-image_xfm.txt");
    }

    /** The mean of the realigned series. */
    public Path reference() {
        return own("desc-hmc_boldref.nii.gz");
    }

    /** The brain in the reference volume. */
    public Path ownMask() {
        return own("desc-brain_mask.nii.gz");
    }

    /** From places in the anatomy to places in the reference volume. */
    public Path coregistration() {
        return own("from-boldref_to-T1w_mode-image_xfm.txt");
    }

    /** From places in the standard space to places in the reference volume, without anatomy: a matrix. */
    public Path direct() {
        return own("from-boldref_to-" + space + "_mode-image_xfm.txt");
    }

    /** The same, what the matrix lacks: a warp. */
    public Path directWarp() {
        return own("from-boldref_to-" + space + "_desc-warp_mode-image_xfm.nii.gz");
    }

    /** The preprocessed series. */
    public Path bold() {
        return map("desc-preproc_bold");
    }

    /** The brain in standard space, where the series covers it. */
    public Path mask() {
        return map("desc-brain_mask");
    }

    /** Confounds. */
    public Path confounds() {
        return own("desc-confounds_timeseries.tsv");
    }

    /** The series after denoising, not smoothed. */
    public Path denoised() {
        return map("desc-denoised_bold");
    }

    /** Figures about the scan. */
    public Path quality() {
        return own("desc-quality.json");
    }

    /** Is there while the results are not those of the last call: what it was doing, or why it failed. */
    public Path unfinished() {
        return root.resolve(ProvenanceCheck.FOLDER).resolve(scan.name() + "_unfinished.txt");
    }

    /** The page about the scan. */
    public Path page() {
        return root.resolve(scan.name() + ".html");
    }

    /** The sidecar of an image or a table. */
    public static Path sidecar(Path file) {
        return file.resolveSibling(
                file.getFileName().toString().replaceFirst("\\.(nii(\\.gz)?|tsv|txt)$", "") + ".json");
    }
}
