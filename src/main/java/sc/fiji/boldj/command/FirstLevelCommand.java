package sc.fiji.boldj.command;

import ij.ImagePlus;
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
import sc.fiji.boldj.glm.NoiseModel;
import sc.fiji.boldj.glm.Sampling;
import sc.fiji.boldj.glm.TaskContrast;
import sc.fiji.boldj.glm.TaskDesign;
import sc.fiji.boldj.glm.TypicalEvents;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.CommandOptions;
import sc.fiji.boldj.host.HostProgress;
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
import sc.fiji.boldj.workflow.JudgedDisplacement;
import sc.fiji.boldj.workflow.TaskEvents;

/** Fits a task to every voxel of a run, with noise that is correlated in time, and asks contrasts. */
@Plugin(type = Command.class, name = "First-Level GLM...", headless = true)
public final class FirstLevelCommand extends TaskCommand {

    static final String LABEL = "First-Level GLM...";

    @Parameter(label = "Series", description = "BOLD series of a task", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Events (.tsv)",
            description = "BIDS events: onset and duration in seconds, trial_type, modulation",
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
            label = "Noise",
            description =
                    "ols: independent; ar1: first order; ar: the order of each voxel by AICc; arma11: ARMA(1,1) of"
                            + " each voxel by restricted likelihood, with a prior estimated from all voxels of the mask",
            choices = {"ols", "ar1", "ar", "arma11"},
            persist = false)
    private String noise = NoiseModel.DEFAULT.toString();

    @Parameter(
            label = "Robust",
            description = "how outliers are treated",
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
                            + " breathing where the table has it) are censored; 0: none",
            persist = false)
    private double fdThreshold = 0;

    @Parameter(
            label = "Atlas",
            description = "names the peaks: label volume with its table beside it, or table of coordinates",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String atlas = "";

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
        TaskDesign.Options model = TaskDesign.Options.DEFAULT
                .with(Hrf.named(hrf))
                .withHighPass(highPass())
                .withModulators(TaskInputs.names(modulators, TaskInputs.columns(events)));
        Events happened = TaskInputs.events(events, model.modulators());
        Sampling sampling = sampling(source);
        Map<String, double[]> regressors = regressors(source);
        boolean[] censored = censored(source);
        TypicalEvents typical = TaskInputs.typical(happened, otherEvents);
        Design design = TaskDesign.build(happened, typical, sampling, regressors, censored, model);
        List<TaskContrast> questions = TaskContrast.parse(contrasts, design.names());
        TaskInputs.say(questions);
        DesignCheck.requireEstimable(design);
        List<String> efficiencies = FirstLevelRun.efficiencies(design, questions);
        for (String line : efficiencies) HostProgress.warn(line);
        Mask within = within(source, progress.stage(0, 0.1));
        FirstLevelRun run = FirstLevelRun.fit(
                        source,
                        within,
                        sampling,
                        model,
                        design,
                        questions,
                        FirstLevel.Options.DEFAULT.with(NoiseModel.named(noise)).with(FirstLevel.Robust.named(robust)),
                        PeakNames.read(atlas, source, space),
                        progress.stage(0.1, 0.9))
                .withNotes(TaskEvents.outside(happened, sampling));
        Map<String, String> keys = CommandOptions.of(this);
        Map<String, String> hashes = TaskInputs.hashes(events, confounds(), atlas);
        String program = "BoldJ " + Version.text();
        OutputFolder.write(folder(), LABEL, folder -> {
            // The page is made while the maps are written.
            run.write(
                    folder,
                    () -> AtomicFile.writeText(
                            folder.resolve("index.html"),
                            TaskPage.of(
                                            run.sheet(program),
                                            "First-level model of " + source.name(),
                                            GroupInputs.hashTable(hashes),
                                            GroupInputs.optionTable(keys),
                                            program)
                                    .toHtml()),
                    progress.stage(0.9, 1));
            Map<String, Object> content = CommandOptions.content(keys, hashes);
            content.putAll(run.about());
            content.put("Source", source.name());
            content.put("Methods", run.methods(program));
            return content;
        });
        List<String> lines = new ArrayList<>(efficiencies);
        lines.addAll(run.verdicts());
        lines.add(run.whiteness());
        for (String warning : run.warnings()) lines.add("warning: " + warning);
        say(lines);
    }

    /** The volumes that do not count. */
    private boolean[] censored(NeuroImage source) throws IOException {
        boolean[] censored = new boolean[source.volumes()];
        if (!(fdThreshold > 0)) return censored;
        if (confounds().isBlank())
            throw new IllegalArgumentException(
                    "key 'fd_threshold' needs a table of confounds with a column framewise_displacement");
        JudgedDisplacement judged = DisplacementColumn.of(TsvTable.read(Path.of(confounds())), source);
        double limit = judged.perVolume(fdThreshold);
        for (int t = 0; t < censored.length; t++) censored[t] = judged.values()[t] > limit;
        return censored;
    }
}
