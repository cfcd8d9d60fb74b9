package sc.fiji.boldj.preprocess;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.run.NumberText;

/**
 * When each slice of a volume was measured, in seconds from the start of the volume. Immutable.
 *
 * <p>Slices count from 0 along the third axis of the image. Every time is in [0, repetition time).
 */
public final class SliceTiming {

    /** A repetition time above this, in seconds, is one in milliseconds. */
    private static final double LONGEST_REPETITION = 100;

    /** Times closer than this, in seconds, are of slices measured together: scanners write steps of 2.5 ms. */
    private static final double TOGETHER = 0.001;

    private final double repetitionTime;
    private final double[] times;

    /**
     * Times from an array, such as a sidecar's {@code SliceTiming}.
     *
     * @param repetitionTime seconds from one volume to the next, above 0
     * @param times seconds from the start of the volume, one for each slice, in [0, repetitionTime)
     * @throws IllegalArgumentException if a value is outside its range, naming the slice and the likely cause
     */
    public SliceTiming(double repetitionTime, double... times) {
        requireRepetitionTime(repetitionTime);
        if (times.length == 0) throw new IllegalArgumentException("slice timing needs a time for each slice, got none");
        this.repetitionTime = repetitionTime;
        this.times = times.clone();
        for (int z = 0; z < times.length; z++) requireTime(z);
    }

    private static void requireRepetitionTime(double repetitionTime) {
        if (!(repetitionTime > 0 && Double.isFinite(repetitionTime)))
            throw new IllegalArgumentException("the repetition time must be a number of seconds above 0, got "
                    + repetitionTime + ": give it, the image does not say");
        if (repetitionTime > LONGEST_REPETITION)
            throw new IllegalArgumentException("the repetition time is " + repetitionTime
                    + " s: is it in milliseconds? That would be " + repetitionTime / 1000 + " s");
    }

    private void requireTime(int z) {
        if (times[z] >= 0 && times[z] < repetitionTime) return;
        String range = "slice " + z + " was measured at " + times[z] + " s, outside [0, " + repetitionTime + "): ";
        double last = Arrays.stream(times).max().getAsDouble();
        if (!Double.isFinite(times[z])) throw new IllegalArgumentException(range + "a number is missing");
        if (times[z] < 0)
            throw new IllegalArgumentException(range + "times count from the start of the volume, none is negative");
        if (last >= 10 * repetitionTime && last / 1000 < repetitionTime)
            throw new IllegalArgumentException(range + "are the slice times in milliseconds?");
        throw new IllegalArgumentException(range + "are the slice times or the repetition time of another scan?");
    }

    /**
     * Times from an image, if it knows them.
     *
     * @throws IllegalArgumentException if they are known but invalid
     */
    public static Optional<SliceTiming> of(SeriesTiming timing) {
        if (!timing.isKnown() || !timing.hasSliceTimes()) return Optional.empty();
        return Optional.of(new SliceTiming(timing.repetitionTime(), timing.sliceTimes()));
    }

    /** Slices measured one by one in the order of the third axis, evenly over the repetition time. */
    public static SliceTiming ascending(int slices, double repetitionTime) {
        return inOrder(IntStream.range(0, requireSlices(slices)).toArray(), repetitionTime);
    }

    /** The same in the opposite order. */
    public static SliceTiming descending(int slices, double repetitionTime) {
        return inOrder(
                IntStream.range(0, requireSlices(slices))
                        .map(i -> slices - 1 - i)
                        .toArray(),
                repetitionTime);
    }

    /**
     * The slices 0, 2, 4, ... and then 1, 3, 5, ..., evenly over the repetition time, whatever their number: AFNI's
     * {@code alt+z}, FSL's {@code --odd}. Siemens scanners begin with slice 1 if the number of slices is even: see
     * {@link #interleavedSiemens}.
     */
    public static SliceTiming interleaved(int slices, double repetitionTime) {
        return interleaved(requireSlices(slices), 0, repetitionTime);
    }

    /**
     * The interleaved order of Siemens scanners: as {@link #interleaved} for an odd number of slices, the slices 1, 3,
     * 5, ... and then 0, 2, 4, ... for an even number.
     */
    public static SliceTiming interleavedSiemens(int slices, double repetitionTime) {
        return interleaved(requireSlices(slices), 1 - slices % 2, repetitionTime);
    }

    private static SliceTiming interleaved(int slices, int start, double repetitionTime) {
        int[] order = IntStream.concat(
                        IntStream.range(0, slices).filter(z -> z % 2 == start),
                        IntStream.range(0, slices).filter(z -> z % 2 != start))
                .toArray();
        return inOrder(order, repetitionTime);
    }

    private static int requireSlices(int slices) {
        if (slices < 1) throw new IllegalArgumentException("a volume needs 1 slice or more, got " + slices);
        return slices;
    }

    private static SliceTiming inOrder(int[] order, double repetitionTime) {
        double[] times = new double[order.length];
        for (int i = 0; i < order.length; i++) times[order[i]] = i * repetitionTime / order.length;
        return new SliceTiming(repetitionTime, times);
    }

    /**
     * Times from text: {@code ascending}, {@code descending}, {@code interleaved}, {@code interleaved-siemens}, or
     * seconds separated by commas.
     *
     * @param slices number of slices of the image
     * @throws IllegalArgumentException if the text is neither, or the number of times is not that of the slices
     */
    public static SliceTiming parse(String text, int slices, double repetitionTime) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "ascending" -> ascending(slices, repetitionTime);
            case "descending" -> descending(slices, repetitionTime);
            case "interleaved" -> interleaved(slices, repetitionTime);
            case "interleaved-siemens" -> interleavedSiemens(slices, repetitionTime);
            default -> list(text, slices, repetitionTime);
        };
    }

    private static SliceTiming list(String text, int slices, double repetitionTime) {
        String[] words = text.strip().split("\\s*,\\s*", -1);
        double[] times = new double[words.length];
        for (int z = 0; z < words.length; z++) {
            times[z] = NumberText.parse(words[z]);
            if (Double.isNaN(times[z]))
                throw new IllegalArgumentException(
                        "timing must be ascending, descending, interleaved, interleaved-siemens or one time in seconds"
                                + " for each slice, separated by commas; '" + words[z] + "' is none of these");
        }
        if (times.length != slices)
            throw new IllegalArgumentException("the image has " + slices + " slices but timing lists " + times.length
                    + " times: one is needed for each slice along the third axis");
        return new SliceTiming(repetitionTime, times);
    }

    /** Seconds from one volume to the next. */
    public double repetitionTime() {
        return repetitionTime;
    }

    /** Number of slices. */
    public int slices() {
        return times.length;
    }

    /** When a slice was measured, in seconds from the start of the volume. */
    public double time(int slice) {
        return times[slice];
    }

    /**
     * The time at a fraction of the way from the earliest slice to the latest, in seconds.
     *
     * @param fraction in [0, 1]
     */
    public double referenceTime(double fraction) {
        double first = Arrays.stream(times).min().getAsDouble();
        double last = Arrays.stream(times).max().getAsDouble();
        return first + fraction * (last - first);
    }

    /** How many slices were measured at the time of the most crowded shot: 1 without multiband. */
    public int slicesTogether() {
        int most = 0;
        for (int count : shots()) most = Math.max(most, count);
        return most;
    }

    /** The number of slices of each shot, in the order of time. */
    private int[] shots() {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        int[] counts = new int[sorted.length];
        int shots = 0;
        int z = 0;
        while (z < sorted.length) {
            double start = sorted[z];
            while (z < sorted.length && sorted[z] - start <= TOGETHER) {
                counts[shots]++;
                z++;
            }
            shots++;
        }
        return Arrays.copyOf(counts, shots);
    }

    /** The multiband factors a number of slices allows: its divisors but 1 and itself, in rising order. */
    public static int[] possibleMultibandFactors(int slices) {
        return IntStream.range(2, slices).filter(f -> slices % f == 0).toArray();
    }

    /**
     * What is not plausible about slices measured together, if anything: the factor must divide the number of slices
     * and each time must occur {@code factor} times.
     *
     * @param factor the sidecar's {@code MultibandAccelerationFactor}; 0 if it does not say
     * @return one sentence, or empty if the times are plausible
     */
    public Optional<String> multibandFinding(int factor) {
        int expected = factor == 0 ? slicesTogether() : factor;
        if (expected > 1 && expected < slices() && slices() % expected != 0)
            return Optional.of(slices() + " slices cannot be measured " + expected
                    + " at a time: possible multiband factors are "
                    + Arrays.toString(possibleMultibandFactors(slices())));
        for (int z = 0; z < times.length; z++) {
            double time = times[z];
            long together = Arrays.stream(times)
                    .filter(t -> Math.abs(t - time) <= TOGETHER)
                    .count();
            if (together != expected)
                return Optional.of("slice " + z + ": " + together + (together == 1 ? " slice was" : " slices were")
                        + " measured at " + time + " s but " + expected + " are expected"
                        + (factor == 0 ? "" : " with multiband factor " + factor));
        }
        return Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SliceTiming sliceTiming
                && repetitionTime == sliceTiming.repetitionTime
                && Arrays.equals(times, sliceTiming.times);
    }

    @Override
    public int hashCode() {
        return 31 * Double.hashCode(repetitionTime) + Arrays.hashCode(times);
    }

    @Override
    public String toString() {
        return "TR " + repetitionTime + " s, slice times " + Arrays.toString(times) + " s";
    }
}
