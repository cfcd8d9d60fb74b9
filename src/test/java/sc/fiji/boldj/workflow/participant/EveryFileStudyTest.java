package sc.fiji.boldj.workflow.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.provenance.LogEntry;
import sc.fiji.boldj.workflow.provenance.ProvenanceLog;
import sc.fiji.boldj.workflow.provenance.StepRunner;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.SessionScans;
import sc.fiji.boldj.workflow.study.SimulationOption;
import sc.fiji.boldj.workflow.study.SimulationOptions;
import sc.fiji.boldj.workflow.study.TinyTrial;

/** Two sessions as a modern scanner writes them, simulated: the participant level reads every file. */
@Tag("study")
class EveryFileStudyTest {

    @TempDir
    Path root;

    private void session(TinyTrial trial, String label, int number, String fieldmap) throws IOException {
        SessionScans scans = new SessionScans(
                root.resolve("bids/sub-01/ses-" + label),
                "sub-01_ses-" + label + "_",
                SimulationOptions.DEFAULT
                        .with(SimulationOption.ACQUIRE, List.of("physio", "sbref", fieldmap))
                        .extras());
        scans.anatomy(trial.visit(0, number), Progress.NONE);
        scans.run(trial.visit(0, number), "rest", Progress.NONE);
    }

    @Test
    void everyFileOfASimulatedSessionIsUsed() throws IOException {
        TinyTrial trial = new TinyTrial(80); // RETROICOR with 24 motion columns needs more than 70
        session(trial, "pre", 0, "pepolar");
        session(trial, "post", 1, "phasediff");
        Path bids = root.resolve("bids");
        ParticipantRun run = FinishedParticipant.run(
                bids,
                Files.createDirectories(root.resolve("out")),
                TinyTrial.options().with(ParticipantOption.CONTRASTS, "").with(ParticipantOption.SENSITIVITY, false));
        Map<String, String> problems = run.run(
                "01",
                new StepRunner.Listener() {
                    @Override
                    public void begins(String step, int number, int of) {}

                    @Override
                    public void isDone(String step, int number, int of) {}
                },
                Progress.NONE);
        assertEquals(Map.of(), problems);
        Set<String> used = new TreeSet<>();
        for (LogEntry entry :
                ProvenanceLog.read(ParticipantRun.log(run.output(), "01")).entries())
            used.addAll(entry.inputs().keySet());
        Set<String> all = new TreeSet<>();
        try (Stream<Path> files = Files.walk(bids)) {
            files.filter(Files::isRegularFile)
                    .forEach(file ->
                            all.add("input/" + bids.relativize(file).toString().replace('\\', '/')));
        }
        all.removeAll(used);
        all.removeIf(name -> name.matches(".*(physio|_bold)\\.json")); // read with their tables and series
        assertEquals(Set.of(), all, "files that nothing reads");
        for (var scan : run.dataset().bold("01")) {
            ScanFiles files = new ScanFiles(run.output(), scan, ParticipantRun.space(run.options()));
            Map<String, Object> about = JsonFile.readMap(ScanFiles.sidecar(files.bold()));
            assertEquals(true, about.get(ResampleStep.CORRECTED), scan.name());
            assertEquals(true, about.get("RetroicorApplied"), scan.name() + ": " + about.get("RetroicorReason"));
            assertTrue(
                    String.valueOf(JsonFile.readMap(ScanFiles.sidecar(files.motion()))
                                    .get("Target"))
                            .startsWith("single-band"),
                    scan.name());
        }
    }
}
