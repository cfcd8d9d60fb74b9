package sc.fiji.boldj.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.ComBat.Options;

/** Against make_combat.py, iterated to 1e-14 there and to 1e-12 here: 1e-10 of values about 5. */
class ComBatTest {

    private static final Options TIGHT = new Options(true, 1e-12, 100_000);
    private static final Options FREE = new Options(false, 1e-12, 1);

    private record Table(int[] site, double[][] covariates, double[][] raw, double[][] combat, double[][] free) {
        static Table read() {
            RTable table = RTable.of("combat.tsv");
            int n = table.size();
            Table all = new Table(new int[n], new double[n][2], new double[n][8], new double[n][8], new double[n][8]);
            for (int i = 0; i < n; i++) {
                all.site[i] = (int) table.number(i, "site");
                all.covariates[i] = new double[] {table.number(i, "age"), table.number(i, "sex")};
                for (int v = 0; v < 8; v++) {
                    all.raw[i][v] = table.number(i, "raw" + (v + 1));
                    all.combat[i][v] = table.number(i, "combat" + (v + 1));
                    all.free[i][v] = table.number(i, "free" + (v + 1));
                }
            }
            return all;
        }
    }

    private static double[][] rows(Observations data) {
        double[][] rows = new double[data.rows()][data.elements()];
        for (int i = 0; i < rows.length; i++) data.read(i, 0, data.elements(), rows[i], 0);
        return rows;
    }

    private static double[][] harmonise(Table t, double[][] data, Options options) {
        ComBat fit = ComBat.of(Observations.of(data), t.site, t.covariates, options, Progress.NONE);
        return rows(fit.apply(Observations.of(data), t.site, t.covariates));
    }

    @Test
    void asWrittenFromThePaperInNumpy() {
        Table t = Table.read();
        double[][] shrunk = harmonise(t, t.raw, TIGHT);
        double[][] usual = harmonise(t, t.raw, Options.DEFAULT);
        double[][] free = harmonise(t, t.raw, FREE);
        for (int i = 0; i < shrunk.length; i++) {
            assertArrayEquals(t.combat[i], shrunk[i], 1e-10);
            assertArrayEquals(t.combat[i], usual[i], 1e-7);
            assertArrayEquals(t.free[i], free[i], 1e-10);
        }
    }

    /** Elements that cannot be used come back as they are and do not change the others; a part of a row is that part. */
    @Test
    void unusableElements() {
        Table t = Table.read();
        double[][] wider = new double[t.raw.length][];
        for (int i = 0; i < wider.length; i++) {
            wider[i] = Arrays.copyOf(t.raw[i], 10);
            wider[i][8] = 4;
            wider[i][9] = i == 3 ? Double.NaN : i;
        }
        ComBat fit = ComBat.of(Observations.of(wider), t.site, t.covariates, TIGHT, Progress.NONE);
        Observations result = fit.apply(Observations.of(wider), t.site, t.covariates);
        double[][] all = rows(result);
        for (int i = 0; i < wider.length; i++) {
            assertArrayEquals(t.combat[i], Arrays.copyOf(all[i], 8), 1e-10);
            assertEquals(4, all[i][8], 0);
            assertEquals(wider[i][9], all[i][9], 0);
            double[] part = {-1, 0, 0, 0};
            result.read(i, 4, 7, part, 1);
            assertArrayEquals(new double[] {-1, all[i][4], all[i][5], all[i][6]}, part, 0);
        }
        assertTrue(fit.isHarmonised(7) && !fit.isHarmonised(8) && !fit.isHarmonised(9));
        assertEquals(0, fit.shift(1)[9] + fit.variance(1)[8], 0);
        // An element that is constant at one site has no variance there to scale by.
        double[][] flat = new double[t.raw.length][];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = t.raw[i].clone();
            if (t.site[i] == 1) flat[i][0] = 5;
        }
        int[] site = t.site;
        double[][] none = new double[site.length][0];
        ComBat free = ComBat.of(Observations.of(flat), site, none, FREE, Progress.NONE);
        assertTrue(!free.isHarmonised(0) && free.isHarmonised(1));
        assertTrue(ComBat.of(Observations.of(flat), site, none, TIGHT, Progress.NONE)
                .isHarmonised(0));
    }

    /** Means and variances of sites are equal afterwards, the effect of a covariate is kept. */
    @Test
    void whatItIsFor() {
        int n = 60;
        int[] site = new int[n];
        double[][] age = new double[n][1];
        double[][] data = EquivalenceTest.noise(n, 400, 1);
        double[] noise = new double[n];
        Seeds.fillGaussian(Seeds.stream(9, 9), noise);
        for (int s = 0; s < 2; s++) {
            double center = Arrays.stream(noise, 30 * s, 30 * s + 30).average().orElseThrow();
            for (int i = 30 * s; i < 30 * s + 30; i++) noise[i] -= center;
        }
        for (int i = 0; i < n; i++) {
            site[i] = i / 30;
            age[i][0] = noise[i] + site[i];
            for (int v = 0; v < 400; v++) data[i][v] = data[i][v] * (1 + site[i]) + 3 * site[i] + 0.7 * age[i][0];
        }
        Observations raw = Observations.of(data);
        double[][] after =
                rows(ComBat.of(raw, site, age, Options.DEFAULT, Progress.NONE).apply(raw, site, age));
        double[] mean = new double[2];
        double[] square = new double[2];
        double slope = 0;
        double squares = 0;
        for (int i = 0; i < n; i++)
            for (int v = 0; v < 400; v++) {
                double rest = after[i][v] - 0.7 * age[i][0];
                mean[site[i]] += rest / 12_000;
                square[site[i]] += rest * rest / 12_000;
                slope += noise[i] * after[i][v];
                squares += noise[i] * noise[i];
            }
        assertEquals(mean[0], mean[1], 0.05);
        // Of a ratio of 4 no more than the errors of 400 slopes on age, whose mean differs between sites.
        double ratio = (square[1] - mean[1] * mean[1]) / (square[0] - mean[0] * mean[0]);
        assertEquals(1, ratio, 0.15);
        assertEquals(0.7, slope / squares, 0.05);
    }

    /** A fit to baselines may be applied to other rows; each row depends on its own site and covariates alone. */
    @Test
    void appliesToOtherRows() {
        Table t = Table.read();
        ComBat fit = ComBat.of(Observations.of(t.raw), t.site, t.covariates, TIGHT, Progress.NONE);
        double[][] some = {t.raw[20], t.raw[2]};
        double[][] got = rows(fit.apply(Observations.of(some), new int[] {t.site[20], t.site[2]}, new double[][] {
            t.covariates[20], t.covariates[2]
        }));
        assertArrayEquals(t.combat[20], got[0], 1e-10);
        assertArrayEquals(t.combat[2], got[1], 1e-10);
    }

    @Test
    void sameBitsForAnyNumberOfThreadsAndCancelling() {
        int[] site = {0, 0, 0, 1, 1, 1, 1};
        double[][] none = new double[7][0];
        Observations data = Observations.of(EquivalenceTest.noise(7, 5000, 1));
        double[][] first = new double[2][];
        for (int threads : new int[] {1, 3})
            Parallelization.runWithNumThreads(
                    threads,
                    () -> first[threads / 3] = rows(ComBat.of(data, site, none, Options.DEFAULT, Progress.NONE)
                            .apply(data, site, none))[5]);
        assertArrayEquals(first[0], first[1], 0);
        Progress cancelled = new Progress() {
            @Override
            public void update(long done, long total) {}

            @Override
            public boolean isCancelled() {
                return true;
            }
        };
        assertThrows(CancellationException.class, () -> ComBat.of(data, site, none, Options.DEFAULT, cancelled));
    }

    private static String refusal(int[] site, double[][] covariates, double[][] data) {
        return assertThrows(
                        IllegalArgumentException.class,
                        () -> ComBat.of(Observations.of(data), site, covariates, Options.DEFAULT, Progress.NONE))
                .getMessage();
    }

    @Test
    void badInput() {
        double[][] data = EquivalenceTest.noise(6, 4, 1);
        int[] site = {0, 0, 0, 1, 1, 1};
        double[][] none = new double[6][0];
        assertTrue(refusal(new int[] {0, 0, 0, 0, 0, 1}, none, data).contains("single observation"));
        assertTrue(refusal(new int[] {0, 0, 0, 2, 2, 2}, none, data).contains("gap"));
        assertTrue(refusal(new int[] {-1, 0, 0, 1, 1, 1}, none, data).contains("from 0"));
        assertTrue(refusal(new int[] {0, 0, 1, 1}, none, data).contains("6 observations"));
        double[][] confounded = {{1}, {1}, {1}, {2}, {2}, {2}};
        assertTrue(refusal(site, confounded, data).contains("are confounded"));
        double[][] missing = {{1}, {2}, {1}, {2}, {3}, {Double.NaN}};
        assertTrue(refusal(site, missing, data).contains("finite"));
        double[][] many = {{1, 2, 0, 4}, {2, 1, 0, 1}, {1, 3, 1, 0}, {2, 0, 0, 1}, {3, 1, 2, 1}, {0, 0, 0, 1}};
        assertTrue(refusal(site, many, data).contains("too few"));
        assertTrue(refusal(site, none, EquivalenceTest.noise(6, 1, 1)).contains("2 elements"));
        ComBat fit = ComBat.of(Observations.of(data), site, none, Options.DEFAULT, Progress.NONE);
        Observations other = Observations.of(data);
        assertThrows(IllegalArgumentException.class, () -> fit.apply(other, new int[] {0, 0, 0, 1, 1, 2}, none));
        assertThrows(IllegalArgumentException.class, () -> fit.apply(other, site, new double[6][1]));
        assertThrows(IllegalArgumentException.class, () -> new Options(true, 0, 10));
        assertThrows(IllegalArgumentException.class, () -> new Options(true, 1e-8, 0));
    }
}
