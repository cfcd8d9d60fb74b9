package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.FileFaults;
import sc.fiji.boldj.io.NoSpaceException;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.FileLabels;
import sc.fiji.boldj.workflow.TemplateSymmetry;
import sc.fiji.boldj.workflow.provenance.ProvenanceCheck;
import sc.fiji.boldj.workflow.provenance.ProvenanceLog;
import sc.fiji.boldj.workflow.provenance.Step;
import sc.fiji.boldj.workflow.provenance.StepRunner;
import sc.fiji.boldj.workflow.provenance.StudyLock;
import sc.fiji.boldj.workflow.study.AnatomyFiles;
import sc.fiji.boldj.workflow.study.NodeSet;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.SpatialMaps;

/**
 * Brings the series of one participant from the scanner to maps in standard space.
 *
 * <p>For each series: motion; coregistration to the participant's anatomy (one for all sessions, the average of their scans, so that no
 * difference between sessions comes from two normalisations), or straight to the template without one; slice times and
 * one interpolation into standard space; confounds; denoising; maps; page. A series that fails does not stop the others.
 * What is done is not done again; see {@link StepRunner}.
 */
public final class ParticipantRun {

    private final BidsDataset dataset;
    private final Path output;
    private final ParticipantOptions options;
    private final Template template;
    private final TemplateSymmetry symmetry;
    private final String program;
    private final StudyPages pages;
    private final ScanSteps steps;

    /**
     * @param template what {@code options.get(ParticipantOption.TEMPLATE)} names
     * @param symmetry of the template, which several runs may share: to find it takes seconds
     * @param program name and version of what runs
     */
    public ParticipantRun(
            BidsDataset dataset,
            Path output,
            ParticipantOptions options,
            Template template,
            TemplateSymmetry symmetry,
            String program,
            StudyPages pages) {
        this.dataset = dataset;
        this.output = output;
        this.options = options;
        this.template = template;
        this.symmetry = symmetry;
        this.program = program;
        this.pages = pages;
        steps = new ScanSteps(dataset, options, template, symmetry, pages);
    }

    public BidsDataset dataset() {
        return dataset;
    }

    public Path output() {
        return output;
    }

    public ParticipantOptions options() {
        return options;
    }

    public String program() {
        return program;
    }

    /** The same with results in another folder. */
    ParticipantRun in(Path other) {
        return new ParticipantRun(dataset, other, options, template, symmetry, program, pages);
    }

    /** The label of the standard space in names of files. */
    public static String space(ParticipantOptions options) {
        if (DerivedStart.isDerived(options)) return DerivedStart.space(options).label();
        String name = options.get(ParticipantOption.TEMPLATE);
        if (name.isEmpty()) return Template.BUILT_IN_SPACE;
        String file = name.replaceFirst(".*[/\\\\]", "").replaceFirst("\\.nii(\\.gz)?$", "");
        String clean = FileLabels.of(file).replaceAll("[^A-Za-z0-9]", ""); // BIDS allows no other sign here
        return clean.isEmpty() ? "template" : clean;
    }

    /**
     * Looks ahead, from options and headers alone.
     *
     * @return series that cannot be processed, with the reason
     * @throws IOException if nothing of what is asked can be done
     */
    public List<String> foresee(List<String> subjects) throws IOException {
        SpatialMaps.requireUsable(options, template.onGrid(steps.grid()).mask());
        Optional<NodeSet> nodes = NodeSet.ofUser(options);
        if (nodes.isPresent())
            nodes.get().requireWithin(template.onGrid(steps.grid()).mask());
        contrasts();
        List<String> doomed = new ArrayList<>();
        int all = 0;
        for (String subject : subjects)
            for (BidsScan scan : dataset.bold(subject)) {
                all++;
                SeriesLength.problem(scan, options)
                        .or(() -> RunModel.problem(scan, tables(), options))
                        .ifPresent(reason -> doomed.add(scan.name() + ": " + reason));
            }
        if (all > 0 && doomed.size() == all)
            throw new IOException(
                    "no series can be processed: " + doomed.get(0) + (all == 1 ? "" : ", and so on for all " + all));
        return doomed;
    }

    /** Messages about events before the work: tasks without events, and what is replaced or excluded. */
    public List<String> remarks(List<String> subjects) {
        return tables().remarks(subjects, options);
    }

    private TaskTables tables() {
        return new TaskTables(dataset, options.get(ParticipantOption.TASK_MODEL));
    }

    /**
     * Does what is to be done for a participant.
     *
     * @return what went wrong, by the name of the series or scan; empty if nothing did
     * @throws IOException if nothing can be done at all, or the disk is full
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public Map<String, String> run(String subject, StepRunner.Listener listener, Progress progress) throws IOException {
        return run(subject, scan -> true, listener, progress);
    }

    /** The same for the anatomy and some of the series. */
    Map<String, String> run(String subject, Predicate<BidsScan> chosen, StepRunner.Listener listener, Progress progress)
            throws IOException {
        List<BidsScan> series = dataset.bold(subject);
        if (series.isEmpty())
            throw new IOException("participant " + subject + " has no series; there are " + dataset.subjects());
        List<String> contrasts = contrasts();
        SpatialMaps.requireFile(options);
        Path place = log(output, subject);
        Files.createDirectories(place.getParent());
        StudyLock lock = StudyLock.of(place);
        try {
            series = series.stream().filter(chosen).toList();
            return run(subject, series, contrasts, ProvenanceLog.open(place), listener, progress);
        } finally {
            lock.close();
        }
    }

    /**
     * The steps of a participant, from the dataset alone: what {@link #run} will do, if the first anatomical scan can be used.
     *
     * @return by series, in the order in which they are processed; those of the anatomy belong to the first series
     * @throws IOException if a sidecar or a table cannot be read
     */
    Map<ScanFiles, List<Step>> plan(String subject) throws IOException {
        Optional<AnatomyFiles> anatomy = DerivedStart.isDerived(options)
                ? Optional.empty()
                : anatomies(subject).stream()
                        .filter(files -> Files.exists(files.figures()))
                        .findFirst()
                        .or(() -> anatomies(subject).stream().findFirst());
        Map<ScanFiles, List<Step>> plan = new LinkedHashMap<>();
        for (BidsScan scan : dataset.bold(subject)) {
            ScanFiles files = new ScanFiles(output, scan, space(options));
            List<Step> all = new ArrayList<>();
            if (plan.isEmpty() && anatomy.isPresent()) all.addAll(steps.anatomy(anatomy.get()));
            all.addAll(steps.of(files, anatomy, contrasts()));
            plan.put(files, all);
        }
        return plan;
    }

    private List<String> contrasts() {
        return options.get(ParticipantOption.TASK_MODEL) ? TaskQuestions.answerable(dataset, options) : List.of();
    }

    /** Where the log of a participant stands. */
    public static Path log(Path output, String subject) {
        return output.resolve(ProvenanceCheck.FOLDER).resolve("sub-" + subject + ProvenanceCheck.ENDING);
    }

    private Map<String, String> run(
            String subject,
            List<BidsScan> series,
            List<String> contrasts,
            ProvenanceLog log,
            StepRunner.Listener listener,
            Progress progress)
            throws IOException {
        Leftovers leftovers = new Leftovers(output);
        List<ScanFiles> files = series.stream()
                .map(scan -> new ScanFiles(output, scan, space(options)))
                .toList();
        leftovers.removeParts(subject, files);
        Map<String, String> problems = new LinkedHashMap<>();
        Optional<AnatomyFiles> anatomy = anatomy(subject, log, listener, problems, progress.stage(0, 0.2));
        for (int i = 0; i < series.size(); i++) {
            ScanFiles run = files.get(i);
            Progress part = progress.stage(0.2 + 0.8 * i / series.size(), 0.2 + 0.8 * (i + 1) / series.size());
            try {
                runner(log, UnfinishedMark.during(run, listener)).run(steps.of(run, anatomy, contrasts), part);
                Files.deleteIfExists(run.unfinished());
            } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
                requireFolder();
                UnfinishedMark.write(run, FileFaults.words(e));
                requireSpace(e);
                problems.put(run.scan().name(), FileFaults.words(e));
            }
        }
        for (ScanFiles run : files) Leftovers.removeEmpty(run.work("x").getParent());
        Leftovers.removeEmpty(output.resolve("work"));
        return problems;
    }

    private StepRunner runner(ProvenanceLog log, StepRunner.Listener listener) {
        return new StepRunner(dataset.root(), output, log, program, listener);
    }

    /** If the results folder has disappeared, that is reported, whatever failed first; the folder is not created again. */
    private void requireFolder() throws NoSuchFileException {
        if (!Files.isDirectory(output.resolve(ProvenanceCheck.FOLDER)))
            throw new NoSuchFileException(output.toString());
    }

    /** On a full disk nothing else would succeed, and another anatomical scan would be taken for the first. */
    private static void requireSpace(Exception e) throws IOException {
        if (e instanceof NoSpaceException full) throw full;
        if (e.getCause() instanceof NoSpaceException full) throw full;
    }

    /** The images through which the participant can be normalised, in the order in which they are tried. */
    private List<AnatomyFiles> anatomies(String subject) {
        List<AnatomyFiles> all = new ArrayList<>();
        if (options.get(ParticipantOption.LONGITUDINAL))
            AnatomyFiles.average(dataset, output, subject, space(options)).ifPresent(all::add);
        for (BidsScan scan : AnatomyFiles.candidates(dataset, subject))
            all.add(new AnatomyFiles(output, scan, space(options)));
        return all;
    }

    /** The average over sessions or, if there is none, the first anatomical scan that can be used. */
    private Optional<AnatomyFiles> anatomy(
            String subject,
            ProvenanceLog log,
            StepRunner.Listener listener,
            Map<String, String> problems,
            Progress progress)
            throws IOException {
        if (DerivedStart.isDerived(options)) return Optional.empty();
        for (AnatomyFiles files : anatomies(subject)) {
            try {
                runner(log, listener).run(steps.anatomy(files), progress);
                if (files.averaged().isEmpty()) return Optional.of(files);
                files.notAveraged()
                        .forEach((file, reason) -> problems.put(
                                files.scan().name() + "_desc-average_T1w without " + file,
                                "cannot be read: " + reason));
                return Optional.of(files.asAveraged());
            } catch (IOException | IllegalArgumentException e) {
                requireSpace(e);
                String name = files.scan().name() + (files.averaged().isEmpty() ? "_T1w" : "_desc-average_T1w");
                problems.put(name, FileFaults.words(e));
            }
        }
        return Optional.empty();
    }
}
