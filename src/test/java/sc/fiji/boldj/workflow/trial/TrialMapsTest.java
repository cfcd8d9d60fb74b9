package sc.fiji.boldj.workflow.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.TrialMap;

/** A session of two runs, of which one lacks the contrast of a task. */
class TrialMapsTest {

    @TempDir
    Path root;

    private ScanFiles run(String label) {
        Path file = root.resolve("sub-01_task-stop_run-" + label + "_bold.nii.gz");
        return new ScanFiles(root, new BidsScan(file, "01", "", "stop", label, "bold"), "MNI");
    }

    @Test
    void aSessionIsTheMeanOverTheRunsThatHaveTheContrastAndTheOthersAreNamed() throws IOException {
        List<ScanFiles> runs = List.of(run("1"), run("2"));
        Visit visit = new Visit("01", "", 1, "", "", runs, Double.NaN, Map.of(), Map.of());
        for (ScanFiles run : runs) {
            Path go = TrialMap.parse("glm-go").file(run);
            Files.createDirectories(go.getParent());
            Files.writeString(go, "");
        }
        Files.writeString(TrialMap.parse("glm-error").file(runs.get(0)), "");
        assertEquals(runs, TrialMaps.runs(visit, TrialMap.parse("glm-go")));
        assertEquals(runs.subList(0, 1), TrialMaps.runs(visit, TrialMap.parse("glm-error")));
        assertEquals(List.of(), TrialMaps.runs(visit, TrialMap.parse("glm-none")));
        // only the maps of tasks may be of some runs: any other that is missing was not made
        assertEquals(runs, TrialMaps.runs(visit, TrialMap.parse("reho")));
        List<String> notes =
                TrialMaps.lacking(List.of(visit), GroupOption.MAPS.fromInput("glm-go,glm-error,glm-none,reho"));
        assertEquals(1, notes.size(), notes.toString());
        assertTrue(
                notes.get(0).startsWith("glm-error of ")
                        && notes.get(0).contains("1 of 2 runs: sub-01_task-stop_run-2"),
                notes.get(0));
    }
}
