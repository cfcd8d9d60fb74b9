package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.denoise.Censoring;
import sc.fiji.boldj.denoise.ConfoundRegression;
import sc.fiji.boldj.denoise.ConfoundStrategy;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.signal.Standardize;
import sc.fiji.boldj.workflow.scan.ConfoundChoice;

/** Regresses confounds, drift and frequencies outside a band out of a series, in one step. */
@Plugin(type = Command.class, name = "Regress Confounds...", headless = true)
public final class RegressConfoundsCommand extends ResultCommand {

    @Parameter(label = "Series", description = "BOLD series to denoise", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Confounds (.tsv)",
            description = "table of confounds, one row per volume; empty: only drift and band-pass",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String confounds = "";

    @Parameter(
            label = "Columns",
            description =
                    "presets joined by + (6P, 12P, 24P, 9P, 32P, 36P, WM, CSF, GS, aCompCor, aCompCor50, tCompCor),"
                            + " strategies of nilearn's load_confounds such as motion+wm_csf+high_pass+scrub, or columns separated by commas",
            required = false,
            persist = false)
    private String columns = "24P+aCompCor";

    @Parameter(
            label = "Drift (degree)",
            description = "highest degree of the polynomial drift, 0 to 5; -1: none",
            persist = false)
    private int detrend = 1;

    @Parameter(label = "Low (Hz)", description = "lower limit of the pass band in Hz; 0: none", persist = false)
    private double low = 0.008;

    @Parameter(label = "High (Hz)", description = "upper limit of the pass band in Hz; 0: none", persist = false)
    private double high = 0.09;

    @Parameter(
            label = "Filter",
            description =
                    "fourier: sines and cosines in the regression; butterworth: data and confounds are filtered alike;"
                            + " cosine: high-pass only",
            choices = {"fourier", "butterworth", "cosine"},
            persist = false)
    private String filter = "fourier";

    @Parameter(
            label = "Standardize",
            description = "scaling of the output: none, zscore or percent signal change",
            choices = {"none", "zscore", "psc"},
            persist = false)
    private String standardize = "none";

    @Parameter(
            label = "FD threshold (mm)",
            description =
                    "mm per 2 s, converted to the repetition time; volumes with a larger framewise displacement (filtered for"
                            + " breathing if the table has such a column) are censored: they do not influence any fit;"
                            + " 0: none",
            persist = false)
    private double fdThreshold = 0;

    @Parameter(
            label = "Censored volumes",
            description =
                    "how censored volumes appear in the output: removed, so that it is shorter (drop); set to 0 (zero); or linear interpolation between the denoised neighbours (interpolate)",
            choices = {"drop", "zero", "interpolate"},
            persist = false)
    private String censored = "drop";

    @Parameter(
            label = "Within mask",
            description = "voxels to denoise; the rest is set to 0",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus mask;

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus cleaned;

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private String summary = "";

    @Override
    public void execute(Progress progress) throws IOException {
        NeuroImage source = ImageDoor.readSeries(input);
        Mask within = ImageDoor.maskOrAll(mask, source);
        if (fdThreshold <= 0 && ConfoundStrategy.scrub(columns).isEmpty() && output() != Censoring.Output.KEPT)
            throw new IllegalArgumentException(
                    "key 'censored' is '" + censored + "' but nothing is censored: give fd_threshold, in millimetres");
        if (confounds.isBlank() && fdThreshold > 0)
            throw new IllegalArgumentException(
                    "key 'fd_threshold' needs a table of confounds with a column framewise_displacement");
        ConfoundChoice choice = confounds.isBlank()
                ? ConfoundChoice.none(source)
                : ConfoundChoice.of(
                        ConfoundChoice.read(Path.of(confounds), source), source, columns, fdThreshold, output());
        var options = new ConfoundRegression.Options(
                detrend,
                low,
                high,
                ConfoundRegression.Filter.named(filter),
                Standardize.valueOf(standardize.toUpperCase(Locale.ROOT)),
                false);
        NeuroImage target = target(source, "denoised", choice.censoring().resultVolumes(source.volumes()));
        ConfoundRegression.Result left = ConfoundRegression.apply(
                source, choice.regressors(), within, choice.censoring(), options, target, progress);
        cleaned = ImageDoor.toImagePlus(target);
        DegreesOfFreedom.note(cleaned, left.degreesOfFreedom());
        summary = String.format(
                Locale.ROOT,
                "%s: %d of %d volumes kept, %d columns regressed out, %.1f degrees of freedom; standard error of"
                        + " Fisher z %.4f%s",
                target.name(),
                left.kept(),
                left.volumes(),
                left.rank(),
                left.degreesOfFreedom(),
                left.fisherZStandardError(),
                choice.words());
    }

    private Censoring.Output output() {
        return switch (censored) {
            case "zero" -> Censoring.Output.ZERO;
            case "interpolate" -> Censoring.Output.INTERPOLATED;
            default -> Censoring.Output.KEPT;
        };
    }
}
