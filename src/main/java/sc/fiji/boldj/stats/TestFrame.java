package sc.fiji.boldj.stats;

import java.io.Serializable;
import sc.fiji.boldj.stats.PermutationTest.Inference;
import sc.fiji.boldj.stats.PermutationTest.Options;

/**
 * The part of a permutation test that does not depend on the statistic.
 *
 * @param smoother null, or what smooths the variance map
 * @param tail that is counted, which an F statistic does not choose
 */
record TestFrame(ShufflingPlan plan, Neighbourhood graph, MapSmoother smoother, Options options, Tail tail)
        implements Serializable {

    /** Whether inference needs whole maps. */
    boolean isSpatial() {
        return options.inference() != Inference.VOXEL || smoother != null;
    }

    /**
     * Whether the test may end before all shufflings are made. The first part of an exhaustive plan is not a random sample, so
     * it is never cut short.
     */
    boolean stops() {
        return options.stopAfter() > 0 && !plan.isExhaustive();
    }
}
