package sc.fiji.boldj.simulate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Networks of the brain: where their nodes are, how strong they fluctuate and how they go together. Immutable.
 *
 * <p>The course of node j of network k is {@code sqrt(w) c_k + sqrt(1 - w) p_kj}: what the network shares and what the
 * node has alone. {@code w}, the coherence, is therefore the correlation of two nodes of one network. The shared courses
 * {@code c_k} have the given correlations.
 */
public final class Networks {

    /**
     * A ball in which grey matter takes part, fading smoothly from 1 at its centre to 0 at its rim.
     *
     * @param x centre in mm, as {@code y} and {@code z}
     * @param radius where the weight reaches 0, in mm, above 0; half the weight is left at 0.45 radius
     */
    public record Ball(double x, double y, double z, double radius) {
        public Ball {
            if (!(radius > 0 && Double.isFinite(x + y + z + radius)))
                throw new IllegalArgumentException(
                        "a ball needs a centre and a radius above 0, got (" + x + ", " + y + ", " + z + "), " + radius);
        }

        double weight(double px, double py, double pz) {
            double dx = px - x;
            double dy = py - y;
            double dz = pz - z;
            double rest = 1 - (dx * dx + dy * dy + dz * dz) / (radius * radius);
            return rest <= 0 ? 0 : rest * rest * rest;
        }
    }

    /**
     * A region that fluctuates as one.
     *
     * @param balls one or more; where they overlap the largest weight counts
     */
    public record Node(String name, List<Ball> balls) {
        public Node {
            balls = List.copyOf(balls);
            if (balls.isEmpty()) throw new IllegalArgumentException("node " + name + " needs one ball or more");
        }

        static Node of(String name, double x, double y, double z) {
            return new Node(name, List.of(new Ball(x, y, z, 25)));
        }
    }

    /**
     * Nodes that fluctuate together.
     *
     * @param percent standard deviation in percent of the signal of pure grey matter at a node's centre, 0 or more
     * @param coherence correlation of two nodes, in [0, 1]
     */
    public record Network(String name, List<Node> nodes, double percent, double coherence) {
        public Network {
            nodes = List.copyOf(nodes);
            if (nodes.isEmpty()) throw new IllegalArgumentException("network " + name + " needs one node or more");
            if (!(percent >= 0 && percent < 100))
                throw new IllegalArgumentException("network " + name + ": percent must be in [0, 100), got " + percent);
            if (!(coherence >= 0 && coherence <= 1))
                throw new IllegalArgumentException(
                        "network " + name + ": coherence must be in [0, 1], got " + coherence);
        }

        Network with(double newPercent, double newCoherence) {
            return new Network(name, nodes, newPercent, newCoherence);
        }
    }

    /**
     * Default mode, dorsal attention, frontoparietal, salience, visual and motor network: the centres of the CONN atlas
     * (Whitfield-Gabrieli 2012), three published places of the posterior cingulate, and for the default mode the dorsal
     * medial and hippocampal places of Andrews-Hanna 2010.
     */
    public static final Networks DEFAULT = StandardNetworks.standard();

    /** No network at all. */
    public static final Networks NONE = new Networks(List.of(), new double[0][]);

    private final List<Network> list;
    private final double[][] correlations;

    private Networks(List<Network> list, double[][] correlations) {
        this.list = List.copyOf(list);
        this.correlations = correlations;
        Set<String> names = new HashSet<>();
        for (Network network : list)
            if (!names.add(network.name()))
                throw new IllegalArgumentException("two networks are called " + network.name());
        if (correlations.length != list.size())
            throw new IllegalArgumentException(
                    list.size() + " networks need as many rows of correlations, got " + correlations.length);
        if (!list.isEmpty()) CorrelationFactor.of(correlations);
    }

    /**
     * Any networks.
     *
     * @param correlations of the shared courses, shape (K, K): symmetric, 1 on the diagonal, positive definite
     * @throws IllegalArgumentException if the shape or a value is wrong, or two names are the same
     */
    public static Networks of(List<Network> networks, double[][] correlations) {
        return new Networks(networks, copy(correlations));
    }

    /** Another coherence of one network, as a drug may cause. */
    public Networks withCoherence(String name, double coherence) {
        List<Network> changed = new ArrayList<>(list);
        int k = index(name);
        changed.set(k, list.get(k).with(list.get(k).percent(), coherence));
        return new Networks(changed, correlations);
    }

    /** Another strength of one network, in percent. */
    public Networks withPercent(String name, double percent) {
        List<Network> changed = new ArrayList<>(list);
        int k = index(name);
        changed.set(k, list.get(k).with(percent, list.get(k).coherence()));
        return new Networks(changed, correlations);
    }

    /**
     * Another correlation between two networks.
     *
     * @throws IllegalArgumentException if the correlations cannot all be had at once
     */
    public Networks withCorrelation(String name, String other, double correlation) {
        double[][] changed = copy(correlations);
        changed[index(name)][index(other)] = correlation;
        changed[index(other)][index(name)] = correlation;
        return new Networks(list, changed);
    }

    /** The networks in their order. */
    public List<Network> list() {
        return list;
    }

    /**
     * The position of a network in the order.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public int index(String name) {
        List<String> names = new ArrayList<>();
        for (Network network : list) names.add(network.name());
        int k = names.indexOf(name);
        if (k < 0) throw new IllegalArgumentException("there is no network " + name + ", only " + names);
        return k;
    }

    /** Correlations of the shared courses, shape (K, K), a new array. */
    public double[][] correlations() {
        return copy(correlations);
    }

    private static double[][] copy(double[][] rows) {
        double[][] copy = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) copy[i] = rows[i].clone();
        return copy;
    }
}
