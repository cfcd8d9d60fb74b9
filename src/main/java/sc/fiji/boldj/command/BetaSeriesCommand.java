package sc.fiji.boldj.command;

import java.io.IOException;
import java.util.List;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.connectivity.SeedRegion;
import sc.fiji.boldj.glm.Events;
import sc.fiji.boldj.glm.Hrf;
import sc.fiji.boldj.glm.TaskContrast;
import sc.fiji.boldj.glm.TrialModel;
import sc.fiji.boldj.glm.TrialWeights;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.KeyOrder;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.report.MapsPage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.Origin;
import sc.fiji.boldj.workflow.task.BetaSeriesRun;
import sc.fiji.boldj.workflow.task.TrialUnits;

/** Correlates the amplitudes of single trials: a seed with every voxel, and regions with each other. */
@Plugin(type = Command.class, name = "Beta Series Correlation...", headless = true)
@KeyOrder({
    "input",
    "events",
    "other_events",
    "seed",
    "radius",
    "atlas",
    "labels",
    "conditions",
    "contrasts",
    "method",
    "hrf",
    "betas",
    "weighted",
    "space"
})
public final class BetaSeriesCommand extends EventsCommand {

    @Parameter(
            label = "Events (.tsv)",
            description = "BIDS events: onset and duration in seconds, trial_type; each row is a trial",
            style = CommandKey.OPEN,
            persist = false)
    private String events = "";

    @Parameter(
            label = "Seed",
            description =
                    "x,y,z in RAS millimetres of the image, the title or path of a mask, or, in MNI space, a name (PCC, ...); empty: no maps",
            required = false,
            persist = false)
    private String seed = "";

    @Parameter(
            label = "Radius (mm)",
            description = "radius in millimetres of the spheres around the seed and around coordinates",
            persist = false)
    private double radius = 6;

    @Parameter(
            label = "Atlas",
            description = "title or path of a label image, or path of a table of coordinates; empty: no matrices",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String atlas = "";

    @Parameter(
            label = "Names of the labels",
            description = "label table of the atlas; empty: the one beside its file, if there is one",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String labels = "";

    @Parameter(
            label = "Conditions",
            description =
                    "conditions to correlate, separated by commas, with double quotes around names that contain commas;"
                            + " empty: all. The others remain in the model",
            required = false,
            persist = false)
    private String conditions = "";

    @Parameter(
            label = "Contrasts",
            description =
                    "contrasts of conditions such as faces - shapes, separated by |, of Fisher z divided by its standard error; empty: none",
            required = false,
            persist = false)
    private String contrasts = "";

    @Parameter(
            label = "Method",
            description = "lss: one model per trial; lsa: one model with a column for each trial",
            choices = {"lss", "lsa"},
            persist = false)
    private String method = "lss";

    @Parameter(
            label = "Response",
            description = "spm, glover or gamma; only the main function is used",
            persist = false)
    private String hrf = "spm";

    @Parameter(
            label = "Save amplitudes",
            description = "write the amplitudes of each condition, one volume per trial",
            persist = false)
    private boolean betas = true;

    @Parameter(
            label = "Weighted seed",
            description = "use the values of a seed image as weights of the mean time series instead of as a mask",
            persist = false)
    private boolean weighted = false;

    @Parameter(
            label = "Units",
            description =
                    "unit of the written amplitudes: percent of each voxel's mean, or the unit of the series; correlations do not depend on it",
            choices = {"percent", "signal"},
            persist = false)
    private String units = "percent";

    @Override
    public void execute(Progress progress) throws IOException {
        if (seed.isBlank() && atlas.isBlank())
            throw new IllegalArgumentException("give a seed for maps, an atlas for matrices, or both");
        if (seed.isBlank() && !contrasts.isBlank())
            throw new IllegalArgumentException("key 'contrasts' compares maps and needs a seed");
        NeuroImage source = series();
        AtlasRegions regions =
                atlas.isBlank() ? null : new AtlasRegions(atlas, labels, radius).require(source, space());
        BetaSeriesRun.Question question = question(source);
        TaskInputs.say(question.contrasts());
        Mask within = within(source, progress.stage(0, 0.1));
        SeedRegion region = seed.isBlank()
                ? null
                : TaskInputs.seed(
                        new TaskInputs.SeedKeys(seed.strip(), radius, weighted, space()), input(), source, within);
        BetaSeriesRun run = BetaSeriesRun.of(source, within, question, region, regions, progress.stage(0.1, 0.85));
        Origin origin = origin(TaskInputs.hashes(events, confounds(), seed, atlas, labels));
        MapsPage page = MapsPage.of("Beta series of " + source.name(), within)
                .paragraph(run.methods())
                .background(source);
        run.maps()
                .forEach((title, map) -> page.diverging(
                        title, title.endsWith("_zscore") ? "Fisher z over its standard error" : "Fisher z", map));
        write(origin, folder -> {
            run.write(folder, progress.stage(0.85, 1));
            AtomicFile.writeText(
                    folder.resolve("index.html"),
                    page.build(origin.inputTable(), origin.optionTable(), origin.program())
                            .toHtml());
            return run.about();
        });
        say(run.words());
    }

    private BetaSeriesRun.Question question(NeuroImage source) throws IOException {
        Events happened = TaskInputs.events(events);
        TrialWeights.Method how = TrialWeights.Method.named(method);
        TrialModel model =
                TrialModel.of(happened, sampling(source), Hrf.named(hrf), regressors(source), highPass(), how);
        List<String> wanted = conditions.isBlank() ? model.conditions() : wanted(model.conditions());
        return new BetaSeriesRun.Question(
                model,
                how,
                hrf,
                wanted,
                contrasts.isBlank() ? List.of() : TaskContrast.parse(contrasts, wanted),
                new TrialUnits(units, happened, typical(happened), Hrf.named(hrf)),
                betas);
    }

    private List<String> wanted(List<String> all) {
        List<String> wanted =
                TaskInputs.names(conditions, all).stream().distinct().toList();
        for (String condition : wanted)
            if (!all.contains(condition))
                throw new IllegalArgumentException("key 'conditions': the events have no condition '" + condition
                        + "', only " + String.join(", ", all)
                        + " (put a name that contains a comma in double quotes)");
        return wanted;
    }
}
