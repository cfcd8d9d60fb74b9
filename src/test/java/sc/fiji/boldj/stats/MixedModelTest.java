package sc.fiji.boldj.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.Fixtures;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.MixedModel.Options;

/** The mixed model against nlme, lme4 and pbkrtest (make_mixed.R), and closed forms. */
class MixedModelTest {

    private static final RTable DATA = RTable.of("mixed.tsv");
    private static final List<String> ARMS = List.of("placebo", "low", "high");

    /** Columns: arm by visit, baseline by visit. */
    private static MixedModel model() {
        double[][] design = new double[DATA.size()][12];
        int[] participant = new int[design.length];
        int[] visit = new int[design.length];
        for (int r = 0; r < design.length; r++) {
            visit[r] = (int) DATA.number(r, "visit") - 1;
            participant[r] = (int) DATA.number(r, "subject");
            design[r][3 * visit[r] + ARMS.indexOf(DATA.text(r, "arm"))] = 1;
            design[r][9 + visit[r]] = DATA.number(r, "baseline");
        }
        return MixedModel.of(design, participant, visit, 3);
    }

    private static double[] weights(String contrast) {
        double[] w = new double[12];
        switch (contrast) {
            case "high1" -> put(w, 0, 0, 2, 1);
            case "high3" -> put(w, 6, 0, 2, 1);
            case "low3" -> put(w, 6, 0, 1, 1);
            case "slope2" -> w[10] = 1;
            default -> {
                for (int v = 0; v < 3; v++) put(w, 3 * v, 0, 2, 1 / 3.0);
            }
        }
        return w;
    }

    private static void put(double[] w, int from, int minus, int plus, double size) {
        w[from + minus] = -size;
        w[from + plus] = size;
    }

    private static double[][] rows(int which) {
        double[] middle = new double[12];
        put(middle, 3, 0, 2, 1);
        return which == 0
                ? new double[][] {weights("high3"), weights("low3")}
                : new double[][] {weights("high1"), middle, weights("high3")};
    }

    /** lme4 stops early: 1e-5 of estimates; Kenward and Roger by pbkrtest on that fit: 1e-4. */
    @Test
    void aRandomInterceptAsInPbkrtest() {
        MixedModelFit fit = model().fit(DATA.numbers("value"), Options.DEFAULT.with(VisitCovariance.COMPOUND_SYMMETRY));
        RTable variance = RTable.of("mixed-intercept-variance.tsv");
        double between = variance.number(0, "between");
        assertEquals(between, fit.visitCovariance()[0][1], 1e-5);
        assertEquals(between + variance.number(0, "within"), fit.visitCovariance()[2][2], 1e-5);
        RTable r = RTable.of("mixed-intercept.tsv");
        for (int k = 0; k < r.size(); k++) {
            double[] w = weights(r.text(k, "contrast"));
            ContrastEstimate adjusted = fit.contrast(w);
            assertEquals(r.number(k, "estimate"), adjusted.value(), 1e-5);
            assertEquals(r.number(k, "se"), fit.unadjusted(w).standardError(), 1e-5);
            assertEquals(r.number(k, "se_adjusted"), adjusted.standardError(), 1e-5);
            assertEquals(1, adjusted.degreesOfFreedom() / r.number(k, "df"), 1e-5);
        }
        RTable f = RTable.of("mixed-intercept-f.tsv");
        for (int k = 0; k < 2; k++) {
            JointTest test = fit.test(rows(k));
            assertEquals(f.number(k, "statistic"), test.statistic(), 1e-4);
            assertEquals(f.number(k, "denominator"), test.denominator(), 1e-2);
            assertEquals(f.number(k, "scale"), test.scale(), 1e-6);
            assertEquals(f.number(k, "p"), test.p(), 1e-5);
        }
    }

    /** Dense matrices and numerical derivatives (second ones by differences: 1e-4 of the adjustment). */
    @Test
    void otherCovariancesAsDenseMatricesInR() {
        RTable r = RTable.of("mixed-dense.tsv");
        RTable f = RTable.of("mixed-dense-f.tsv");
        RTable s = RTable.of("mixed-dense-covariance.tsv");
        int joint = 0;
        for (VisitCovariance structure : List.of(VisitCovariance.UNSTRUCTURED, VisitCovariance.AUTOREGRESSIVE)) {
            MixedModelFit fit = model().fit(DATA.numbers("value"), Options.DEFAULT.with(structure));
            for (int k = 0; k < s.size(); k++)
                if (s.text(k, "structure").equals(structure.name())) {
                    double[] row = fit.visitCovariance()[(int) s.number(k, "visit") - 1];
                    for (int j = 0; j < 3; j++) assertEquals(s.number(k, "v" + (j + 1)), row[j], 2e-5);
                    assertEquals(s.number(k, "reml"), fit.logLikelihood(), 1e-7);
                }
            for (int k = 0; k < r.size(); k++)
                if (r.text(k, "structure").equals(structure.name())) {
                    double[] w = weights(r.text(k, "contrast"));
                    ContrastEstimate adjusted = fit.contrast(w);
                    assertEquals(r.number(k, "estimate"), adjusted.value(), 2e-5);
                    assertEquals(r.number(k, "se"), fit.unadjusted(w).standardError(), 2e-5);
                    assertEquals(r.number(k, "se_adjusted"), adjusted.standardError(), 2e-5);
                    assertEquals(1, adjusted.degreesOfFreedom() / r.number(k, "df"), 1e-4);
                }
            for (int k = 0; k < 2; k++, joint++) {
                JointTest test = fit.test(rows(k));
                assertEquals(f.number(joint, "statistic"), test.statistic(), 1e-4);
                assertEquals(1, test.denominator() / f.number(joint, "denominator"), 1e-4);
                assertEquals(f.number(joint, "scale"), test.scale(), 1e-5);
            }
        }
    }

    /** gls of nlme on the data of the shared reference: 1e-4, the tolerance of its optimiser. */
    @Test
    void asGlsOnTheSharedTrial() throws Exception {
        Path folder = Fixtures.path("reference/trials");
        List<String[]> lines = Files.readAllLines(folder.resolve("mmrm_data.tsv")).stream()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .toList();
        double mean = lines.stream()
                .filter(c -> c[3].equals("0"))
                .mapToDouble(c -> Double.parseDouble(c[4]))
                .average()
                .orElseThrow();
        List<String> arms = List.of("placebo", "drug_low", "drug_high");
        int n = (int) lines.stream().filter(c -> !c[3].equals("0")).count();
        double[][] design = new double[n][9];
        int[] participant = new int[n];
        int[] visit = new int[n];
        double[] values = new double[n];
        int r = 0;
        double baseline = 0;
        for (String[] c : lines) {
            if (c[3].equals("0")) {
                baseline = Double.parseDouble(c[4]) - mean;
                continue;
            }
            participant[r] = Integer.parseInt(c[0]);
            visit[r] = c[3].equals("6") ? 0 : 1;
            design[r][3 * visit[r] + arms.indexOf(c[1])] = 1;
            design[r][6 + visit[r]] = baseline;
            design[r][8] = c[2].equals("B") ? 0.5 : -0.5;
            values[r++] =
                    c[4].strip().startsWith("N") || c[4].equals("n/a") ? Double.NaN : Double.parseDouble(c[4].strip());
        }
        MixedModelFit fit = MixedModel.of(design, participant, visit, 2).fit(values, Options.DEFAULT);
        int compared = 0;
        for (String line :
                Files.readAllLines(folder.resolve("mmrm_gls_reml.tsv")).subList(1, 5)) {
            String[] c = line.split("\t", -1);
            double[] w = new double[9];
            int from = c[1].equals("6") ? 0 : 3;
            put(w, from, 0, arms.indexOf(c[0].split(" ", -1)[0]), 1);
            assertEquals(Double.parseDouble(c[2].strip()), fit.contrast(w).value(), 1e-4);
            assertEquals(Double.parseDouble(c[3].strip()), fit.unadjusted(w).standardError(), 1e-4);
            compared++;
        }
        assertEquals(4, compared);
        List<String> covariance = Files.readAllLines(folder.resolve("mmrm_gls_covariance.tsv"));
        for (int i = 0; i < 2; i++)
            for (int j = 0; j < 2; j++)
                assertEquals(
                        Double.parseDouble(
                                covariance.get(i + 1).split("\t", -1)[j].strip()),
                        fit.visitCovariance()[i][j],
                        1e-4);
    }

    /**
     * With two visits each structure with a variance for each visit is the unstructured one; with three the likelihoods are
     * ordered as the structures contain each other, and that of Toeplitz is larger than at any neighbouring parameters.
     */
    @Test
    void structuresContainEachOther() {
        double[] y = DATA.numbers("value");
        double[] two = y.clone();
        for (int r = 0; r < y.length; r++) if (DATA.number(r, "visit") == 3) two[r] = Double.NaN;
        double[][] design = new double[y.length][8];
        int[] participant = new int[y.length];
        int[] visit = new int[y.length];
        for (int r = 0; r < y.length; r++) {
            visit[r] = Math.min(1, (int) DATA.number(r, "visit") - 1);
            participant[r] = (int) DATA.number(r, "subject") + (DATA.number(r, "visit") == 3 ? 1000 : 0);
            design[r][3 * visit[r] + ARMS.indexOf(DATA.text(r, "arm"))] = 1;
            design[r][6 + visit[r]] = DATA.number(r, "baseline");
        }
        MixedModel first = MixedModel.of(design, participant, visit, 2);
        MixedModelFit free = first.fit(two, Options.DEFAULT);
        double[] w = {0, 0, 0, -1, 0, 1, 0, 0};
        for (VisitCovariance same : List.of(VisitCovariance.TOEPLITZ, VisitCovariance.AUTOREGRESSIVE)) {
            MixedModelFit fit = first.fit(two, Options.DEFAULT.with(same));
            assertEquals(free.logLikelihood(), fit.logLikelihood(), 1e-9);
            assertEquals(free.unadjusted(w).standardError(), fit.unadjusted(w).standardError(), 1e-6);
            assertEquals(same, fit.structure());
        }
        double least = Double.NEGATIVE_INFINITY;
        for (VisitCovariance structure :
                List.of(VisitCovariance.AUTOREGRESSIVE, VisitCovariance.TOEPLITZ, VisitCovariance.UNSTRUCTURED)) {
            double likelihood = model().fit(y, Options.DEFAULT.with(structure)).logLikelihood();
            assertTrue(likelihood > least, structure + " " + likelihood);
            least = likelihood;
        }
        double[][] sigma =
                model().fit(y, Options.DEFAULT.with(VisitCovariance.TOEPLITZ)).visitCovariance();
        assertEquals(
                sigma[0][1] / Math.sqrt(sigma[0][0] * sigma[1][1]),
                sigma[1][2] / Math.sqrt(sigma[1][1] * sigma[2][2]),
                1e-12);
        double best = RemlState.at(data(y), flat(sigma)).logLikelihood();
        for (int k = 0; k < 5; k++)
            for (double step : new double[] {0.99, 1.01}) {
                double[] v = {sigma[0][0], sigma[1][1], sigma[2][2], correlation(sigma, 0, 1), correlation(sigma, 0, 2)
                };
                v[k] *= step;
                double[] other = new double[9];
                for (int i = 0; i < 3; i++)
                    for (int j = 0; j < 3; j++)
                        other[3 * i + j] = Math.sqrt(v[i] * v[j]) * (i == j ? 1 : v[2 + Math.abs(i - j)]);
                assertTrue(RemlState.at(data(y), other).logLikelihood() < best, "parameter " + k);
            }
    }

    private static double correlation(double[][] s, int i, int j) {
        return s[i][j] / Math.sqrt(s[i][i] * s[j][j]);
    }

    private static double[] flat(double[][] matrix) {
        return Arrays.stream(matrix).flatMapToDouble(Arrays::stream).toArray();
    }

    private static VisitData data(double[] y) {
        double[][] design = new double[y.length][12];
        int[] participant = new int[y.length];
        int[] visit = new int[y.length];
        for (int r = 0; r < y.length; r++) {
            visit[r] = (int) DATA.number(r, "visit") - 1;
            participant[r] = (int) DATA.number(r, "subject");
            design[r][3 * visit[r] + ARMS.indexOf(DATA.text(r, "arm"))] = 1;
            design[r][9 + visit[r]] = DATA.number(r, "baseline");
        }
        return VisitData.of(design, participant, visit, 3, y);
    }

    private static double[] gaussian(long seed, int n) {
        double[] x = new double[n];
        Seeds.fillGaussian(new SplittableRandom(seed), x);
        return x;
    }

    /** Two groups by two visits, nothing missing: the t test of the second visit alone, n - 2 degrees of freedom. */
    @Test
    void completeDataGiveTheTTestOfTheVisit() {
        int n = 20;
        double[][] design = new double[2 * n][4];
        int[] participant = new int[2 * n];
        int[] visit = new int[2 * n];
        double[] y = gaussian(5, 2 * n);
        double[] second = new double[n];
        double[][] groups = new double[n][2];
        for (int i = 0; i < n; i++)
            for (int v = 0; v < 2; v++) {
                int r = v * n + i;
                participant[r] = i;
                visit[r] = v;
                design[r][2 * v + i % 2] = 1;
                if (v == 1) y[r] = 1000 * (y[r] + 0.7 * y[i]);
                if (v == 1) second[i] = y[r];
                groups[i][i % 2] = 1;
            }
        ContrastEstimate expected = ContrastEstimate.of(LinearModel.of(groups, new double[][] {{1, -1}}), second);
        MixedModelFit fit = MixedModel.of(design, participant, visit, 2).fit(y, Options.DEFAULT);
        double[] w = {0, 0, 1, -1};
        ContrastEstimate got = fit.contrast(w);
        assertEquals(expected.value(), got.value(), 1e-9 * Math.abs(expected.value()));
        assertEquals(expected.standardError(), got.standardError(), 1e-6 * expected.standardError());
        assertEquals(n - 2, got.degreesOfFreedom(), 1e-4);
        assertEquals(got.standardError(), fit.unadjusted(w).standardError(), 1e-6 * got.standardError());
    }

    /** One visit is least squares. */
    @Test
    void oneVisitIsALinearModel() {
        double[][] design = new double[15][2];
        double[] x = gaussian(8, 15);
        for (int i = 0; i < 15; i++) design[i] = new double[] {1, x[i]};
        double[] y = gaussian(9, 15);
        ContrastEstimate expected = ContrastEstimate.of(LinearModel.of(design, new double[][] {{0, 1}}), y);
        int[] participant = new int[15];
        Arrays.setAll(participant, i -> i);
        ContrastEstimate got = MixedModel.of(design, participant, new int[15], 1)
                .fit(y, Options.DEFAULT)
                .contrast(new double[] {0, 1});
        assertEquals(expected.value(), got.value(), 1e-12);
        assertEquals(expected.standardError(), got.standardError(), 1e-9);
        assertEquals(13, got.degreesOfFreedom(), 1e-9);
    }

    /** The unit of the values and the order of rows change nothing. */
    @Test
    void unitsAndOrderOfRows() {
        double[] y = DATA.numbers("value");
        double[] w = weights("high3");
        ContrastEstimate a = model().fit(y, Options.DEFAULT).contrast(w);
        for (double unit : new double[] {1e-9, 1e7}) {
            ContrastEstimate b = model().fit(Arrays.stream(y).map(v -> v * unit).toArray(), Options.DEFAULT)
                    .contrast(w);
            assertEquals(a.value(), b.value() / unit, 1e-10);
            assertEquals(a.standardError(), b.standardError() / unit, 1e-10);
            assertEquals(a.degreesOfFreedom(), b.degreesOfFreedom(), 1e-8);
        }
        double[][] design = new double[y.length][12];
        int[] participant = new int[y.length];
        int[] visit = new int[y.length];
        double[] reversed = new double[y.length];
        for (int r = 0; r < y.length; r++) {
            int from = y.length - 1 - r;
            visit[r] = (int) DATA.number(from, "visit") - 1;
            participant[r] = -(int) DATA.number(from, "subject");
            design[r][3 * visit[r] + ARMS.indexOf(DATA.text(from, "arm"))] = 1;
            design[r][9 + visit[r]] = DATA.number(from, "baseline");
            reversed[r] = y[from];
        }
        ContrastEstimate b = MixedModel.of(design, participant, visit, 3)
                .fit(reversed, Options.DEFAULT)
                .contrast(w);
        assertEquals(a.standardError(), b.standardError(), 1e-8);
    }

    /** NaN is a row that is not there. */
    @Test
    void missingValuesAreMissingRows() {
        double[] y = DATA.numbers("value");
        double[] extended = Arrays.copyOf(y, y.length + 1);
        extended[y.length] = Double.NaN;
        double[][] design = new double[y.length + 1][];
        int[] participant = new int[y.length + 1];
        int[] visit = new int[y.length + 1];
        for (int r = 0; r <= y.length; r++) {
            int from = Math.min(r, y.length - 1);
            visit[r] = (int) DATA.number(from, "visit") - 1;
            participant[r] = r == y.length ? 1000 : (int) DATA.number(from, "subject");
            design[r] = new double[12];
            design[r][3 * visit[r] + ARMS.indexOf(DATA.text(from, "arm"))] = 1;
            design[r][9 + visit[r]] = DATA.number(from, "baseline");
        }
        MixedModelFit fit = MixedModel.of(design, participant, visit, 3).fit(extended, Options.DEFAULT);
        MixedModelFit plain = model().fit(y, Options.DEFAULT);
        assertEquals(y.length, fit.observations());
        assertEquals(plain.participants(), fit.participants());
        assertArrayEquals(plain.coefficients(), fit.coefficients(), 0);
    }

    /** The search ends where the score is 0, also from a poor start: correlation -0.45 and variances 1 : 10000. */
    @Test
    void aCovarianceFarFromTheStart() {
        int n = 40;
        double[][] design = new double[3 * n][3];
        int[] participant = new int[3 * n];
        int[] visit = new int[3 * n];
        double[] g = gaussian(77, 3 * n);
        double[] y = new double[3 * n];
        for (int r = 0; r < 3 * n; r++) {
            participant[r] = r / 3;
            visit[r] = r % 3;
            design[r][visit[r]] = 1;
        }
        for (int i = 0; i < n; i++) {
            double mean = (g[3 * i] + g[3 * i + 1] + g[3 * i + 2]) / 3;
            for (int v = 0; v < 3; v++) y[3 * i + v] = (g[3 * i + v] - 0.99 * mean) * Math.pow(100, v - 1);
            if (i % 5 == 0) y[3 * i + i % 3] = Double.NaN;
        }
        for (VisitCovariance structure : VisitCovariance.values()) {
            if (structure == VisitCovariance.COMPOUND_SYMMETRY) continue;
            MixedModelFit fit = MixedModel.of(design, participant, visit, 3).fit(y, Options.DEFAULT.with(structure));
            assertTrue(fit.iterations() < 60, structure + " " + fit.iterations());
        }
    }

    @Test
    void whatTheDataDoNotPermit() {
        double[][] design = new double[12][2];
        int[] participant = new int[12];
        int[] visit = new int[12];
        double[] y = gaussian(3, 12);
        for (int r = 0; r < 12; r++) {
            participant[r] = r / 2;
            visit[r] = r % 2;
            design[r][r % 2] = 1;
        }
        MixedModel model = MixedModel.of(design, participant, visit, 2);
        double[] never = y.clone();
        for (int r = 0; r < 12; r++) if (r % 2 == (r / 2) % 2) never[r] = Double.NaN;
        DataException both = assertThrows(DataException.class, () -> model.fit(never, Options.DEFAULT));
        assertTrue(both.getMessage().contains("0 participants have both visit 1 and visit 2"), both.getMessage());
        double[] absent = y.clone();
        for (int r = 1; r < 12; r += 2) absent[r] = Double.NaN;
        DataException column = assertThrows(DataException.class, () -> model.fit(absent, Options.DEFAULT));
        assertTrue(column.getMessage().contains("column 2 of 2"), column.getMessage());
        double[] equal = y.clone();
        for (int r = 1; r < 12; r += 2) equal[r] = 2 * equal[r - 1];
        DataException exact = assertThrows(DataException.class, () -> model.fit(equal, Options.DEFAULT));
        assertTrue(exact.getMessage().contains("Remedies"), exact.getMessage());
        DataException none = assertThrows(DataException.class, () -> model.fit(new double[12], Options.DEFAULT));
        assertTrue(none.getMessage().contains("residual variance"), none.getMessage());
        IllegalArgumentException twice = assertThrows(
                IllegalArgumentException.class, () -> MixedModel.of(new double[2][1], new int[2], new int[2], 2));
        assertTrue(twice.getMessage().contains("twice"), twice.getMessage());
        assertThrows(IllegalArgumentException.class, () -> model.fit(y, Options.DEFAULT)
                .contrast(new double[2]));
        assertThrows(IllegalArgumentException.class, () -> model.fit(y, Options.DEFAULT)
                .test(new double[][] {{1, 0}, {2, 0}}));
    }
}
