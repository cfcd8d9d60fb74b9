package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.imglib2.parallel.Parallelization;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.host.CommandFailure;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.table.Table;

/** Response Prediction through the command: curves, moderation, the same bytes for any number of threads. */
class PredictionCommandTest {

    private static final String PREDICT = "Response Prediction...";

    @TempDir
    Path folder;

    /** 40 patients in two arms; the drug helps those with a large marker; x predicts response. */
    private Path table() throws Exception {
        StringBuilder table = new StringBuilder("participant_id\tarm\tresponder\tchange\tmarker\tage\tx\ty\tz\n");
        for (int i = 0; i < 40; i++) {
            double[] noise = new double[6];
            Seeds.fillGaussian(Seeds.stream(16, i), noise);
            boolean drug = i % 2 == 0;
            double change = 0.5 * noise[0] + (drug ? 1.5 * noise[1] : 0) + 0.02 * i;
            boolean responder = noise[2] > 0;
            table.append(String.format(
                    Locale.ROOT,
                    "p%02d\t%s\t%s\t%.5f\t%.5f\t%d\t%.5f\t%.5f\t%.5f%n",
                    i,
                    drug ? "ketamine" : "placebo",
                    responder ? "yes" : "no",
                    change,
                    3 + 2 * noise[1],
                    20 + i,
                    noise[3] + (responder ? 1.5 : 0),
                    noise[4],
                    noise[5]));
        }
        return Files.writeString(folder.resolve("features.tsv"), table);
    }

    private String run(String options) throws IOException {
        return MapTrial.run(
                PREDICT,
                "features=[" + folder.resolve("features.tsv") + "] folds=5 repeats=3 columns=x,y,z " + options
                        + " output=[" + folder.resolve("out") + "]");
    }

    /** Edges that one matrix lacks, or that are the same in all, are no features; the others are what they were. */
    @Test
    void featuresThatNotEveryoneHasAreExcludedAndCounted() throws Exception {
        StringBuilder list = new StringBuilder("path\tchange\n");
        for (int i = 0; i < 20; i++) {
            double[] noise = new double[7];
            Seeds.fillGaussian(Seeds.stream(17, i), noise);
            String[][] cells = new String[4][4];
            for (int a = 0; a < 4; a++)
                for (int b = 0; b < 4; b++) {
                    int e = Math.min(a, b) + Math.max(a, b);
                    cells[a][b] = a == b || (i == 7 && a + b == 5)
                            ? "n/a"
                            : a + b == 1 ? "0.25" : String.format(Locale.ROOT, "%.6f", noise[e]);
                }
            StringBuilder text = new StringBuilder("region\tA\tB\tC\tD\n");
            for (int a = 0; a < 4; a++)
                text.append("ABCD".charAt(a))
                        .append('\t')
                        .append(String.join("\t", cells[a]))
                        .append('\n');
            Files.writeString(folder.resolve("e" + i + ".tsv"), text);
            list.append("e" + i + ".tsv\t" + String.format(Locale.ROOT, "%.5f%n", noise[2] + 0.3 * noise[6]));
        }
        Files.writeString(folder.resolve("edges.tsv"), list);
        String said = MapTrial.run(
                PREDICT,
                "features=[" + folder.resolve("edges.tsv")
                        + "] response=change folds=5 repeats=2 permutations=20 output=[" + folder.resolve("out") + "]");
        assertTrue(
                said.contains(
                        "Excluded: 2 of 6 features, 1 with a missing or infinite value in at least one subject and 1 with"),
                said);
        Table weights = TsvFiles.read(folder.resolve("out/weights.tsv"));
        assertEquals(
                List.of("A - C", "A - D", "B - C", "B - D"),
                weights.texts(weights.names().get(0)));
    }

    @Test
    void classesHaveACurveAndACalibration() throws Exception {
        table();
        run("response=responder covariates=age treatment=arm biomarker=marker permutations=40");
        Table roc = TsvFiles.read(folder.resolve("out/roc.tsv"));
        assertEquals("n/a", roc.texts("threshold").get(0));
        assertEquals(1, roc.numbers("true_positive_rate")[roc.rows() - 1]);
        assertEquals(1, roc.numbers("false_positive_rate")[roc.rows() - 1]);
        Table calibration = TsvFiles.read(folder.resolve("out/calibration.tsv"));
        double subjects = 0;
        for (double n : calibration.numbers("subjects")) subjects += n;
        assertEquals(40, subjects);
        Table nulls = TsvFiles.read(folder.resolve("out/null_scores.tsv"));
        assertEquals(40, nulls.rows());
        Map<String, Object> metrics = JsonFile.readMap(folder.resolve("out/metrics.json"));
        List<?> interval = (List<?>) metrics.get("interval_95");
        double auc = ((Number) metrics.get("auc")).doubleValue();
        assertTrue(((Number) interval.get(0)).doubleValue() < auc && auc < ((Number) interval.get(1)).doubleValue());
        String page = Files.readString(folder.resolve("out/index.html"));
        for (String id : List.of("roc", "calibration", "moderation", "null", "measures", "weights", "methods"))
            assertTrue(page.contains("<section id=\"" + id + "\""), id);
        assertTrue(page.contains(String.format(Locale.ROOT, "Area under the ROC curve %.3f, 95 %% interval", auc)));
    }

    /** Against a regression by another library on outcome, arm, marker, their product and age. */
    @Test
    void treatmentByBiomarkerIsTheInteraction() throws Exception {
        Path file = table();
        String text = run("response=change covariates=age treatment=arm biomarker=marker permutations=1");
        assertTrue(
                text.contains("One standard deviation more of marker changes the effect of arm (ketamine - placebo)"));
        Table table = TsvFiles.read(file);
        double[] marker = table.numbers("marker");
        double[] age = table.numbers("age");
        double mean = java.util.Arrays.stream(marker).average().orElseThrow();
        double spread = 0;
        for (double m : marker) spread += (m - mean) * (m - mean) / 39;
        double[][] x = new double[40][];
        for (int i = 0; i < 40; i++) {
            double arm = table.texts("arm").get(i).equals("ketamine") ? 1 : 0;
            double z = (marker[i] - mean) / Math.sqrt(spread);
            x[i] = new double[] {arm * z, arm, z, age[i]};
        }
        OLSMultipleLinearRegression ols = new OLSMultipleLinearRegression();
        ols.newSampleData(table.numbers("change"), x);
        Map<String, Object> metrics = JsonFile.readMap(folder.resolve("out/metrics.json"));
        double effect = ols.estimateRegressionParameters()[1];
        assertEquals(effect, ((Number) metrics.get("moderation_effect")).doubleValue(), 1e-8);
        assertEquals(
                effect / ols.estimateRegressionParametersStandardErrors()[1],
                ((Number) metrics.get("moderation_t")).doubleValue(),
                1e-7);
        assertEquals(35, ((Number) metrics.get("moderation_degrees_of_freedom")).intValue());
        assertTrue(effect > 0.8, "the drug helps those with a large marker: " + effect);
        assertEquals(0.001, ((Number) metrics.get("moderation_p")).doubleValue(), 1e-9);
        Table written = TsvFiles.read(folder.resolve("out/moderation.tsv"));
        assertArrayEquals(marker, written.numbers("biomarker"), 1e-12);
        // Without a marker the held-out prediction is the biomarker; without an effect of it, nothing.
        run("response=change treatment=arm permutations=1");
        Table held = TsvFiles.read(folder.resolve("out/moderation.tsv"));
        assertArrayEquals(
                TsvFiles.read(folder.resolve("out/predictions.tsv")).numbers("prediction"),
                held.numbers("biomarker"),
                1e-12);
        for (String[] bad : new String[][] {
            {"response=y", "cannot be a feature"},
            {"response=change biomarker=marker", "'treatment'"},
            {"response=change treatment=age", "must have 2 values"},
            {"response=change treatment=group", "no column group"},
            {"response=change treatment=arm biomarker=arm", "must hold numbers"}
        }) {
            String message =
                    assertThrows(CommandFailure.class, () -> run(bad[0])).getMessage();
            assertTrue(message.contains(bad[1]), message);
        }
    }

    /** A column of words is no feature: the message says how to name those that are. */
    @Test
    void featuresAreNamed() throws Exception {
        Path file = table();
        String end = " folds=5 repeats=1 permutations=1 output=[" + folder.resolve("out") + "]";
        String words = assertThrows(
                        CommandFailure.class,
                        () -> MapTrial.run(PREDICT, "features=[" + file + "] response=change" + end))
                .getMessage();
        assertTrue(words.contains("column arm") && words.contains("'columns'"), words);
        MapTrial.run(PREDICT, "features=[" + file + "] response=change columns=[z, x]" + end);
        assertEquals(
                List.of("z", "x"),
                TsvFiles.read(folder.resolve("out/weights.tsv")).texts("feature"));
    }

    @Test
    void bytesAreTheSameForAnyThreadsAndOverRuns() throws Exception {
        table();
        Map<String, byte[]> first = null;
        for (int threads : new int[] {1, 2, 1}) {
            Parallelization.runWithNumThreads(threads, () -> {
                try {
                    run("response=responder covariates=age treatment=arm biomarker=marker permutations=12");
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            Map<String, byte[]> files = files(folder.resolve("out"));
            assertEquals(10, files.size(), files.keySet().toString());
            if (first == null) first = files;
            for (String name : first.keySet()) assertArrayEquals(first.get(name), files.get(name), name);
        }
    }

    static Map<String, byte[]> files(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) files.put(file.getFileName().toString(), Files.readAllBytes(file));
        }
        return files;
    }
}
