package sc.fiji.boldj.connectivity;

import java.util.Arrays;

/** A level: nodes are sets of original nodes, weights between them are sums, twice the inside on the diagonal. */
final class CommunityLevel {
    final int n;
    final double[][] weights;
    final double[] strength;
    final double total;
    private final double resolution;

    CommunityLevel(double[][] weights, double resolution) {
        this.weights = weights;
        this.resolution = resolution;
        n = weights.length;
        strength = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            strength[i] = Arrays.stream(weights[i]).sum();
            sum += strength[i];
        }
        total = sum;
    }

    /** The weights from a node to each community, itself excluded. */
    double[] toCommunities(int node, int[] community) {
        double[] sums = new double[n];
        for (int j = 0; j < n; j++) if (j != node) sums[community[j]] += weights[node][j];
        return sums;
    }

    /** What a node's membership adds to the modularity, given the weight to and strength of the others there. */
    double gain(int node, double weightTo, double strengthOf) {
        return 2 * (weightTo - resolution * strength[node] * strengthOf / total) / total;
    }
}
