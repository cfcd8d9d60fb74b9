package sc.fiji.boldj.workflow.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.workflow.participant.ParticipantRun;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;

/** Where a trial has more visits or treatments than a design compares, nothing is chosen: the choices are listed. */
class TrialChoicesTest extends MadeUpSessions {

    private String refused(GroupOptions options) {
        return assertThrows(IOException.class, () -> run(options)).getMessage();
    }

    private static GroupOptions contrast(String design, String contrast) {
        return GroupOptions.DEFAULT
                .with(GroupOption.DESIGN, design)
                .with(GroupOption.CONTRAST, contrast)
                .with(GroupOption.MAPS, List.of())
                .with(GroupOption.PERMUTATIONS, 200)
                .with(GroupOption.ALPHA, 0.35);
    }

    private static GroupOptions visits(String design, String... visits) {
        return options(design, "").with(GroupOption.VISITS, Arrays.asList(visits));
    }

    /** The drug raises the last visit only. */
    private void threeVisits() throws IOException {
        StringBuilder text = new StringBuilder("participant_id\tarm\n");
        for (int i = 1; i <= 8; i++) {
            boolean drug = i % 2 == 1;
            text.append("sub-0" + i + "\t" + (drug ? "drug" : "placebo") + "\n");
            scan("0" + i, "wk0", 0);
            scan("0" + i, "wk6", 0);
            if (i < 8) scan("0" + i, "wk12", drug ? 1 : 0);
        }
        table("participants.tsv", text.toString());
    }

    @Test
    void threeVisitsAreListedAndTheTwoThatAreNamedAreCompared() throws IOException {
        threeVisits();
        String message = refused(options("auto", ""));
        assertTrue(message.contains("there are 3 visits (wk0 in 8 participants, wk6 in 8, wk12 in 7)"), message);
        assertTrue(message.contains("visits=wk0,wk6; visits=wk0,wk12; visits=wk6,wk12"), message);
        run(visits("auto", "wk0", "wk12"));
        assertEquals(1, effect(), 0.3, "the last visit");
        assertEquals(List.of("wk0", "wk12"), sessions().texts("session").subList(0, 2));
        assertEquals(14, sessions().rows());
        assertTrue(page().contains("session wk12, which the design uses, is missing or was excluded"), "sub-08");
        run(visits("auto", "ses-wk0", "ses-wk6"));
        assertEquals(0, effect(), 0.3, "not the first two unasked, but asked");
    }

    @Test
    void oneVisitIsAComparisonOfGroupsAndItsNameIsAskedFor() throws IOException {
        threeVisits();
        run(visits("auto", "wk12"));
        assertEquals(1, effect(), 0.3);
        assertEquals(Set.of("wk12"), Set.copyOf(sessions().texts("session")));
        String message = refused(options("two-sample", ""));
        assertTrue(message.contains("design=two-sample analyses one: choose one of visits=wk0; visits=wk6"), message);
        message = refused(visits("change", "wk12"));
        assertTrue(message.contains("visits names 1 session, but design=change compares two"), message);
        message = refused(visits("auto", "wk0", "week12"));
        assertTrue(message.contains("no participant has a session 'week12'; the sessions are wk0 in 8"), message);
        message = refused(visits("auto", "wk0", "wk0"));
        assertTrue(message.contains("twice"), message);
    }

    @Test
    void theOrderThatVisitsNamesIsUsedAndSaid() throws IOException {
        threeVisits();
        run(visits("auto", "wk12", "wk0"));
        assertEquals(-1, effect(), 0.3, "wk0 minus wk12");
        assertTrue(page().contains("visits names wk12 before wk0, but their order in time is wk0, wk12"), "said");
    }

    @Test
    void threeVisitsWithLabelsOfTheirOwnAreNamedByTheirPlace() throws IOException {
        StringBuilder text = new StringBuilder("participant_id\tarm\n");
        for (int i = 1; i <= 6; i++) {
            text.append("sub-0" + i + "\t" + (i % 2 == 1 ? "drug" : "placebo") + "\n");
            for (int year = 2020; year < 2023; year++)
                scan("0" + i, year + "010" + i, year == 2022 && i % 2 == 1 ? 1 : 0);
        }
        table("participants.tsv", text.toString());
        String message = refused(options("auto", ""));
        assertTrue(message.contains("session 3 in time in 6") && message.contains("visits=1,3"), message);
        run(visits("auto", "1", "3"));
        assertEquals(1, effect(), 0.3);
    }

    /** The treatments of each person's sessions; the second of the pair raises it by 1. */
    private void within(String raised, String... sequences) throws IOException {
        StringBuilder text = new StringBuilder("participant_id\n");
        for (int i = 1; i <= sequences.length; i++) {
            text.append("sub-0" + i + "\n");
            StringBuilder sessions = new StringBuilder("session_id\tperiod\ttreatment\n");
            String[] given = sequences[i - 1].split(" ", -1);
            for (int s = 1; s <= given.length; s++) {
                scan("0" + i, "" + s, given[s - 1].equals(raised) ? 1 : 0);
                sessions.append("ses-" + s + "\t" + s + "\t" + given[s - 1] + "\n");
            }
            table("sub-0" + i + "/sub-0" + i + "_sessions.tsv", sessions.toString());
        }
        table("participants.tsv", text.toString());
    }

    @Test
    void threeTreatmentsAreListedAndPeriodsAreNeverComparedInsteadOfThem() throws IOException {
        within("K", "P K L", "K L P", "L P K", "P L K", "K P L", "L K P", "P K L", "K L P");
        String message = refused(options("auto", ""));
        assertTrue(message.contains("there are 3 treatments (K, L, P)"), message);
        assertTrue(message.contains("contrast=[K - L]; contrast=[K - P]; contrast=[L - P]"), message);
        assertFalse(message.contains("paired"), message);
        String verdict = run(contrast("auto", "K - P"));
        assertTrue(verdict.contains("(K - P)"), verdict);
        assertEquals(1, effect(), 0.3);
        assertEquals(Set.of("K", "P"), Set.copyOf(sessions().texts("treatment")));
        assertEquals(Set.of("1", "2", "3"), Set.copyOf(sessions().texts("period")));
        assertTrue(page().contains("its treatment was L, but the design compares K and P"), "the third is named");
        assertTrue(page().contains("adjusted for in period 2, in period 3"), "by the periods of the trial");
        run(contrast("auto", "P - L"));
        assertEquals(0, effect(), 0.3);
        for (GroupOptions wrong : List.of(visits("paired", "1", "2"), visits("change", "1", "2"))) {
            message = refused(wrong);
            assertTrue(message.contains("would compare periods, not treatments: use design=crossover with"), message);
        }
    }

    @Test
    void theDirectionOfTwoDrugsDoesNotDependOnWhoIsFirst() throws IOException {
        String[] sequences = {"LK PK", "PK LK", "LK PK", "PK LK", "LK PK", "PK LK", "LK PK", "PK LK"};
        for (int i = 0; i < sequences.length; i++)
            sequences[i] = sequences[i].replace("LK", "lamotrigine+ketamine").replace("PK", "placebo+ketamine");
        for (int turn = 0; turn < 2; turn++) {
            within("lamotrigine+ketamine", sequences);
            String verdict = run("auto", "");
            assertTrue(verdict.contains("(lamotrigine+ketamine - placebo+ketamine)"), verdict);
            assertEquals(1, effect(), 0.3);
            assertFalse(page().contains("is the control"), "it is recognised");
            Collections.reverse(Arrays.asList(sequences));
        }
    }

    @Test
    void twoDrugsWithoutAComparatorAreTakenByTheAlphabetAndTheContrastTurnsThem() throws IOException {
        within("b", "a b", "b a", "a b", "b a", "a b", "b a", "a b", "b a");
        run("auto", "");
        assertEquals(-1, effect(), 0.3, "a - b");
        assertTrue(page().contains("which of a and b is the control"), "said");
        String verdict = run(contrast("auto", "b - a"));
        assertEquals(1, effect(), 0.3);
        assertTrue(verdict.contains("(b - a)"), verdict);
    }

    @Test
    void aCrossoverOfFixedOrderIsNamedOnThePageAndInTheAnswer() throws IOException {
        within(
                "ketamine",
                "placebo ketamine",
                "placebo ketamine",
                "placebo ketamine",
                "placebo ketamine",
                "placebo ketamine",
                "placebo ketamine");
        String verdict = run("auto", "");
        assertTrue(verdict.contains("(ketamine - placebo)"), verdict);
        assertTrue(verdict.contains("Fixed order: all participants had placebo first and ketamine second"), verdict);
        assertTrue(
                page().split("Fixed order: all participants", -1).length > 2, "in the answer and among the warnings");
        assertEquals(1, effect(), 0.3);
        within(
                "ketamine",
                "ketamine placebo",
                "ketamine placebo",
                "ketamine placebo",
                "ketamine placebo",
                "ketamine placebo",
                "ketamine placebo");
        verdict = run("auto", "");
        assertTrue(verdict.contains("(ketamine - placebo)"), "by their names, not second minus first: " + verdict);
        assertEquals(1, effect(), 0.3);
    }

    @Test
    void aTreatmentGivenTwiceIsAskedAbout() throws IOException {
        within("b", "a b b", "b a b", "a b b", "b a b", "a b b", "b a b");
        String message = refused(options("auto", ""));
        assertTrue(message.contains("sub-01 has 2 sessions with b (2, 3)"), message);
    }

    @Test
    void whatToDoWhenEverySessionIsLeftOutFollowsFromTheReason() throws IOException {
        within("b", "a b", "b a", "a b", "b a");
        for (String subject : List.of("01", "02", "03", "04"))
            for (BidsScan scan : BidsDataset.read(bids).bold(subject)) {
                ScanFiles files = new ScanFiles(results, scan, ParticipantRun.space(PARTICIPANT));
                JsonFile.write(files.quality(), Map.of("DegreesOfFreedom", 9.5));
            }
        String message = refused(options("auto", ""));
        assertTrue(message.contains("none of 8 sessions can be analysed: degrees of freedom 8"), message);
        assertTrue(message.contains("lower min_dof") && !message.contains("first"), message);
        scan("05", "1", 0);
        ScanFiles none =
                new ScanFiles(results, BidsDataset.read(bids).bold("05").get(0), ParticipantRun.space(PARTICIPANT));
        Files.delete(none.quality());
        message = refused(options("auto", ""));
        assertTrue(message.contains("not processed 1") && message.contains("run the participant level first"), message);
    }
}
