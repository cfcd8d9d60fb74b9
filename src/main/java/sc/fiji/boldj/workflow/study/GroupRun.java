package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.group.GroupFamily;
import sc.fiji.boldj.group.GroupTest;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.PermutationTest;
import sc.fiji.boldj.workflow.GroupMaps;
import sc.fiji.boldj.workflow.ReportTable;

/**
 * From the results of all participants to the effect in the trial: exclusions by rules declared before, planned
 * connections, maps, what else could look like an effect, how the answer hangs on the choices, prediction of response.
 */
public final class GroupRun {

    private static final String FOLDER = "group";
    private static final int VARIANT_PERMUTATIONS = 200;

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
        if (list.used().isEmpty())
            throw new IOException(output + ": no session can be analysed: " + list.reasons() + ": run the participant"
                    + " level first");
        Files.createDirectories(output.resolve(ProvenanceCheck.FOLDER));
        ProvenanceLog log =
                ProvenanceLog.open(output.resolve(ProvenanceCheck.FOLDER).resolve(FOLDER + ProvenanceCheck.ENDING));
        Path folder = output.resolve(FOLDER);
        List<Path> outputs = new ArrayList<>(List.of(
                page(output),
                folder.resolve("connections.tsv"),
                folder.resolve("sessions.tsv"),
                folder.resolve("verdict.txt")));
        for (String map : options.maps())
            for (String name :
                    List.of("stat.nii.gz", "enhanced.nii.gz", "p_unc.nii.gz", "p_fwe.nii.gz", "q_fdr.nii.gz"))
                outputs.add(folder.resolve(map).resolve(name));
        Step step = Step.of(FOLDER, options.toMap(), inputs(list), outputs, part -> analyse(list, folder, part));
        new StepRunner(dataset.root(), output, log, program, listener).run(List.of(step), progress);
        return Files.readString(folder.resolve("verdict.txt")).strip();
    }

    private List<Path> inputs(VisitList list) {
        List<Path> inputs = new ArrayList<>();
        for (String name : List.of("participants.tsv"))
            if (Files.exists(dataset.root().resolve(name)))
                inputs.add(dataset.root().resolve(name));
        for (String subject : dataset.subjects()) {
            Path sessions = dataset.root().resolve("sub-" + subject).resolve("sub-" + subject + "_sessions.tsv");
            if (Files.exists(sessions)) inputs.add(sessions);
        }
        for (Visit visit : list.used())
            for (ScanFiles run : visit.runs()) {
                inputs.add(run.quality());
                inputs.add(run.mask());
                inputs.add(MapStep.nodes(run, ""));
                for (String map : options.maps()) inputs.add(map(run, map));
                if (participant.sensitivity()) {
                    for (String variant : MapStep.VARIANTS) inputs.add(MapStep.variant(run, variant));
                    inputs.add(MapStep.nodes(run, "gsr"));
                    inputs.add(MapStep.nodes(run, "censored"));
                }
            }
        return inputs;
    }

    static Path map(ScanFiles run, String map) {
        if (map.startsWith(GroupOptions.TASK_MAP))
            return TaskStep.percent(run, map.substring(GroupOptions.TASK_MAP.length()));
        return switch (map) {
            case "PCC" -> MapStep.seed(run, "PCC");
            case "DMN" -> run.map("desc-dualregression_networks");
            default -> run.map(map);
        };
    }

    private void analyse(VisitList list, Path folder, Progress progress) throws IOException {
        TrialDesign design = TrialDesign.of(list.used(), options);
        double[][] values = values(design, "");
        ColumnTest main = ColumnTest.run(design, Connections.names(), values, options, progress.stage(0, 0.1));
        if (main.result() == null)
            throw new IOException("no planned connection is covered by every session: is the field of view too small?");
        double[][] figures = new double[values.length][VisitList.figures().size()];
        for (int i = 0; i < figures.length; i++)
            for (int k = 0; k < figures[i].length; k++)
                figures[i][k] = design.visits()
                        .get(i)
                        .quality()
                        .getOrDefault(VisitList.figures().get(k), Double.NaN);
        ColumnTest panel = ColumnTest.run(design, VisitList.figureWords(), figures, options, progress.stage(0.1, 0.15));
        Biomarkers biomarkers =
                Biomarkers.of(design, values, options, folder.resolve("response"), progress.stage(0.15, 0.25));
        Mask mask = mask(design);
        List<TrialReport.MapResult> maps = new ArrayList<>();
        List<GroupMaps> found = new ArrayList<>();
        for (int m = 0; m < options.maps().size(); m++) {
            Progress part = progress.stage(
                    0.25 + 0.6 * m / options.maps().size(),
                    0.25 + 0.6 * (m + 1) / options.maps().size());
            String name = options.maps().get(m);
            GroupMaps result = voxelwise(
                    design,
                    images(design, name, ""),
                    mask,
                    PermutationTest.Inference.TFCE,
                    options.permutations(),
                    part);
            found.add(result);
            Path place = Files.createDirectories(folder.resolve(name));
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
        TrialWords words = new TrialWords(list, design, participant, options, program);
        List<String> warnings = new ArrayList<>(words.warnings(panel));
        TrialReport report = new TrialReport(
                dataset.root().toAbsolutePath().normalize().getFileName().toString(),
                program,
                words.verdict(main, maps, biomarkers),
                main.finds(options.alpha()),
                warnings,
                words.flow(),
                words.excluded(),
                words.people(),
                words.scans(),
                main.test().words(),
                main.table("connection"),
                options.alpha(),
                plots(design, main),
                maps,
                panel.result() == null ? new ReportTable(List.of("figure"), List.of()) : panel.table("figure"),
                plots(design, panel),
                sensitivity(design, main, progress.stage(0.85, 0.9)),
                sensitivityMaps(design, mask, progress.stage(0.9, 1)),
                biomarkers.table(),
                biomarkers.strongest(),
                biomarkers.words(),
                words.methods(main, maps),
                words.reproduce(),
                words.options());
        Files.createDirectories(folder);
        AtomicFile.writeText(folder.resolve("connections.tsv"), text(report.connections()));
        AtomicFile.writeText(folder.resolve("sessions.tsv"), text(words.sessions(main)));
        AtomicFile.writeText(folder.resolve("verdict.txt"), report.verdict() + "\n");
        AtomicFile.writeText(folder.resolve("index.html"), pages.trial(report));
    }

    static String text(ReportTable table) {
        StringBuilder text = new StringBuilder(String.join("\t", table.names())).append('\n');
        for (List<String> row : table.rows())
            text.append(String.join("\t", row)).append('\n');
        return text.toString();
    }

    private static double[][] values(TrialDesign design, String variant) throws IOException {
        double[][] values = new double[design.visits().size()][];
        for (int i = 0; i < values.length; i++)
            values[i] = Connections.of(design.visits().get(i), variant);
        return values;
    }

    /** The voxels that every session covers. */
    private static Mask mask(TrialDesign design) throws IOException {
        Mask mask = null;
        for (Visit visit : design.visits())
            for (ScanFiles run : visit.runs()) {
                Mask own = StudyFiles.mask(run.mask());
                mask = mask == null ? own : mask.and(own);
            }
        return mask.requireNotEmpty("what all sessions cover");
    }

    /** A map of each visit, the mean over its runs. */
    private static List<NeuroImage> images(TrialDesign design, String map, String variant) throws IOException {
        List<NeuroImage> images = new ArrayList<>();
        for (Visit visit : design.visits()) {
            float[] sum = null;
            NeuroImage first = null;
            for (ScanFiles run : visit.runs()) {
                Path file = variant.isEmpty() ? map(run, map) : MapStep.variant(run, variant);
                first = StudyFiles.read(file, Progress.NONE);
                float[] values = first.volume(0);
                if (sum == null) sum = new float[values.length];
                for (int v = 0; v < sum.length; v++)
                    sum[v] += values[v] / visit.runs().size();
            }
            images.add(ResampleStep.volume(visit.name(), first.grid(), sum));
        }
        return images;
    }

    private GroupMaps voxelwise(
            TrialDesign design,
            List<NeuroImage> images,
            Mask mask,
            PermutationTest.Inference inference,
            int permutations,
            Progress progress) {
        PermutationTest.Options each = PermutationTest.Options.DEFAULT.with(inference);
        GroupFamily family = GroupFamily.plan(
                design.design(),
                options.contrast(),
                List.of("maps"),
                new GroupTest.Options(permutations, options.alpha(), options.seed(), each),
                null,
                0);
        NeuroImage background = template.onGrid(mask.grid()).brain();
        return GroupMaps.run(
                design.design(),
                family,
                List.of(images),
                mask,
                background,
                new GroupMaps.Settings(26, false, NearestNode::name),
                progress);
    }

    private List<TrialReport.Values> plots(TrialDesign design, ColumnTest main) {
        List<TrialReport.Values> plots = new ArrayList<>();
        for (int k = 0; k < main.names().size(); k++) {
            Map<String, List<Double>> groups = design.groups(main.values().get(k));
            List<double[]> values = new ArrayList<>();
            groups.values()
                    .forEach(
                            list -> values.add(list.stream().mapToDouble(x -> x).toArray()));
            plots.add(new TrialReport.Values(
                    main.names().get(k), design.unit(), List.copyOf(groups.keySet()), values, design.isPaired()));
        }
        return plots;
    }

    /** The planned connections again, with the global signal taken out and with volumes censored. */
    private ReportTable sensitivity(TrialDesign design, ColumnTest main, Progress progress) throws IOException {
        List<String> head =
                new ArrayList<>(List.of("connection", "main " + main.test().statistic(), "corrected p"));
        Map<String, ColumnTest> others = new LinkedHashMap<>();
        if (participant.sensitivity())
            for (String variant : List.of("gsr", "censored")) {
                ColumnTest test =
                        ColumnTest.run(design, Connections.names(), values(design, variant), options, progress);
                if (test.result() == null) continue;
                others.put(variant, test);
                String name = variant.equals("gsr") ? "global signal out" : "censored at 0.5 mm";
                head.add(name + ", " + test.test().statistic());
                head.add("corrected p");
            }
        List<List<String>> rows = new ArrayList<>();
        for (int k = 0; k < main.names().size(); k++) {
            List<String> row = new ArrayList<>(List.of(
                    main.names().get(k),
                    ColumnTest.text(main.result().statistic()[k]),
                    ColumnTest.text(main.result().pFamilyWise()[k])));
            for (ColumnTest other : others.values()) {
                int at = other.names().indexOf(main.names().get(k));
                row.add(at < 0 ? "n/a" : ColumnTest.text(other.result().statistic()[at]));
                row.add(at < 0 ? "n/a" : ColumnTest.text(other.result().pFamilyWise()[at]));
            }
            rows.add(row);
        }
        return new ReportTable(head, rows);
    }

    /** How the t map of the posterior cingulate changes with the choices. */
    private ReportTable sensitivityMaps(TrialDesign design, Mask mask, Progress progress) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        if (participant.sensitivity()) {
            double[] main = statistic(design, images(design, "PCC", ""), mask, progress.stage(0, 0.25));
            int peak = peak(main);
            double done = 0.25;
            for (String variant : MapStep.VARIANTS) {
                double[] other =
                        statistic(design, images(design, "PCC", variant), mask, progress.stage(done, done + 0.25));
                done += 0.25;
                rows.add(List.of(
                        switch (variant) {
                            case "gsr" -> "global signal out";
                            case "censored" -> "censored at 0.5 mm";
                            default -> "not smoothed";
                        },
                        ColumnTest.text(correlation(main, other)),
                        ColumnTest.text(main[peak]),
                        ColumnTest.text(other[peak])));
            }
        }
        return new ReportTable(
                List.of("choice", "correlation with the main map", "main map at its peak", "this map there"), rows);
    }

    private double[] statistic(TrialDesign design, List<NeuroImage> images, Mask mask, Progress progress) {
        int few = Math.min(VARIANT_PERMUTATIONS, options.permutations());
        try {
            return voxelwise(design, images, mask, PermutationTest.Inference.VOXEL, few, progress)
                    .statistic(0);
        } catch (IllegalArgumentException e) {
            double[] none = new double[mask.count()];
            java.util.Arrays.fill(none, Double.NaN);
            return none;
        }
    }

    private static int peak(double[] values) {
        int peak = 0;
        for (int v = 0; v < values.length; v++)
            if (Math.abs(values[v]) > Math.abs(values[peak]) || Double.isNaN(values[peak])) peak = v;
        return peak;
    }

    private static double correlation(double[] a, double[] b) {
        double n = 0;
        double sa = 0;
        double sb = 0;
        for (int v = 0; v < a.length; v++)
            if (Double.isFinite(a[v] + b[v])) {
                n++;
                sa += a[v];
                sb += b[v];
            }
        double aa = 0;
        double bb = 0;
        double ab = 0;
        for (int v = 0; v < a.length; v++)
            if (Double.isFinite(a[v] + b[v])) {
                aa += (a[v] - sa / n) * (a[v] - sa / n);
                bb += (b[v] - sb / n) * (b[v] - sb / n);
                ab += (a[v] - sa / n) * (b[v] - sb / n);
            }
        return ab / Math.sqrt(aa * bb);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
