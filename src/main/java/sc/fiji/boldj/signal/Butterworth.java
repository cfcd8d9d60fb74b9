package sc.fiji.boldj.signal;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.complex.Complex;

/**
 * A Butterworth filter that is run forwards and backwards, so that it shifts nothing in time. Immutable.
 *
 * <p>The design is the bilinear transform of the analogue filter as second-order sections; both runs start in the
 * steady state of a constant, after the series has been continued at both ends by its point reflection. This is what
 * {@code butter} and {@code sosfiltfilt} of scipy do by default, and nilearn with them. The gain is that of one run
 * squared: 1/2 at the limits.
 */
public final class Butterworth {

    /** Series that are filtered together: their states fit the cache. */
    private static final int WIDTH = 128;

    private final List<FilterSection> sections;
    private final int padding;

    private Butterworth(List<FilterSection> sections, int padding) {
        this.sections = sections;
        this.padding = padding;
    }

    /**
     * Designs a filter: band-pass, or low-pass if {@code low} is 0, or high-pass if {@code high} is 0.
     *
     * @param order 1 or more; a band-pass has twice as many poles
     * @param low lower limit in Hz, 0: none
     * @param high upper limit in Hz, 0: none
     * @param repetitionTime seconds between samples
     * @throws IllegalArgumentException if the order is below 1, both sides are open, or
     *     {@link BandStop#requireBand} refuses the band
     */
    public static Butterworth of(int order, double low, double high, double repetitionTime) {
        if (order < 1) throw new IllegalArgumentException("a filter needs an order of 1 or more, got " + order);
        BandStop.requireBand(repetitionTime, low, high);
        if (low == 0 && high == 0)
            throw new IllegalArgumentException("a filter needs a lower or an upper limit, both are 0 (open)");
        double w1 = warped(low, repetitionTime);
        double w2 = warped(high, repetitionTime);
        List<FilterSection> sections = new ArrayList<>();
        for (int m = (order + 1) % 2; m < order; m += 2) {
            double angle = Math.PI * m / (2.0 * order);
            Complex pole = new Complex(-Math.cos(angle), -Math.sin(angle));
            boolean single = m == 0;
            if (low == 0) sections.add(section(pole.multiply(w2), single, true));
            else if (high == 0) sections.add(section(pole.reciprocal().multiply(w1), single, false));
            else addBandSections(sections, pole, single, w1, w2);
        }
        int poles = low == 0 || high == 0 ? order : 2 * order;
        return new Butterworth(List.copyOf(sections), 3 * (poles + 1));
    }

    /** The analogue frequency that the bilinear transform z = (4 + s) / (4 - s) maps to a digital one. */
    private static double warped(double frequency, double repetitionTime) {
        return 4 * Math.tan(Math.PI * frequency * repetitionTime);
    }

    /** The section of one analogue pole and its conjugate: zeros at Nyquist for a low-pass, at 0 for a high-pass. */
    private static FilterSection section(Complex analogue, boolean single, boolean lowPass) {
        Complex pole = digital(analogue);
        int sign = lowPass ? 1 : -1;
        FilterSection section = single
                ? new FilterSection(1, sign, 0, -pole.getReal(), 0)
                : new FilterSection(1, 2 * sign, 1, -2 * pole.getReal(), square(pole.abs()));
        return section.scaled(1 / section.gain(lowPass ? 0 : Math.PI));
    }

    private static void addBandSections(
            List<FilterSection> sections, Complex pole, boolean single, double w1, double w2) {
        double centre = 2 * StrictMath.atan(Math.sqrt(w1 * w2) / 4);
        Complex half = pole.multiply((w2 - w1) / 2);
        Complex root = half.multiply(half).subtract(w1 * w2).sqrt();
        Complex first = digital(half.add(root));
        Complex second = digital(half.subtract(root));
        if (single) {
            FilterSection section = new FilterSection(
                    1,
                    0,
                    -1,
                    -first.add(second).getReal(),
                    first.multiply(second).getReal());
            sections.add(section.scaled(1 / section.gain(centre)));
            return;
        }
        for (Complex p : new Complex[] {first, second}) {
            FilterSection section = new FilterSection(1, 0, -1, -2 * p.getReal(), square(p.abs()));
            sections.add(section.scaled(1 / section.gain(centre)));
        }
    }

    private static Complex digital(Complex analogue) {
        return analogue.add(4).divide(analogue.negate().add(4));
    }

    private static double square(double value) {
        return value * value;
    }

    /** Samples by which a series is continued at each end; a series must be longer than this. */
    public int padding() {
        return padding;
    }

    /** The gain of both runs together at a frequency of {@code frequency * repetitionTime} cycles per sample. */
    public double gain(double cyclesPerSample) {
        double gain = 1;
        for (FilterSection section : sections) gain *= section.gain(2 * Math.PI * cyclesPerSample);
        return gain * gain;
    }

    /**
     * Filters several series in place, forwards and backwards.
     *
     * @param block shape (samples, count), row = time; a series with a NaN or infinity becomes NaN
     * @throws IllegalArgumentException if the series are not longer than {@link #padding}
     */
    public void filter(double[] block, int samples, int count) {
        if (samples <= padding)
            throw new IllegalArgumentException(
                    "the Butterworth filter needs more than " + padding + " volumes, got " + samples);
        for (int from = 0; from < count; from += WIDTH)
            filter(block, samples, count, from, Math.min(WIDTH, count - from));
    }

    private void filter(double[] block, int samples, int count, int from, int width) {
        int rows = samples + 2 * padding;
        double[][] padded = new double[rows][width];
        for (int t = 0; t < samples; t++) System.arraycopy(block, t * count + from, padded[padding + t], 0, width);
        double[] first = padded[padding];
        double[] last = padded[padding + samples - 1];
        for (int i = 1; i <= padding; i++) {
            reflect(first, padded[padding + i], padded[padding - i]);
            reflect(last, padded[padding + samples - 1 - i], padded[padding + samples - 1 + i]);
        }
        run(padded, 0, 1, width);
        run(padded, rows - 1, -1, width);
        for (int t = 0; t < samples; t++) System.arraycopy(padded[padding + t], 0, block, t * count + from, width);
    }

    private static void reflect(double[] end, double[] inner, double[] target) {
        for (int v = 0; v < target.length; v++) target[v] = 2 * end[v] - inner[v];
    }

    private void run(double[][] rows, int from, int step, int count) {
        int n = sections.size();
        double[][] z0 = new double[n][count];
        double[][] z1 = new double[n][count];
        double[] level = rows[from].clone();
        for (int s = 0; s < n; s++) steady(sections.get(s), level, z0[s], z1[s]);
        for (int t = from; t >= 0 && t < rows.length; t += step)
            for (int s = 0; s < n; s++) advance(sections.get(s), rows[t], z0[s], z1[s]);
    }

    /** The state of a section after a constant input for ever; {@code level} becomes its output. */
    private static void steady(FilterSection section, double[] level, double[] z0, double[] z1) {
        double gain = (section.b0() + section.b1() + section.b2()) / (1 + section.a1() + section.a2());
        for (int v = 0; v < level.length; v++) {
            double x = level[v];
            double y = gain * x;
            z1[v] = section.b2() * x - section.a2() * y;
            z0[v] = section.b1() * x - section.a1() * y + z1[v];
            level[v] = y;
        }
    }

    private static void advance(FilterSection section, double[] row, double[] z0, double[] z1) {
        double b0 = section.b0();
        double b1 = section.b1();
        double b2 = section.b2();
        double a1 = section.a1();
        double a2 = section.a2();
        for (int v = 0; v < row.length; v++) {
            double x = row[v];
            double y = b0 * x + z0[v];
            z0[v] = b1 * x - a1 * y + z1[v];
            z1[v] = b2 * x - a2 * y;
            row[v] = y;
        }
    }
}
