package sc.fiji.boldj.group;

import java.util.Arrays;
import sc.fiji.boldj.stats.SandwichModel;

/**
 * Which participant and visit each input of a marginal model is.
 *
 * @param participant a number for each input: equal numbers are one participant
 * @param visit a number for each input
 * @param group a number for each input: equal numbers, equal covariance of the visits
 * @param variance how that covariance is estimated
 */
public record VisitRows(int[] participant, int[] visit, int[] group, SandwichModel.Variance variance) {

    /** Number of participants. */
    public int participants() {
        return (int) Arrays.stream(participant).distinct().count();
    }

    /** The estimator in words that follow "Student's t". */
    String words() {
        long groups = Arrays.stream(group).distinct().count();
        return "with the standard error of the sandwich estimator (Guillaume et al. 2014, "
                + (variance == SandwichModel.Variance.HETEROGENEOUS
                        ? "a covariance for each participant"
                        : groups == 1
                                ? "one covariance of the visits"
                                : "one covariance of the visits in each of " + groups + " groups")
                + ")";
    }
}
