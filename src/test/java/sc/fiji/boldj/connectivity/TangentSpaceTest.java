package sc.fiji.boldj.connectivity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.connectivity.ConnectivityMatrix.Estimator;
import sc.fiji.boldj.connectivity.ConnectivityMatrix.Scale;
import sc.fiji.boldj.connectivity.TangentSpace.Stop;
import sc.fiji.boldj.run.Progress;

class TangentSpaceTest {

    private static List<RegionSeries> group() {
        List<RegionSeries> group = new ArrayList<>();
        for (int s = 0; s < 5; s++) group.add(ConnectivityMatrixTest.subject(s));
        return group;
    }

    @Test
    void equalsNilearn() {
        // nilearn scales no series for this kind, whatever its option says
        check(Estimator.EMPIRICAL, "empirical_std_tangent_");
        check(Estimator.LEDOIT_WOLF, "ledoitwolf_std_tangent_");
        check(Estimator.LEDOIT_WOLF, "ledoitwolf_nostd_tangent_");
    }

    private static void check(Estimator estimator, String start) {
        TangentSpace space = TangentSpace.of(group(), estimator, Scale.NONE, Stop.DEFAULT, Progress.NONE);
        double mean = ConnectivityMatrixTest.difference(start + "mean.tsv", space.mean());
        assertTrue(mean < 1e-5, start + "mean differs by " + mean);
        for (int s = 0; s < 5; s++) {
            double[][] matrix = space.project(ConnectivityMatrixTest.subject(s));
            double difference = ConnectivityMatrixTest.difference(start + "sub0" + s + ".tsv", matrix);
            assertTrue(difference < 1e-5, start + s + " differs by " + difference); // nilearn stops early
        }
    }

    /** At the geometric mean the logarithms of the group add up to 0: the condition that defines it. */
    @Test
    void theGroupsMatricesAddUpToZero() {
        Stop exact = new Stop(200, 1e-13);
        TangentSpace space = TangentSpace.of(group(), Estimator.LEDOIT_WOLF, Scale.NONE, exact, Progress.NONE);
        assertEquals(0, space.residual(), 1e-8);
        double[][] sum = new double[31][31];
        for (RegionSeries scan : group()) {
            double[][] matrix = space.project(scan);
            for (int i = 0; i < 31; i++) for (int j = 0; j < 31; j++) sum[i][j] += matrix[i][j];
        }
        for (double[] row : sum) for (double value : row) assertEquals(0, value, 1e-8);
    }

    @Test
    void aRegionThatIsVoidInOneScanIsLeftOutForAll() {
        List<RegionSeries> group = group();
        double[][] values = group.get(2).toArray();
        values[3][7] = Double.NaN;
        group.set(2, RegionSeries.of(values, group.get(0).names()));
        TangentSpace space = TangentSpace.of(group, Estimator.LEDOIT_WOLF, Scale.SAMPLE, Stop.DEFAULT, Progress.NONE);
        for (RegionSeries scan : group) {
            double[][] matrix = space.project(scan);
            for (int i = 0; i < 31; i++)
                for (int j = 0; j < 31; j++) assertEquals(i == 7 || j == 7, Double.isNaN(matrix[i][j]));
        }
        TangentSpace whole = TangentSpace.of(group(), Estimator.LEDOIT_WOLF, Scale.SAMPLE, Stop.DEFAULT, Progress.NONE);
        var e = assertThrows(IllegalArgumentException.class, () -> whole.project(group.get(2)));
        assertEquals(
                "region region 7 is void or constant in this scan but part of the group mean: exclude it from the group",
                e.getMessage());
    }

    @Test
    void badGroupsAreRefusedAndItStopsWhenCancelled() {
        List<RegionSeries> whole = group();
        var one = assertThrows(
                IllegalArgumentException.class,
                () -> TangentSpace.of(
                        whole.subList(0, 1), Estimator.LEDOIT_WOLF, Scale.SAMPLE, Stop.DEFAULT, Progress.NONE));
        assertEquals(
                "the tangent measure compares scans with their mean: 2 scans or more are needed, got 1",
                one.getMessage());
        List<RegionSeries> mixed = new ArrayList<>(whole);
        mixed.set(1, RegionSeries.of(new double[][] {{1, 2}, {2, 1}, {0, 0}}, List.of("a", "b")));
        assertThrows(
                IllegalArgumentException.class,
                () -> TangentSpace.of(mixed, Estimator.LEDOIT_WOLF, Scale.SAMPLE, Stop.DEFAULT, Progress.NONE));
        Scans.assertCancels(
                progress -> TangentSpace.of(whole, Estimator.LEDOIT_WOLF, Scale.NONE, Stop.DEFAULT, progress));
    }
}
