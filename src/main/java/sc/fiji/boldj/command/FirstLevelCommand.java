package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.glm.Design;
import sc.fiji.boldj.glm.DesignCheck;
import sc.fiji.boldj.glm.Events;
import sc.fiji.boldj.glm.FirstLevel;
import sc.fiji.boldj.glm.Hrf;
import sc.fiji.boldj.glm.Sampling;
import sc.fiji.boldj.glm.TaskContrast;
import sc.fiji.boldj.glm.TaskDesign;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.HostProgress;
import sc.fiji.boldj.host.KeyOrder;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.FirstLevelRun;
import sc.fiji.boldj.workflow.JudgedDisplacement;
import sc.fiji.boldj.workflow.Origin;
import sc.fiji.boldj.workflow.TaskEvents;
import sc.fiji.boldj.workflow.scan.DisplacementColumn;

/** Fits a task to every voxel of a run, with noise that is correlated in time, and asks contrasts. */
@Plugin(type = Command.class, name = "First-Level GLM...", headless = true)
@KeyOrder({
    "input",
    "events",
    "other_events",
    "hrf",
    "modulators",
    "noise",
    "robust",
    "contrasts",
    "fd_threshold",
    "atlas",
    "space"
})
public final class FirstLevelCommand extends InfusionCommand {

    @Parameter(
            label = "Events (.tsv)",
            description =
                    "BIDS events: onset and duration in seconds, trial_type, modulation; may be empty if infusion or regressors is given",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String events = "";

    @Parameter(
            label = "Response",
            description =
                    "spm, spm + derivative, spm + derivative + dispersion, glover (with the same additions), gamma,"
                            + " or fir with bins and their width in seconds (fir 12 2)",
            persist = false)
    private String hrf = "spm + derivative";

    @Parameter(
            label = "Modulators",
            description =
                    "numeric columns of the events table that modulate the response, separated by commas; empty: none",
            required = false,
            persist = false)
    private String modulators = "";

    @Parameter(
            label = "Robust",
            description = "robust estimation: none, or Huber's or Tukey's bisquare weights",
            choices = {"none", "huber", "bisquare"},
            persist = false)
    private String robust = "none";

    @Parameter(
            label = "Contrasts",
            description =
                    "separated by |: column names such as faces - shapes, or weights; separate rows with ; for an F test;"
                            + " name = expression names the output files; names take precedence over weights; put names that contain"
                            + " operators or commas in double quotes",
            persist = false)
    private String contrasts = "";

    @Parameter(
            label = "FD threshold (mm)",
            description =
                    "mm per 2 s, converted to the repetition time; volumes with a larger framewise displacement (filtered for"
                            + " breathing if the table has such a column) are censored; 0: none",
            persist = false)
    private double fdThreshold = 0;

    @Override
    public void execute(Progress progress) throws IOException {
        NeuroImage source = series();
        TaskDesign.Options model =
                TaskDesign.Options.DEFAULT.with(Hrf.named(hrf)).withHighPass(highPass());
        boolean tasked = !events.isBlank() || !hasSlow();
        if (tasked) model = model.withModulators(TaskInputs.names(modulators, TaskInputs.columns(events)));
        Events happened = tasked ? TaskInputs.events(events, model.modulators()) : null;
        Sampling sampling = sampling(source);
        Map<String, double[]> regressors = regressors(source);
        boolean[] censored = censored(source);
        Design design = TaskDesign.build(
                happened, tasked ? typical(happened) : null, slow(sampling), sampling, regressors, censored, model);
        List<TaskContrast> questions = TaskContrast.parse(contrasts, design.names());
        TaskInputs.say(questions);
        DesignCheck.requireEstimable(design);
        List<String> lines = new ArrayList<>(FirstLevelRun.efficiencies(design, questions));
        for (String line : lines) HostProgress.warn(line);
        Mask within = within(source, progress.stage(0, 0.1));
        FirstLevelRun run = FirstLevelRun.fit(
                        source,
                        within,
                        new FirstLevelRun.Questions(sampling, model, design, questions),
                        FirstLevel.Options.DEFAULT.with(noise()).with(FirstLevel.Robust.named(robust)),
                        peaks(source),
                        progress.stage(0.1, 0.9))
                .withNotes(tasked ? TaskEvents.outside(happened, sampling) : List.of());
        List<String> files = new ArrayList<>(List.of(events, confounds(), atlas()));
        files.addAll(slowFiles());
        Origin origin = origin(TaskInputs.hashes(files.toArray(new String[0])));
        write(origin, folder -> {
            Map<String, Object> content =
                    write(folder, run, origin, "First-level model of " + source.name(), progress.stage(0.9, 1));
            content.put("Source", source.name());
            content.put("Methods", run.methods(origin.program()));
            return content;
        });
        addWords(run, lines);
        say(lines);
    }

    /** The excluded volumes. */
    private boolean[] censored(NeuroImage source) throws IOException {
        boolean[] censored = new boolean[source.volumes()];
        if (!(fdThreshold > 0)) return censored;
        if (confounds().isBlank())
            throw new IllegalArgumentException(
                    "key 'fd_threshold' needs a table of confounds with a column framewise_displacement");
        JudgedDisplacement judged = DisplacementColumn.of(TsvFiles.read(Path.of(confounds())), source);
        double limit = judged.perVolume(fdThreshold);
        for (int t = 0; t < censored.length; t++) censored[t] = judged.values()[t] > limit;
        return censored;
    }
}
