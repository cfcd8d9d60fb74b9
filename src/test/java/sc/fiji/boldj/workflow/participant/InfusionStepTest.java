package sc.fiji.boldj.workflow.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.glm.Infusion;
import sc.fiji.boldj.glm.TwoCompartments;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.report.StudyPageSet;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.provenance.Step;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.study.TaskFiles;

/**
 * The participant level with an infusion: a run of 25 minutes, ketamine from minute 10 (0.12 mg/kg in 60 s, then 0.31 mg/kg/h); half of
 * the voxels rise by 0.8 % at the largest concentration; noise of 0.6 %, AR(1) with coefficient 0.4.
 */
class InfusionStepTest {

    private static final int VOLUMES = 750;
    private static final int RESPONDING = 60;

    @TempDir
    Path root;

    private ScanFiles files;
    private BidsScan scan;
    private Path func;
    private final double[] shape = new double[VOLUMES];

    @BeforeEach
    void run() throws IOException {
        Infusion doses =
                new Infusion(List.of(new Infusion.Dose(600, 60, 0.12), new Infusion.Dose(660, 840, 0.31 * 14 / 60)));
        for (int t = 0; t < VOLUMES; t++) shape[t] = TwoCompartments.CLEMENTS.concentration(doses, 2.0 * t);
        double peak = Arrays.stream(shape).max().orElseThrow();
        for (int t = 0; t < VOLUMES; t++) shape[t] /= peak;
        func = Files.createDirectories(root.resolve("bids/sub-01/func"));
        Files.writeString(root.resolve("bids/dataset_description.json"), "{}");
        Files.writeString(
                root.resolve("bids/task-drug_infusion.tsv"),
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
                volume[v] = (float) (10000 * (1 + (v < RESPONDING ? 0.008 * shape[t] : 0)) + 60 * noise[v]);
            }
            image.writeVolume(t, volume);
        }
        Path raw = func.resolve("sub-01_task-drug_bold.nii.gz");
        StudyFiles.write(image, raw, Progress.NONE);
        scan = new BidsScan(raw, "01", "", "drug", "", "bold");
        files = new ScanFiles(root.resolve("out"), scan, "MNI");
        Files.createDirectories(files.bold().getParent());
        StudyFiles.write(image, files.bold(), Progress.NONE);
        NeuroImage mask = NeuroImage.floats("mask", grid, 1, SeriesTiming.UNKNOWN);
        float[] ones = new float[grid.voxels()];
        Arrays.fill(ones, 1);
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

    private static ParticipantOptions options(double highPass) {
        return ParticipantOptions.DEFAULT
                .with(ParticipantOption.FWHM, 0.0)
                .with(ParticipantOption.COLUMNS, "6P")
                .with(ParticipantOption.HIGH_PASS, highPass);
    }

    private Optional<RunModel> model(ParticipantOptions options) throws IOException {
        return RunModel.of(scan, new TaskTables(BidsDataset.read(root.resolve("bids")), true), options);
    }

    private List<Step> steps(ParticipantOptions options) throws IOException {
        List<String> contrasts = TaskQuestions.answerable(BidsDataset.read(root.resolve("bids")), options);
        List<Step> steps = TaskStep.of(files, model(options), contrasts, new StudyPageSet("BoldJ test"));
        for (Step step : steps) {
            step.body().run(Progress.NONE);
            for (Path output : step.outputs()) assertTrue(Files.exists(output), output.toString());
        }
        return steps;
    }

    private float[] percent(String contrast) throws IOException {
        return StudyFiles.read(TaskFiles.percent(files, contrast), Progress.NONE)
                .volume(0);
    }

    private static double mean(float[] map, int from, int to) {
        double sum = 0;
        for (int v = from; v < to; v++) sum += map[v];
        return sum / (to - from);
    }

    /** True 0.8 %: 0.80 +- 0.05 %, z above 5 in each responding voxel. */
    @Test
    void theResponse() throws IOException {
        List<Step> steps = steps(options(0));
        assertEquals(1, steps.size());
        float[] found = percent("concentration");
        assertEquals(0.8, mean(found, 0, RESPONDING), 0.05);
        assertEquals(0, mean(found, RESPONDING, 120), 0.05);
        float[] z = StudyFiles.read(TaskFiles.folder(files).resolve("concentration_z.nii.gz"), Progress.NONE)
                .volume(0);
        for (int v = 0; v < RESPONDING; v++) assertTrue(z[v] > 5, v + ": " + z[v]);
        assertTrue(Files.readString(TaskFiles.page(files, TaskFiles.Model.TASK))
                .contains("two-compartment model, ketamine, Clements and Nimmo 1981"));
        assertTrue(steps.get(0).inputs().contains(root.resolve("bids/task-drug_infusion.tsv")));
        assertTrue(steps.get(0).options().containsKey("pharmacokinetics"));
    }

    /** Five minutes each against the time before, beside the concentration. */
    @Test
    void theCourse() throws IOException {
        List<Step> steps = steps(options(0)
                .with(ParticipantOption.NOISE, "ols")
                .with(ParticipantOption.BINS, 300.0)
                .with(ParticipantOption.CONTRASTS, "late = bin_3 - bin_1"));
        assertEquals(2, steps.size());
        assertEquals("sub-01_task-drug/bins", steps.get(1).name());
        assertEquals(0.8, mean(percent("concentration"), 0, RESPONDING), 0.05);
        double[] expected = new double[3];
        for (int b = 0; b < 3; b++) {
            for (int t = 300 + 150 * b; t < 450 + 150 * b; t++) expected[b] += 0.8 * shape[t] / 150;
            assertEquals(expected[b], mean(percent("bin_" + (b + 1)), 0, RESPONDING), 0.05);
        }
        assertEquals(expected[2] - expected[0], mean(percent("late"), 0, RESPONDING), 0.05);
        assertEquals(
                List.of("concentration", "bin_1", "bin_2", "bin_3", "late"),
                List.copyOf(TaskFiles.contrasts(files).values()));
        assertTrue(Files.readString(TaskFiles.page(files, TaskFiles.Model.BINS)).contains("against the time before"));
        assertEquals(300.0, steps.get(1).options().get("bins"));
    }

    /** The default filter of 128 s leaves almost nothing: refused from the header, before any work, with the remedy. */
    @Test
    void theDefaultFilterIsRefused() throws IOException {
        RunModel model = model(options(128)).orElseThrow();
        DataException e = assertThrows(
                DataException.class,
                () -> TaskStep.of(files, Optional.of(model), List.of(), new StudyPageSet("BoldJ test")));
        assertTrue(e.getMessage().contains("the regressor concentration keeps"), e.getMessage());
        assertTrue(e.getMessage().contains("Use high_pass=0"), e.getMessage());
        TaskTables tables = new TaskTables(BidsDataset.read(root.resolve("bids")), true);
        assertTrue(RunModel.problem(scan, tables, options(128)).orElseThrow().contains("high_pass=0"));
        assertTrue(RunModel.problem(scan, tables, options(0)).isEmpty());
        assertFalse(Files.exists(TaskFiles.folder(files)));
    }

    /** A measured curve, a table of regressors and the rates in numbers are the same course. */
    @Test
    void otherSources() throws IOException {
        ParticipantOptions ols = options(0).with(ParticipantOption.NOISE, "ols");
        steps(ols);
        float[] expected = percent("concentration");
        steps(ols.with(ParticipantOption.PHARMACOKINETICS, "1.7522,0.0109,0.0186,0.0137"));
        assertEquals(expected[7], percent("concentration")[7], 1e-6);
        ParticipantOptions measured = ols.with(ParticipantOption.PHARMACOKINETICS, "measured");
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> steps(measured));
        assertTrue(e.getMessage().contains("no table _plasma.tsv"), e.getMessage());
        StringBuilder curve = new StringBuilder("time\tconcentration\n");
        StringBuilder column = new StringBuilder("drug\n");
        for (int t = 0; t < VOLUMES; t++) {
            curve.append(2 * t).append('\t').append(0.1 * shape[t]).append('\n');
            column.append(shape[t]).append('\n');
        }
        Files.writeString(func.resolve("sub-01_task-drug_plasma.tsv"), curve);
        assertTrue(model(ols).orElseThrow().slow().notes(ols).get(0).contains("is not used"));
        steps(measured);
        assertEquals(expected[7], percent("concentration")[7], 1e-5);
        Files.delete(root.resolve("bids/task-drug_infusion.tsv"));
        Files.delete(func.resolve("sub-01_task-drug_plasma.tsv"));
        assertTrue(model(ols).isEmpty(), "nothing to model");
        assertTrue(TaskTables.isMissing(scan));
        Files.writeString(func.resolve("sub-01_task-drug_regressors.tsv"), column);
        assertFalse(TaskTables.isMissing(scan));
        steps(ols);
        assertEquals(expected[7], percent("drug")[7], 1e-5);
    }

    /** Response, filter, noise and modulators of a task's events are those of the keys. */
    @Test
    void theKeysOfATask() throws IOException {
        Files.delete(root.resolve("bids/task-drug_infusion.tsv"));
        StringBuilder events = new StringBuilder("onset\tduration\ttrial_type\trt\n");
        for (int k = 0; k < 40; k++)
            events.append(10 + 35 * k)
                    .append("\t2\t")
                    .append(k % 2 == 0 ? "a" : "b")
                    .append('\t')
                    .append(k % 5)
                    .append('\n');
        Files.writeString(func.resolve("sub-01_task-drug_events.tsv"), events);
        steps(options(128)
                .with(ParticipantOption.HRF, "glover")
                .with(ParticipantOption.NOISE, "ols")
                .with(ParticipantOption.MODULATORS, "rt")
                .with(ParticipantOption.CONTRASTS, "slope = a_x_rt - b_x_rt"));
        assertEquals(
                List.of("a", "a_x_rt", "b", "b_x_rt", "a-b", "slope"),
                List.copyOf(TaskFiles.contrasts(files).values()));
        List<String> columns =
                TsvFiles.read(TaskFiles.folder(files).resolve("design.tsv")).names();
        assertFalse(columns.contains("a_derivative"), columns.toString());
        assertTrue(columns.contains("drift_23") && !columns.contains("drift_24"), columns.toString());
        String page = Files.readString(TaskFiles.page(files, TaskFiles.Model.TASK));
        assertTrue(page.contains("glover response") && page.contains("ordinary least squares"), "page");
        steps(options(0).with(ParticipantOption.HRF, "fir 3 4").with(ParticipantOption.NOISE, "ols"));
        assertEquals(6, TaskFiles.contrasts(files).size());
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> steps(options(128).with(ParticipantOption.MODULATORS, "pupil")));
        assertTrue(e.getMessage().contains("no events table has a column 'pupil'"), e.getMessage());
        e = assertThrows(
                IllegalArgumentException.class, () -> steps(options(128).with(ParticipantOption.BINS, 60.0)));
        assertTrue(e.getMessage().contains("no series has a table of doses"), e.getMessage());
    }

    @Test
    void keysOfTaskModelsNeedTaskModels() {
        for (Map.Entry<String, Object> each : Map.<String, Object>of(
                        "hrf", "glover", "high_pass", 0.0, "modulators", "rt", "noise", "ols", "bins", 60.0)
                .entrySet()) {
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class,
                    () -> ParticipantOptions.DEFAULT.given(
                            Map.of("task_model", false, each.getKey(), each.getValue())));
            assertTrue(e.getMessage().startsWith(each.getKey() + ": '"), e.getMessage());
        }
    }
}
