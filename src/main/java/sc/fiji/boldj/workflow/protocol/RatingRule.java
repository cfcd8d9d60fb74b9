package sc.fiji.boldj.workflow.protocol;

import java.util.List;

/**
 * Exclusion of runs by visual rating.
 *
 * @param file the table of ratings, relative to the root of the dataset
 * @param excluded ratings that exclude a run, of {@link #LEVELS}
 */
public record RatingRule(String file, List<String> excluded) {

    /** The ratings there are. */
    public static final List<String> LEVELS = List.of("accept", "doubt", "exclude");

    public RatingRule {
        excluded = List.copyOf(excluded);
    }
}
