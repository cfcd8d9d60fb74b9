package sc.fiji.boldj.workflow.design;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.Verdict;
import sc.fiji.boldj.workflow.check.DatasetCheck;
import sc.fiji.boldj.workflow.check.DatasetInspection;
import sc.fiji.boldj.workflow.check.ProtocolInspection;
import sc.fiji.boldj.workflow.protocol.Factor;
import sc.fiji.boldj.workflow.protocol.JsonSchema;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.protocol.TestFamily;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;
import sc.fiji.boldj.workflow.protocol.TrialTruth;
import sc.fiji.boldj.workflow.protocol.Undecided;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/** Proposals from the tables of the six simulated examples: the design is the example's, and what the data cannot tell is listed. */
class ProtocolProposalTest {

    private static final ProtocolProposal.Decisions NOTHING =
            new ProtocolProposal.Decisions("", "", "", "", ProtocolProposal.BaselineUse.UNDECIDED);

    @TempDir
    Path folder;

    private BidsDataset dataset(String name, int people, double missing) throws IOException {
        ProtocolFile file = ProtocolTrialTest.example(name);
        Path place = folder.resolve(name);
        ProtocolTrial.draw(file, TrialTruth.standard(file.protocol(), 1, missing, 2, 0), people, 5)
                .writeEmptyScans(place);
        return BidsDataset.read(place);
    }

    private ProtocolFile file(ProtocolProposal proposal) throws IOException {
        Path file = folder.resolve("proposal.json");
        Files.writeString(file, proposal.text(file));
        return ProtocolFile.read(file);
    }

    private static List<String> fields(ProtocolProposal proposal) {
        return proposal.undecided().stream().map(Undecided::field).toList();
    }

    @Test
    void theDesignOfEachExampleIsFound() throws IOException {
        for (String name : ProtocolTrialTest.EXAMPLES) {
            BidsDataset dataset = dataset(name, 24, 0);
            TrialProtocol wanted = ProtocolTrialTest.example(name).protocol();
            ProtocolFile proposed = file(ProtocolProposal.of(dataset, NOTHING));
            TrialProtocol got = proposed.protocol();
            assertEquals(wanted.factors().keySet(), got.factors().keySet(), name);
            for (Factor factor : wanted.factors().values()) {
                Factor own = got.factors().get(factor.name());
                assertEquals(factor.levels(), own.levels(), name);
                assertEquals(factor.role(), own.role(), name);
                assertEquals(factor.column(), own.column(), name);
                assertEquals(factor.within(), own.within(), name);
                // the names of the factorial trial do not show that PLA+SAL is the comparator
                assertEquals(name.startsWith("t3") ? "" : factor.reference(), own.reference(), name);
            }
            assertEquals(
                    new HashSet<>(wanted.randomisation().sequences()),
                    new HashSet<>(got.randomisation().sequences()),
                    name);
            assertEquals(wanted.randomisation().period(), got.randomisation().period(), name);
            // nothing is chosen: all tests are exploratory, and what is open is listed
            assertTrue(got.claims().families().stream().allMatch(f -> f.rank() == TestFamily.Rank.EXPLORATORY), name);
            assertTrue(fields(ProtocolProposal.of(dataset, NOTHING)).contains("$.families"), name);
            assertTrue(
                    assertThrows(IOException.class, proposed::requireDecided)
                            .getMessage()
                            .contains("$.families: which of these endpoints is primary"),
                    name);
            try (InputStream in = ProtocolFile.class.getResourceAsStream("protocol.schema.json")) {
                JsonSchema schema = new JsonSchema(new ObjectMapper().readTree(in));
                assertEquals(List.of(), schema.errors(new ObjectMapper().readTree(proposed.canonical())), name);
            }
            DatasetCheck check = ProtocolInspection.of(
                    dataset,
                    proposed,
                    DatasetInspection.of(dataset, ParticipantOptions.DEFAULT, "BoldJ test", Progress.NONE));
            for (DatasetCheck.Row row : check.rows())
                if (row.light() != Verdict.Light.GREEN)
                    assertTrue(
                            row.light() == Verdict.Light.AMBER && row.words().startsWith("is to be decided"),
                            name + ": " + row);
        }
    }

    @Test
    void choicesAreListedWhereThereAreMoreThanTwo() throws IOException {
        ProtocolProposal t4 = ProtocolProposal.of(dataset("t4-repeated-visits", 16, 0.4), NOTHING);
        String families = t4.undecided().stream()
                .filter(open -> open.field().equals("$.families"))
                .findFirst()
                .orElseThrow()
                .words();
        assertTrue(families.contains("at which visit (wk00, wk06, wk12)") && families.contains("score"), families);
        assertTrue(fields(t4).containsAll(List.of("$.model.baseline", "$.model.missing", "$.randomisation.blocks")));
        ProtocolProposal t1 = ProtocolProposal.of(dataset("t1-parallel-blocking", 12, 0), NOTHING);
        assertEquals(
                Map.of(
                        "ketamine_vs_placebo", "ketamine - placebo",
                        "lamotrigine_ketamine_vs_placebo", "\"lamotrigine+ketamine\" - placebo",
                        "lamotrigine_ketamine_vs_ketamine", "\"lamotrigine+ketamine\" - ketamine"),
                t1.content().get("contrasts"));
    }

    @Test
    void decisionsAreUsedAndWhatIsDecidedIsNotListed() throws IOException {
        BidsDataset dataset = dataset("t4-repeated-visits", 16, 0);
        ProtocolProposal proposal = ProtocolProposal.of(
                dataset,
                new ProtocolProposal.Decisions(
                        "A trial", "drug", "score", "wk12", ProtocolProposal.BaselineUse.COVARIATE));
        TrialProtocol protocol = file(proposal).protocol();
        assertEquals("A trial", protocol.title());
        assertEquals("drug", protocol.factors().get("arm").reference());
        TestFamily primary = protocol.claims().families().get(0);
        assertEquals(TestFamily.Rank.PRIMARY, primary.rank());
        assertEquals("wk12", primary.visit());
        assertEquals("placebo - drug", primary.tests().get(0).contrast().expression());
        assertEquals("wk00", protocol.model().baseline().orElseThrow().level());
        assertTrue(!fields(proposal).contains("$.families") && !fields(proposal).contains("$.model.baseline"));
        // without its list a proposal is a protocol like any other
        Map<String, Object> content = new LinkedHashMap<>(proposal.content());
        content.remove("undecided");
        assertEquals(
                List.of(),
                ProtocolFile.of(folder.resolve("x.json"), content)
                        .requireDecided()
                        .undecided());
    }

    @Test
    void wrongDecisionsAndDatasetsWithoutATrialAreRefused() throws IOException {
        BidsDataset dataset = dataset("t4-repeated-visits", 8, 0);
        refused(dataset, new String[] {"", "aspirin", "", ""}, "'aspirin' is not a treatment: placebo, drug");
        refused(dataset, new String[] {"", "", "score", ""}, "the primary tests need a visit, one of wk00, wk06, wk12");
        refused(dataset, new String[] {"", "", "score", "wk99"}, "there is no visit 'wk99'");
        refused(dataset, new String[] {"", "", "scores", "wk12"}, "there is no endpoint 'scores'; there are PCC-mPFC");
        refused(dataset, new String[] {"", "", "", "wk12"}, "name the primary endpoint too");
        Path bare = Files.createDirectories(folder.resolve("bare/sub-01/func"));
        Files.writeString(bare.resolve("sub-01_task-rest_bold.nii.gz"), "");
        String words = assertThrows(
                        IOException.class, () -> ProtocolProposal.of(BidsDataset.read(folder.resolve("bare")), NOTHING))
                .getMessage();
        assertTrue(words.contains("neither arms nor treatments nor visits"), words);
    }

    private static void refused(BidsDataset dataset, String[] d, String words) {
        String got = assertThrows(
                        IllegalArgumentException.class,
                        () -> ProtocolProposal.of(
                                dataset,
                                new ProtocolProposal.Decisions(
                                        d[0], d[1], d[2], d[3], ProtocolProposal.BaselineUse.UNDECIDED)))
                .getMessage();
        assertTrue(got.contains(words), got);
    }

    /** Tables as people write them: no data dictionary, arms by name, a scan that no factor distinguishes. */
    @Test
    void foreignTablesAreReadWithoutADictionary() throws IOException {
        Path root = folder.resolve("own");
        List<String> people = new ArrayList<>(List.of("participant_id\tGroup\tsite"));
        for (int i = 1; i <= 6; i++) {
            people.add("sub-0" + i + "\t" + (i % 2 == 0 ? "Placebo" : "Drug X") + "\t" + (i < 4 ? "A" : "B"));
            for (String visit : List.of("post", "pre")) {
                Path func = Files.createDirectories(root.resolve("sub-0" + i + "/ses-" + visit + "/func"));
                Files.writeString(func.resolve("sub-0" + i + "_ses-" + visit + "_task-rest_bold.nii.gz"), "");
            }
        }
        Files.write(root.resolve("participants.tsv"), people);
        ProtocolProposal proposal = ProtocolProposal.of(BidsDataset.read(root), NOTHING);
        TrialProtocol protocol = file(proposal).protocol();
        assertEquals(List.of("Placebo", "Drug X"), protocol.factors().get("arm").levels());
        assertEquals("Placebo", protocol.factors().get("arm").reference());
        assertEquals(List.of("pre", "post"), protocol.factors().get("visit").levels());
        assertTrue(fields(proposal).containsAll(List.of("$.factors.arm.role", "$.factors.arm.levels")));
        assertEquals(
                List.of("site"),
                proposal.undecided().stream()
                        .filter(open -> open.field().equals("$.randomisation.strata"))
                        .findFirst()
                        .orElseThrow()
                        .choices());
    }

    /** Two sessions of a crossover with one treatment are named, as no factor distinguishes them. */
    @Test
    void sessionsThatNoFactorDistinguishesAreNamed() throws IOException {
        BidsDataset dataset = dataset("t3-factorial-crossover", 8, 0);
        Path table = dataset.root().resolve("sub-03/sub-03_sessions.tsv");
        String text = Files.readString(table);
        String[] lines = text.split("\n", -1);
        int column = List.of(lines[0].split("\t")).indexOf("treatment");
        String first = lines[1].split("\t", -1)[column];
        String second = lines[2].split("\t", -1)[column];
        Files.writeString(table, text.replace("\t" + second + "\t", "\t" + first + "\t"));
        String words = ProtocolProposal.of(BidsDataset.read(dataset.root()), NOTHING)
                .undecided()
                .toString();
        assertTrue(words.contains("sub-03 has two sessions with the levels " + first), words);
        assertTrue(!ProtocolProposal.of(dataset("t6-infusion", 8, 0), NOTHING)
                .undecided()
                .toString()
                .contains("two sessions"));
    }
}
