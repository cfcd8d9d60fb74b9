package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.group.ResponsePrediction;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.NamedFiles;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.report.PredictionPage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.Origin;
import sc.fiji.boldj.workflow.PredictionInputs;
import sc.fiji.boldj.workflow.PredictionOfNewPeople;
import sc.fiji.boldj.workflow.PredictionStudy;

/** Predicts response from maps, matrices or numbers by nested cross-validation. */
@Plugin(type = Command.class, name = "Response Prediction...", headless = true)
public final class ResponsePredictionCommand extends FolderCommand {

    @Parameter(
            label = "Features (.tsv)",
            description =
                    "table with one row per subject and a column path of maps or matrices, or else columns of numbers",
            style = CommandKey.OPEN,
            persist = false)
    private String features = "";

    @Parameter(
            label = "Response",
            description =
                    "a column of that table, or a table with a column response; two values are classes; with apply: a column to compare with, or empty",
            required = false,
            persist = false)
    private String response = "";

    @Parameter(
            label = "Covariates",
            description =
                    "columns separated by commas, such as age,site, regressed out of the features within the folds",
            required = false,
            persist = false)
    private String covariates = "";

    @Parameter(label = "Folds", description = "number of outer folds", persist = false)
    private int folds = 10;

    @Parameter(label = "Repeats", description = "number of random assignments to folds", persist = false)
    private int repeats = 100;

    @Parameter(
            label = "Permutations",
            description = "permutations of the response, including the observed one; 1: none",
            persist = false)
    private int permutations = 1000;

    @Parameter(
            label = "Model",
            description = "prediction model; svm for classes only, connectome for edges",
            choices = {"ridge", "elastic-net", "svm", "connectome"},
            persist = false)
    private String model = "ridge";

    @Parameter(
            label = "Select",
            description = "number of features selected by correlation within the folds; 0: all",
            persist = false)
    private int select = 0;

    @Parameter(
            label = "Columns",
            description =
                    "feature columns separated by commas; empty: all columns of numbers (if there is no column path)",
            required = false,
            persist = false)
    private String columns = "";

    @Parameter(
            label = "Treatment",
            description =
                    "column with two treatments: tests whether the biomarker changes the effect of treatment on the response",
            required = false,
            persist = false)
    private String treatment = "";

    @Parameter(
            label = "Biomarker",
            description =
                    "column of numbers that may change the effect of treatment; all: each feature, FWE-corrected; empty: the held-out prediction",
            required = false,
            persist = false)
    private String biomarker = "";

    @Parameter(
            label = "Apply",
            description =
                    "path of model.json of earlier results: predicts new participants with that model; nothing is fitted, and only features and response are read",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String apply = "";

    @Parameter(label = "Seed", description = "random seed; the same seed gives identical results", persist = false)
    private long seed = 1;

    @Override
    public void execute(Progress progress) throws IOException {
        requireFree();
        if (!Files.isRegularFile(Path.of(features)))
            throw new IllegalArgumentException("features: there is no file '" + features + "'");
        if (!apply.isBlank()) {
            predictNewPeople(progress);
            return;
        }
        if (response.isBlank())
            throw new IllegalArgumentException("response: name a column of the features, or a table of responses");
        PredictionInputs inputs = PredictionInputs.read(
                Path.of(features),
                response.strip(),
                covariates,
                columns,
                treatment.strip(),
                biomarker.strip(),
                progress.stage(0, 0.05));
        Map<String, String> hashes = new LinkedHashMap<>();
        Path folder = Path.of(features).toAbsolutePath().getParent();
        for (Path file : inputs.files()) GroupInputs.hash(hashes, folder, file.toAbsolutePath());
        ResponsePrediction.Options defaults = ResponsePrediction.Options.DEFAULT;
        ResponsePrediction.Options options = new ResponsePrediction.Options(
                ResponsePrediction.Model.valueOf(model.replace('-', '_').toUpperCase(Locale.ROOT)),
                folds,
                defaults.innerFolds(),
                repeats,
                permutations,
                select,
                defaults.edgeThreshold(),
                seed);
        PredictionStudy study = PredictionStudy.run(inputs, options, progress.stage(0.05, 1));
        Origin origin = origin(hashes);
        String page = PredictionPage.of(
                        study,
                        "Prediction of " + response + " from " + features,
                        origin.inputTable(),
                        origin.optionTable(),
                        origin.program())
                .toHtml();
        write(origin, target -> {
            study.write(target);
            AtomicFile.writeText(target.resolve("index.html"), page);
            return Map.of("ExcludedFeatures", inputs.note(), "Result", study.verdict());
        });
        say((inputs.note().isEmpty() ? "" : inputs.note() + "\n")
                + study.verdict()
                + study.moderation().map(words -> "\n" + words).orElse("")
                + study.biomarkerWords().map(words -> "\n" + words).orElse(""));
    }

    private void predictNewPeople(Progress progress) throws IOException {
        Path model = NamedFiles.existing("apply", apply);
        PredictionOfNewPeople people = PredictionOfNewPeople.of(model, Path.of(features), response.strip(), progress);
        Map<String, String> hashes = new LinkedHashMap<>();
        Path folder = Path.of(features).toAbsolutePath().getParent();
        for (Path file : people.files()) GroupInputs.hash(hashes, folder, file.toAbsolutePath());
        write(origin(hashes), target -> {
            people.write(target);
            return Map.of("Result", people.verdict());
        });
        say(people.verdict());
    }
}
