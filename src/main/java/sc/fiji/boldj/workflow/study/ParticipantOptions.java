package sc.fiji.boldj.workflow.study;

import java.util.List;
import java.util.Map;
import sc.fiji.boldj.denoise.ConfoundStrategy;
import sc.fiji.boldj.workflow.option.Option;
import sc.fiji.boldj.workflow.option.OptionSet;
import sc.fiji.boldj.workflow.option.Options;

/** How participants are processed: values of the options that {@link ParticipantOption} declares. Immutable. */
public final class ParticipantOptions extends Options<ParticipantOptions> {

    /** What there is to choose. */
    public static final OptionSet ALL = OptionSet.declaredIn(ParticipantOption.class);

    /** Options that only task models use. */
    private static final List<Option<?>> TASK_KEYS = List.of(
            ParticipantOption.CONTRASTS,
            ParticipantOption.HRF,
            ParticipantOption.HIGH_PASS,
            ParticipantOption.MODULATORS,
            ParticipantOption.NOISE,
            ParticipantOption.PHARMACOKINETICS,
            ParticipantOption.BINS);

    /** 3 mm, 6 mm, 24 motion columns and aCompCor, 0.008 to 0.09 Hz. */
    public static final ParticipantOptions DEFAULT = new ParticipantOptions(Map.of());

    private ParticipantOptions(Map<Option<?>, Object> values) {
        super(ALL, values);
        double low = get(ParticipantOption.LOW);
        double high = get(ParticipantOption.HIGH);
        if (!(low >= 0 && high >= 0) || (high > 0 && low >= high))
            throw new IllegalArgumentException(
                    "the pass band must have 0 <= low < high Hz (high 0: none), got " + low + " to " + high);
        if (!get(ParticipantOption.TASK_MODEL)) requireNoTaskKeys();
        if (ConfoundStrategy.needsAromaSeries(get(ParticipantOption.COLUMNS))) requireAroma();
    }

    private void requireNoTaskKeys() {
        for (Option<?> option : TASK_KEYS)
            if (!get(option).equals(option.standard()))
                throw new IllegalArgumentException(option.key() + ": '" + get(option)
                        + "' is given, but task_model is false: remove one of the two keys");
    }

    /** ICA-AROMA's series is made by fMRIPrep, and is smoothed. */
    private void requireAroma() {
        if (get(ParticipantOption.DERIVATIVES).isEmpty())
            throw new IllegalArgumentException(
                    "columns has ica_aroma, which needs the series desc-smoothAROMAnonaggr_bold"
                            + " of fMRIPrep: give derivatives, or ica_aroma:basic for the columns alone");
        if (get(ParticipantOption.FWHM) > 0)
            throw new IllegalArgumentException("columns has ica_aroma, whose series fMRIPrep has smoothed by 6 mm: give"
                    + " fwhm=0, so that it is not smoothed twice");
    }

    /** What the name of the series says that is read from derivatives: {@code preproc}, or that of ICA-AROMA. */
    public String derivedSeries() {
        return ConfoundStrategy.needsAromaSeries(get(ParticipantOption.COLUMNS)) ? "smoothAROMAnonaggr" : "preproc";
    }

    @Override
    protected ParticipantOptions of(Map<Option<?>, Object> other) {
        return new ParticipantOptions(other);
    }
}
