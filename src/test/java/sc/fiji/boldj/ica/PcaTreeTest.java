package sc.fiji.boldj.ica;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.boldj.ica.GroupPca.State;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.linalg.SymmetricEigen;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/** The tree of group states against the decomposition of all scans at once, and against its own nodes made one by one. */
class PcaTreeTest {

    private static final int VOLUMES = 30;
    private static final VoxelGrid GRID = new VoxelGrid(10, 10, 7, Affine.of(3, 0, 0, -15, 0, 3, 0, -15, 0, 0, 3, -10));
    private static final Mask MASK = Mask.all(GRID);
    private static final int SHARED = 5;

    /** Noise and five patterns that all scans share, of falling strength. */
    private static NeuroImage scan(int number) {
        NeuroImage image = NeuroImage.floats("scan-" + number, GRID, VOLUMES, SeriesTiming.every(2));
        double[][] patterns = new double[SHARED][GRID.voxels()];
        for (int k = 0; k < SHARED; k++) Seeds.fillGaussian(Seeds.stream(9, k), patterns[k]);
        double[] noise = new double[GRID.voxels()];
        double[] course = new double[SHARED];
        for (int t = 0; t < VOLUMES; t++) {
            Seeds.fillGaussian(Seeds.stream(number + 1L, t), noise);
            Seeds.fillGaussian(Seeds.stream(number + 1001L, t), course);
            float[] volume = new float[noise.length];
            for (int v = 0; v < volume.length; v++) {
                double value = 100 + noise[v];
                for (int k = 0; k < SHARED; k++) value += course[k] * patterns[k][v] * (0.3 - 0.03 * k);
                volume[v] = (float) value;
            }
            image.writeVolume(t, volume);
        }
        return image;
    }

    private static State tree(int scans, int kept) {
        PcaTree tree = PcaTree.start(MASK, kept);
        for (int i = 0; i < scans; i++) tree = tree.add(scan(i), MASK, VarianceNorm.TOTAL, Progress.NONE);
        assertEquals(scans, tree.scans());
        return tree.root(Progress.NONE);
    }

    private static State chain(int from, int to, int kept) {
        State state = GroupPca.start(MASK, kept);
        for (int i = from; i < to; i++) state = GroupPca.add(state, scan(i), MASK, VarianceNorm.TOTAL, Progress.NONE);
        return state;
    }

    /** All scans below each other, shape (scans * VOLUMES, voxels). */
    private static float[] concatenated(int scans) {
        int n = MASK.count();
        float[] all = new float[scans * VOLUMES * n];
        for (int i = 0; i < scans; i++)
            System.arraycopy(
                    ScanMatrix.of(scan(i), MASK, VarianceNorm.TOTAL, Progress.NONE)
                            .values(),
                    0,
                    all,
                    i * VOLUMES * n,
                    VOLUMES * n);
        return all;
    }

    private static double[] eigenvalues(float[] x, int rows) {
        return SymmetricEigen.of(Gram.of(x, rows, MASK.count(), Progress.NONE), rows)
                .values();
    }

    @Test
    void withRoomForAllVolumesItIsTheDecompositionOfAllScansAtOnce() {
        State state = tree(18, 18 * VOLUMES);
        double[] truth = eigenvalues(concatenated(18), 18 * VOLUMES);
        double[] found = eigenvalues(state.basis(), state.rows());
        for (int i = 0; i < 500; i++) assertEquals(1, found[i] / truth[i], 2e-4, "eigenvalue " + i);
        float[] all = concatenated(18);
        for (int v = 0; v < MASK.count(); v += 50) {
            double energy = 0;
            for (int t = 0; t < 18 * VOLUMES; t++)
                energy += (double) all[t * MASK.count() + v] * all[t * MASK.count() + v];
            assertEquals(1, state.energy()[v] / energy, 1e-9, "sum of squares of voxel " + v);
        }
        assertEquals(18, state.scans());
        assertEquals(18 * VOLUMES, state.volumes());
    }

    /**
     * Eigenvectors of voxels (the components) of all scans at once, and how much of each lies outside the state. With as many rows as a
     * scan has volumes, next to nothing does, as in a chain; with fewer, the tree loses more, but little.
     */
    @Test
    void truncatedItSpansTheComponentsOfAllScansAtOnce() {
        int scans = 70; // three levels
        int rows = scans * VOLUMES;
        int n = MASK.count();
        float[] all = concatenated(scans);
        double[] voxels = new double[n * n];
        for (int r = 0; r < rows; r++)
            for (int i = 0; i < n; i++)
                for (int j = 0; j <= i; j++) voxels[i * n + j] += (double) all[r * n + i] * all[r * n + j];
        for (int i = 0; i < n; i++) for (int j = 0; j < i; j++) voxels[j * n + i] = voxels[i * n + j];
        SymmetricEigen truth = SymmetricEigen.of(voxels, n);
        for (int kept : new int[] {VOLUMES, 8}) {
            double[] tree = lost(truth, tree(scans, kept));
            double[] chain = lost(truth, chain(0, scans, kept));
            for (int k = 0; k < SHARED; k++) {
                assertTrue(tree[k] < (kept == VOLUMES ? 2e-4 : 1e-3), kept + " rows, component " + k + ": " + tree[k]);
                assertTrue(
                        chain[k] < (kept == VOLUMES ? 2e-4 : 1e-3), kept + " rows, component " + k + ": " + chain[k]);
            }
        }
    }

    /** The share of each of the leading components of all scans that is not spanned by those of a state. */
    private static double[] lost(SymmetricEigen truth, State state) {
        int n = MASK.count();
        SymmetricEigen own = SymmetricEigen.of(Gram.of(state.basis(), state.rows(), n, Progress.NONE), state.rows());
        double[] lost = new double[SHARED];
        for (int k = 0; k < SHARED; k++) {
            lost[k] = 1;
            for (int j = 0; j < SHARED; j++) {
                double product = 0;
                for (int v = 0; v < n; v++) {
                    double y = 0;
                    for (int r = 0; r < state.rows(); r++)
                        y += own.vectors()[r * state.rows() + j] * state.basis()[r * n + v];
                    product += y * truth.vectors()[v * n + k];
                }
                lost[k] -= product * product / own.values()[j];
            }
        }
        return lost;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 9, 17, 64, 67})
    void nodesThatAreMadeOneByOneGiveTheSameBits(int scans) {
        List<State> states = new ArrayList<>();
        for (int first = 0; first < scans; first += 8) states.add(chain(first, Math.min(scans, first + 8), 20));
        while (states.size() > 1) {
            List<State> above = new ArrayList<>();
            for (int first = 0; first < states.size(); first += 8) {
                State node = states.get(first);
                for (State next : states.subList(first + 1, Math.min(states.size(), first + 8)))
                    node = GroupPca.merge(node, next, Progress.NONE);
                above.add(node);
            }
            states = above;
        }
        State whole = tree(scans, 20);
        assertArrayEquals(whole.basis(), states.get(0).basis());
        assertArrayEquals(whole.energy(), states.get(0).energy());
        assertEquals(whole.volumes(), states.get(0).volumes());
        if (scans <= 8) assertArrayEquals(chain(0, scans, 20).basis(), whole.basis());
    }

    @Test
    void voxelsMissingInAnyScanStayMissing() {
        NeuroImage scan = scan(0);
        for (int t = 0; t < VOLUMES; t++) {
            float[] volume = scan.volume(t);
            volume[7] = Float.NaN;
            scan.writeVolume(t, volume);
        }
        State one = GroupPca.add(GroupPca.start(MASK, 20), scan, MASK, VarianceNorm.TOTAL, Progress.NONE);
        State other = chain(1, 2, 20);
        for (State both : List.of(GroupPca.merge(one, other, Progress.NONE), GroupPca.merge(other, one, Progress.NONE)))
            assertTrue(!both.used()[7] && both.used()[8] && both.scans() == 2 && both.volumes() == 2 * VOLUMES);
    }

    @Test
    void statesThatDoNotFitAreRefused() {
        State eight = chain(0, 1, 20);
        assertThrows(IllegalArgumentException.class, () -> GroupPca.merge(eight, chain(0, 1, 21), Progress.NONE));
        assertThrows(IllegalArgumentException.class, () -> new PcaTree(List.of(eight, eight)));
        assertThrows(IllegalArgumentException.class, () -> new PcaTree(List.of()));
    }
}
