package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.host.CommandFailure;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;

/** The key {@code dummy_scans} of commands, on a series of noise after a transient. */
class DummyScansKeyTest {

    private static final int VOLUMES = 40;

    @TempDir
    Path folder;

    private Path bold;

    @BeforeEach
    void write() throws IOException {
        VoxelGrid grid = new VoxelGrid(6, 6, 5, Affine.of(3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 3, 0));
        NeuroImage image = NeuroImage.floats("bold", grid, VOLUMES, SeriesTiming.every(2));
        SplittableRandom random = new SplittableRandom(4);
        for (int t = 0; t < VOLUMES; t++) {
            float[] volume = new float[grid.voxels()];
            // thirds at -0.2, 0 and 0.2 % of the signal, whose noise is far below: the limit is 1 %
            double level = 1 + 0.8 * Math.exp(-t * 2 / 1.4) + 0.002 * (1 - t % 3);
            for (int v = 0; v < volume.length; v++) volume[v] = (float) ((800 + v) * level + random.nextGaussian(0, 1));
            image.writeVolume(t, volume);
        }
        bold = folder.resolve("bold.nii.gz");
        NiftiWriter.write(image, bold, NiftiWriter.Options.of(NiftiWriter.Type.FLOAT32), Progress.NONE);
    }

    private static String run(String label, String options) throws IOException {
        return CommandMenu.calls().run(label, options, Progress.NONE);
    }

    private String confounds(String key) {
        return "input=[" + bold + "] output=[" + folder.resolve("confounds.tsv") + "]" + key;
    }

    @Test
    void confoundsTakeTheNumberThatIsGivenOrFindIt() throws IOException {
        // 0.8 exp(-3 2 / 1.4) + 0.2 % = 1.3 % is above the limit, 0.8 exp(-4 2 / 1.4) = 0.26 % is not
        Map<String, Integer> expected = Map.of("", 4, " dummy_scans=-1", 4, " dummy_scans=0", 0, " dummy_scans=2", 2);
        for (Map.Entry<String, Integer> each : expected.entrySet()) {
            run("Compute Confounds...", confounds(each.getKey()));
            Table table = TsvFiles.read(folder.resolve("confounds.tsv"));
            Map<String, Object> about = JsonFile.readMap(folder.resolve("confounds.json"));
            int number = each.getValue();
            for (int c = 0; c <= number; c++)
                assertEquals(c < number, table.has("non_steady_state_outlier0" + c), each.getKey());
            double[] cosine = new double[number];
            for (int t = 0; t < number; t++) cosine[t] = table.numbers("cosine00")[t];
            assertArrayEquals(new double[number], cosine);
            assertEquals(number, ((Number) about.get("NonSteadyStateVolumes")).intValue());
            assertEquals(
                    each.getKey().matches("| dummy_scans=-1") ? "detected" : "given",
                    about.get("NonSteadyStateVolumesFrom"));
        }
    }

    @Test
    void numbersThatCannotBeAreNamed() {
        String most = fails("Compute Confounds...", confounds(" dummy_scans=38"));
        assertTrue(most.contains("dummy_scans is 38") && most.contains("has 40 volumes: 3 or more must be left"), most);
        String below = "dummy_scans must be 0 or more volumes, or -1 to have them found, got -3";
        assertTrue(fails("Compute Confounds...", confounds(" dummy_scans=-3")).contains(below));
        String study = "bids=[" + folder + "] output=[" + folder.resolve("out") + "] dummy_scans=-3";
        assertTrue(fails("Run Participant...", study).contains(below));
        assertTrue(fails("Run Group...", study).contains(below));
    }

    private static String fails(String label, String options) {
        return assertThrows(CommandFailure.class, () -> run(label, options)).getMessage();
    }
}
