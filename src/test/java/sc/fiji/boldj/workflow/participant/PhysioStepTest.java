package sc.fiji.boldj.workflow.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.PhysioFile;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.report.StudyPageSet;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.simulate.PhysioTrace;
import sc.fiji.boldj.workflow.BuiltInSymmetry;
import sc.fiji.boldj.workflow.provenance.StepRunner;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFigure;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.TinyTrial;

/** The participant level on sessions with a recording of pulse and breathing, with one that is flat, and with none. */
class PhysioStepTest {

    private static final StepRunner.Listener QUIET = new StepRunner.Listener() {
        @Override
        public void begins(String step, int number, int of) {}

        @Override
        public void isDone(String step, int number, int of) {}
    };

    @TempDir
    Path root;

    @Test
    void recordingsAreUsedWhereTheyCanBeAndNeverStopARun() throws IOException {
        Path bids = root.resolve("bids");
        Path out = Files.createDirectories(root.resolve("out"));
        TinyTrial trial = new TinyTrial(110);
        for (String session : new String[] {"a", "b", "c"}) trial.write(bids, "01", session, trial.visit(0, 0), false);
        PhysioTrace trace = trial.visit(0, 0).rest(Progress.NONE).recording(50, 0.1);
        write(bids, "a", trace.cardiac(), trace.respiratory(), trace);
        write(bids, "b", new double[trace.cardiac().length], new double[trace.cardiac().length], trace);
        ParticipantOptions options = TinyTrial.options()
                .with(ParticipantOption.SENSITIVITY, false)
                .with(ParticipantOption.CONTRASTS, "")
                .with(ParticipantOption.COLUMNS, "6P+HRV+RVT");
        BidsDataset dataset = BidsDataset.read(bids);
        assertEquals(
                Map.of(),
                new ParticipantRun(
                                dataset,
                                out,
                                options,
                                Template.builtIn(),
                                BuiltInSymmetry.SHARED,
                                "BoldJ test",
                                new StudyPageSet("BoldJ test"))
                        .run("01", QUIET, Progress.NONE));
        Map<String, Object> with = denoised(out, dataset.bold("01").get(0));
        Map<String, Object> flat = denoised(out, dataset.bold("01").get(1));
        Map<String, Object> without = denoised(out, dataset.bold("01").get(2));
        assertTrue(with.get("Confounds").toString().contains("hrv_crf, rvt_rrf"), with.toString());
        assertEquals(6, ((java.util.List<?>) without.get("Confounds")).size());
        assertEquals(freedom(flat), freedom(without), 0);
        double taken = ((Number) with.get("DegreesOfFreedomTakenByRetroicor")).doubleValue();
        assertTrue(taken > 0 && taken < 18, "part of 18 columns is within the band: " + taken);
        assertEquals(freedom(without) - 2 - taken, freedom(with), 1e-6);

        ScanFiles files = files(out, dataset.bold("01").get(0));
        assertTrue(TsvFiles.read(files.confounds()).has("retroicor_interaction_sin_sum"));
        Map<String, Object> figures = JsonFile.readMap(files.quality());
        double heart = ((Number) figures.get(ScanFigure.HEART_RATE.key())).doubleValue();
        assertTrue(heart > 55 && heart < 78, "0.95 to 1.25 Hz: " + heart);
        double breathing = ((Number) figures.get(ScanFigure.BREATHING_RATE.key())).doubleValue();
        assertTrue(breathing > 12 && breathing < 20, "0.22 to 0.32 Hz: " + breathing);
        assertTrue(Files.readString(files.page()).contains("18 columns of RETROICOR"), "said on the page");
        String page = Files.readString(files(out, dataset.bold("01").get(1)).page());
        assertTrue(page.contains("recordings not used") && page.contains("0 clear beats"), "the reason is on the page");
        assertTrue(!JsonFile.readMap(files(out, dataset.bold("01").get(2)).quality())
                .containsKey("HeartRatePerMinute"));
    }

    private static double freedom(Map<String, Object> about) {
        return ((Number) about.get("DegreesOfFreedom")).doubleValue();
    }

    private static ScanFiles files(Path out, BidsScan scan) {
        return new ScanFiles(out, scan, ParticipantRun.space(TinyTrial.options()));
    }

    private static Map<String, Object> denoised(Path out, BidsScan scan) throws IOException {
        return JsonFile.readMap(ScanFiles.sidecar(files(out, scan).denoised()));
    }

    private static void write(Path bids, String session, double[] cardiac, double[] respiratory, PhysioTrace trace)
            throws IOException {
        Map<String, double[]> columns = new LinkedHashMap<>();
        columns.put("cardiac", cardiac);
        columns.put("respiratory", respiratory);
        PhysioFile.write(new PhysioFile(
                bids.resolve("sub-01/ses-" + session + "/func/sub-01_ses-" + session + "_task-rest_physio.tsv.gz"),
                trace.frequency(),
                trace.start(),
                columns));
    }
}
