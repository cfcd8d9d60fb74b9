package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.connectivity.ConnectivityMatrix;
import sc.fiji.boldj.connectivity.RegionSeries;
import sc.fiji.boldj.connectivity.SeedCorrelation;
import sc.fiji.boldj.connectivity.SeedRegion;
import sc.fiji.boldj.glm.BetaSeries;
import sc.fiji.boldj.glm.Events;
import sc.fiji.boldj.glm.Hrf;
import sc.fiji.boldj.glm.TaskContrast;
import sc.fiji.boldj.glm.TrialModel;
import sc.fiji.boldj.glm.TrialWeights;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.CommandOptions;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.host.Version;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.LabelsFile;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.OutputFolder;
import sc.fiji.boldj.io.TsvTable;
import sc.fiji.boldj.report.MapsPage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.FileLabels;
import sc.fiji.boldj.workflow.FirstLevelRun;

/** Correlates the amplitudes of single trials: a seed with every voxel, and regions with each other. */
@Plugin(type = Command.class, name = "Beta Series Correlation...", headless = true)
public final class BetaSeriesCommand extends TaskCommand {

    static final String LABEL = "Beta Series Correlation...";

    @Parameter(label = "Series", description = "BOLD series of a task", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Events (.tsv)",
            description = "BIDS events: onset and duration in seconds, trial_type; a row is a trial",
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
                            + " ...); empty: no maps",
            required = false,
            persist = false)
    private String seed = "";

    @Parameter(
            label = "Radius (mm)",
            description = "radius of the spheres of the seed and of coordinates in millimetres",
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
            description = "table of the atlas's labels; empty: the one beside its file, if there is one",
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
                    "separated by |: conditions such as faces - shapes, of Fisher z over its standard error; empty: none",
            required = false,
            persist = false)
    private String contrasts = "";

    @Parameter(
            label = "Method",
            description = "lss: one model a trial; lsa: one model with a column a trial",
            choices = {"lss", "lsa"},
            persist = false)
    private String method = "lss";

    @Parameter(label = "Response", description = "spm, glover or gamma; its main function is used", persist = false)
    private String hrf = "spm";

    @Parameter(
            label = "Keep the amplitudes",
            description = "write a volume a trial for each condition",
            persist = false)
    private boolean betas = true;

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

    @Parameter(
            label = "Units",
            description = "of the amplitudes that are written: percent of each voxel's mean, or the unit of the series;"
                    + " correlations do not depend on it",
            choices = {"percent", "signal"},
            persist = false)
    private String units = "percent";

    private final Map<String, String> fileLabels = new LinkedHashMap<>();
    private final Map<String, NeuroImage> files = new LinkedHashMap<>();
    private final Map<String, String> titles = new LinkedHashMap<>();
    private final List<TaskContrast> asked = new ArrayList<>();
    private final Map<String, double[][]> matrices = new LinkedHashMap<>();
    private List<String> regionNames = List.of();
    private double[] seedAmplitudes = new double[0];
    private double seedBaseline = Double.NaN;
    private TrialUnits inUnits;

    @Override
    public void execute(Progress progress) throws IOException {
        requireFree(LABEL, input);
        if (seed.isBlank() && atlas.isBlank())
            throw new IllegalArgumentException("give a seed for maps, an atlas for matrices, or both");
        if (seed.isBlank() && !contrasts.isBlank())
            throw new IllegalArgumentException("key 'contrasts' compares maps and needs a seed");
        NeuroImage source = ImageDoor.readSeries(input);
        requirePlace(source);
        Events happened = TaskInputs.events(events);
        inUnits = new TrialUnits(units, happened, TaskInputs.typical(happened, otherEvents), Hrf.named(hrf));
        TrialModel model = TrialModel.of(
                happened,
                sampling(source),
                Hrf.named(hrf),
                regressors(source),
                highPass(),
                TrialWeights.Method.named(method));
        List<String> wanted = wanted(model);
        List<TaskContrast> questions = contrasts.isBlank() ? List.of() : TaskContrast.parse(contrasts, wanted);
        for (TaskContrast question : questions)
            if (question.isF())
                throw new IllegalArgumentException("key 'contrasts': " + question.name()
                        + " has several rows, but correlations are compared one row at a time");
        TaskInputs.say(questions);
        model.requireCorrelations(wanted);
        fileLabels.putAll(FileLabels.of(wanted));
        Mask within = within(source, progress.stage(0, 0.1));
        SeedRegion region =
                seed.isBlank() ? null : TaskInputs.seed(seed.strip(), input, source, within, radius, weighted, space);
        NeuroImage amplitudes = ImageDoor.create(
                        source, "amplitudes", "amplitudes", model.trials().size())
                .withTiming(SeriesTiming.UNKNOWN);
        BetaSeries.estimate(source, within, model.weights(), amplitudes, progress.stage(0.1, 0.6));
        if (region != null) {
            double[] series = region.series(source, progress.stage(0.6, 0.65));
            seedAmplitudes = model.weights().amplitudes(series);
            seedBaseline = BetaSeries.baseline(series);
        }
        for (int c = 0; c < wanted.size(); c++)
            correlate(
                    source,
                    wanted.get(c),
                    some(amplitudes, model.members(wanted.get(c))),
                    within,
                    model.members(wanted.get(c)),
                    progress.stage(0.65 + 0.2 * c / wanted.size(), 0.65 + 0.2 * (c + 1) / wanted.size()));
        for (TaskContrast question : questions) compare(source, question, model, wanted);
        asked.addAll(questions);
        write(source, model, within, progress.stage(0.85, 1));
        say(List.of(words(model, wanted, region, within.count())));
    }

    private List<String> wanted(TrialModel model) {
        if (conditions.isBlank()) return model.conditions();
        List<String> wanted = TaskInputs.names(conditions, model.conditions()).stream()
                .distinct()
                .toList();
        for (String condition : wanted)
            if (!model.conditions().contains(condition))
                throw new IllegalArgumentException("key 'conditions': the events have no condition '" + condition
                        + "', only " + String.join(", ", model.conditions())
                        + " (put a name that contains a comma in double quotes)");
        return wanted;
    }

    /** Some volumes of an image. */
    private static NeuroImage some(NeuroImage image, int[] volumes) {
        NeuroImage part = image.createLike("the amplitudes of " + volumes.length + " trials", volumes.length);
        float[] volume = new float[image.grid().voxels()];
        for (int k = 0; k < volumes.length; k++) {
            image.readVolume(volumes[k], volume);
            part.writeVolume(k, volume);
        }
        return part;
    }

    /** Checks the space before the work begins. */
    private void requirePlace(NeuroImage source) throws IOException {
        if (atlas.isBlank()) return;
        if (Atlases.isCoordinateTable("atlas", atlas))
            MniPlaces.requireOrOwn(source, space, "the table '" + atlas + "'");
        else MniPlaces.requireAtlas(source, space, Atlases.labels("atlas", atlas, labels), atlas);
    }

    /** The courses of the atlas's regions over the trials. */
    private RegionSeries regions(NeuroImage amplitudes, Mask within, Progress progress) throws IOException {
        if (Atlases.isCoordinateTable("atlas", atlas))
            return RegionSeries.ofSpheres(
                    amplitudes,
                    Atlases.coordinates("atlas", atlas),
                    radius,
                    within,
                    RegionSeries.LEAST_COVERAGE,
                    progress);
        return RegionSeries.ofLabels(
                amplitudes, Atlases.labels("atlas", atlas, labels), within, RegionSeries.LEAST_COVERAGE, progress);
    }

    private void correlate(
            NeuroImage source, String condition, NeuroImage own, Mask within, int[] members, Progress progress)
            throws IOException {
        if (betas) files.put(fileLabels.get(condition) + "_betas", own);
        if (!seed.isBlank()) {
            double[] course =
                    Arrays.stream(members).mapToDouble(k -> seedAmplitudes[k]).toArray();
            double[] z = SeedCorrelation.values(own, course, within, SeedCorrelation.Measure.Z, progress.stage(0, 0.5));
            put(source, fileLabels.get(condition) + "_z", condition + "_z", z);
        }
        if (!atlas.isBlank()) matrix(regions(own, within, progress.stage(0.5, 0.9)), condition);
        if (betas) inUnits.apply(source, within, condition, own, progress.stage(0.9, 1));
    }

    private void matrix(RegionSeries regions, String condition) {
        regionNames = regions.names();
        matrices.put(
                condition,
                ConnectivityMatrix.of(regions, ConnectivityMatrix.Options.of(ConnectivityMatrix.Kind.CORRELATION))
                        .toArray());
    }

    private void put(NeuroImage source, String name, String title, double[] values) {
        NeuroImage map = ImageDoor.create(source, name, name, 1).withTiming(SeriesTiming.UNKNOWN);
        float[] volume = new float[values.length];
        for (int v = 0; v < volume.length; v++) volume[v] = (float) values[v];
        map.writeVolume(0, volume);
        files.put(name, map);
        titles.put(name, title);
    }

    /** A weighted sum of Fisher z over its standard error for independent trials. */
    private void compare(NeuroImage source, TaskContrast question, TrialModel model, List<String> wanted) {
        double[] sum = new double[source.grid().voxels()];
        double variance = 0;
        for (int c = 0; c < wanted.size(); c++) {
            double weight = question.weights()[0][c];
            if (weight == 0) continue;
            float[] z = files.get(fileLabels.get(wanted.get(c)) + "_z").volume(0);
            for (int v = 0; v < sum.length; v++) sum[v] += weight * z[v];
            variance += weight * weight / (model.members(wanted.get(c)).length - 3);
        }
        for (int v = 0; v < sum.length; v++) sum[v] /= Math.sqrt(variance);
        put(source, question.label() + "_zscore", question.name() + "_zscore", sum);
    }

    private String words(TrialModel model, List<String> wanted, SeedRegion region, int within) {
        List<String> counts = new ArrayList<>();
        for (String condition : wanted) counts.add(condition + " " + model.members(condition).length);
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "trials: %s; amplitudes by %s", String.join(", ", counts), method));
        if (region != null) text.append("; seed of ").append(region.count()).append(" voxels");
        if (!matrices.isEmpty()) text.append("; ").append(regionNames.size()).append(" regions");
        text.append(inUnits.warning(within));
        if (!model.leftOut().isEmpty())
            text.append("\nwarning: the run sees too little of ").append(String.join(", ", model.leftOut()));
        return text.toString();
    }

    private void write(NeuroImage source, TrialModel model, Mask within, Progress progress) throws IOException {
        Map<String, String> keys = CommandOptions.of(this);
        Map<String, String> hashes = TaskInputs.hashes(events, confounds(), seed, atlas, labels);
        MapsPage page = MapsPage.of("Beta series of " + source.name(), within)
                .paragraph(summaryOfMethod())
                .background(source);
        files.forEach((name, image) -> {
            if (image.volumes() == 1)
                page.diverging(
                        titles.get(name),
                        name.endsWith("_zscore") ? "Fisher z over its standard error" : "Fisher z",
                        image);
        });
        OutputFolder.write(folder(), LABEL, folder -> {
            int n = 0;
            for (Map.Entry<String, NeuroImage> file : files.entrySet()) {
                NiftiWriter.write(
                        file.getValue(),
                        folder.resolve(file.getKey() + ".nii.gz"),
                        NiftiWriter.Options.of(NiftiWriter.Type.FLOAT32),
                        progress.stage((double) n / files.size(), (n + 1.0) / files.size()));
                n++;
            }
            for (Map.Entry<String, double[][]> matrix : matrices.entrySet()) {
                Map<String, Object> about = new TreeMap<>();
                about.put(
                        "Description", "correlation of trial amplitudes of two regions, condition " + matrix.getKey());
                MatrixFiles.writeMatrix(
                        folder.resolve(fileLabels.get(matrix.getKey()) + "_matrix.tsv"),
                        matrix.getValue(),
                        regionNames,
                        about);
            }
            trials(folder, model);
            TaskInputs.writeLabels(folder, fileLabels);
            if (!asked.isEmpty())
                LabelsFile.write(
                        folder.resolve(FirstLevelRun.CONTRASTS),
                        "contrast",
                        asked.stream().map(TaskContrast::label).toList(),
                        asked.stream().map(TaskContrast::name).toList(),
                        Map.of(
                                "expression",
                                asked.stream().map(TaskContrast::expression).toList()));
            AtomicFile.writeText(
                    folder.resolve("index.html"),
                    page.build(GroupInputs.hashTable(hashes), GroupInputs.optionTable(keys), "BoldJ " + Version.text())
                            .toHtml());
            Map<String, Object> content = CommandOptions.content(keys, hashes);
            content.put("LeftOut", model.leftOut());
            content.put("AmplitudeUnits", inUnits.name());
            content.put("Methods", summaryOfMethod());
            return content;
        });
    }

    private String summaryOfMethod() {
        return (method.equals("lss")
                        ? "The amplitude of each trial was estimated by a model of its own with the sum of the other"
                                + " trials of its condition and of each other condition (least squares - separate; Mumford"
                                + " 2012)"
                        : "The amplitudes of all trials were estimated in one model (least squares - all; Rissman 2004)")
                + ", the " + hrf + " response, drift and confounds. Amplitudes were correlated over the trials of each"
                + " condition (Fisher z)."
                + inUnits.words();
    }

    private void trials(Path folder, TrialModel model) throws IOException {
        TsvTable.Builder table = TsvTable.builder()
                .add(
                        "onset",
                        model.trials().stream().mapToDouble(Events.Event::onset).toArray())
                .add(
                        "duration",
                        model.trials().stream()
                                .mapToDouble(Events.Event::duration)
                                .toArray())
                .add(
                        "trial_type",
                        model.trials().stream().map(Events.Event::condition).toList());
        Map<String, Object> words = new LinkedHashMap<>();
        if (seedAmplitudes.length > 0) {
            table.add("seed", inUnits.ofSeed(seedAmplitudes, model.trials(), seedBaseline));
            words.put("seed", Map.of("Description", "amplitude in the seed", "Units", inUnits.name()));
        }
        TableFiles.write(folder.resolve("trials.tsv"), table.build(), words);
    }
}
