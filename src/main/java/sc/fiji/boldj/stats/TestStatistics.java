package sc.fiji.boldj.stats;

import java.io.Serializable;
import sc.fiji.boldj.run.Progress;

/**
 * The statistics of a test of given data.
 *
 * @param observed gives the statistic of the data as they are
 * @param shuffled gives it under shuffling
 */
record TestStatistics(ShuffledStatistic observed, ShuffledStatistic shuffled) {

    /** Makes the statistics of some or all elements. */
    @FunctionalInterface
    interface Source extends Serializable {
        TestStatistics of(Observations data, Progress progress);
    }

    /** Whether each element can be tested. */
    boolean[] tested() {
        boolean[] tested = new boolean[observed.residuals().elements()];
        for (int v = 0; v < tested.length; v++) tested[v] = observed.residuals().length(v) > 0;
        return tested;
    }

    /** Elements with a missing or infinite value. */
    int missing() {
        int missing = 0;
        for (int v = 0; v < observed.residuals().elements(); v++)
            if (observed.residuals().isMissing(v)) missing++;
        return missing;
    }
}
