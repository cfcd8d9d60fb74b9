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
import sc.fiji.boldj.denoise.IndicatorColumns;
import sc.fiji.boldj.denoise.Scrub;
import sc.fiji.boldj.glm.Design;
import sc.fiji.boldj.glm.DesignCheck;
import sc.fiji.boldj.glm.FirstLevel;
import sc.fiji.boldj.glm.Sampling;
import sc.fiji.boldj.glm.TaskContrast;
import sc.fiji.boldj.glm.TaskDesign;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.EventsTable;
import sc.fiji.boldj.io.LabelsFile;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.FirstLevelRun;
import sc.fiji.boldj.workflow.JudgedDisplacement;
import sc.fiji.boldj.workflow.RunEvents;
import sc.fiji.boldj.workflow.TaskEvents;
import sc.fiji.boldj.workflow.provenance.Step;
import sc.fiji.boldj.workflow.study.NearestNode;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.RunSeries;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.study.TaskFiles;

/** Where a series has events: the response to each condition, with the default model of the first-level GLM. */
public final class TaskStep {

    private TaskStep() {}

    /**
     * The step of a series.
     *
     * @param tables of events of all series of the participant with this task, this one's first: percent signal change
     *     refers to the median durations over all of them
     * @param contrasts the user's, see {@link TaskQuestions#answerable}
     * @throws IOException if the events of this series cannot be read
     * @throws IllegalArgumentException if none of them is in the run, or the names of conditions or contrasts cannot be distinguished
     */
    static Step of(
            ScanFiles files, List<Path> tables, List<String> contrasts, ParticipantOptions options, StudyPages pages)
            throws IOException {
        RunEvents events = events(files.scan(), tables);
        List<String> conditions = events.events().conditions();
        TaskDesign.requireDistinct(conditions, TaskDesign.Options.DEFAULT);
        List<TaskContrast> questions = TaskQuestions.of(conditions, contrasts);
        Path folder = TaskFiles.folder(files);
        List<Path> outputs = new ArrayList<>(List.of(
                TaskFiles.page(files),
                folder.resolve("design.tsv"),
                ScanFiles.sidecar(folder.resolve("design.tsv")),
                folder.resolve(FirstLevelRun.CONTRASTS),
                LabelsFile.sidecar(folder.resolve(FirstLevelRun.CONTRASTS)),
                folder.resolve("whiteness.nii.gz"),
                folder.resolve("noise.nii.gz"),
                folder.resolve("mask.nii.gz")));
        List<String> asked = new ArrayList<>();
        for (TaskContrast question : questions) {
            for (String map : List.of("effect", "variance", "t", "z", "df", "percent"))
                outputs.add(folder.resolve(question.label() + "_" + map + ".nii.gz"));
            outputs.add(folder.resolve(question.label() + "_percent.json"));
            outputs.add(folder.resolve(question.label() + "_clusters.tsv"));
            asked.add(question.name() + " = " + Arrays.toString(question.weights()[0]));
        }
        Map<String, Object> keys =
                options.some(ParticipantOption.FWHM, ParticipantOption.COLUMNS, ParticipantOption.CENSOR);
        keys.put("contrasts", String.join(" | ", asked) + " of " + String.join(", ", conditions));
        keys.put("percent", "peak of the response to one event of median duration");
        keys.putAll(pages.options());
        List<Path> inputs = new ArrayList<>(List.of(files.bold(), files.mask(), files.confounds()));
        inputs.addAll(tables);
        return Step.of(
                files.scan().name() + "/task",
                keys,
                inputs,
                outputs,
                progress -> run(files, events, questions, options, pages, progress));
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

    private static void run(
            ScanFiles files,
            RunEvents events,
            List<TaskContrast> questions,
            ParticipantOptions options,
            StudyPages pages,
            Progress progress)
            throws IOException {
        NeuroImage source = StudyFiles.read(files.bold(), progress.stage(0, 0.1));
        Mask mask = StudyFiles.mask(files.mask());
        NeuroImage smooth =
                RunSeries.smoothed(source, mask, options.get(ParticipantOption.FWHM), progress.stage(0.1, 0.2));
        Confounds all = StudyFiles.confounds(files.confounds());
        Map<String, double[]> regressors = new LinkedHashMap<>();
        Confounds chosen = all.select(ConfoundPreset.columns(options.get(ParticipantOption.COLUMNS), all.names()))
                .withFirstFilled();
        for (String name : chosen.names()) regressors.put(name, chosen.column(name));
        Sampling sampling = Sampling.of(smooth);
        TaskDesign.Options model = TaskDesign.Options.DEFAULT;
        Design design = TaskDesign.build(
                events.events(),
                events.typical(),
                sampling,
                regressors,
                censored(
                        all,
                        options.get(ParticipantOption.CENSOR),
                        ConfoundStrategy.scrub(options.get(ParticipantOption.COLUMNS)),
                        source.timing().repetitionTime()),
                model);
        DesignCheck.requireEstimable(design);
        List<TaskContrast> contrasts = questions.stream()
                .map(question -> question.among(events.events().conditions(), design.names()))
                .toList();
        FirstLevelRun run = FirstLevelRun.fit(
                        smooth,
                        mask,
                        new FirstLevelRun.Questions(sampling, model, design, contrasts),
                        FirstLevel.Options.DEFAULT,
                        NearestNode::name,
                        progress.stage(0.2, 0.9))
                .withNotes(events.notes())
                .withNotes(TaskEvents.outside(events.events(), sampling));
        Files.createDirectories(TaskFiles.folder(files));
        run.write(TaskFiles.folder(files), progress.stage(0.9, 1));
        Map<String, Object> about = new TreeMap<>(run.about());
        StudyFiles.describe(TaskFiles.folder(files).resolve("design.tsv"), about);
        AtomicFile.writeText(TaskFiles.page(files), pages.task(files.scan().name(), run));
    }

    /**
     * Excluded volumes: before the steady state, or with more motion than is allowed.
     *
     * @param limit mm per 2 s; 0: none
     * @param scrub how a strategy excludes further volumes
     */
    private static boolean[] censored(Confounds all, double limit, Optional<Scrub> scrub, double repetitionTime) {
        boolean[] out = IndicatorColumns.marked(all, IndicatorColumns.NON_STEADY_STATE);
        if (scrub.isPresent()) {
            boolean[] excluded = scrub.get().excluded(all);
            for (int t = 0; t < out.length; t++) out[t] |= excluded[t];
        }
        if (limit == 0) return out;
        JudgedDisplacement judged = JudgedDisplacement.of(all, repetitionTime);
        double most = judged.perVolume(limit);
        for (int t = 0; t < out.length; t++) out[t] |= judged.values()[t] > most;
        return out;
    }
}
