package sc.fiji.boldj.workflow.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.design.ProtocolTrial;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.protocol.RatingRule;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;
import sc.fiji.boldj.workflow.protocol.TrialTruth;
import sc.fiji.boldj.workflow.study.GroupOptions;

/** Ratings of runs as a declared rule of exclusion. */
class ScanRatingsTest {

    private static final String HEAD = "participant\tsession\ttask\trun\trating\treason\trater\ttime\n";

    @TempDir
    Path folder;

    private BidsDataset dataset(String rows) throws IOException {
        Path place = folder.resolve("bids");
        if (!Files.exists(place)) {
            ProtocolFile file = ProtocolFile.read(Path.of("docs/protocols/t5-single-dose-task.json"));
            ProtocolTrial.draw(file, TrialTruth.standard(file.protocol(), 1, 0, 1, 0), 6, 7)
                    .writeGroupInputs(place, Progress.NONE);
        }
        Files.writeString(place.resolve("ratings.tsv"), HEAD + rows);
        return BidsDataset.read(place);
    }

    private static String rows(String... rows) {
        return String.join("\n", rows) + "\n";
    }

    private TrialProtocol protocol(String exclude) throws IOException {
        String text = Files.readString(Path.of("docs/protocols/t5-single-dose-task.json"))
                .replaceFirst(
                        "\"randomisation\"",
                        "\"quality\": {\"ratings\": {\"file\": \"ratings.tsv\"" + exclude + "}}, \"randomisation\"")
                .replace("byArm", "equal");
        return ProtocolFile.read(Files.writeString(folder.resolve("p.json"), text))
                .protocol();
    }

    private ScanEndpoints endpoints(BidsDataset dataset, TrialProtocol protocol) throws IOException {
        return ScanEndpoints.of(
                dataset,
                folder.resolve("bids").resolve(ProtocolTrial.RESULTS),
                Template.BUILT_IN_SPACE,
                protocol,
                TrialSessions.of(dataset, protocol),
                GroupOptions.DEFAULT);
    }

    /** The latest row of a rater counts, of several raters the strictest; a rating is of a task, or of all. */
    @Test
    void ratedSessionsAreExcludedAndCounted() throws IOException {
        BidsDataset dataset = dataset(rows(
                "sub-01\tn/a\tfaces\tn/a\texclude\tghost\tAB\t2026-03-01T10:00:00Z",
                "02\tn/a\tn/a\tn/a\texclude\tmotion\tAB\t2026-03-01T10:00:00Z",
                "03\tn/a\tfaces\tn/a\texclude\tmistaken\tAB\t2026-03-01T10:00:00Z",
                "03\tn/a\tfaces\tn/a\taccept\tn/a\tAB\t2026-03-02T10:00:00Z",
                "04\tn/a\tnback\tn/a\taccept\tn/a\tAB\t2026-03-01T10:00:00Z",
                "04\tn/a\tnback\tn/a\tdoubt\tspikes\tCD\t2026-02-01T10:00:00+01:00"));
        TrialProtocol protocol = protocol("");
        ScanEndpoints endpoints = endpoints(dataset, protocol);
        assertEquals(
                Map.of(
                        "sub-01, task faces", "rating: sub-01_task-faces was rated exclude by AB (ghost)",
                        "sub-02, task faces", "rating: sub-02_task-faces was rated exclude by AB (motion)",
                        "sub-02, task nback", "rating: sub-02_task-nback was rated exclude by AB (motion)"),
                endpoints.exclusions());
        assertTrue(
                endpoints
                        .notes()
                        .contains("Ratings: 5 of 12 runs are rated (accept 1, doubt 1, exclude 3); excluded are"
                                + " runs rated exclude; runs without a rating are used."),
                endpoints.notes().toString());
        assertTrue(endpoints
                .notes()
                .contains("Used although rated doubt: sub-04_task-nback was rated doubt by CD (spikes)."));
        EndpointValues values = endpoints.values();
        assertEquals(
                2,
                java.util.Arrays.stream(values.numbers().get("amygdala"))
                        .filter(Double::isNaN)
                        .count());
        assertEquals(
                1,
                java.util.Arrays.stream(values.numbers().get("dlpfc"))
                        .filter(Double::isNaN)
                        .count());
        TrialSessions sessions = TrialSessions.of(dataset, protocol);
        List<DeclaredResult> results = new DeclaredTests(
                        protocol,
                        sessions,
                        values,
                        (e, plan, t, alpha, progress) -> new DeclaredMaps.Found(1, 0, "map"))
                .run(Progress.NONE);
        Table flow = new DeclaredWords(protocol, sessions, values, results)
                .sample(endpoints.exclusions(), Map.of())
                .flow();
        assertEquals(
                2,
                flow.texts("sessions excluded by rating").stream()
                        .mapToInt(Integer::parseInt)
                        .sum());
        ScanEndpoints strict = endpoints(dataset, protocol(", \"exclude\": [\"exclude\", \"doubt\"]"));
        assertEquals(
                List.of("sub-01, task faces", "sub-02, task faces", "sub-02, task nback", "sub-04, task nback"),
                List.copyOf(strict.exclusions().keySet()));
        assertTrue(
                strict.notes().stream().noneMatch(note -> note.startsWith("Used although")),
                strict.notes().toString());
        // several raters may rate a run at the same time
        ScanRatings both = ScanRatings.of(
                dataset(rows(
                        "01\tn/a\tfaces\tn/a\taccept\tn/a\tAB\t2026-03-01T10:00:00Z",
                        "01\tn/a\tfaces\tn/a\texclude\tx\tCD\t2026-03-01T10:00:00Z")),
                Optional.of(new RatingRule("ratings.tsv", List.of("exclude"))));
        assertTrue(both.notes().get(0).contains("exclude 1"), both.notes().toString());
    }

    private String refused(String rows) {
        return assertThrows(
                        IOException.class,
                        () -> ScanRatings.of(
                                dataset(rows), Optional.of(new RatingRule("ratings.tsv", List.of("exclude")))))
                .getMessage();
    }

    @Test
    void badRowsAreNamed() throws IOException {
        assertTrue(refused("01\tn/a\tfaces\tn/a\tbad\tx\tAB\t2026-03-01T10:00:00Z\n")
                .endsWith("ratings.tsv: line 2: the rating is 'bad', which is none of accept, doubt, exclude"));
        assertTrue(refused("01\tn/a\tfaces\tn/a\tdoubt\tn/a\tAB\t2026-03-01T10:00:00Z\n")
                .contains("has no reason"));
        assertTrue(refused("01\tn/a\tfaces\tn/a\taccept\tn/a\tn/a\t2026-03-01T10:00:00Z\n")
                .contains("the rater is missing"));
        assertTrue(refused("01\tn/a\tfaces\tn/a\taccept\tn/a\tAB\t2026-03-01\n").contains("the time is '2026-03-01'"));
        assertTrue(refused("09\tn/a\tfaces\tn/a\taccept\tn/a\tAB\t2026-03-01T10:00:00Z\n")
                .contains("the dataset has no run of participant '09'"));
        assertTrue(refused(rows(
                        "01\tn/a\tfaces\tn/a\taccept\tn/a\tAB\t2026-03-01T10:00:00Z",
                        "01\tn/a\tfaces\tn/a\texclude\tx\tAB\t2026-03-01T10:00:00Z"))
                .contains("line 3: AB rates sub-01_task-faces accept and exclude at the same time"));
        BidsDataset dataset = dataset("");
        Files.writeString(folder.resolve("bids/ratings.tsv"), "participant\trating\n01\taccept\n");
        assertTrue(assertThrows(
                        IOException.class,
                        () -> ScanRatings.of(dataset, Optional.of(new RatingRule("ratings.tsv", List.of("exclude")))))
                .getMessage()
                .contains("has no column session"));
        assertTrue(ProtocolNeeds.of(dataset, protocol("")).lacking().stream()
                .anyMatch(words -> words.contains("has no column session")));
        assertTrue(assertThrows(IOException.class, () -> protocol(", \"exclude\": [\"accept\"]"))
                .getMessage()
                .contains("exclude"));
    }

    @Test
    void aSeriesIsNamedAsTheStudyWindowNamesIt() throws IOException {
        Path place = folder.resolve("entities");
        Path func = Files.createDirectories(place.resolve("sub-01/func"));
        for (String name : List.of("acq-mb_run-1", "acq-sb_run-1"))
            Files.createFile(func.resolve("sub-01_task-rest_" + name + "_bold.nii"));
        Files.writeString(
                place.resolve("ratings.tsv"),
                HEAD + "sub-01\tn/a\trest\tacq-mb_run-1\texclude\tghost\tAB\t2026-03-01T10:00:00Z\n");
        RatingRule rule = protocol("").quality().ratings().orElseThrow();
        ScanRatings ratings = ScanRatings.of(BidsDataset.read(place), Optional.of(rule));
        assertTrue(ratings.notes().get(0).contains("1 of 2"), ratings.notes().toString());
    }

    /** A series without further entities is rated as n/a by the study window: that rating is not one of the others. */
    @Test
    void aSeriesWithoutEntitiesIsNotConfusedWithThoseThatHaveSome() throws IOException {
        Path func = Files.createDirectories(folder.resolve("plain/sub-01/func"));
        for (String name : List.of("", "_acq-mb"))
            Files.createFile(func.resolve("sub-01_task-rest" + name + "_bold.nii"));
        Files.writeString(
                folder.resolve("plain/ratings.tsv"),
                HEAD + "sub-01\tn/a\trest\tn/a\texclude\tghost\tAB\t2026-03-01T10:00:00Z\n");
        RatingRule rule = protocol("").quality().ratings().orElseThrow();
        ScanRatings ratings = ScanRatings.of(BidsDataset.read(folder.resolve("plain")), Optional.of(rule));
        assertTrue(ratings.notes().get(0).contains("1 of 2"), ratings.notes().toString());
    }
}
