package sc.fiji.boldj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.workflow.trial.MadeUpSessions;

/** A locked trial through the calls of a shell, with their exit codes and what they print. */
class LockCallsTest extends MadeUpSessions {

    private static final String PROTOCOL = "{'protocolVersion': 1, 'title': 'Two arms', 'factors': {"
            + "'arm': {'role': 'treatment', 'levels': ['placebo', 'drug'], 'reference': 'placebo'}},"
            + "'endpoints': [{'id': 'pcc', 'kind': 'connection', 'connection': 'PCC - mPFC'}],"
            + "'families': [{'id': 'main', 'rank': 'primary', 'order': [{'endpoint': 'pcc', 'contrast': 'drug - placebo'}]}],"
            + "'permutations': {'number': 100, 'seed': 3}}";

    private static final List<String> LEVEL =
            List.of("--voxel", "10", "--nonlinear", "false", "--columns", "24P", "--sensitivity", "false");

    private String said = "";

    private int call(List<String> words, String... more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of(more));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream err = System.err;
        PrintStream both = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        System.setOut(both);
        System.setErr(both);
        try {
            return Launcher.execute(all.toArray(String[]::new));
        } finally {
            System.setOut(out);
            System.setErr(err);
            said = bytes.toString(StandardCharsets.UTF_8);
        }
    }

    private static List<String> with(List<String> first, List<String> rest) {
        List<String> all = new ArrayList<>(first);
        all.addAll(rest);
        return all;
    }

    @Test
    void lockGroupUnblindGroupVerify() throws IOException {
        StringBuilder people = new StringBuilder("participant_id\tarm\n");
        for (int i = 1; i <= 8; i++) {
            people.append("sub-0" + i + "\t" + (i % 2 == 0 ? "Q" : "K") + "\n");
            scan("0" + i, "", i % 2 == 0 ? 0.5 : 0);
        }
        table("participants.tsv", people.toString());
        Path allocation = root.resolve("allocation.tsv");
        Files.writeString(allocation, "code\tarm\nQ\tdrug\nK\tplacebo\n");
        Path protocol = root.resolve("protocol.json");
        Files.writeString(protocol, PROTOCOL.replace('\'', '"'));
        String out = results.toString();
        List<String> lock = List.of(
                "lock", protocol.toString(), out, "--allocation", allocation.toString(), "--person", "R. Statistician");
        assertEquals(1, call(lock, "--fwhn", "5"), said);
        assertTrue(said.contains("fwhn"), said);
        assertFalse(Files.exists(results.resolve("logs")), "nothing is written for a call that makes no sense");
        assertEquals(0, call(with(lock, LEVEL)), said);
        assertTrue(said.contains("by R. Statistician, blinded"), said);
        List<String> group = with(List.of("group", bids.toString(), out), LEVEL);
        assertEquals(1, call(group), said);
        assertTrue(said.contains("the trial is blinded"), said);
        assertEquals(0, call(group, "--allocation", "scrambled"), said);
        assertTrue(said.contains("Scrambled allocation"), said);
        assertEquals(0, call(List.of("unblind", out, "--allocation", allocation.toString(), "--person", "T")), said);
        assertEquals(0, call(group), said);
        assertFalse(said.contains("Changed after"), said);
        assertEquals(0, call(group, "--min-coverage", "0.5"), said);
        assertTrue(said.contains("Changed after unblinding: min_coverage was 0.7, is 0.5."), said);
        assertEquals(1, call(List.of("verify", out)), said);
        assertTrue(said.contains("Changed after unblinding: min_coverage was 0.7, is 0.5."), said);
        assertTrue(said.contains("unblinded on") && said.contains("by T"), said);
    }

    @Test
    void aValidationSaysWhatFailedAndWhatIsUnknown() {
        String out = root.resolve("iq").toString();
        assertEquals(0, call(List.of("validate", out, "--steps", "graph measures,threads")), said);
        assertTrue(said.contains("Passed: every figure of 2 steps is within its tolerance."), said);
        assertEquals(0, call(List.of("verify", out)), said);
        assertEquals(1, call(List.of("validate", out, "--steps", "homoeopathy")), said);
        assertTrue(said.contains("no step is called 'homoeopathy'"), said);
    }
}
