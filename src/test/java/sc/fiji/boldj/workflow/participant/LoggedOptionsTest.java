package sc.fiji.boldj.workflow.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.workflow.provenance.LogEntry;
import sc.fiji.boldj.workflow.provenance.ProvenanceLog;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/** The group level is not asked again for what the participant level was run with. */
class LoggedOptionsTest {

    @TempDir
    Path out;

    private void log(String step, Map<String, Object> options) throws IOException {
        Path file = ParticipantRun.log(out, "01");
        Files.createDirectories(file.getParent());
        ProvenanceLog.open(file)
                .append(new LogEntry(step, "BoldJ test", new TreeMap<>(options), new TreeMap<>(), new TreeMap<>()));
    }

    @Test
    void whatTheCallLeavesAtItsDefaultComesFromTheLogs() throws IOException {
        assertEquals(
                ParticipantOptions.DEFAULT,
                LoggedOptions.of(out, ParticipantOptions.DEFAULT).options(),
                "without logs");
        log("sub-01/maps", Map.of("fwhm", 4, "images", 2));
        log("sub-01/maps", Map.of("fwhm", 5, "voxel", 4.0, "nonlinear", false, "columns", "24P"));
        LoggedOptions taken = LoggedOptions.of(out, ParticipantOptions.DEFAULT);
        assertEquals(5.0, taken.options().get(ParticipantOption.FWHM), "of the newest entry of the step");
        assertEquals(4.0, taken.options().get(ParticipantOption.VOXEL));
        assertEquals(false, taken.options().get(ParticipantOption.NONLINEAR));
        assertEquals(
                "options of the participant level, from its logs: columns=24P fwhm=5.0 nonlinear=false voxel=4.0",
                taken.words());
        ParticipantOptions given = ParticipantOptions.DEFAULT.with(ParticipantOption.FWHM, 7.0);
        LoggedOptions mixed = LoggedOptions.of(out, given);
        assertEquals(7.0, mixed.options().get(ParticipantOption.FWHM), "what the call says stays");
        assertEquals(4.0, mixed.options().get(ParticipantOption.VOXEL));
    }

    /** The step of a task logs the weights of its contrasts, which is not what the option was. */
    @Test
    void contrastsOfATaskAreNotAnOption() throws IOException {
        log("sub-01_task-a/bins", Map.of("bins", 300.0, "contrasts", "late = [0.0, 1.0] of bin_1, bin_2"));
        LoggedOptions taken = LoggedOptions.of(out, ParticipantOptions.DEFAULT);
        assertEquals(Map.of("bins", 300.0), taken.taken());
        assertEquals("", taken.options().get(ParticipantOption.CONTRASTS));
    }
}
