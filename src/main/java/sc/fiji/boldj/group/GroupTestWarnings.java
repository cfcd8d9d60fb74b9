package sc.fiji.boldj.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.stats.PermutationResult;

/** Warnings about a group test, in sentences. */
final class GroupTestWarnings {

    private GroupTestWarnings() {}

    /** @param share of the elements whose errors look skewed */
    static String skewed(double share) {
        return String.format(
                Locale.ROOT,
                "The errors look skewed in %.0f %% of the elements (5 %% are expected): sign flips assume errors"
                        + " symmetric about 0, so p may be wrong. Look for outliers, or compare groups instead.",
                100 * share);
    }

    /**
     * @param planned shufflings that were asked for
     * @param stopAfter exceedances after which the test ends
     */
    static String stopped(PermutationResult result, int planned, int stopAfter) {
        return String.format(
                Locale.ROOT,
                "Stopped early, after %d of %d permutations, when %d or more had reached the strongest element: its p"
                        + " has a relative standard error of about %.0f %%, and the intervals of p treat the number of permutations as if it had been fixed.",
                result.shufflings(),
                planned,
                stopAfter,
                100 / Math.sqrt(stopAfter));
    }

    /** @param all elements of the map, those excluded among them */
    static String excluded(PermutationResult result, int all) {
        List<String> reasons = new ArrayList<>();
        int constant = result.excluded() - result.missing();
        if (result.missing() > 0)
            reasons.add(result.missing() + " with a missing or infinite value in at least one input");
        if (constant > 0) reasons.add(constant + " that are constant or leave no residual variance");
        return "Excluded: " + result.excluded() + " of " + all + " elements, " + String.join(" and ", reasons) + ".";
    }
}
