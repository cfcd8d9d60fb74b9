package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.host.CommandCalls;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.simulate.EchoPlanarDistortion;
import sc.fiji.boldj.simulate.HeadModel;
import sc.fiji.boldj.simulate.Heads;
import sc.fiji.boldj.simulate.SusceptibilityField;

class EstimateDistortionCommandTest {

    private static final String LABEL = "Estimate Distortion...";
    private static final CommandCalls CALLS = CommandMenu.calls();
    private static final VoxelGrid GRID =
            new VoxelGrid(44, 50, 36, Affine.of(-4.5, 0, 0, 97, 0, 4.5, 0, -125, 0, 0, 4.5, -60));

    @TempDir
    static Path folder;

    private static NeuroImage truth;
    private static NeuroImage still;

    @BeforeAll
    static void writeScans() throws IOException {
        HeadModel head = Heads.of(4);
        still = head.echoPlanar(GRID, Progress.NONE);
        truth = new SusceptibilityField(120).on(GRID, Affine.IDENTITY, Progress.NONE);
        for (int sign : new int[] {1, -1}) {
            String name = sign > 0 ? "PA" : "AP";
            NeuroImage scan = NeuroImage.floats(name, GRID, 1, SeriesTiming.UNKNOWN);
            scan.writeVolume(
                    0, EchoPlanarDistortion.of(still.volume(0), truth.volume(0), GRID, 1, 0.04 * sign, Progress.NONE));
            NiftiWriter.write(scan, folder.resolve(name + ".nii"), NiftiWriter.Options.DEFAULT, Progress.NONE);
            Files.writeString(
                    folder.resolve(name + ".json"),
                    "{\"PhaseEncodingDirection\": \"" + (sign > 0 ? "j" : "j-") + "\", \"TotalReadoutTime\": 0.04}");
        }
        Files.copy(folder.resolve("AP.nii"), folder.resolve("bare.nii"));
    }

    private static NeuroImage read(String name) throws IOException {
        return NiftiReader.read(folder.resolve(name), NiftiReader.Options.DEFAULT, Progress.NONE);
    }

    @Test
    void writesFieldCorrectedImagesDisplacementAndPage() throws IOException {
        CALLS.run(
                LABEL,
                "inputs=" + folder.resolve("PA.nii") + "," + folder.resolve("AP.nii") + " output="
                        + folder.resolve("out"),
                Progress.NONE);
        float[] field = read("out/field.nii.gz").volume(0);
        float[] exact = truth.volume(0);
        float[] corrected = read("out/corrected.nii.gz").volume(0);
        float[] sorted = corrected.clone();
        Arrays.sort(sorted);
        double limit = sorted[(int) (0.95 * sorted.length)] / 3;
        double[] errors = new double[field.length];
        int n = 0;
        for (int v = 0; v < field.length; v++) if (corrected[v] > limit) errors[n++] = Math.abs(field[v] - exact[v]);
        Arrays.sort(errors, 0, n);
        assertTrue(errors[n / 2] < 1.5, "median error " + errors[n / 2] + " Hz");
        NeuroImage displacement = read("out/displacement.nii.gz");
        assertEquals(2, displacement.volumes());
        int v = GRID.index(22, 30, 20);
        assertEquals(0.04 * 4.5 * field[v], displacement.volume(0)[v], 1e-4);
        assertEquals(-0.04 * 4.5 * field[v], displacement.volume(1)[v], 1e-4);
        String page = Files.readString(folder.resolve("out/index.html"));
        assertTrue(page.contains("After correction") && page.contains("data:image/png"));
        assertTrue(Files.exists(folder.resolve("out/options.json")));
    }

    @Test
    void aMissingSidecarIsNamedWithTheKey() {
        String message = assertThrows(
                        Exception.class,
                        () -> CALLS.run(
                                LABEL,
                                "inputs=" + folder.resolve("PA.nii") + "," + folder.resolve("bare.nii") + " output="
                                        + folder.resolve("none"),
                                Progress.NONE))
                .getMessage();
        assertTrue(message.contains("bare") && message.contains("PhaseEncodingDirection"), message);
        assertTrue(Files.notExists(folder.resolve("none")));
    }

    /** One image of the pair, with the field in rad/s that a scanner computed. */
    @Test
    void aMeasuredFieldCorrectsAnImage() throws IOException {
        NeuroImage map = NeuroImage.floats("map", GRID, 1, SeriesTiming.UNKNOWN);
        float[] radians = truth.volume(0);
        for (int v = 0; v < radians.length; v++) radians[v] *= (float) (2 * Math.PI);
        map.writeVolume(0, radians);
        NiftiWriter.write(map, folder.resolve("x_fieldmap.nii"), NiftiWriter.Options.DEFAULT, Progress.NONE);
        String call = "inputs=" + folder.resolve("PA.nii") + " fieldmap=" + folder.resolve("x_fieldmap.nii")
                + " output=" + folder.resolve("measured");
        assertTrue(refused(call).contains("x_magnitude"));
        NiftiWriter.write(still, folder.resolve("x_magnitude.nii"), NiftiWriter.Options.DEFAULT, Progress.NONE);
        assertTrue(refused(call).contains("Units"));
        Files.writeString(folder.resolve("x_fieldmap.json"), "{\"Units\": \"rad/s\"}");
        assertTrue(refused(call + "2 method=pepolar").contains("fieldmap"));
        CALLS.run(LABEL, call, Progress.NONE);
        NeuroImage corrected = read("measured/corrected.nii.gz");
        float[] head = still.volume(0);
        float[] sorted = head.clone();
        Arrays.sort(sorted);
        double bright = sorted[(int) (0.95 * sorted.length)];
        float[] values = corrected.volume(0);
        double[] errors = new double[values.length];
        int n = 0;
        for (int v = 0; v < values.length; v++)
            if (head[v] > bright / 2) errors[n++] = Math.abs(values[v] - head[v]) / bright;
        Arrays.sort(errors, 0, n);
        assertTrue(errors[n / 2] < 0.06, "median difference " + errors[n / 2]);
        String page = Files.readString(folder.resolve("measured/index.html"));
        assertTrue(page.contains("that the scanner computed"), "the page states the method");
        assertTrue(page.replaceAll("data:image[^\"]*", "").indexOf("NaN") < 0, "no NaN on the page");
    }

    private static String refused(String call) {
        return assertThrows(Exception.class, () -> CALLS.run(LABEL, call, Progress.NONE))
                .getMessage();
    }
}
