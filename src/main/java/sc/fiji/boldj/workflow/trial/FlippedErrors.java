package sc.fiji.boldj.workflow.trial;

import java.util.Locale;
import java.util.Optional;
import sc.fiji.boldj.stats.Shuffle;
import sc.fiji.boldj.stats.Skewness;

/**
 * States the skewness of the errors where p is from sign flips, which assume errors symmetric about 0.
 *
 * <p>With exponential errors of three conditions (SD 1, 1 and .3) and 30 participants, sign flips reject .065 of the null
 * hypotheses at .05 (docs/validation-trials.md).
 */
final class FlippedErrors {

    private static final String SKEWED = "The errors look skewed";

    private FlippedErrors() {}

    /**
     * A sentence on the errors of a test by sign flips; empty for other tests.
     *
     * @param values of the endpoint by session
     */
    static Optional<String> of(TestPlan plan, double[] values) {
        if (plan.visits().isPresent() || plan.design().shuffle().orElse(null) != Shuffle.FLIP) return Optional.empty();
        double[][] design = plan.design().matrix();
        double[] baseline = ContrastEstimator.baseline(plan, values).orElse(null);
        if (baseline != null)
            for (int s = 0; s < design.length; s++) {
                double[] row = java.util.Arrays.copyOf(design[s], design[s].length + 1);
                row[row.length - 1] = baseline[s];
                design[s] = row;
            }
        return Optional.of(words(Skewness.of(ContrastEstimator.observations(plan, values), design)));
    }

    private static String words(Skewness.Sample sample) {
        String flips = "signs were flipped, which assumes errors symmetric about 0";
        if (Double.isNaN(sample.z()))
            return String.format(
                    Locale.ROOT,
                    "%s; %d participants are too few to judge the skewness of the errors.",
                    flips.replaceFirst("s", "S"),
                    sample.size());
        if (!sample.isSkewed())
            return String.format(
                    Locale.ROOT,
                    "%s; the skewness of the errors of %d participants is %.2f (z %.1f).",
                    flips.replaceFirst("s", "S"),
                    sample.size(),
                    sample.skewness(),
                    sample.z());
        return String.format(
                Locale.ROOT,
                SKEWED + " (skewness %.2f, z %.1f, %d participants): %s. p may be too small: in simulations with"
                        + " exponential errors of unequal size and 30 participants, the false positive rate at .05 was .065."
                        + " Check for outliers, or declare the allowed sequences; conditions are then exchanged among"
                        + " them.",
                sample.skewness(),
                sample.z(),
                sample.size(),
                flips);
    }

    /** Whether a note is a warning about skewed errors. */
    static boolean isWarning(String note) {
        return note.startsWith(SKEWED);
    }
}
