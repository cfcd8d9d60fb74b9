package sc.fiji.boldj.group;

import sc.fiji.boldj.stats.NuisanceMethod;

/**
 * How a group test estimates the variance: one for all observations, one for each group of them, or a smoothed map.
 *
 * @param groups a number for each observation, equal numbers sharing a variance; null for one variance
 * @param fwhm full width at half maximum of the smoothing of the variance map in mm, 0 for none
 */
@SuppressWarnings("ArrayRecordComponent") // read only within the package
record GroupVariance(int[] groups, double fwhm) {

    /** One variance for all, not smoothed. */
    static final GroupVariance ONE = new GroupVariance(null, 0);

    /** @throws IllegalArgumentException if the width is out of range, or both ways are asked for */
    GroupVariance {
        if (!(fwhm >= 0 && fwhm < 1000))
            throw new IllegalArgumentException("variance_fwhm must be 0 (no smoothing) or more mm, got " + fwhm);
        if (groups != null && fwhm > 0)
            throw new IllegalArgumentException(
                    "variance_groups and variance_fwhm exclude each other: choose a variance for each group, or a"
                            + " smoothed one for all");
    }

    GroupVariance withGroups(int[] other) {
        return new GroupVariance(other, fwhm);
    }

    GroupVariance withFwhm(double other) {
        return new GroupVariance(groups, other);
    }

    /** @throws IllegalArgumentException if a test of this nuisance method and rank cannot take it */
    void require(NuisanceMethod nuisance, int effectRank) {
        boolean plain = groups == null && fwhm == 0;
        if (!plain && nuisance != NuisanceMethod.FREEDMAN_LANE)
            throw new IllegalArgumentException("variance_groups and variance_fwhm need nuisance=freedman-lane");
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
