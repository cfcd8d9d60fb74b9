package sc.fiji.boldj.workflow.provenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.CanonicalJson;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.run.Progress;

/** A forger who can write the folder of results, against a fingerprint that is kept elsewhere. */
class ResultSealTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final char[] PASSPHRASE = "correct horse battery".toCharArray();
    private static final char[] OTHER_PASSPHRASE = "another passphrase".toCharArray();

    /** In memory alone: a file of a key costs 600 000 rounds of its passphrase to write and to open. */
    private static final SigningKey KEY = SigningKey.generate();

    private static final SigningKey FORGER = SigningKey.generate();

    @TempDir
    Path root;

    private Path input;
    private Path output;
    private String trust;

    /** One participant's log with two steps, one group log with a table of p values, and a description; signed. */
    @BeforeEach
    void results() throws IOException {
        input = Files.createDirectory(root.resolve("in"));
        Files.writeString(input.resolve("raw.txt"), "raw");
        output = Files.createDirectories(root.resolve("out/logs")).getParent();
        Files.createDirectory(output.resolve("group"));
        Files.writeString(output.resolve("dataset_description.json"), "{\"Name\": \"BoldJ results\"}\n");
        trust = KEY.fingerprint();
        ResultSeal.around(output, () -> {
            perform("sub-01", "mean", Map.of(), "mean.txt", "9.25");
            perform("sub-01", "map", Map.of("radius", 6), "map.txt", "0.125");
        });
        ResultSeal.around(
                output,
                () -> perform("group", "test", Map.of("permutations", 5000), "group/connections.tsv", "p\n0.25\n"));
        ResultSeal.sign(output, KEY);
    }

    private void perform(String log, String step, Map<String, ?> options, String name, String content)
            throws IOException {
        Path file = output.resolve(name);
        StepRunner.Listener silent = new StepRunner.Listener() {
            @Override
            public void begins(String label, int number, int of) {}

            @Override
            public void isDone(String label, int number, int of) {}
        };
        new StepRunner(input, output, ProvenanceLog.open(log(log)), "p 1", silent)
                .run(
                        List.of(Step.of(
                                step,
                                options,
                                List.of(input.resolve("raw.txt")),
                                List.of(file),
                                progress -> AtomicFile.writeText(file, content))),
                        Progress.NONE);
    }

    private Path log(String name) {
        return output.resolve("logs").resolve(name + ProvenanceCheck.ENDING);
    }

    private List<String> problems() throws IOException {
        return ProvenanceCheck.of(output, input, trust).problems();
    }

    @Test
    void honestResultsPassWhereverTheyAreCopied() throws IOException {
        assertEquals(List.of(), problems());
        Path moved = root.resolve("moved by hand");
        Files.move(output, moved);
        assertEquals(
                List.of(),
                ProvenanceCheck.of(moved, input, trust.toUpperCase(Locale.ROOT)).problems());
    }

    private interface Edit {
        void of(ResultSealTest results) throws IOException;
    }

    /** Twelve kinds of edit by someone without the key. */
    private static Map<String, Edit> edits() {
        Map<String, Edit> edits = new LinkedHashMap<>();
        edits.put("a p value", r -> Files.writeString(r.output.resolve("group/connections.tsv"), "p\n0.0001\n"));
        edits.put("a p value, with its log rebuilt", r -> {
            Files.writeString(r.output.resolve("group/connections.tsv"), "p\n0.0001\n");
            r.rebuild("group", 0);
        });
        edits.put("the same, and the head without a signature", r -> {
            Files.writeString(r.output.resolve("group/connections.tsv"), "p\n0.0001\n");
            r.rebuild("group", 0);
            Files.delete(SealedHead.file(r.output));
            SealedHead.write(r.output, null);
        });
        edits.put("the same, signed with another key", r -> {
            Files.writeString(r.output.resolve("group/connections.tsv"), "p\n0.0001\n");
            r.rebuild("group", 0);
            Files.delete(SealedHead.file(r.output));
            ResultSeal.sign(r.output, FORGER);
        });
        edits.put("the same, with the old key and signature beside the new head", r -> {
            SealedHead before = SealedHead.read(r.output).orElseThrow();
            Files.writeString(r.output.resolve("group/connections.tsv"), "p\n0.0001\n");
            r.rebuild("group", 0);
            ObjectNode json = MAPPER.createObjectNode();
            json.set("head", LogHead.of(r.output).toJson());
            json.put("publicKey", HexFormat.of().formatHex(before.key()));
            json.put("signature", HexFormat.of().formatHex(before.signature()));
            Files.writeString(SealedHead.file(r.output), CanonicalJson.of(json) + "\n");
        });
        edits.put("an option in the only line of a log", r -> {
            String text = Files.readString(r.log("group"));
            Files.writeString(r.log("group"), text.replace("5000", "50000"));
        });
        edits.put("the last line of a log dropped", r -> r.rebuild("sub-01", 1));
        edits.put("a log emptied", r -> Files.writeString(r.log("group"), ""));
        edits.put("a log deleted", r -> Files.delete(r.log("sub-01")));
        edits.put("all logs deleted", r -> {
            Files.delete(r.log("sub-01"));
            Files.delete(r.log("group"));
        });
        edits.put("a file planted", r -> Files.writeString(r.output.resolve("group/verdict.txt"), "The drug works.\n"));
        edits.put("a log planted", r -> Files.copy(r.log("group"), r.log("sub-99")));
        edits.put(
                "the description of the dataset",
                r -> Files.writeString(r.output.resolve("dataset_description.json"), "{\"Name\": \"FSL results\"}\n"));
        edits.put("the head deleted", r -> Files.delete(SealedHead.file(r.output)));
        return edits;
    }

    @Test
    void everyKindOfForgeryIsFoundAgainstATrustedFingerprint() throws IOException {
        for (Map.Entry<String, Edit> each : edits().entrySet()) {
            Map<Path, byte[]> before = contents();
            each.getValue().of(this);
            List<String> found = problems();
            assertFalse(found.isEmpty(), each.getKey() + " was not found");
            restore(before);
            assertEquals(List.of(), problems(), "restored after: " + each.getKey());
        }
    }

    /** What a forger can rebuild whole is not said to be right, unless a fingerprint is compared. */
    @Test
    void withoutAFingerprintTheWordsPromiseNoMore() throws IOException {
        assertTrue(ProvenanceCheck.of(output, input).seal().contains("signer unknown"));
        edits().get("the same, signed with another key").of(this);
        ProvenanceCheck forged = ProvenanceCheck.of(output, input);
        assertEquals(List.of(), forged.problems());
        assertTrue(forged.seal().contains("signer unknown"), forged.seal());
        edits().get("the same, and the head without a signature").of(this);
        assertTrue(ProvenanceCheck.of(output, input).seal().contains("not signed"));
        Files.delete(SealedHead.file(output));
        assertTrue(ProvenanceCheck.of(output, input).seal().contains("not sealed"));
    }

    @Test
    void bitFlipsInAnyFileAreFound() throws IOException {
        int flips = 0;
        for (Map.Entry<Path, byte[]> each : contents().entrySet()) {
            byte[] bytes = each.getValue();
            for (int bit = 0; bit < bytes.length * 8; bit += 1 + bytes.length * 8 / 75) {
                byte[] flipped = bytes.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                Files.write(each.getKey(), flipped);
                int at = bit;
                assertFalse(problems().isEmpty(), () -> each.getKey() + ": bit " + at + " is not missed");
                flips++;
            }
            Files.write(each.getKey(), bytes);
        }
        assertTrue(flips >= 400, flips + " flips");
    }

    /** Hexadecimal digits in upper case are the same number, but not what was written. */
    @Test
    void aSignatureInUpperCaseIsNoticed() throws IOException {
        Path head = SealedHead.file(output);
        String text = Files.readString(head);
        int from = text.indexOf("\"signature\":\"") + "\"signature\":\"".length();
        String signature = text.substring(from, text.indexOf('"', from));
        Files.writeString(head, text.replace(signature, signature.toUpperCase(Locale.ROOT)));
        assertFalse(problems().isEmpty());
    }

    /** The next run does not put its signature under what somebody changed in between. */
    @Test
    void aRunRefusesLogsThatWereChangedSinceTheHead() throws IOException {
        Files.writeString(output.resolve("group/connections.tsv"), "p\n0.0001\n");
        rebuild("group", 0);
        boolean[] ran = new boolean[1];
        IOException e = assertThrows(IOException.class, () -> ResultSeal.around(output, () -> ran[0] = true));
        assertTrue(e.getMessage().contains("changed after it was sealed"), e.getMessage());
        assertFalse(ran[0]);
        assertThrows(IOException.class, () -> ResultSeal.sign(output, KEY));
    }

    /** A run that was killed has added lines to the log, but no head; it is continued. */
    @Test
    void anInterruptedRunIsContinued() throws IOException {
        perform("sub-01", "more", Map.of(), "more.txt", "1");
        assertTrue(
                problems().stream().anyMatch(p -> p.contains("a run was interrupted")),
                problems().toString());
        ResultSeal.around(output, () -> {});
        ResultSeal.sign(output, KEY);
        assertEquals(List.of(), problems());
    }

    @Test
    void aFailedRunIsSealedToo() throws IOException {
        IOException e = assertThrows(
                IOException.class,
                () -> ResultSeal.around(output, () -> {
                    perform("sub-02", "mean", Map.of(), "other.txt", "1");
                    throw new IOException("a scan is unusable");
                }));
        assertEquals("a scan is unusable", e.getMessage());
        assertEquals(List.of(), ProvenanceCheck.of(output, input).problems());
    }

    @Test
    void theHeadDependsOnTheContentAlone() throws IOException {
        Optional<String> signed = ResultSeal.head(output);
        Files.delete(SealedHead.file(output));
        ResultSeal.around(output, () -> {});
        assertEquals(signed, ResultSeal.head(output));
        assertEquals(FileDigest.of(LogHead.of(output).toBytes()), signed.orElseThrow());
    }

    @Test
    void aKeyNeedsItsPassphraseAndIsNeverReplaced() throws IOException {
        Path file = root.resolve("a.key");
        String fingerprint = SigningKey.create(file, PASSPHRASE);
        SigningKey opened = SigningKey.open(file, PASSPHRASE);
        assertEquals(fingerprint, opened.fingerprint());
        byte[] text = {1, 2, 3};
        assertTrue(SigningKey.isSignature(opened.publicBytes(), text, opened.sign(text)));
        IOException wrong = assertThrows(IOException.class, () -> SigningKey.open(file, OTHER_PASSPHRASE));
        assertTrue(wrong.getMessage().contains("passphrase"), wrong.getMessage());
        byte[] bytes = Files.readAllBytes(file);
        assertTrue(assertThrows(IOException.class, () -> SigningKey.create(file, PASSPHRASE))
                .getMessage()
                .contains("never replaced"));
        assertEquals(new String(bytes, StandardCharsets.US_ASCII), Files.readString(file));
        assertThrows(
                IllegalArgumentException.class,
                () -> SigningKey.create(root.resolve("short.key"), "short".toCharArray()));
        assertFalse(Files.exists(root.resolve("short.key")));
        bytes[bytes.length - 3] ^= 1;
        Files.write(file, bytes);
        assertThrows(IOException.class, () -> SigningKey.open(file, PASSPHRASE));
        IOException absent =
                assertThrows(IOException.class, () -> SigningKey.open(root.resolve("none.key"), PASSPHRASE));
        assertTrue(absent.getMessage().contains("boldj key"), absent.getMessage());
    }

    @Test
    void aFingerprintThatIsNoneIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> ProvenanceCheck.of(output, input, "12:34"));
    }

    /** Makes a chain anew over the present files, as anyone with write access can; drops lines at the end. */
    private void rebuild(String name, int dropped) throws IOException {
        List<String> lines = Files.readAllLines(log(name));
        StringBuilder text = new StringBuilder();
        String previous = ProvenanceLog.START;
        for (String line : lines.subList(0, lines.size() - dropped)) {
            ObjectNode entry = (ObjectNode) MAPPER.readTree(line);
            ObjectNode outputs = (ObjectNode) entry.get("outputs");
            List<String> names = new ArrayList<>();
            outputs.fieldNames().forEachRemaining(names::add);
            for (String file : names)
                outputs.put(file, FileDigest.of(output.resolve(file.substring("output/".length()))));
            entry.put("previous", previous);
            String made = MAPPER.writeValueAsString(entry);
            previous = FileDigest.of(made.getBytes(StandardCharsets.UTF_8));
            text.append(made).append('\n');
        }
        Files.writeString(log(name), text);
    }

    /** All files but the times of steps, which nothing covers. */
    private Map<Path, byte[]> contents() throws IOException {
        Map<Path, byte[]> contents = new LinkedHashMap<>();
        try (Stream<Path> all = Files.walk(output)) {
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
