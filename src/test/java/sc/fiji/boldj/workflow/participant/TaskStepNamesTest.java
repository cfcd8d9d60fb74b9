package sc.fiji.boldj.workflow.participant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.report.StudyPageSet;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.FirstLevelRun;
import sc.fiji.boldj.workflow.provenance.Step;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.study.TaskFiles;

/** The participant's model of a task answers for conditions of any name as it does for plain ones. */
class TaskStepNamesTest {

    private static final int VOLUMES = 70;

    @TempDir
    Path root;

    private ScanFiles files;

    @BeforeEach
    void series() throws IOException {
        BidsScan scan = new BidsScan(root.resolve("raw.nii.gz"), "01", "", "mood", "", "bold");
        files = new ScanFiles(root, scan, "MNI");
        VoxelGrid grid = new VoxelGrid(5, 4, 3, Affine.of(3, 0, 0, -6, 0, 3, 0, -5, 0, 0, 3, 0));
        NeuroImage image = NeuroImage.floats("run", grid, VOLUMES, SeriesTiming.every(2));
        double[] noise = new double[grid.voxels()];
        for (int t = 0; t < VOLUMES; t++) {
            Seeds.fillGaussian(Seeds.stream(3, t), noise);
            float[] volume = new float[noise.length];
            for (int v = 0; v < volume.length; v++) volume[v] = (float) (1000 + 10 * noise[v]);
            image.writeVolume(t, volume);
        }
        Files.createDirectories(files.bold().getParent());
        StudyFiles.write(image, files.bold(), Progress.NONE);
        NeuroImage mask = NeuroImage.floats("mask", grid, 1, SeriesTiming.UNKNOWN);
        float[] ones = new float[grid.voxels()];
        java.util.Arrays.fill(ones, 1);
        mask.writeVolume(0, ones);
        StudyFiles.write(mask, files.mask(), Progress.NONE);
        Table.Builder confounds = Table.builder();
        for (String name : List.of("trans_x", "trans_y", "trans_z", "rot_x", "rot_y", "rot_z")) {
            double[] column = new double[VOLUMES];
            Seeds.fillGaussian(Seeds.stream(7, name.hashCode()), column);
            confounds.add(name, column);
        }
        TsvFiles.write(confounds.build(), files.confounds());
    }

    private static ParticipantOptions options(boolean taskModel, String contrasts) {
        return ParticipantOptions.DEFAULT
                .with(ParticipantOption.NONLINEAR, false)
                .with(ParticipantOption.FWHM, 0.0)
                .with(ParticipantOption.COLUMNS, "6P")
                .with(ParticipantOption.SENSITIVITY, false)
                .with(ParticipantOption.TASK_MODEL, taskModel)
                .with(ParticipantOption.CONTRASTS, contrasts);
    }

    /** Runs the step; the maps of each contrast by its name. */
    private Map<String, float[]> effects(String first, String second) throws IOException {
        Path events = root.resolve("events.tsv");
        StringBuilder text = new StringBuilder("onset\tduration\ttrial_type\n");
        for (int k = 0; k < 6; k++)
            text.append(4 + 20 * k)
                    .append("\t6\t")
                    .append(k % 2 == 0 ? first : second)
                    .append('\n');
        Files.writeString(events, text);
        RunModel model = new RunModel(files.scan(), List.of(events), SlowTables.of(files.scan()), options(true, ""));
        Step step = TaskStep.of(files, Optional.of(model), List.of(), new StudyPageSet("BoldJ test"))
                .get(0);
        step.body().run(Progress.NONE);
        for (Path output : step.outputs()) assertTrue(Files.exists(output), output.toString());
        Map<String, float[]> effects = new LinkedHashMap<>();
        TreeSet<String> labels = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        TaskFiles.contrasts(files).forEach((label, name) -> {
            assertTrue(labels.add(label) && label.matches("[A-Za-z0-9_+.-]+"), label);
            Path byName = TaskFiles.percent(files, name);
            assertEquals(byName, TaskFiles.percent(files, label), "found by its name and by its label");
            try {
                effects.put(name, StudyFiles.read(byName, Progress.NONE).volume(0));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        return effects;
    }

    @Test
    void anyPairOfNamesHasTheMapsOfTwoPlainOnes() throws IOException {
        List<float[]> right = List.copyOf(effects("faces", "shapes").values());
        assertEquals(3, right.size());
        for (int v = 0; v < right.get(0).length; v++)
            assertEquals(right.get(2)[v], right.get(0)[v] - right.get(1)[v], 2e-4f, "a difference of two contrasts");
        // sorted as the plain ones are: the columns keep their order
        for (String[] names : new String[][] {
            {"1", "2"},
            {"2D", "3D"},
            {"-1", "1"},
            {"Infinity", "NaN"},
            {"happy (old)", "happy [old]"},
            {"GO", "go"},
            {"дома", "лица"},
            {"left,hit", "left;miss"},
            {"hit/left", "miss/left"},
            {"rot_x", "trans_x"},
            {"constant", "drift_1"}
        }) {
            Map<String, float[]> effects = effects(names[0], names[1]);
            assertEquals(3, effects.size(), effects.keySet().toString());
            int k = 0;
            for (Map.Entry<String, float[]> effect : effects.entrySet())
                assertArrayEquals(right.get(k++), effect.getValue(), 1e-6f, effect.getKey());
            assertTrue(
                    effects.containsKey(names[0]) && effects.containsKey(names[1]),
                    effects.keySet().toString());
        }
    }

    @Test
    void namesThatNoDesignCanHoldAreRefusedBeforeTheWork() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> effects("faces", "faces_derivative"));
        assertTrue(e.getMessage().contains("'faces_derivative'"), e.getMessage());
        assertFalse(Files.exists(TaskFiles.folder(files).resolve(FirstLevelRun.CONTRASTS)));
    }

    @Test
    void theTaskModelCanBeSwitchedOff() throws IOException {
        Path func = Files.createDirectories(root.resolve("bids/sub-01/func"));
        Path bold = Files.writeString(func.resolve("sub-01_task-mood_bold.nii.gz"), "");
        Path events = Files.writeString(func.resolve("sub-01_task-mood_events.tsv"), "onset\tduration\n1\t1\n");
        BidsScan scan = new BidsScan(bold, "01", "", "mood", "", "bold");
        BidsDataset dataset = BidsDataset.read(root.resolve("bids"));
        assertEquals(List.of(events), new TaskTables(dataset, true).of(scan));
        assertTrue(new TaskTables(dataset, options(false, "").get(ParticipantOption.TASK_MODEL))
                .of(scan)
                .isEmpty());
        assertEquals(false, options(false, "").toMap().get("task_model"));
    }
}
