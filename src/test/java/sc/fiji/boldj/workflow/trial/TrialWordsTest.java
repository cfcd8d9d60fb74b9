package sc.fiji.boldj.workflow.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.workflow.group.GroupRun;
import sc.fiji.boldj.workflow.group.TrialCalls;
import sc.fiji.boldj.workflow.participant.ParticipantRun;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.study.TableCells;

/** What the page of a trial says of participants and of what was done. */
class TrialWordsTest extends MadeUpSessions {

    private static final Map<String, Object> DEFAULTS = Map.of("x", "");

    @BeforeEach
    void oneGroup() throws IOException {
        for (int i = 1; i <= 6; i++) scan("0" + i, "", 0);
    }

    @Test
    void datesAndVersionsAreWordsAndOneMissingAgeLeavesTheMeanOfTheOthers() throws IOException {
        StringBuilder text = new StringBuilder("participant_id\tsex\thandedness\tage\tweight\n");
        for (int i = 1; i <= 6; i++)
            text.append("sub-0" + i + "\t01.02.1990\t1.2.3\t" + (i == 6 ? "NA" : 30 + i) + "\t70," + i + "\n");
        table("participants.tsv", text.toString());
        run("auto", "weight");
        String page = page();
        assertTrue(page.contains("01.02.1990 6") && page.contains("1.2.3 6"), "counted, not parsed");
        assertTrue(page.contains("33.0 (1.6), n/a 1"), "31 to 35");
        assertTrue(page.contains("70.4 (0.19)"), "70.1 to 70.6, written with commas");
    }

    @Test
    void aCoregistrationThatIsLeftFromBeforeDoesNotMakeTheWayOneThroughTheAnatomy() throws IOException {
        for (BidsScan scan : BidsDataset.read(bids).scans()) {
            ScanFiles files = new ScanFiles(results, scan, ParticipantRun.space(PARTICIPANT));
            Files.writeString(files.coregistration(), "left");
            StudyFiles.describe(files.bold(), Map.of("AnatomicalScans", 0));
        }
        run("auto", "");
        assertTrue(page().contains("the mean realigned volume was normalised directly to an EPI contrast"), "straight");
        assertTrue(!page().contains("The mean realigned volume was coregistered"), "no T1");
    }

    @Test
    void whatAKilledProcessLeftHalfWrittenIsRemoved() throws IOException {
        Path part = Files.createDirectories(results.resolve("group/PCC")).resolve(".stat.nii.gz.1.part");
        Files.writeString(part, "half");
        run("auto", "");
        assertTrue(Files.notExists(part) && Files.exists(GroupRun.page(results)));
    }

    @Test
    void numbersInCells() {
        assertEquals(-1.5, TableCells.number(" -1,5 "));
        assertEquals(0.5, TableCells.number(".5"));
        assertEquals(1200, TableCells.number("1.2e3"));
        for (String word : new String[] {"3d", "2f", "0x1p3", "NaN", "Infinity", "1.2.3", ".", "", "1 2"})
            assertTrue(Double.isNaN(TableCells.number(word)), word);
    }

    /** What a shell makes of the printed options is what was given. */
    @Test
    void valuesGoThroughAShellUnchanged() throws IOException {
        Assumptions.assumeTrue(Files.exists(Path.of("/bin/sh")), "a shell");
        for (String value :
                new String[] {"/data/o'brien/a b.nii", "A = 1,2,3; B = DMN.PCC + 4,5,6", "$HOME `x` \"q\""}) {
            String line = TrialCalls.flags(Map.of("x", value), DEFAULTS);
            Process process = new ProcessBuilder("/bin/sh", "-c", "printf '%s|' " + line).start();
            assertEquals(
                    "--x|" + value + "|", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
        assertEquals(" --x='-a + b'", TrialCalls.flags(Map.of("x", "-a + b"), DEFAULTS), "no option -a");
        assertEquals(" --x 0.35", TrialCalls.flags(Map.of("x", 0.35), DEFAULTS));
        assertEquals(" --x -1", TrialCalls.flags(Map.of("x", -1), DEFAULTS).replace('=', ' '));
        assertEquals("", TrialCalls.flags(Map.of("x", ""), DEFAULTS));
    }

    @Test
    void valuesStandInTheTextOfAMacroAsItsLanguageHasThem() {
        assertEquals(" x=[C:\\\\maps\\\\a b.nii]", TrialCalls.keys(Map.of("x", "C:\\maps\\a b.nii"), DEFAULTS));
        assertEquals(" x=[a \\\"b\\\"]", TrialCalls.keys(Map.of("x", "a \"b\""), DEFAULTS));
    }
}
