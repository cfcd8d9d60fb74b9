package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import sc.fiji.boldj.group.ResponsePrediction;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.PredictionInputs;
import sc.fiji.boldj.workflow.PredictionStudy;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;

/** Ridge regression of the outcome under the drug on all connections together, in nested cross-validation. */
final class ResponseRidge {

    private static final int REPEATS = 20;

    private ResponseRidge() {}

    /**
     * Writes the features and runs the prediction.
     *
     * @param folder where {@code features.tsv}, {@code features_control.tsv} and the files of the prediction go
     * @return the results, in sentences
     */
    static List<String> of(ResponseData data, GroupOptions options, Path folder, Progress progress) throws IOException {
        int[] whole = IntStream.range(0, data.names().size())
                .filter(k ->
                        IntStream.range(0, data.arms().length).allMatch(i -> Double.isFinite(data.connections()[k][i])))
                .toArray();
        if (whole.length == 0) return List.of("No prediction: no connection is available in every participant.");
        Files.createDirectories(folder);
        Path file = folder.resolve("features.tsv");
        TsvFiles.write(features(data, whole, 1), file);
        if (data.controls() > 0) TsvFiles.write(features(data, whole, 0), folder.resolve("features_control.tsv"));
        int folds = Math.min(10, data.treated() / 2);
        ResponsePrediction.Options how = new ResponsePrediction.Options(
                ResponsePrediction.Model.RIDGE,
                folds,
                Math.min(5, folds),
                REPEATS,
                Math.min(1000, options.get(GroupOption.PERMUTATIONS)),
                0,
                0.01,
                options.get(GroupOption.SEED));
        PredictionStudy study = PredictionStudy.run(
                PredictionInputs.read(file, "response", "", "", "", "", Progress.NONE), how, progress);
        study.write(folder);
        String left = whole.length == data.names().size()
                ? ""
                : " (" + whole.length + " of " + data.names().size()
                        + "; the others are missing in at least one participant)";
        return List.of("Ridge regression of " + options.get(GroupOption.OUTCOME) + " under the drug on all connections"
                + left
                + ", with " + folds + "-fold cross-validation. The outcome was adjusted for " + data.adjustedFor()
                + " (slopes estimated once from all participants). " + study.verdict());
    }

    private static Table features(ResponseData data, int[] connections, int arm) {
        int[] people = IntStream.range(0, data.arms().length)
                .filter(i -> data.arms()[i] == arm)
                .toArray();
        Table.Builder columns = Table.builder()
                .add(
                        "subject",
                        Arrays.stream(people).mapToObj(data.subjects()::get).toList());
        for (int k : connections) {
            double[] values = data.connections()[k];
            columns.add(
                    data.names().get(k),
                    Arrays.stream(people).mapToDouble(i -> values[i]).toArray());
        }
        double[] adjusted = data.adjusted();
        return columns.add(
                        "response",
                        Arrays.stream(people).mapToDouble(i -> adjusted[i]).toArray())
                .build();
    }
}
