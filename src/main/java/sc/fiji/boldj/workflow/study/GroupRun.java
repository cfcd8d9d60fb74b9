package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.LabelsFile;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.PermutationTest;
import sc.fiji.boldj.workflow.GroupMaps;
import sc.fiji.boldj.workflow.MethodsText;
import sc.fiji.boldj.workflow.ReportTable;

/**
 * From the results of all participants to the effect in the trial: exclusions by rules, connections of
 * interest, maps, what else could look like an effect, how the result depends on the analysis choices, prediction of response.
 */
public final class GroupRun {

    private static final String FOLDER = "group";

    /** What the test of response writes where there are people enough for it. */
    private static final List<String> RESPONSE = List.of(
            "features.tsv",
            "features_control.tsv",
            "metrics.json",
            "null_scores.tsv",
            "predictions.tsv",
            "weights.tsv");

    private final BidsDataset dataset;
    private final Path output;
    private final ParticipantOptions participant;
    private final GroupOptions options;
    private final Template template;
    private final String program;
    private final StudyPages pages;

    /**
     * @param output where the participant level wrote; results go to {@code group} in it
     * @param participant the options of the participant level
     */
    public GroupRun(
            BidsDataset dataset,
            Path output,
            ParticipantOptions participant,
            GroupOptions options,
            Template template,
            String program,
            StudyPages pages) {
        this.dataset = dataset;
        this.output = output;
        this.participant = participant;
        this.options = options;
        this.template = template;
        this.program = program;
        this.pages = pages;
    }

    /** The page of the trial. */
    public static Path page(Path output) {
        return output.resolve(FOLDER).resolve("index.html");
    }

    /**
     * Analyses the trial, unless the same analysis stands there already.
     *
     * @return the answer in a sentence
     * @throws IOException if nothing can be analysed; says why
     */
    public String run(StepRunner.Listener listener, Progress progress) throws IOException {
        VisitList list = VisitList.of(dataset, output, ParticipantRun.space(participant), options);
        if (list.used().isEmpty()) throw new IOException(output + ": " + list.advice());
        requireComponents();
        ParticipantLogs.require(list, output, participant, this::read);
        Files.createDirectories(output.resolve(ProvenanceCheck.FOLDER));
        Path place = output.resolve(ProvenanceCheck.FOLDER).resolve(FOLDER + ProvenanceCheck.ENDING);
        StudyLock lock = StudyLock.of(place);
        try {
            removeParts();
            return run(list, ProvenanceLog.open(place), listener, progress);
        } finally {
            lock.close();
        }
    }

    /** Half-written files of a process that was killed. */
    private void removeParts() throws IOException {
        if (!Files.isDirectory(output.resolve(FOLDER))) return;
        try (Stream<Path> files = Files.walk(output.resolve(FOLDER))) {
            for (Path file : files.filter(AtomicFile::isPart).toList()) Files.deleteIfExists(file);
        }
    }

    private String run(VisitList list, ProvenanceLog log, StepRunner.Listener listener, Progress progress)
            throws IOException {
        Path folder = output.resolve(FOLDER);
        List<Path> outputs = new ArrayList<>(List.of(
                page(output),
                folder.resolve("connections.tsv"),
                ScanFiles.sidecar(folder.resolve("connections.tsv")),
                folder.resolve("sessions.tsv"),
                folder.resolve("verdict.txt")));
        for (String map : options.get(GroupOption.MAPS))
            for (String name : List.of(
                    "stat.nii.gz",
                    "enhanced.nii.gz",
                    "p_unc.nii.gz",
                    "p_fwe.nii.gz",
                    "p_fwe_low.nii.gz",
                    "p_fwe_high.nii.gz",
                    "q_fdr.nii.gz",
                    "null_max.tsv",
                    "thresholds.tsv",
                    "intervals.tsv",
                    "design.tsv",
                    "clusters.tsv",
                    "peaks.tsv"))
                outputs.add(folder.resolve(GroupOptions.folder(map)).resolve(name));
        List<Path> response = new ArrayList<>();
        for (String name : RESPONSE) response.add(folder.resolve("response").resolve(name));
        Map<String, Object> given = new TreeMap<>(participant.toMap());
        given.putAll(options.toMap());
        given.put("left_out", new TreeMap<>(list.reasons()).toString());
        given.put("notes", String.join(" ", list.notes()));
        Step step = Step.of(FOLDER, given, inputs(list), outputs, part -> analyse(list, folder, part))
                .optional(response);
        new StepRunner(dataset.root(), output, log, program, listener).run(List.of(step), progress);
        return Files.readString(folder.resolve("verdict.txt")).strip();
    }

    /** Component maps need the file that numbers them, and task maps need the task model. */
    private void requireComponents() throws IOException {
        for (String map : options.get(GroupOption.MAPS))
            if (map.startsWith(GroupOptions.TASK_MAP) && !participant.get(ParticipantOption.TASK_MODEL))
                throw new IOException("maps names " + map + ", but task_model is false: tasks are not modelled");
        OwnMapStep.requireComponents(participant);
        if (!participant.get(ParticipantOption.COMPONENTS).isEmpty()) return;
        for (String map : options.get(GroupOption.MAPS))
            if (map.startsWith(GroupOptions.COMPONENT_MAP))
                throw new IOException("maps names " + map + ", but components is empty: give the file that the"
                        + " participant level was given");
    }

    private List<Path> inputs(VisitList list) throws IOException {
        List<Path> inputs = new ArrayList<>(dataset.tables());
        for (Visit visit : list.used()) for (ScanFiles run : visit.runs()) inputs.addAll(read(run));
        return inputs;
    }

    /** The files that are read for a run. */
    private List<Path> read(ScanFiles run) throws IOException {
        List<Path> files = new ArrayList<>(List.of(run.quality(), run.mask(), MapStep.nodes(run, "")));
        for (String map : options.get(GroupOption.MAPS))
            if (!map.startsWith(GroupOptions.TASK_MAP) || Files.exists(TrialMaps.file(run, map)))
                files.add(TrialMaps.file(run, map));
        if (participant.get(ParticipantOption.SENSITIVITY)) {
            for (String variant : MapStep.VARIANTS) files.add(MapStep.variant(run, variant));
            files.add(MapStep.nodes(run, "gsr"));
            files.add(MapStep.nodes(run, "censored"));
        }
        List<Path> present = new ArrayList<>();
        for (Path file : files) present.add(MapFiles.present(file));
        return present;
    }

    private void analyse(VisitList list, Path folder, Progress progress) throws IOException {
        TrialDesign design = TrialDesign.of(list, options);
        Connections.Values connections = Connections.of(design.visits(), "");
        double[][] values = connections.byVisit();
        ColumnTest main = ColumnTest.run(design, Connections.names(), values, options, progress.stage(0, 0.1));
        if (main.isEmpty())
            throw new IOException("no connection can be tested: " + String.join(" ", main.notes())
                    + " Is the field of view too small?");
        ColumnTest panel = panel(design, progress.stage(0.1, 0.15));
        Biomarkers biomarkers =
                Biomarkers.of(design, main, options, folder.resolve("response"), progress.stage(0.15, 0.25));
        TrialMaps tests = new TrialMaps(design, options, template);
        Mask mask = tests.mask();
        List<TrialReport.MapResult> maps = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (int m = 0; m < options.get(GroupOption.MAPS).size(); m++) {
            Progress part = progress.stage(
                    0.25 + 0.6 * m / options.get(GroupOption.MAPS).size(),
                    0.25 + 0.6 * (m + 1) / options.get(GroupOption.MAPS).size());
            String name = options.get(GroupOption.MAPS).get(m);
            TrialMaps.Images images = tests.images(name, "");
            if (images.without().size() == design.people())
                throw new IOException("maps names " + name + ", but no participant has that map: remove it from maps");
            if (!images.without().isEmpty()) missing.add(tests.missing("The map " + name, images));
            GroupMaps result = tests.voxelwise(
                    images, mask, PermutationTest.Inference.TFCE, options.get(GroupOption.PERMUTATIONS), part);
            Path place = Files.createDirectories(folder.resolve(GroupOptions.folder(name)));
            result.write(place, Progress.NONE);
            maps.add(new TrialReport.MapResult(
                    name,
                    result.summary(
                            name,
                            program,
                            new ReportTable(List.of("input", "SHA-256"), List.of()),
                            new ReportTable(List.of("key", "value"), List.of())),
                    result));
        }
        Sensitivity sensitivity =
                new Sensitivity(design, options, tests, participant.get(ParticipantOption.SENSITIVITY));
        TrialWords words = new TrialWords(list, design, participant, options);
        List<String> warnings = new ArrayList<>(words.warnings(panel));
        warnings.addAll(connections.notes());
        warnings.addAll(main.notes());
        warnings.addAll(panel.notes());
        warnings.addAll(missing);
        ReportTable others = sensitivity.connections(main, warnings, progress.stage(0.85, 0.9));
        ReportTable otherMaps = sensitivity.maps(mask, warnings, progress.stage(0.9, 1));
        MethodsText methods = new TrialMethods(participant, options, program)
                .text(TrialFacts.of(
                        design,
                        PeopleFacts.of(design, words, dataset.withoutScans().size()),
                        dataset,
                        main,
                        maps,
                        mask.count(),
                        biomarkers));
        TrialReport report = new TrialReport(
                dataset.root().toAbsolutePath().normalize().getFileName().toString(),
                program,
                words.verdict(main, maps, biomarkers),
                !main.found(options.get(GroupOption.ALPHA)).isEmpty(),
                warnings,
                words.flow(),
                words.excluded(),
                words.people(),
                words.scans(),
                main.test().words(),
                main.table("connection", design, options.get(GroupOption.ALPHA)),
                options.get(GroupOption.ALPHA),
                plots(design, main, design.unit()),
                maps,
                panel.table("figure", design, options.get(GroupOption.ALPHA)),
                plots(design, panel, design.kind().equals("change") ? "change" : "value"),
                others,
                otherMaps,
                biomarkers.table(),
                biomarkers.strongest(),
                biomarkers.words(),
                methods.sentences(),
                methods.references(),
                methods.asked(),
                TrialCalls.of(participant, options),
                words.options());
        Files.createDirectories(folder);
        names(folder);
        AtomicFile.writeText(
                folder.resolve("connections.tsv"), text(report.connections().table()));
        StudyFiles.describe(folder.resolve("connections.tsv"), Connections.about(connections));
        AtomicFile.writeText(folder.resolve("sessions.tsv"), text(words.sessions(main)));
        AtomicFile.writeText(folder.resolve("verdict.txt"), report.verdict() + "\n");
        AtomicFile.writeText(folder.resolve("index.html"), pages.trial(report));
    }

    /** Which map a folder belongs to, where its name does not show it. */
    private void names(Path folder) throws IOException {
        List<String> folders =
                options.get(GroupOption.MAPS).stream().map(GroupOptions::folder).toList();
        Path table = folder.resolve("maps.tsv");
        if (!folders.equals(options.get(GroupOption.MAPS)))
            LabelsFile.write(table, "map", folders, options.get(GroupOption.MAPS), Map.of());
        else Files.deleteIfExists(table);
    }

    static String text(ReportTable table) {
        StringBuilder text = new StringBuilder(String.join("\t", table.names())).append('\n');
        for (List<String> row : table.rows())
            text.append(String.join("\t", row)).append('\n');
        return text.toString();
    }

    private static List<TrialReport.Values> plots(TrialDesign design, ColumnTest main, String unit) {
        List<TrialReport.Values> plots = new ArrayList<>();
        for (ColumnTest.Row row : main.rows())
            plots.add(new TrialReport.Values(
                    row.name(),
                    unit,
                    List.copyOf(row.groups().keySet()),
                    row.groups().values().stream()
                            .map(own -> own.stream().mapToDouble(x -> x).toArray())
                            .toList(),
                    design.isPaired()));
        return plots;
    }

    /** The figures of the scans by the same test. What no scan can show, such as breathing at a slow TR, is no figure. */
    private ColumnTest panel(TrialDesign design, Progress progress) throws IOException {
        List<String> names = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (int k = 0; k < VisitList.figures().size(); k++) {
            String figure = VisitList.figures().get(k);
            if (design.visits().stream().noneMatch(visit -> visit.quality().containsKey(figure))) continue;
            names.add(figure);
            words.add(VisitList.figureWords().get(k));
        }
        double[][] figures = new double[design.visits().size()][names.size()];
        for (int i = 0; i < figures.length; i++)
            for (int k = 0; k < names.size(); k++)
                figures[i][k] = design.visits().get(i).quality().getOrDefault(names.get(k), Double.NaN);
        return ColumnTest.run(design, words, figures, options, progress);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
