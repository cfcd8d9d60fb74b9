package sc.fiji.boldj.ica;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Seeds;

/**
 * How often components of a known kind are flagged, over seeds: the eight networks of a {@link SyntheticScan} (slow
 * courses, some of their places near the rim), motion at the rim, pulsation in the ventricles, white noise at scattered
 * voxels. Maps and courses carry noise; maps are cut at 2.3 as a mixture would do about.
 */
class ArtefactRatesTest {

    private static final int SEEDS = 20;
    private static final int VOLUMES = 300;
    private static final double TR = 0.8;
    private static final int NETWORKS = 8;
    private static final int COUNT = NETWORKS + 3;

    @Test
    void artefactsAreFlaggedAndNetworksAreNot() {
        int networks = 0;
        int[] hits = new int[3];
        List<String> reasons = List.of("motion", "csf", "frequency");
        for (int seed = 1; seed <= SEEDS; seed++) {
            List<ArtefactFeatures.Features> features = features(seed);
            for (int k = 0; k < NETWORKS; k++) if (features.get(k).isArtefact()) networks++;
            for (int a = 0; a < 3; a++) if (features.get(NETWORKS + a).flags().contains(reasons.get(a))) hits[a]++;
        }
        for (int a = 0; a < 3; a++)
            assertTrue(hits[a] >= 0.95 * SEEDS, reasons.get(a) + ": " + hits[a] + " of " + SEEDS + " flagged");
        assertTrue(
                networks <= 0.05 * SEEDS * NETWORKS,
                networks + " of " + SEEDS * NETWORKS + " networks taken for artefacts");
    }

    private static List<ArtefactFeatures.Features> features(long seed) {
        SyntheticScan scan = SyntheticScan.of(seed, 6, 3, TR, 1);
        Mask mask = scan.mask;
        VoxelGrid grid = mask.grid();
        SplittableRandom random = Seeds.stream(seed, 900);
        boolean[] middle = new boolean[grid.voxels()];
        for (int i = 0; i < mask.count(); i++) middle[mask.voxel(i)] = ventricle(grid, mask.voxel(i));
        Mask csf = Mask.of(grid, middle);
        Mask edge = ArtefactFeatures.edge(mask, 6);
        double[][] motion = new double[VOLUMES][6];
        for (int axis = 0; axis < 6; axis++) {
            double[] slow = SyntheticScan.slow(random, VOLUMES, TR, 0.04);
            double jump = random.nextDouble(-2, 2);
            int at = random.nextInt(VOLUMES);
            for (int t = 0; t < VOLUMES; t++) motion[t][axis] = slow[t] + (t >= at ? jump : 0);
        }
        double[][] courses = new double[COUNT][];
        for (int k = 0; k < NETWORKS; k++) courses[k] = SyntheticScan.slow(random, VOLUMES, TR, 0.09);
        for (int a = 0; a < 3; a++) courses[NETWORKS + a] = new double[VOLUMES];
        double beat = random.nextDouble(0.1, 0.4);
        for (int t = 0; t < VOLUMES; t++) {
            courses[NETWORKS][t] = motion[t][seed % 2 == 0 ? 1 : 4];
            courses[NETWORKS + 1][t] = Math.sin(2 * Math.PI * beat * t * TR);
            courses[NETWORKS + 2][t] = random.nextGaussian();
        }
        double[] together = new double[VOLUMES * COUNT];
        for (int k = 0; k < COUNT; k++) {
            SyntheticScan.standardise(courses[k]);
            for (int t = 0; t < VOLUMES; t++) together[t * COUNT + k] = courses[k][t] + 0.3 * random.nextGaussian();
        }
        float[] maps = new float[COUNT * mask.count()];
        for (int i = 0; i < mask.count(); i++) {
            int v = mask.voxel(i);
            double up = grid.affine().apply(v % grid.sizeX(), 0, grid.z(v))[2] > 14 ? 1 : -1;
            for (int k = 0; k < NETWORKS; k++) put(maps, k, mask, i, 8 * scan.maps[k][i] + random.nextGaussian());
            put(maps, NETWORKS, mask, i, (edge.contains(v) ? 5 * up : 0) + random.nextGaussian());
            put(maps, NETWORKS + 1, mask, i, (csf.contains(v) ? 6 : 0) + random.nextGaussian());
            put(maps, NETWORKS + 2, mask, i, (random.nextInt(50) == 0 ? 6 : 0) + random.nextGaussian());
        }
        return ArtefactFeatures.of(
                maps,
                together,
                COUNT,
                new ArtefactFeatures.Regions(mask, edge, csf),
                motion,
                TR,
                new ArtefactFeatures.Options(0.10, 0.094, 20, 1));
    }

    private static void put(float[] maps, int k, Mask mask, int i, double z) {
        maps[k * mask.count() + i] = Math.abs(z) > 2.3 ? (float) z : 0;
    }

    /** Two horns beside the midline. */
    private static boolean ventricle(VoxelGrid grid, int v) {
        double[] p = SyntheticScan.place(grid, v);
        return Math.pow((Math.abs(p[0]) - 10) / 8, 2) + Math.pow((p[1] + 15) / 30, 2) + Math.pow((p[2] - 15) / 12, 2)
                < 1;
    }
}
