package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.host.CommandFailure;

/** Every named design is reached from a table; its statistic is that of a regression with and without what is tested. */
class GroupDesignsTest {

    private static final String TEST = "Group Permutation Test...";
    private static final int VOXEL = 17;

    @TempDir
    Path folder;

    private double[] y;

    /** Runs a design on maps of noise and gives the statistic of one voxel. */
    private double statistic(String options, String header, List<String> rows, String... words) throws Exception {
        Path table = MapTrial.write(folder, "m", header, rows, 31, (r, v, noise) -> noise);
        y = new double[rows.size()];
        for (int r = 0; r < y.length; r++) y[r] = MapTrial.read(folder.resolve("m" + r + ".nii"))[VOXEL];
        Path out = folder.resolve("out");
        String text = MapTrial.run(
                TEST, "inputs=[" + table + "] statistic=voxel permutations=64 " + options + " output=[" + out + "]");
        for (String word : words) assertTrue(text.contains(word), word + " in " + text);
        assertTrue(text.contains("Null distribution: ") && text.contains("Smallest attainable p"), text);
        return MapTrial.read(out.resolve("stat.nii.gz"))[VOXEL];
    }

    private static double residual(double[] y, IntToDoubleFunction... columns) {
        double[][] x = new double[y.length][columns.length];
        for (int r = 0; r < y.length; r++)
            for (int c = 0; c < columns.length; c++) x[r][c] = columns[c].applyAsDouble(r);
        OLSMultipleLinearRegression ols = new OLSMultipleLinearRegression();
        ols.setNoIntercept(true);
        ols.newSampleData(y, x);
        return ols.calculateResidualSumOfSquares();
    }

    /** F of the first columns with the others as nuisance. */
    private static double f(double[] y, int tested, IntToDoubleFunction... columns) {
        IntToDoubleFunction[] rest = java.util.Arrays.copyOfRange(columns, tested, columns.length);
        double without = 0;
        if (rest.length == 0) for (double v : y) without += v * v;
        else without = residual(y, rest);
        double with = residual(y, columns);
        return (without - with) / tested / (with / (y.length - columns.length));
    }

    private static IntToDoubleFunction[] plus(List<IntToDoubleFunction> columns) {
        return columns.toArray(new IntToDoubleFunction[0]);
    }

    private static double age(int subject) {
        return 30 + subject * subject % 11;
    }

    private static double one(int row) {
        return 1;
    }

    /** Twelve subjects, one map each: three groups, two arms, an age. */
    private static List<String> between() {
        List<String> rows = new ArrayList<>();
        for (int s = 0; s < 12; s++)
            rows.add("s" + s + "\t" + (s < 6 ? "drug" : "placebo") + "\tg" + s % 3 + "\t" + age(s));
        return rows;
    }

    @Test
    void designsBetweenSubjects() throws Exception {
        String header = "subject\tarm\tsite\tage";
        double t = statistic("design=one-sample", header, between(), "the mean of 12 inputs", "flipped in sign");
        assertEquals(f(y, 1, GroupDesignsTest::one), t * t, 1e-4);
        t = statistic("design=two-sample", header, between(), "drug against placebo");
        assertEquals(f(y, 1, r -> r < 6 ? 1 : 0, GroupDesignsTest::one), t * t, 1e-4);
        t = statistic("design=ancova covariates=age", header, between(), "adjusted for age (centred)");
        assertEquals(f(y, 1, r -> r < 6 ? 1 : 0, GroupDesignsTest::one, GroupDesignsTest::age), t * t, 1e-4);
        t = statistic("design=regression covariates=age", header, between(), "regression on age");
        assertEquals(f(y, 1, GroupDesignsTest::age, GroupDesignsTest::one), t * t, 1e-4);
        double f = statistic("design=groups groups=site", header, between(), "3 groups", "F with 2 and 9");
        assertEquals(f(y, 2, r -> r % 3 == 0 ? 1 : 0, r -> r % 3 == 1 ? 1 : 0, GroupDesignsTest::one), f, 1e-4);
        f = statistic("design=ancova groups=site covariates=age", header, between(), "F with 2 and 8");
        assertEquals(
                f(y, 2, r -> r % 3 == 0 ? 1 : 0, r -> r % 3 == 1 ? 1 : 0, GroupDesignsTest::one, GroupDesignsTest::age),
                f,
                1e-4);
        String none = assertThrows(CommandFailure.class, () -> statistic("design=ancova", header, between()))
                .getMessage();
        assertTrue(none.contains("ancova needs 'covariates'"), none);
    }

    @Test
    void aMatrixAndContrastsAsFiles() throws Exception {
        StringBuilder matrix = new StringBuilder("drug\tplacebo\tage\n");
        for (int s = 0; s < 12; s++)
            matrix.append(s < 6 ? "1\t0\t" : "0\t1\t").append(age(s)).append('\n');
        Files.writeString(folder.resolve("design.tsv"), matrix);
        double f = statistic("design=design.tsv contrast=[drug - placebo; age]", "subject\tarm\tsite\tage", between());
        assertEquals(f(y, 2, r -> r < 6 ? 1 : 0, GroupDesignsTest::age, GroupDesignsTest::one), f, 1e-4);
        // Rows of a contrast file are tests of their own, corrected together; columns are matched by name.
        Files.writeString(folder.resolve("contrast.tsv"), "age\tdrug\tplacebo\n0\t1\t-1\n");
        double t = statistic("design=design.tsv contrast=contrast.tsv", "subject\tarm\tsite\tage", between());
        assertEquals(f(y, 1, r -> r < 6 ? 1 : 0, GroupDesignsTest::age, GroupDesignsTest::one), t * t, 1e-4);
        Files.writeString(folder.resolve("contrast.txt"), "1 -1 0\n0 0 1\n");
        Path table = folder.resolve("m.tsv");
        String text = MapTrial.run(
                TEST,
                "inputs=[" + table
                        + "] design=design.tsv contrast=contrast.txt statistic=voxel permutations=64 output=["
                        + folder.resolve("two") + "]");
        assertTrue(text.contains("2 tests") && text.contains("corrected over all of them"), text);
        assertEquals(t, MapTrial.read(folder.resolve("two/stat_1.nii.gz"))[VOXEL]);
    }

    /** Rows of subjects with several sessions; sessions in reverse order for every third subject. */
    private static List<String> within(int subjects, int sessions, String kind) {
        List<String> rows = new ArrayList<>();
        for (int s = 0; s < subjects; s++)
            for (int k = 0; k < sessions; k++) {
                int session = s > 0 && s % 3 == 0 ? sessions - 1 - k : k;
                boolean first = s % 2 == 0;
                String treatment = first == (session == 0) ? "drug" : "placebo";
                rows.add("s" + s + "\t" + session + "\t"
                        + switch (kind) {
                            case "arm" -> s < subjects / 2 ? "drug" : "placebo";
                            case "sequence" -> first ? "drug-placebo" : "placebo-drug";
                            case "letters" -> first ? "AB" : "BA";
                            default -> treatment;
                        });
            }
        return rows;
    }

    private static int session(List<String> rows, int r) {
        return Integer.parseInt(rows.get(r).split("\t", -1)[1]);
    }

    private static List<IntToDoubleFunction> subjects(int n, int sessions) {
        List<IntToDoubleFunction> columns = new ArrayList<>();
        for (int s = 0; s < n; s++) {
            int own = s;
            columns.add(r -> r / sessions == own ? 1 : 0);
        }
        return columns;
    }

    @Test
    void designsWithinSubjects() throws Exception {
        List<String> rows = within(8, 2, "arm");
        double t = statistic("design=paired", "subject\tsession\tarm", rows, "paired: 1 against 0 in 8 subjects");
        List<IntToDoubleFunction> model = subjects(8, 2);
        model.add(0, r -> session(rows, r));
        assertEquals(f(y, 1, plus(model)), t * t, 1e-4);
        assertTrue(t == 0 || Math.signum(t) == Math.signum(mean(rows, 1) - mean(rows, 0)), "later minus earlier");

        List<String> three = within(8, 3, "arm");
        double f = statistic(
                "design=repeated-measures", "subject\tsession\tarm", three, "repeated measures: 0 against 1 against 2");
        model = subjects(8, 3);
        model.add(0, r -> session(three, r) == 1 ? 1 : 0);
        model.add(0, r -> session(three, r) == 2 ? 1 : 0);
        assertEquals(f(y, 2, plus(model)), f, 1e-4);

        t = statistic("design=change", "subject\tsession\tarm", rows, "change from 0 to 1", "drug against placebo");
        double[] change = new double[8];
        for (int r = 0; r < 16; r++) change[r / 2] += session(rows, r) == 1 ? y[r] : -y[r];
        assertEquals(f(change, 1, s -> s < 4 ? 1 : 0, GroupDesignsTest::one), t * t, 1e-4);

        f = statistic("design=session-by-arm", "subject\tsession\tarm", three, "session by arm", "exchanged as wholes");
        model = subjects(8, 3);
        for (int k = 1; k < 3; k++) {
            int own = k;
            model.add(0, r -> session(three, r) == own && r / 3 < 4 ? 1 : 0);
        }
        for (int k = 1; k < 3; k++) {
            int own = k;
            model.add(r -> session(three, r) == own ? 1 : 0);
        }
        assertEquals(f(y, 2, plus(model)), f, 1e-4);
    }

    private double mean(List<String> rows, int session) {
        double sum = 0;
        for (int r = 0; r < y.length; r++) if (session(rows, r) == session) sum += y[r];
        return sum;
    }

    /** Treatment from the column arm, or from the column sequence alone, in words or letters. */
    @Test
    void crossoversAndTheirCarryOver() throws Exception {
        List<String> rows = within(8, 2, "treatment");
        double t = statistic(
                "design=crossover",
                "subject\tperiod\tarm",
                rows,
                "2x2 crossover: treatment (drug minus placebo), adjusted for period (1 minus 0)");
        List<IntToDoubleFunction> model = subjects(8, 2);
        model.add(0, r -> rows.get(r).endsWith("drug") ? 0.5 : -0.5);
        model.add(r -> session(rows, r));
        assertEquals(f(y, 1, plus(model)), t * t, 1e-4);
        double carry = statistic("design=carry-over", "subject\tperiod\tarm", rows, "carry-over");
        double[] means = new double[8];
        for (int r = 0; r < 16; r++) means[r / 2] += y[r] / 2;
        assertEquals(f(means, 1, s -> s % 2, GroupDesignsTest::one), carry * carry, 1e-4);
        assertEquals(
                t, statistic("design=crossover", "subject\tperiod\tsequence", within(8, 2, "sequence"), "drug minus"));
        assertEquals(
                t, statistic("design=crossover", "subject\tperiod\tsequence", within(8, 2, "letters"), "A minus B"));
        List<String> both = new ArrayList<>();
        List<String> sequences = within(8, 2, "sequence");
        for (int r = 0; r < 16; r++)
            both.add(sequences.get(r) + "\t" + rows.get(r).split("\t", -1)[2]);
        String header = "subject\tperiod\tsequence\tarm";
        assertEquals(t, statistic("design=crossover", header, both));
        both.set(5, both.get(5).replaceAll("\t[a-z]+$", "\tother"));
        String wrong = assertThrows(CommandFailure.class, () -> statistic("design=crossover", header, both))
                .getMessage();
        assertTrue(wrong.contains("row 6") && wrong.contains("sequence"), wrong);
        String bad = assertThrows(
                        CommandFailure.class,
                        () -> statistic(
                                "design=crossover",
                                "subject\tperiod\tsequence",
                                within(8, 2, "sequence").stream()
                                        .map(row -> row.replaceAll("[^\t]+$", "first"))
                                        .toList()))
                .getMessage();
        assertTrue(bad.contains("does not name two treatments"), bad);
    }

    /** Blocks: within sites, whole families, and blocks within blocks; what cannot be combined is refused. */
    @Test
    void blocksFromColumnsAndFiles() throws Exception {
        String header = "subject\tarm\tsite\tage";
        statistic("design=two-sample blocks=site", header, between(), "within 3 blocks", "216 distinct permutations");
        List<String> families = new ArrayList<>();
        for (int s = 0; s < 16; s++)
            families.add("s" + s + "\tf" + s / 2 + "\t" + (s < 8 ? "drug" : "placebo") + "\t" + (s / 4 % 2));
        String names = "subject\tfamily\tarm\tregion";
        statistic(
                "design=two-sample blocks=family block_shuffle=whole",
                names,
                families,
                "8 blocks that are exchanged as wholes",
                "70 distinct");
        statistic(
                "design=two-sample blocks=family block_shuffle=both",
                names,
                families,
                "8 blocks that are exchanged as wholes, and within them",
                "70 distinct");
        statistic(
                "design=two-sample blocks=region,family block_shuffle=whole alpha=0.1",
                names,
                families,
                "nested blocks of 2 levels",
                "36 distinct");
        // As PALM writes it: the whole (1) may be reordered by families (-), whose members stay.
        StringBuilder multi = new StringBuilder();
        for (int s = 0; s < 16; s++) multi.append("1 -").append(1 + s / 2).append('\n');
        Files.writeString(folder.resolve("blocks.csv"), multi);
        statistic("design=two-sample blocks=blocks.csv", names, families, "nested blocks of 2 levels", "70 distinct");
        List<String> rows = within(8, 2, "treatment");
        String refused = assertThrows(
                        CommandFailure.class,
                        () -> statistic("design=crossover blocks=subject", "subject\tperiod\tarm", rows))
                .getMessage();
        assertTrue(refused.contains("blocks of its own"), refused);
    }
}
