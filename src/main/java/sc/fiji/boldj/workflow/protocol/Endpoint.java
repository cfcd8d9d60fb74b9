package sc.fiji.boldj.workflow.protocol;

import java.util.List;
import java.util.Optional;
import sc.fiji.boldj.workflow.study.ScanFigure;
import sc.fiji.boldj.workflow.study.TrialMap;

/**
 * What is measured in each session.
 *
 * @param id name in the protocol
 * @param label for the page; the id if none is given
 * @param task whose runs it is computed from; empty: rest, or the only task
 * @param unit of its values, as margins and effects are declared
 * @param source how it is obtained
 * @param intercurrent events after randomisation and how each is handled
 */
public record Endpoint(
        String id, String label, String task, String unit, Source source, List<Intercurrent> intercurrent) {

    public Endpoint {
        intercurrent = List.copyOf(intercurrent);
    }

    /** Whether it is one number for each session. */
    public boolean isNumber() {
        return !(source instanceof WholeMap);
    }

    /** How a value is obtained. */
    public sealed interface Source {}

    /**
     * The mean Fisher z between two sets of nodes; the same at both for within a network.
     *
     * @param name of a connection of interest; empty if nodes are named
     * @param one names of nodes or networks of the declared file of nodes, or of the built-in ones if none is declared
     * @param other the same
     */
    public record Connection(String name, List<String> one, List<String> other) implements Source {}

    /** The mean of a map over a sphere. */
    public record MapRegion(TrialMap map, Region region) implements Source {}

    /** A map, tested at each voxel. */
    public record WholeMap(TrialMap map, Inference inference) implements Source {}

    /** A number of the sessions' tables. */
    public record Score(String column) implements Source {}

    /** A quality measure of the scans. */
    public record Figure(ScanFigure figure) implements Source {}

    /**
     * How a map is tested.
     *
     * @param statistic of the inference
     * @param threshold of clusters
     * @param neighbours of a voxel: 6, 18 or 26
     */
    public record Inference(Statistic statistic, double threshold, int neighbours) {}

    /** The statistic of a map's inference. */
    public enum Statistic {
        TFCE,
        VOXEL,
        CLUSTER_EXTENT,
        CLUSTER_MASS
    }

    /**
     * An event after randomisation (ICH E9(R1)).
     *
     * @param event rows in which it happened
     * @param strategy how it is handled
     */
    public record Intercurrent(RowRule event, Strategy strategy) {}

    /** How an intercurrent event is handled. */
    public enum Strategy {
        /** Values are used whether or not it happened. */
        TREATMENT_POLICY,
        /** Values after it are treated as missing: what they would have been without it is estimated. */
        HYPOTHETICAL
    }

    /** The map that it needs, if it needs one. */
    public Optional<TrialMap> map() {
        if (source instanceof MapRegion region) return Optional.of(region.map());
        return source instanceof WholeMap whole ? Optional.of(whole.map()) : Optional.empty();
    }
}
