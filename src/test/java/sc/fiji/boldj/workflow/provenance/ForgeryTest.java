package sc.fiji.boldj.workflow.provenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.report.StudyPageSet;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.group.ProtocolOptions;
import sc.fiji.boldj.workflow.group.ProtocolRun;
import sc.fiji.boldj.workflow.lock.LockedTrial;
import sc.fiji.boldj.workflow.lock.TrialSeal;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.trial.MadeUpSessions;

/**
 * A forger who can write everything but the key and the place where its fingerprint is kept, at the results of a locked,
 * unblinded and signed trial.
 */
class ForgeryTest extends MadeUpSessions {

    private static final String PROTOCOL = "{'protocolVersion': 1, 'title': 'Two arms', 'factors': {"
            + "'arm': {'role': 'treatment', 'levels': ['placebo', 'drug'], 'reference': 'placebo'}},"
            + "'endpoints': [{'id': 'pcc', 'kind': 'connection', 'connection': 'PCC - mPFC'}],"
            + "'families': [{'id': 'main', 'rank': 'primary', 'order': [{'endpoint': 'pcc', 'contrast': 'drug - placebo'}]}],"
            + "'permutations': {'number': 100, 'seed': 3}}";
    private static final int FLIPS = 400;
    private static final long SEED = 20261130;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private static final StepRunner.Listener QUIET = new StepRunner.Listener() {
        @Override
        public void begins(String step, int number, int of) {}

        @Override
        public void isDone(String step, int number, int of) {}
    };

    private String trust;

    private interface Edit {
        void run() throws IOException;
    }

    /** Six participants, whose results have a log each; locked, blinded, unblinded, analysed and signed. */
    @BeforeEach
    void trial() throws IOException {
        StringBuilder people = new StringBuilder("participant_id\tarm\n");
        for (int i = 1; i <= 6; i++) {
            people.append("sub-0" + i + "\t" + (i % 2 == 0 ? "Q" : "K") + "\n");
            scan("0" + i, "", i % 2 == 0 ? 0.5 : 0);
        }
        table("participants.tsv", people.toString());
        Files.writeString(results.resolve("dataset_description.json"), "{\"Name\": \"BoldJ results\"}\n");
        Path allocation = root.resolve("allocation.tsv");
        Files.writeString(allocation, "code\tarm\nQ\tdrug\nK\tplacebo\n");
        Path file = root.resolve("protocol.json");
        Files.writeString(file, PROTOCOL.replace('\'', '"'));
        ProtocolFile protocol = ProtocolFile.read(file);
        Map<String, Object> options = new TreeMap<>(
                ProtocolOptions.participant(protocol.protocol(), PARTICIPANT).toMap());
        options.putAll(
                ProtocolOptions.group(protocol.protocol(), GroupOptions.DEFAULT).toMap());
        TrialSeal.lock(results, new TrialSeal.Request(protocol, options, Optional.of(allocation), "A", "p 1"));
        for (int i = 1; i <= 6; i++) logged("sub-0" + i);
        try {
            group();
        } catch (IOException e) {
            assertTrue(e.getMessage().contains("blinded"), e.getMessage());
        }
        TrialSeal.unblind(results, allocation, "B", "p 1");
        group();
        SigningKey key = SigningKey.generate();
        trust = key.fingerprint();
        ResultSeal.sign(results, key);
        assertEquals(List.of(), problems(results));
    }

    private void group() throws IOException {
        ProtocolRun run = new ProtocolRun(
                BidsDataset.read(bids), results, PARTICIPANT, GroupOptions.DEFAULT, TEMPLATE, "BoldJ test");
        ResultSeal.around(results, () -> run.run(new StudyPageSet("BoldJ test"), QUIET, Progress.NONE));
    }

    /** A log that names the simulated results of a participant, as if steps had written them. */
    private void logged(String subject) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(results.resolve(subject))) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        Map<String, Object> options = new TreeMap<>(PARTICIPANT.toMap());
        ResultSeal.around(results, () -> new StepRunner(bids, results, ProvenanceLog.open(log(subject)), "p 1", QUIET)
                .run(List.of(Step.of("maps", options, List.of(), files, progress -> {})), Progress.NONE));
    }

    private Path log(String name) {
        return results.resolve("logs").resolve(name + ProvenanceCheck.ENDING);
    }

    private List<String> problems(Path output) throws IOException {
        return ProvenanceCheck.of(output, null, trust).problems();
    }

    private static void change(Path file, UnaryOperator<String> edit) throws IOException {
        String text = Files.readString(file);
        String changed = edit.apply(text);
        assertFalse(text.equals(changed), file + " is changed");
        Files.writeString(file, changed);
    }

    private void forgeTable() throws IOException {
        change(results.resolve("group/endpoints.tsv"), text -> text.replace("significant", "highly significant"));
    }

    /** All that can be rebuilt without the key: digests, chains and the head. */
    private void rebuildAll() throws IOException {
        try (Stream<Path> logs = Files.list(results.resolve("logs"))) {
            for (Path log : logs.filter(file -> file.toString().endsWith(ProvenanceCheck.ENDING))
                    .toList()) rebuild(log);
        }
        Files.delete(SealedHead.file(results));
        SealedHead.write(results, null);
    }

    private void rebuild(Path log) throws IOException {
        StringBuilder text = new StringBuilder();
        String previous = ProvenanceLog.START;
        List<String> lines = Files.readAllLines(log);
        for (int i = 0; i < lines.size(); i++) {
            ObjectNode entry = (ObjectNode) MAPPER.readTree(lines.get(i));
            ObjectNode outputs = (ObjectNode) entry.get("outputs");
            List<String> names = new ArrayList<>();
            outputs.fieldNames().forEachRemaining(names::add);
            for (String name : names)
                outputs.put(name, FileDigest.of(results.resolve(name.substring("output/".length()))));
            entry.put("previous", previous);
            String made = MAPPER.writeValueAsString(entry);
            previous = FileDigest.of(made.getBytes(StandardCharsets.UTF_8));
            text.append(made).append('\n');
        }
        Files.writeString(log, text);
    }

    private void drop(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        Files.writeString(log, String.join("\n", lines.subList(0, lines.size() - 1)) + (lines.size() > 1 ? "\n" : ""));
    }

    /** The kinds of edit, and whether someone without the fingerprint would find them, too. */
    private Map<String, Edit> edits() {
        Map<String, Edit> edits = new LinkedHashMap<>();
        edits.put("a status in a table", this::forgeTable);
        edits.put("the verdict", () -> change(results.resolve("group/verdict.txt"), text -> "The drug works. " + text));
        edits.put(
                "an option in the group log",
                () -> change(log("group"), text -> text.replace("\"max_fd\":0.5", "\"max_fd\":0.9")));
        edits.put("the last entry of the log of the trial dropped", () -> drop(log("trial")));
        edits.put("the last entry of a participant dropped", () -> drop(log("sub-02")));
        edits.put("a log emptied", () -> Files.writeString(log("group"), ""));
        edits.put("a log deleted", () -> Files.delete(log("sub-03")));
        edits.put("a file planted", () -> Files.writeString(results.resolve("group/appendix.html"), "<p>It works."));
        edits.put(
                "the description of the dataset",
                () -> change(results.resolve("dataset_description.json"), text -> text.replace("BoldJ", "FSL")));
        edits.put(
                "the allocation swapped",
                () -> change(results.resolve("trial/allocation.tsv"), text -> text.replace("drug", "x")
                        .replace("placebo", "drug")
                        .replace("x", "placebo")));
        edits.put(
                "the time of the lock",
                () -> change(log("trial"), text -> text.replaceFirst("\"time\":\"20", "\"time\":\"19")));
        edits.put("a null line", () -> change(log("group"), text -> text + "null\n"));
        edits.put("all rebuilt without a key", () -> {
            forgeTable();
            rebuildAll();
        });
        edits.put("the lock predated and all rebuilt", () -> {
            change(log("trial"), text -> text.replaceFirst("\"time\":\"20", "\"time\":\"19"));
            rebuildAll();
        });
        edits.put("the locked protocol changed and all rebuilt", () -> {
            change(results.resolve("trial/protocol.json"), text -> text.replace("\"seed\":3", "\"seed\":4"));
            change(log("trial"), text -> text.replace("\\\"seed\\\":3", "\\\"seed\\\":4"));
            rebuildAll();
        });
        edits.put("all rebuilt and signed with another key", () -> {
            forgeTable();
            rebuildAll();
            ResultSeal.sign(results, SigningKey.generate());
        });
        return edits;
    }

    @Test
    void everyKindOfEditIsFoundAgainstAFingerprintKeptElsewhere() throws IOException {
        Map<Path, byte[]> before = contents();
        int found = 0;
        for (Map.Entry<String, Edit> each : edits().entrySet()) {
            each.getValue().run();
            assertFalse(problems(results).isEmpty(), each.getKey() + " was not found");
            found++;
            String words = ProvenanceCheck.of(results, null).seal();
            boolean rebuilt = each.getKey().contains("all rebuilt");
            if (rebuilt) {
                assertEquals(List.of(), ProvenanceCheck.of(results, null).problems(), each.getKey());
                assertTrue(words.contains("signer unknown") || words.contains("not signed"), words);
                assertFalse(words.matches(".*(genuine|authentic|trusted key|untouched).*"), words);
            }
            restore(before);
        }
        SplittableRandom random = new SplittableRandom(SEED); // the fast form: one bit in each file
        for (Map.Entry<Path, byte[]> each : before.entrySet()) flip(each.getKey(), each.getValue(), random);
        assertEquals(List.of(), problems(results));
        System.out.println("forgery suite: " + found + " of " + edits().size() + " kinds of edit found");
    }

    @Test
    void honestMovesPass() throws IOException {
        Path copy = root.resolve("copy of results");
        for (Map.Entry<Path, byte[]> each : contents().entrySet()) {
            Path target = copy.resolve(results.relativize(each.getKey()));
            Files.createDirectories(target.getParent());
            Files.write(target, each.getValue());
        }
        assertEquals(List.of(), problems(copy));
        Path renamed = Files.move(results, root.resolve("tr\u00edal 2"));
        assertEquals(List.of(), problems(renamed));
        LockedTrial trial = LockedTrial.of(renamed).orElseThrow();
        assertFalse(trial.isBlind());
        Files.move(renamed, results);
        Map<Path, byte[]> before = contents();
        group(); // again: nothing is to be done
        assertEquals(before.keySet(), contents().keySet());
        assertEquals(List.of(), problems(results));
    }

    /** The long form: 400 bits, spread over logs, signature, tables, maps and pages. */
    @Tag("study")
    @Test
    void fourHundredFlippedBitsAreFound() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Map.Entry<Path, byte[]>> files = new ArrayList<>(contents().entrySet());
        int logs = 0;
        for (int i = 0; i < FLIPS; i++) {
            Map.Entry<Path, byte[]> file = files.get(i % files.size());
            flip(file.getKey(), file.getValue(), random);
            if (file.getKey().startsWith(results.resolve("logs"))) logs++;
        }
        System.out.println("forgery suite: " + FLIPS + " of " + FLIPS + " flipped bits found in " + files.size()
                + " files, " + logs + " of them in logs and the head; seed " + SEED);
    }

    private void flip(Path file, byte[] bytes, SplittableRandom random) throws IOException {
        if (bytes.length == 0) return;
        int bit = random.nextInt(bytes.length * 8);
        byte[] flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        Files.write(file, flipped);
        assertFalse(problems(results).isEmpty(), () -> file + ": bit " + bit + " was not found");
        Files.write(file, bytes);
    }

    /** All files but the times of steps, which nothing covers. */
    private Map<Path, byte[]> contents() throws IOException {
        Map<Path, byte[]> contents = new LinkedHashMap<>();
        try (Stream<Path> all = Files.walk(results)) {
            for (Path file : all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(StepTimes.ENDING))
                    .sorted()
                    .toList()) contents.put(file, Files.readAllBytes(file));
        }
        return contents;
    }

    private void restore(Map<Path, byte[]> before) throws IOException {
        for (Path file : contents().keySet()) if (!before.containsKey(file)) Files.delete(file);
        for (Map.Entry<Path, byte[]> each : before.entrySet()) Files.write(each.getKey(), each.getValue());
    }
}
