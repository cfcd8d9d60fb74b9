package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.glm.EventResponse;
import sc.fiji.boldj.glm.Events;
import sc.fiji.boldj.glm.Hrf;
import sc.fiji.boldj.glm.RestingResponse;
import sc.fiji.boldj.glm.Sampling;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.CommandOptions;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.host.Version;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.OutputFolder;
import sc.fiji.boldj.io.TsvTable;
import sc.fiji.boldj.report.LinePlot;
import sc.fiji.boldj.report.MapsPage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.signal.DriftBasis;
import sc.fiji.boldj.stats.FileLabels;
import sc.fiji.boldj.workflow.ReportTable;

/** Maps height, time to peak and width of the haemodynamic response, at rest or to events. */
@Plugin(type = Command.class, name = "Haemodynamic Response Maps...", headless = true)
public final class ResponseMapsCommand extends TaskCommand {

    static final String LABEL = "Haemodynamic Response Maps...";

    private static final double CURVE_STEP = 0.5;
    private static final String[] COLOURS = {"#2c728e", "#b2182b", "#5ec962", "#b26a00", "#472d7b"};

    @Parameter(label = "Series", description = "BOLD series before denoising", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Events (.tsv)",
            description = "BIDS events: onset and duration in seconds, trial_type; empty: at rest, events are found in"
                    + " each voxel",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String events = "";

    @Parameter(
            label = "Model",
            description =
                    "canonical: with derivatives (rest only); fir: free values; sfir: free values with a smooth prior;"
                            + " auto: canonical at rest, sfir for events",
            choices = {"auto", "canonical", "fir", "sfir"},
            persist = false)
    private String model = "auto";

    @Parameter(
            label = "Threshold (SD)",
            description = "rest: standard deviations that a peak must be above the mean",
            persist = false)
    private double threshold = 1;

    @Parameter(
            label = "Spacing (s)",
            description = "rest: seconds to either side within which a peak must be the largest",
            persist = false)
    private double spacing = 2;

    @Parameter(
            label = "Smoothing (s)",
            description = "rest: full width at half maximum in time before peaks are sought; 0: none",
            persist = false)
    private double smoothing = 4;

    @Parameter(
            label = "Least lag (s)",
            description = "rest: shortest time from an event to its peak, in seconds",
            persist = false)
    private double leastLag = 3;

    @Parameter(
            label = "Most lag (s)",
            description = "rest: longest time from an event to its peak, in seconds",
            persist = false)
    private double mostLag = 9;

    @Parameter(label = "Length (s)", description = "seconds of a free response (fir, sfir), 10 to 60", persist = false)
    private double length = 24;

    @Parameter(
            label = "Units",
            description = "of heights: percent of each voxel's mean, or the unit of the series",
            choices = {"percent", "signal"},
            persist = false)
    private String units = "percent";

    private final Map<String, String> fileLabels = new LinkedHashMap<>();
    private final Map<String, NeuroImage> files = new LinkedHashMap<>();
    private final List<List<String>> medians = new ArrayList<>();
    private LinePlot plot;
    private String remark = "";

    @Override
    public void execute(Progress progress) throws IOException {
        requireFree(LABEL, input);
        NeuroImage source = ImageDoor.readSeries(input);
        Sampling sampling = sampling(source);
        double[] nuisance = nuisance(source, sampling);
        Events happened = events.isBlank() ? null : TaskInputs.events(events);
        Mask within = within(source, progress.stage(0, 0.05));
        plot = new LinePlot("Median response, " + unit(), "seconds after the event", 260);
        if (happened == null) rest(source, sampling, nuisance, within, progress.stage(0.05, 0.9));
        else task(source, sampling, nuisance, happened, within, progress.stage(0.05, 0.9));
        write(source, within, progress.stage(0.9, 1));
        List<String> lines = new ArrayList<>();
        for (List<String> row : medians) lines.add("median " + row.get(0) + " " + row.get(1) + " " + row.get(2));
        if (!remark.isEmpty()) lines.add(remark);
        say(lines);
    }

    /** Constant, drift and confounds, shape (volumes, columns). */
    private double[] nuisance(NeuroImage source, Sampling sampling) throws IOException {
        int volumes = source.volumes();
        List<double[]> all = new ArrayList<>(regressors(source).values());
        double[] drift =
                highPass() > 0 ? DriftBasis.cosine(volumes, sampling.repetitionTime(), 1 / highPass()) : new double[0];
        int cosines = drift.length / volumes;
        int count = all.size() + cosines + 1;
        double[] nuisance = new double[volumes * count];
        for (int t = 0; t < volumes; t++) {
            nuisance[t * count] = 1;
            System.arraycopy(drift, t * cosines, nuisance, t * count + 1, cosines);
            for (int c = 0; c < all.size(); c++) nuisance[t * count + 1 + cosines + c] = all.get(c)[t];
        }
        return nuisance;
    }

    private void rest(NeuroImage source, Sampling sampling, double[] nuisance, Mask within, Progress progress) {
        var options = new RestingResponse.Options(
                model.equals("auto") ? RestingResponse.Model.CANONICAL : RestingResponse.Model.named(model),
                threshold,
                spacing,
                smoothing,
                leastLag,
                mostLag,
                length,
                units.equals("percent"));
        double repetitionTime = sampling.repetitionTime();
        double step = repetitionTime / RestingResponse.steps(repetitionTime);
        Hrf set = Hrf.spm(2);
        double[][] basis = {set.sample(0, step), set.sample(1, step), set.sample(2, step)};
        RestingResponse plan = RestingResponse.of(
                source.volumes(), repetitionTime, nuisance, nuisance.length / source.volumes(), basis, options);
        int thin = (int) Math.max(1, Math.round(CURVE_STEP / step));
        int maps = RestingResponse.MAPS.size();
        NeuroImage all = ImageDoor.create(source, "response", "response", maps + plan.curveVolumes(thin))
                .withTiming(SeriesTiming.UNKNOWN);
        plan.map(source, within, all, thin, progress);
        for (int m = 0; m < maps; m++) keep(source, RestingResponse.MAPS.get(m), all, m, within);
        curve(source, "response", all, maps, plan.curveVolumes(thin), thin * step, within, 0);
        double noise = plan.explainedOfNoise(0.95);
        int above = 0;
        float[] explained = all.volume(RestingResponse.MAPS.indexOf("explained"));
        for (int v : within.indices()) if (explained[v] > noise) above++;
        remark = String.format(
                Locale.ROOT,
                "%.1f %% of the voxels explain more of their variance than 95 %% of series of white noise would (%.3f)."
                        + " Peaks of noise make a narrow response too: trust the maps only where most voxels do.",
                100.0 * above / Math.max(1, within.count()),
                noise);
    }

    private void task(
            NeuroImage source, Sampling sampling, double[] nuisance, Events happened, Mask within, Progress progress) {
        if (model.equals("canonical"))
            throw new IllegalArgumentException("model=canonical is for rest; for events take fir or sfir here, or"
                    + " First-Level GLM... with hrf=[spm + derivative + dispersion]");
        EventResponse plan = EventResponse.of(
                sampling,
                happened,
                nuisance,
                nuisance.length / source.volumes(),
                new EventResponse.Options(model.equals("sfir"), length, 0, units.equals("percent")));
        int thin = (int) Math.max(1, Math.round(CURVE_STEP / plan.step()));
        int each = EventResponse.MAPS.size() + plan.curveVolumes(thin);
        NeuroImage all = ImageDoor.create(
                        source, "response", "response", each * plan.conditions().size())
                .withTiming(SeriesTiming.UNKNOWN);
        plan.map(source, within, all, thin, progress);
        fileLabels.putAll(FileLabels.of(plan.conditions()));
        for (int c = 0; c < plan.conditions().size(); c++) {
            String name = fileLabels.get(plan.conditions().get(c));
            for (int m = 0; m < EventResponse.MAPS.size(); m++)
                keep(source, name + "_" + EventResponse.MAPS.get(m), all, c * each + m, within);
            curve(
                    source,
                    name + "_response",
                    all,
                    c * each + EventResponse.MAPS.size(),
                    plan.curveVolumes(thin),
                    thin * plan.step(),
                    within,
                    c);
        }
    }

    private void keep(NeuroImage source, String name, NeuroImage all, int volume, Mask within) {
        NeuroImage map = ImageDoor.create(source, name, name, 1).withTiming(SeriesTiming.UNKNOWN);
        float[] values = all.volume(volume);
        map.writeVolume(0, values);
        files.put(name, map);
        medians.add(List.of(name, String.format(Locale.ROOT, "%.3f", median(values, within)), unit(name)));
    }

    private void curve(
            NeuroImage source, String name, NeuroImage all, int from, int count, double step, Mask within, int c) {
        NeuroImage curve = ImageDoor.create(source, name, name, count).withTiming(SeriesTiming.every(step));
        double[] times = new double[count];
        double[] middle = new double[count];
        for (int k = 0; k < count; k++) {
            float[] values = all.volume(from + k);
            curve.writeVolume(k, values);
            times[k] = k * step;
            middle[k] = median(values, within);
        }
        files.put(name, curve);
        plot.line(name, COLOURS[c % COLOURS.length], times, middle);
    }

    private static double median(float[] values, Mask within) {
        double[] some = Arrays.stream(within.indices())
                .mapToDouble(v -> values[v])
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        return some.length == 0 ? Double.NaN : some[some.length / 2];
    }

    private String unit() {
        return units.equals("percent") ? "percent of the mean" : "unit of the series";
    }

    private String unit(String name) {
        if (name.endsWith("height")) return unit();
        if (name.endsWith("events")) return "in the run";
        return name.endsWith("explained") ? "of the variance" : "s";
    }

    private String methods() {
        if (!events.isBlank())
            return "The haemodynamic response to each condition was estimated in every voxel as a finite impulse response"
                    + " over " + length + " s"
                    + (model.equals("fir")
                            ? ""
                            : " under a smooth prior (Goutte 2000), its"
                                    + " weight found by restricted likelihood in each voxel")
                    + ". Height, time to peak and full width at half height were read from the curve.";
        return "The haemodynamic response at rest was estimated in every voxel by the point-process method (Wu 2013): peaks"
                + " above " + threshold + " SD, the largest within " + spacing + " s after smoothing by " + smoothing
                + " s, were taken as responses to events " + leastLag + " to " + mostLag
                + " s before, the lag chosen by"
                + " residual variance with the canonical response and its time and dispersion derivatives. At rest the"
                + " time to peak follows from the shape alone: a pure delay cannot be seen.";
    }

    private void write(NeuroImage source, Mask within, Progress progress) throws IOException {
        Map<String, String> keys = CommandOptions.of(this);
        Map<String, String> hashes = TaskInputs.hashes(events, confounds());
        MapsPage page = MapsPage.of("Haemodynamic response in " + source.name(), within)
                .paragraph(remark.isEmpty() ? methods() : methods() + " " + remark)
                .table(new ReportTable(List.of("map", "median", "unit"), medians))
                .background(source)
                .plot("Median response", plot);
        files.forEach((name, image) -> {
            if (image.volumes() != 1) return;
            if (name.endsWith("height")) page.diverging(name, unit(name), image);
            else page.rising(name, unit(name), image);
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
            TsvTable.builder()
                    .add("map", medians.stream().map(row -> row.get(0)).toList())
                    .add("median", medians.stream().map(row -> row.get(1)).toList())
                    .add("unit", medians.stream().map(row -> row.get(2)).toList())
                    .build()
                    .write(folder.resolve("medians.tsv"));
            if (!fileLabels.isEmpty()) TaskInputs.writeLabels(folder, fileLabels);
            AtomicFile.writeText(
                    folder.resolve("index.html"),
                    page.build(GroupInputs.hashTable(hashes), GroupInputs.optionTable(keys), "BoldJ " + Version.text())
                            .toHtml());
            Map<String, Object> content = CommandOptions.content(keys, hashes);
            content.put("Methods", methods());
            if (!remark.isEmpty()) content.put("NoiseLevel", remark);
            return content;
        });
    }
}
