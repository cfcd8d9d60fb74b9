package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.glm.Hrf;
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

/** Two runs in which one corner of the image answers to faces by 2 percent. */
class GlmCommandsTest {

    private static final String GLM = "First-Level GLM...";
    private static final int VOLUMES = 150;

    @TempDir
    Path folder;

    private static String run(String label, String options) throws IOException {
        return CommandMenu.calls().run(label, options, Progress.NONE);
    }

    private static String fails(String label, String options) {
        return assertThrows(CommandFailure.class, () -> run(label, options)).getMessage();
    }

    @BeforeEach
    void scans() throws IOException {
        StringBuilder events = new StringBuilder("onset\tduration\ttrial_type\trt\n");
        for (int i = 0; i < 14; i++)
            events.append(5 + 20 * i)
                    .append("\t8\t")
                    .append(i % 2 == 0 ? "faces" : "shapes")
                    .append("\t")
                    .append(0.5 + 0.1 * (i % 5))
                    .append('\n');
        Files.writeString(folder.resolve("events.tsv"), events);
        TsvFiles.write(
                Table.builder()
                        .add("framewise_displacement", fd())
                        .add("trans_x", fd())
                        .build(),
                folder.resolve("confounds.tsv"));
        VoxelGrid grid = new VoxelGrid(6, 5, 4, Affine.scaling(3, 3, 3));
        for (int r = 1; r <= 2; r++) {
            NeuroImage image = NeuroImage.floats("run", grid, VOLUMES, SeriesTiming.every(2));
            for (int t = 0; t < VOLUMES; t++) {
                double answer = 0;
                for (int i = 0; i < 14; i += 2) answer += Hrf.spm(0).response(0, 5 + 20 * i, 8, 2 * t);
                double[] noise = new double[grid.voxels()];
                Seeds.fillGaussian(Seeds.stream(r, t), noise);
                float[] volume = new float[noise.length];
                for (int v = 0; v < volume.length; v++)
                    volume[v] = (float) (1000 + 3 * noise[v] + (v < 12 ? 20 * answer : 0));
                image.writeVolume(t, volume);
            }
            NiftiWriter.write(image, folder.resolve("run" + r + ".nii"), NiftiWriter.Options.DEFAULT, Progress.NONE);
        }
        NeuroImage mask = NeuroImage.floats("mask", grid, 1, SeriesTiming.UNKNOWN);
        float[] ones = new float[grid.voxels()];
        java.util.Arrays.fill(ones, 1);
        ones[119] = 0;
        mask.writeVolume(0, ones);
        NiftiWriter.write(mask, folder.resolve("mask.nii"), NiftiWriter.Options.DEFAULT, Progress.NONE);
    }

    private static double[] fd() {
        double[] fd = new double[VOLUMES];
        Seeds.fillGaussian(Seeds.stream(9, 9), fd);
        for (int t = 0; t < VOLUMES; t++) fd[t] = Math.abs(0.1 * fd[t]);
        fd[0] = Double.NaN;
        fd[40] = 3;
        return fd;
    }

    private String options(int run, String more) {
        return "input=[" + folder + "/run" + run + ".nii] events=[" + folder + "/events.tsv] mask=[" + folder
                + "/mask.nii] output=[" + folder + "/glm" + run + "] " + more;
    }

    private float[] volume(String file) throws IOException {
        return NiftiReader.read(folder.resolve(file), NiftiReader.Options.DEFAULT, Progress.NONE)
                .volume(0);
    }

    @Test
    void fitsAndCombinesRuns() throws IOException {
        for (int r = 1; r <= 2; r++) {
            String text = run(
                    GLM,
                    options(
                            r,
                            "confounds=[" + folder + "/confounds.tsv] columns=trans_x fd_threshold=1 modulators=rt"
                                    + " contrasts=[faces - shapes | any = faces; shapes | faces_x_rt]"));
            assertTrue(text.contains("efficiency of faces-shapes") && text.contains("not white"), text);
        }
        for (String file : new String[] {
            "faces-shapes_effect.nii.gz",
            "faces-shapes_variance.nii.gz",
            "faces-shapes_t.nii.gz",
            "faces-shapes_z.nii.gz",
            "faces-shapes_percent.nii.gz",
            "any_F.nii.gz",
            "any_effect.nii.gz",
            "whiteness.nii.gz",
            "noise.nii.gz",
            "design.tsv",
            "options.json",
            "index.html",
            "faces_x_rt_t.nii.gz",
            "any_clusters.tsv"
        }) assertTrue(Files.exists(folder.resolve("glm1").resolve(file)), file);
        float[] percent = volume("glm1/faces-shapes_percent.nii.gz");
        double mean = 0;
        for (int v = 0; v < 12; v++) mean += percent[v] / 12;
        // 20 times the response to 8 s, which peaks below its plateau of 1 for a block without end
        assertEquals(2 * Hrf.spm(0).peak(0, 8), mean, 0.1);
        Map<String, Object> unit = JsonFile.readMap(folder.resolve("glm1/faces-shapes_percent.json"));
        assertTrue(
                String.valueOf(unit.get("Description")).contains("peak of the response to one isolated event of 8 s"),
                unit.toString());
        float[] t = volume("glm1/faces-shapes_t.nii.gz");
        assertTrue(t[3] > 10 && Math.abs(t[60]) < 5 && t[119] == 0);
        Table design = TsvFiles.read(folder.resolve("glm1/design.tsv"));
        assertTrue(design.has("censor_40") && design.has("constant") && design.rows() == VOLUMES, design.toString());
        Map<String, Object> about = JsonFile.readMap(folder.resolve("glm1/options.json"));
        assertEquals(VOLUMES - design.names().size(), about.get("DegreesOfFreedom"));
        String page = Files.readString(folder.resolve("glm1/index.html"));
        assertTrue(page.contains("Whiteness") && page.contains("ARMA(1,1)"));

        String text = run(
                "Fixed Effects...", "inputs=[" + folder + "/glm1," + folder + "/glm2] output=[" + folder + "/both]");
        assertTrue(text.startsWith("2 runs"), text);
        float[] variance = volume("both/faces-shapes_variance.nii.gz");
        float[] first = volume("glm1/faces-shapes_variance.nii.gz");
        float[] second = volume("glm2/faces-shapes_variance.nii.gz");
        assertEquals(1 / (1.0 / first[5] + 1.0 / second[5]), variance[5], 1e-5 * variance[5]);
        assertEquals(0, variance[119]);
        assertFalse(Files.exists(folder.resolve("both/any_t.nii.gz")));
    }

    @Test
    void mistakesAreExplained() throws IOException {
        assertTrue(fails(GLM, options(1, "contrasts=houses")).contains("faces"));
        assertTrue(fails(GLM, options(1, "contrasts=faces noise=ar2")).contains("arma11"));
        assertTrue(fails(GLM, options(1, "contrasts=faces hrf=canonical")).contains("spm + derivative"));
        assertTrue(fails(GLM, options(1, "contrasts=faces columns=csf")).contains("confounds"));
        Files.writeString(folder.resolve("events.tsv"), "onset\tduration\ttrial_type\n5\t8\tfaces\n12\t-1\tshapes\n");
        String message = fails(GLM, options(1, "contrasts=faces"));
        assertTrue(message.contains("line 3") && message.contains("shapes") && message.contains("duration"), message);
        Files.writeString(folder.resolve("events.tsv"), "onset\ttrial_type\n5\tfaces\n");
        assertTrue(fails(GLM, options(1, "contrasts=faces")).contains("no column duration"));
        assertFalse(Files.exists(folder.resolve("glm1")));
        assertTrue(fails("Fixed Effects...", "inputs=[" + folder + "] output=[" + folder + "/both]")
                .contains("2 runs"));
        assertTrue(fails("Fixed Effects...", "inputs=[" + folder + "," + folder + "] output=[" + folder + "/both]")
                .contains("options.json"));
    }
}
