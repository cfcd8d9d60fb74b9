package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.denoise.ConfoundPreset;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.glm.Design;
import sc.fiji.boldj.glm.DesignCheck;
import sc.fiji.boldj.glm.Events;
import sc.fiji.boldj.glm.FirstLevel;
import sc.fiji.boldj.glm.Hrf;
import sc.fiji.boldj.glm.NoiseModel;
import sc.fiji.boldj.glm.Sampling;
import sc.fiji.boldj.glm.TaskContrast;
import sc.fiji.boldj.glm.TaskDesign;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.EventsTable;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.io.OutputFolder;
import sc.fiji.boldj.io.TsvTable;
import sc.fiji.boldj.preprocess.BrainMask;
import sc.fiji.boldj.report.TaskPage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.FirstLevelRun;
import sc.fiji.boldj.workflow.TaskEvents;

/** Fits a task to every voxel of a run, with noise that is correlated in time, and asks contrasts. */
@Plugin(type = Command.class, headless = true)
public final class FirstLevelCommand extends BoldCommand {

    static final String LABEL = "First-Level GLM...";

    private static final String DISPLACEMENT = "framewise_displacement";

    @Parameter(label = "Series", description = "BOLD series of a task", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Events (.tsv)",
            description = "BIDS events: onset and duration in seconds, trial_type, modulation",
            style = CommandKey.OPEN,
            persist = false)
    private String events = "";

    @Parameter(
            label = "Confounds (.tsv)",
            description = "table of confounds, one row a volume; empty: none",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String confounds = "";

    @Parameter(
            label = "Columns",
            description = "sets such as 24P+aCompCor, or columns of the confounds parted by commas; empty: all",
            required = false,
            persist = false)
    private String columns = "";

    @Parameter(
            label = "Response",
            description =
                    "spm, spm + derivative, spm + derivative + dispersion, glover (with the same additions), gamma,"
                            + " or fir with bins and their width in seconds (fir 12 2)",
            persist = false)
    private String hrf = "spm + derivative";

    @Parameter(
            label = "Modulators",
            description = "columns of the events whose numbers modulate the response, parted by commas; empty: none",
            required = false,
            persist = false)
    private String modulators = "";

    @Parameter(
            label = "High-pass (s)",
            description = "longest period that is kept, in seconds; 0: no cosines",
            persist = false)
    private double highPass = 128;

    @Parameter(
            label = "Noise",
            description =
                    "ols: independent; ar1: first order; ar: the order of each voxel by AICc; arma11: ARMA(1,1) of"
                            + " each voxel by restricted likelihood",
            choices = {"ols", "ar1", "ar", "arma11"},
            persist = false)
    private String noise = "ar";

    @Parameter(
            label = "Robust",
            description = "how outliers are treated",
            choices = {"none", "huber", "bisquare"},
            persist = false)
    private String robust = "none";

    @Parameter(
            label = "Contrasts",
            description =
                    "parted by |: column names such as faces - shapes, or weights; a ; between rows makes an F test;"
                            + " name = before it names its files",
            persist = false)
    private String contrasts = "";

    @Parameter(
            label = "Reference time (s)",
            description = "seconds from the start of a volume that its values stand for; -1: from the image",
            persist = false)
    private double referenceTime = -1;

    @Parameter(
            label = "FD threshold (mm)",
            description = "volumes with a framewise displacement above it count for nothing; 0: none",
            persist = false)
    private double fdThreshold = 0;

    @Parameter(
            label = "Mask",
            description = "voxels to fit; empty: the brain is found",
            required = false,
            persist = false)
    private ImagePlus mask;

    @Parameter(
            label = "Atlas",
            description = "names the peaks: label volume with its table beside it, or table of coordinates",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String atlas = "";

    @Parameter(
            label = "Folder",
            description = "folder to write; one of an earlier run of this command is replaced",
            style = CommandKey.FOLDER,
            persist = false)
    private String output = "";

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private String summary = "";

    @Override
    public void execute(Progress progress) throws IOException {
        OutputFolder.requireFree(Path.of(output), LABEL);
        NeuroImage source = ImageDoor.read(input);
        TaskDesign.Options model = TaskDesign.Options.DEFAULT
                .with(Hrf.named(hrf))
                .withHighPass(highPass)
                .withModulators(list(modulators));
        EventsTable table = EventsTable.read(Path.of(events));
        if (table.untyped() > 0)
            HostProgress.warn(
                    "warning: " + table.untyped() + " rows of the events have no trial_type and are left out");
        Events happened = TaskEvents.of(table, model.modulators());
        Sampling sampling = Sampling.of(source);
        if (referenceTime >= 0) sampling = new Sampling(sampling.volumes(), sampling.repetitionTime(), referenceTime);
        boolean[] censored = new boolean[source.volumes()];
        Map<String, double[]> regressors = regressors(source, censored);
        Design design = TaskDesign.build(happened, sampling, regressors, censored, model);
        List<TaskContrast> questions = TaskContrast.parse(contrasts, design.names());
        DesignCheck.requireEstimable(design);
        List<String> efficiencies = FirstLevelRun.efficiencies(design, questions);
        for (String line : efficiencies) HostProgress.warn(line);
        Mask within = mask == null
                ? BrainMask.epi(source, BrainMask.Options.DEFAULT, progress.stage(0, 0.1))
                        .requireNotEmpty("the brain mask that was found")
                : ImageDoor.mask(mask, source);
        FirstLevelRun run = FirstLevelRun.fit(
                source,
                within,
                sampling,
                model,
                design,
                questions,
                FirstLevel.Options.DEFAULT.with(NoiseModel.named(noise)).with(FirstLevel.Robust.named(robust)),
                PeakNames.read(atlas),
                progress.stage(0.1, 0.9));
        Map<String, String> keys = CommandOptions.of(this);
        Map<String, String> hashes = new LinkedHashMap<>();
        for (String file : new String[] {events, confounds, atlas})
            if (!file.isBlank()) hashes.put(Path.of(file).getFileName().toString(), FileDigest.of(Path.of(file)));
        String program = "BoldJ " + Version.text();
        OutputFolder.write(Path.of(output), LABEL, folder -> {
            // The page is made while the maps are written.
            run.write(
                    folder,
                    () -> AtomicFile.writeText(
                            folder.resolve("index.html"),
                            TaskPage.of(
                                            run.sheet(program),
                                            "First-level model of " + source.name(),
                                            GroupInputs.hashTable(hashes),
                                            CommandOptions.table(keys),
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
        summary = String.join("\n", lines);
    }

    /** The confounds that are asked for; notes the volumes that do not count. */
    private Map<String, double[]> regressors(NeuroImage source, boolean[] censored) throws IOException {
        Map<String, double[]> regressors = new LinkedHashMap<>();
        if (confounds.isBlank()) {
            if (!columns.isBlank()) throw new IllegalArgumentException("key 'columns' needs a table of confounds");
            if (fdThreshold > 0)
                throw new IllegalArgumentException(
                        "key 'fd_threshold' needs a table of confounds with a column " + DISPLACEMENT);
            return regressors;
        }
        TsvTable table = TsvTable.read(Path.of(confounds));
        if (table.rows() != source.volumes())
            throw new IllegalArgumentException(confounds + " has " + table.rows() + " rows but '" + source.name()
                    + "' has " + source.volumes() + " volumes: is it from another run, or were volumes removed?");
        List<String> names = columns.isBlank() ? table.names() : ConfoundPreset.columns(columns, table.names());
        List<double[]> values = new ArrayList<>();
        for (String name : names) values.add(table.numbers(name));
        Confounds filled = Confounds.of(names, values).withFirstFilled();
        for (int c = 0; c < filled.size(); c++) regressors.put(names.get(c), filled.column(c));
        if (fdThreshold > 0) {
            double[] displacement = table.numbers(DISPLACEMENT);
            for (int t = 0; t < censored.length; t++) censored[t] = displacement[t] > fdThreshold;
        }
        return regressors;
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .toList();
    }
}
