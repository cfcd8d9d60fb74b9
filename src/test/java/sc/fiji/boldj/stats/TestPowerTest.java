package sc.fiji.boldj.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.table.Table;

/** Power against R's power.t.test and an integral over chi square in R ({@code reference/power}), within 1e-9. */
class TestPowerTest {

    private static final Path REFERENCE = Path.of("src", "test", "resources", "reference", "power", "power.tsv");

    @Test
    void equalsR() throws IOException {
        Table table = TsvFiles.read(REFERENCE);
        double worst = 0;
        for (int r = 0; r < table.rows(); r++) {
            double n = table.numbers("n")[r];
            double effect = table.numbers("effect")[r];
            double alpha = table.numbers("alpha")[r];
            double two = effect / Math.sqrt(2 / n);
            double power =
                    switch (table.texts("test").get(r)) {
                        case "two.sample" -> TestPower.twoSided(two, 2 * n - 2, alpha);
                        case "paired" -> TestPower.twoSided(effect * Math.sqrt(n), n - 1, alpha);
                        case "one.sided" -> TestPower.oneSided(two, 2 * n - 2, alpha);
                        default ->
                            TestPower.equivalence(
                                    (effect + 0.5) / Math.sqrt(2 / n),
                                    (0.5 - effect) / Math.sqrt(2 / n),
                                    2 * n - 2,
                                    alpha);
                    };
            double off = Math.abs(power - table.numbers("power")[r]);
            worst = Math.max(worst, off);
            assertTrue(off < 1e-9, table.row(r) + " but " + power);
        }
        assertTrue(table.rows() > 300 && worst < 1e-9, "worst " + worst);
    }

    /** Without an effect a test rejects at its level; from one degree of freedom to a million. */
    @Test
    void theSizeOfATestIsItsLevel() {
        for (double degrees : new double[] {1, 2, 3, 7, 50, 1e3, 1e6}) {
            assertEquals(0.05, TestPower.twoSided(0, degrees, 0.05), 1e-10);
            assertEquals(0.05, TestPower.oneSided(0, degrees, 0.05), 1e-10);
            // at the margin of a wide interval only one of the two tests decides
            assertEquals(0.05, TestPower.equivalence(1e4, 0, degrees, 0.05), degrees < 2 ? 1e-3 : 1e-6);
        }
    }

    /** The tests themselves on simulated data: within four standard errors of the share. */
    @Test
    void powerIsTheShareOfSimulatedTestsThatReject() {
        int trials = 20_000;
        int n = 9;
        int[] rejected = new int[2];
        SplittableRandom random = Seeds.stream(5, 1);
        double[] x = new double[n];
        for (int k = 0; k < trials; k++) {
            Seeds.fillGaussian(random, x);
            double mean = 0;
            for (double v : x) mean += v / n;
            double squares = 0;
            for (double v : x) squares += (v - mean) * (v - mean);
            ContrastEstimate estimate = new ContrastEstimate(mean + 0.3, Math.sqrt(squares / (n - 1) / n), n - 1);
            if (estimate.p() <= 0.05) rejected[0]++;
            if (Equivalence.of(estimate, 1.1, Equivalence.Options.DEFAULT).p() <= 0.05) rejected[1]++;
        }
        double[] power = {TestPower.twoSided(0.3 * 3, n - 1, 0.05), TestPower.equivalence(1.4 * 3, 0.8 * 3, n - 1, 0.05)
        };
        for (int k = 0; k < 2; k++)
            assertEquals(power[k], rejected[k] / (double) trials, 4 * Math.sqrt(power[k] * (1 - power[k]) / trials));
    }

    @Test
    void valuesOutsideTheirRangeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> TestPower.twoSided(1, 0.5, 0.05));
        assertThrows(IllegalArgumentException.class, () -> TestPower.twoSided(1, 5, 1));
        assertThrows(IllegalArgumentException.class, () -> TestPower.twoSided(Double.NaN, 5, 0.05));
        assertThrows(IllegalArgumentException.class, () -> TestPower.equivalence(1, 1, 5, 0.5));
        assertEquals(0, TestPower.equivalence(-1, 1, 5, 0.05));
    }
}
