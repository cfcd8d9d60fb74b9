package sc.fiji.boldj.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.connectivity.SeedRegion;
import sc.fiji.boldj.glm.Deconvolution;
import sc.fiji.boldj.glm.Design;
import sc.fiji.boldj.glm.DesignCheck;
import sc.fiji.boldj.glm.Events;
import sc.fiji.boldj.glm.FirstLevel;
import sc.fiji.boldj.glm.Hrf;
import sc.fiji.boldj.glm.Interaction;
import sc.fiji.boldj.glm.Sampling;
import sc.fiji.boldj.glm.TaskContrast;
import sc.fiji.boldj.glm.TaskDesign;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.KeyOrder;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.FirstLevelRun;
import sc.fiji.boldj.workflow.Origin;
import sc.fiji.boldj.workflow.TaskEvents;
import sc.fiji.boldj.workflow.task.SeedInteraction;

/** Asks where the coupling with a seed depends on the task (gPPI with deconvolution). */
@Plugin(type = Command.class, name = "Psychophysiological Interaction...", headless = true)
@KeyOrder({
    "input",
    "events",
    "other_events",
    "seed",
    "radius",
    "contrasts",
    "hrf",
    "noise",
    "regularisation",
    "centre",
    "atlas",
    "weighted",
    "space"
})
public final class InteractionCommand extends ActivationCommand {

    @Parameter(
            label = "Events (.tsv)",
            description = "BIDS events: onset and duration in seconds, trial_type",
            style = CommandKey.OPEN,
            persist = false)
    private String events = "";

    @Parameter(
            label = "Seed",
            description =
                    "x,y,z in RAS millimetres of the image, the title or path of a mask, or, in MNI space, a name (PCC, ...)",
            persist = false)
    private String seed = "";

    @Parameter(label = "Radius (mm)", description = "radius of the seed's sphere in millimetres", persist = false)
    private double radius = 6;

    @Parameter(
            label = "Contrasts",
            description =
                    "separated by |: condition names such as faces - shapes stand for interactions with the seed; psy_faces is the task effect itself; separate rows with ; for an F test; name = expression"
                            + " names the output files; put names that contain operators in double quotes",
            persist = false)
    private String contrasts = "";

    @Parameter(
            label = "Response",
            description =
                    "spm, glover (each also with + derivative or + derivative + dispersion) or gamma; the seed and the interactions use the main function only",
            persist = false)
    private String hrf = "spm + derivative";

    @Parameter(
            label = "Regularisation",
            description =
                    "how the regularisation of the deconvolution is chosen: restricted likelihood or generalised cross-validation",
            choices = {"reml", "gcv"},
            persist = false)
    private String regularisation = "reml";

    @Parameter(
            label = "Centre the task",
            description = "centre the time course of each condition before it is multiplied by the seed",
            persist = false)
    private boolean centre = true;

    @Parameter(
            label = "Weighted seed",
            description = "use the values of a seed image as weights of the mean time series instead of as a mask",
            persist = false)
    private boolean weighted = false;

    @Override
    public void execute(Progress progress) throws IOException {
        NeuroImage source = series();
        TaskDesign.Options model =
                TaskDesign.Options.DEFAULT.with(Hrf.named(hrf)).withHighPass(highPass());
        Events happened = TaskInputs.events(events);
        Sampling sampling = sampling(source);
        Design task = TaskDesign.build(happened, typical(happened), sampling, regressors(source), null, model);
        var options = new Interaction.Options(
                new Deconvolution.Options(Deconvolution.Regularisation.named(regularisation), 0), centre);
        Mask within = within(source, progress.stage(0, 0.05));
        SeedRegion region = TaskInputs.seed(
                new TaskInputs.SeedKeys(seed.strip(), radius, weighted, space()), input(), source, within);
        double[] course = region.series(source, progress.stage(0.05, 0.1));
        SeedInteraction interaction = new SeedInteraction(
                Interaction.build(task, happened, course, sampling, model.hrf(), options), region.count(), options);
        Design design = interaction.model().design();
        List<TaskContrast> questions =
                TaskContrast.parse(contrasts, interaction.contrastNames(happened), design.columns());
        TaskInputs.say(questions);
        DesignCheck.requireEstimable(design);
        FirstLevelRun run = FirstLevelRun.fit(
                        source,
                        within,
                        new FirstLevelRun.Questions(sampling, model, design, questions),
                        FirstLevel.Options.DEFAULT.with(noise()),
                        peaks(source),
                        progress.stage(0.15, 0.9))
                .withNotes(TaskEvents.outside(happened, sampling));
        Origin origin = origin(TaskInputs.hashes(events, confounds(), atlas(), seed));
        write(origin, folder -> {
            Map<String, Object> content = write(
                    folder,
                    run,
                    origin,
                    "Psychophysiological interactions in " + source.name(),
                    progress.stage(0.9, 1));
            interaction.writeActivity(folder);
            content.put("Source", source.name());
            content.putAll(interaction.about());
            content.put("Methods", interaction.methods() + run.methods(origin.program()));
            return content;
        });
        List<String> lines = new ArrayList<>(List.of(interaction.words()));
        addWords(run, lines);
        lines.addAll(interaction.warnings());
        say(lines);
    }
}
