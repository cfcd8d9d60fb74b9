package sc.fiji.boldj.workflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.group.DesignTable;
import sc.fiji.boldj.group.RocCurve;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.NumberCell;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.Correlation;
import sc.fiji.boldj.table.Table;

/**
 * A frozen model applied to participants that it was not fitted to. Nothing is learnt from them: each is predicted from its own row alone.
 * Immutable.
 */
public final class PredictionOfNewPeople {

    private final PredictionModelFile model;
    private final List<String> subjects;
    private final double[] scores;
    private final List<String> response;
    private final List<Path> files;

    private PredictionOfNewPeople(
            PredictionModelFile model,
            List<String> subjects,
            double[] scores,
            List<String> response,
            List<Path> files) {
        this.model = model;
        this.subjects = subjects;
        this.scores = scores;
        this.response = response;
        this.files = files;
    }

    /**
     * Applies a model.
     *
     * @param file {@value PredictionModelFile#NAME} of a folder of results
     * @param features table with one row per person, as for the model
     * @param response a column of that table, to compare with; empty for none
     * @throws IllegalArgumentException if the file is no model, or a feature, covariate or level is missing
     */
    public static PredictionOfNewPeople of(Path file, Path features, String response, Progress progress)
            throws IOException {
        PredictionModelFile model = PredictionModelFile.read(file);
        DesignTable table = DesignTable.parse(InputList.text(features));
        List<Path> files = new ArrayList<>(List.of(file, features));
        double[][] rows = table.has("path")
                ? matched(PredictionInputs.fromFiles(InputList.read(features), files, progress), model)
                : columns(table, model);
        double[][] covariates = model.covariates().read(table).values();
        double[] scores = new double[rows.length];
        for (int i = 0; i < scores.length; i++) scores[i] = model.model().score(rows[i], covariates[i]);
        String subject = table.has("subject") ? "subject" : table.has("participant_id") ? "participant_id" : "";
        List<String> subjects = new ArrayList<>();
        for (int i = 0; i < scores.length; i++)
            subjects.add(
                    subject.isEmpty()
                            ? Integer.toString(i + 1)
                            : table.text(subject).get(i));
        if (!response.isEmpty() && !table.has(response))
            throw new IllegalArgumentException("response: with apply it is a column of the features, or empty; '"
                    + response + "' is not one of " + table.columns());
        return new PredictionOfNewPeople(
                model, subjects, scores, response.isEmpty() ? List.of() : table.text(response), List.copyOf(files));
    }

    private static double[][] columns(DesignTable table, PredictionModelFile model) {
        double[][] rows = new double[table.size()][model.features().size()];
        for (int f = 0; f < model.features().size(); f++) {
            double[] column = table.numbers(model.features().get(f));
            for (int i = 0; i < rows.length; i++) rows[i][f] = column[i];
        }
        return rows;
    }

    /** The features of the model by name; those that it does not use are ignored. */
    private static double[][] matched(FeatureTable read, PredictionModelFile model) {
        Map<String, Integer> at = new HashMap<>();
        for (int f = 0; f < read.names().size(); f++) at.put(read.names().get(f), f);
        List<String> missing =
                model.features().stream().filter(name -> !at.containsKey(name)).toList();
        if (!missing.isEmpty())
            throw new DataException("the new maps or matrices lack " + missing.size() + " of the "
                    + model.features().size() + " features of the model, such as " + missing.get(0)
                    + ": are they on the same grid, with the same regions?");
        double[][] rows = new double[read.rows().length][model.features().size()];
        for (int i = 0; i < rows.length; i++)
            for (int f = 0; f < rows[i].length; f++) {
                rows[i][f] = read.rows()[i][at.get(model.features().get(f))];
                if (!Double.isFinite(rows[i][f]))
                    throw new DataException("person " + (i + 1) + " has no finite value of the feature "
                            + model.features().get(f) + ", which the model needs");
            }
        return rows;
    }

    /** What was read. */
    public List<Path> files() {
        return files;
    }

    private boolean isClasses() {
        return !model.positive().isEmpty();
    }

    /** Writes {@code predictions.tsv}, and {@code metrics.json} if the responses are known. */
    public void write(Path folder) throws IOException {
        Table.Builder predictions = Table.builder().add("subject", subjects);
        if (!response.isEmpty()) predictions.add("response", response);
        predictions.add("prediction", scores);
        if (isClasses()) {
            double[] probabilities = new double[scores.length];
            for (int i = 0; i < scores.length; i++)
                probabilities[i] = model.model().probability(scores[i]);
            predictions.add("probability", probabilities);
        }
        TsvFiles.write(predictions.build(), folder.resolve("predictions.tsv"));
        if (response.isEmpty()) return;
        Map<String, Object> metrics = new TreeMap<>();
        metrics.put(isClasses() ? "auc" : "correlation", measure());
        metrics.put("subjects", subjects.size());
        JsonFile.write(folder.resolve("metrics.json"), metrics);
    }

    /** Area under the ROC curve, or the correlation of predicted and observed response; NaN where it is not defined. */
    private double measure() {
        if (isClasses()) {
            boolean[] positive = new boolean[scores.length];
            int count = 0;
            for (int i = 0; i < positive.length; i++) {
                positive[i] = response.get(i).equals(model.positive());
                if (positive[i]) count++;
            }
            return count == 0 || count == positive.length
                    ? Double.NaN
                    : RocCurve.of(scores, positive).area();
        }
        double[] y = response.stream().mapToDouble(NumberCell::parse).toArray();
        return y.length < 3 ? Double.NaN : Correlation.of(scores, y);
    }

    /** The result in a sentence. */
    public String verdict() {
        String what = String.format(
                Locale.ROOT,
                "The model, fitted to %d subjects, was applied to %d new people.",
                model.model().subjects(),
                subjects.size());
        if (response.isEmpty()) return what;
        return what
                + String.format(
                        Locale.ROOT,
                        " %s: %.3f (no interval is given).",
                        isClasses()
                                ? "Area under the ROC curve for '" + model.positive() + "'"
                                : "Correlation between predicted and observed response",
                        measure());
    }
}
