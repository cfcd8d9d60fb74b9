package sc.fiji.boldj.workflow.physio;

import java.util.Arrays;
import sc.fiji.boldj.image.SeriesTiming;

/** The time within a volume to which regressors with one value per volume refer. */
public final class SliceReference {

    private SliceReference() {}

    /**
     * Seconds from the start of a volume: what a corrected series stands for, the middle of the acquisition where slice times are
     * known, otherwise half the repetition time.
     */
    public static double of(SeriesTiming timing) {
        if (!timing.hasSliceTimes()) return timing.startTime() != 0 ? timing.startTime() : timing.repetitionTime() / 2;
        double[] times = timing.sliceTimes();
        return (Arrays.stream(times).min().orElse(0)
                        + Arrays.stream(times).max().orElse(0))
                / 2;
    }
}
