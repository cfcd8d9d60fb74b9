package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.inference.TTest;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.host.CommandFailure;

/** Three conditions within subjects through the keys: named designs and a matrix give one answer, that of a regression. */
class WithinDesignsTest {

    private static final int VOXEL = 23;
    private static final String[] SEQUENCES = {"ABC", "BAC", "ACB", "BCA", "CAB", "CBA"};
    private static final int SUBJECTS = 12;

    @TempDir
    Path folder;

    private final double[] y = new double[3 * SUBJECTS];
    private String said;

    @BeforeEach
    void write() throws IOException {
        StringBuilder full = new StringBuilder("path\tsubject\tperiod\ttreatment\tsequence\tdose\n");
        StringBuilder sequences = new StringBuilder("path\tsubject\tperiod\tsequence\n");
        StringBuilder plain = new StringBuilder("path\tsubject\tcondition\n");
        StringBuilder matrix = new StringBuilder("A\tB\tC\tsecond\tthird\n");
        for (int r = 0; r < y.length; r++) {
            int s = r / 3;
            int p = r % 3;
            char treatment = SEQUENCES[s % 6].charAt(p);
            MapTrial.map(
                    folder.resolve("m" + r + ".nii"),
                    61,
                    r,
                    (row, v, noise) -> noise + s + 0.5 * p + (treatment == 'C' ? 9 * noise : 0));
            y[r] = MapTrial.read(folder.resolve("m" + r + ".nii"))[VOXEL];
            String start = "m" + r + ".nii\ts" + s + "\t";
            full.append(start + (p + 1) + "\t" + treatment + "\t" + SEQUENCES[s % 6] + "\t" + s + "\n");
            sequences.append(start + (p + 1) + "\t" + SEQUENCES[s % 6] + "\n");
            plain.append(start + treatment + "\n");
            for (char c : "ABC".toCharArray())
                matrix.append(c == treatment ? 1 : 0).append('\t');
            matrix.append(p == 1 ? 1 : 0).append('\t').append(p == 2 ? 1 : 0).append('\n');
        }
        Files.writeString(folder.resolve("full.tsv"), full);
        Files.writeString(folder.resolve("sequences.tsv"), sequences);
        Files.writeString(folder.resolve("plain.tsv"), plain);
        Files.writeString(folder.resolve("matrix.tsv"), matrix);
    }

    private float[] run(String table, String options, String file) throws IOException {
        said = MapTrial.run(
                "Group Permutation Test...",
                "inputs=[" + folder.resolve(table) + "] statistic=voxel permutations=5000 " + options + " output=["
                        + folder.resolve("out") + "]");
        return MapTrial.read(folder.resolve("out/" + file + ".nii.gz"));
    }

    private double[] differences() {
        double[] d = new double[SUBJECTS];
        for (int r = 0; r < y.length; r++) {
            char treatment = SEQUENCES[r / 3 % 6].charAt(r % 3);
            d[r / 3] += treatment == 'A' ? y[r] : treatment == 'B' ? -y[r] : 0;
        }
        return d;
    }

    @Test
    void periodsAreNuisanceInEveryWayToAsk() throws IOException {
        double[][] x = new double[SUBJECTS][3];
        for (int s = 0; s < SUBJECTS; s++) {
            x[s][0] = 1;
            for (int p = 1; p < 3; p++) {
                char treatment = SEQUENCES[s % 6].charAt(p);
                x[s][p] = treatment == 'A' ? 1 : treatment == 'B' ? -1 : 0;
            }
        }
        OLSMultipleLinearRegression ols = new OLSMultipleLinearRegression();
        ols.setNoIntercept(true);
        ols.newSampleData(differences(), x);
        double t = ols.estimateRegressionParameters()[0] / ols.estimateRegressionParametersStandardErrors()[0];
        float[] crossover = run("full.tsv", "design=crossover contrast=[A - B]", "stat");
        assertEquals(t, crossover[VOXEL], 1e-4, "float32 maps");
        assertTrue(said.contains("crossover of 3 treatments") && said.contains("9 degrees of freedom"), said);
        assertTrue(said.contains("4096 distinct sign flips, each used once"), said);
        assertTrue(said.contains("Positive values indicate A > B. "), said);
        float[] p = MapTrial.read(folder.resolve("out/p_fwe.nii.gz"));
        for (String[] other : new String[][] {
            {"sequences.tsv", "design=crossover"},
            {"full.tsv", "design=repeated-measures groups=treatment"},
            {"full.tsv", "design=paired groups=treatment covariates=period"},
            {"full.tsv", "design=matrix.tsv blocks=subject"}
        }) {
            String how = other[0] + " " + other[1];
            assertArrayEquals(crossover, run(other[0], other[1] + " contrast=[A - B]", "stat"), 1e-4f, how);
            assertArrayEquals(p, MapTrial.read(folder.resolve("out/p_fwe.nii.gz")), 1e-7f, how);
        }
    }

    @Test
    void withoutPeriodsItIsThePairedTest() throws IOException {
        float[] own = run("plain.tsv", "design=repeated-measures contrast=[A - B]", "stat");
        assertEquals(new TTest().t(0, differences()), own[VOXEL], 1e-4, "float32 maps");
        assertArrayEquals(
                own,
                run("plain.tsv", "design=repeated-measures contrast=[A - B | A - C]", "stat_1"),
                0,
                "with another test");
        List<String> blocks = new ArrayList<>();
        for (int r = 0; r < y.length; r++) blocks.add(String.valueOf(1 + r / 3));
        Files.writeString(
                folder.resolve("bare.tsv"),
                Files.readString(folder.resolve("matrix.tsv")).replaceAll("(?m)\t[^\t]+\t[^\t]+$", ""));
        assertArrayEquals(
                own,
                run("plain.tsv", "design=bare.tsv contrast=[A - B] blocks=" + String.join(",", blocks), "stat"),
                1e-4f,
                "blocks of numbers");
    }

    @Test
    void sequencesAreRerandomisedOnRequest() throws IOException {
        float[] flips = run("full.tsv", "design=crossover contrast=[A - B]", "stat");
        float[] permuted = run("full.tsv", "design=crossover contrast=[A - B] shuffle=permute", "stat");
        assertArrayEquals(flips, permuted, 1e-4f, "the statistic is the same");
        assertTrue(said.contains("sequences are permuted among subjects who had the other conditions"), said);
        assertTrue(said.contains("216 distinct permutations, each used once"), said);
        String all = assertThrows(
                        CommandFailure.class,
                        () -> run("plain.tsv", "design=repeated-measures contrast=[A - B] shuffle=permute", "stat"))
                .getMessage();
        assertTrue(all.contains("tests that all of them are equal"), all);
    }

    @Test
    void whatCancelsOrIsConfoundedIsSaid() throws IOException {
        String dose = assertThrows(
                        CommandFailure.class,
                        () -> run("full.tsv", "design=repeated-measures groups=treatment covariates=dose", "stat"))
                .getMessage();
        assertTrue(dose.contains("dose is the same in all inputs of each subject"), dose);
        run("full.tsv", "design=repeated-measures groups=period", "stat");
        assertTrue(said.contains("F with 2 and 22"), said);
        Files.writeString(
                folder.resolve("fixed.tsv"),
                Files.readString(folder.resolve("full.tsv")).replaceAll("(?m)\t([123])\t[ABC]\t", "\t$1\tT$1\t"));
        run("fixed.tsv", "design=repeated-measures groups=treatment contrast=[T1 - T2]", "stat");
        assertTrue(said.contains("the effects of treatment and period are confounded"), said);
    }
}
