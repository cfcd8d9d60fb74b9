package sc.fiji.boldj.workflow.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sc.fiji.boldj.denoise.Censoring;
import sc.fiji.boldj.denoise.ConfoundPreset;
import sc.fiji.boldj.denoise.ConfoundRegression;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.preprocess.GaussianSmoothing;
import sc.fiji.boldj.preprocess.Realignment;
import sc.fiji.boldj.qc.SteadyState;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.signal.Standardize;
import sc.fiji.boldj.workflow.ConfoundTable;

/**
 * Denoises a raw series for a first look at its networks, with what the series alone provides: realignment, then one regression of motion,
 * temporal CompCor (Behzadi 2007), non-steady-state volumes, linear drift and the frequencies outside 0.008-0.09 Hz, then smoothing.
 *
 * <p>Each part is that of the command of its name. Slice times, distortion and anatomy are left to the participant level.
 */
public final class QuickDenoising {

    /** With fewer dimensions in the band than this, 24 motion columns would leave too few degrees of freedom. */
    private static final double DIMENSIONS_FOR_24 = 60;

    private static final double LOW = 0.008;
    private static final double HIGH = 0.09;

    /**
     * Choices.
     *
     * @param fwhm smoothing within the mask, mm; 0: none
     * @param globalSignal whether the mean over the mask is regressed out
     */
    public record Options(double fwhm, boolean globalSignal) {

        /** 6 mm, without the global signal. */
        public static final Options DEFAULT = new Options(6, false);

        public Options {
            if (!(fwhm >= 0 && fwhm <= 30))
                throw new IllegalArgumentException("fwhm must be from 0 to 30 mm, got " + fwhm);
        }
    }

    /**
     * What was done.
     *
     * @param columns sets of confounds, as {@code Regress Confounds...} names them
     * @param skipped non-steady-state volumes at the start, each with a regressor
     */
    public record Result(String columns, int skipped, ConfoundRegression.Result regression, double fwhm) {

        /** In a sentence. */
        public String words() {
            return String.format(
                    Locale.ROOT,
                    "realigned; regressed out: %s, linear drift, frequencies outside %s-%s Hz%s; %s; %.0f degrees of freedom left",
                    columns,
                    LOW,
                    HIGH,
                    skipped == 0 ? "" : ", " + skipped + " non-steady-state volume" + (skipped == 1 ? "" : "s"),
                    fwhm == 0
                            ? "not smoothed"
                            : "smoothed by " + Double.toString(fwhm).replaceAll("\\.0$", "") + " mm",
                    regression.degreesOfFreedom());
        }
    }

    private QuickDenoising() {}

    /**
     * Denoises a series.
     *
     * @param source raw series with a known repetition time
     * @param brain voxels to denoise; the rest becomes 0
     * @param target receives the result, same grid and number of volumes
     * @throws IllegalArgumentException if the repetition time is unknown or too long, or the series too short
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static Result apply(NeuroImage source, Mask brain, Options options, NeuroImage target, Progress progress) {
        source.requireSeries(3);
        if (!source.timing().isKnown())
            throw new IllegalArgumentException("the repetition time of '" + source.name()
                    + "' is unknown, so it cannot be band-passed: enter it as 'Frame interval' in Image>Properties...");
        int skipped = SteadyState.of(source, SteadyState.DETECT);
        NeuroImage aligned = source.createLike("aligned", source.volumes());
        Realignment.Motion motion =
                Realignment.apply(source, Realignment.Options.DEFAULT, aligned, progress.stage(0, 0.5));
        Confounds all = ConfoundTable.of(
                        new ConfoundTable.Inputs(aligned, brain, null, null, null, motion.parameters()),
                        ConfoundTable.Filter.NOTCH,
                        skipped,
                        progress.stage(0.5, 0.7))
                .confounds();
        double dimensions = 2 * source.volumes() * source.timing().repetitionTime() * (HIGH - LOW);
        String columns =
                (dimensions < DIMENSIONS_FOR_24 ? "6P" : "24P") + "+tCompCor" + (options.globalSignal() ? "+GS" : "");
        List<double[]> values = new ArrayList<>();
        List<String> names = ConfoundPreset.columns(columns, all.names());
        for (String name : names) values.add(all.column(name));
        ConfoundRegression.Options regression = new ConfoundRegression.Options(
                1, LOW, HIGH, ConfoundRegression.Filter.FOURIER, Standardize.NONE, false);
        NeuroImage left = options.fwhm() == 0 ? target : source.createLike("denoised", source.volumes());
        ConfoundRegression.Result result = ConfoundRegression.apply(
                aligned,
                Confounds.of(names, values).withFirstFilled(),
                brain,
                Censoring.NONE,
                regression,
                left,
                progress.stage(0.7, 0.9));
        if (left != target)
            GaussianSmoothing.apply(
                    left,
                    Optional.of(brain),
                    new GaussianSmoothing.Options(options.fwhm()),
                    target,
                    progress.stage(0.9, 1));
        return new Result(columns, skipped, result, options.fwhm());
    }
}
