package sc.fiji.boldj.workflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.group.FrozenModel;
import sc.fiji.boldj.group.ResponsePrediction;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.run.Version;

/**
 * A frozen prediction model with the names of what it needs, in a file.
 *
 * @param model the numbers
 * @param kind the key {@code model} it was made with
 * @param features names of the features, in order
 * @param covariates which columns are regressed out; without values
 * @param positive the class that is predicted; empty for numbers
 */
record PredictionModelFile(
        FrozenModel model, String kind, List<String> features, CovariateColumns covariates, String positive) {

    /** Its name in the folder of results. */
    static final String NAME = "model.json";

    private static final String FORMAT = "BoldJ prediction model";

    /** Fits all subjects. */
    static PredictionModelFile of(PredictionInputs inputs, ResponsePrediction.Options options) {
        return new PredictionModelFile(
                ResponsePrediction.freeze(
                        inputs.problem(), options, inputs.covariates().values()),
                options.model().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
                inputs.names(),
                inputs.covariates(),
                inputs.positive());
    }

    void write(Path file) throws IOException {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("Format", FORMAT);
        content.put("FormatVersion", 1);
        content.put("BoldJ", Version.text());
        content.put("Model", kind);
        content.put("Subjects", model.subjects());
        content.put("PositiveClass", positive);
        content.put("Features", features);
        content.put("Weights", model.weights());
        content.put("Intercept", model.intercept());
        content.put("CovariateColumns", covariates.columns());
        content.put("CovariateLevels", covariates.levels());
        content.put("CovariateReferences", covariates.references());
        content.put("CovariateWeights", model.covariateWeights());
        content.put("Calibration", model.calibration());
        JsonFile.write(file, content);
    }

    /** @throws IllegalArgumentException if the file is no model of this format */
    static PredictionModelFile read(Path file) throws IOException {
        Map<String, Object> content = JsonFile.readMap(file);
        if (!FORMAT.equals(content.get("Format")) || !Integer.valueOf(1).equals(content.get("FormatVersion")))
            throw new IllegalArgumentException("apply: " + file + " is not a model of Response Prediction (" + NAME
                    + " in its folder of results) of format version 1");
        PredictionModelFile read = new PredictionModelFile(
                new FrozenModel(
                        numbers(file, content, "Weights"),
                        numbers(file, content, "CovariateWeights"),
                        number(file, "Intercept", content.get("Intercept")),
                        numbers(file, content, "Calibration"),
                        (int) number(file, "Subjects", content.get("Subjects"))),
                String.valueOf(content.get("Model")),
                texts(file, content, "Features"),
                new CovariateColumns(
                        texts(file, content, "CovariateColumns"),
                        texts(file, content, "CovariateLevels"),
                        texts(file, content, "CovariateReferences"),
                        new double[0][]),
                String.valueOf(content.get("PositiveClass")));
        int k = read.covariates.columns().size();
        if (read.features.size() != read.model.weights().length
                || k != read.model.covariateWeights().length
                || k != read.covariates.levels().size()
                || k != read.covariates.references().size())
            throw new IllegalArgumentException("apply: " + file + " has lists of different lengths: it was changed");
        return read;
    }

    private static List<?> list(Path file, Map<String, Object> content, String name) {
        if (content.get(name) instanceof List<?> list) return list;
        throw new IllegalArgumentException("apply: " + file + " has no list " + name);
    }

    private static double[] numbers(Path file, Map<String, Object> content, String name) {
        return list(file, content, name).stream()
                .mapToDouble(x -> number(file, name, x))
                .toArray();
    }

    private static double number(Path file, String name, Object value) {
        if (value instanceof Number number) return number.doubleValue();
        throw new IllegalArgumentException("apply: " + file + " has " + value + " in " + name + ", not a number");
    }

    private static List<String> texts(Path file, Map<String, Object> content, String name) {
        List<String> texts = new ArrayList<>();
        for (Object one : list(file, content, name)) texts.add(String.valueOf(one));
        return texts;
    }
}
