package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;

/** The key protocol of the commands of a study, through their macro lines. */
class ProtocolKeysTest {

    @TempDir
    Path folder;

    private Path protocol;

    @BeforeEach
    void fewPermutations() throws IOException {
        String text = Files.readString(Path.of("docs/protocols/t4-repeated-visits.json"));
        protocol = Files.writeString(
                folder.resolve("trial.json"),
                text.replace("\"number\": 10000", "\"number\": 200")
                        .replace("\"permutations\"", "\"preprocessing\": {\"fwhm\": 5}, \"permutations\""));
    }

    private String run(String label, String words) throws IOException {
        return CommandMenu.calls().run(label, words, Progress.NONE);
    }

    private String refused(String label, String words) {
        return assertThrows(Exception.class, () -> run(label, words)).getMessage();
    }

    @Test
    void simulateCheckAndGroupReadOneProtocol() throws IOException {
        Path trial = folder.resolve("trial");
        String said = run(
                "Simulate Trial...",
                "output=[" + trial + "] participants=16 effect=2.5 sites=2 inputs=group protocol=[" + protocol + "]");
        assertTrue(said.startsWith("trial: 16 participants, 48 sessions, tasks rest"), said);
        String check = run(
                "Check Dataset...",
                "bids=[" + trial + "] output=[" + folder.resolve("check.html") + "] protocol=[" + protocol + "]");
        assertEquals(trial + ": 48 scans of 16 subjects: GREEN", check);
        Path results = trial.resolve("derivatives/boldj");
        String verdict =
                run("Run Group...", "bids=[" + trial + "] output=[" + results + "] protocol=[" + protocol + "]");
        assertTrue(
                verdict.startsWith("Primary, declared in the protocol: PCC - mPFC, drug - placebo at wk12"), verdict);
        Table endpoints = TsvFiles.read(results.resolve("group/endpoints.tsv"));
        assertEquals(List.of("wk12", "wk12", "wk06", "wk06"), endpoints.texts("visit"));
        assertEquals("significant", endpoints.texts("status").get(0));
        assertEquals(0.5, endpoints.numbers("estimate")[0], 0.25); // 2.5 SD of 0.2
        // a proposal from its tables is checked, and not analysed before it is complete
        Path proposal = folder.resolve("proposal.json");
        String call = "bids=[" + trial + "] output=[" + proposal + "] primary=PCC-mPFC visit=wk12";
        assertTrue(run("Write Protocol...", call).contains("to be decided: $.model.baseline"));
        String kept = Files.readString(proposal);
        assertTrue(refused("Write Protocol...", call + " baseline=change").contains("exists"));
        assertEquals(kept, Files.readString(proposal));
        run("Write Protocol...", call + " baseline=change replace=true");
        assertTrue(Files.readString(proposal).contains("\"use\" : \"change\""));
        check = run(
                "Check Dataset...",
                "bids=[" + trial + "] output=[" + folder.resolve("check2.html") + "] protocol=[" + proposal + "]");
        assertTrue(check.contains("AMBER") && !check.contains("RED"), check);
        assertTrue(refused("Run Group...", "bids=[" + trial + "] output=[" + results + "] protocol=[" + proposal + "]")
                .contains("fields are to be decided"));
        // its group level is a pilot
        run(
                "Plan Trial...",
                "results=[" + results + "] protocol=[" + protocol + "] endpoint=pccMpfc output=["
                        + folder.resolve("plan") + "]");
        assertEquals(2, TsvFiles.read(folder.resolve("plan/plan.tsv")).rows());
        // keys that the protocol declares cannot be given otherwise
        String words = refused(
                "Run Participant...",
                "bids=[" + trial + "] output=[" + folder.resolve("out") + "] fwhm=8 protocol=[" + protocol + "]");
        assertTrue(words.contains("the protocol declares fwhm=5.0") && words.contains("8"), words);
        words = refused(
                "Run Group...",
                "bids=[" + trial + "] output=[" + results + "] design=paired protocol=[" + protocol + "]");
        assertTrue(words.contains("design: the protocol declares what is tested"), words);
    }

    @Test
    void keysThatNeedAProtocolOrExcludeOneAreNamed() {
        Path out = folder.resolve("out");
        String words = refused("Simulate Trial...", "output=[" + out + "] inputs=group");
        assertTrue(words.contains("inputs needs a protocol"), words);
        words = refused("Simulate Trial...", "output=[" + out + "] design=crossover protocol=[" + protocol + "]");
        assertTrue(words.contains("design: the protocol declares what is simulated"), words);
        words = refused("Simulate Trial...", "output=[" + out + "] missing=1.2 protocol=[" + protocol + "]");
        assertTrue(words.contains("missing must be 0 to below 1"), words);
        words = refused("Simulate Trial...", "output=[" + out + "] protocol=[" + folder.resolve("no.json") + "]");
        assertTrue(words.contains("there is no file"), words);
        for (String label : List.of("Check Dataset...", "Run Participant...", "Run Group...")) {
            words = refused(
                    label,
                    "bids=[" + folder + "] output=[" + folder + "] protocol=[" + folder.resolve("no.json") + "]");
            assertTrue(words.contains("no.json") || words.contains("no scan was found"), label + ": " + words);
        }
        assertFalse(Files.exists(out));
    }
}
