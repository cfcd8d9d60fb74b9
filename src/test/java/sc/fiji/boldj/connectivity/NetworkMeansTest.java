package sc.fiji.boldj.connectivity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.atlas.CoordinateTable;
import sc.fiji.boldj.connectivity.ConnectivityMatrix.Kind;
import sc.fiji.boldj.connectivity.NetworkMeans.Options;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

class NetworkMeansTest {

    /** Correlations whose Fisher z are the given numbers; row by row below the diagonal. */
    private static ConnectivityMatrix matrix(int n, double... z) {
        double[] values = new double[n * n];
        int at = 0;
        for (int i = 0; i < n; i++) {
            values[i * n + i] = 1;
            for (int j = 0; j < i; j++) values[i * n + j] = values[j * n + i] = FastMath.tanh(z[at++]);
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < n; i++) names.add("region " + i);
        return new ConnectivityMatrix(ConnectivityMatrix.Options.DEFAULT, names, values, 0);
    }

    private static Map<String, List<Integer>> networks(List<Integer> a, List<Integer> b) {
        Map<String, List<Integer>> networks = new LinkedHashMap<>();
        networks.put("A", a);
        networks.put("B", b);
        return networks;
    }

    @Test
    void meansAreOverThePairsWithinAndBetween() {
        // 1-0 .5 | 2-0 .2, 2-1 -.1 | 3-0 .3, 3-1 .1, 3-2 .7 | 4: belongs to none
        ConnectivityMatrix matrix = matrix(5, .5, .2, -.1, .3, .1, .7, 2, 2, 2, 2);
        NetworkMeans means = NetworkMeans.of(matrix, networks(List.of(0, 1), List.of(2, 3)), Options.DEFAULT);
        assertEquals(.5, means.within("A"), 1e-12);
        assertEquals(.7, means.within("B"), 1e-12);
        assertEquals(.125, means.between("A", "B"), 1e-12);
        assertEquals(means.between("A", "B"), means.between("B", "A"));
        assertEquals(4, means.pairs("A", "B"));
        assertEquals(1, means.pairs("A", "A"));
        assertEquals((.5 - .15) / .5, means.segregation("A"), 1e-12, "the negative z counts as 0");
        assertEquals((.6 - .15) / .6, means.systemSegregation(), 1e-12);
        NetworkMeans signed = NetworkMeans.of(matrix, networks(List.of(0, 1), List.of(2, 3)), new Options(false));
        assertEquals((.7 - .125) / .7, signed.segregation("B"), 1e-12);
    }

    @Test
    void sharedRegionsAreNeverPairedWithThemselvesNorTwice() {
        ConnectivityMatrix matrix = matrix(3, .5, .2, .8);
        NetworkMeans means = NetworkMeans.of(matrix, networks(List.of(0, 1, 2), List.of(0, 1)), Options.DEFAULT);
        assertEquals(.5, means.within("B"), 1e-12);
        assertEquals(.5, means.between("A", "B"), 1e-12);
        assertEquals(3, means.pairs("A", "B"));
        assertEquals((.5 - .5) / .5, means.segregation("B"), 1e-12, "B against what is in A only: mean of .2 and .8");
        assertTrue(Double.isNaN(means.segregation("A")), "no region belongs to another network only");
    }

    @Test
    void voidRegionsAreLeftOut() {
        ConnectivityMatrix matrix = matrix(4, .5, Double.NaN, Double.NaN, .3, .1, Double.NaN);
        NetworkMeans means = NetworkMeans.of(matrix, networks(List.of(0, 1), List.of(2, 3)), Options.DEFAULT);
        assertEquals(.2, means.between("A", "B"), 1e-12);
        assertTrue(Double.isNaN(means.within("B")));
        assertEquals(0, means.pairs("B", "B"));
    }

    /** From a scan in MNI space to the numbers of the seed studies. */
    @Test
    void theBuiltInNetworksGiveEveryMeanForAScan() {
        VoxelGrid grid = new VoxelGrid(31, 37, 31, Affine.of(-6, 0, 0, 90, 0, 6, 0, -126, 0, 0, 6, -72));
        NeuroImage scan = Scans.noise(grid, 30, 3);
        CoordinateTable nodes = CoordinateTable.networkNodes();
        RegionSeries series = RegionSeries.ofSpheres(scan, nodes, 6, Mask.all(grid), 0.5, Progress.NONE);
        assertEquals(List.of(), series.voidNames());
        ConnectivityMatrix matrix = ConnectivityMatrix.of(series, ConnectivityMatrix.Options.DEFAULT);
        NetworkMeans means = NetworkMeans.of(matrix, nodes, NodePairs.of(nodes, 6, grid), Options.DEFAULT);
        double sum = 0;
        List<Integer> precuneus = List.of(nodes.names().indexOf("Precuneus.L"));
        List<Integer> dmn = nodes.networks().get("DMN");
        for (int i : dmn) sum += FastMath.atanh(matrix.get(i, precuneus.get(0)));
        assertEquals(sum / dmn.size(), means.between("DMN", "Precuneus left"), 1e-12);
        // its PCC is 11.8 mm from the right precuneus, nearer than two spheres that touch
        assertEquals(dmn.size() - 1, means.pairs("DMN", "Precuneus right"));
        double right = 0;
        for (int i : dmn)
            if (!nodes.names().get(i).equals("DMN.PCC"))
                right += FastMath.atanh(matrix.get(i, nodes.names().indexOf("Precuneus.R")));
        assertEquals(right / (dmn.size() - 1), means.between("DMN", "Precuneus right"), 1e-12);
        assertTrue(Double.isNaN(means.within("Precuneus left")), "one region has no pair");
        assertEquals(11, means.networks().size());
    }

    @Test
    void badInputIsRefused() {
        ConnectivityMatrix matrix = matrix(3, .5, .2, .8);
        assertThrows(
                IllegalArgumentException.class,
                () -> NetworkMeans.of(matrix, networks(List.of(0, 3), List.of(1)), Options.DEFAULT));
        assertThrows(IllegalArgumentException.class, () -> NetworkMeans.of(matrix, Map.of(), Options.DEFAULT));
        assertThrows(
                IllegalArgumentException.class,
                () -> NetworkMeans.of(matrix, CoordinateTable.networkNodes(), NodePairs.all(3), Options.DEFAULT));
        assertThrows(
                IllegalArgumentException.class,
                () -> NetworkMeans.of(matrix, networks(List.of(0), List.of(1)), NodePairs.all(4), Options.DEFAULT));
        ConnectivityMatrix covariance = new ConnectivityMatrix(
                ConnectivityMatrix.Options.of(Kind.COVARIANCE), matrix.names(), new double[9], 0);
        var kind = assertThrows(
                IllegalArgumentException.class,
                () -> NetworkMeans.of(covariance, networks(List.of(0), List.of(1)), Options.DEFAULT));
        assertEquals("network means need correlations, but the matrix holds COVARIANCE", kind.getMessage());
        NetworkMeans means = NetworkMeans.of(matrix, networks(List.of(0), List.of(1)), Options.DEFAULT);
        var name = assertThrows(IllegalArgumentException.class, () -> means.within("C"));
        assertEquals("there is no network 'C'; known are A, B", name.getMessage());
    }
}
