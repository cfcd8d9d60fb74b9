package sc.fiji.boldj.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

class ResidualStoreTest {

    /** Elements of many observations are treated in strips of a block: each has the bits that it has alone. */
    @Test
    void anElementDoesNotDependOnThoseBesideIt() {
        int rows = 3000; // strips of 87 elements
        int elements = 200;
        float[][] data = new float[rows][elements];
        double[] noise = new double[elements];
        double[][] design = new double[rows][3];
        for (int r = 0; r < rows; r++) {
            Seeds.fillGaussian(Seeds.stream(1, r), noise);
            for (int v = 0; v < elements; v++) data[r][v] = (float) (50 + v + noise[v]);
            data[r][90] = 7;
            design[r][r % 2] = 1;
            design[r][2] = Math.sin(r);
        }
        data[5][100] = Float.NaN;
        LinearModel model = LinearModel.of(design, new double[][] {{1, -1, 0}});
        ResidualStore all = ResidualStore.of(Observations.of(data), model.nuisance(), model.effects(), Progress.NONE);
        for (int v = 0; v < elements; v++) {
            ResidualStore one = ResidualStore.of(
                    new ElementRange(Observations.of(data), v, v + 1),
                    model.nuisance(),
                    model.effects(),
                    Progress.NONE);
            double[] column = new double[rows];
            for (int r = 0; r < rows; r++) column[r] = all.values(0)[r * elements + v];
            assertArrayEquals(one.values(0), column, "element " + v);
            assertEquals(one.length(0), all.length(v));
            assertEquals(one.isMissing(0), all.isMissing(v));
            assertEquals(v == 90 || v == 100, all.length(v) == 0);
            if (v == 90 || v == 100) continue;
            double squares = 0;
            double sum = 0;
            for (double each : column) {
                squares += each * each;
                sum += each;
            }
            assertEquals(1, squares, 1e-12);
            assertEquals(0, sum, 1e-9, "the mean is removed");
        }
    }
}
