package sc.fiji.boldj.glm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.run.NumberText;

/**
 * A haemodynamic response, or a set of basis functions for one, as continuous functions of time. Immutable.
 *
 * <p>Each function comes with its integral, so that the response to an event of any length is exact and no microtime
 * grid is needed. The first function of the canonical kinds integrates to 1 over {@link #LENGTH} seconds: the response
 * to a long block rises to 1, that to an impulse of unit area peaks at about 0.2 per second.
 */
public final class Hrf {

    /** Seconds after which the canonical responses are cut off. */
    public static final double LENGTH = 32;

    /** Seconds between the times at which the peak of a response is sought; its error is below 1e-4 of the peak. */
    private static final double PEAK_STEP = 0.02;

    private final String name;
    private final List<Basis> functions;

    private Hrf(String name, List<Basis> functions) {
        this.name = name;
        this.functions = functions;
    }

    /** One function of the set. */
    interface Basis {
        /** What stands behind the name of a condition in the name of its column; empty for the main function. */
        String suffix();

        /** Value at {@code t} seconds after the event; 0 before it. */
        double value(double t);

        /** Integral of the function up to {@code t}. */
        double integral(double t);
    }

    /**
     * The double gamma of SPM, parameters [6 16 1 1 6 0 32] (Friston 1998).
     *
     * @param derivatives 0: none; 1: with its time derivative; 2: with its dispersion derivative too
     */
    public static Hrf spm(int derivatives) {
        return canonical("spm", DoubleGamma.SPM, derivatives);
    }

    /**
     * The double gamma of Glover (1999) with the figures of nilearn: delays 6 and 12 s, dispersions 0.9, ratio 0.35.
     *
     * @param derivatives as in {@link #spm}
     */
    public static Hrf glover(int derivatives) {
        return canonical("glover", DoubleGamma.GLOVER, derivatives);
    }

    /** One gamma density of mean 6 s and standard deviation 3 s (the default of FSL FEAT). */
    public static Hrf gamma() {
        return canonical("gamma", DoubleGamma.GAMMA, 0);
    }

    /**
     * A finite impulse response: bin {@code k} is 1 from {@code k * width} to {@code (k + 1) * width} seconds after the
     * onset. Durations of events do not matter.
     *
     * @param bins 1 or more
     * @param width seconds, above 0; the repetition time or more, or neighbouring columns depend on each other
     */
    public static Hrf fir(int bins, double width) {
        if (bins < 1 || bins > 1000) throw new IllegalArgumentException("a FIR needs 1 to 1000 bins, got " + bins);
        if (!(width > 0 && Double.isFinite(width)))
            throw new IllegalArgumentException("a FIR needs bins of a width above 0 s, got " + width);
        List<Basis> functions = new ArrayList<>();
        for (int k = 0; k < bins; k++) functions.add(new FirBin(k, width));
        return new Hrf("fir " + bins + " " + width, List.copyOf(functions));
    }

    /**
     * The response of a name: {@code spm}, {@code glover} (each also with {@code + derivative} or {@code + derivative +
     * dispersion}), {@code gamma}, or {@code fir} with the number of bins and their width in seconds ({@code fir 12 2}).
     *
     * @throws IllegalArgumentException if there is none of this name; lists those there are
     */
    public static Hrf named(String text) {
        String words =
                text.toLowerCase(Locale.ROOT).replaceAll("\\s*\\+\\s*", "+").strip();
        switch (words) {
            case "spm" -> {
                return spm(0);
            }
            case "spm+derivative" -> {
                return spm(1);
            }
            case "spm+derivative+dispersion" -> {
                return spm(2);
            }
            case "glover" -> {
                return glover(0);
            }
            case "glover+derivative" -> {
                return glover(1);
            }
            case "glover+derivative+dispersion" -> {
                return glover(2);
            }
            case "gamma" -> {
                return gamma();
            }
            default -> {}
        }
        String[] parts = words.split("\\s+", 0);
        if (parts[0].equals("fir") && parts.length <= 3) {
            try {
                return fir(
                        parts.length > 1 ? Integer.parseInt(parts[1]) : 12,
                        parts.length > 2 ? NumberText.parse(parts[2]) : 2);
            } catch (NumberFormatException e) {
                throw unknown(text, e);
            }
        }
        throw unknown(text, null);
    }

    private static IllegalArgumentException unknown(String text, Exception cause) {
        return new IllegalArgumentException(
                "hrf must be spm, spm + derivative, spm + derivative + dispersion, glover (with the same additions),"
                        + " gamma, or fir with bins and their width in seconds (fir 12 2), got '" + text + "'",
                cause);
    }

    private static Hrf canonical(String name, DoubleGamma shape, int derivatives) {
        if (derivatives < 0 || derivatives > 2)
            throw new IllegalArgumentException("derivatives must be 0, 1 or 2, got " + derivatives);
        List<Basis> functions = new ArrayList<>();
        functions.add(shape);
        if (derivatives > 0) functions.add(shape.timeDerivative());
        if (derivatives > 1) functions.add(shape.dispersionDerivative());
        String[] added = {"", " + derivative", " + derivative + dispersion"};
        return new Hrf(name + added[derivatives], List.copyOf(functions));
    }

    /** The name, as {@link #named} reads it. */
    public String name() {
        return name;
    }

    /** Number of functions, 1 or more. */
    public int size() {
        return functions.size();
    }

    /** Whether the functions are the bins of a finite impulse response. */
    public boolean isFir() {
        return functions.get(0) instanceof FirBin;
    }

    /** What stands behind the name of a condition for function {@code i}; empty for the main function. */
    public String suffix(int i) {
        return functions.get(i).suffix();
    }

    /** Function {@code i} at {@code t} seconds after an impulse of unit area, per second; 0 before it. */
    public double value(int i, double t) {
        return functions.get(i).value(t);
    }

    /** The integral of function {@code i} up to {@code t}. */
    public double integral(int i, double t) {
        return functions.get(i).integral(t);
    }

    /**
     * Function {@code i} of the response to an event that lasted from {@code onset} for {@code duration} seconds, at a
     * time. The height of the event is 1; one of duration 0 is an impulse of unit area (1 s times 1), as in SPM.
     */
    public double response(int i, double onset, double duration, double time) {
        Basis basis = functions.get(i);
        double since = time - onset;
        if (since < 0) return 0;
        // The response to an event that ended long ago is over: its integral no longer grows.
        if (!isFir() && since - duration > LENGTH) return 0;
        if (duration == 0 || isFir()) return basis.value(since);
        return basis.integral(since) - basis.integral(since - duration);
    }

    /**
     * The largest absolute value of function {@code i} of the response to one isolated event of height 1: for the main
     * function the peak of the response. It depends on no other event and on no repetition time.
     *
     * @param duration seconds, 0 or more; 0 is an impulse of unit area
     * @return above 0; 1 for a bin of a finite impulse response, whose height is the response itself
     */
    public double peak(int i, double duration) {
        if (!(duration >= 0 && Double.isFinite(duration)))
            throw new IllegalArgumentException("the duration of an event must be 0 s or more, got " + duration);
        if (isFir()) return 1;
        // Beyond the length of the response a longer event adds a plateau and no other extreme.
        double lasting = Math.min(duration, LENGTH);
        int steps = (int) Math.ceil((lasting + LENGTH) / PEAK_STEP);
        double peak = 0;
        for (int k = 0; k <= steps; k++) peak = Math.max(peak, Math.abs(response(i, 0, lasting, k * PEAK_STEP)));
        return peak;
    }

    /**
     * Function {@code i} at 0, step, 2 step, ... up to {@link #LENGTH} (for a FIR: to its end), scaled so that the first
     * function has the sum 1, as SPM scales it.
     *
     * @param step seconds, above 0
     */
    public double[] sample(int i, double step) {
        if (!(step > 0 && Double.isFinite(step)))
            throw new IllegalArgumentException("the step must be a number of seconds above 0, got " + step);
        double end = isFir() ? size() * ((FirBin) functions.get(0)).width() - 1e-9 : LENGTH;
        int n = (int) Math.floor(end / step * (1 + 1e-12)) + 1;
        double sum = 0;
        if (!isFir()) for (int k = 0; k < n; k++) sum += value(0, k * step);
        double[] values = new double[n];
        for (int k = 0; k < n; k++) values[k] = value(i, k * step) / (isFir() ? 1 : sum);
        return values;
    }

    @Override
    public String toString() {
        return name;
    }

    /** One bin of a finite impulse response. */
    private record FirBin(int bin, double width) implements Basis {
        @Override
        public String suffix() {
            return "_delay_" + bin;
        }

        @Override
        public double value(double t) {
            // The margin keeps a delay that was meant as a whole number of bins in its bin.
            double place = t / width + 1e-9;
            return place >= bin && place < bin + 1 ? 1 : 0;
        }

        @Override
        public double integral(double t) {
            return Math.max(0, Math.min(width, t - bin * width));
        }
    }
}
