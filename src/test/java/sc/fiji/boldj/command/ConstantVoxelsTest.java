package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.host.CommandFailure;

/**
 * Maps with voxels that are zero, constant or missing: statistic 0 and p 1 there, everything else as an enumeration of all
 * sign flips says, and the count in the answer. And a p value in place of a threshold.
 */
class ConstantVoxelsTest {

    private static final int MAPS = 8;

    @TempDir
    Path folder;

    private final double[][] x = new double[MAPS][MapTrial.GRID.voxels()];

    private Path maps() throws IOException {
        return MapTrial.write(
                folder,
                "m",
                "subject",
                Collections.nCopies(MAPS, "s"),
                23,
                (row, voxel, noise) -> x[row][voxel] =
                        (float) (voxel < 4 ? 0 : voxel == 5 ? 2.5 : voxel == 6 && row == 3 ? Double.NaN : noise + .4));
    }

    private String run(Path maps, String options) throws IOException {
        return MapTrial.run(
                "Group Permutation Test...",
                "inputs=[" + maps + "] design=one-sample " + options + " output=[" + folder.resolve("out") + "]");
    }

    private double t(int voxel, int signs) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < MAPS; i++) sum += (signs >> i & 1) == 1 ? -x[i][voxel] : x[i][voxel];
        for (int i = 0; i < MAPS; i++) {
            double d = ((signs >> i & 1) == 1 ? -x[i][voxel] : x[i][voxel]) - sum / MAPS;
            squares += d * d;
        }
        return sum / MAPS / Math.sqrt(squares / (MAPS - 1) / MAPS);
    }

    @Test
    void theyAreExcludedAndCounted() throws IOException {
        String said = run(maps(), "statistic=voxel permutations=1000");
        assertTrue(said.contains("1 that are constant"), said);
        assertTrue(said.contains("excludes 1 voxel with a missing or infinite value"), said);
        String options = Files.readString(folder.resolve("out/options.json"));
        assertTrue(options.replaceAll("\\s", "").contains("\"ExcludedVoxels\":1"), options);
        List<Integer> tested = new ArrayList<>();
        for (int v = 0; v < x[0].length; v++) if (v == 4 || v > 6) tested.add(v);
        double[] most = new double[1 << MAPS];
        for (int signs = 0; signs < most.length; signs++)
            for (int v : tested) most[signs] = Math.max(most[signs], Math.abs(t(v, signs)));
        float[] stat = MapTrial.read(folder.resolve("out/stat.nii.gz"));
        float[] p = MapTrial.read(folder.resolve("out/p_fwe.nii.gz"));
        float[] own = MapTrial.read(folder.resolve("out/p_unc.nii.gz"));
        for (int v = 0; v < stat.length; v++) {
            if (!tested.contains(v)) {
                assertEquals(0, stat[v], "voxel " + v);
                assertEquals(1, p[v], "voxel " + v);
                assertEquals(1, own[v], "voxel " + v);
                continue;
            }
            double observed = t(v, 0);
            int reached = 0;
            for (double largest : most) if (largest >= Math.abs(observed) - 1e-9) reached++;
            assertEquals(observed, stat[v], 1e-5, "float32 maps");
            assertEquals(reached / (double) most.length, p[v], 1e-7);
        }
    }

    @Test
    void aPValueIsNoThreshold() throws IOException {
        Path maps = maps();
        for (String statistic : List.of("cluster-extent", "cluster-mass")) {
            String message = assertThrows(
                            CommandFailure.class,
                            () -> run(maps, "permutations=100 statistic=" + statistic + " cluster_threshold=0.001"))
                    .getMessage();
            // quantiles of t at 7 degrees of freedom, from R: qt(.9995, 7), qt(.999, 7)
            assertTrue(message.contains("5.408 (two-sided p)") && message.contains("4.785 (one-sided p)"), message);
        }
        assertTrue(run(maps, "permutations=100 statistic=cluster-mass cluster_threshold=1.5")
                .contains("corrected p"));
        assertTrue(
                run(maps, "permutations=100 statistic=voxel cluster_threshold=0.001")
                        .contains("corrected p"),
                "unused");
    }
}
