package sc.fiji.boldj.workflow.group;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.PermutationTest;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.GroupMaps;
import sc.fiji.boldj.workflow.MethodsText;
import sc.fiji.boldj.workflow.methods.PeopleFacts;
import sc.fiji.boldj.workflow.methods.TrialFacts;
import sc.fiji.boldj.workflow.methods.TrialMethods;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFigure;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.study.TrialMap;
import sc.fiji.boldj.workflow.study.Variant;
import sc.fiji.boldj.workflow.trial.Biomarkers;
import sc.fiji.boldj.workflow.trial.ColumnTest;
import sc.fiji.boldj.workflow.trial.Connections;
import sc.fiji.boldj.workflow.trial.Sensitivity;
import sc.fiji.boldj.workflow.trial.TrialDesign;
import sc.fiji.boldj.workflow.trial.TrialMaps;
import sc.fiji.boldj.workflow.trial.TrialReport;
import sc.fiji.boldj.workflow.trial.TrialWords;
import sc.fiji.boldj.workflow.trial.VisitList;

/** The tests of a trial, from the sessions that are used to the tables, maps and the page of the group level. */
final class TrialAnalysis {

    private final BidsDataset dataset;
    private final VisitList list;
    private final ParticipantOptions participant;
    private final GroupOptions options;
    private final List<TrialMap> maps;
    private final Template template;
    private final String program;
    private final String first;

    /** @param first what the reader must know before the answer; empty if there is nothing */
    TrialAnalysis(
            BidsDataset dataset,
            VisitList list,
            ParticipantOptions participant,
            GroupOptions options,
            Template template,
            String program,
            String first) {
        this.first = first;
        this.dataset = dataset;
        this.list = list;
        this.participant = participant;
        this.options = options;
        this.maps = options.get(GroupOption.MAPS);
        this.template = template;
        this.program = program;
    }

    /**
     * Tests all and writes it.
     *
     * @throws IOException if no connection can be tested, or a map that is asked for exists in no participant
     */
    void write(GroupFolder folder, TrialPages pages, Progress progress) throws IOException {
        TrialDesign design = TrialDesign.of(list, options);
        Connections.Values connections = Connections.of(design.visits(), Variant.MAIN);
        ColumnTest main =
                ColumnTest.run(design, Connections.names(), connections.byVisit(), options, progress.stage(0, 0.1));
        if (main.isEmpty())
            throw new IOException("no connection can be tested: " + String.join(" ", main.notes())
                    + " Is the field of view too small?");
        ColumnTest panel = panel(design, progress.stage(0.1, 0.15));
        Biomarkers biomarkers = Biomarkers.of(design, main, options, folder.response(), progress.stage(0.15, 0.25));
        TrialMaps tests = new TrialMaps(design, options, template);
        Mask mask = tests.mask();
        List<String> missing = new ArrayList<>();
        List<TrialReport.MapResult> results = maps(design, tests, mask, folder, missing, progress.stage(0.25, 0.85));
        TrialWords words = new TrialWords(list, design, participant, options);
        List<String> warnings = new ArrayList<>(words.warnings(panel));
        warnings.addAll(connections.notes());
        warnings.addAll(main.notes());
        warnings.addAll(panel.notes());
        warnings.addAll(missing);
        Sensitivity sensitivity =
                new Sensitivity(design, options, tests, participant.get(ParticipantOption.SENSITIVITY));
        Table others = sensitivity.connections(main, warnings, progress.stage(0.85, 0.9));
        Table otherMaps = sensitivity.maps(mask, warnings, progress.stage(0.9, 1));
        MethodsText methods = new TrialMethods(participant, options, program)
                .text(TrialFacts.of(
                        design,
                        PeopleFacts.of(design, words, dataset.withoutScans().size()),
                        dataset,
                        main,
                        results,
                        mask.count(),
                        biomarkers));
        TrialReport report = new TrialReport(
                new TrialReport.Answer(
                        dataset.root()
                                .toAbsolutePath()
                                .normalize()
                                .getFileName()
                                .toString(),
                        program,
                        (first.isEmpty() ? "" : first + " ") + words.verdict(main, results, biomarkers),
                        !main.found(options.get(GroupOption.ALPHA)).isEmpty(),
                        options.get(GroupOption.ALPHA),
                        warnings),
                new TrialReport.Sample(words.flow(), words.excluded(), words.people(), words.scans()),
                new TrialReport.Results(
                        main.test().words(),
                        new TrialReport.Tested(
                                main.table("connection", design, options.get(GroupOption.ALPHA)),
                                ConnectionPlots.plots(design, main, design.unit())),
                        results,
                        new TrialReport.Tested(
                                panel.table("quality measure", design, options.get(GroupOption.ALPHA)),
                                ConnectionPlots.plots(
                                        design, panel, design.kind().equals("change") ? "change" : "value")),
                        others,
                        otherMaps,
                        new TrialReport.Response(biomarkers.table(), biomarkers.strongest(), biomarkers.words())),
                new TrialReport.Methods(
                        methods.sentences(),
                        methods.references(),
                        methods.asked(),
                        TrialCalls.of(participant, options),
                        words.options()));
        Files.createDirectories(folder.path());
        folder.writeNames(maps);
        TsvFiles.write(report.results().connections().tests().table(), folder.connections());
        StudyFiles.describe(folder.connections(), Connections.about(connections));
        TsvFiles.write(words.sessions(main), folder.sessions());
        AtomicFile.writeText(folder.verdict(), report.answer().verdict() + "\n");
        AtomicFile.writeText(folder.page(), pages.trial(report));
    }

    /** @param missing receives sentences on participants without a map */
    private List<TrialReport.MapResult> maps(
            TrialDesign design, TrialMaps tests, Mask mask, GroupFolder folder, List<String> missing, Progress progress)
            throws IOException {
        List<TrialReport.MapResult> results = new ArrayList<>();
        for (int m = 0; m < maps.size(); m++) {
            TrialMap map = maps.get(m);
            TrialMaps.Images images = tests.images(map);
            if (images.without().size() == design.people())
                throw new IOException(
                        "maps names " + map.label() + ", but no participant has that map: remove it from maps");
            if (!images.without().isEmpty()) missing.add(tests.missing("The map " + map.label(), images));
            GroupMaps result = tests.voxelwise(
                    images,
                    mask,
                    PermutationTest.Inference.TFCE,
                    options.get(GroupOption.PERMUTATIONS),
                    progress.stage(m / (double) maps.size(), (m + 1.0) / maps.size()));
            Path place = Files.createDirectories(folder.map(map));
            result.write(place, Progress.NONE);
            results.add(new TrialReport.MapResult(
                    map,
                    result.summary(
                            map.label(),
                            program,
                            Table.of(List.of("input", "SHA-256"), List.of()),
                            Table.of(List.of("key", "value"), List.of())),
                    result));
        }
        return results;
    }

    /** The figures of the scans by the same test. What no scan can show, such as breathing at a slow TR, is no figure. */
    private ColumnTest panel(TrialDesign design, Progress progress) throws IOException {
        List<ScanFigure> known = Arrays.stream(ScanFigure.values())
                .filter(figure -> design.visits().stream()
                        .anyMatch(visit -> visit.quality().containsKey(figure.key())))
                .toList();
        double[][] figures = new double[design.visits().size()][known.size()];
        for (int i = 0; i < figures.length; i++)
            for (int k = 0; k < known.size(); k++)
                figures[i][k] = design.visits().get(i).figure(known.get(k));
        return ColumnTest.run(design, known.stream().map(ScanFigure::words).toList(), figures, options, progress);
    }
}
