package sc.fiji.boldj.workflow.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.report.StudyPageSet;
import sc.fiji.boldj.report.TimesPage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.group.GroupRun;
import sc.fiji.boldj.workflow.group.ProtocolOptions;
import sc.fiji.boldj.workflow.group.ProtocolRun;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.provenance.ProvenanceCheck;
import sc.fiji.boldj.workflow.provenance.ResultSeal;
import sc.fiji.boldj.workflow.provenance.StepRunner;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.trial.MadeUpSessions;

/** A trial from lock to unblinding: who reads its files learns what was decided when, and who is blinded learns nothing else. */
class TrialLockTest extends MadeUpSessions {

    private static final String PARALLEL = "{'protocolVersion': 1, 'title': 'Two arms', 'factors': {"
            + "'arm': {'role': 'treatment', 'levels': ['placebo', 'ketamine'], 'reference': 'placebo'}},"
            + "'sets': {'ITT': {}, 'PP': {'exclude': ['deviation == major']}},"
            + "'endpoints': [{'id': 'pcc', 'label': 'PCC - mPFC', 'kind': 'connection', 'connection': 'PCC - mPFC'}],"
            + "'families': [{'id': 'main', 'rank': 'primary', 'order': [{'endpoint': 'pcc', 'contrast': 'ketamine - placebo'}]}],"
            + "'permutations': {'number': 200, 'seed': 3}}";

    private static final String CROSSOVER = "{'protocolVersion': 1, 'title': 'Crossover', 'factors': {"
            + "'treatment': {'role': 'treatment', 'within': true, 'levels': ['placebo', 'ketamine'], 'reference': 'placebo'}},"
            + "'randomisation': {'sequences': [['placebo', 'ketamine'], ['ketamine', 'placebo']], 'period': 'period'},"
            + "'endpoints': [{'id': 'pcc', 'kind': 'connection', 'connection': 'PCC - mPFC'}],"
            + "'families': [{'id': 'main', 'rank': 'primary', 'order': [{'endpoint': 'pcc', 'contrast': 'ketamine - placebo'}]}],"
            + "'permutations': {'number': 200, 'seed': 3}}";

    private static final GroupOptions SCRAMBLED = GroupOptions.DEFAULT.with(GroupOption.ALLOCATION, "scrambled");

    private Path allocation;

    /** Twelve participants with codes for arms; ketamine raises the connection. */
    private void arms() throws IOException {
        StringBuilder people = new StringBuilder("participant_id\tarm\tdeviation\n");
        for (int i = 1; i <= 12; i++) {
            String label = String.format("%02d", i);
            boolean drug = i % 2 == 0;
            people.append("sub-" + label + "\t" + (drug ? "Q7" : "K3") + "\t" + (i == 3 ? "major" : "none") + "\n");
            scan(label, "", drug ? 0.5 : 0);
        }
        table("participants.tsv", people.toString());
        allocation = Files.createDirectories(root.resolve("third person")).resolve("allocation.tsv");
        Files.writeString(allocation, "code\tarm\nQ7\tketamine\nK3\tplacebo\n");
    }

    /** Ten participants whose sessions are called by what was given. */
    private void periods() throws IOException {
        table("participants.tsv", "participant_id\n");
        StringBuilder given = new StringBuilder("participant_id\tsession_id\ttreatment\n");
        for (int i = 1; i <= 10; i++) {
            String label = String.format("%02d", i);
            StringBuilder sessions = new StringBuilder("session_id\tperiod\n");
            for (String treatment : List.of("ketamine", "placebo")) {
                boolean first = treatment.equals("ketamine") == (i % 2 == 0);
                sessions.append("ses-" + treatment + "\t" + (first ? 1 : 2) + "\n");
                given.append("sub-" + label + "\tses-" + treatment + "\t" + treatment + "\n");
                scan(label, treatment, treatment.equals("ketamine") ? 0.5 : 0);
            }
            table("sub-" + label + "/sub-" + label + "_sessions.tsv", sessions.toString());
        }
        allocation = Files.createDirectories(root.resolve("third person")).resolve("allocation.tsv");
        Files.writeString(allocation, given.toString());
    }

    private Path protocol(String text) throws IOException {
        Path file = root.resolve("protocol.json");
        Files.writeString(file, text.replace('\'', '"'));
        return file;
    }

    private LockedTrial lock(String text, Path sealed) throws IOException {
        ProtocolFile file = ProtocolFile.read(protocol(text));
        Map<String, Object> options = new TreeMap<>(
                ProtocolOptions.participant(file.protocol(), PARTICIPANT).toMap());
        options.putAll(
                ProtocolOptions.group(file.protocol(), GroupOptions.DEFAULT).toMap());
        return TrialSeal.lock(
                results, new TrialSeal.Request(file, options, Optional.ofNullable(sealed), "R. Statistician", "p 1"));
    }

    private String group(GroupOptions options) throws IOException {
        StepRunner.Listener quiet = new StepRunner.Listener() {
            @Override
            public void begins(String step, int number, int of) {}

            @Override
            public void isDone(String step, int number, int of) {}
        };
        String[] verdict = new String[1];
        ProtocolRun run =
                new ProtocolRun(BidsDataset.read(bids), results, PARTICIPANT, options, TEMPLATE, "BoldJ test");
        ResultSeal.around(results, () -> verdict[0] = run.run(new StudyPageSet("BoldJ test"), quiet, Progress.NONE));
        return verdict[0];
    }

    /** What verify finds, but for the simulated results of the participant level, which no log names. */
    private List<String> problems() throws IOException {
        return ProvenanceCheck.of(results, null).problems().stream()
                .filter(problem -> !problem.contains("no log names this file"))
                .toList();
    }

    private double estimate() throws IOException {
        return TsvFiles.read(results.resolve("group/endpoints.tsv")).numbers("estimate")[0];
    }

    private String refused(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(IOException.class, call).getMessage();
    }

    @Test
    void aTrialFromLockToUnblinding() throws IOException {
        arms();
        LockedTrial locked = lock(PARALLEL, allocation);
        assertTrue(locked.isBlind());
        assertFalse(Files.exists(results.resolve("trial/allocation.tsv")));

        // blinded: no comparison of arms, but the exclusions are recorded
        assertTrue(refused(() -> TrialSeal.unblind(results, allocation, "", "p 1"))
                .contains("no exclusions are recorded"));
        String message = refused(() -> group(GroupOptions.DEFAULT));
        assertTrue(message.contains("blinded") && message.contains("allocation=scrambled"), message);
        assertFalse(Files.exists(GroupRun.page(results)));
        assertTrue(LockedTrial.of(results).orElseThrow().recorded());
        assertEquals(List.of(), problems());

        // scrambled: labelled in the first lines and in each sidecar, with codes
        String verdict = group(SCRAMBLED);
        assertTrue(verdict.startsWith(ScrambledAllocation.WORDS), verdict);
        String page = page();
        String body = page.substring(page.indexOf("<main>"));
        assertTrue(body.indexOf(ScrambledAllocation.WORDS) > 0 && body.indexOf(ScrambledAllocation.WORDS) < 400);
        assertFalse(page.contains("ketamine") || page.contains("placebo"), "treatments on a blinded page");
        assertFalse(page.contains("pre-specified"));
        assertTrue(Math.abs(estimate()) < 0.45, "the true allocation gives 0.5, this gives " + estimate());
        try (Stream<Path> files = Files.list(results.resolve("group"))) {
            for (Path table :
                    files.filter(file -> file.toString().endsWith(".tsv")).toList())
                assertEquals(
                        "scrambled", JsonFile.readMap(ScanFiles.sidecar(table)).get("Allocation"), table.toString());
        }
        assertTrue(
                problems().get(0).contains("Scrambled allocation"), problems().toString());

        // unblinded: pre-specified, and the labels of the scrambled analysis are gone
        LockedTrial open = TrialSeal.unblind(results, allocation, "T. Person", "p 1");
        assertFalse(open.isBlind());
        verdict = group(GroupOptions.DEFAULT);
        assertTrue(
                verdict.startsWith("Primary, declared in the protocol: PCC - mPFC, ketamine - placebo: 0."), verdict);
        assertEquals(0.5, estimate(), 0.12);
        page = page();
        assertTrue(page.contains("The tests that the protocol declares are pre-specified."));
        assertTrue(page.contains("opened on " + open.unblinding().orElseThrow().time() + " by T. Person"));
        assertTrue(page.contains("0 before the lock, 1 between the lock and unblinding, 0 after unblinding"), "runs");
        assertTrue(page.contains("Decided after it: nothing."));
        assertFalse(Files.exists(results.resolve("group/sessions.json")));
        assertEquals(List.of(), problems());
        String before = page;
        group(GroupOptions.DEFAULT);
        assertEquals(before, page(), "the same analysis again is the same analysis");
    }

    @Test
    void aChangedChoiceIsPossibleAndNamedFirst() throws IOException {
        arms();
        lock(PARALLEL, allocation);
        refused(() -> group(GroupOptions.DEFAULT));
        TrialSeal.unblind(results, allocation, "", "p 1");
        String verdict = group(GroupOptions.DEFAULT.with(GroupOption.MAX_FD, 0.3));
        String words = "Changed after unblinding: max_fd was 0.5, is 0.3.";
        assertTrue(verdict.startsWith(words), verdict);
        String page = page();
        assertTrue(page.indexOf(words) < page.indexOf("Primary, declared"), "first lines");
        assertTrue(page.contains("No test is called pre-specified"));
        assertFalse(page.contains("are pre-specified"));
        assertEquals(1, problems().size());
        assertTrue(problems().get(0).contains(words), problems().toString());

        // a changed protocol
        Path other = root.resolve("other.json");
        Files.writeString(
                other,
                PARALLEL.replace("'alpha'", "x")
                        .replace("'seed': 3", "'seed': 4")
                        .replace('\'', '"'));
        verdict = group(GroupOptions.DEFAULT.with(GroupOption.PROTOCOL, other.toString()));
        assertTrue(verdict.startsWith("Changed after unblinding: $.permutations.seed was 3, is 4."), verdict);
        assertTrue(page().contains("1 after unblinding"), "the run with max_fd=0.3 counts");

        // exclusions that were decided later
        Files.delete(other);
        moved("02", "");
        verdict = group(GroupOptions.DEFAULT);
        assertTrue(verdict.startsWith("Changed after unblinding: exclusion of sub-02 was none, is motion"), verdict);
        table(
                "participants.tsv",
                Files.readString(bids.resolve("participants.tsv")).replace("K3\tnone", "K3\tmajor"));
        assertTrue(group(GroupOptions.DEFAULT).contains("set PP was 01, 02, 04"), "members of a set");

        // without the protocol
        run(options("two-sample", ""));
        assertTrue(Files.readString(results.resolve("group/verdict.txt"))
                .startsWith("Changed after unblinding: the locked protocol is not followed"));

        // back to what was locked
        refused(() -> lock(PARALLEL, allocation));
    }

    @Test
    void anotherAllocationDoesNotOpenTheTrial() throws IOException {
        arms();
        LockedTrial locked = lock(PARALLEL, allocation);
        refused(() -> group(GroupOptions.DEFAULT));
        String text = Files.readString(allocation);
        Files.writeString(allocation, "code\tarm\nQ7\tplacebo\nK3\tketamine\n");
        String message = refused(() -> TrialSeal.unblind(results, allocation, "", "p 1"));
        assertTrue(message.contains("is not the allocation that was sealed"), message);
        assertFalse(Files.exists(locked.allocationFile()));
        Files.writeString(allocation, text);
        Path salt = TrialSeal.salt(allocation);
        Files.move(salt, root.resolve("salt"));
        assertTrue(
                refused(() -> TrialSeal.unblind(results, allocation, "", "p 1")).contains(".salt: is missing"));
        Files.move(root.resolve("salt"), salt);
        assertEquals(List.of(), problems());
        TrialSeal.unblind(results, allocation, "", "p 1");
        assertTrue(
                refused(() -> TrialSeal.unblind(results, allocation, "", "p 1")).contains("unblinded before"));
    }

    /** Whoever has the results alone cannot try out the allocations: each is as good as any other. */
    @Test
    void theResultsDoNotHoldTheSalt() throws IOException {
        arms();
        lock(PARALLEL, allocation);
        String salt = Files.readString(TrialSeal.salt(allocation)).strip();
        try (Stream<Path> files = Files.walk(results)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*(json|jsonl|tsv|txt)"))
                    .toList()) assertFalse(Files.readString(file).contains(salt), file.toString());
        }
    }

    @Test
    void allocationsThatCannotBeUsedAreRefusedBeforeTheLock() throws IOException {
        arms();
        for (String[] each : new String[][] {
            {"code\tarm\nQ7\tdrug\n", "row 1: the column 'arm' has no level of factor arm, which are placebo, ketamine"
            },
            {"code\tarm\nQ7\tplacebo\nQ7\tketamine\n", "row 2: is there twice"},
            {"code\tgroup\nQ7\tplacebo\n", "has no column 'arm'"},
            {"who\tarm\nQ7\tplacebo\n", "needs the column code, or participant_id"},
            {"code\tarm\n", "has no row"}
        }) {
            Files.writeString(allocation, each[0]);
            String message = refused(() -> lock(PARALLEL, allocation));
            assertTrue(message.contains(each[1]), message);
            assertFalse(Files.exists(results.resolve("logs")));
        }
        Path inside = Files.createDirectories(results).resolve("allocation.tsv");
        Files.writeString(inside, "code\tarm\nQ7\tplacebo\nK3\tketamine\n");
        assertTrue(refused(() -> lock(PARALLEL, inside)).contains("a third person must keep it elsewhere"));
    }

    @Test
    void amendmentsAndEarlierGroupAnalysesAreCounted() throws IOException {
        arms();
        table(
                "participants.tsv",
                Files.readString(bids.resolve("participants.tsv"))
                        .replace("Q7", "ketamine")
                        .replace("K3", "placebo"));
        group(GroupOptions.DEFAULT.with(GroupOption.PROTOCOL, protocol(PARALLEL).toString()));
        lock(PARALLEL, null);
        lock(PARALLEL.replace("'seed': 3", "'seed': 4"), null);
        group(GroupOptions.DEFAULT);
        String page = page();
        assertTrue(page.contains("without a sealed allocation"));
        assertTrue(page.contains("$.permutations.seed was 3, is 4"));
        assertTrue(
                page.contains("because 1 group analysis was run before the lock"),
                page.substring(page.indexOf("<main>"), page.indexOf("<main>") + 3000));
        assertFalse(page.contains("are pre-specified"));
        assertEquals(List.of(), problems());
    }

    @Test
    void sessionsThatNameTheTreatmentAreShownByCodes() throws IOException {
        periods();
        LockedTrial locked = lock(CROSSOVER, allocation);
        group(SCRAMBLED);
        String page = page();
        assertFalse(page.toLowerCase(java.util.Locale.ROOT).contains("ketamine"), "treatments on a blinded page");
        assertTrue(page.contains(locked.codes().text("ketamine - placebo")));
        Path times = results.resolve("logs/sub-01_times.tsv");
        Files.writeString(
                times,
                """
                step\tstart\tseconds\tcpu_seconds\tpeak_heap_megabytes
                sub-01_ses-ketamine_task-rest/motion\t2026-03-01T10:00:00Z\t1\t1\t1
                """);
        TimesPage.write(results);
        String shown = Files.readString(results.resolve("logs/times.html"));
        assertTrue(shown.contains(locked.codes().text("sub-01_ses-ketamine_task-rest/motion"))
                && !shown.contains("ketamine"));
        Files.delete(times);
        Table sessions = TsvFiles.read(results.resolve("group/sessions.tsv"));
        int agree = 0;
        for (int i = 0; i < sessions.rows(); i++)
            if (sessions.texts("session_id")
                    .get(i)
                    .equals("ses-" + sessions.texts("factor_treatment").get(i))) agree++;
        assertTrue(agree > 0 && agree < 20, agree + " of 20 sessions are called by what they were assigned");
        TrialSeal.unblind(results, allocation, "", "p 1");
        group(GroupOptions.DEFAULT);
        assertEquals(0.5, estimate(), 0.12);
        assertTrue(page().contains("ketamine"));
    }

    @Test
    void codesLeaveMarkupAndPicturesAlone() {
        ConditionCodes codes = ConditionCodes.of(List.of("LTG+KET", "KET"), "salt");
        String text = codes.text("sub-01_ses-KET1, ses-LTGKET, ltg+ket; ketone KETT");
        assertTrue(text.matches("sub-01_ses-X[12]1, ses-X[12], X[12]; ketone KETT"), text);
        String html =
                "<style>.KET{}</style><img alt=\"ses-KET\" src=\"data:image/png;base64,AA+KET/KET+\"><p class=\"KET\">KET</p>";
        String page = codes.page(html);
        String code = codes.text("KET");
        assertEquals(
                "<style>.KET{}</style><img alt=\"ses-" + code
                        + "\" src=\"data:image/png;base64,AA+KET/KET+\"><p class=\"KET\">" + code + "</p>",
                page);
        assertEquals("placebo", ConditionCodes.NONE.page("placebo"));
    }

    /** The locked protocol in the results is compared with the log at each use. */
    @Test
    void aLockedProtocolThatWasEditedIsRefused() throws IOException {
        arms();
        lock(PARALLEL, allocation);
        Path file = results.resolve("trial/protocol.json");
        Files.writeString(file, Files.readString(file).replace("\"seed\":3", "\"seed\":5"));
        assertTrue(refused(() -> group(SCRAMBLED)).contains("differs from the protocol that was locked"));
        assertEquals(1, problems().size());
    }

    @Test
    void theSameScrambleForTheSameSeed() throws IOException {
        arms();
        ProtocolFile file = ProtocolFile.read(protocol(PARALLEL));
        BidsDataset one = ScrambledAllocation.applied(BidsDataset.read(bids), file.protocol());
        BidsDataset two = ScrambledAllocation.applied(BidsDataset.read(bids), file.protocol());
        int drug = 0;
        for (String subject : one.subjects()) {
            assertEquals(one.person(subject), two.person(subject));
            if (one.person(subject).get("arm").equals("ketamine")) drug++;
        }
        assertEquals(6, drug);
        Files.writeString(bids.resolve("participants.tsv"), "participant_id\tarm\tdeviation\n");
        BidsDataset bare = ScrambledAllocation.applied(BidsDataset.read(bids), file.protocol());
        for (String subject : one.subjects())
            assertEquals(one.person(subject).get("arm"), bare.person(subject).get("arm"), "codes do not enter it");
    }
}
