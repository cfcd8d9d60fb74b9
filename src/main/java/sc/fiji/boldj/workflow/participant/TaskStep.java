package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sc.fiji.boldj.denoise.ConfoundPreset;
import sc.fiji.boldj.denoise.ConfoundStrategy;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.glm.Design;
import sc.fiji.boldj.glm.DesignCheck;
import sc.fiji.boldj.glm.FirstLevel;
import sc.fiji.boldj.glm.NoiseModel;
import sc.fiji.boldj.glm.Sampling;
import sc.fiji.boldj.glm.TaskContrast;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.EventsTable;
import sc.fiji.boldj.io.LabelsFile;
import sc.fiji.boldj.preprocess.GaussianSmoothing;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.FirstLevelRun;
import sc.fiji.boldj.workflow.RunEvents;
import sc.fiji.boldj.workflow.TaskEvents;
import sc.fiji.boldj.workflow.provenance.Step;
import sc.fiji.boldj.workflow.study.NearestNode;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.study.TaskFiles;

/** Where a series has events, doses or regressors: its first-level models. */
public final class TaskStep {

    private final ScanFiles files;
    private final RunModel model;
    private final TaskFiles.Model kind;
    private final Optional<RunEvents> events;
    private final TaskColumns columns;
    private final List<TaskContrast> questions;
    private final StudyPages pages;

    private TaskStep(
            ScanFiles files,
            RunModel model,
            TaskFiles.Model kind,
            Optional<RunEvents> events,
            TaskColumns columns,
            List<TaskContrast> questions,
            StudyPages pages) {
        this.files = files;
        this.model = model;
        this.kind = kind;
        this.events = events;
        this.columns = columns;
        this.questions = questions;
        this.pages = pages;
    }

    /**
     * The steps of a series, one for each of its models.
     *
     * @param modelled its tables, empty if there is nothing to model; those of events are of all series of the participant with this task, this one's first: percent
     *     signal change refers to the median durations over all of them
     * @param contrasts the user's, see {@link TaskQuestions#answerable}
     * @throws IOException if the tables of this series cannot be read
     * @throws IllegalArgumentException if none of its events is in the run, the names of conditions or contrasts cannot be
     *     distinguished, or a regressor is filtered out
     */
    static List<Step> of(ScanFiles files, Optional<RunModel> modelled, List<String> contrasts, StudyPages pages)
            throws IOException {
        if (modelled.isEmpty()) return List.of();
        RunModel model = modelled.get();
        model.requireKept();
        Optional<RunEvents> events = model.read();
        List<Step> steps = new ArrayList<>();
        List<TaskColumns> earlier = new ArrayList<>();
        for (TaskFiles.Model kind : model.models()) {
            TaskColumns columns = model.columns(kind, events);
            List<TaskContrast> questions = TaskQuestions.of(columns, TaskQuestions.among(contrasts, earlier));
            steps.add(new TaskStep(files, model, kind, events, columns, questions, pages).step());
            earlier.add(columns);
        }
        return steps;
    }

    private Step step() {
        Path folder = TaskFiles.folder(files, kind);
        List<Path> outputs = new ArrayList<>(List.of(
                TaskFiles.page(files, kind),
                folder.resolve("design.tsv"),
                ScanFiles.sidecar(folder.resolve("design.tsv")),
                folder.resolve(FirstLevelRun.CONTRASTS),
                LabelsFile.sidecar(folder.resolve(FirstLevelRun.CONTRASTS)),
                folder.resolve("whiteness.nii.gz"),
                folder.resolve("mask.nii.gz")));
        boolean correlated = noise() != NoiseModel.OLS;
        if (correlated) outputs.add(folder.resolve("noise.nii.gz"));
        List<String> asked = new ArrayList<>();
        for (TaskContrast question : questions) {
            for (String map : List.of("effect", "variance", "t", "z", "df", "percent"))
                if (correlated || !map.equals("df"))
                    outputs.add(folder.resolve(question.label() + "_" + map + ".nii.gz"));
            outputs.add(folder.resolve(question.label() + "_percent.json"));
            outputs.add(folder.resolve(question.label() + "_clusters.tsv"));
            asked.add(question.name() + " = " + Arrays.toString(question.weights()[0]));
        }
        Map<String, Object> keys = model.keys(kind);
        keys.put("contrasts", String.join(" | ", asked) + " of " + String.join(", ", columns.all()));
        keys.put("percent", "peak of the response to one event of median duration");
        keys.putAll(pages.options());
        List<Path> inputs = new ArrayList<>(List.of(files.bold(), files.mask(), files.confounds()));
        inputs.addAll(model.inputs());
        return Step.of(files.scan().name() + "/" + kind.label(), keys, inputs, outputs, this::run);
    }

    /** The events of a series, with those of the others of its task. */
    public static RunEvents events(BidsScan scan, List<Path> tables) throws IOException {
        EventsTable own = EventsTable.read(tables.get(0));
        List<EventsTable> all = new ArrayList<>(List.of(own));
        for (Path other : tables.subList(1, tables.size()))
            try {
                all.add(EventsTable.read(other));
            } catch (IOException e) {
                // that series fails by its own name
            }
        return RunEvents.of(own, all, SeriesLength.sampling(scan));
    }

    private void run(Progress progress) throws IOException {
        ParticipantOptions options = model.options();
        NeuroImage source = StudyFiles.read(files.bold(), progress.stage(0, 0.1));
        Mask mask = StudyFiles.mask(files.mask());
        NeuroImage smooth =
                GaussianSmoothing.of(source, mask, options.get(ParticipantOption.FWHM), progress.stage(0.1, 0.2));
        Confounds all = StudyFiles.confounds(files.confounds());
        Map<String, double[]> regressors = new LinkedHashMap<>();
        Confounds chosen = all.select(ConfoundPreset.columns(options.get(ParticipantOption.COLUMNS), all.names()))
                .withFirstFilled();
        for (String name : chosen.names()) regressors.put(name, chosen.column(name));
        Sampling sampling = Sampling.of(smooth);
        boolean[] censored = CensoredVolumes.of(
                all,
                options.get(ParticipantOption.CENSOR),
                ConfoundStrategy.scrub(options.get(ParticipantOption.COLUMNS)),
                source.timing().repetitionTime());
        Design design = model.build(kind, events, sampling, regressors, censored);
        DesignCheck.requireEstimable(design);
        List<TaskContrast> contrasts = questions.stream()
                .map(question -> question.among(/* names= */ columns.all(), /* all= */ design.names()))
                .toList();
        FirstLevelRun run = FirstLevelRun.fit(
                        smooth,
                        mask,
                        new FirstLevelRun.Questions(sampling, model.design(events), design, contrasts),
                        FirstLevel.Options.DEFAULT.with(noise()),
                        NearestNode::name,
                        progress.stage(0.2, 0.9))
                .withNotes(notes(sampling));
        Path folder = TaskFiles.folder(files, kind);
        Files.createDirectories(folder);
        run.write(folder, progress.stage(0.9, 1));
        Map<String, Object> about = new TreeMap<>(run.about());
        StudyFiles.describe(folder.resolve("design.tsv"), about);
        AtomicFile.writeText(
                TaskFiles.page(files, kind), pages.task(files.scan().name(), run));
    }

    private NoiseModel noise() {
        return NoiseModel.named(model.options().get(ParticipantOption.NOISE));
    }

    private List<String> notes(Sampling sampling) {
        List<String> notes = new ArrayList<>(model.slow().notes(model.options()));
        events.ifPresent(read -> {
            notes.addAll(read.notes());
            notes.addAll(TaskEvents.outside(read.events(), sampling));
        });
        return notes;
    }
}
