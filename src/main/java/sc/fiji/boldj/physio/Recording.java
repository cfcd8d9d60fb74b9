package sc.fiji.boldj.physio;

import java.util.Locale;

/**
 * A trace of the pulse or of breathing, evenly sampled. Immutable.
 *
 * @param values one for each sample; NaN where there is none
 * @param frequency samples per second
 * @param start when the first sample was taken, seconds from the start of the first volume; may be negative
 */
public record Recording(double[] values, double frequency, double start) {

    /** @throws IllegalArgumentException if there is no sample, or a number is impossible */
    public Recording {
        values = values.clone();
        if (values.length < 2) throw new IllegalArgumentException("a recording needs 2 samples or more");
        if (!(frequency > 0 && Double.isFinite(frequency)))
            throw new IllegalArgumentException(
                    "the sampling frequency of a recording must be above 0 Hz, got " + frequency);
        if (!Double.isFinite(start))
            throw new IllegalArgumentException("the start of a recording must be a number of seconds, got " + start);
    }

    /** When a sample was taken, seconds from the start of the first volume. */
    public double time(int sample) {
        return start + sample / frequency;
    }

    /** When the last sample was taken. */
    public double end() {
        return time(values.length - 1);
    }

    /**
     * Requires that a run was recorded.
     *
     * @param from start of the run, seconds
     * @param to its end
     * @throws IllegalArgumentException if more than 10 s of it, or a tenth, are missing at an end
     */
    public void requireCovers(double from, double to) {
        double most = Math.min(10, 0.1 * (to - from));
        if (start > from + most || end() < to - most)
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "the recording lasts from %.1f to %.1f s after the first volume, but the run from %.1f to %.1f s: are"
                            + " SamplingFrequency and StartTime right?",
                    start,
                    end(),
                    from,
                    to));
    }

    /**
     * The same with fewer samples: means over blocks, so that 1 in so many is left that the frequency is at least the given
     * one. Gaps within a block are ignored; a block without any value is NaN.
     *
     * @param least Hz
     */
    Recording decimated(double least) {
        int block = Math.max(1, (int) Math.floor(frequency / least));
        if (block == 1) return this;
        double[] means = new double[values.length / block];
        for (int i = 0; i < means.length; i++) {
            double sum = 0;
            int count = 0;
            for (int k = 0; k < block; k++) {
                double value = values[i * block + k];
                if (!Double.isFinite(value)) continue;
                sum += value;
                count++;
            }
            means[i] = count == 0 ? Double.NaN : sum / count;
        }
        return new Recording(means, frequency / block, start + (block - 1) / 2.0 / frequency);
    }

    /** The values with gaps bridged by straight lines, the ends held; a new array. */
    double[] bridged() {
        double[] filled = values.clone();
        int before = -1;
        for (int i = 0; i <= filled.length; i++) {
            if (i < filled.length && !Double.isFinite(filled[i])) continue;
            for (int k = before + 1; k < i; k++) {
                if (before < 0) filled[k] = i < filled.length ? filled[i] : 0;
                else if (i == filled.length) filled[k] = filled[before];
                else filled[k] = filled[before] + (filled[i] - filled[before]) * (k - before) / (i - before);
            }
            before = i;
        }
        return filled;
    }

    /** Whether a sample has no value. */
    boolean isGap(int sample) {
        return !Double.isFinite(values[sample]);
    }
}
