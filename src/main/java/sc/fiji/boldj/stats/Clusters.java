package sc.fiji.boldj.stats;

import java.util.Arrays;

/**
 * Clusters: connected sets of elements whose value lies strictly beyond a threshold. Scratch space for one thread.
 *
 * <p>The extent is the number of elements, the mass the sum of {@code |value| - threshold} (Bullmore et al. 1999).
 * Positive and negative clusters are apart.
 */
public final class Clusters {

    /** What is measured of a cluster. */
    public enum Measure {
        /** Number of elements. */
        EXTENT,
        /** Sum of what exceeds the threshold. */
        MASS
    }

    private final ComponentSweep sweep;
    private final double[] mass;
    private final int[] members;

    /** Scratch space for maps with this neighbourhood; one thread at a time. */
    public Clusters(Neighbourhood graph) {
        sweep = new ComponentSweep(graph);
        mass = new double[graph.size()];
        members = new int[graph.size()];
    }

    /**
     * Gives each element the size of its cluster.
     *
     * @param map one value for each element; NaN is in no cluster
     * @param threshold 0 or more
     * @param tail the signs that are used
     * @param target receives the measure with the sign of the value, 0 outside clusters
     */
    public void measure(double[] map, double threshold, Tail tail, Measure measure, double[] target) {
        int n = grow(map, threshold, tail);
        Arrays.fill(target, 0);
        for (int i = 0; i < n; i++) mass[members[i]] = 0;
        for (int i = 0; i < n; i++) {
            int v = members[i];
            mass[sweep.root(v)] += Math.abs(map[v]) - threshold;
        }
        for (int i = 0; i < n; i++) {
            int v = members[i];
            int root = sweep.root(v);
            double value = measure == Measure.EXTENT ? sweep.size[root] : mass[root];
            target[v] = sweep.side(v) > 0 ? value : -value;
        }
    }

    /**
     * Numbers the clusters from 1 in the order of their first elements.
     *
     * @return one number for each element, 0 outside clusters
     */
    public int[] label(double[] map, double threshold, Tail tail) {
        int n = grow(map, threshold, tail);
        int[] labels = new int[map.length];
        int[] ofRoot = new int[map.length];
        int count = 0;
        for (int i = 0; i < n; i++) {
            int root = sweep.root(members[i]);
            if (ofRoot[root] == 0) ofRoot[root] = ++count;
            labels[members[i]] = ofRoot[root];
        }
        return labels;
    }

    private int grow(double[] map, double threshold, Tail tail) {
        if (!(threshold >= 0))
            throw new IllegalArgumentException("a cluster threshold must be 0 or more, got " + threshold);
        sweep.begin();
        int n = 0;
        for (int v = 0; v < map.length; v++) {
            int sign = map[v] > threshold ? 1 : -map[v] > threshold ? -1 : 0;
            if (sign == 0 || !tail.counts(sign)) continue;
            sweep.add(v, sign);
            members[n++] = v;
        }
        return n;
    }
}
