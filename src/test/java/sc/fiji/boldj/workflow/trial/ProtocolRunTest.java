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

    /** The methods text covers the scans and every test; with the mixed model, the model is described. */
    @Test
    void thePageSaysHowTheScansWereUsedAndHowEachTestWasDone() throws IOException {
        trial();
        moved("02", "wk06");
        String blocking = "'blocking': [{'endpoint': 'pcc', 'effect': 'drug', 'difference': 'drug', 'visit': 'wk12'}],";
        run(PROTOCOL.replace("'equivalence'", blocking + "'equivalence'"), GroupOptions.DEFAULT);
        String page = Files.readString(GroupRun.page(results));
        for (String words : List.of(
                "Of 41 sessions of 14 participants, 40 sessions of 14 participants were included. Sessions excluded, by group"
                        + " and reason: placebo, 0 of 20; drug, 1 of 21 (motion: 1).",
                "Mean framewise displacement of the included sessions, in mm per 2 s: placebo, wk00 (0.1); placebo, wk06 (0.1)",
                "Each value is the change from wk00 (visit).",
                "PCC - mPFC, drug at wk12; own, drug at wk12; and sphere, drug at wk12: one observation per participant, 13"
                        + " participants: placebo 6, drug 7; all 1716 possible assignments were used.",
                "The map alff (drug at wk12) was tested at the 1858 voxels",
                "mean of the map alff over a sphere of 15 mm radius at (0, -52, 18), MNI",
                "Schuirmann DJ (1987)",
                "ITT; PP.")) assertTrue(page.contains(words), words);
        assertFalse(page.contains("omplete cases") || page.contains("mixed model") || page.contains("fisherZ"));
        assertFalse(page.contains("<td>outcome</td>"), "an option that the protocol replaces");
        String mixed = PROTOCOL.replace("'use': 'change'}", "'use': 'covariate'}, 'missing': 'mmrm'")
                .replace("['otherSets']", "['completeCases']")
                .replace("'equivalence'", blocking + "'equivalence'");
        String verdict = run(mixed, GroupOptions.DEFAULT);
        page = Files.readString(GroupRun.page(results));
        assertTrue(verdict.contains("Equivalence, pcc, drug - placebo at wk06: The mixed model assumes"), verdict);
        assertTrue(verdict.contains("Blocking, pcc, drug - placebo at wk12: The mixed model assumes"), verdict);
        assertTrue(page.contains("as declared; complete cases."));
        assertTrue(page.contains(
                "A mixed model for repeated measures with fixed effects of arm by visit, baseline by visit"));
        assertTrue(page.contains("controlled at 0.05 with Holm&#39;s method; two-sided")
                || page.contains("controlled at 0.05 with Holm's method; two-sided"));
        // complete cases: 6 participants who were given placebo have week 12, the mixed model uses 7
        assertTrue(page.contains("<th>complete cases: n</th>"));
        assertTrue(page.contains("placebo 7, drug 7") && page.contains("placebo 6, drug 7"));
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
