package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
import sc.fiji.boldj.glm.NoiseModel;
import sc.fiji.boldj.glm.Sampling;
import sc.fiji.boldj.glm.TaskContrast;
import sc.fiji.boldj.glm.TaskDesign;
import sc.fiji.boldj.glm.TypicalEvents;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.CommandOptions;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.host.Version;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.OutputFolder;
import sc.fiji.boldj.io.TsvTable;
import sc.fiji.boldj.report.TaskPage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.FirstLevelRun;
import sc.fiji.boldj.workflow.TaskEvents;

/** Asks where the coupling with a seed depends on the task (gPPI with deconvolution). */
@Plugin(type = Command.class, name = "Psychophysiological Interaction...", headless = true)
public final class InteractionCommand extends TaskCommand {

    static final String LABEL = "Psychophysiological Interaction...";

    @Parameter(label = "Series", description = "BOLD series of a task", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Events (.tsv)",
            description = "BIDS events: onset and duration in seconds, trial_type",
            style = CommandKey.OPEN,
            persist = false)
    private String events = "";

    @Parameter(
            label = "Other runs' events (.tsv)",
            description =
                    "events tables of the participant's other runs of this task, separated by commas: percent signal change"
                            + " then refers to the median durations over all runs; empty: only this run",
            required = false,
            persist = false)
    private String otherEvents = "";

    @Parameter(
            label = "Seed",
            description =
                    "x,y,z in RAS millimetres of the image, the title or path of a mask, or in MNI space a name (PCC,"
                            + " ...)",
            persist = false)
    private String seed = "";

    @Parameter(label = "Radius (mm)", description = "radius of the seed's sphere in millimetres", persist = false)
    private double radius = 6;

    @Parameter(
            label = "Contrasts",
            description =
                    "separated by |: conditions such as faces - shapes, which stand for their interactions with the"
                            + " seed; psy_faces is the task effect itself; separate rows with ; for an F test; name = expression"
                            + " names the output files; put names that contain operators in double quotes",
            persist = false)
    private String contrasts = "";

    @Parameter(
            label = "Response",
            description = "spm, glover (each also with + derivative or + derivative + dispersion) or gamma; seed and"
                    + " interactions use its main function",
            persist = false)
    private String hrf = "spm + derivative";

    @Parameter(
            label = "Noise",
            description =
                    "ols: independent; ar1: first order; ar: the order of each voxel by AICc; arma11: ARMA(1,1) of"
                            + " each voxel by restricted likelihood, with a prior estimated from all voxels of the mask",
            choices = {"ols", "ar1", "ar", "arma11"},
            persist = false)
    private String noise = NoiseModel.DEFAULT.toString();

    @Parameter(
            label = "Regularisation",
            description = "how deconvolution weighs noise: restricted likelihood or generalised cross-validation",
            choices = {"reml", "gcv"},
            persist = false)
    private String regularisation = "reml";

    @Parameter(
            label = "Centre the task",
            description = "take the mean out of each condition's course before it meets the seed",
            persist = false)
    private boolean centre = true;

    @Parameter(
            label = "Atlas",
            description = "names the peaks: label volume with its table beside it, or table of coordinates",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String atlas = "";

    @Parameter(
            label = "Weighted seed",
            description = "whether the values of a seed image are weights for the mean time series, not a mask",
            persist = false)
    private boolean weighted = false;

    @Parameter(
            label = "Space",
            description = MniPlaces.KEY,
            choices = {MniPlaces.AUTO, MniPlaces.MNI, MniPlaces.OWN},
            persist = false)
    private String space = MniPlaces.AUTO;

    @Override
    public void execute(Progress progress) throws IOException {
        requireFree(LABEL, input);
        NeuroImage source = ImageDoor.readSeries(input);
        TaskDesign.Options model =
                TaskDesign.Options.DEFAULT.with(Hrf.named(hrf)).withHighPass(highPass());
        Events happened = TaskInputs.events(events);
        Sampling sampling = sampling(source);
        TypicalEvents typical = TaskInputs.typical(happened, otherEvents);
        Design task = TaskDesign.build(happened, typical, sampling, regressors(source), null, model);
        var options = new Interaction.Options(
                new Deconvolution.Options(Deconvolution.Regularisation.named(regularisation), 0), centre);
        Mask within = within(source, progress.stage(0, 0.05));
        SeedRegion region = TaskInputs.seed(seed.strip(), input, source, within, radius, weighted, space);
        double[] course = region.series(source, progress.stage(0.05, 0.1));
        Interaction.Model interaction = Interaction.build(task, happened, course, sampling, model.hrf(), options);
        Design design = interaction.design();
        List<TaskContrast> questions = TaskContrast.parse(contrasts, contrastNames(design, happened), design.columns());
        TaskInputs.say(questions);
        DesignCheck.requireEstimable(design);
        FirstLevelRun run = FirstLevelRun.fit(
                        source,
                        within,
                        sampling,
                        model,
                        design,
                        questions,
                        FirstLevel.Options.DEFAULT.with(NoiseModel.named(noise)),
                        PeakNames.read(atlas, source, space),
                        progress.stage(0.15, 0.9))
                .withNotes(TaskEvents.outside(happened, sampling));
        write(source, run, region, interaction, progress.stage(0.9, 1));
        List<String> lines = new ArrayList<>();
        lines.add(words(region, interaction));
        lines.addAll(run.verdicts());
        lines.add(run.whiteness());
        for (String warning : run.warnings()) lines.add("warning: " + warning);
        if (interaction.estimate().share() < 0.05)
            lines.add("warning: less than 5 % of the seed's variance looks like a haemodynamic response: is the seed in"
                    + " grey matter, and are the confounds too many?");
        say(lines);
    }

    /** The columns as contrasts name them: a condition is its interaction, with or without {@code ppi_} before it. */
    private static Map<String, Integer> contrastNames(Design design, Events happened) {
        Map<String, Integer> names = new LinkedHashMap<>();
        for (String condition : happened.conditions())
            names.put(condition, design.names().indexOf(Interaction.PREFIX + condition));
        for (int c = 0; c < design.columns(); c++)
            names.putIfAbsent(design.names().get(c), c);
        return names;
    }

    private static String words(SeedRegion region, Interaction.Model interaction) {
        return String.format(
                Locale.ROOT,
                "seed of %d voxels; its neural activity explains %.0f %% of its variance free of confounds (ratio of"
                        + " variances %.3g)",
                region.count(),
                100 * interaction.estimate().share(),
                interaction.estimate().ratio());
    }

    private String methods(FirstLevelRun run, String program) {
        return "A generalised psychophysiological interaction analysis (McLaren 2012) was made. The seed's mean series was"
                + " deconvolved with the haemodynamic response (Gitelman 2003) by ridge regression on cosines, its weight"
                + " found by "
                + (regularisation.equals("reml") ? "restricted likelihood" : "generalised cross-validation")
                + "; the activity was multiplied with the " + (centre ? "centred " : "")
                + "course of each condition, convolved again and read at the times of the volumes. The model had the"
                + " task, the interactions, the seed and the confounds. " + run.methods(program);
    }

    private void write(
            NeuroImage source, FirstLevelRun run, SeedRegion region, Interaction.Model interaction, Progress progress)
            throws IOException {
        Map<String, String> keys = CommandOptions.of(this);
        Map<String, String> hashes = TaskInputs.hashes(events, confounds(), atlas, seed);
        String program = "BoldJ " + Version.text();
        String page = TaskPage.of(
                        run.sheet(program),
                        "Psychophysiological interactions in " + source.name(),
                        GroupInputs.hashTable(hashes),
                        GroupInputs.optionTable(keys),
                        program)
                .toHtml();
        OutputFolder.write(folder(), LABEL, folder -> {
            run.write(folder, progress);
            AtomicFile.writeText(folder.resolve("index.html"), page);
            courses(folder, interaction);
            Map<String, Object> content = CommandOptions.content(keys, hashes);
            content.putAll(run.about());
            content.put("Source", source.name());
            content.put("SeedVoxels", region.count());
            content.put("DeconvolutionRatio", interaction.estimate().ratio());
            content.put("DeconvolutionShare", interaction.estimate().share());
            content.put("Methods", methods(run, program));
            return content;
        });
    }

    /** The seed's activity, and its fit beside the seed. */
    private static void courses(Path folder, Interaction.Model interaction) throws IOException {
        double[] activity = interaction.estimate().activity();
        double[] times = new double[activity.length];
        for (int b = 0; b < times.length; b++) times[b] = interaction.grid().time(b);
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("time", Map.of("Description", "from the start of the first volume", "Units", "s"));
        words.put("activity", Map.of("Description", "estimated neural activity of the seed", "Units", "of the series"));
        TableFiles.write(
                folder.resolve("neural.tsv"),
                TsvTable.builder().add("time", times).add("activity", activity).build(),
                words);
    }
}
