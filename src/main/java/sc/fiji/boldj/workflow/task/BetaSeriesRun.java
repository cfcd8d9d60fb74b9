package sc.fiji.boldj.workflow.task;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sc.fiji.boldj.connectivity.ConnectivityMatrix;
import sc.fiji.boldj.connectivity.RegionSeries;
import sc.fiji.boldj.connectivity.SeedCorrelation;
import sc.fiji.boldj.connectivity.SeedRegion;
import sc.fiji.boldj.glm.BetaSeries;
import sc.fiji.boldj.glm.TaskContrast;
import sc.fiji.boldj.glm.TrialModel;
import sc.fiji.boldj.glm.TrialWeights;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.io.ResultImages;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.FileLabels;

/** Correlations of the amplitudes of single trials, condition by condition: maps of a seed, matrices of regions. */
public final class BetaSeriesRun {

    /**
     * What is asked.
     *
     * @param model of the trials
     * @param method by which it was made
     * @param response the name of the haemodynamic response
     * @param conditions to correlate
     * @param contrasts of Fisher z over its standard error
     * @param units of the amplitudes that are written
     * @param keep whether amplitudes are written
     */
    public record Question(
            TrialModel model,
            TrialWeights.Method method,
            String response,
            List<String> conditions,
            List<TaskContrast> contrasts,
            TrialUnits units,
            boolean keep) {

        /**
         * Checks that correlations can be computed and compared.
         *
         * @throws IllegalArgumentException if a condition has too few trials, or a contrast several rows
         */
        public Question {
            for (TaskContrast contrast : contrasts)
                if (contrast.isF())
                    throw new IllegalArgumentException("key 'contrasts': " + contrast.name()
                            + " has several rows, but correlations are compared one row at a time");
            model.requireCorrelations(conditions);
        }
    }

    /** The mean series of regions. */
    @FunctionalInterface
    public interface Regions {
        /** The series of each region in an image, within a mask. */
        RegionSeries of(NeuroImage image, Mask within, Progress progress) throws IOException;
    }

    final Question question;
    final Map<String, String> labels;
    final Map<String, NeuroImage> files = new LinkedHashMap<>();
    final Map<String, String> titles = new LinkedHashMap<>();
    final Map<String, double[][]> matrices = new LinkedHashMap<>();
    private final NeuroImage source;
    private final Mask within;
    private final SeedRegion seed;
    private final Regions regions;
    List<String> regionNames = List.of();
    double[] seedAmplitudes = new double[0];
    double seedBaseline = Double.NaN;

    private BetaSeriesRun(NeuroImage source, Mask within, Question question, SeedRegion seed, Regions regions) {
        this.source = source;
        this.within = within;
        this.question = question;
        this.seed = seed;
        this.regions = regions;
        labels = FileLabels.of(question.conditions());
    }

    /**
     * Estimates and correlates the amplitudes of a run.
     *
     * @param seed of the maps; null for none, and then no contrasts
     * @param regions of the matrices; null for none
     * @throws IOException if the regions cannot be read
     */
    public static BetaSeriesRun of(
            NeuroImage source, Mask within, Question question, SeedRegion seed, Regions regions, Progress progress)
            throws IOException {
        BetaSeriesRun run = new BetaSeriesRun(source, within, question, seed, regions);
        run.compute(progress);
        return run;
    }

    private void compute(Progress progress) throws IOException {
        TrialModel model = question.model();
        NeuroImage amplitudes = ResultImages.create(
                        source, "amplitudes", "amplitudes", model.trials().size())
                .withTiming(SeriesTiming.UNKNOWN);
        BetaSeries.estimate(source, within, model.weights(), amplitudes, progress.stage(0, 0.65));
        if (seed != null) {
            double[] series = seed.series(source, progress.stage(0.65, 0.7));
            seedAmplitudes = model.weights().amplitudes(series);
            seedBaseline = BetaSeries.baseline(series);
        }
        int count = question.conditions().size();
        for (int c = 0; c < count; c++)
            correlate(
                    question.conditions().get(c),
                    amplitudes,
                    progress.stage(0.7 + 0.3 * c / count, 0.7 + 0.3 * (c + 1) / count));
        for (TaskContrast contrast : question.contrasts()) compare(contrast);
    }

    private void correlate(String condition, NeuroImage amplitudes, Progress progress) throws IOException {
        int[] members = question.model().members(condition);
        NeuroImage own = some(amplitudes, members);
        String label = labels.get(condition);
        if (question.keep()) files.put(label + "_betas", own);
        if (seed != null) {
            double[] course =
                    Arrays.stream(members).mapToDouble(k -> seedAmplitudes[k]).toArray();
            put(
                    label + "_z",
                    condition + "_z",
                    SeedCorrelation.of(own, course, within, SeedCorrelation.Measure.Z, progress.stage(0, 0.5)));
        }
        if (regions != null) {
            RegionSeries series = regions.of(own, within, progress.stage(0.5, 0.9));
            regionNames = series.names();
            matrices.put(
                    condition,
                    ConnectivityMatrix.of(series, ConnectivityMatrix.Options.of(ConnectivityMatrix.Kind.CORRELATION))
                            .toArray());
        }
        if (question.keep()) question.units().apply(source, within, condition, own, progress.stage(0.9, 1));
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

    private void put(String name, String title, double[] values) {
        NeuroImage map = ResultImages.create(source, name, name, 1).withTiming(SeriesTiming.UNKNOWN);
        float[] volume = new float[values.length];
        for (int v = 0; v < volume.length; v++) volume[v] = (float) values[v];
        map.writeVolume(0, volume);
        files.put(name, map);
        titles.put(name, title);
    }

    /** A weighted sum of Fisher z over its standard error for independent trials. */
    private void compare(TaskContrast contrast) {
        double[] sum = new double[source.grid().voxels()];
        double variance = 0;
        for (int c = 0; c < question.conditions().size(); c++) {
            double weight = contrast.weights()[0][c];
            if (weight == 0) continue;
            String condition = question.conditions().get(c);
            float[] z = files.get(labels.get(condition) + "_z").volume(0);
            for (int v = 0; v < sum.length; v++) sum[v] += weight * z[v];
            variance += weight * weight / (question.model().members(condition).length - 3);
        }
        for (int v = 0; v < sum.length; v++) sum[v] /= Math.sqrt(variance);
        put(contrast.label() + "_zscore", contrast.name() + "_zscore", sum);
    }

    /** The maps of one volume by the title of each, in order. */
    public Map<String, NeuroImage> maps() {
        Map<String, NeuroImage> maps = new LinkedHashMap<>();
        titles.forEach((name, title) -> maps.put(title, files.get(name)));
        return maps;
    }

    /** The trials, the seed, the regions and what is doubtful, in lines of text. */
    public String words() {
        TrialModel model = question.model();
        List<String> counts = new ArrayList<>();
        for (String condition : question.conditions()) counts.add(condition + " " + model.members(condition).length);
        StringBuilder text = new StringBuilder("trials: " + String.join(", ", counts) + "; amplitudes by "
                + question.method().name().toLowerCase(Locale.ROOT));
        if (seed != null) text.append("; seed of ").append(seed.count()).append(" voxels");
        if (!matrices.isEmpty()) text.append("; ").append(regionNames.size()).append(" regions");
        text.append(question.units().warning(within.count()));
        if (!model.leftOut().isEmpty())
            text.append("\nwarning: the run sees too little of ").append(String.join(", ", model.leftOut()));
        return text.toString();
    }

    /** What was done, in sentences for a paper. */
    public String methods() {
        return (question.method() == TrialWeights.Method.LSS
                        ? "The amplitude of each trial was estimated by a model of its own with the sum of the other"
                                + " trials of its condition and of each other condition (least squares - separate; Mumford"
                                + " 2012)"
                        : "The amplitudes of all trials were estimated in one model (least squares - all; Rissman 2004)")
                + ", the " + question.response() + " response, drift and confounds. Amplitudes were correlated over the"
                + " trials of each condition (Fisher z)."
                + question.units().words();
    }

    /** What {@code options.json} holds of the run. */
    public Map<String, Object> about() {
        return Map.of(
                "LeftOut", question.model().leftOut(),
                "AmplitudeUnits", question.units().name(),
                "Methods", methods());
    }

    /** Writes amplitudes, maps, matrices and tables into a folder. */
    public void write(Path folder, Progress progress) throws IOException {
        new BetaSeriesFiles(this).write(folder, progress);
    }
}
