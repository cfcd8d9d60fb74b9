package sc.fiji.boldj.workflow.participant;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.denoise.ConfoundPreset;
import sc.fiji.boldj.denoise.TissueSeries;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.Variant;

/**
 * What denoising regresses out.
 *
 * @param columns confounds, a preset or a list separated by commas
 * @param low edge of the pass band in Hz, 0: open
 * @param high edge of the pass band in Hz, 0: open
 * @param censor framewise displacement in mm per 2 s above which volumes are censored, 0: none
 */
record Denoising(String columns, double low, double high, double censor) {

    static Denoising of(ParticipantOptions options) {
        return new Denoising(
                options.get(ParticipantOption.COLUMNS),
                options.get(ParticipantOption.LOW),
                options.get(ParticipantOption.HIGH),
                options.get(ParticipantOption.CENSOR));
    }

    /** The same for measures that need all frequencies of all volumes. */
    Denoising allFrequencies() {
        return new Denoising(columns, 0, 0, 0);
    }

    /**
     * The same under another choice.
     *
     * @param all names of the confounds that the series has
     */
    Denoising with(Variant variant, List<String> all) {
        return switch (variant) {
            case MAIN, UNSMOOTHED -> this;
            case GSR -> new Denoising(withGlobalSignal(all), low, high, censor);
            case CENSORED -> new Denoising(columns, low, high, Variant.CENSOR_MM);
        };
    }

    private String withGlobalSignal(List<String> all) {
        List<String> names = new ArrayList<>(ConfoundPreset.columns(columns, all));
        if (!names.contains(TissueSeries.GLOBAL_SIGNAL)) names.add(TissueSeries.GLOBAL_SIGNAL);
        return String.join(",", names);
    }
}
