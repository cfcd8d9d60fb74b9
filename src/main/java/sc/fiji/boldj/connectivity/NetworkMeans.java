package sc.fiji.boldj.connectivity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.atlas.CoordinateTable;

/**
 * How strongly networks hold together and with each other: mean Fisher z over pairs of regions, and segregation.
 *
 * <p>Within a network the mean is over all pairs of its regions, between two networks over all pairs of a region of the
 * one with a region of the other. Networks may share regions (a network and its core): a region is never paired with
 * itself, and no pair counts twice. Pairs with a NaN (void regions) and pairs that are too close ({@link NodePairs}) are excluded; a mean over no pair is NaN. Absolute correlations above 0.999999 are set to that value.
 *
 * <p>Segregation of a network: {@code (within - between) / within}, where {@code within} is its mean and {@code between}
 * the mean over the pairs of its regions with the regions that belong to other networks only. Of the system: the same
 * with the pairs of all networks together. Chan et al. 2014, PNAS 111:E4997, who set negative z to 0 first; that is an
 * option here. It is NaN if {@code within} is not above 0.
 */
public final class NetworkMeans {

    /**
     * Choices.
     *
     * @param negativesToZero whether negative z count as 0 in the segregation; means always count them as they are
     */
    public record Options(boolean negativesToZero) {

        /** As Chan et al. 2014: negative z count as 0 in the segregation. */
        public static final Options DEFAULT = new Options(true);
    }

    private final List<String> networks;
    private final double[][] means;
    private final long[][] pairs;
    private final double[] segregation;
    private final double systemSegregation;

    private NetworkMeans(
            List<String> networks, double[][] means, long[][] pairs, double[] segregation, double systemSegregation) {
        this.networks = networks;
        this.means = means;
        this.pairs = pairs;
        this.segregation = segregation;
        this.systemSegregation = systemSegregation;
    }

    /**
     * Computes the means for the networks of a coordinate table whose places are the matrix's regions.
     *
     * @param pairs which pairs are far enough apart; the others count nowhere
     * @throws IllegalArgumentException if the matrix holds no correlations or its regions are not those of the table
     */
    public static NetworkMeans of(ConnectivityMatrix matrix, CoordinateTable table, NodePairs pairs, Options options) {
        if (!table.names().equals(matrix.names()))
            throw new IllegalArgumentException("the regions of the matrix are not those of the coordinate table: "
                    + matrix.regions() + " and " + table.names().size() + " of them, or in another order");
        return of(matrix, table.networks(), pairs, options);
    }

    /** Computes the means over all pairs, for regions that share no voxel such as those of a parcellation. */
    public static NetworkMeans of(ConnectivityMatrix matrix, Map<String, List<Integer>> members, Options options) {
        return of(matrix, members, NodePairs.all(matrix.regions()), options);
    }

    /**
     * Computes the means.
     *
     * @param matrix correlations, partial correlations or rank correlations
     * @param members for each network the positions of its regions in the matrix
     * @param apart which pairs are far enough apart; the others count nowhere
     * @throws IllegalArgumentException if the matrix holds no correlations, there is no network, or a position is wrong
     */
    public static NetworkMeans of(
            ConnectivityMatrix matrix, Map<String, List<Integer>> members, NodePairs apart, Options options) {
        switch (matrix.options().kind()) {
            case COVARIANCE, PRECISION ->
                throw new IllegalArgumentException("network means need correlations, but the matrix holds "
                        + matrix.options().kind());
            default -> {
                // correlations
            }
        }
        if (members.isEmpty()) throw new IllegalArgumentException("network means need one network or more");
        int n = matrix.regions();
        if (apart.nodes() != n)
            throw new IllegalArgumentException("pairs of " + apart.nodes() + " nodes for a matrix of " + n);
        Map<String, boolean[]> sets = new LinkedHashMap<>();
        members.forEach((name, positions) -> {
            boolean[] set = new boolean[n];
            for (int position : positions) {
                if (position < 0 || position >= n)
                    throw new IllegalArgumentException(
                            "network " + name + " names region " + position + " of a matrix of " + n);
                set[position] = true;
            }
            sets.put(name, set);
        });
        double[][] z = fisher(matrix, apart);
        List<String> names = new ArrayList<>(sets.keySet());
        List<boolean[]> list = new ArrayList<>(sets.values());
        int k = names.size();
        double[][] means = new double[k][k];
        long[][] pairs = new long[k][k];
        for (int a = 0; a < k; a++)
            for (int b = a; b < k; b++) {
                EdgeMean mean = new EdgeMean();
                mean.addPairs(z, list.get(a), list.get(b), false);
                means[a][b] = means[b][a] = mean.value();
                pairs[a][b] = pairs[b][a] = mean.count();
            }
        double[] segregation = new double[k];
        EdgeMean allWithin = new EdgeMean();
        EdgeMean allBetween = new EdgeMean();
        boolean[][] withinSeen = new boolean[n][n];
        for (int a = 0; a < k; a++) {
            boolean[] others = new boolean[n];
            for (boolean[] set : list) for (int i = 0; i < n; i++) others[i] |= set[i] && !list.get(a)[i];
            EdgeMean within = new EdgeMean();
            EdgeMean between = new EdgeMean();
            within.addPairs(z, list.get(a), list.get(a), options.negativesToZero());
            between.addPairs(z, list.get(a), others, options.negativesToZero());
            segregation[a] = segregation(within, between);
            for (int i = 0; i < n; i++)
                for (int j = 0; j < n; j++) withinSeen[i][j] |= list.get(a)[i] && list.get(a)[j];
        }
        boolean[] any = new boolean[n];
        for (boolean[] set : list) for (int i = 0; i < n; i++) any[i] |= set[i];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < i; j++)
                if (any[i] && any[j])
                    (withinSeen[i][j] ? allWithin : allBetween).add(z[i][j], options.negativesToZero());
        return new NetworkMeans(names, means, pairs, segregation, segregation(allWithin, allBetween));
    }

    private static double segregation(EdgeMean within, EdgeMean between) {
        double inside = within.value();
        return inside > 0 ? (inside - between.value()) / inside : Double.NaN;
    }

    /** NaN for pairs that are too close. */
    private static double[][] fisher(ConnectivityMatrix matrix, NodePairs apart) {
        double[][] z = matrix.toArray();
        for (int i = 0; i < z.length; i++)
            for (int j = 0; j < z.length; j++) {
                double limited =
                        Math.max(-GlobalBrainConnectivity.LIMIT, Math.min(GlobalBrainConnectivity.LIMIT, z[i][j]));
                z[i][j] = apart.areApart(i, j) ? Math.log((1 + limited) / (1 - limited)) / 2 : Double.NaN;
            }
        return z;
    }

    /** The networks' names. */
    public List<String> networks() {
        return networks;
    }

    private int position(String network) {
        int position = networks.indexOf(network);
        if (position < 0)
            throw new IllegalArgumentException(
                    "there is no network '" + network + "'; known are " + String.join(", ", networks));
        return position;
    }

    /** The mean z within a network; NaN if it has no pair. */
    public double within(String network) {
        return between(network, network);
    }

    /** The mean z between two networks, or within one if they are the same; NaN if there is no pair. */
    public double between(String one, String other) {
        return means[position(one)][position(other)];
    }

    /** The number of pairs that the mean is over. */
    public long pairs(String one, String other) {
        return pairs[position(one)][position(other)];
    }

    /** The means, shape (K, K) in the order of the networks, a new array. */
    public double[][] toArray() {
        return Arrays.stream(means).map(double[]::clone).toArray(double[][]::new);
    }

    /** The segregation of a network; NaN if its mean within is not above 0. */
    public double segregation(String network) {
        return segregation[position(network)];
    }

    /** The segregation of all networks together; NaN if the mean within networks is not above 0. */
    public double systemSegregation() {
        return systemSegregation;
    }
}
