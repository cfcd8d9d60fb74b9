package sc.fiji.boldj.workflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import sc.fiji.boldj.group.CalibrationBins;
import sc.fiji.boldj.group.ResponsePrediction;
import sc.fiji.boldj.group.RocCurve;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.NumberCell;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.NullDistribution;
import sc.fiji.boldj.table.Table;

/** A prediction of response from its inputs to its files. Immutable. */
public final class PredictionStudy {

    /** Fewest subjects without a warning. */
    private static final int FEW = 50;

    private final PredictionInputs inputs;
    private final ResponsePrediction.Options options;
    private final ResponsePrediction.Result result;
    private final Optional<TrialModeration.Tested> moderation;
    private final Optional<TrialBiomarkers.Tested> biomarkers;

    private PredictionStudy(
            PredictionInputs inputs,
            ResponsePrediction.Options options,
            ResponsePrediction.Result result,
            Optional<TrialModeration.Tested> moderation,
            Optional<TrialBiomarkers.Tested> biomarkers) {
        this.biomarkers = biomarkers;
        this.inputs = inputs;
        this.options = options;
        this.result = result;
        this.moderation = moderation;
    }

    /** Runs the prediction. */
    public static PredictionStudy run(PredictionInputs inputs, ResponsePrediction.Options options, Progress progress) {
        ResponsePrediction.Result result = ResponsePrediction.of(inputs.problem(), options, progress.stage(0, 0.98));
        Optional<TrialModeration.Tested> moderation = inputs.trial()
                .map(trial -> trial.test(
                        outcome(inputs),
                        result.predictions(),
                        options.permutations(),
                        options.seed(),
                        progress.stage(0.98, 1)));
        Optional<TrialBiomarkers.Tested> biomarkers = inputs.biomarkers()
                .map(all -> all.test(outcome(inputs), options.permutations(), options.seed(), progress.stage(0.98, 1)));
        return new PredictionStudy(inputs, options, result, moderation, biomarkers);
    }

    /** The response in numbers: 1 for the positive class, 0 for the other. */
    private static double[] outcome(PredictionInputs inputs) {
        return inputs.response().stream()
                .mapToDouble(
                        r -> inputs.positive().isEmpty() ? NumberCell.parse(r) : r.equals(inputs.positive()) ? 1 : 0)
                .toArray();
    }

    /**
     * Writes {@code predictions.tsv}, {@code weights.tsv} and {@code metrics.json} into a folder; for classes {@code
     * roc.tsv} and {@code calibration.tsv}, with shuffled responses {@code null_scores.tsv}, for a trial {@code
     * moderation.tsv}.
     */
    public void write(Path folder) throws IOException {
        Table.Builder predictions = Table.builder()
                .add("subject", inputs.subjects())
                .add("response", inputs.response())
                .add("prediction", result.predictions());
        if (isClasses()) predictions.add("probability", result.probabilities());
        TsvFiles.write(predictions.build(), folder.resolve("predictions.tsv"));
        TsvFiles.write(
                Table.builder()
                        .add("feature", inputs.names())
                        .add("weight", result.weights())
                        .build(),
                folder.resolve("weights.tsv"));
        JsonFile.write(folder.resolve("metrics.json"), metrics());
        PredictionModelFile.of(inputs, options).write(folder.resolve(PredictionModelFile.NAME));
        if (isClasses()) {
            PredictionCurves.write(folder, roc());
            PredictionCurves.write(folder, calibration());
        }
        if (result.nulls() != null)
            TsvFiles.write(
                    Table.builder().add("score", result.nulls().values()).build(), folder.resolve("null_scores.tsv"));
        if (biomarkers.isPresent()) TsvFiles.write(biomarkers.orElseThrow().table(), folder.resolve("biomarkers.tsv"));
        if (moderation.isPresent()) moderation.orElseThrow().write(folder, inputs.subjects());
    }

    private boolean[] positives() {
        boolean[] positive = new boolean[inputs.response().size()];
        for (int i = 0; i < positive.length; i++)
            positive[i] = inputs.response().get(i).equals(inputs.positive());
        return positive;
    }

    /** Whether there are two classes. */
    public boolean isClasses() {
        return !inputs.positive().isEmpty();
    }

    /** The measures by name. */
    public Map<String, Object> metrics() {
        Map<String, Object> metrics = new TreeMap<>();
        metrics.put(isClasses() ? "auc" : "correlation", result.score());
        metrics.put("interval_95", List.of(result.low(), result.high()));
        metrics.put("p_permutation", result.p());
        metrics.put("null_mean", result.nullMean());
        metrics.put("subjects", inputs.subjects().size());
        metrics.put("features", inputs.names().size());
        if (isClasses()) {
            metrics.put("positive_class", inputs.positive());
            metrics.put("calibration_slope", result.calibration().slope());
            metrics.put("calibration_intercept", result.calibration().intercept());
            metrics.put("brier", result.calibration().brier());
        } else {
            metrics.put("error_over_variance", result.error());
        }
        moderation.ifPresent(tested -> metrics.putAll(tested.metrics()));
        return metrics;
    }

    /** The result in a sentence, and a warning if there are few subjects. */
    public String verdict() {
        String p = Double.isNaN(result.p()) ? "not requested" : String.format(Locale.ROOT, "%.4g", result.p());
        String by = Double.isNaN(result.nullMean())
                ? "not requested"
                : String.format(Locale.ROOT, "%.3f", result.nullMean());
        return (isClasses()
                        ? "Area under the ROC curve for '" + inputs.positive() + "': "
                        : "Correlation between predicted and observed response: ")
                + figures() + ", permutation p " + p + "; mean over permuted responses (chance level) " + by + "."
                + few();
    }

    private String figures() {
        if (Double.isNaN(result.low()))
            return String.format(Locale.ROOT, "%.3f (interval not requested)", result.score());
        return String.format(
                Locale.ROOT, "%.3f (95 %% interval %.3f to %.3f)", result.score(), result.low(), result.high());
    }

    private String few() {
        int n = inputs.subjects().size();
        if (n >= FEW) return "";
        return " With " + n
                + " subjects, only strong associations can be detected, and their size tends to be overestimated:"
                + " replicate any such finding in an independent sample.";
    }

    /** Whether the permutation p is .05 or less. */
    public boolean isFound() {
        return result.p() <= 0.05;
    }

    /** What was done, for a paper. */
    public String methods(String program) {
        return "Response was predicted with " + program + " from "
                + inputs.names().size() + " features of "
                + inputs.subjects().size() + " rows by "
                + options.model().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " in nested cross-validation ("
                + options.folds() + " outer and " + options.innerFolds() + " inner folds, " + options.repeats()
                + " repeats, rows of a subject or family kept in one fold, seed " + options.seed()
                + "). Covariate removal, scaling, the choice of the penalty"
                + (isClasses() ? ", calibration" : "")
                + " and the model were fitted in the training folds only; before the run, the held-out rows of one fold were"
                + " corrupted as a check for leakage, and no coefficient changed. "
                + (isClasses()
                        ? "The measure is the area under the ROC curve over pairs of rows held out together"
                        : "The measure is the correlation between predicted and observed response")
                + ", the mean over " + Math.min(options.repeats(), ResponsePrediction.ASSIGNMENTS)
                + " random assignments to folds. Its interval is a bootstrap over subjects, with the whole procedure repeated"
                + " on each sample and copies of a subject kept in one fold. Its p is from " + options.permutations()
                + " permutations of the response (including the identity) through the whole procedure with the same assignments to folds."
                + moderation
                        .map(t -> " Whether " + t.asked().biomarker() + " changes the effect of "
                                + t.asked().column() + " was tested with their product in a model with both"
                                + (t.asked().covariates().length > 0 ? " and the covariates" : "") + ", with "
                                + t.shufflings()
                                + " permutations of the residuals of the model without it (Freedman and Lane 1983)"
                                + (t.asked().values() == null ? ", the predictions held fixed." : "."))
                        .orElse("");
    }

    /** False and true positives along the ROC curve of the mean held-out scores; only for classes. */
    public double[][] rocPoints() {
        return roc().points().stream()
                .map(p -> new double[] {p.falsePositives(), p.truePositives()})
                .toArray(double[][]::new);
    }

    /** Predicted probability, observed share and the ends of its interval in each bin; only for classes. */
    public double[][] calibrationBins() {
        return calibration().bins().stream()
                .map(b -> new double[] {b.predicted(), b.observed(), b.low(), b.high()})
                .toArray(double[][]::new);
    }

    private RocCurve roc() {
        return RocCurve.of(result.predictions(), positives());
    }

    private CalibrationBins calibration() {
        return CalibrationBins.of(result.probabilities(), positives());
    }

    /** The measure and its 95 % interval in a sentence. */
    public String measure() {
        return (isClasses() ? "Area under the ROC curve " : "Correlation ")
                + figures().replace(" (", ", ").replace(")", "") + ".";
    }

    /** The measure under permuted responses, the observed ones first; empty if there were none. */
    public Optional<NullDistribution> nulls() {
        return Optional.ofNullable(result.nulls());
    }

    /** What was found of treatment by biomarker, in a sentence; empty if nothing was asked. */
    public Optional<String> moderation() {
        return moderation.map(TrialModeration.Tested::words);
    }

    /** What was found of treatment by each feature, in a sentence; empty if nothing was asked. */
    public Optional<String> biomarkerWords() {
        return biomarkers.map(TrialBiomarkers.Tested::words);
    }

    /** Treatment by each feature, the smallest corrected p first; empty if nothing was asked. */
    public Optional<Table> biomarkers() {
        return biomarkers.map(TrialBiomarkers.Tested::table);
    }

    /** Biomarker and response of each subject of one of the two treatments (0 or 1); empty if nothing was asked. */
    public double[][] moderated(int arm) {
        if (moderation.isEmpty()) return new double[0][];
        TrialModeration.Tested tested = moderation.orElseThrow();
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < tested.outcome().length; i++)
            if (tested.asked().treatment().get(i).equals(tested.asked().arms().get(arm)))
                points.add(new double[] {tested.biomarker()[i], tested.outcome()[i]});
        return points.toArray(new double[0][]);
    }

    /** The two treatments and the biomarker; empty if nothing was asked. */
    public List<String> moderationNames() {
        return moderation
                .map(t -> List.of(
                        t.asked().arms().get(0),
                        t.asked().arms().get(1),
                        t.asked().biomarker()))
                .orElse(List.of());
    }

    /** Predicted against true response; empty for classes. */
    public double[][] pairs() {
        if (isClasses()) return new double[0][];
        double[][] pairs = new double[result.predictions().length][];
        for (int i = 0; i < pairs.length; i++)
            pairs[i] = new double[] {NumberCell.parse(inputs.response().get(i)), result.predictions()[i]};
        return pairs;
    }

    /** The features with the largest weights. */
    public Table strongest(int most) {
        double[] weights = result.weights();
        List<List<String>> rows = new ArrayList<>();
        IntStream.range(0, weights.length)
                .boxed()
                .sorted((a, b) -> Double.compare(Math.abs(weights[b]), Math.abs(weights[a])))
                .limit(most)
                .forEach(f -> rows.add(List.of(inputs.names().get(f), String.format(Locale.ROOT, "%.4g", weights[f]))));
        return Table.of(List.of("feature", "weight"), rows);
    }

    /** The measures for a page. */
    public Table measures() {
        List<List<String>> rows = new ArrayList<>();
        metrics().forEach((name, value) -> rows.add(List.of(name.replace('_', ' '), figure(value))));
        return Table.of(List.of("measure", "value"), rows);
    }

    private static String figure(Object value) {
        if (value instanceof Double d) return String.format(Locale.ROOT, "%.4g", d);
        if (value instanceof List<?> pair) return figure(pair.get(0)) + " to " + figure(pair.get(1));
        return String.valueOf(value);
    }
}
