package sc.fiji.boldj.workflow.participant;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sc.fiji.boldj.denoise.ConfoundPreset;
import sc.fiji.boldj.denoise.ConfoundRegression;
import sc.fiji.boldj.denoise.ConfoundStrategy;
import sc.fiji.boldj.denoise.Scrub;
import sc.fiji.boldj.denoise.TissueSeries;
import sc.fiji.boldj.workflow.option.Option;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.Variant;

/**
 * What denoising regresses out.
 *
 * @param columns confounds, a preset or a list separated by commas
 * @param low edge of the pass band in Hz, 0: none
 * @param high edge of the pass band in Hz, 0: none
 * @param filter how the band is kept
 * @param censor framewise displacement in mm per 2 s above which volumes are censored, 0: none
 * @param scrub how a strategy excludes further volumes, if one does
 */
record Denoising(
        String columns,
        double low,
        double high,
        ConfoundRegression.Filter filter,
        double censor,
        Optional<Scrub> scrub) {

    /** The options that it depends on: its steps are repeated for them, and the sidecars of its results give them. */
    static List<Option<?>> options() {
        return List.of(
                ParticipantOption.COLUMNS,
                ParticipantOption.LOW,
                ParticipantOption.HIGH,
                ParticipantOption.FILTER,
                ParticipantOption.CENSOR);
    }

    /** With sines and cosines of the stop band, not scrubbed. */
    Denoising(String columns, double low, double high, double censor) {
        this(columns, low, high, ConfoundRegression.Filter.FOURIER, censor, Optional.empty());
    }

    static Denoising of(ParticipantOptions options) {
        return new Denoising(
                options.get(ParticipantOption.COLUMNS),
                options.get(ParticipantOption.LOW),
                options.get(ParticipantOption.HIGH),
                ConfoundRegression.Filter.named(options.get(ParticipantOption.FILTER)),
                options.get(ParticipantOption.CENSOR),
                ConfoundStrategy.scrub(options.get(ParticipantOption.COLUMNS)));
    }

    /** The same for measures that need all frequencies of all volumes. */
    Denoising allFrequencies() {
        return new Denoising(columns, 0, 0, filter, 0, Optional.empty());
    }

    /**
     * The same under another choice.
     *
     * @param all names of the confounds that the series has
     */
    Denoising with(Variant variant, List<String> all) {
        return switch (variant) {
            case MAIN, UNSMOOTHED -> this;
            case GSR -> new Denoising(withGlobalSignal(all), low, high, filter, censor, scrub);
            case CENSORED -> new Denoising(columns, low, high, filter, Variant.CENSOR_MM, scrub);
        };
    }

    private String withGlobalSignal(List<String> all) {
        List<String> names = new ArrayList<>(ConfoundPreset.columns(columns, all));
        if (!names.contains(TissueSeries.GLOBAL_SIGNAL)) names.add(TissueSeries.GLOBAL_SIGNAL);
        return String.join(",", names);
    }
}
