package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.commons.math3.stat.inference.TTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.host.CommandFailure;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.table.Table;

/** Matrices with a region that one scan does not cover: the other edges are tested, as an enumeration says. */
class MissingEdgesTest {

    private static final int SCANS = 10;
    private static final int NODES = 4;

    @TempDir
    Path folder;

    private final double[][][] z = new double[SCANS][NODES][NODES];

    private void write(String missing, String infinite) throws IOException {
        StringBuilder list = new StringBuilder("path\tgroup\n");
        for (int i = 0; i < SCANS; i++) {
            double[] noise = new double[NODES * NODES];
            Seeds.fillGaussian(Seeds.stream(32, i), noise);
            StringBuilder text = new StringBuilder("region\tA\tB\tC\tD\n");
            for (int a = 0; a < NODES; a++) {
                text.append("ABCD".charAt(a));
                for (int b = 0; b < NODES; b++) {
                    z[i][a][b] = noise[NODES * Math.min(a, b) + Math.max(a, b)] + (i < 5 && a + b == 1 ? 2 : 0);
                    boolean empty = i == 3 && (a == 3 || b == 3);
                    text.append('\t')
                            .append(
                                    a == b
                                            ? i % 2 == 0 ? infinite : missing
                                            : empty ? missing : String.format(Locale.ROOT, "%.12f", z[i][a][b]));
                }
                text.append('\n');
            }
            Files.writeString(folder.resolve("m" + i + ".tsv"), text);
            list.append("m" + i + ".tsv\t" + (i < 5 ? "drug" : "placebo") + "\n");
        }
        Files.writeString(folder.resolve("list.tsv"), list);
    }

    private String run() throws IOException {
        return MapTrial.run(
                "Network-Based Statistic...",
                "matrices=[" + folder.resolve("list.tsv")
                        + "] design=two-sample contrast=[drug - placebo] statistic=voxel permutations=1000 output=["
                        + folder.resolve("out") + "]");
    }

    private double t(int a, int b, int arrangement) {
        double[] drug = new double[5];
        double[] placebo = new double[5];
        int d = 0;
        int p = 0;
        for (int i = 0; i < SCANS; i++)
            if ((arrangement >> i & 1) == 1) drug[d++] = z[i][a][b];
            else placebo[p++] = z[i][a][b];
        return new TTest().homoscedasticT(drug, placebo);
    }

    @Test
    void edgesThatAllScansHaveAreTested() throws IOException {
        for (String[] words : new String[][] {{"n/a", "inf"}, {"NaN", "Infinity"}, {"", "-inf"}}) {
            write(words[0], words[1]);
            String said = run();
            assertTrue(said.contains("3 of 6"), said);
            Table edges = TsvFiles.read(folder.resolve("out/edges.tsv"));
            int[][] nodes = {{0, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 3}, {2, 3}};
            for (int e = 0; e < nodes.length; e++) {
                boolean lost = nodes[e][1] == 3;
                assertEquals(lost, Double.isNaN(edges.numbers("stat")[e]), "edge " + e);
                if (lost) continue;
                double own = t(nodes[e][0], nodes[e][1], 31);
                assertEquals(own, edges.numbers("stat")[e], 1e-9);
                int reached = 0;
                int all = 0;
                for (int arrangement = 0; arrangement < 1 << SCANS; arrangement++) {
                    if (Integer.bitCount(arrangement) != 5) continue;
                    double most = 0;
                    for (int[] pair : nodes)
                        if (pair[1] < 3) most = Math.max(most, Math.abs(t(pair[0], pair[1], arrangement)));
                    all++;
                    if (most >= Math.abs(own) - 1e-9) reached++;
                }
                assertEquals(reached / (double) all, edges.numbers("p_fwe")[e], 1e-12);
            }
        }
    }

    @Test
    void aValueWhoseMirrorIsMissingIsNoSymmetricMatrix() throws IOException {
        write("n/a", "inf");
        Path file = folder.resolve("m0.tsv");
        String text = Files.readString(file);
        int first = text.indexOf('\t', text.indexOf("\nA\t") + 3);
        Files.writeString(file, text.substring(0, first + 1) + "n/a" + text.substring(text.indexOf('\t', first + 1)));
        String message = assertThrows(CommandFailure.class, this::run).getMessage();
        assertTrue(message.contains("not symmetric"), message);
    }
}
