package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.run.Progress;

/** Combine Echoes... through its macro line. */
class CombineEchoesCommandTest {

    private static final double[] TIMES = {0.014, 0.03, 0.046};

    @TempDir
    Path folder;

    private String write(int volumesOfLast) throws IOException {
        VoxelGrid grid = new VoxelGrid(8, 8, 6, Affine.of(3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 3, 0));
        StringBuilder inputs = new StringBuilder();
        for (int e = 0; e < 3; e++) {
            int volumes = e == 2 ? volumesOfLast : 12;
            NeuroImage echo = NeuroImage.floats("echo", grid, volumes, SeriesTiming.every(2));
            for (int t = 0; t < volumes; t++) {
                float[] volume = new float[grid.voxels()];
                for (int v = 0; v < volume.length; v++) {
                    boolean head = v % 8 > 0 && v % 8 < 7 && v / 8 % 8 > 0 && v / 8 % 8 < 7;
                    volume[v] = head ? (float) ((1000 + t % 2) * Math.exp(-TIMES[e] / 0.035)) : 1;
                }
                echo.writeVolume(t, volume);
            }
            Path file = folder.resolve("sub-01_task-rest_echo-" + (e + 1) + "_bold.nii.gz");
            NiftiWriter.write(echo, file, NiftiWriter.Options.of(NiftiWriter.Type.FLOAT32), Progress.NONE);
            JsonFile.write(
                    folder.resolve("sub-01_task-rest_echo-" + (e + 1) + "_bold.json"),
                    Map.of("EchoTime", TIMES[e], "RepetitionTime", 2.0));
            inputs.append(e == 0 ? "" : ",").append(file);
        }
        return inputs.toString();
    }

    private String run(String inputs, String more) throws IOException {
        return CommandMenu.calls()
                .run(
                        "Combine Echoes...",
                        "inputs=[" + inputs + "] output=[" + folder.resolve("out") + "] save=["
                                + folder.resolve("combined.nii.gz") + "]" + more,
                        Progress.NONE);
    }

    @Test
    void mapsPageAndCombinationAreWritten() throws IOException {
        String inputs = write(12);
        run(inputs, " fit=nonlinear");
        NeuroImage t2star =
                NiftiReader.read(folder.resolve("out/t2star.nii.gz"), NiftiReader.Options.DEFAULT, Progress.NONE);
        int middle = t2star.grid().index(4, 4, 3);
        assertEquals(0.035, t2star.volume(0)[middle], 1e-6);
        assertEquals(
                1000.5,
                NiftiReader.read(folder.resolve("out/s0.nii.gz"), NiftiReader.Options.DEFAULT, Progress.NONE)
                        .volume(0)[middle],
                0.01);
        assertEquals(
                3,
                NiftiReader.read(folder.resolve("out/weights.nii.gz"), NiftiReader.Options.DEFAULT, Progress.NONE)
                        .volumes());
        assertEquals("s", JsonFile.readMap(folder.resolve("out/t2star.json")).get("Units"));
        String page = Files.readString(folder.resolve("out/index.html"));
        assertTrue(page.contains("its median is 35.0 ms") && page.contains("Posse 1999"), "what was done");
        NeuroImage combined =
                NiftiReader.read(folder.resolve("combined.nii.gz"), NiftiReader.Options.DEFAULT, Progress.NONE);
        double sum = 0;
        double total = 0;
        for (double time : TIMES) {
            double weight = time * Math.exp(-time / 0.035);
            sum += weight * 1000 * Math.exp(-time / 0.035);
            total += weight;
        }
        assertEquals(sum / total, combined.volume(0)[middle], 1e-2);
        assertEquals(2, combined.timing().repetitionTime());
    }

    @Test
    void echoesThatDisagreeAndTimesThatAreMissingAreNamed() throws IOException {
        String uneven = write(11);
        refused(uneven, "", "echo-3_bold has 11: echoes of one run have as many");
        String inputs = write(12);
        refused(inputs, " echo_times=0.01,0.02", "3 series but 2 echo times");
        refused(inputs, " echo_times=14,30,46", "milliseconds");
        refused(inputs, " echo_times=a,b,c", "must be seconds separated by commas");
        Files.delete(folder.resolve("sub-01_task-rest_echo-2_bold.json"));
        refused(inputs, "", "does not say EchoTime");
    }

    private void refused(String inputs, String more, String part) {
        Exception e = assertThrows(Exception.class, () -> run(inputs, more), part);
        assertTrue(e.getMessage().contains(part), e.getMessage());
        assertTrue(Files.notExists(folder.resolve("out")), "nothing is left half done");
    }
}
