package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.host.CommandFailure;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.table.Table;

/** Network-Based Statistic through the command: bytes, several contrasts, the keys it shares with the test of maps. */
class NetworkCommandTest {

    private static final String NETWORK = "Network-Based Statistic...";

    @TempDir
    Path folder;

    /** 20 matrices of 9 nodes; edges among the first three are stronger under the drug. */
    private Path matrices() throws Exception {
        StringBuilder table = new StringBuilder("path\tarm\tage\n");
        for (int i = 0; i < 20; i++) {
            double[] noise = new double[81];
            Seeds.fillGaussian(Seeds.stream(51, i), noise);
            StringBuilder matrix = new StringBuilder();
            for (int r = 0; r < 9; r++) {
                for (int c = 0; c < 9; c++)
                    matrix.append(c == 0 ? "" : "\t")
                            .append(String.format(
                                    Locale.ROOT,
                                    "%.6f",
                                    noise[9 * Math.min(r, c) + Math.max(r, c)]
                                            + (i % 2 == 0 && r < 3 && c < 3 ? 2.5 : 0)));
                matrix.append('\n');
            }
            Files.writeString(folder.resolve("m" + i + ".tsv"), matrix);
            table.append("m" + i + ".tsv\t" + (i % 2 == 0 ? "drug" : "placebo") + "\t" + (i * 7 % 20) + "\n");
        }
        return Files.writeString(folder.resolve("matrices.tsv"), table);
    }

    private String run(String options) throws IOException {
        return MapTrial.run(
                NETWORK,
                "matrices=[" + folder.resolve("matrices.tsv") + "] " + options + " output=[" + folder.resolve("out")
                        + "]");
    }

    @Test
    void bytesAreTheSameForAnyThreadsAndOverRuns() throws Exception {
        matrices();
        for (String statistic : List.of("cluster-extent", "cluster-mass", "tfce", "voxel")) {
            Map<String, byte[]> first = null;
            for (int threads : new int[] {1, 2, 1}) {
                Parallelization.runWithNumThreads(threads, () -> {
                    try {
                        run("statistic=" + statistic + " permutations=700 threshold=2.5 gpd_tail=true");
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                });
                Map<String, byte[]> files = PredictionCommandTest.files(folder.resolve("out"));
                assertEquals(8, files.size(), files.keySet().toString());
                if (first == null) first = files;
                for (String name : first.keySet())
                    assertArrayEquals(first.get(name), files.get(name), statistic + " " + name);
            }
        }
    }

    @Test
    void severalContrastsShareOneErrorRate() throws Exception {
        matrices();
        String text = run(
                "design=ancova covariates=age contrast=[drug - placebo | age] permutations=600 threshold=2.5 variance_groups=arm");
        assertTrue(
                text.contains("2 tests: drug - placebo (v of Aspin and Welch with 2 variance groups, two-sided)"),
                text);
        assertTrue(text.contains("95 % Monte Carlo interval"), text);
        Table nulls = TsvFiles.read(folder.resolve("out/null_max.tsv"));
        double[] family = nulls.numbers("maximum");
        for (int i = 0; i < family.length; i++)
            assertEquals(Math.max(nulls.numbers("maximum_1")[i], nulls.numbers("maximum_2")[i]), family[i]);
        Table edges = TsvFiles.read(folder.resolve("out/edges.tsv"));
        for (int e = 0; e < edges.rows(); e++) {
            double size = Math.abs(edges.numbers("enhanced_1")[e]);
            long reaching = Arrays.stream(family).filter(x -> x >= size - 1e-9).count();
            assertEquals(reaching / 600.0, edges.numbers("p_fwe_1")[e], 1e-12);
            assertTrue(edges.numbers("p_fwe_low_1")[e] <= edges.numbers("p_fwe_1")[e]);
        }
        Table components = TsvFiles.read(folder.resolve("out/components.tsv"));
        assertEquals("drug - placebo", components.texts("test").get(0));
        assertTrue(components.texts("names").get(0).startsWith("c1, c2, c3"));
        String smoothed =
                assertThrows(CommandFailure.class, () -> run("neighbours=6")).getMessage();
        assertTrue(smoothed.contains("neighbours"), "a key of maps, not of matrices: " + smoothed);
    }
}
