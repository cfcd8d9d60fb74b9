package sc.fiji.boldj.workflow.task;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sc.fiji.boldj.glm.EventResponse;
import sc.fiji.boldj.glm.Events;
import sc.fiji.boldj.glm.Hrf;
import sc.fiji.boldj.glm.RestingResponse;
import sc.fiji.boldj.glm.Sampling;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.io.ResultImages;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.FileLabels;
import sc.fiji.boldj.table.Table;

/** Height, time to peak and width of the haemodynamic response of a run, at rest or to events. */
public final class ResponseMapsRun {

    private static final double CURVE_STEP = 0.5;

    /**
     * The median response over the mask.
     *
     * @param condition its number from 0, 0 at rest
     * @param times seconds after the event
     */
    public record Curve(String name, int condition, double[] times, double[] values) {}

    /**
     * A run.
     *
     * @param sampling when its values were measured
     * @param nuisance constant, drift and confounds, shape (volumes, columns)
     */
    public record Run(NeuroImage source, Mask within, Sampling sampling, double[] nuisance) {

        int columns() {
            return nuisance.length / source.volumes();
        }
    }

    private final Run run;
    private final boolean percent;
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final Map<String, NeuroImage> files = new LinkedHashMap<>();
    private final List<List<String>> medians = new ArrayList<>();
    private final List<Curve> curves = new ArrayList<>();
    private final String methods;
    private String remark = "";

    private ResponseMapsRun(Run run, boolean percent, String methods) {
        this.run = run;
        this.percent = percent;
        this.methods = methods;
    }

    /** Maps the response at rest: events are found in each voxel. */
    public static ResponseMapsRun rest(Run run, RestingResponse.Options options, Progress progress) {
        ResponseMapsRun found = new ResponseMapsRun(run, options.percent(), ResponseWords.rest(options));
        double repetitionTime = run.sampling.repetitionTime();
        double step = repetitionTime / RestingResponse.steps(repetitionTime);
        Hrf set = Hrf.spm(2);
        double[][] basis = {set.sample(0, step), set.sample(1, step), set.sample(2, step)};
        RestingResponse plan =
                RestingResponse.of(run.source.volumes(), repetitionTime, run.nuisance, run.columns(), basis, options);
        int thin = (int) Math.max(1, Math.round(CURVE_STEP / step));
        int maps = RestingResponse.MAPS.size();
        NeuroImage all = found.all(maps + plan.curveVolumes(thin));
        plan.map(run.source, run.within, all, thin, progress);
        for (int m = 0; m < maps; m++) found.keep(RestingResponse.MAPS.get(m), all, m);
        found.curve("response", 0, all, maps, new double[plan.curveVolumes(thin)], thin * step);
        found.remark = found.noise(all.volume(RestingResponse.MAPS.indexOf("explained")), plan.explainedOfNoise(0.95));
        return found;
    }

    /** Maps the response to each condition. */
    public static ResponseMapsRun events(Run run, Events events, EventResponse.Options options, Progress progress) {
        ResponseMapsRun found = new ResponseMapsRun(run, options.percent(), ResponseWords.events(options));
        EventResponse plan = EventResponse.of(run.sampling, events, run.nuisance, run.columns(), options);
        int thin = (int) Math.max(1, Math.round(CURVE_STEP / plan.step()));
        int each = EventResponse.MAPS.size() + plan.curveVolumes(thin);
        NeuroImage all = found.all(each * plan.conditions().size());
        plan.map(run.source, run.within, all, thin, progress);
        found.labels.putAll(FileLabels.of(plan.conditions()));
        for (int c = 0; c < plan.conditions().size(); c++) {
            String name = found.labels.get(plan.conditions().get(c));
            for (int m = 0; m < EventResponse.MAPS.size(); m++)
                found.keep(name + "_" + EventResponse.MAPS.get(m), all, c * each + m);
            int from = c * each + EventResponse.MAPS.size();
            found.curve(name + "_response", c, all, from, new double[plan.curveVolumes(thin)], thin * plan.step());
        }
        return found;
    }

    private NeuroImage all(int volumes) {
        return ResultImages.create(run.source, "response", "response", volumes).withTiming(SeriesTiming.UNKNOWN);
    }

    private String noise(float[] explained, double noise) {
        int above = 0;
        for (int v : run.within.indices()) if (explained[v] > noise) above++;
        return String.format(
                Locale.ROOT,
                "%.1f %% of the voxels explain more of their variance than 95 %% of series of white noise would (%.3f)."
                        + " Peaks of noise make a narrow response too: trust the maps only where most voxels do.",
                100.0 * above / Math.max(1, run.within.count()),
                noise);
    }

    private void keep(String name, NeuroImage all, int volume) {
        NeuroImage map = ResultImages.create(run.source, name, name, 1).withTiming(SeriesTiming.UNKNOWN);
        float[] values = all.volume(volume);
        map.writeVolume(0, values);
        files.put(name, map);
        medians.add(List.of(name, String.format(Locale.ROOT, "%.3f", median(values)), unit(name)));
    }

    /** Keeps the curve that begins at a volume; its median goes to {@code middle}. */
    private void curve(String name, int condition, NeuroImage all, int from, double[] middle, double step) {
        NeuroImage image =
                ResultImages.create(run.source, name, name, middle.length).withTiming(SeriesTiming.every(step));
        double[] times = new double[middle.length];
        for (int k = 0; k < middle.length; k++) {
            float[] values = all.volume(from + k);
            image.writeVolume(k, values);
            times[k] = k * step;
            middle[k] = median(values);
        }
        files.put(name, image);
        curves.add(new Curve(name, condition, times, middle));
    }

    private double median(float[] values) {
        double[] some = Arrays.stream(run.within.indices())
                .mapToDouble(v -> values[v])
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        return some.length == 0 ? Double.NaN : some[some.length / 2];
    }

    /** The unit of heights and curves. */
    public String unit() {
        return percent ? "percent of the mean" : "unit of the series";
    }

    /** The unit of a map. */
    public String unit(String name) {
        if (name.endsWith("height")) return unit();
        if (name.endsWith("events")) return "in the run";
        return name.endsWith("explained") ? "of the variance" : "s";
    }

    /** The maps of one volume by name, in order. */
    public Map<String, NeuroImage> maps() {
        Map<String, NeuroImage> maps = new LinkedHashMap<>(files);
        maps.values().removeIf(image -> image.volumes() != 1);
        return maps;
    }

    /** The median response of each condition. */
    public List<Curve> curves() {
        return List.copyOf(curves);
    }

    /** The median of each map. */
    public Table medians() {
        return Table.of(List.of("map", "median", "unit"), medians);
    }

    /** What was done and how far it can be trusted, in sentences. */
    public String description() {
        return remark.isEmpty() ? methods : methods + " " + remark;
    }

    /** The medians and how far the maps can be trusted, line by line. */
    public List<String> words() {
        List<String> lines = new ArrayList<>();
        for (List<String> row : medians) lines.add("median " + row.get(0) + " " + row.get(1) + " " + row.get(2));
        if (!remark.isEmpty()) lines.add(remark);
        return lines;
    }

    /** What {@code options.json} holds of the run; a new map. */
    public Map<String, Object> about() {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("Methods", methods);
        if (!remark.isEmpty()) about.put("NoiseLevel", remark);
        return about;
    }

    /** Writes maps, curves and medians into a folder. */
    public void write(Path folder, Progress progress) throws IOException {
        MapFolder.write(folder, files, progress);
        TsvFiles.write(
                Table.builder()
                        .add("map", medians.stream().map(row -> row.get(0)).toList())
                        .add("median", medians.stream().map(row -> row.get(1)).toList())
                        .add("unit", medians.stream().map(row -> row.get(2)).toList())
                        .build(),
                folder.resolve("medians.tsv"));
        if (!labels.isEmpty()) MapFolder.writeLabels(folder, labels);
    }
}
