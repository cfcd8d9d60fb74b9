package sc.fiji.boldj.glm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.run.DataException;

/**
 * A time course that enters a design as it is, without a haemodynamic response: a plasma concentration, the minutes after an
 * infusion, or any other. Its effect is that at a value of 1.
 *
 * @param name of the column
 * @param values one for each volume
 * @param words what a value of 1 is, to follow the name of the column
 */
public record SlowRegressor(String name, double[] values, String words) {

    /** Share of its variance that a regressor must keep after drift is removed. */
    public static final double LEAST_KEPT = 0.05;

    /**
     * A concentration over time, divided by its largest value during the run.
     *
     * @param concentration one for each volume
     * @param source what it is from, such as a model
     * @throws DataException if it does not change during the run
     */
    public static SlowRegressor peak(String name, double[] concentration, String source) {
        double peak = Arrays.stream(concentration).max().orElse(0);
        double least = Arrays.stream(concentration).min().orElse(0);
        if (!(peak > 0 && peak > least && Double.isFinite(peak)))
            throw new DataException(
                    "the concentration " + name + " (" + source
                            + ") does not rise above 0, or does not change during the run: are times in seconds from its start?");
        return new SlowRegressor(
                name,
                Arrays.stream(concentration).map(c -> c / peak).toArray(),
                String.format(
                        Locale.ROOT,
                        "at the largest concentration of the run, %.4g micrograms per ml (%s)",
                        peak,
                        source));
    }

    /**
     * Bins of time after an onset: 1 within the bin, 0 elsewhere. The effect of each is that against the time before the onset.
     *
     * @param onset seconds from the start of the run
     * @param width seconds; the last bin ends with the run
     * @throws DataException if fewer than 2 volumes come before the onset, or none after it
     */
    public static List<SlowRegressor> bins(double onset, double width, Sampling sampling) {
        if (!(width >= sampling.repetitionTime()))
            throw new IllegalArgumentException("bins must be as wide as the repetition time of "
                    + sampling.repetitionTime() + " s or wider, got " + width);
        int before = 0;
        int bins = 0;
        for (int t = 0; t < sampling.volumes(); t++) {
            if (sampling.time(t) < onset) before++;
            else bins = Math.max(bins, 1 + (int) Math.floor((sampling.time(t) - onset) / width));
        }
        if (before < 2 || bins == 0)
            throw new DataException("the run has " + before + " volumes before the infusion at " + onset + " s and "
                    + (sampling.volumes() - before)
                    + " after: bins are compared with the time before, which needs 2 volumes or more");
        List<SlowRegressor> columns = new ArrayList<>();
        for (int b = 0; b < bins; b++) {
            double[] values = new double[sampling.volumes()];
            for (int t = 0; t < values.length; t++) {
                double since = sampling.time(t) - onset;
                values[t] = since >= 0 && (int) Math.floor(since / width) == b ? 1 : 0;
            }
            if (Arrays.stream(values).sum() == 0) continue;
            columns.add(new SlowRegressor(
                    String.format(Locale.ROOT, "bin_%d", b + 1),
                    values,
                    String.format(
                            Locale.ROOT,
                            "%.4g to %.4g s after the onset, against the time before",
                            b * width,
                            (b + 1) * width)));
        }
        return columns;
    }

    /**
     * The share of its variance that a column keeps after drift, censored volumes and the constant are removed.
     *
     * @return in [0, 1]
     */
    public static double kept(Design design, String name) {
        double[] column = design.column(name);
        double mean = Arrays.stream(column).average().orElse(0);
        double before = Arrays.stream(column).map(v -> (v - mean) * (v - mean)).sum();
        List<double[]> removed = new ArrayList<>();
        for (int c = 0; c < design.columns(); c++)
            switch (design.kinds().get(c)) {
                case DRIFT, CENSOR, CONSTANT -> removed.add(design.column(c));
                default -> {}
            }
        double after = 0;
        for (double v : Residual.of(column, removed)) after += v * v;
        return before == 0 ? 0 : Math.min(1, after / before);
    }

    /**
     * Returns normally if each regressor of a design keeps enough of its variance.
     *
     * @throws DataException naming the first that does not, and the remedy
     */
    public static void requireKept(Design design, double highPass) {
        for (int c = 0; c < design.columns(); c++) {
            if (design.kinds().get(c) != Design.Kind.REGRESSOR) continue;
            double kept = kept(design, design.names().get(c));
            if (kept < LEAST_KEPT)
                throw new DataException(String.format(
                        Locale.ROOT,
                        "the regressor %s keeps %.2g %% of its variance after %s: its effect would be filtered out. Use"
                                + " high_pass=0 (noise=arma11 models slow noise), and compare with a session without drug",
                        design.names().get(c),
                        100 * kept,
                        highPass > 0
                                ? String.format(Locale.ROOT, "the high-pass filter of %.4g s", highPass)
                                : "the constant and the censored volumes are removed"));
        }
    }
}
