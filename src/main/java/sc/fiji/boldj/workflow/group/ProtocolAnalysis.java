package sc.fiji.boldj.workflow.group;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.MethodsText;
import sc.fiji.boldj.workflow.lock.ConditionCodes;
import sc.fiji.boldj.workflow.lock.LockStatement;
import sc.fiji.boldj.workflow.methods.DeclaredFacts;
import sc.fiji.boldj.workflow.methods.DeclaredMethods;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.trial.ClaimTables;
import sc.fiji.boldj.workflow.trial.DeclaredClaims;
import sc.fiji.boldj.workflow.trial.DeclaredMapFiles;
import sc.fiji.boldj.workflow.trial.DeclaredPredictions;
import sc.fiji.boldj.workflow.trial.DeclaredReport;
import sc.fiji.boldj.workflow.trial.DeclaredResult;
import sc.fiji.boldj.workflow.trial.DeclaredScans;
import sc.fiji.boldj.workflow.trial.DeclaredSensitivity;
import sc.fiji.boldj.workflow.trial.DeclaredTables;
import sc.fiji.boldj.workflow.trial.DeclaredTests;
import sc.fiji.boldj.workflow.trial.DeclaredWords;
import sc.fiji.boldj.workflow.trial.EndpointValues;
import sc.fiji.boldj.workflow.trial.PredictionTables;
import sc.fiji.boldj.workflow.trial.ScanEndpoints;
import sc.fiji.boldj.workflow.trial.TrialSessions;

/** The tests of a protocol, from the sessions to tables, maps and the page of the group level. */
final class ProtocolAnalysis {

    /**
     * What is analysed.
     *
     * @param lock what differs from the lock or the first group run, and when what was decided
     * @param codes what the page shows instead of treatments
     */
    record Trial(
            BidsDataset dataset,
            ProtocolFile protocol,
            TrialSessions sessions,
            ScanEndpoints endpoints,
            LockStatement lock,
            ConditionCodes codes) {}

    private final Trial trial;
    private final ParticipantOptions participant;
    private final GroupOptions options;
    private final Template template;
    private final String program;
    private final Set<String> programs;

    ProtocolAnalysis(
            Trial trial,
            ParticipantOptions participant,
            GroupOptions options,
            Template template,
            String program,
            Set<String> programs) {
        this.trial = trial;
        this.participant = participant;
        this.options = options;
        this.template = template;
        this.program = program;
        this.programs = programs;
    }

    void write(GroupFolder folder, DeclaredPages pages, Progress progress) throws IOException {
        Files.createDirectories(folder.path());
        EndpointValues values = trial.endpoints().values();
        DeclaredMapFiles maps = new DeclaredMapFiles(
                trial.endpoints(),
                template,
                trial.protocol().protocol().permutations().seed(),
                folder.path());
        DeclaredTests tests = new DeclaredTests(trial.protocol().protocol(), trial.sessions(), values, maps);
        List<DeclaredResult> results = tests.run(progress.stage(0, 0.8));
        DeclaredSensitivity sensitivity =
                new DeclaredSensitivity(trial.protocol().protocol(), trial.sessions(), values);
        Map<String, List<DeclaredResult>> sets = sensitivity.run(results, progress.stage(0.8, 0.95));
        List<DeclaredPredictions.Result> predictions = new DeclaredPredictions(
                        trial.protocol().protocol(), trial.sessions(), values)
                .run(progress.stage(0.95, 1));
        DeclaredClaims claims = new DeclaredClaims(trial.protocol().protocol(), trial.sessions(), values, maps);
        List<DeclaredClaims.EquivalenceResult> equivalence = claims.equivalence();
        List<DeclaredClaims.BlockingResult> blocking = claims.blocking();
        DeclaredWords words = new DeclaredWords(trial.protocol().protocol(), trial.sessions(), values, results);
        List<String> warnings = new ArrayList<>(words.warnings());
        if (programs.size() > 1)
            warnings.add("The participant level was done by several versions of the program: "
                    + String.join(", ", programs) + ".");
        warnings.addAll(sensitivity.notes());
        warnings.addAll(trial.endpoints().notes());
        String name = trial.dataset()
                .root()
                .toAbsolutePath()
                .normalize()
                .getFileName()
                .toString();
        String verdict = words.verdict(equivalence, blocking);
        MethodsText methods = new DeclaredMethods(participant, options, program)
                .text(facts(
                        maps,
                        new DeclaredFacts.Tests(
                                results, equivalence, blocking, predictions, List.copyOf(sets.keySet()))));
        DeclaredReport report = new DeclaredReport(
                new DeclaredReport.Answer(
                        name,
                        trial.protocol().protocol().title(),
                        program,
                        trial.protocol().digest(),
                        trial.lock().first(),
                        trial.lock().sentences(),
                        verdict,
                        words.found(),
                        warnings),
                words.families(),
                words.claims(equivalence, blocking, predictions),
                words.sample(trial.endpoints().exclusions(), sets),
                new LinkedHashMap<>(maps.results()),
                new DeclaredReport.Methods(
                        methods.sentences(),
                        methods.references(),
                        methods.asked(),
                        words.estimands(),
                        TrialCalls.of(participant, options),
                        options()));
        TsvFiles.write(DeclaredTables.all(results), folder.endpoints());
        StudyFiles.describe(
                folder.endpoints(),
                Map.of(
                        "Description", "one row per test that the protocol declares",
                        "ProtocolSha256", trial.protocol().digest(),
                        "ProtocolChange", trial.lock().first()));
        TsvFiles.write(ClaimTables.equivalence(equivalence), folder.equivalence());
        TsvFiles.write(ClaimTables.blocking(blocking), folder.blocking());
        TsvFiles.write(PredictionTables.of(predictions), folder.prediction());
        TsvFiles.write(report.sample().periods(), folder.periods());
        TsvFiles.write(words.sessions(), folder.sessions());
        String first = trial.lock().first();
        AtomicFile.writeText(
                folder.verdict(), trial.codes().text((first.isEmpty() ? "" : first + "\n") + verdict + "\n"));
        Path copy = folder.protocol();
        AtomicFile.writeText(copy, trial.protocol().canonical() + "\n");
        AtomicFile.writeText(folder.page(), trial.codes().page(pages.declared(report)));
    }

    private DeclaredFacts facts(DeclaredMapFiles maps, DeclaredFacts.Tests tests) throws IOException {
        Map<String, Integer> voxels = new LinkedHashMap<>();
        maps.results().forEach((name, result) -> voxels.put(name, result.mask().count() - result.excluded()));
        return DeclaredFacts.of(
                trial.protocol().protocol(),
                trial.protocol().digest(),
                trial.endpoints().lists().values().stream()
                        .map(list -> new DeclaredScans(trial.protocol().protocol(), trial.sessions(), list))
                        .toList(),
                trial.dataset(),
                tests,
                voxels);
    }

    /** The options that were used: not those that the protocol replaces. */
    private Table options() {
        Map<String, Object> all = new TreeMap<>(participant.toMap());
        all.putAll(options.toMap());
        ProtocolOptions.replaced().forEach(all::remove);
        List<List<String>> rows = new ArrayList<>();
        all.forEach((key, value) -> rows.add(List.of(key, String.valueOf(value))));
        return Table.of(List.of("key", "value"), rows);
    }
}
