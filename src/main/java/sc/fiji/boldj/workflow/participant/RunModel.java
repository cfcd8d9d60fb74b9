package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.glm.Design;
import sc.fiji.boldj.glm.Events;
import sc.fiji.boldj.glm.Hrf;
import sc.fiji.boldj.glm.Sampling;
import sc.fiji.boldj.glm.SlowRegressor;
import sc.fiji.boldj.glm.TaskDesign;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.EventsTable;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.workflow.RunEvents;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.TaskFiles;

/**
 * The inputs of the first-level models of a run: events, doses and regressors.
 *
 * @param events the tables of the run and of the participant's others of the task, the run's first; empty for none
 * @param slow what enters without a haemodynamic response
 */
record RunModel(BidsScan scan, List<Path> events, SlowTables slow, ParticipantOptions options) {

    RunModel {
        events = List.copyOf(events);
    }

    /**
     * The model of a run.
     *
     * @return empty if there is nothing to model
     */
    static Optional<RunModel> of(BidsScan scan, TaskTables tables, ParticipantOptions options) throws IOException {
        if (!options.get(ParticipantOption.TASK_MODEL)) return Optional.empty();
        RunModel model = new RunModel(scan, tables.of(scan), SlowTables.of(scan), options);
        return model.events.isEmpty() && model.slow.isEmpty() ? Optional.empty() : Optional.of(model);
    }

    /** The models, one or two. */
    List<TaskFiles.Model> models() {
        return slow.hasBins(options)
                ? List.of(TaskFiles.Model.TASK, TaskFiles.Model.BINS)
                : List.of(TaskFiles.Model.TASK);
    }

    /** How designs are built. */
    static TaskDesign.Options design(ParticipantOptions options) {
        return TaskDesign.Options.DEFAULT
                .with(Hrf.named(options.get(ParticipantOption.HRF)))
                .withHighPass(options.get(ParticipantOption.HIGH_PASS))
                .withModulators(modulators(options));
    }

    /** The columns of events that modulate responses. */
    static List<String> modulators(ParticipantOptions options) {
        return Arrays.stream(options.get(ParticipantOption.MODULATORS).split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** The events of the run with their modulators; empty if it has none. */
    Optional<RunEvents> read() throws IOException {
        if (events.isEmpty()) return Optional.empty();
        return Optional.of(
                TaskStep.events(scan, events).withModulators(EventsTable.read(events.get(0)), modulators(options)));
    }

    /** How designs of this run are built: with the modulators that its table has. */
    TaskDesign.Options design(Optional<RunEvents> read) {
        return design(options)
                .withModulators(read.map(r -> r.events().modulators()).orElse(List.of()));
    }

    /** The columns of a model that contrasts may name. */
    TaskColumns columns(TaskFiles.Model model, Optional<RunEvents> read) throws IOException {
        List<String> responses = new ArrayList<>();
        List<String> conditions = read.map(r -> r.events().conditions()).orElse(List.of());
        TaskDesign.Options design = design(read);
        TaskDesign.requireDistinct(conditions, design);
        for (String condition : conditions) {
            responses.addAll(TaskColumns.of(condition, design.hrf()));
            for (String modulator : design.modulators())
                if (!read.orElseThrow().events().modulated(condition, modulator).isEmpty())
                    responses.addAll(TaskColumns.of(condition + "_x_" + modulator, design.hrf()));
        }
        TaskColumns columns = new TaskColumns(responses, responses, design.hrf().isFir() ? List.of() : conditions);
        if (model == TaskFiles.Model.BINS)
            return columns.asking(names(slow.bins(options, headers())), slow.columnNames());
        return columns.with(slow.infusion().isPresent() ? List.of(SlowTables.CONCENTRATION) : List.of())
                .with(slow.columnNames());
    }

    private static List<String> names(List<SlowRegressor> some) {
        return some.stream().map(SlowRegressor::name).toList();
    }

    /** When the volumes begin, from the header. */
    private Sampling headers() {
        return SeriesLength.sampling(scan)
                .orElseThrow(() -> new IllegalArgumentException(
                        "the header and the sidecars do not give the repetition time, which time bins need"));
    }

    /** The time courses of a model that enter as they are. */
    List<SlowRegressor> courses(TaskFiles.Model model, Sampling sampling) throws IOException {
        List<SlowRegressor> all = new ArrayList<>(
                model == TaskFiles.Model.BINS ? slow.bins(options, sampling) : slow.concentration(options, sampling));
        all.addAll(slow.columns(sampling.volumes()));
        return all;
    }

    /**
     * Returns normally if no regressor is filtered out, as far as headers tell.
     *
     * @throws sc.fiji.boldj.run.DataException naming the regressor, and the remedy
     */
    void requireKept() throws IOException {
        Optional<Sampling> sampling = slow.isEmpty() ? Optional.empty() : SeriesLength.sampling(scan);
        if (sampling.isEmpty()) return;
        TaskDesign.Options design = design(options).withModulators(List.of());
        for (TaskFiles.Model model : models())
            TaskDesign.build(null, null, courses(model, sampling.get()), sampling.get(), Map.of(), null, design);
    }

    /** Why a regressor of a series is filtered out; empty if none is, or the series fails by its own name. */
    static Optional<String> problem(BidsScan scan, TaskTables tables, ParticipantOptions options) {
        try {
            Optional<RunModel> model = of(scan, tables, options);
            if (model.isPresent()) model.get().requireKept();
            return Optional.empty();
        } catch (DataException e) {
            return Optional.of(e.getMessage());
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The design of a model. */
    Design build(
            TaskFiles.Model model,
            Optional<RunEvents> read,
            Sampling sampling,
            Map<String, double[]> confounds,
            boolean[] censored)
            throws IOException {
        Events happened = read.map(RunEvents::events).orElse(null);
        return TaskDesign.build(
                happened,
                read.map(RunEvents::typical).orElse(null),
                courses(model, sampling),
                sampling,
                confounds,
                censored,
                design(read));
    }

    /** The values of options that it depends on, for the log. */
    Map<String, Object> keys(TaskFiles.Model model) {
        Map<String, Object> keys = new LinkedHashMap<>(options.some(
                ParticipantOption.FWHM,
                ParticipantOption.COLUMNS,
                ParticipantOption.CENSOR,
                ParticipantOption.HRF,
                ParticipantOption.HIGH_PASS,
                ParticipantOption.MODULATORS,
                ParticipantOption.NOISE));
        if (slow.infusion().isPresent())
            keys.putAll(options.some(
                    model == TaskFiles.Model.BINS ? ParticipantOption.BINS : ParticipantOption.PHARMACOKINETICS));
        return keys;
    }

    /** The tables that it is made of. */
    List<Path> inputs() {
        List<Path> inputs = new ArrayList<>(events);
        inputs.addAll(slow.files());
        return inputs;
    }
}
