package sc.fiji.boldj.glm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.signal.DriftBasis;

/**
 * Makes the design matrix of a task: conditions convolved with a response, modulators, confounds, drift, censoring.
 *
 * <p>The columns come in this order: for each condition in the order of the alphabet its response functions
 * ({@code faces}, {@code faces_derivative}, {@code faces_dispersion}, or {@code faces_delay_0}, ...), for each modulator
 * the same ({@code faces_x_rt}, ...), the confounds, the cosines {@code drift_1}, ..., a column {@code censor_17} for each
 * volume that is not used, and {@code constant}.
 *
 * <p>Responses are exact: integrals of the continuous response over each event, read at the time the volume's values
 * stand for. There is no microtime grid to choose.
 */
public final class TaskDesign {

    private TaskDesign() {}

    /**
     * How to build.
     *
     * @param hrf the response
     * @param highPass longest period that is kept, seconds; 0: no cosines
     * @param orthogonalize whether derivatives are made orthogonal to the columns before them of the same condition, as
     *     SPM and nilearn do, so that the height of the response is measured by its main column alone
     * @param modulators names of modulators to use
     */
    public record Options(Hrf hrf, double highPass, boolean orthogonalize, List<String> modulators) {

        /** SPM's response with its time derivative, 128 s, orthogonal derivatives, no modulator. */
        public static final Options DEFAULT = new Options(Hrf.spm(1), 128, true, List.of());

        /** Checks the values. */
        public Options {
            if (!(highPass >= 0 && Double.isFinite(highPass)))
                throw new IllegalArgumentException(
                        "high_pass must be a period in seconds, 0 for none, got " + highPass);
            modulators = List.copyOf(modulators);
        }

        /** The same with another response. */
        public Options with(Hrf newHrf) {
            return new Options(newHrf, highPass, orthogonalize, modulators);
        }

        /** The same with another longest period, seconds. */
        public Options withHighPass(double seconds) {
            return new Options(hrf, seconds, orthogonalize, modulators);
        }

        /** The same with other modulators. */
        public Options withModulators(List<String> names) {
            return new Options(hrf, highPass, orthogonalize, names);
        }

        /** The same with derivatives made orthogonal or left. */
        public Options withOrthogonalize(boolean yes) {
            return new Options(hrf, highPass, yes, modulators);
        }
    }

    /** Builds a design whose percent signal change refers to the median durations of these events. */
    public static Design build(
            Events events, Sampling sampling, Map<String, double[]> confounds, boolean[] censored, Options options) {
        return build(events, TypicalEvents.of(List.of(events)), sampling, confounds, censored, options);
    }

    /**
     * Builds a design.
     *
     * @param typical the events that percent signal change refers to, the same for all runs that are compared
     * @param confounds by name, one value per volume; centred over the volumes that are used. Those that are constant there
     *     are excluded
     * @param censored the excluded volumes, or null for none. A column of its own for each has the same effect
     *     as taking it out, also where noise is correlated in time
     * @throws IllegalArgumentException if a condition has no event during the run, or a confound no number in a volume that is used
     */
    public static Design build(
            Events events,
            TypicalEvents typical,
            Sampling sampling,
            Map<String, double[]> confounds,
            boolean[] censored,
            Options options) {
        return build(events, typical, List.of(), sampling, confounds, censored, options);
    }

    /**
     * The same with time courses that enter as they are, after the responses.
     *
     * @param events null for none
     * @param typical null if there are no events
     * @param slow time courses, such as a plasma concentration
     * @throws sc.fiji.boldj.run.DataException if one keeps less than 5 % of its variance after drift is removed
     */
    public static Design build(
            Events events,
            TypicalEvents typical,
            List<SlowRegressor> slow,
            Sampling sampling,
            Map<String, double[]> confounds,
            boolean[] censored,
            Options options) {
        int n = sampling.volumes();
        boolean[] out = censored == null ? new boolean[n] : censored;
        if (out.length != n)
            throw new IllegalArgumentException(
                    "censoring has " + out.length + " volumes, but the run has " + n + " volumes");
        List<String> conditions = events == null ? List.of() : events.conditions();
        requireDistinct(conditions, options);
        Design.Builder design = new Design.Builder(n);
        for (String condition : conditions) {
            List<Events.Event> own = events.of(condition);
            requireSome(condition, own, sampling);
            add(design, condition, "", own, typical, sampling, options);
            for (String modulator : options.modulators()) {
                List<Events.Event> modulated = events.modulated(condition, modulator);
                if (!modulated.isEmpty()) add(design, condition, modulator, modulated, typical, sampling, options);
            }
        }
        for (SlowRegressor one : slow)
            design.add(one.name(), Design.Kind.REGRESSOR, new ColumnUnit(1, one.words()), one.values());
        confounds.forEach((name, values) -> addConfound(design, design.free(name), values, out));
        if (options.highPass() > 0) {
            double[] drift = DriftBasis.cosine(n, sampling.repetitionTime(), 1 / options.highPass());
            int cosines = drift.length / n;
            for (int k = 0; k < cosines; k++) {
                double[] column = new double[n];
                for (int t = 0; t < n; t++) column[t] = drift[t * cosines + k];
                design.add(design.free("drift_" + (k + 1)), Design.Kind.DRIFT, column);
            }
        }
        for (int t = 0; t < n; t++) {
            if (!out[t]) continue;
            double[] column = new double[n];
            column[t] = 1;
            design.add(design.free("censor_" + t), Design.Kind.CENSOR, column);
        }
        double[] ones = new double[n];
        java.util.Arrays.fill(ones, 1);
        Design made =
                design.add(design.free("constant"), Design.Kind.CONSTANT, ones).build();
        SlowRegressor.requireKept(made, options.highPass());
        return made;
    }

    /**
     * One response column: function {@code basis} of the response to events, at the time of each volume.
     *
     * @return shape (volumes)
     */
    public static double[] response(List<Events.Event> events, Hrf hrf, int basis, Sampling sampling) {
        double[] column = new double[sampling.volumes()];
        for (Events.Event event : events)
            for (int t = 0; t < column.length; t++)
                column[t] += event.amplitude() * hrf.response(basis, event.onset(), event.duration(), sampling.time(t));
        return column;
    }

    /**
     * Returns normally if no condition is called as a column of another one would be. A confound called as a condition is
     * called {@code <name>_confound} in the design.
     *
     * @throws IllegalArgumentException naming both
     */
    public static void requireDistinct(List<String> conditions, Options options) {
        for (String condition : conditions) {
            List<String> taken = new ArrayList<>();
            for (int b = 0; b < options.hrf().size(); b++) {
                taken.add(condition + options.hrf().suffix(b));
                for (String modulator : options.modulators())
                    taken.add(condition + "_x_" + modulator + options.hrf().suffix(b));
            }
            taken.remove(condition);
            for (String other : conditions)
                if (taken.contains(other))
                    throw new IllegalArgumentException("the condition '" + other
                            + "' has the name of a column that belongs to the condition '" + condition
                            + "': rename one of them in the events");
        }
    }

    private static void requireSome(String condition, List<Events.Event> events, Sampling sampling) {
        double last = Double.NEGATIVE_INFINITY;
        for (Events.Event event : events) {
            if (Events.isSeen(event, sampling)) return;
            last = Math.max(last, event.onset());
        }
        throw new IllegalArgumentException("condition " + condition + " has no event during the run, which lasts "
                + sampling.end() + " s; its last begins at " + last + " s: "
                + (last > 10 * sampling.end()
                        ? "are the onsets in milliseconds?"
                        : "are the events of another run, or is the repetition time of " + sampling.repetitionTime()
                                + " s wrong?"));
    }

    private static void add(
            Design.Builder design,
            String condition,
            String modulator,
            List<Events.Event> events,
            TypicalEvents typical,
            Sampling sampling,
            Options options) {
        Hrf hrf = options.hrf();
        String name = modulator.isEmpty() ? condition : condition + "_x_" + modulator;
        Design.Kind kind = modulator.isEmpty() ? Design.Kind.TASK : Design.Kind.MODULATOR;
        double[][] columns = new double[hrf.size()][];
        for (int b = 0; b < columns.length; b++) {
            columns[b] = response(events, hrf, b, sampling);
            if (options.orthogonalize() && !hrf.isFir()) removeEarlier(columns, b);
        }
        for (int b = 0; b < columns.length; b++)
            design.add(
                    name + hrf.suffix(b),
                    b == 0 || hrf.isFir() ? kind : Design.Kind.DERIVATIVE,
                    typical.unit(condition, hrf, b, modulator),
                    columns[b]);
    }

    /** Takes the columns before it, which are orthogonal to each other, out of a column; twice, for the rounding. */
    private static void removeEarlier(double[][] columns, int b) {
        for (int pass = 0; pass < 2; pass++)
            for (int j = 0; j < b; j++) {
                double product = 0;
                double square = 0;
                for (int t = 0; t < columns[b].length; t++) {
                    product += columns[j][t] * columns[b][t];
                    square += columns[j][t] * columns[j][t];
                }
                if (square == 0) continue;
                for (int t = 0; t < columns[b].length; t++) columns[b][t] -= product / square * columns[j][t];
            }
    }

    private static void addConfound(Design.Builder design, String name, double[] values, boolean[] out) {
        if (values.length != out.length)
            throw new IllegalArgumentException("confound " + name + " has " + values.length
                    + " values, but the run has " + out.length
                    + " volumes: is it from another run, or were volumes removed?");
        double sum = 0;
        int kept = 0;
        double first = Double.NaN;
        boolean varies = false;
        for (int t = 0; t < out.length; t++) {
            if (out[t]) continue;
            if (!Double.isFinite(values[t]))
                throw new IllegalArgumentException(
                        "confound " + name + " is " + values[t] + " in volume " + t
                                + ": every volume that is not censored needs a number; fill the n/a of the first volumes, or censor them");
            if (kept == 0) first = values[t];
            varies |= values[t] != first;
            sum += values[t];
            kept++;
        }
        if (!varies) return;
        double[] column = new double[out.length];
        for (int t = 0; t < out.length; t++) column[t] = out[t] ? 0 : values[t] - sum / kept;
        design.add(name, Design.Kind.CONFOUND, column);
    }
}
