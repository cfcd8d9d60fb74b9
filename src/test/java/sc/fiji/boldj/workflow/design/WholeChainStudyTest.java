package sc.fiji.boldj.workflow.design;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.report.StudyPageSet;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.group.ProtocolRun;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.protocol.TrialTruth;
import sc.fiji.boldj.workflow.provenance.StepRunner;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/**
 * The six examples from simulated results of the participant level (tables of connections, maps, masks, quality measures, scores) to the
 * tables of the group level: how often planted contrasts of one SD are found with the right sign, and absent ones shown to be.
 */
@Tag("study")
class WholeChainStudyTest {

    private static final int SEEDS = Integer.getInteger("boldj.study.trials", 20);
    private static final int FIRST = Integer.getInteger("boldj.study.seed", 1);
    /** Only examples whose name begins with this: {@code -Dboldj.study.cells=t4}. */
    private static final String CELLS = System.getProperty("boldj.study.cells", "");

    private static final int PERMUTATIONS = Integer.getInteger("boldj.study.permutations", 200);
    private static final Map<String, Integer> PARTICIPANTS =
            Map.of("t1", 75, "t2", 30, "t3", 24, "t4", 120, "t5", 60, "t6", 30);

    private static final StepRunner.Listener QUIET = new StepRunner.Listener() {
        @Override
        public void begins(String step, int number, int of) {}

        @Override
        public void isDone(String step, int number, int of) {}
    };

    @TempDir
    Path folder;

    /** The example with fewer permutations. */
    private Path protocol(String name) throws IOException {
        Path own = folder.resolve(name + ".json");
        return Files.writeString(
                own,
                Files.readString(Path.of("docs/protocols", name + ".json"))
                        .replaceAll("\"number\": [0-9]+", "\"number\": " + PERMUTATIONS));
    }

    /** Simulates a trial and analyses it; returns the folder of the group level. */
    private Path analysed(String name, long seed) throws IOException {
        ProtocolFile file = ProtocolFile.read(protocol(name));
        String number = name.substring(0, 2);
        boolean visits = number.equals("t4");
        Path bids = folder.resolve(name + seed);
        ProtocolTrial.draw(
                        file,
                        TrialTruth.standard(file.protocol(), 1, visits ? 0.2 : 0, visits ? 3 : 1, 0),
                        PARTICIPANTS.get(number),
                        seed)
                .writeGroupInputs(bids, Progress.NONE);
        Path results = bids.resolve(ProtocolTrial.RESULTS);
        new ProtocolRun(
                        BidsDataset.read(bids),
                        results,
                        ParticipantOptions.DEFAULT,
                        GroupOptions.DEFAULT.with(
                                GroupOption.PROTOCOL, file.file().toString()),
                        Template.builtIn(),
                        "BoldJ test")
                .run(new StudyPageSet("BoldJ test"), QUIET, Progress.NONE);
        return results.resolve("group");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t1-parallel-blocking",
                "t2-crossover-baseline",
                "t3-factorial-crossover",
                "t4-repeated-visits",
                "t5-single-dose-task",
                "t6-infusion"
            })
    void plantedEffectsAreFound(String name) throws IOException {
        if (!name.startsWith(CELLS)) return;
        Map<String, int[]> counts = new LinkedHashMap<>();
        for (int seed = FIRST; seed < FIRST + SEEDS; seed++) {
            Path group = analysed(name, seed);
            Table truth = TsvFiles.read(group.getParent().getParent().resolve("truth/contrasts.tsv"));
            Table tests = TsvFiles.read(group.resolve("endpoints.tsv"));
            int rows = tests.rows();
            int compared = 0;
            for (int r = 0; r < truth.rows(); r++) {
                String family = truth.texts("family").get(r);
                double true_ = truth.numbers("truth_sd")[r];
                if (family.startsWith("blocking")) continue;
                if (family.equals("equivalence")) {
                    String verdict = TsvFiles.read(group.resolve("equivalence.tsv"))
                            .texts("verdict")
                            .get(0);
                    add(
                            counts,
                            "equivalence " + truth.texts("endpoint").get(r) + ", truth " + true_,
                            verdict.equals("within the margin"),
                            verdict.equals("within the margin"));
                    continue;
                }
                double estimate = tests.numbers("estimate")[compared];
                double p = tests.numbers("p")[compared];
                double corrected = tests.numbers("p_corrected")[compared];
                assertEquals(
                        truth.texts("endpoint").get(r), tests.texts("endpoint").get(compared));
                boolean map = Double.isNaN(estimate);
                boolean sign = map || Math.signum(estimate) == Math.signum(true_) || true_ == 0;
                add(
                        counts,
                        family + " " + truth.texts("endpoint").get(r) + " "
                                + truth.texts("contrast").get(r) + " "
                                + truth.texts("visit").get(r) + ", truth " + true_,
                        sign && p <= 0.05,
                        sign && corrected <= 0.05);
                compared++;
            }
            assertEquals(rows, compared, "every declared test is in the table");
            delete(group.getParent().getParent().getParent());
            int done = seed - FIRST + 1;
            counts.forEach((test, n) ->
                    System.out.printf(Locale.ROOT, "%s %s: %d, corrected %d of %d%n", name, test, n[0], n[1], done));
        }
        assertTrue(counts.size() > 1);
    }

    private static void delete(Path bids) throws IOException {
        try (var files = Files.walk(bids)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) Files.delete(file);
        }
    }

    private static void add(Map<String, int[]> counts, String test, boolean found, boolean corrected) {
        int[] own = counts.computeIfAbsent(test, key -> new int[2]);
        if (found) own[0]++;
        if (corrected) own[1]++;
    }
}
