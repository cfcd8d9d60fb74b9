package sc.fiji.boldj.workflow.study;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.workflow.provenance.ProvenanceCheck;

/**
 * Where the results of a series stand, named as BIDS derivatives.
 *
 * @param root folder of all results
 * @param scan the series
 * @param space label of the standard space
 */
public record ScanFiles(Path root, BidsScan scan, String space) {

    private static final String IMAGE = ".nii.gz";
    private static final String TABLE = ".tsv";
    private static final String TEXT = ".txt";
    private static final String RECORD = ".json";

    private Path own(DerivativeName name, String extension) {
        return scan.derivative(root, "func", name + extension);
    }

    /** An image in standard space. */
    Path image(DerivativeName name) {
        return own(name.with(DerivativeName.Entity.SPACE, space), IMAGE);
    }

    /** A table of what is in standard space. */
    public Path table(DerivativeName name) {
        return own(name.with(DerivativeName.Entity.SPACE, space), TABLE);
    }

    /** A folder for what is in standard space. */
    Path folder(DerivativeName name) {
        return own(name.with(DerivativeName.Entity.SPACE, space), "");
    }

    /** What the name of a file in standard space says beside the scan and the space. */
    public String rest(Path file) {
        return file.getFileName().toString().replace(scan.name() + "_space-" + space + "_", "");
    }

    /** A file that only later steps read. */
    public Path work(String rest) {
        return root.resolve("work").resolve(scan.name()).resolve(rest);
    }

    /** Motion parameters. */
    public Path motion() {
        return own(DerivativeName.of("timeseries").desc("motion"), TABLE);
    }

    /** One matrix a volume, from places in the reference volume to places in that volume. */
    public Path motionMaps() {
        return own(DerivativeName.transform("orig", "boldref"), TEXT);
    }

    /** The mean of the realigned series. */
    public Path reference() {
        return own(DerivativeName.of("boldref").desc("hmc"), IMAGE);
    }

    /** The brain in the reference volume. */
    public Path ownMask() {
        return own(DerivativeName.of("mask").desc("brain"), IMAGE);
    }

    /** The off-resonance field in the space of the reference volume, without distortion. */
    public Path field() {
        return own(DerivativeName.of("fieldmap").desc("boldref"), IMAGE);
    }

    /** The reference volume without distortion. */
    public Path correctedReference() {
        return own(DerivativeName.of("boldref").desc("coreg"), IMAGE);
    }

    /** The brain in it. */
    public Path correctedMask() {
        return own(DerivativeName.of("mask").desc("coreg"), IMAGE);
    }

    /** From places in the anatomy to places in the reference volume. */
    public Path coregistration() {
        return own(DerivativeName.transform("boldref", "T1w"), TEXT);
    }

    /** From places in the standard space to places in the reference volume, without anatomy: a matrix. */
    public Path direct() {
        return own(DerivativeName.transform("boldref", space), TEXT);
    }

    /** The same, what the matrix lacks: a warp. */
    public Path directWarp() {
        return own(DerivativeName.transform("boldref", space).desc("warp"), IMAGE);
    }

    /** The preprocessed series. */
    public Path bold() {
        return image(DerivativeName.of("bold").desc("preproc"));
    }

    /** Its mean over the steady state. */
    public Path boldref() {
        return image(DerivativeName.of("boldref"));
    }

    /** The brain in standard space, where the series covers it. */
    public Path mask() {
        return image(DerivativeName.of("mask").desc("brain"));
    }

    /** Grey matter, white matter and CSF of the template, for a series without anatomy. */
    public List<Path> templateTissues() {
        return Stream.of("GM", "WM", "CSF")
                .map(tissue -> image(DerivativeName.of("probseg").with(DerivativeName.Entity.LABEL, tissue)))
                .toList();
    }

    /** Confounds. */
    public Path confounds() {
        return own(DerivativeName.of("timeseries").desc("confounds"), TABLE);
    }

    /** T2* in the reference volume, of a run with several echoes. */
    public Path t2star() {
        return own(DerivativeName.of("T2starmap"), IMAGE);
    }

    /** S0 in the reference volume, of a run with several echoes. */
    public Path s0() {
        return own(DerivativeName.of("S0map"), IMAGE);
    }

    /** Regressors of heart beat and breathing. */
    public Path physio() {
        return own(DerivativeName.of("timeseries").desc("physio"), TABLE);
    }

    /** The series after denoising, not smoothed. */
    public Path denoised() {
        return image(DerivativeName.of("bold").desc("denoised"));
    }

    /** Figures about the scan. */
    public Path quality() {
        return own(DerivativeName.of("qc").desc("quality"), RECORD);
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
                file.getFileName().toString().replaceFirst("\\.(nii(\\.gz)?|tsv|txt)$", "") + RECORD);
    }
}
