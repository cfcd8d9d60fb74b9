package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.glm.Infusion;
import sc.fiji.boldj.glm.TwoCompartments;
import sc.fiji.boldj.host.CommandFailure;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/**
 * A run of 25 minutes, ketamine from minute 10 (0.12 mg/kg in 60 s, then 0.31 mg/kg/h): half of the voxels rise by 0.8 % at the
 * largest concentration; noise of 0.6 %, AR(1) with coefficient 0.4.
 */
class InfusionCommandTest {

    private static final String GLM = "First-Level GLM...";
    private static final int VOLUMES = 750;
    private static final int RESPONDING = 60;

    @TempDir
    Path folder;

    private double[] shape;

    @BeforeEach
    void run() throws IOException {
        Infusion doses =
                new Infusion(List.of(new Infusion.Dose(600, 60, 0.12), new Infusion.Dose(660, 840, 0.31 * 14 / 60)));
        shape = new double[VOLUMES];
        for (int t = 0; t < VOLUMES; t++) shape[t] = TwoCompartments.CLEMENTS.concentration(doses, 2.0 * t);
        double peak = Arrays.stream(shape).max().orElseThrow();
        for (int t = 0; t < VOLUMES; t++) shape[t] /= peak;
        Files.writeString(
                folder.resolve("infusion.tsv"),
                "onset\tduration\tdose\n600\t60\t0.12\n660\t840\t" + 0.31 * 14 / 60 + "\n");
        VoxelGrid grid = new VoxelGrid(6, 5, 4, Affine.scaling(3, 3, 3));
        NeuroImage image = NeuroImage.floats("run", grid, VOLUMES, SeriesTiming.every(2));
        double[] noise = new double[grid.voxels()];
        double[] fresh = new double[grid.voxels()];
        for (int t = 0; t < VOLUMES; t++) {
            Seeds.fillGaussian(Seeds.stream(12, t), fresh);
            float[] volume = new float[noise.length];
            for (int v = 0; v < noise.length; v++) {
                noise[v] = t == 0 ? fresh[v] : 0.4 * noise[v] + Math.sqrt(1 - 0.16) * fresh[v];
                volume[v] = (float) (1000 * (1 + (v < RESPONDING ? 0.008 * shape[t] : 0)) + 6 * noise[v]);
            }
            image.writeVolume(t, volume);
        }
        NiftiWriter.write(image, folder.resolve("run.nii"), NiftiWriter.Options.DEFAULT, Progress.NONE);
        NeuroImage mask = NeuroImage.floats("mask", grid, 1, SeriesTiming.UNKNOWN);
        float[] ones = new float[grid.voxels()];
        Arrays.fill(ones, 1);
        mask.writeVolume(0, ones);
        NiftiWriter.write(mask, folder.resolve("mask.nii"), NiftiWriter.Options.DEFAULT, Progress.NONE);
    }

    private String run(String options) throws IOException {
        return CommandMenu.calls()
                .run(
                        GLM,
                        "input=[" + folder + "/run.nii] mask=[" + folder + "/mask.nii] output=[" + folder + "/glm] "
                                + options,
                        Progress.NONE);
    }

    private String fails(String options) {
        return assertThrows(CommandFailure.class, () -> run(options)).getMessage();
    }

    private float[] map(String name) throws IOException {
        return NiftiReader.read(folder.resolve("glm/" + name + ".nii.gz"), NiftiReader.Options.DEFAULT, Progress.NONE)
                .volume(0);
    }

    private String infusion() {
        return "infusion=[" + folder + "/infusion.tsv] ";
    }

    private static double mean(float[] map, int from, int to) {
        double sum = 0;
        for (int v = from; v < to; v++) sum += map[v];
        return sum / (to - from);
    }

    /** True .8 %: .80 +- .05 % on average, z above 5 in each responding voxel. */
    @Test
    void theResponseToAnInfusion() throws IOException {
        String text = run(infusion() + "high_pass=0 contrasts=concentration");
        float[] percent = map("concentration_percent");
        float[] z = map("concentration_z");
        assertEquals(0.8, mean(percent, 0, RESPONDING), 0.05);
        assertEquals(0, mean(percent, RESPONDING, 120), 0.05);
        for (int v = 0; v < RESPONDING; v++) assertTrue(z[v] > 5, v + ": " + z[v]);
        assertTrue(text.contains("compare the effect of the regressor with that of a session without drug"), text);
        String page = Files.readString(folder.resolve("glm/index.html"));
        assertTrue(page.contains("two-compartment model, ketamine, Clements and Nimmo 1981"), "page");
        assertTrue(page.contains("entered without a haemodynamic response"), "page");
        assertTrue(!page.contains("events were convolved"), "page");
        assertTrue(Files.readString(folder.resolve("glm/options.json")).contains("infusion.tsv"), "hash");
    }

    /** A filter of 128 s leaves almost nothing: refused before the fit, with the remedy. */
    @Test
    void theDefaultFilterIsRefused() {
        String message = fails(infusion() + "contrasts=concentration");
        assertTrue(message.contains("the regressor concentration keeps"), message);
        assertTrue(message.contains("Use high_pass=0"), message);
    }

    /** Means over five minutes, against the ten minutes before. */
    @Test
    void effectsByTimeBin() throws IOException {
        run(infusion() + "bins=300 high_pass=0 contrasts=[bin_1 | bin_2 | bin_3 | bin_3 - bin_1]");
        for (int b = 0; b < 3; b++) {
            double expected = 0;
            for (int t = 300 + 150 * b; t < 450 + 150 * b; t++) expected += 0.8 * shape[t] / 150;
            assertEquals(expected, mean(map("bin_" + (b + 1) + "_percent"), 0, RESPONDING), 0.05);
        }
        assertEquals(0, mean(map("bin_3_percent"), RESPONDING, 120), 0.05);
    }

    /** A measured curve and a table of regressors give what the model gives. */
    @Test
    void otherSources() throws IOException {
        run(infusion() + "high_pass=0 noise=ols contrasts=concentration");
        float[] expected = map("concentration_percent");
        StringBuilder curve = new StringBuilder("time\tconcentration\n");
        StringBuilder column = new StringBuilder("drug\n");
        for (int t = 0; t < VOLUMES; t++) {
            curve.append(2 * t).append('\t').append(0.1 * shape[t]).append('\n');
            column.append(shape[t]).append('\n');
        }
        Files.writeString(folder.resolve("curve.tsv"), curve);
        Files.writeString(folder.resolve("drug.tsv"), column);
        run(infusion() + "pharmacokinetics=[" + folder + "/curve.tsv] high_pass=0 noise=ols contrasts=concentration");
        assertEquals(expected[7], map("concentration_percent")[7], 1e-5);
        run("regressors=[" + folder + "/drug.tsv] high_pass=0 noise=ols contrasts=drug");
        assertEquals(expected[7], map("drug_percent")[7], 1e-5);
        run(infusion() + "pharmacokinetics=1.7522,0.0109,0.0186,0.0137 high_pass=0 noise=ols contrasts=concentration");
        assertEquals(expected[7], map("concentration_percent")[7], 1e-6);
    }

    @Test
    void badInput() throws IOException {
        assertTrue(fails("high_pass=0 contrasts=concentration").contains("events"));
        assertTrue(fails("infusion=[" + folder + "/none.tsv] contrasts=concentration")
                .contains("none.tsv"));
        assertTrue(fails(infusion() + "pharmacokinetics=domino contrasts=concentration")
                .contains("clements"));
        Files.writeString(folder.resolve("short.tsv"), "a\n1\n2\n");
        assertTrue(fails("regressors=[" + folder + "/short.tsv] contrasts=a").contains("2 rows, but the run has 750"));
        Files.writeString(folder.resolve("nodose.tsv"), "onset\tduration\n1\t2\n");
        assertTrue(fails("infusion=[" + folder + "/nodose.tsv] contrasts=a").contains("has no column dose"));
    }
}
