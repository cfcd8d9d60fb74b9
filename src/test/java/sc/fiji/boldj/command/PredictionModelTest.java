package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.host.CommandFailure;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.table.Table;

/** Frozen prediction models and their use on new people; treatment by each feature. */
class PredictionModelTest {

    private static final String PREDICT = "Response Prediction...";

    @TempDir
    Path folder;

    /** A response that depends on x and on the site; with treatment, z changes its effect. */
    private Path table(String name, int from, int people) throws Exception {
        StringBuilder table = new StringBuilder("participant_id\tarm\tresponder\tchange\tage\tsite\tx\ty\tz\n");
        for (int i = from; i < from + people; i++) {
            double[] noise = new double[5];
            Seeds.fillGaussian(Seeds.stream(23, i), noise);
            String site = i % 3 == 0 ? "Bonn" : i % 3 == 1 ? "Ulm" : "Jena";
            double x = noise[0] + (site.equals("Ulm") ? 1 : 0);
            boolean drug = i % 2 == 0;
            double change = x + 0.6 * noise[3] + (drug ? 1.4 : -1.4) * noise[2];
            table.append(String.format(
                    Locale.ROOT,
                    "p%02d\t%s\t%s\t%.6f\t%d\t%s\t%.6f\t%.6f\t%.6f%n",
                    i,
                    drug ? "drug" : "placebo",
                    noise[0] + 0.5 * noise[4] > 0 ? "yes" : "no",
                    change,
                    20 + i * 7 % 31,
                    site,
                    x,
                    noise[1],
                    noise[2]));
        }
        return Files.writeString(folder.resolve(name), table);
    }

    private String run(Path features, String output, String options) throws Exception {
        return MapTrial.run(
                PREDICT,
                "features=[" + features + "] folds=5 repeats=2 " + options + " output=[" + folder.resolve(output)
                        + "]");
    }

    private String fails(Path features, String options) {
        return assertThrows(CommandFailure.class, () -> run(features, "failed", options))
                .getMessage();
    }

    private double[] predictions(String output) throws Exception {
        return TsvFiles.read(folder.resolve(output + "/predictions.tsv")).numbers("prediction");
    }

    /**
     * Features by hand: age and site removed with slopes of the training people, x, y and z in standard deviations, ridge with each
     * penalty. The frozen model is one of these, to 1e-9.
     */
    @Test
    void theFrozenModelIsTheChainByHand() throws Exception {
        Path old = table("old.tsv", 0, 40);
        Path fresh = table("new.tsv", 100, 15);
        run(old, "out", "response=change covariates=age,site columns=x,y,z permutations=1");
        String text = run(fresh, "applied", "response=change apply=[" + folder.resolve("out/model.json") + "]");
        assertTrue(text.contains("fitted to 40 subjects, was applied to 15 new people"), text);
        double[][] train = features(old);
        double[][] test = features(fresh);
        double[] y = TsvFiles.read(old).numbers("change");
        double[][] design = new double[40][];
        for (int i = 0; i < 40; i++) design[i] = new double[] {1, train[i][3], train[i][4], train[i][5]};
        double[][] inverse = new SingularValueDecomposition(new Array2DRowRealMatrix(design))
                .getSolver()
                .getInverse()
                .getData();
        double[][] clean = new double[40][3];
        double[][] cleanNew = new double[15][3];
        for (int f = 0; f < 3; f++) {
            double[] slope = new double[4];
            for (int c = 0; c < 4; c++) for (int i = 0; i < 40; i++) slope[c] += inverse[c][i] * train[i][f];
            for (int i = 0; i < 40; i++) clean[i][f] = rest(train[i], slope, f);
            for (int i = 0; i < 15; i++) cleanNew[i][f] = rest(test[i], slope, f);
            double mean = 0;
            double square = 0;
            for (double[] row : clean) mean += row[f] / 40;
            for (double[] row : clean) square += (row[f] - mean) * (row[f] - mean) / 39;
            for (double[] row : clean) row[f] = (row[f] - mean) / Math.sqrt(square);
            for (double[] row : cleanNew) row[f] = (row[f] - mean) / Math.sqrt(square);
        }
        double least = Double.POSITIVE_INFINITY;
        double meanY = Arrays.stream(y).average().orElseThrow();
        double size = 0;
        for (double[] row : clean) for (double v : row) size += v * v / 40;
        for (double penalty : new double[] {1e3, 1e2, 10, 1, 0.1, 1e-2, 1e-3}) {
            double[][] gram = new double[3][3];
            double[] right = new double[3];
            for (int i = 0; i < 40; i++)
                for (int a = 0; a < 3; a++) {
                    right[a] += clean[i][a] * (y[i] - meanY);
                    for (int b = 0; b < 3; b++) gram[a][b] += clean[i][a] * clean[i][b];
                }
            for (int a = 0; a < 3; a++) gram[a][a] += penalty * size;
            double[] w = new SingularValueDecomposition(new Array2DRowRealMatrix(gram))
                    .getSolver()
                    .solve(new org.apache.commons.math3.linear.ArrayRealVector(right))
                    .toArray();
            double worst = 0;
            double[] found = predictions("applied");
            for (int i = 0; i < 15; i++) {
                double expected = meanY;
                for (int f = 0; f < 3; f++) expected += w[f] * cleanNew[i][f];
                worst = Math.max(worst, Math.abs(expected - found[i]));
            }
            least = Math.min(least, worst);
        }
        assertEquals(0, least, 1e-9);
    }

    private static double rest(double[] row, double[] slope, int f) {
        return row[f] - slope[1] * row[3] - slope[2] * row[4] - slope[3] * row[5];
    }

    /** x, y, z, age, Ulm, Jena. */
    private static double[][] features(Path file) throws Exception {
        Table table = TsvFiles.read(file);
        double[][] rows = new double[table.rows()][6];
        for (int i = 0; i < rows.length; i++)
            rows[i] = new double[] {
                table.numbers("x")[i],
                table.numbers("y")[i],
                table.numbers("z")[i],
                table.numbers("age")[i],
                table.texts("site").get(i).equals("Ulm") ? 1 : 0,
                table.texts("site").get(i).equals("Jena") ? 1 : 0
            };
        return rows;
    }

    /** New people are predicted one by one: neither the others nor their responses matter. */
    @Test
    void nothingLeaksFromNewPeople() throws Exception {
        Path old = table("old.tsv", 0, 40);
        Path fresh = table("new.tsv", 100, 15);
        for (String model : new String[] {"ridge", "elastic-net", "svm select=2", "connectome"}) {
            run(old, "out", "response=responder covariates=site columns=x,y,z permutations=1 model=" + model);
            String apply = "apply=[" + folder.resolve("out/model.json") + "]";
            String text = run(fresh, "applied", "response=responder " + apply);
            assertTrue(text.contains("Area under the ROC curve for 'yes'"), text);
            double[] all = predictions("applied");
            double[] probability =
                    TsvFiles.read(folder.resolve("applied/predictions.tsv")).numbers("probability");
            assertTrue(Arrays.stream(probability).allMatch(p -> p > 0 && p < 1));
            double auc = (Double)
                    JsonFile.readMap(folder.resolve("applied/metrics.json")).get("auc");
            assertTrue(auc > 0.6, model + " " + auc);
            run(fresh, "applied", apply);
            assertArrayEquals(all, predictions("applied"), 0);
            assertFalse(Files.exists(folder.resolve("applied/metrics.json")));
            String[] lines = Files.readString(fresh).split("\n", -1);
            Path alone = Files.writeString(folder.resolve("one.tsv"), lines[0] + "\n" + lines[8] + "\n");
            run(alone, "applied", apply);
            assertEquals(all[7], predictions("applied")[0], 0);
        }
    }

    /** Matrices are matched by the names of their regions. */
    @Test
    void connectionsAreMatchedByName() throws Exception {
        Path old = matrices("old", 0, 24, "A\tB\tC");
        run(old, "out", "response=change permutations=1");
        Path fresh = matrices("new", 50, 5, "A\tB\tC");
        String apply = "apply=[" + folder.resolve("out/model.json") + "]";
        run(fresh, "applied", apply);
        assertEquals(5, predictions("applied").length);
        double[] expected = predictions("applied");
        // a further region between the others moves every connection
        for (int i = 50; i < 55; i++) {
            String[][] cells = Files.readString(folder.resolve("new" + i + ".tsv"))
                    .lines()
                    .map(line -> line.split("\t"))
                    .toArray(String[][]::new);
            StringBuilder more = new StringBuilder("A\tX\tB\tC\n");
            for (int a : new int[] {1, 0, 2, 3})
                more.append(a == 0 ? "9" : cells[a][0])
                        .append("\t9\t")
                        .append(a == 0 ? "9\t9" : cells[a][1] + "\t" + cells[a][2])
                        .append('\n');
            Files.writeString(folder.resolve("new" + i + ".tsv"), more);
        }
        run(fresh, "applied", apply);
        assertArrayEquals(expected, predictions("applied"), 0);
        String other = fails(matrices("other", 50, 5, "A\tB\tD"), apply);
        assertTrue(other.contains("lack 2 of the 3 features of the model"), other);
    }

    private Path matrices(String name, int from, int people, String regions) throws Exception {
        StringBuilder list = new StringBuilder("path\tchange\n");
        for (int i = from; i < from + people; i++) {
            double[] z = new double[4];
            Seeds.fillGaussian(Seeds.stream(29, i), z);
            Files.writeString(
                    folder.resolve(name + i + ".tsv"),
                    String.format(
                            Locale.ROOT,
                            regions + "%n1\t%.5f\t%.5f%n%.5f\t1\t%.5f%n%.5f\t%.5f\t1%n",
                            z[0],
                            z[1],
                            z[0],
                            z[2],
                            z[1],
                            z[2]));
            list.append(String.format(Locale.ROOT, "%s%d.tsv\t%.5f%n", name, i, z[0] + 0.2 * z[3]));
        }
        return Files.writeString(folder.resolve(name + ".tsv"), list);
    }

    @Test
    void whatCannotBeApplied() throws Exception {
        Path old = table("old.tsv", 0, 40);
        run(old, "out", "response=change covariates=site columns=x,y,z permutations=1");
        String apply = "apply=[" + folder.resolve("out/model.json") + "]";
        Path other =
                Files.writeString(folder.resolve("koeln.tsv"), "participant_id\tsite\tx\ty\tz\na\tKoeln\t1\t2\t3\n");
        String level = fails(other, apply);
        assertTrue(level.contains("the value Koeln, which none of the subjects of the model had"), level);
        Path lacking = Files.writeString(folder.resolve("lack.tsv"), "participant_id\tsite\tx\ty\na\tUlm\t1\t2\n");
        assertTrue(fails(lacking, apply).contains("no column z"));
        assertTrue(
                fails(old, "apply=[" + folder.resolve("out/metrics.json") + "]").contains("is not a model"));
        assertTrue(fails(old, "").contains("response: name a column"));
    }

    /** Treatment by feature for all features: t as in least squares, z stands out, x only prognostic. */
    @Test
    void treatmentByEachFeature() throws Exception {
        Path old = table("old.tsv", 0, 60);
        String text = run(old, "out", "response=change columns=x,y,z treatment=arm biomarker=all permutations=1");
        assertTrue(text.contains("was tested for all 3 features: 1 with a corrected p"), text);
        Table found = TsvFiles.read(folder.resolve("out/biomarkers.tsv"));
        assertEquals("z", found.texts("biomarker").get(0));
        assertTrue(found.numbers("predictive_p_fwe")[0] <= 0.01);
        Table table = TsvFiles.read(old);
        for (int k = 0; k < 3; k++) {
            double[] marker = table.numbers(found.texts("biomarker").get(k));
            double[][] x = new double[60][];
            for (int i = 0; i < 60; i++) {
                double drug = i % 2 == 0 ? 0.5 : -0.5;
                x[i] = new double[] {drug, marker[i], drug * marker[i]};
            }
            OLSMultipleLinearRegression fit = new OLSMultipleLinearRegression();
            fit.newSampleData(table.numbers("change"), x);
            assertEquals(
                    fit.estimateRegressionParameters()[3] / fit.estimateRegressionParametersStandardErrors()[3],
                    found.numbers("predictive_t")[k],
                    1e-8);
            if (found.texts("biomarker").get(k).equals("x")) {
                assertTrue(found.numbers("prognostic_p_fwe")[k] <= 0.01);
                assertTrue(found.numbers("predictive_p_fwe")[k] > 0.05);
            }
        }
        assertTrue(Files.readString(folder.resolve("out/index.html")).contains("Treatment by feature"));
    }
}
