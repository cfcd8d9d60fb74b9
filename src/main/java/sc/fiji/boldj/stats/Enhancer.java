package sc.fiji.boldj.stats;

import sc.fiji.boldj.stats.PermutationTest.Inference;
import sc.fiji.boldj.stats.PermutationTest.Options;

/** Applies TFCE or cluster inference to a map, with scratch space for one task. */
final class Enhancer {

    private final Options options;
    private final Tail tail;
    private final Tfce tfce;
    private final Clusters clusters;

    Enhancer(TestFrame frame) {
        options = frame.options();
        tail = frame.tail();
        tfce = options.inference() == Inference.TFCE ? new Tfce(frame.graph(), options.tfce()) : null;
        clusters = tfce == null ? new Clusters(frame.graph()) : null;
    }

    void enhance(double[] map, double[] target) {
        if (tfce != null) tfce.enhance(map, tail, target);
        else
            clusters.measure(
                    map,
                    options.clusterThreshold(),
                    tail,
                    options.inference() == Inference.CLUSTER_EXTENT ? Clusters.Measure.EXTENT : Clusters.Measure.MASS,
                    target);
    }
}
