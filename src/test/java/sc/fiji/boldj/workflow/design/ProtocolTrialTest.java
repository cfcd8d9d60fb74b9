package sc.fiji.boldj.workflow.design;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.simulate.Activity;
import sc.fiji.boldj.simulate.Task;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.Verdict;
import sc.fiji.boldj.workflow.check.DatasetCheck;
import sc.fiji.boldj.workflow.check.DatasetInspection;
import sc.fiji.boldj.workflow.check.ProtocolInspection;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;
import sc.fiji.boldj.workflow.protocol.TrialTruth;
import sc.fiji.boldj.workflow.provenance.ProvenanceCheck;
import sc.fiji.boldj.workflow.study.BidsRules;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.trial.EndpointValues;
import sc.fiji.boldj.workflow.trial.ProtocolNeeds;
import sc.fiji.boldj.workflow.trial.ScanEndpoints;
import sc.fiji.boldj.workflow.trial.TrialSessions;

/** Simulated trials of the six examples: what is drawn is what is declared, and readers find in the files what was drawn. */
class ProtocolTrialTest {

    static final List<String> EXAMPLES = List.of(
            "t1-parallel-blocking",
            "t2-crossover-baseline",
            "t3-factorial-crossover",
            "t4-repeated-visits",
            "t5-single-dose-task",
            "t6-infusion");

    @TempDir
    Path folder;

    static ProtocolFile example(String name) throws IOException {
        return ProtocolFile.read(Path.of("docs/protocols", name + ".json"));
    }

    private static ProtocolTrial draw(String name, int people, double missing, int sites) throws IOException {
        ProtocolFile file = example(name);
        return ProtocolTrial.draw(file, TrialTruth.standard(file.protocol(), 1, missing, sites, 0), people, 7);
    }

    private static TrialTruth truth(TrialProtocol protocol, Path folder, String text) throws IOException {
        Path file = Files.writeString(folder.resolve("truth.json"), text.replace('\'', '"'));
        return TrialTruth.read(file, protocol, TrialTruth.standard(protocol, 1, 0, 1, 0));
    }

    /** Every example is accepted without a finding. */
    @Test
    void theCheckOfTheDatasetFindsNothing() throws IOException {
        for (String name : EXAMPLES) {
            Path place = folder.resolve(name);
            draw(name, 12, 0, 2).writeEmptyScans(place);
            BidsDataset dataset = BidsDataset.read(place);
            DatasetCheck check = DatasetInspection.of(dataset, ParticipantOptions.DEFAULT, "BoldJ test", Progress.NONE);
            check = ProtocolInspection.of(dataset, example(name), check);
            assertEquals(
                    Verdict.Light.GREEN,
                    check.light(),
                    name + ": " + check.rows().get(0));
            assertTrue(check.rows().stream().anyMatch(row -> row.words().contains("names and tables were checked")));
            BidsRules.check(place);
            // the BIDS validator accepts neither tables of doses nor empty scans
            assertEquals(
                    "*_bold.nii.gz\n" + (name.equals("t6-infusion") ? "*_infusion.tsv\n" : ""),
                    Files.readString(place.resolve(".bidsignore")),
                    name);
        }
    }

    /** What the group level reads of tables and maps is what was drawn: 1e-5 (six decimals, float32). */
    @Test
    void readersFindWhatWasDrawn() throws IOException {
        for (String name : List.of("t1-parallel-blocking", "t4-repeated-visits")) {
            Path place = folder.resolve(name);
            ProtocolTrial trial = draw(name, 4, 0.2, 3);
            trial.writeGroupInputs(place, Progress.NONE);
            TrialProtocol protocol = example(name).protocol();
            BidsDataset dataset = BidsDataset.read(place);
            TrialSessions sessions = TrialSessions.of(dataset, protocol);
            EndpointValues values = ScanEndpoints.of(
                            dataset,
                            place.resolve(ProtocolTrial.RESULTS),
                            Template.BUILT_IN_SPACE,
                            protocol,
                            sessions,
                            GroupOptions.DEFAULT)
                    .values();
            List<Integer> present = trial.trial().people().stream()
                    .flatMap(p -> p.sessions().stream())
                    .filter(s -> !s.missed())
                    .map(DrawnTrial.DrawnSession::index)
                    .toList();
            int compared = 0;
            for (Endpoint endpoint : protocol.endpoints().values()) {
                if (!endpoint.isNumber()) continue;
                double tolerance = endpoint.source() instanceof Endpoint.Score ? 0.0051 : 1e-5;
                for (int k = 0; k < present.size(); k++, compared++) {
                    double z = trial.trial().endpoints().get(endpoint.id())[present.get(k)];
                    EndpointScale scale = EndpointScale.of(endpoint);
                    assertEquals(
                            scale.mean() + scale.deviation() * z,
                            values.numbers().get(endpoint.id())[k],
                            tolerance * Math.max(1, scale.deviation()),
                            name + " " + endpoint.id());
                }
            }
            assertTrue(compared > 10, name);
        }
    }

    /** Connections between nodes of the user's, beside one of interest: readers find what was drawn, by hand from the table. */
    @Test
    void nodesOfTheUserAreDrawnCheckedAndRead() throws IOException {
        Path table = Files.writeString(
                folder.resolve("nodes.tsv"),
                "name\tx\ty\tz\tradius\tnetwork\nseed\t0\t-52\t18\t8\t\nleft\t-40\t20\t30\t5\tfrontal\nright\t40\t20\t30\t5\tfrontal\n");
        Path file = folder.resolve("nodes.json");
        String json = Files.readString(Path.of("docs/protocols/t4-repeated-visits.json"))
                .replace(
                        "{\"id\": \"dmn\", \"kind\": \"connection\", \"connection\": \"DMN within\"}",
                        "{\"id\": \"dmn\", \"kind\": \"connection\", \"one\": [\"seed\"], \"other\": [\"frontal\"]}");
        Files.writeString(file, json);
        IOException e = assertThrows(IOException.class, () -> ProtocolFile.read(file));
        assertTrue(
                e.getMessage().contains("$.endpoints[1].one[0]: there is no node or network 'seed'"), e.getMessage());
        Files.writeString(
                file,
                json.replace(
                        "\"permutations\"", "\"preprocessing\": {\"nodes\": \"" + table + "\"}, \"permutations\""));
        ProtocolFile protocol = ProtocolFile.read(file);
        ProtocolTrial trial = ProtocolTrial.draw(protocol, TrialTruth.standard(protocol.protocol(), 1, 0, 1, 0), 4, 7);
        Path place = folder.resolve("own");
        trial.writeGroupInputs(place, Progress.NONE);
        BidsDataset dataset = BidsDataset.read(place);
        EndpointValues values = ScanEndpoints.of(
                        dataset,
                        place.resolve(ProtocolTrial.RESULTS),
                        Template.BUILT_IN_SPACE,
                        protocol.protocol(),
                        TrialSessions.of(dataset, protocol.protocol()),
                        GroupOptions.DEFAULT)
                .values();
        Path first;
        try (Stream<Path> all = Files.walk(place)) {
            first = all.filter(path -> path.toString().contains("seg-custom")
                            && path.toString().endsWith(".tsv"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
        Table z = TsvFiles.read(first);
        assertEquals(
                (z.numbers("left")[0] + z.numbers("right")[0]) / 2,
                values.numbers().get("dmn")[0],
                1e-9);
        for (String id : List.of("dmn", "pccMpfc"))
            for (int i = 0; i < values.numbers().get(id).length; i++)
                assertEquals(
                        0.3 + 0.2 * trial.trial().endpoints().get(id)[i],
                        values.numbers().get(id)[i],
                        1e-5,
                        id); // six decimals
        assertTrue(ProtocolNeeds.of(dataset, protocol.protocol()).lacking().isEmpty());
        Files.writeString(table, Files.readString(table).replace("seed", "other"));
        assertEquals(
                List.of("endpoint dmn: there is no node or network 'seed' in " + table + ": did you mean 'left'?"),
                ProtocolNeeds.of(dataset, protocol.protocol()).lacking());
        Files.delete(table);
        assertEquals(
                List.of("nodes: there is no file '" + table + "'"),
                ProtocolNeeds.of(dataset, protocol.protocol()).lacking());
    }

    /** Contrasts of cell means by hand. */
    @Test
    void theTruthOfDeclaredContrastsFollowsFromWhatIsPlanted() throws IOException {
        assertEquals(List.of("1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1"), truths("t1-parallel-blocking"));
        // the interaction is what lamotrigine removes; the main effect is half; lamotrigine alone has none
        assertEquals(List.of("1", "-1", "0.5", "-1", "0", "1", "1"), truths("t3-factorial-crossover"));
        assertEquals(List.of("1", "0", "1", "1", "1", "1", "0"), truths("t2-crossover-baseline"));
        assertEquals(List.of("1", "0", "1", "0"), truths("t5-single-dose-task"));
        TrialProtocol t4 = example("t4-repeated-visits").protocol();
        TrialTruth late = truth(
                t4, folder, "{'effects': [{'endpoint': 'pccMpfc', 'contrast': 'drug', 'visit': 'wk12', 'sd': 0.8}]}");
        assertEquals(List.of("0.8", "0", "0", "0"), TrueContrasts.of(t4, late).texts("truth_sd"));
    }

    private static List<String> truths(String name) throws IOException {
        TrialProtocol protocol = example(name).protocol();
        Table table = TrueContrasts.of(protocol, TrialTruth.standard(protocol, 1, 0, 1, 0));
        return table.texts("truth_sd");
    }

    /** Means, correlation, share of missing sessions, carry-over and periods of many participants, within five standard errors. */
    @Test
    void whatIsDrawnHasTheDeclaredDistribution() throws IOException {
        ProtocolFile t2 = example("t2-crossover-baseline");
        TrialTruth truth = new TrialTruth(
                TrialTruth.standard(t2.protocol(), 1, 0, 1, 0).effects(), 0.5, 0.2, 1, 0, 0.3, 0.5, List.of());
        DrawnTrial trial = ProtocolTrial.draw(t2, truth, 6000, 3).trial();
        double[] values = trial.endpoints().get("pccMpfc");
        Map<String, double[]> sums = new TreeMap<>();
        int missed = 0;
        double products = 0;
        int pairs = 0;
        for (DrawnTrial.DrawnPerson person : trial.people()) {
            for (DrawnTrial.DrawnSession s : person.sessions()) {
                if (s.missed()) missed++;
                String cell = s.levels().get("treatment") + " " + s.levels().get("scan") + " after "
                        + s.before().orElse("nothing");
                double[] sum = sums.computeIfAbsent(cell, key -> new double[2]);
                sum[0] += values[s.index()] - 0.3 * (s.period() - 1);
                sum[1]++;
            }
            double[] residual = person.sessions().stream()
                    .filter(s -> s.levels().get("treatment").equals("placebo"))
                    .mapToDouble(s -> values[s.index()]
                            - 0.3 * (s.period() - 1)
                            - (s.before().equals(Optional.of("ketamine")) ? 0.5 : 0))
                    .toArray();
            products += residual[0] * residual[1];
            pairs++;
        }
        assertEquals(0.2, missed / (6000.0 * 5), 0.012);
        assertEquals(0.5, products / pairs, 5 * 1.12 / Math.sqrt(pairs));
        Map<String, Double> expected = new HashMap<>();
        expected.put("ketamine infusion after nothing", 1.0);
        expected.put("ketamine control after nothing", 0.0);
        expected.put("placebo infusion after ketamine", 0.5);
        expected.put("placebo control after ketamine", 0.5);
        expected.put("midazolam infusion after placebo", 0.0);
        expected.forEach((cell, mean) ->
                assertEquals(mean, sums.get(cell)[0] / sums.get(cell)[1], 5 / Math.sqrt(sums.get(cell)[1]), cell));
        assertEquals(0.2 * 3, hazards(0.2, 3), 1e-9);
    }

    private static double hazards(double share, int sessions) {
        double hazard = TrialDraw.hazard(share, sessions);
        double lost = 0;
        for (int k = 1; k <= sessions; k++) lost += 1 - Math.pow(1 - hazard, k);
        return lost;
    }

    /** A biomarker changes the score under the drug alone, sites differ, arms are balanced in each block of a stratum. */
    @Test
    void responsesSitesAndBlocks() throws IOException {
        ProtocolFile t4 = example("t4-repeated-visits");
        TrialTruth truth = truth(
                t4.protocol(),
                folder,
                "{'sites': 3, 'siteSd': 2, 'responses': [{'outcome': 'madrs', 'biomarker': 'pccMpfc', 'at': 'wk00', 'predictive': 1}]}");
        DrawnTrial trial = ProtocolTrial.draw(t4, truth, 3000, 4).trial();
        double[] score = trial.endpoints().get("madrs");
        double[] marker = trial.endpoints().get("pccMpfc");
        Map<String, double[]> sums = new TreeMap<>();
        Map<String, List<String>> strata = new TreeMap<>();
        for (DrawnTrial.DrawnPerson person : trial.people()) {
            String arm = person.row().get("arm");
            strata.computeIfAbsent(person.row().get("site"), key -> new ArrayList<>())
                    .add(arm);
            int at = person.sessions().get(0).index();
            int last = person.sessions().get(2).index();
            double[] sum = sums.computeIfAbsent(arm, key -> new double[5]);
            double x = marker[at];
            double y = score[last] - score[at];
            double[] terms = {x, y, x * x, x * y, 1};
            for (int k = 0; k < 5; k++) sum[k] += terms[k];
        }
        assertEquals(1, slope(sums.get("drug")), 0.12);
        assertEquals(0, slope(sums.get("placebo")), 0.12);
        assertEquals(3, strata.size());
        strata.values().forEach(arms -> {
            for (int from = 0; from + 4 <= arms.size(); from += 4)
                assertEquals(
                        2,
                        arms.subList(from, from + 4).stream()
                                .filter("drug"::equals)
                                .count());
        });
    }

    private static double slope(double[] s) {
        return (s[3] - s[0] * s[1] / s[4]) / (s[2] - s[0] * s[0] / s[4]);
    }

    @Test
    void theSameSeedGivesTheSameBytes() throws IOException {
        for (String name : List.of("a", "b"))
            draw("t5-single-dose-task", 4, 0, 1).writeGroupInputs(folder.resolve(name), Progress.NONE);
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder.resolve("a"))) {
            files = all.filter(Files::isRegularFile).toList();
        }
        assertTrue(files.size() > 30);
        for (Path file : files)
            assertEquals(
                    FileDigest.of(file),
                    FileDigest.of(
                            folder.resolve("b").resolve(folder.resolve("a").relativize(file))),
                    file.toString());
    }

    @Test
    void simulatedResultsAreNamedInALog() throws IOException {
        draw("t5-single-dose-task", 4, 0, 1).writeGroupInputs(folder, Progress.NONE);
        Path results = folder.resolve(ProtocolTrial.RESULTS);
        ProvenanceCheck check = ProvenanceCheck.of(results, null);
        assertEquals(List.of(), check.problems());
        assertEquals(1, check.logs());
        assertTrue(check.files() >= 16, check.counts());
        Path map;
        try (Stream<Path> all = Files.walk(results)) {
            map = all.filter(file -> file.toString().endsWith(".nii.gz"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
        Files.write(map, new byte[] {1});
        Files.writeString(results.resolve("planted.tsv"), "1\n");
        List<String> problems = ProvenanceCheck.of(results, null).problems();
        assertEquals(2, problems.size(), problems.toString());
        assertTrue(problems.get(0).startsWith(map + ""), problems.toString());
        assertTrue(problems.get(1).contains("planted.tsv"), problems.toString());
    }

    /** In scans the strength of an endpoint's fluctuation or response carries its value. */
    @Test
    void scansCarryTheValues() throws IOException {
        ProtocolTrial t5 = draw("t5-single-dose-task", 4, 0, 1);
        List<Endpoint> faces = t5.tasks().get("faces");
        Optional<TaskSchedule> schedule = TaskSchedule.of(t5.protocol(), "faces", faces);
        assertEquals(
                List.of("faces", "shapes"), List.copyOf(schedule.get().events().keySet()));
        Activity activity = ProtocolActivity.of(
                faces,
                schedule,
                Map.of("amygdala", new double[] {2}, "facesMap", new double[] {0}),
                0,
                t5.protocol(),
                Template.grid(6));
        Task task = activity.tasks().stream()
                .filter(t -> t.network().equals("amygdala"))
                .findFirst()
                .orElseThrow();
        assertEquals(1.6, task.percent(), 1e-12);
        assertEquals(8, task.events().get(0).onset(), 1e-12);
        ProtocolTrial t1 = draw("t1-parallel-blocking", 6, 0, 1);
        Activity rest = ProtocolActivity.of(
                t1.tasks().get("rest"),
                Optional.empty(),
                Map.of("frontolimbic", new double[] {1}, "pccMap", new double[] {0}),
                0,
                t1.protocol(),
                Template.grid(6));
        assertEquals(
                1.3,
                rest.networks()
                        .list()
                        .get(rest.networks().index("frontolimbic"))
                        .percent(),
                1e-12);
        TaskSchedule infusion = TaskSchedule.of(
                        example("t6-infusion").protocol(),
                        "infusion",
                        draw("t6-infusion", 6, 0, 1).tasks().get("infusion"))
                .orElseThrow();
        assertEquals(1800, infusion.end());
        assertEquals(1500, infusion.events().get("bin_4").get(0).onset());
        assertEquals(300, infusion.events().get("bin_4").get(0).duration());
        assertEquals(
                List.of(List.of("600", "1200", "n/a")), List.of(infusion.table().row(0)));
        assertEquals(
                List.of("onset", "duration", "dose"),
                infusion.doses().orElseThrow().names());
        double highest = infusion.events().get("concentration").stream()
                .mapToDouble(Task.Event::height)
                .max()
                .orElse(0);
        assertEquals(1, highest, 0.01);
    }

    @Test
    void whatCannotBeDrawnIsRefused() throws IOException {
        ProtocolFile t1 = example("t1-parallel-blocking");
        refused(() -> draw("t1-parallel-blocking", 1, 0, 1), "participants must be 2 to 100000");
        String contradiction =
                "{'effects': [{'contrast': 'ketamine', 'sd': 1}, {'contrast': 'ketamine', 'sd': 0.5, 'visit': 'day1'}]}";
        TrialTruth truth = truth(t1.protocol(), folder, contradiction);
        refused(() -> ProtocolTrial.draw(t1, truth, 6, 1), "contradict each other");
        refused(() -> truth(t1.protocol(), folder, "{'effects': [{'contrast': 'ketamin', 'sd': 1}]}"), "truth.json");
        refused(() -> truth(t1.protocol(), folder, "{'missing': 1}"), "missing must be in [0, 1)");
        refused(() -> truth(t1.protocol(), folder, "{'efects': []}"), "effects");
        refused(() -> TrialTruth.read(folder.resolve("none.json"), t1.protocol(), truth), "there is no file");
        assertThrows(
                IllegalArgumentException.class,
                () -> new RandomisedArms(List.of(List.of("a"), List.of("b"), List.of("c")), 4, null));
        assertEquals(6, RandomisedArms.orders(List.of("a", "b", "c")).size());
        assertFalse(Files.exists(folder.resolve("out")));
    }

    private interface Call {
        void run() throws IOException;
    }

    private static void refused(Call call, String words) {
        Exception e = assertThrows(Exception.class, call::run);
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }

    @Test
    void tablesSayWhatWasMissed() throws IOException {
        ProtocolTrial trial = draw("t4-repeated-visits", 40, 0.3, 2);
        trial.tables(folder.resolve("x"), true);
        long missed = trial.trial().people().stream()
                .flatMap(p -> p.sessions().stream())
                .filter(DrawnTrial.DrawnSession::missed)
                .count();
        assertTrue(missed > 10);
        assertEquals(
                missed,
                TsvFiles.read(folder.resolve("x/derivatives/truth/values.tsv")).texts("missed").stream()
                        .filter("yes"::equals)
                        .count());
    }
}
