package sc.fiji.boldj.glm;

import java.util.List;

/**
 * Psychophysiological interaction of one seed with every condition (gPPI; McLaren 2012, NeuroImage 61:1277).
 *
 * <p>The seed's neural activity ({@link Deconvolution}) is multiplied, on the microtime grid, with the course of each
 * condition, convolved with the main function of the response and read at the times of the scans. The design is that of
 * the task, its columns renamed ({@code psy_faces}, ...), with these ({@code ppi_faces}, ...) and the seed's series ({@code seed})
 * before the confounds.
 *
 * <p>The course of a condition is the height of its events, each bin the mean over it; brief events have unit area. With
 * {@link Options#centre} its mean over the run is subtracted before the product, so that a connection that does not depend
 * on the task does not leak into the interaction where deconvolution is imperfect (Di 2017, Human Brain Mapping
 * 38:1723). Scales: the activity is in the unit of the seed, a long block's course is 1, so the coefficient of an
 * interaction is a change of slope: units of the voxel for one unit of the seed. Its percent is that of the voxel's mean for
 * one percent of the seed's mean, so that it does not depend on the gain of the scanner.
 */
public final class Interaction {

    /** What stands before the name of a condition in the name of its interaction. */
    public static final String PREFIX = "ppi_";

    /** What stands before the names of the task's own columns. */
    public static final String TASK_PREFIX = "psy_";

    /** The name of the seed's column. */
    public static final String SEED = "seed";

    private Interaction() {}

    /**
     * The options.
     *
     * @param deconvolution how activity is estimated
     * @param centre whether the course of each condition is centred before the product
     */
    public record Options(Deconvolution.Options deconvolution, boolean centre) {

        /** Restricted likelihood, centred. */
        public static final Options DEFAULT = new Options(Deconvolution.Options.DEFAULT, true);
    }

    /**
     * What was made.
     *
     * @param design the task's design with the interactions and the seed
     * @param estimate the seed's activity on the grid
     * @param grid the microtime grid
     */
    public record Model(Design design, Deconvolution.Estimate estimate, Microtime grid) {}

    /**
     * Builds the design.
     *
     * @param task the design of the task, see {@link TaskDesign#build}; its confounds, drift, censoring and constant are
     *     regressed out of the seed before its activity is estimated
     * @param seed shape (volumes)
     * @param hrf its main function is the response of seed and interactions
     * @throws IllegalArgumentException if a shape does not fit, the response is a finite impulse response, or the seed
     *     is constant beside the confounds
     */
    public static Model build(Design task, Events events, double[] seed, Sampling sampling, Hrf hrf, Options options) {
        if (hrf.isFir())
            throw new IllegalArgumentException(
                    "a psychophysiological interaction needs a response of known shape: take hrf spm or glover, not fir");
        if (task.rows() != sampling.volumes())
            throw new IllegalArgumentException(
                    "the design has " + task.rows() + " rows but the run " + sampling.volumes() + " volumes");
        Microtime grid = Microtime.of(sampling);
        double[] response = hrf.sample(0, grid.step());
        Design fixed = only(task, false);
        Deconvolution.Estimate estimate =
                Deconvolution.estimate(seed, fixed.matrix(), fixed.columns(), grid, response, options.deconvolution());
        double mean = 0;
        for (double value : seed) mean += value / seed.length;
        ColumnUnit unit = unit(mean);
        Design.Builder design = new Design.Builder(task.rows());
        copy(only(task, true), TASK_PREFIX, design);
        for (String condition : events.conditions())
            design.add(
                    PREFIX + condition,
                    Design.Kind.TASK,
                    unit,
                    interaction(
                            estimate.activity(), course(events, condition, grid, options.centre()), grid, response));
        double[] centred = new double[seed.length];
        for (int t = 0; t < centred.length; t++) centred[t] = seed[t] - mean;
        design.add(SEED, Design.Kind.CONFOUND, unit, centred);
        copy(fixed, "", design);
        return new Model(design.build(), estimate, grid);
    }

    /** One percent of the seed; none where its mean is no baseline. */
    private static ColumnUnit unit(double mean) {
        return mean > 0
                ? new ColumnUnit(mean / 100, "for one percent of the seed's mean")
                : new ColumnUnit(Double.NaN, "has no percent: the mean of the seed is not above 0");
    }

    /**
     * The course of a condition on the grid.
     *
     * @param centre whether its mean from the first scan on is subtracted
     */
    static double[] course(Events events, String condition, Microtime grid, boolean centre) {
        double[] course = events.boxcar(condition, grid.time(0) - grid.step() / 2, grid.step(), grid.bins());
        if (!centre) return course;
        double mean = 0;
        int run = grid.bins() - grid.lead();
        for (int b = grid.lead(); b < course.length; b++) mean += course[b] / run;
        for (int b = 0; b < course.length; b++) course[b] -= mean;
        return course;
    }

    /** The product of two courses as the scans see it. */
    static double[] interaction(double[] activity, double[] course, Microtime grid, double[] response) {
        double[] product = new double[activity.length];
        for (int b = 0; b < product.length; b++) product[b] = activity[b] * course[b];
        return grid.observe(product, response);
    }

    /** The columns of a design that belong to the task, or those that do not. */
    static Design only(Design design, boolean task) {
        Design.Builder some = new Design.Builder(design.rows());
        List<Design.Kind> kinds = design.kinds();
        int count = 0;
        for (int c = 0; c < design.columns(); c++) {
            boolean own = kinds.get(c) == Design.Kind.TASK
                    || kinds.get(c) == Design.Kind.MODULATOR
                    || kinds.get(c) == Design.Kind.DERIVATIVE;
            if (own != task) continue;
            some.add(design.names().get(c), kinds.get(c), design.units().get(c), design.column(c));
            count++;
        }
        if (count == 0)
            throw new IllegalArgumentException(
                    "the design has no column " + (task ? "of the task" : "beside the task, not even a constant"));
        return some.build();
    }

    private static void copy(Design from, String prefix, Design.Builder to) {
        for (int c = 0; c < from.columns(); c++)
            to.add(
                    prefix + from.names().get(c),
                    from.kinds().get(c),
                    from.units().get(c),
                    from.column(c));
    }
}
