package sc.fiji.boldj.group;

import java.util.Arrays;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.stats.NuisanceMethod;

/**
 * How a group test estimates the variance: one for all observations, one for each group of them, a smoothed map, or the sandwich
 * estimator; and whether a covariate has values of its own at each voxel.
 *
 * @param groups a number for each observation, equal numbers sharing a variance; null for one variance
 * @param fwhm full width at half maximum of the smoothing of the variance map in mm, 0 for none
 * @param visits null, or the visits of participants, for the sandwich estimator
 * @param covariate name of the covariate that has a map for each input; empty for none
 */
record GroupVariance(int[] groups, double fwhm, VisitRows visits, String covariate) {

    /** One variance for all, not smoothed. */
    static final GroupVariance ONE = new GroupVariance(null, 0, null, "");

    /** @throws IllegalArgumentException if the width is out of range, or both ways are asked for */
    GroupVariance {
        if (!(fwhm >= 0 && fwhm < 1000))
            throw new IllegalArgumentException("variance_fwhm must be 0 (no smoothing) or more mm, got " + fwhm);
        if (groups != null && fwhm > 0)
            throw new IllegalArgumentException(
                    "variance_groups and variance_fwhm exclude each other: choose a variance for each group, or a"
                            + " smoothed one for all");
        if (visits != null && (groups != null || fwhm > 0 || !covariate.isEmpty()))
            throw new IllegalArgumentException("model=sandwich estimates its own variance: it cannot be combined with"
                    + " variance_groups, variance_fwhm or covariate_maps");
        if (groups != null && !covariate.isEmpty())
            throw new IllegalArgumentException("variance_groups and covariate_maps exclude each other");
    }

    GroupVariance withVisits(VisitRows other) {
        return new GroupVariance(groups, fwhm, other, covariate);
    }

    GroupVariance withCovariate(String other) {
        return new GroupVariance(groups, fwhm, visits, other);
    }

    /** The variance groups of the observations of a design, from a number for each of them or for each input. */
    static int[] observed(int[] groups, int observations, GroupDesign design) {
        int[] observed = groups.length == observations ? groups.clone() : design.observed(groups, "variance groups");
        if (observed.length != observations)
            throw new IllegalArgumentException("variance groups need one number for each of " + observations
                    + " observations, got " + groups.length);
        for (int group : observed)
            if (Arrays.stream(observed).filter(g -> g == group).count() < 2)
                throw new DataException(
                        "a variance group has 1 observation only, so no variance: each needs 2 or more");
        return observed;
    }

    GroupVariance withGroups(int[] other) {
        return new GroupVariance(other, fwhm, visits, covariate);
    }

    GroupVariance withFwhm(double other) {
        return new GroupVariance(groups, other, visits, covariate);
    }

    /** @throws IllegalArgumentException if a test of this nuisance method and rank cannot take it */
    void require(NuisanceMethod nuisance, int effectRank) {
        boolean plain = groups == null && fwhm == 0 && visits == null && covariate.isEmpty();
        if (!plain && nuisance != NuisanceMethod.FREEDMAN_LANE)
            throw new IllegalArgumentException(
                    "variance_groups, variance_fwhm, covariate_maps and model=sandwich need nuisance=freedman-lane");
        if (visits != null && effectRank > 1)
            throw new IllegalArgumentException("model=sandwich is for t tests; this is an F test of " + effectRank
                    + " contrast rows: separate the rows by | to test them one by one");
        if (fwhm > 0 && effectRank > 1)
            throw new IllegalArgumentException(
                    "variance_fwhm is for t tests; this is an F test of " + effectRank + " contrast rows");
    }

    /** The symbol of the statistic of an effect of this rank: t, F, v, G or pseudo-t. */
    String statistic(int effectRank) {
        if (fwhm > 0) return "pseudo-t";
        if (groups != null) return effectRank == 1 ? "v" : "G";
        return effectRank == 1 ? "t" : "F";
    }
}
