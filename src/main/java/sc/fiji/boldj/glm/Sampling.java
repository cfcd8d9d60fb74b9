package sc.fiji.boldj.glm;

import java.util.Arrays;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;

/**
 * When the values of a series were measured.
 *
 * @param volumes number of volumes, 1 or more
 * @param repetitionTime seconds from one volume to the next
 * @param reference seconds from the start of a volume that its values stand for
 */
public record Sampling(int volumes, double repetitionTime, double reference) {

    /** Checks the values. */
    public Sampling {
        if (volumes < 1) throw new IllegalArgumentException("a run needs 1 volume or more, got " + volumes);
        if (!(repetitionTime > 0 && Double.isFinite(repetitionTime)))
            throw new IllegalArgumentException(
                    "the repetition time must be a number of seconds above 0, got " + repetitionTime);
        if (!(reference >= 0 && reference <= repetitionTime))
            throw new IllegalArgumentException("values stand for a time from 0 to the repetition time of "
                    + repetitionTime + " s within their volume, got " + reference + ": is it in milliseconds?");
    }

    /**
     * The sampling of an image: after slice timing correction the time it was corrected to, with slice times that were
     * not corrected their middle, else the start of the volume.
     *
     * @throws IllegalArgumentException if the repetition time is not known
     */
    public static Sampling of(NeuroImage image) {
        SeriesTiming timing = image.timing();
        if (!timing.isKnown())
            throw new IllegalArgumentException("the repetition time of " + image.name()
                    + " is not known, but events in seconds need it: open it with its sidecar, or state it");
        double reference = timing.startTime();
        if (timing.hasSliceTimes()) {
            double[] times = timing.sliceTimes();
            reference = (Arrays.stream(times).min().orElse(0)
                            + Arrays.stream(times).max().orElse(0))
                    / 2;
        }
        return new Sampling(image.volumes(), timing.repetitionTime(), reference);
    }

    /** Seconds from the start of the run that the values of volume {@code v} stand for. */
    public double time(int v) {
        return v * repetitionTime + reference;
    }

    /** Seconds from the start of the run to its end. */
    public double end() {
        return volumes * repetitionTime;
    }
}
