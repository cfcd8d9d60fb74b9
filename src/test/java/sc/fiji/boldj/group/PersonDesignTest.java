package sc.fiji.boldj.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.Fixtures;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.ContrastEstimate;
import sc.fiji.boldj.stats.Neighbourhood;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.stats.PermutationTest;
import sc.fiji.boldj.stats.Shuffle;
import sc.fiji.boldj.table.Table;

/** Against brute-force listings of all assignments, with an independent least squares, and R's estimates. */
class PersonDesignTest {

    private static final List<List<String>> SIX = List.of(
            List.of("a", "b", "c"),
            List.of("b", "a", "c"),
            List.of("a", "c", "b"),
            List.of("b", "c", "a"),
            List.of("c", "a", "b"),
            List.of("c", "b", "a"));
    private static final Map<String, Double> AB = Map.of("a", 1.0, "b", -1.0);
    private static final PersonDesign.Names NAMES = new PersonDesign.Names("a - b", List.of());

    /** A crossover: {@code sequences} by participant; input of a participant's period k stands at participant times periods plus k. */
    private static List<PersonRow> rows(List<List<String>> sequences, Map<String, Double> weights) {
        List<PersonRow> rows = new ArrayList<>();
        int periods = sequences.get(0).size();
        for (int s = 0; s < sequences.size(); s++) {
            double[] w = new double[sequences.size() * periods];
            double[] net = new double[periods - 1];
            for (int k = 0; k < periods; k++) {
                double weight = weights.getOrDefault(sequences.get(s).get(k), 0.0);
                w[s * periods + k] = weight;
                if (k > 0) net[k - 1] = weight;
            }
            rows.add(new PersonRow("", w, net, new double[0], ""));
        }
        return rows;
    }

    private static double p(GroupDesign design, double[] values) {
        GroupTest test = GroupTest.plan(
                design,
                design.defaultContrast(),
                new GroupTest.Options(
                        1_000_000, 0.5, 1, PermutationTest.Options.DEFAULT.with(PermutationTest.Inference.VOXEL)));
        assertTrue(test.plan().isExhaustive());
        double[][] column = new double[values.length][1];
        for (int i = 0; i < values.length; i++) column[i][0] = values[i];
        return test.run(Observations.of(column), Neighbourhood.none(1), Progress.NONE)
                .test()
                .pUncorrected()[0];
    }

    /** |t| of the first column by Commons Math. */
    private static double t(double[] y, double[][] x) {
        OLSMultipleLinearRegression fit = new OLSMultipleLinearRegression();
        fit.setNoIntercept(true);
        fit.newSampleData(y, x);
        return Math.abs(fit.estimateRegressionParameters()[0] / fit.estimateRegressionParametersStandardErrors()[0]);
    }

    private static double[] noise(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[n];
        for (int i = 0; i < n; i++) for (int k = 0; k < 12; k++) values[i] += random.nextDouble() - 0.5;
        return values;
    }

    @Test
    void exchangesOnlyWhatTheRandomisationCouldHaveExchanged() {
        List<List<String>> sequences = new ArrayList<>(SIX);
        sequences.addAll(SIX);
        for (long seed = 1; seed <= 5; seed++) {
            double[] values = noise(36, seed);
            GroupDesign design = PersonDesign.exchanged(rows(sequences, AB), NAMES, sequences, AB, SIX)
                    .orElseThrow();
            // by hand: the reassignments of sequences to participants that keep c in its period, 6^3 of them
            double[] later = new double[12];
            double[] nuisance2 = new double[12];
            double[] nuisance3 = new double[12];
            int[] held = new int[12];
            double[] order = new double[12];
            for (int s = 0; s < 12; s++) {
                List<String> own = sequences.get(s);
                int a = own.indexOf("a");
                int b = own.indexOf("b");
                int late = Math.max(a, b);
                int early = Math.min(a, b);
                later[s] = values[3 * s + late] - values[3 * s + early];
                nuisance2[s] = (late == 1 ? 1 : 0) - (early == 1 ? 1 : 0);
                nuisance3[s] = (late == 2 ? 1 : 0) - (early == 2 ? 1 : 0);
                held[s] = own.indexOf("c");
                order[s] = a > b ? 1 : -1;
            }
            double observed = t(later, columns(order, nuisance2, nuisance3));
            int reaching = 0;
            int all = 0;
            for (int mask = 0; mask < 1 << 12; mask++) {
                double[] other = new double[12];
                int[] sums = new int[3];
                for (int s = 0; s < 12; s++) {
                    other[s] = (mask >> s & 1) == 1 ? 1 : -1;
                    sums[held[s]] += (int) other[s];
                }
                if (sums[0] != 0 || sums[1] != 0 || sums[2] != 0) continue;
                all++;
                if (t(later, columns(other, nuisance2, nuisance3)) >= observed - 1e-9) reaching++;
            }
            assertEquals(216, all);
            assertEquals((double) reaching / all, p(design, values), 1e-12);
        }
    }

    private static double[][] columns(double[]... columns) {
        double[][] x = new double[columns[0].length][columns.length];
        for (int i = 0; i < x.length; i++) for (int c = 0; c < columns.length; c++) x[i][c] = columns[c][i];
        return x;
    }

    @Test
    void signFlipsEqualTheListingOfAllSigns() {
        List<List<String>> williams = List.of(
                List.of("a", "d", "b", "c"), List.of("b", "a", "c", "d"),
                List.of("c", "b", "d", "a"), List.of("d", "c", "a", "b"));
        List<List<String>> sequences = new ArrayList<>();
        for (int k = 0; k < 3; k++) sequences.addAll(williams);
        assertFalse(PersonDesign.exchanged(rows(sequences, AB), NAMES, sequences, AB, williams)
                .isPresent());
        Map<String, Double> interaction = Map.of("a", 1.0, "b", -1.0, "c", -1.0, "d", 1.0);
        assertFalse(PersonDesign.exchanged(rows(sequences, interaction), NAMES, sequences, interaction, williams)
                .isPresent());
        double[] values = noise(48, 7);
        List<PersonRow> rows = rows(sequences, AB);
        double[] d = new double[12];
        double[][] x = new double[12][4];
        for (int s = 0; s < 12; s++) {
            x[s][0] = 1;
            for (int k = 0; k < 4; k++) {
                double w = AB.getOrDefault(sequences.get(s).get(k), 0.0);
                d[s] += w * values[4 * s + k];
                if (k > 0) x[s][k] = w;
            }
        }
        // Freedman-Lane: the residuals of the nuisance are flipped, then the whole model is fitted
        double[][] nuisance =
                Arrays.stream(x).map(row -> Arrays.copyOfRange(row, 1, 4)).toArray(double[][]::new);
        OLSMultipleLinearRegression reduced = new OLSMultipleLinearRegression();
        reduced.setNoIntercept(true);
        reduced.newSampleData(d, nuisance);
        double[] residuals = reduced.estimateResiduals();
        double observed = t(d, x);
        int reaching = 0;
        for (int mask = 0; mask < 1 << 12; mask++) {
            double[] flipped = new double[12];
            for (int s = 0; s < 12; s++) flipped[s] = (mask >> s & 1) == 1 ? -residuals[s] : residuals[s];
            if (t(flipped, x) >= observed - 1e-9) reaching++;
        }
        GroupDesign design = PersonDesign.flipped(rows, NAMES);
        assertEquals(Shuffle.FLIP, design.shuffle().orElseThrow());
        assertTrue(design.words().contains("symmetric"), design.words());
        assertEquals(reaching / 4096.0, p(design, values), 1e-12);
    }

    @Test
    void armsArePermutedWithinStrataAndOtherArmsDoNotMatter() {
        String[] arms = {"x", "x", "y", "y", "x", "y", "x", "y", "x", "y"};
        String[] strata = {"s", "s", "s", "s", "s", "t", "t", "t", "t", "t"};
        double[] values = noise(10, 3);
        List<PersonRow> rows = new ArrayList<>();
        for (int s = 0; s < 10; s++) {
            double[] w = new double[10];
            w[s] = 1;
            rows.add(new PersonRow(arms[s], w, new double[0], new double[0], strata[s]));
        }
        Map<String, Double> difference = new LinkedHashMap<>();
        difference.put("x", 1.0);
        difference.put("y", -1.0);
        double[] x =
                Arrays.stream(arms).mapToDouble(arm -> arm.equals("x") ? 1 : 0).toArray();
        double[] ones = new double[10];
        Arrays.fill(ones, 1);
        double observed = t(values, columns(x, ones));
        int reaching = 0;
        int all = 0;
        for (int mask = 0; mask < 1 << 10; mask++) {
            double[] other = new double[10];
            int first = 0;
            int second = 0;
            for (int s = 0; s < 10; s++) {
                other[s] = mask >> s & 1;
                if (s < 5) first += (int) other[s];
                else second += (int) other[s];
            }
            if (first != 3 || second != 2) continue;
            all++;
            if (t(values, columns(other, ones)) >= observed - 1e-9) reaching++;
        }
        GroupDesign design = PersonDesign.between(rows, difference, new PersonDesign.Names("x - y", List.of()));
        assertEquals(100, all);
        assertEquals((double) reaching / all, p(design, values), 1e-12);
        difference.put("z", -1.0);
        assertThrows(
                DataException.class,
                () -> PersonDesign.between(rows, difference, new PersonDesign.Names("x - z", List.of())));
    }

    /** In a balanced Williams design the estimates of each participant's contrast are those of R's model of all conditions. */
    @Test
    void estimatesOfR() throws Exception {
        Table data = TsvFiles.read(Fixtures.path("reference/trials/crossover4_data.tsv"));
        Table models = TsvFiles.read(Fixtures.path("reference/trials/crossover4_models.tsv"));
        double[] values = data.numbers("value");
        List<List<String>> sequences = new ArrayList<>();
        for (int i = 0; i < values.length; i += 4)
            sequences.add(data.texts("treatment").subList(i, i + 4));
        String[] names = {"placebo_saline", "placebo_ketamine", "lamotrigine_saline", "lamotrigine_ketamine"};
        double[][] contrasts = {{-1, 1, 0, 0}, {0, -1, 0, 1}, {1, -1, -1, 1}, {-1, 0, 1, 0}};
        for (int r = 0; r < contrasts.length; r++) {
            Map<String, Double> weights = new LinkedHashMap<>();
            for (int c = 0; c < 4; c++) weights.put(names[c], contrasts[r][c]);
            GroupDesign design = PersonDesign.flipped(rows(sequences, weights), NAMES);
            double[] observed = new double[sequences.size()];
            for (int s = 0; s < observed.length; s++)
                for (int k = 0; k < 4; k++)
                    observed[s] += weights.get(sequences.get(s).get(k)) * values[4 * s + k];
            ContrastEstimate estimate = ContrastEstimate.of(design.model(design.defaultContrast()), observed);
            assertEquals(
                    models.numbers("fixed_estimate")[r],
                    estimate.value(),
                    1e-9,
                    models.row(r).toString());
        }
    }

    /** With standard deviations .5, 1.5, 1.5 a pairwise contrast of the noisy conditions keeps its level. */
    @Test
    void aQuietConditionDoesNotShrinkTheError() {
        List<List<String>> sequences = new ArrayList<>();
        for (int k = 0; k < 3; k++) sequences.addAll(SIX);
        Map<String, Double> noisy = Map.of("b", 1.0, "c", -1.0);
        GroupDesign design = PersonDesign.exchanged(rows(sequences, noisy), NAMES, sequences, noisy, SIX)
                .orElseThrow();
        int trials = 1000;
        double[][] columns = new double[54][trials];
        SplittableRandom random = new SplittableRandom(11);
        for (int v = 0; v < trials; v++)
            for (int i = 0; i < 54; i++) {
                double sum = 0;
                for (int k = 0; k < 12; k++) sum += random.nextDouble() - 0.5;
                columns[i][v] = sum * (sequences.get(i / 3).get(i % 3).equals("a") ? 0.5 : 1.5);
            }
        GroupTest test = GroupTest.plan(
                design,
                design.defaultContrast(),
                new GroupTest.Options(
                        2000, 0.05, 1, PermutationTest.Options.DEFAULT.with(PermutationTest.Inference.VOXEL)));
        double[] p = test.run(Observations.of(columns), Neighbourhood.none(trials), Progress.NONE)
                .test()
                .pUncorrected();
        double rate = Arrays.stream(p).filter(x -> x <= 0.05).count() / (double) trials;
        // binomial, 3 standard errors: .05 +- .021
        assertEquals(0.05, rate, 0.021);
    }
}
