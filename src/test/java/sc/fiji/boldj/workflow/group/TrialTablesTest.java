package sc.fiji.boldj.workflow.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.SessionLabels;
import sc.fiji.boldj.workflow.TreatmentNames;
import sc.fiji.boldj.workflow.participant.NodeTables;
import sc.fiji.boldj.workflow.participant.ParticipantRun;
import sc.fiji.boldj.workflow.provenance.LogEntry;
import sc.fiji.boldj.workflow.provenance.ProvenanceLog;
import sc.fiji.boldj.workflow.study.ComponentMap;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.Variant;
import sc.fiji.boldj.workflow.trial.MadeUpSessions;

/** Tables and names as trialists write them: the design, the sign of the effect and who is excluded, on simulated results. */
class TrialTablesTest extends MadeUpSessions {

    /** Drug of participants with odd numbers; it raises the second session. */
    private void parallel(int people) throws IOException {
        for (int i = 1; i <= people; i++) {
            scan("0" + i, "pre", 0);
            scan("0" + i, "post", i % 2 == 1 ? 1 : 0);
        }
    }

    @Test
    void quotesMarksCapitalsAndLostZerosOfASpreadsheetAreReadAndTheOrderOfLabelsIsSaid() throws IOException {
        parallel(8);
        StringBuilder text = new StringBuilder("\ufeff\"Participant_ID\"\t\"Treatment arm\"\t\"Müller\"\t\r\n");
        for (int i = 1; i <= 8; i++)
            text.append("\"" + i + "\"\t\"" + (i % 2 == 1 ? "B_lamotrigine" : i == 2 ? "a_Placebo" : "A placebo")
                    + "\"\tx\t\r\n");
        text.append("\"9\"\t\"A placebo\"\tx\t\r\n\t\t\t\r\n");
        table("participants.tsv", text.toString());
        String verdict = run("auto", "");
        assertTrue(verdict.contains("(B_lamotrigine - A placebo)"), verdict);
        assertEquals(1, effect(), 0.3, "after minus before, drug minus placebo");
        String page = page();
        assertTrue(page.contains("inferred from their labels as pre, post"), "the order is said");
        assertTrue(page.contains("are taken as one"), "so is the spelling");
        assertTrue(page.contains("without a functional run"), "and who was never scanned");
        assertEquals(16, sessions().rows());
    }

    @Test
    void otherEncodingsAreRead() throws IOException {
        parallel(6);
        StringBuilder text = new StringBuilder("participant_id\tarm\tsex\n");
        for (int i = 1; i <= 6; i++)
            text.append("sub-0" + i + "\t" + (i % 2 == 1 ? "drug" : "Placebo") + "\tmännlich\n");
        for (var set : List.of(StandardCharsets.UTF_16, StandardCharsets.ISO_8859_1)) {
            Files.write(bids.resolve("participants.tsv"), text.toString().getBytes(set));
            run("auto", "");
            assertTrue(page().contains("männlich"), set.toString());
            assertEquals(1, effect(), 0.3);
        }
    }

    @Test
    void aTableThatSaysNoGroupIsSaidToAndOneThatCannotBeReadIsRefused() throws IOException {
        parallel(6);
        table("participants.tsv", "participant_id\tage\nsub-01\t30\nsub-02\t31\n");
        String verdict = run("auto", "");
        assertTrue(page().contains("participants.tsv has no column that says the group"), "one group, and it says so");
        assertTrue(effect() > 0, "after minus before");
        assertFalse(verdict.contains("(pre - post)"), verdict);
        table("participants.tsv", "participant_id,arm\nsub-01,drug\n");
        IOException e = assertThrows(IOException.class, () -> run("auto", ""));
        assertTrue(e.getMessage().contains("no column participant_id"), e.getMessage());
    }

    @Test
    void exclusionsDoNotTurnOneDesignIntoAnother() throws IOException {
        parallel(8);
        StringBuilder text = new StringBuilder("participant_id\tarm\n");
        for (int i = 1; i <= 8; i++) text.append("sub-0" + i + "\t" + (i % 2 == 1 ? "1" : "0") + "\n");
        table("participants.tsv", text.toString());
        for (int i = 1; i <= 5; i++) moved("0" + i, "post");
        String verdict = run("auto", "");
        assertEquals(List.of("pre", "post"), sessions().texts("session").subList(0, 2), verdict);
        assertEquals(6, sessions().rows(), "not two-sample on the sessions before treatment");
        assertEquals("1", sessions().texts("arm").get(0), "1 - 0");
        moved("07", "post");
        IOException e = assertThrows(IOException.class, () -> run("auto", ""));
        assertTrue(e.getMessage().contains("no participant of 1 can be analysed"), e.getMessage());
    }

    @Test
    void armsMayBeCodedByMinusOneAndOne() throws IOException {
        parallel(8);
        StringBuilder text = new StringBuilder("participant_id\tarm\n");
        for (int i = 1; i <= 8; i++) text.append("sub-0" + i + "\t" + (i % 2 == 1 ? "1" : "-1") + "\n");
        table("participants.tsv", text.toString());
        String verdict = run("auto", "");
        assertTrue(verdict.contains("(1 - -1)"), verdict);
        assertEquals(1, effect(), 0.3, "the difference of the arms, not of one arm to itself");
    }

    @Test
    void whatTheParticipantLevelDidNotGetThroughIsLeftOutWithItsReason() throws IOException {
        parallel(8);
        Path logs = Files.createDirectories(results.resolve("logs"));
        Files.writeString(logs.resolve("sub-03_ses-post_task-rest_unfinished.txt"), "motion: has 4 volumes\n");
        run("paired", "");
        String page = page();
        assertTrue(page.contains("did not finish it (motion: has 4 volumes)"), "not the old results, and why");
        assertEquals(14, sessions().rows());
    }

    @Test
    void aSessionWithARunThatFailedIsLeftOutWholeAndThatIsSaid() throws IOException {
        parallel(8);
        Files.writeString(
                bids.resolve("sub-02/ses-pre/func/sub-02_ses-pre_task-rest_run-2_bold.nii.gz"), "not processed");
        run("paired", "");
        assertTrue(page().contains(
                        "run-2 has no participant-level results; the session with its 2 runs" + " is excluded"));
        assertEquals(14, sessions().rows());
    }

    @Test
    void mapsOfComponentsAskForTheFileThatNumbersThem() throws IOException {
        parallel(4);
        GroupOptions asked = GroupOptions.DEFAULT
                .with(GroupOption.MAPS, GroupOption.MAPS.fromInput("component-2"))
                .with(GroupOption.PERMUTATIONS, 200)
                .with(GroupOption.ALPHA, 0.35);
        for (String session : List.of("pre", "post"))
            for (int i = 1; i <= 4; i++)
                for (BidsScan scan : BidsDataset.read(bids).bold("0" + i)) {
                    Path map = ComponentMap.allIn(new ScanFiles(results, scan, ParticipantRun.space(PARTICIPANT)));
                    if (scan.session().equals(session)) Files.writeString(map, "not opened");
                }
        IOException e = assertThrows(IOException.class, () -> run(asked));
        assertTrue(e.getMessage().contains("maps names component-2, but components is empty"), e.getMessage());
    }

    @Test
    void tablesOfSessionsWhoseCellsArePartedByCommasAreRefused() throws IOException {
        parallel(6);
        table("sub-02/sub-02_sessions.tsv", "session_id,period\nses-pre,1\nses-post,2\n");
        IOException e = assertThrows(IOException.class, () -> run("auto", ""));
        assertTrue(e.getMessage().contains("sub-02_sessions.tsv"), e.getMessage());
        assertTrue(e.getMessage().contains("separated by tabs"), e.getMessage());
        Files.delete(bids.resolve("sub-02/sub-02_sessions.tsv"));
        table("sessions.tsv", "participant_id,session_id,period\nsub-02,ses-pre,1\n");
        e = assertThrows(IOException.class, () -> run("auto", ""));
        assertTrue(e.getMessage().contains("sessions.tsv"), e.getMessage());
    }

    @Test
    void aCrossoverWithABaselineIsReadFromItsSequence() throws IOException {
        StringBuilder text = new StringBuilder("participant_id\tsequence\n");
        for (int i = 1; i <= 8; i++) {
            boolean drugFirst = i % 2 == 1;
            text.append("sub-0" + i + "\t" + (drugFirst ? "ketamine-placebo" : "placebo-ketamine") + "\n");
            scan("0" + i, "baseline", 0);
            scan("0" + i, "v2", drugFirst ? 1 : 0);
            scan("0" + i, "v10", drugFirst ? 0 : 1);
        }
        table("participants.tsv", text.toString());
        String verdict = run("auto", "");
        assertTrue(verdict.contains("(ketamine - placebo)"), verdict);
        assertEquals(1, effect(), 0.3);
        assertEquals(16, sessions().rows());
    }

    @Test
    void sessionsCalledByTheirTreatmentAndSequencesCalledByLetters() throws IOException {
        StringBuilder text = new StringBuilder("participant_id\tsequence\n");
        for (int i = 1; i <= 8; i++) {
            boolean drugFirst = i % 2 == 1;
            text.append("sub-0" + i + "\t" + (drugFirst ? "BA" : "AB") + "\n");
            scan("0" + i, "placebo", 0);
            scan("0" + i, "zolpidem", 1);
            table(
                    "sub-0" + i + "/sub-0" + i + "_sessions.tsv",
                    "session_id\tperiod\ttreatment\nses-placebo\t" + (drugFirst ? "2.0" : "1.0")
                            + "\tplacebo\nses-zolpidem\t" + (drugFirst ? 1 : 2) + "\tzolpidem\n");
        }
        table("participants.tsv", text.toString());
        String verdict = run("auto", "");
        assertTrue(verdict.contains("(zolpidem - placebo)"), verdict);
        assertEquals(1, effect(), 0.3);
    }

    @Test
    void placeboBeforeTheDrugInOneArmIsNoCrossoverAndAnArmMayHaveADash() throws IOException {
        StringBuilder text = new StringBuilder("participant_id\tarm\n");
        for (int i = 1; i <= 8; i++) {
            boolean drug = i <= 6;
            text.append("sub-0" + i + "\t" + (drug ? "low-dose" : "placebo") + "\n");
            scan("0" + i, "1", 0);
            scan("0" + i, "2", drug ? 1 : 0);
            table(
                    "sub-0" + i + "/sub-0" + i + "_sessions.tsv",
                    "session_id\tacq_time\ttreatment\n1\t2020-01-0" + i + "T09:00:00\tplacebo\n2\t2020-03-0" + i
                            + "T09:00:00\t" + (drug ? "low-dose" : "placebo") + "\n");
        }
        table("participants.tsv", text.toString());
        String verdict = run("auto", "");
        assertTrue(verdict.contains("(low-dose - placebo)"), verdict);
        assertEquals(1, effect(), 0.3);
        assertFalse(page().contains("inferred from their labels"), "acq_time says the order");
    }

    @Test
    void sessionsThatAreEachPersonsOwnArePairedByTime() throws IOException {
        StringBuilder text = new StringBuilder("participant_id\tgroup\n");
        for (int i = 1; i <= 6; i++) {
            text.append("sub-0" + i + "\t" + (i % 2 == 1 ? "Drug" : "Control") + "\n");
            scan("0" + i, "2020010" + i, 0);
            scan("0" + i, "2021010" + i, i % 2 == 1 ? 1 : 0);
        }
        table("participants.tsv", text.toString());
        String verdict = run("auto", "");
        assertEquals(1, effect(), 0.3, verdict);
        assertTrue(run("paired", "").length() > 0);
        assertTrue(effect() > 0, "second minus first");
    }

    @Test
    void wordsAreCovariatesAndWhoLacksOneIsLeftOut() throws IOException {
        StringBuilder text = new StringBuilder("participant_id\tarm\tAge\tsex\n");
        for (int i = 1; i <= 9; i++) {
            text.append("sub-0" + i + "\t" + (i % 2 == 1 ? "drug" : "placebo") + "\t" + (i == 3 ? "n/a" : 30 + i * i)
                    + "\t" + (i % 3 == 0 ? "F" : "M") + "\n");
            scan("0" + i, "", i % 2 == 1 ? 1 : 0);
        }
        table("participants.tsv", text.toString());
        run("auto", "age, sex");
        assertEquals(1, effect(), 0.5);
        assertTrue(page().contains("does not say Age"), "the person is named");
        assertEquals(8, sessions().rows());
        assertTrue(sessions().names().contains("sex M"), sessions().names().toString());
        IOException e = assertThrows(IOException.class, () -> run("auto", "weight"));
        assertTrue(e.getMessage().contains("no column 'weight', only Age, arm, sex"), e.getMessage());
    }

    @Test
    void otherOptionsThanThoseOfTheParticipantLevelAreRefusedAndSomeoneNewMakesThePageAnew() throws IOException {
        parallel(8);
        StringBuilder text = new StringBuilder("participant_id\tarm\n");
        for (int i = 1; i <= 9; i++) text.append("sub-0" + i + "\t" + (i % 2 == 1 ? "drug" : "placebo") + "\n");
        table("participants.tsv", text.toString());
        run("auto", "");
        assertTrue(
                page().contains("without a functional run, and not included in any number below: sub-09"),
                "never scanned");
        Files.createDirectories(bids.resolve("sub-09/func"));
        Files.writeString(bids.resolve("sub-09/func/sub-09_task-rest_bold.nii.gz"), "not processed yet");
        run("auto", "");
        assertTrue(page().contains("sub-09_task-rest has no participant-level results"), "not a page of before");
        ProvenanceLog log = ProvenanceLog.open(ParticipantRun.log(results, "03"));
        TreeMap<String, Object> made = new TreeMap<>(Map.of("fwhm", 6.0));
        log.append(new LogEntry("sub-03_ses-pre_task-rest/maps", "BoldJ test", made, new TreeMap<>(), new TreeMap<>()));
        run("auto", "");
        made.put("fwhm", 8.0);
        log.append(new LogEntry("sub-03_ses-pre_task-rest/maps", "BoldJ test", made, new TreeMap<>(), new TreeMap<>()));
        IOException e = assertThrows(IOException.class, () -> run("auto", ""));
        assertTrue(
                e.getMessage().contains("sub-03 ses-pre: the participant level was run with fwhm=8.0"), e.getMessage());
    }

    @Test
    void aConnectionThatOneSessionDoesNotCoverIsTestedInTheOthers() throws IOException {
        StringBuilder text = new StringBuilder("participant_id\tarm\n");
        for (int i = 1; i <= 6; i++) {
            text.append("sub-0" + i + "\t" + (i % 2 == 1 ? "drug" : "placebo") + "\n");
            scan("0" + i, "", 0);
        }
        table("participants.tsv", text.toString());
        BidsScan scan = BidsDataset.read(bids).bold("02").get(0);
        Path nodes = NodeTables.nodes(new ScanFiles(results, scan, ParticipantRun.space(PARTICIPANT)), Variant.MAIN);
        Table all = TsvFiles.read(nodes);
        Table.Builder less = Table.builder().add("node", all.texts("node"));
        for (String name : all.names().subList(1, all.names().size()))
            less.add(name, name.startsWith("Precuneus") ? new double[all.rows()] : all.numbers(name));
        Files.delete(nodes);
        TsvFiles.write(less.build(), nodes);
        Files.writeString(nodes, Files.readString(nodes).replaceAll("\t0(?=[\t\n])", "\tn/a"));
        run("auto", "");
        assertTrue(page().contains("DMN - Precuneus is missing in sub-02 and is tested in the remaining participants"));
        Table connections = TsvFiles.read(results.resolve("group/connections.tsv"));
        int row = connections.texts("connection").indexOf("DMN - Precuneus");
        assertEquals("drug 3, placebo 2", connections.texts("n").get(row));
        assertEquals("drug 3, placebo 3", connections.texts("n").get(0));
        assertEquals("n/a", sessions().texts("DMN - Precuneus").get(3), "the rows are drug, then placebo");
    }

    @Test
    void namesOfControls() {
        for (String name : List.of(
                "Placebo",
                "A_placebo",
                "placebo group",
                "PBO",
                "0",
                "sham tDCS",
                "no drug",
                "matched placebo",
                "HC",
                "healthy controls",
                "Placebo 20mg",
                "treatment as usual",
                "care as usual",
                "waiting list",
                "wait-list control",
                "active placebo",
                "off")) assertTrue(TreatmentNames.isControl(name), name);
        for (String name : List.of(
                "drug",
                "B_lamotrigine",
                "1",
                "placebo-drug",
                "ketamine+placebo",
                "low-dose",
                "Norketamine",
                "active",
                "drug + treatment as usual",
                "A",
                "")) assertFalse(TreatmentNames.isControl(name), name);
    }

    @Test
    void labelsInTime() {
        List<String> labels = new java.util.ArrayList<>(List.of("followup", "post", "week12", "week2", "pre"));
        labels.sort(SessionLabels::inTime);
        assertEquals(List.of("pre", "week2", "week12", "post", "followup"), labels);
    }
}
