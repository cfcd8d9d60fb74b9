package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.host.CommandFailure;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.table.Table;

/**
 * Events that other programs lose: outside of the run, without a duration, of a condition that one run lacks. The right values
 * come from the SPM response summed over a grid of 0.01 s and textbook least squares; maps are float, and the grid is coarse:
 * 3e-3 of t and 1e-3 of effects.
 */
class TaskCasesTest {

    private static final double STEP = 0.01;
    private static final VoxelGrid GRID = new VoxelGrid(3, 2, 2, Affine.scaling(3, 3, 3));

    @TempDir
    Path folder;

    private static String run(String label, String options) throws IOException {
        return CommandMenu.calls().run(label, options, Progress.NONE);
    }

    private double[][] scan(String name, int volumes, double tr, int seed) throws IOException {
        NeuroImage image = NeuroImage.floats("run", GRID, volumes, SeriesTiming.every(tr));
        double[][] series = new double[GRID.voxels()][volumes];
        for (int t = 0; t < volumes; t++) {
            double[] noise = new double[GRID.voxels()];
            Seeds.fillGaussian(Seeds.stream(seed, t), noise);
            float[] volume = new float[noise.length];
            for (int v = 0; v < volume.length; v++) {
                volume[v] = (float) (100 + noise[v]);
                series[v][t] = volume[v];
            }
            image.writeVolume(t, volume);
        }
        NiftiWriter.write(image, folder.resolve(name + ".nii"), NiftiWriter.Options.DEFAULT, Progress.NONE);
        NeuroImage mask = NeuroImage.floats("mask", GRID, 1, SeriesTiming.UNKNOWN);
        float[] ones = new float[GRID.voxels()];
        java.util.Arrays.fill(ones, 1);
        mask.writeVolume(0, ones);
        NiftiWriter.write(mask, folder.resolve("mask.nii"), NiftiWriter.Options.DEFAULT, Progress.NONE);
        return series;
    }

    private String glm(String scan, String contrasts) throws IOException {
        return run(
                "First-Level GLM...",
                "input=[" + folder + "/" + scan + ".nii] events=[" + folder + "/" + scan + ".tsv] hrf=spm noise=ols"
                        + " high_pass=0 contrasts=[" + contrasts + "] mask=[" + folder + "/mask.nii] output=[" + folder
                        + "/" + scan + "_glm]");
    }

    private float[] map(String file) throws IOException {
        return NiftiReader.read(folder.resolve(file), NiftiReader.Options.DEFAULT, Progress.NONE)
                .volume(0);
    }

    private static double spm(double t) {
        if (t <= 0 || t > 32) return 0;
        double dip = 1;
        for (int k = 1; k <= 15; k++) dip *= t / k;
        return Math.pow(t, 5) * Math.exp(-t) / 120 - dip * Math.exp(-t) / 6;
    }

    /** Events as pairs of onset and duration; the response has the area 1. */
    private static double[] column(int volumes, double tr, double... events) {
        double area = 0;
        for (int k = 0; k <= 3200; k++) area += spm(k * STEP) * STEP;
        double[] column = new double[volumes];
        for (int e = 0; e < events.length; e += 2)
            for (int t = 0; t < volumes; t++) {
                double since = t * tr - events[e];
                int steps = (int) Math.round(events[e + 1] / STEP);
                if (steps == 0) column[t] += spm(since) / area;
                for (int k = 0; k < steps; k++) column[t] += spm(since - (k + 0.5) * STEP) * STEP / area;
            }
        return column;
    }

    /** Effect and its variance. */
    private static double[] least(double[] y, double[] contrast, double[]... columns) {
        double[][] rows = new double[y.length][columns.length + 1];
        for (int t = 0; t < y.length; t++) {
            for (int c = 0; c < columns.length; c++) rows[t][c] = columns[c][t];
            rows[t][columns.length] = 1;
        }
        RealMatrix x = new Array2DRowRealMatrix(rows);
        RealMatrix inverse =
                new LUDecomposition(x.transpose().multiply(x)).getSolver().getInverse();
        double[] beta = inverse.multiply(x.transpose()).operate(y);
        double[] fit = x.operate(beta);
        double rss = 0;
        for (int t = 0; t < y.length; t++) rss += (y[t] - fit[t]) * (y[t] - fit[t]);
        double effect = 0;
        for (int c = 0; c < contrast.length; c++) effect += contrast[c] * beta[c];
        double[] spread = inverse.operate(contrast);
        double variance = 0;
        for (int c = 0; c < contrast.length; c++) variance += contrast[c] * spread[c];
        return new double[] {effect, variance * rss / (y.length - columns.length - 1)};
    }

    @Test
    void eventsOutsideOfTheRunAreSaidAndThoseThatReachIntoItCount() throws IOException {
        double[][] series = scan("run", 60, 3.07, 3);
        Files.writeString(
                folder.resolve("run.tsv"),
                """
                onset\tduration\ttrial_type
                0\t0\thoot
                -2.5\t1\thoot
                36.839\t0\thoot
                183.9\t2\thoot
                400\t1\thoot
                -90\t5\thoot
                6.14\t0\tother
                90\t0\tother
                """);
        String said = glm("run", "hoot - other");
        assertTrue(said.contains("hoot at 400 s (after the end of the run)"), said);
        assertTrue(said.contains("hoot at 183.9 s (after the last volume"), said);
        assertTrue(said.contains("hoot at -90 s (its response was over before the run began)"), said);
        assertTrue(said.contains("3 events have no effect in the run, which ends at 184.2 s"), said);
        assertFalse(said.contains("-2.5 s"), said);
        float[] t = map("run_glm/hoot-other_t.nii.gz");
        for (int v = 0; v < t.length; v++) {
            double[] right = least(
                    series[v],
                    new double[] {1, -1, 0},
                    column(60, 3.07, 0, 0, -2.5, 1, 36.839, 0),
                    column(60, 3.07, 6.14, 0, 90, 0));
            assertEquals(right[0] / Math.sqrt(right[1]), t[v], 3e-3);
        }
        String page = Files.readString(folder.resolve("run_glm/index.html"));
        assertTrue(page.contains("hoot at 400 s"));
        assertTrue(String.valueOf(
                        JsonFile.readMap(folder.resolve("run_glm/options.json")).get("Warnings"))
                .contains("hoot at 400 s"));
    }

    @Test
    void anEventWithoutADurationIsRefusedByItsLine() throws IOException {
        scan("run", 60, 2, 4);
        Files.writeString(
                folder.resolve("run.tsv"),
                "onset\tduration\ttrial_type\n10\t4\tpicture\n10.8\tn/a\tpress\n40\t4\tpicture\n80\t4\tpicture\n");
        String message =
                assertThrows(CommandFailure.class, () -> glm("run", "picture")).getMessage();
        assertTrue(
                message.contains("line 3 (press)")
                        && message.contains("duration")
                        && message.contains("0 for an impulse"),
                message);
    }

    @Test
    void aContrastThatOneRunLacksIsCombinedOverTheOthers() throws IOException {
        int[] volumes = {60, 75, 50};
        double[][] correct = {{10, 4, 40, 4}, {12, 4, 52, 4}, {33, 4}};
        double[][] error = {{70, 4}, {}, {8, 4, 60, 4}};
        double[][][] series = new double[3][][];
        for (int r = 0; r < 3; r++) {
            series[r] = scan("run" + (r + 1), volumes[r], 2, 39 + r);
            StringBuilder table = new StringBuilder("onset\tduration\ttrial_type\n");
            for (int e = 0; e < correct[r].length; e += 2)
                table.append(correct[r][e]).append("\t4\tcorrect\n");
            for (int e = 0; e < error[r].length; e += 2)
                table.append(error[r][e]).append("\t4\terror\n");
            Files.writeString(folder.resolve("run" + (r + 1) + ".tsv"), table);
            glm("run" + (r + 1), r == 1 ? "correct" : "correct | error");
        }
        String runs = folder + "/run1_glm," + folder + "/run2_glm," + folder + "/run3_glm";
        String said = run("Fixed Effects...", "inputs=[" + runs + "] output=[" + folder + "/both]");
        assertTrue(said.contains("correct: all 3 runs") && said.contains("error: 2 of 3 runs"), said);
        assertTrue(said.contains("not in run2_glm"), said);
        for (int v = 0; v < GRID.voxels(); v++)
            for (int q = 0; q < 2; q++) {
                double weight = 0;
                double sum = 0;
                for (int r = 0; r < 3; r++) {
                    if (q == 1 && r == 1) continue;
                    double[] one = column(volumes[r], 2, correct[r]);
                    double[] two = column(volumes[r], 2, error[r]);
                    double[] found = r == 1
                            ? least(series[r][v], new double[] {1, 0}, one)
                            : least(series[r][v], new double[] {1 - q, q, 0}, one, two);
                    weight += 1 / found[1];
                    sum += found[0] / found[1];
                }
                String name = q == 0 ? "correct" : "error";
                assertEquals(sum / weight, map("both/" + name + "_effect.nii.gz")[v], 1e-3, name);
                assertEquals(1 / weight, map("both/" + name + "_variance.nii.gz")[v], 1e-3 / weight, name);
            }
        Table table = TsvFiles.read(folder.resolve("both/runs.tsv"));
        assertEquals(
                "run2_glm", table.texts("lacking").get(table.texts("contrast").indexOf("error")));
        assertEquals(2, table.numbers("runs")[table.texts("contrast").indexOf("error")]);
        assertTrue(Files.readString(folder.resolve("both/index.html")).contains("2 of 3 runs"));
        assertTrue(String.valueOf(
                        JsonFile.readMap(folder.resolve("both/options.json")).get("Runs"))
                .contains("not in run2_glm"));
        // all events last 4 s, so that percent has one unit and is combined with the same weights
        assertTrue(Files.exists(folder.resolve("both/error_percent.nii.gz")));
    }

    @Test
    void runsOfOtherDurationsShareAUnitOrHaveNoPercentTogether() throws IOException {
        double[][] onsets = {{10, 40, 70}, {12, 52, 80}};
        for (int r = 0; r < 2; r++) {
            scan("run" + (r + 1), 60, 2, 60 + r);
            StringBuilder table = new StringBuilder("onset\tduration\ttrial_type\n");
            for (double onset : onsets[r]) table.append(onset + "\t" + (r == 0 ? 2 : 8) + "\tgo\n");
            Files.writeString(folder.resolve("run" + (r + 1) + ".tsv"), table);
            glm("run" + (r + 1), "go");
        }
        String both = "inputs=[" + folder + "/run1_glm," + folder + "/run2_glm] output=[" + folder + "/both]";
        String said = run("Fixed Effects...", both);
        assertTrue(said.contains("no percent signal change of go") && said.contains("other_events"), said);
        assertFalse(Files.exists(folder.resolve("both/go_percent.nii.gz")));
        float[] effect = map("both/go_effect.nii.gz");
        for (int r = 1; r <= 2; r++)
            run(
                    "First-Level GLM...",
                    "input=[" + folder + "/run" + r + ".nii] events=[" + folder + "/run" + r + ".tsv] other_events=["
                            + folder + "/run" + (3 - r) + ".tsv] hrf=spm noise=ols high_pass=0 contrasts=go mask=["
                            + folder + "/mask.nii] output=[" + folder + "/run" + r + "_glm]");
        assertFalse(run("Fixed Effects...", both).contains("no percent"));
        assertTrue(Files.exists(folder.resolve("both/go_percent.nii.gz")));
        assertEquals(effect[0], map("both/go_effect.nii.gz")[0], "the unit of percent does not change effects");
        Map<String, Object> about = JsonFile.readMap(folder.resolve("run1_glm/go_percent.json"));
        assertTrue(String.valueOf(about.get("Description")).contains("one isolated event of 5 s"), about.toString());
    }

    @Test
    void aNameThatAsksTwoQuestionsIsRefused() throws IOException {
        for (int r = 1; r <= 2; r++) {
            scan("run" + r, 60, 2, 70 + r);
            Files.writeString(
                    folder.resolve("run" + r + ".tsv"),
                    "onset\tduration\ttrial_type\n10\t4\ta\n40\t4\tb\n70\t4\ta\n90\t4\tb\n");
            glm("run" + r, r == 1 ? "change = a - b" : "change = b - a");
        }
        String message = assertThrows(
                        CommandFailure.class,
                        () -> run(
                                "Fixed Effects...",
                                "inputs=[" + folder + "/run1_glm," + folder + "/run2_glm] output=[" + folder
                                        + "/both]"))
                .getMessage();
        assertTrue(message.contains("change") && message.contains("different names"), message);
    }
}
