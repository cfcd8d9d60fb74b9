package sc.fiji.boldj.image;

import java.util.Arrays;

/**
 * When the volumes and slices of a series were measured, in seconds. Immutable.
 *
 * <p>A volume's acquisition starts at {@code volume * repetitionTime}. Its values stand for the time {@link #startTime}
 * later, unless {@link #sliceTimes} says when each slice was measured.
 */
public final class SeriesTiming {

    /** Nothing is known. */
    public static final SeriesTiming UNKNOWN = new SeriesTiming(Double.NaN, null, 0);

    private final double repetitionTime;
    private final double[] sliceTimes;
    private final double startTime;

    private SeriesTiming(double repetitionTime, double[] sliceTimes, double startTime) {
        this.repetitionTime = repetitionTime;
        this.sliceTimes = sliceTimes;
        this.startTime = startTime;
    }

    /**
     * A series with a known repetition time and unknown slice times.
     *
     * @param repetitionTime seconds from one volume to the next, above 0
     * @throws IllegalArgumentException if it is not a finite number above 0
     */
    public static SeriesTiming every(double repetitionTime) {
        if (!(repetitionTime > 0 && Double.isFinite(repetitionTime)))
            throw new IllegalArgumentException(
                    "the repetition time must be a number of seconds above 0, got " + repetitionTime);
        return new SeriesTiming(repetitionTime, null, 0);
    }

    /**
     * The same with slice times.
     *
     * @param times one for each slice, in the order of the third voxel axis, seconds from the start of the volume
     */
    public SeriesTiming withSliceTimes(double... times) {
        return new SeriesTiming(repetitionTime, times.clone(), startTime);
    }

    /** The same after slice timing correction: every slice stands for {@code startTime} after the volume's start. */
    public SeriesTiming correctedTo(double time) {
        return new SeriesTiming(repetitionTime, null, time);
    }

    /** Whether the repetition time is known. */
    public boolean isKnown() {
        return !Double.isNaN(repetitionTime);
    }

    /** Seconds from one volume to the next; NaN if unknown. */
    public double repetitionTime() {
        return repetitionTime;
    }

    /** Whether the time of each slice is known. */
    public boolean hasSliceTimes() {
        return sliceTimes != null;
    }

    /**
     * Seconds from the start of the volume for each slice, a new array.
     *
     * @throws IllegalStateException if unknown
     */
    public double[] sliceTimes() {
        if (sliceTimes == null) throw new IllegalStateException("the slice times are not known");
        return sliceTimes.clone();
    }

    /** Seconds from the start of the volume that its values stand for; BIDS calls it StartTime. */
    public double startTime() {
        return startTime;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SeriesTiming seriesTiming
                && Double.compare(repetitionTime, seriesTiming.repetitionTime) == 0
                && Double.compare(startTime, seriesTiming.startTime) == 0
                && Arrays.equals(sliceTimes, seriesTiming.sliceTimes);
    }

    @Override
    public int hashCode() {
        return 31 * Double.hashCode(repetitionTime) + Arrays.hashCode(sliceTimes);
    }

    @Override
    public String toString() {
        return "TR " + repetitionTime + " s, slice times "
                + (sliceTimes == null ? "unknown" : Arrays.toString(sliceTimes)) + ", start time " + startTime + " s";
    }
}
