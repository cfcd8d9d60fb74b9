package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.inference.TTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.host.CommandFailure;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.table.Table;

/** The keys of a group test that say how it estimates, shuffles and corrects, through the command. */
class GroupOptionsTest {

    private static final String TEST = "Group Permutation Test...";
    private static final int SUBJECTS = 16;

    @TempDir
    Path folder;

    /** Drug on even rows, with more noise; an age. */
    private Path trial(MapTrial.Value value) throws Exception {
        List<String> rows = new ArrayList<>();
        for (int s = 0; s < SUBJECTS; s++)
            rows.add("s" + s + "\t" + (s % 2 == 0 ? "drug" : "placebo") + "\t" + (s * 7 % 16));
        return MapTrial.write(folder, "m", "subject\tarm\tage", rows, 5, value);
    }

    private static double wider(int row, int voxel, double noise) {
        return row % 2 == 0 ? 3 * noise : noise;
    }

    private String run(Path table, String options) throws Exception {
        return MapTrial.run(TEST, "inputs=[" + table + "] " + options + " output=[" + folder.resolve("out") + "]");
    }

    private String fails(Path table, String options) {
        return assertThrows(CommandFailure.class, () -> run(table, options)).getMessage();
    }

    private float[] map(String name) throws Exception {
        return MapTrial.read(folder.resolve("out/" + name + ".nii.gz"));
    }

    private double[][] data(int voxel) throws Exception {
        double[][] groups = new double[2][SUBJECTS / 2];
        for (int s = 0; s < SUBJECTS; s++)
            groups[s % 2][s / 2] = MapTrial.read(folder.resolve("m" + s + ".nii"))[voxel];
        return groups;
    }

    @Test
    void varianceGroupsGiveWelchsT() throws Exception {
        Path table = trial(GroupOptionsTest::wider);
        String text = run(table, "design=two-sample variance_groups=arm statistic=voxel permutations=100");
        assertTrue(text.contains("v of Aspin and Welch with 2 variance groups"), text);
        assertTrue(text.contains("so p is approximate"), text);
        double[][] y = data(11);
        assertEquals(new TTest().t(y[0], y[1]), map("stat")[11], 1e-5);
        // Of one variance it is Student's t.
        run(
                table,
                "design=two-sample variance_groups=1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1 statistic=voxel permutations=100");
        assertEquals(new TTest().homoscedasticT(y[0], y[1]), map("stat")[11], 1e-5);
        String one = fails(table, "design=two-sample variance_groups=subject");
        assertTrue(one.contains("a variance group has 1 observation only"), one);
        assertTrue(fails(table, "design=two-sample variance_groups=arm variance_fwhm=8")
                .contains("exclude each other"));
        assertTrue(fails(table, "design=two-sample variance_groups=arm nuisance=ter-braak")
                .contains("nuisance=freedman-lane"));
        assertTrue(fails(table, "design=two-sample variance_groups=ages").contains("variance_groups 'ages'"));
    }

    /** A kernel far wider than the grid gives every voxel the mean variance. */
    @Test
    void pseudoTSmoothsTheVariance() throws Exception {
        Path table = trial(GroupOptionsTest::wider);
        String text = run(table, "design=two-sample variance_fwhm=900 statistic=voxel permutations=100");
        assertTrue(text.contains("pseudo-t (variance smoothed by 900 mm"), text);
        double variance = 0;
        int voxels = MapTrial.GRID.voxels();
        for (int v = 0; v < voxels; v++) {
            double[][] y = data(v);
            variance += (StatUtils.variance(y[0]) + StatUtils.variance(y[1])) / 2 / voxels;
        }
        double[][] y = data(23);
        double expected = (StatUtils.mean(y[0]) - StatUtils.mean(y[1])) / Math.sqrt(variance * 2 / 8);
        assertEquals(expected, map("stat")[23], 1e-3 * Math.abs(expected));
        assertTrue(fails(table, "design=two-sample variance_fwhm=-1").contains("variance_fwhm"));
        assertTrue(fails(table, "design=ancova covariates=age contrast=[drug - placebo; age] variance_fwhm=4")
                .contains("variance_fwhm is for t tests"));
    }

    /** Two voxels that touch by a corner, and one that touches by an edge. */
    @Test
    void neighboursJoinVoxels() throws Exception {
        int first = 1 + 5 * 1;
        int corner = 2 + 5 * 2 + 20;
        int edge = 0 + 5 * 0;
        Path table = trial(
                (row, v, noise) -> 0.3 * noise + (row % 2 == 0 && (v == first || v == corner || v == edge) ? 4 : 0));
        int[] expected = {1, 2, 3};
        int[] neighbours = {6, 18, 26};
        for (int k = 0; k < 3; k++) {
            run(
                    table,
                    "design=two-sample statistic=cluster-extent cluster_threshold=6 permutations=50 neighbours="
                            + neighbours[k]);
            assertEquals(expected[k], map("enhanced")[first], "neighbours " + neighbours[k]);
        }
        assertTrue(fails(table, "design=two-sample neighbours=8").contains("6, 18 or 26, got 8"));
    }

    @Test
    void nuisanceMethodsShareTheObservedStatistic() throws Exception {
        Path table = trial((row, v, noise) -> noise + 0.2 * (row * 7 % 16));
        List<double[]> nulls = new ArrayList<>();
        for (String method : List.of(
                "freedman-lane",
                "ter-braak",
                "draper-stoneman",
                "draper-stoneman partition=beckmann",
                "freedman-lane partition=beckmann")) {
            String text =
                    run(table, "design=ancova covariates=age statistic=voxel permutations=300 nuisance=" + method);
            if (method.startsWith("ter")) assertTrue(text.contains("ter Braak (1992)"), text);
            if (method.equals("draper-stoneman")) assertTrue(text.contains("Guttman's partition"), text);
            nulls.add(TsvFiles.read(folder.resolve("out/null_max.tsv")).numbers("maximum"));
        }
        for (double[] each : nulls) assertEquals(nulls.get(0)[0], each[0], 1e-9, "the data as they are");
        for (int k = 1; k < 4; k++) assertNotEquals(nulls.get(0)[7], nulls.get(k)[7], "method " + k);
        assertNotEquals(nulls.get(2)[7], nulls.get(3)[7], "the partition matters to Draper and Stoneman");
        assertEquals(nulls.get(0)[7], nulls.get(4)[7], "and not to Freedman and Lane");
    }

    @Test
    void stoppingEarlySaysItsError() throws Exception {
        Path table = trial((row, v, noise) -> noise);
        String text = run(table, "design=two-sample statistic=voxel permutations=5000 stop_after=25");
        assertTrue(text.contains("Stops early") && text.contains("relative standard error of about 20 %"), text);
        assertTrue(text.contains("Stopped early, after 513 of 5000 permutations"), text);
        assertEquals(513, TsvFiles.read(folder.resolve("out/null_max.tsv")).rows());
        assertTrue(JsonFile.readMap(folder.resolve("out/options.json"))
                .get("Warnings")
                .toString()
                .contains("Stopped early"));
        assertTrue(Files.readString(folder.resolve("out/index.html")).contains("Besag and Clifford 1991"));
        // All shufflings come in order, so the first of them are no sample: they are all made.
        String all = run(table, "design=two-sample statistic=voxel permutations=20000 stop_after=25");
        assertFalse(all.contains("Stop"), all);
        assertEquals(12870, TsvFiles.read(folder.resolve("out/null_max.tsv")).rows());
        String family = fails(table, "design=ancova covariates=age contrast=[drug - placebo | age] stop_after=25");
        assertTrue(family.contains("stop_after is for one test"), family);
    }

    @Test
    void theTailGivesSmallerProbabilitiesThanCounting() throws Exception {
        Path table = trial((row, v, noise) -> noise + (v == 30 && row % 2 == 0 ? 4 : 0));
        String text = run(table, "design=two-sample statistic=voxel permutations=500 gpd_tail=true");
        assertTrue(text.contains("1 cluster reaches"), text);
        float[] counted = map("p_fwe");
        float[] fitted = map("p_fwe_gpd");
        assertEquals(1 / 500.0, counted[30], 1e-7);
        assertTrue(fitted[30] < counted[30] && fitted[30] > 0, "fitted " + fitted[30]);
        for (int v = 0; v < counted.length; v++) if (counted[v] > 0.1) assertEquals(counted[v], fitted[v]);
        assertTrue(Files.readString(folder.resolve("out/index.html")).contains("generalised Pareto"));
        run(table, "design=two-sample statistic=voxel permutations=20000 gpd_tail=true");
        assertEquals(map("p_fwe")[30], map("p_fwe_gpd")[30], "p of all 12870 shufflings is exact");
        run(table, "design=two-sample statistic=voxel permutations=500");
        assertFalse(Files.exists(folder.resolve("out/p_fwe_gpd.nii.gz")));
    }

    /** Clopper and Pearson: at each end of the interval the count has a tail of 2.5 %. */
    @Test
    void everyRandomPHasItsInterval() throws Exception {
        Path table = trial((row, v, noise) -> noise + (v == 30 && row % 2 == 0 ? 2 : 0));
        String text = run(table, "design=two-sample statistic=voxel permutations=500");
        assertTrue(text.contains("95 % Monte Carlo interval"), text);
        Table intervals = TsvFiles.read(folder.resolve("out/intervals.tsv"));
        double[] p = intervals.numbers("p");
        double[] low = intervals.numbers("p_low");
        double[] high = intervals.numbers("p_high");
        for (int k = 0; k < p.length; k++) {
            int b = (int) Math.rint(p[k] * 500) - 1;
            if (b > 0)
                assertEquals(0.025, 1 - new BinomialDistribution(null, 499, low[k]).cumulativeProbability(b - 1), 1e-4);
            else assertEquals(0, low[k]);
            if (b < 499)
                assertEquals(0.025, new BinomialDistribution(null, 499, high[k]).cumulativeProbability(b), 1e-4);
        }
        float[] corrected = map("p_fwe");
        float[] from = map("p_fwe_low");
        float[] to = map("p_fwe_high");
        for (int v = 0; v < corrected.length; v++) {
            int k = Arrays.binarySearch(p, Math.rint(corrected[v] * 500) / 500);
            assertTrue(k >= 0, "p of voxel " + v);
            assertEquals(low[k], from[v], 1e-6);
            assertEquals(high[k], to[v], 1e-6);
        }
        Table clusters = TsvFiles.read(folder.resolve("out/clusters.tsv"));
        assertEquals(1, clusters.rows());
        assertTrue(clusters.numbers("p_low")[0] < clusters.numbers("p_fwe")[0]);
        assertTrue(clusters.numbers("p_high")[0] > clusters.numbers("p_fwe")[0]);
        // A value that reaches the threshold is significant, one that does not is not.
        Table thresholds = TsvFiles.read(folder.resolve("out/thresholds.tsv"));
        assertEquals(List.of("0.001", "0.01", "0.05"), thresholds.texts("alpha"));
        assertEquals("n/a", thresholds.texts("threshold").get(0), "500 shufflings cannot give p of .001");
        float[] stat = map("stat");
        for (int v = 0; v < stat.length; v++)
            assertEquals(
                    corrected[v] <= 0.05f,
                    Math.abs(stat[v]) >= thresholds.numbers("threshold")[2] - 1e-5,
                    "voxel " + v);
        run(table, "design=two-sample statistic=voxel permutations=20000");
        Table exact = TsvFiles.read(folder.resolve("out/intervals.tsv"));
        assertEquals(exact.texts("p"), exact.texts("p_low"), "all 12870 shufflings: p is exact");
        assertEquals(exact.texts("p"), exact.texts("p_high"));
    }

    @Test
    void contrastsAndModalitiesShareOneErrorRate() throws Exception {
        Path table = trial((row, v, noise) -> noise + (v == 30 && row % 2 == 0 ? 2.4 : 0));
        StringBuilder more = new StringBuilder("path\tfalff\tsubject\tarm\tage\n");
        List<String> lines = Files.readAllLines(table);
        for (int s = 0; s < SUBJECTS; s++) {
            MapTrial.map(folder.resolve("f" + s + ".nii"), 6, s, (row, v, noise) -> 10 + noise);
            more.append(lines.get(s + 1).replaceFirst("\t", "\tf" + s + ".nii\t"))
                    .append('\n');
        }
        Path both = Files.writeString(folder.resolve("both.tsv"), more);
        run(table, "design=ancova covariates=age statistic=voxel permutations=400");
        float[] alone = map("p_fwe");
        String text = run(
                both,
                "design=ancova covariates=age contrast=[drug - placebo | age] modalities=falff statistic=voxel"
                        + " permutations=400");
        assertTrue(text.contains("4 tests: drug - placebo (t, 13 degrees of freedom, two-sided) | age"), text);
        assertTrue(text.contains("each in path, falff; p is FWE-corrected over all of them"), text);
        Table nulls = TsvFiles.read(folder.resolve("out/null_max.tsv"));
        double[] family = nulls.numbers("maximum");
        for (int i = 0; i < family.length; i++) {
            double most = 0;
            for (int k = 1; k <= 4; k++) most = Math.max(most, nulls.numbers("maximum_" + k)[i]);
            assertEquals(most, family[i], 1e-12);
        }
        for (int k = 1; k <= 4; k++) {
            float[] stat = map("stat_" + k);
            float[] p = map("p_fwe_" + k);
            for (int v = 0; v < p.length; v += 7) {
                double t = Math.abs(stat[v]);
                long reaching = Arrays.stream(family).filter(x -> x >= t - 1e-5).count();
                assertEquals(reaching / 400.0, p[v], 1e-6, "test " + k + ", voxel " + v);
                if (k == 1) assertTrue(p[v] >= alone[v], "a larger family has no smaller p");
            }
        }
        Table tests = TsvFiles.read(folder.resolve("out/tests.tsv"));
        assertEquals(List.of("drug - placebo", "age", "drug - placebo", "age"), tests.texts("contrast"));
        assertEquals(List.of("path", "path", "falff", "falff"), tests.texts("modality"));
        assertEquals(
                "1",
                TsvFiles.read(folder.resolve("out/clusters.tsv")).texts("test").get(0));
        String mixed = fails(both, "design=ancova covariates=age contrast=[drug - placebo; age | age]");
        assertTrue(mixed.contains("statistics of different scale"), mixed);
        String flips = fails(both, "design=ancova covariates=age contrast=[drug - placebo | drug]");
        assertTrue(flips.contains("cannot be corrected together"), flips);
        assertTrue(fails(both, "design=two-sample modalities=alff").contains("'alff' is neither a column"));
    }

    @Test
    void skewedErrorsUnderSignFlipsGiveAWarning() throws Exception {
        Path table = trial((row, v, noise) -> Math.exp(1.5 * noise) - 3);
        String text = run(table, "design=one-sample statistic=voxel permutations=200");
        assertTrue(text.contains("The errors look skewed in"), text);
        assertTrue(Files.readString(folder.resolve("out/index.html")).contains("Warning: The errors look skewed"));
        assertFalse(
                run(table, "design=two-sample statistic=voxel permutations=200").contains("skewed"));
        Path fair = trial((row, v, noise) -> noise);
        assertFalse(
                run(fair, "design=one-sample statistic=voxel permutations=200").contains("skewed"));
    }
}
