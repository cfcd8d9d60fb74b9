package sc.fiji.boldj.connectivity;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * One run of the Leiden algorithm for modularity: move nodes, refine the communities into well-connected parts, make each
 * part a node, and again, until nothing changes. For one thread.
 */
final class Leiden {

    /** How freely the refinement chooses among parts that raise the quality, in units of modularity. */
    private static final double RANDOMNESS = 0.01;

    /** A gain in modularity below this is rounding. */
    private static final double LEAST_GAIN = 1e-12;

    private final double resolution;
    private final SplittableRandom random;
    private final double[][] original;

    Leiden(double[][] weights, double resolution, SplittableRandom random) {
        original = weights;
        this.resolution = resolution;
        this.random = random;
    }

    /** The communities, numbered by any of 0 to n - 1. */
    int[] run() {
        int[] partition = identity(original.length);
        while (true) {
            int[] before = partition.clone();
            partition = pass(partition);
            if (sameSets(before, partition)) return partition;
        }
    }

    /** Goes up the levels once, from a partition of the original nodes. */
    private int[] pass(int[] start) {
        int[] nodeOf = identity(original.length);
        CommunityLevel level = new CommunityLevel(original, resolution);
        int[] community = start.clone();
        while (true) {
            move(level, community);
            int[] parts = refine(level, community);
            int count = renumber(parts);
            if (count == level.n) {
                int[] result = new int[original.length];
                for (int v = 0; v < result.length; v++) result[v] = community[nodeOf[v]];
                renumber(result);
                return result;
            }
            double[][] weights = new double[count][count];
            int[] above = new int[count];
            for (int i = 0; i < level.n; i++) {
                above[parts[i]] = community[i];
                for (int j = 0; j < level.n; j++) weights[parts[i]][parts[j]] += level.weights[i][j];
            }
            renumber(above);
            for (int v = 0; v < nodeOf.length; v++) nodeOf[v] = parts[nodeOf[v]];
            level = new CommunityLevel(weights, resolution);
            community = above;
        }
    }

    /** Moves nodes to the community of greatest gain until no move helps. */
    private void move(CommunityLevel level, int[] community) {
        int n = level.n;
        double[] strengthOf = new double[n];
        int[] size = new int[n];
        for (int i = 0; i < n; i++) {
            strengthOf[community[i]] += level.strength[i];
            size[community[i]]++;
        }
        int[] order = shuffled(n);
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int node : order) {
                double[] to = level.toCommunities(node, community);
                int own = community[node];
                strengthOf[own] -= level.strength[node];
                size[own]--;
                int best = own;
                double most = level.gain(node, to[own], strengthOf[own]);
                for (int c = 0; c < n; c++) {
                    if (c == own) continue;
                    double gain = size[c] == 0 ? 0 : level.gain(node, to[c], strengthOf[c]);
                    if (gain > most + LEAST_GAIN) {
                        most = gain;
                        best = c;
                    }
                }
                community[node] = best;
                strengthOf[best] += level.strength[node];
                size[best]++;
                changed |= best != own;
            }
        }
    }

    /** Splits each community into parts that are well connected within it. */
    private int[] refine(CommunityLevel level, int[] community) {
        int n = level.n;
        int[] part = identity(n);
        double[] strengthOf = level.strength.clone();
        double[] whole = new double[n];
        double[] outward = new double[n]; // weight from a part to the rest of its community
        int[] size = new int[n];
        for (int i = 0; i < n; i++) {
            whole[community[i]] += level.strength[i];
            size[i] = 1;
            for (int j = 0; j < n; j++) if (j != i && community[j] == community[i]) outward[i] += level.weights[i][j];
        }
        for (int node : shuffled(n)) {
            if (size[part[node]] != 1
                    || !isWellConnected(level, part[node], community[node], strengthOf, whole, outward)) continue;
            double[] to = new double[n];
            for (int j = 0; j < n; j++)
                if (j != node && community[j] == community[node]) to[part[j]] += level.weights[node][j];
            int own = part[node];
            double[] chance = new double[n];
            double sum = 0;
            double most = 0;
            for (int c = 0; c < n; c++) if (to[c] > 0) most = Math.max(most, level.gain(node, to[c], strengthOf[c]));
            for (int c = 0; c < n; c++) {
                double gain = c == own ? 0 : level.gain(node, to[c], strengthOf[c]);
                boolean open = c == own
                        || (to[c] > 0
                                && gain >= 0
                                && isWellConnected(level, c, community[node], strengthOf, whole, outward));
                if (open) chance[c] = StrictMath.exp((gain - most) / RANDOMNESS);
                sum += chance[c];
            }
            double draw = random.nextDouble() * sum;
            int chosen = own;
            for (int c = 0; c < n; c++) {
                if (chance[c] == 0) continue;
                chosen = c;
                draw -= chance[c];
                if (draw < 0) break;
            }
            if (chosen == own) continue;
            part[node] = chosen;
            outward[chosen] += outward[own] - 2 * to[chosen];
            strengthOf[chosen] += strengthOf[own];
            size[chosen]++;
            size[own] = 0;
            strengthOf[own] = 0;
        }
        return part;
    }

    private boolean isWellConnected(
            CommunityLevel level, int part, int community, double[] strengthOf, double[] whole, double[] outward) {
        double expected = resolution * strengthOf[part] * (whole[community] - strengthOf[part]) / level.total;
        return outward[part] >= expected - LEAST_GAIN * level.total;
    }

    private int[] shuffled(int n) {
        int[] order = identity(n);
        for (int i = n - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
        return order;
    }

    private static int[] identity(int n) {
        int[] values = new int[n];
        for (int i = 0; i < n; i++) values[i] = i;
        return values;
    }

    /** Gives the sets the numbers 0, 1, ... in the order of their first member; returns how many there are. */
    private static int renumber(int[] sets) {
        int[] number = new int[Arrays.stream(sets).max().orElse(0) + 1];
        Arrays.fill(number, -1);
        int count = 0;
        for (int i = 0; i < sets.length; i++) {
            if (number[sets[i]] < 0) number[sets[i]] = count++;
            sets[i] = number[sets[i]];
        }
        return count;
    }

    private static boolean sameSets(int[] a, int[] b) {
        int[] first = a.clone();
        int[] second = b.clone();
        renumber(first);
        renumber(second);
        return Arrays.equals(first, second);
    }
}
