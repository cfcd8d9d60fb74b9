package sc.fiji.boldj.workflow.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.group.GroupRun;
import sc.fiji.boldj.workflow.provenance.ProvenanceCheck;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.ParticipantOption;

/** The group level of a simulated trial of two arms and three visits, where the drug acts at week 12. */
class ProtocolRunTest extends MadeUpProtocol {

    /** What verify finds, but for the simulated results of the participant level, which no log names. */
    private List<String> problems() throws IOException {
        return ProvenanceCheck.of(results, null).problems().stream()
                .filter(problem -> !problem.contains("no log names this file"))
                .toList();
    }

    @Test
    void whatIsDeclaredIsTestedInItsOrder() throws IOException {
        trial();
        String verdict = run(PROTOCOL, GroupOptions.DEFAULT);
        assertTrue(
                verdict.startsWith("Primary, declared in the protocol: PCC - mPFC, drug - placebo at wk12: 0."),
                verdict);
        Table endpoints = TsvFiles.read(results.resolve("group/endpoints.tsv"));
        assertEquals(List.of("pcc", "score", "pcc", "own", "alff", "sphere"), endpoints.texts("endpoint"));
        assertEquals(0.5, endpoints.numbers("estimate")[2], 0.12);
        assertEquals(0, endpoints.numbers("estimate")[0], 0.12, endpoints.row(0).toString());
        assertEquals(
                List.of("not significant", "not tested", "significant", "significant", "significant", "significant"),
                endpoints.texts("status"));
        // the formula: the mean change of 7 under the drug minus that of 6 under placebo, from the table of sessions
        assertEquals("placebo 6, drug 7", endpoints.texts("participants").get(2));
        Table sessions = TsvFiles.read(results.resolve("group/sessions.tsv"));
        double[] sums = new double[2];
        double[] numbers = sessions.numbers("endpoint_pcc");
        for (int i = 0; i < numbers.length; i++) {
            if (sessions.texts("participant_id").get(i).equals("sub-07")) continue;
            int arm = sessions.texts("factor_arm").get(i).equals("drug") ? 0 : 1;
            String visit = sessions.texts("factor_visit").get(i);
            if (!visit.equals("wk06")) sums[arm] += (visit.equals("wk12") ? 1 : -1) * numbers[i] / (7 - arm);
        }
        assertEquals(sums[0] - sums[1], endpoints.numbers("estimate")[2], 1e-9);
        String page = Files.readString(GroupRun.page(results));
        assertTrue(page.indexOf("Primary: main") < page.indexOf("Secondary: late"));
        assertTrue(page.contains("95 % interval, not simultaneous"));
        assertTrue(page.contains("ses-wk12 was on day 99, outside the window of wk12, 77 to 91"), "deviations");
        assertTrue(page.contains("PP: corrected p"));
        assertTrue(page.contains("declared in the protocol"));
        assertFalse(page.contains("planned"));
        assertEquals(
                "within the margin",
                TsvFiles.read(results.resolve("group/equivalence.tsv"))
                        .texts("verdict")
                        .get(0));
        assertTrue(Files.exists(results.resolve("group/alff_drug_wk12/p_fwe.nii.gz")));
        assertEquals(List.of(), problems());
    }

    @Test
    void aProtocolThatWasChangedIsNamedOnThePageAndByVerify() throws IOException {
        trial();
        run(PROTOCOL, GroupOptions.DEFAULT);
        run(PROTOCOL.replace("'families'", "\n    'families'"), GroupOptions.DEFAULT); // indented otherwise: no change
        assertFalse(Files.readString(GroupRun.page(results)).contains("was changed"));
        assertEquals(List.of(), problems());
        String verdict = run(PROTOCOL.replace("'margin': 4", "'margin': 3"), GroupOptions.DEFAULT);
        String words = "The protocol was changed after the first group run: $.equivalence[0].margin was 4, is 3.";
        assertTrue(verdict.startsWith(words), verdict);
        String page = Files.readString(GroupRun.page(results));
        assertTrue(page.indexOf(words) > 0 && page.indexOf(words) < page.indexOf("Primary, declared"));
        List<String> problems = problems();
        assertEquals(1, problems.size());
        assertTrue(problems.get(0).contains(words), problems.get(0));
        run(PROTOCOL, GroupOptions.DEFAULT); // back to the first
        assertEquals(List.of(), problems());
    }

    @Test
    void aCallThatSaysOtherwiseIsRefused() throws IOException {
        trial();
        String message = assertThrows(
                        IOException.class, () -> run(PROTOCOL.replace("'24P'", "'36P'"), GroupOptions.DEFAULT))
                .getMessage();
        assertTrue(message.contains("the protocol declares columns=36P") && message.contains("24P"), message);
        message = assertThrows(
                        IOException.class, () -> run(PROTOCOL, GroupOptions.DEFAULT.with(GroupOption.DESIGN, "paired")))
                .getMessage();
        assertTrue(message.startsWith("design: the protocol declares"), message);
        message = assertThrows(
                        IOException.class,
                        () -> run(
                                PROTOCOL.replace("'sets'", "'quality': {'minDegreesOfFreedom': 70}, 'sets'"),
                                GroupOptions.DEFAULT))
                .getMessage();
        assertTrue(message.contains("degrees of freedom"), message);
        message = assertThrows(
                        IOException.class,
                        () -> run(
                                PROTOCOL.replace("'connection': 'PCC - mPFC'", "'connection': 'PCC - mPF'"),
                                GroupOptions.DEFAULT))
                .getMessage();
        assertTrue(message.contains("there is no connection 'PCC - mPF'"), message);
        assertEquals(ParticipantOption.COLUMNS.key(), "columns");
    }
}
