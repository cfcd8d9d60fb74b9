package sc.fiji.boldj.workflow.group;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.workflow.participant.NodeTables;
import sc.fiji.boldj.workflow.participant.ParticipantRun;
import sc.fiji.boldj.workflow.provenance.LogEntry;
import sc.fiji.boldj.workflow.provenance.ProvenanceLog;
import sc.fiji.boldj.workflow.provenance.StepRunner;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.Variant;
import sc.fiji.boldj.workflow.trial.MadeUpSessions;

/** Results that are not of one piece are refused at the group level; what it does not read is not asked about. */
class ParticipantLogsTest extends MadeUpSessions {

    private static final String SCAN = "sub-01_task-rest";

    private String nodes;
    private ProvenanceLog log;

    @BeforeEach
    void oneGroup() throws IOException {
        for (int i = 1; i <= 6; i++) scan("0" + i, "", 0);
        ScanFiles files =
                new ScanFiles(results, BidsDataset.read(bids).bold("01").get(0), ParticipantRun.space(PARTICIPANT));
        nodes = StepRunner.result(results, NodeTables.nodes(files, Variant.MAIN));
        Path place = ParticipantRun.log(results, "01");
        Files.createDirectories(place.getParent());
        log = ProvenanceLog.open(place);
    }

    private void did(
            String step, String program, Map<String, Object> keys, Map<String, String> in, Map<String, String> out)
            throws IOException {
        log.append(
                new LogEntry(SCAN + "/" + step, program, new TreeMap<>(keys), new TreeMap<>(in), new TreeMap<>(out)));
    }

    @Test
    void mapsOfAnOlderDenoisedSeriesAreRefusedUntilTheyAreMadeAnew() throws IOException {
        did("motion", "A 1", Map.of(), Map.of("input/x", "0"), Map.of("output/motion", "m1"));
        did("denoise", "A 1", Map.of(), Map.of("output/motion", "m1"), Map.of("output/clean", "c1"));
        did("maps", "A 1", Map.of("fwhm", 6.0), Map.of("output/clean", "c1"), Map.of(nodes, "n1"));
        run("auto", "");
        assertFalse(page().contains("several versions"));
        did("motion", "A 1", Map.of("dummy_scans", -1), Map.of("input/x", "0"), Map.of("output/motion", "m2"));
        IOException e = assertThrows(IOException.class, () -> run("auto", ""), "stopped after the first step");
        assertTrue(
                e.getMessage().contains("sub-01: sub-01_task-rest/denoise is older than what it reads"), e.toString());
        did("denoise", "A 1", Map.of(), Map.of("output/motion", "m2"), Map.of("output/clean", "c2"));
        e = assertThrows(IOException.class, () -> run("auto", ""));
        assertTrue(e.getMessage().contains("sub-01_task-rest/maps is older"), e.toString());
        did("maps", "A 2", Map.of("fwhm", 6.0), Map.of("output/clean", "c2"), Map.of(nodes, "n1"));
        run("auto", "");
        assertTrue(page().contains("several versions of the program: A 1, A 2"), "and two versions are named");
    }

    @Test
    void aFileThatTheNewestRunDidNotMakeIsRefused() throws IOException {
        did("seeds", "A 1", Map.of(), Map.of(), Map.of(nodes, "s", "output/other", "o"));
        run("auto", "");
        did("seeds", "A 1", Map.of(), Map.of(), Map.of("output/other", "o"));
        IOException e = assertThrows(IOException.class, () -> run("auto", ""));
        assertTrue(e.getMessage().contains("left from an earlier run"), e.getMessage());
    }

    @Test
    void mapsOfAnotherFileOfComponentsAreRefused() throws IOException {
        did("components", "A 1", Map.of(), Map.of("maps.nii.gz", "another"), Map.of(nodes, "n1"));
        IOException e = assertThrows(IOException.class, () -> run("auto", ""));
        assertTrue(e.getMessage().contains("with another file of components than ''"), e.getMessage());
    }

    @Test
    void whatIsNotReadMayBeOld() throws IOException {
        did("denoise", "A 1", Map.of(), Map.of("input/x", "0"), Map.of("output/clean", "c1"));
        did("seeds", "A 0", Map.of("seeds", "mine = 0,0,0"), Map.of("output/clean", "c1"), Map.of("output/seed", "s"));
        did("denoise", "A 1", Map.of("low", 0.008), Map.of("input/x", "0"), Map.of("output/clean", "c2"));
        did("maps", "A 1", Map.of("fwhm", 6.0), Map.of("output/clean", "c2"), Map.of(nodes, "n1"));
        run("auto", "");
        assertFalse(page().contains("several versions"));
        did("maps", "A 1", Map.of("fwhm", 8.0), Map.of("output/clean", "c2"), Map.of(nodes, "n1"));
        IOException e = assertThrows(IOException.class, () -> run("auto", ""));
        assertTrue(e.getMessage().contains("fwhm=8.0"), e.getMessage());
    }
}
