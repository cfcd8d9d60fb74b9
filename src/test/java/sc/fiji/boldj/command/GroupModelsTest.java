package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.host.CommandFailure;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.ContrastMaps;
import sc.fiji.boldj.stats.JzsBayesFactor;
import sc.fiji.boldj.stats.LinearModel;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.stats.SandwichModel;
import sc.fiji.boldj.stats.SandwichTest;
import sc.fiji.boldj.table.Table;

/** Baseline maps, missing visits, sites and evidence of absence in group tests, through the command. */
class GroupModelsTest {

    private static final String TEST = "Group Permutation Test...";
    private static final int SUBJECTS = 20;

    @TempDir
    Path folder;

    private String run(Path table, String options) throws Exception {
        return MapTrial.run(TEST, "inputs=[" + table + "] " + options + " output=[" + folder.resolve("out") + "]");
    }

    private String fails(Path table, String options) {
        return assertThrows(CommandFailure.class, () -> run(table, options)).getMessage();
    }

    private float[] map(String name) throws Exception {
        return MapTrial.read(folder.resolve("out/" + name + ".nii.gz"));
    }

    private String page() throws Exception {
        return Files.readString(folder.resolve("out/index.html"));
    }

    /** Follow-up maps that depend on the baseline map of each voxel, two arms, two sites. */
    private Path followUps() throws Exception {
        List<String> rows = new ArrayList<>();
        for (int s = 0; s < SUBJECTS; s++) {
            MapTrial.map(folder.resolve("base" + s + ".nii"), 77, s, (row, voxel, noise) -> noise);
            rows.add("s" + s + "\t" + arm(s) + "\t" + (20 + s * 7 % 30) + "\tbase" + s + ".nii\t" + site(s));
        }
        double[][] baseline = read("base");
        return MapTrial.write(
                folder,
                "m",
                "subject\tarm\tage\tbaseline\tsite",
                rows,
                5,
                (row, voxel, noise) -> 0.8 * baseline[row][voxel]
                        + (row % 2 == 0 ? 0.4 : 0)
                        + 0.6 * noise
                        + (site(row).equals("B") ? 2 : 0));
    }

    private static String arm(int s) {
        return s % 2 == 0 ? "drug" : "placebo";
    }

    private static String site(int s) {
        return s % 4 < 2 ? "A" : "B";
    }

    private double[][] read(String name) throws Exception {
        double[][] maps = new double[SUBJECTS][];
        for (int s = 0; s < SUBJECTS; s++) {
            float[] map = MapTrial.read(folder.resolve(name + s + ".nii"));
            maps[s] = new double[map.length];
            for (int v = 0; v < map.length; v++) maps[s][v] = map[v];
        }
        return maps;
    }

    /** Least squares of commons-math: estimate and standard error of drug - placebo. */
    private static double[] ancova(double[] outcome, double[] baseline) {
        double[][] x = new double[SUBJECTS][];
        for (int s = 0; s < SUBJECTS; s++)
            x[s] = new double[] {s % 2 == 0 ? 1 : 0, baseline[s], 20 + s * 7 % 30, site(s).equals("B") ? 1 : 0};
        OLSMultipleLinearRegression fit = new OLSMultipleLinearRegression();
        fit.newSampleData(outcome, x);
        return new double[] {fit.estimateRegressionParameters()[1], fit.estimateRegressionParametersStandardErrors()[1]
        };
    }

    private static double[] column(double[][] maps, int voxel) {
        return Arrays.stream(maps).mapToDouble(m -> m[voxel]).toArray();
    }

    private static double[] means(double[][] maps) {
        return Arrays.stream(maps)
                .mapToDouble(m -> Arrays.stream(m).average().orElseThrow())
                .toArray();
    }

    /** ANCOVA with each voxel's own baseline: maps are float32 (1e-6), the table holds doubles (1e-9). */
    @Test
    void theBaselineOfEachVoxelIsACovariate() throws Exception {
        Path table = followUps();
        String text = run(
                table,
                "design=two-sample covariates=age site=site covariate_maps=baseline margin=0.7 bayes_scale=0.7071"
                        + " statistic=voxel permutations=200");
        double[][] outcome = read("m");
        double[][] baseline = read("base");
        float[] stat = map("stat");
        float[] effect = map("effect");
        float[] error = map("standard_error");
        for (int v = 0; v < stat.length; v++) {
            double[] expected = ancova(column(outcome, v), column(baseline, v));
            assertEquals(expected[0] / expected[1], stat[v], 1e-5);
            assertEquals(expected[0], effect[v], 1e-6);
            assertEquals(expected[1], error[v], 1e-6);
        }
        Table regions = TsvFiles.read(folder.resolve("out/regions.tsv"));
        double[] all = ancova(means(outcome), means(baseline));
        assertEquals(all[0], regions.numbers("effect")[0], 1e-9);
        assertEquals(all[1], regions.numbers("standard_error")[0], 1e-9);
        assertEquals(SUBJECTS - 5, regions.numbers("degrees_of_freedom")[0], 0);
        double half = new TDistribution(SUBJECTS - 5).inverseCumulativeProbability(0.95) * all[1];
        assertEquals(all[0] + half, regions.numbers("interval90_high")[0], 1e-8);
        assertTrue(text.contains("with 15 degrees of freedom") || text.contains("t, 15 degrees of freedom"), text);
        assertTrue(text.contains("adjusted for the covariate map baseline at each voxel"), text);
        assertTrue(text.contains("within 2 blocks"), text);
        assertTrue(page().contains("Effects and evidence of absence"), "page");
    }

    /** The largest (n - k) p over all p that are as small or smaller. */
    private static double[] holm(double[] p) {
        double[] sorted = p.clone();
        Arrays.sort(sorted);
        double[] adjusted = new double[p.length];
        for (int v = 0; v < p.length; v++)
            for (int k = 0; k < p.length && sorted[k] <= p[v]; k++)
                adjusted[v] = Math.max(adjusted[v], Math.min(1, (p.length - k) * sorted[k]));
        return adjusted;
    }

    @Test
    void equivalenceAndBayesFactors() throws Exception {
        Path table = followUps();
        String text = run(
                table,
                "design=two-sample margin=3 bayes_scale=1 statistic=voxel permutations=200 equivalence_correction=holm");
        double[][] outcome = read("m");
        double[][] design = new double[SUBJECTS][2];
        for (int s = 0; s < SUBJECTS; s++) design[s][s % 2] = 1;
        ContrastMaps maps = ContrastMaps.of(
                LinearModel.of(design, new double[][] {{1, -1}}), Observations.of(outcome), Progress.NONE);
        double[] p = new double[maps.effect().length];
        TDistribution t = new TDistribution(SUBJECTS - 2);
        for (int v = 0; v < p.length; v++)
            p[v] = Math.max(
                    1 - t.cumulativeProbability((maps.effect()[v] + 3) / maps.standardError()[v]),
                    t.cumulativeProbability((maps.effect()[v] - 3) / maps.standardError()[v]));
        double[] corrected = holm(p);
        float[] found = map("p_equivalence");
        float[] plain = map("p_equivalence_unc");
        double[] bayes = JzsBayesFactor.of(maps, new JzsBayesFactor.Options(1), Progress.NONE);
        float[] log = map("log_bf10");
        for (int v = 0; v < p.length; v++) {
            assertEquals(corrected[v], found[v], 1e-6);
            assertEquals(p[v], plain[v], 1e-6);
            assertEquals(bayes[v], log[v], 1e-5);
        }
        assertTrue(page().contains("two one-sided tests, Holm-corrected over voxels"), text);
        assertTrue(page().contains("Bayes factors (prior scale 1.0) are descriptive"), text);
        assertTrue(page().contains("Schuirmann 1987"), "methods");
        // in residual SD, uncorrected
        run(
                table,
                "design=two-sample margin=3 margin_unit=sd statistic=voxel permutations=200 equivalence_correction=none");
        float[] sd = map("p_equivalence");
        for (int v = 0; v < 5; v++) {
            double margin = 3 * maps.residualSd()[v];
            double expected = Math.max(
                    1 - t.cumulativeProbability((maps.effect()[v] + margin) / maps.standardError()[v]),
                    t.cumulativeProbability((maps.effect()[v] - margin) / maps.standardError()[v]));
            assertEquals(expected, sd[v], 1e-6);
        }
        assertFalse(Files.exists(folder.resolve("out/log_bf10.nii.gz")));
    }

    /** ComBat removes the two units between the sites, which inflate the variance of the arms. */
    @Test
    void sites() throws Exception {
        Path table = followUps();
        run(table, "design=two-sample statistic=voxel permutations=100 margin=1");
        double before = TsvFiles.read(folder.resolve("out/regions.tsv")).numbers("standard_error")[0];
        String text =
                run(table, "design=two-sample statistic=voxel permutations=100 margin=1 site=site harmonise=combat");
        double after = TsvFiles.read(folder.resolve("out/regions.tsv")).numbers("standard_error")[0];
        assertTrue(after < before / 3, before + " " + after);
        assertTrue(text.contains("with ComBat"), text);
        assertTrue(text.contains("site=B"), text);
        assertTrue(fails(table, "design=two-sample harmonise=combat").contains("needs the key site"));
        assertTrue(fails(table, "design=two-sample site=centre").contains("no column 'centre'"));
        assertTrue(fails(table, "design=paired site=site").contains("omit the key"));
    }

    /** Arms by visits with missing maps: t as the kernel gives it, who is missing what, and the assumption. */
    @Test
    void missingVisits() throws Exception {
        List<String> rows = new ArrayList<>();
        List<int[]> cells = new ArrayList<>();
        for (int s = 0; s < SUBJECTS; s++)
            for (int v = 0; v < 3; v++) {
                if (v > 0 && (s * 5 + v * 3) % 7 == 0) continue;
                rows.add("s" + s + "\t" + arm(s) + "\twk" + (v == 2 ? "12" : "0" + 6 * v) + "\t" + (s * 7 % 16) + "\t"
                        + site(s));
                cells.add(new int[] {s, v});
            }
        Path table = MapTrial.write(
                folder,
                "v",
                "subject\tarm\tvisit\tage\tsite",
                rows,
                9,
                (row, voxel, noise) -> noise * (1 + cells.get(row)[1]) + 0.3 * cells.get(row)[0]);
        String contrast = "contrast=[drug@wk12 - placebo@wk12]";
        String text = run(
                table,
                "model=sandwich design=session-by-arm covariates=age margin=2 statistic=voxel permutations=300 "
                        + contrast);
        int n = rows.size();
        double[][] design = new double[n][7];
        double[][] data = new double[n][];
        int[] person = new int[n];
        int[] visit = new int[n];
        int[] group = new int[n];
        for (int r = 0; r < n; r++) {
            int[] cell = cells.get(r);
            person[r] = cell[0];
            visit[r] = cell[1];
            group[r] = cell[0] % 2;
            design[r][2 * cell[1] + group[r]] = 1;
            design[r][6] = cell[0] * 7 % 16;
            float[] map = MapTrial.read(folder.resolve("v" + r + ".nii"));
            data[r] = new double[map.length];
            for (int k = 0; k < map.length; k++) data[r][k] = map[k];
        }
        SandwichModel model = SandwichModel.of(
                LinearModel.of(design, new double[][] {{0, 0, 0, 0, 1, -1, 0}}),
                person,
                visit,
                group,
                SandwichModel.Variance.HOMOGENEOUS);
        ContrastMaps expected = SandwichTest.estimates(model, Observations.of(data), Progress.NONE);
        float[] stat = map("stat");
        float[] effect = map("effect");
        for (int k = 0; k < stat.length; k++) {
            assertEquals(expected.effect()[k] / expected.standardError()[k], stat[k], 1e-5);
            assertEquals(expected.effect()[k], effect[k], 1e-6);
        }
        assertTrue(text.contains("sandwich estimator (Guillaume et al. 2014"), text);
        assertTrue(text.contains("wild bootstrap"), text);
        assertTrue(text.contains("Missing visits (participants with another visit): "), text);
        assertTrue(text.contains("missing completely at random"), text);
        assertTrue(page().contains("under a wild bootstrap with 300 random sign flips"), "page");
        assertFalse(page().contains("Freedman"), "page");
        String sites = run(
                table,
                "model=sandwich design=session-by-arm site=site harmonise=combat statistic=voxel permutations=100 "
                        + contrast);
        assertTrue(sites.contains("adjusted for site=B"), sites);
        assertTrue(sites.contains("with ComBat"), sites);
        String columns = fails(table, "model=sandwich design=session-by-arm");
        assertTrue(columns.contains("drug@wk12"), columns);
        assertTrue(fails(table, "model=sandwich " + contrast).contains("takes design=session-by-arm"));
        assertTrue(fails(table, "model=sandwich design=session-by-arm visit=week " + contrast)
                .contains("visit: the table of inputs has no column 'week'"));
        assertTrue(fails(table, "model=sandwich design=session-by-arm bayes_scale=1 " + contrast)
                .contains("bayes_scale is for model=permutation"));
        assertTrue(fails(table, "design=two-sample subject=subject").contains("are for model=sandwich"));
        String rowsOfF = fails(
                table,
                "model=sandwich design=session-by-arm contrast=[drug@wk12 - placebo@wk12; drug@wk06 - placebo@wk06]");
        assertTrue(rowsOfF.contains("separate the rows by |"), rowsOfF);
        run(
                table,
                "model=sandwich design=repeated-measures statistic=tfce permutations=100 contrast=[wk12 - wk00 | wk06 - wk00]");
        assertTrue(Files.exists(folder.resolve("out/stat_2.nii.gz")));
    }

    @Test
    void whatCannotBeCombined() throws Exception {
        Path table = followUps();
        assertTrue(fails(table, "design=two-sample margin=-1").contains("margin must be 0"));
        assertTrue(
                fails(table, "design=two-sample margin=1 variance_groups=arm").contains("margin and bayes_scale need"));
        assertTrue(fails(table, "design=two-sample covariate_maps=baseline variance_groups=arm")
                .contains("variance_groups and covariate_maps exclude each other"));
        assertTrue(fails(table, "design=two-sample covariate_maps=baselines").contains("covariate_maps: 'baselines'"));
        assertTrue(fails(table, "design=two-sample covariate_maps=baseline modalities=baseline")
                .contains("covariate_maps and modalities exclude each other"));
    }
}
