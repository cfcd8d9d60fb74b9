package sc.fiji.boldj.ica;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.Fixtures;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.linalg.SymmetricEigen;
import sc.fiji.boldj.run.Progress;

class GroupIcaTest {

    private static GroupPca.State gather(int kept, int scans, double voxel) {
        Mask mask = SyntheticScan.brain(SyntheticScan.grid(voxel));
        GroupPca.State state = GroupPca.start(mask, kept);
        for (int s = 0; s < scans; s++)
            state = GroupPca.add(
                    state,
                    SyntheticScan.of(100 + s, 9, voxel, 60, 2, 2.5).image,
                    mask,
                    VarianceNorm.TOTAL,
                    Progress.NONE);
        return state;
    }

    /** With room for all volumes the running matrix has the eigenvalues of the concatenated scans, but for rounding. */
    @Test
    void isExactWithRoomForAllVolumes() {
        Mask mask = SyntheticScan.brain(SyntheticScan.grid(8));
        int n = mask.count();
        float[] all = new float[180 * n];
        for (int s = 0; s < 3; s++) {
            ScanMatrix matrix = ScanMatrix.of(
                    SyntheticScan.of(100 + s, 9, 8, 60, 2, 2.5).image, mask, VarianceNorm.TOTAL, Progress.NONE);
            System.arraycopy(matrix.values(), 0, all, s * 60 * n, 60 * n);
        }
        double[] truth =
                SymmetricEigen.of(Gram.of(all, 180, n, Progress.NONE), 180).values();
        GroupPca.State state = gather(180, 3, 8);
        double[] found = SymmetricEigen.of(Gram.of(state.basis(), state.rows(), n, Progress.NONE), state.rows())
                .values();
        for (int i = 0; i < 150; i++) assertEquals(1, found[i] / truth[i], 1e-4, "eigenvalue " + i);
        for (int i = 0; i < n; i += 50) {
            double energy = 0;
            for (int t = 0; t < 180; t++) energy += (double) all[t * n + i] * all[t * n + i];
            assertEquals(1, state.energy()[i] / energy, 1e-9, "sum of squares of voxel " + i);
        }
        GroupPca.State small = gather(70, 3, 8);
        assertEquals(70, small.rows());
        double[] cut = SymmetricEigen.of(Gram.of(small.basis(), small.rows(), n, Progress.NONE), small.rows())
                .values();
        for (int i = 0; i < 11; i++) assertEquals(1, cut[i] / truth[i], 0.02, "eigenvalue " + i + " of 70 rows");
    }

    @Test
    void findsTheNetworksOfAGroupAndDualRegressionThoseOfAScan() {
        SyntheticScan scan = SyntheticScan.of(100, 9, 7, 60, 2, 2.5);
        GroupPca.State state = gather(100, 6, 7);
        assertTrue(state.rows() == 100 && state.basis().length == 100 * scan.mask.count(), "memory does not grow");
        assertEquals(6, state.scans());
        assertEquals(360, state.volumes());
        Components group = GroupIca.of(state, 12, FastIca.Options.DEFAULT, Stability.Options.NONE, Progress.NONE);
        int[] match = SyntheticScan.match(scan.maps, group);
        SyntheticScan longer = SyntheticScan.of(100, 9, 7, 200, 2, 2.5);
        DualRegression.Result own = DualRegression.of(
                longer.image, scan.mask, group.maps(), 12, DualRegression.Options.DEFAULT, Progress.NONE);
        ConstrainedIca.Result constrained = ConstrainedIca.of(
                longer.image, scan.mask, group.maps(), 12, ConstrainedIca.Options.DEFAULT, Progress.NONE);
        for (int k = 0; k < 8; k++) {
            double map = SyntheticScan.r(scan.maps[k], group.zMap(match[k]));
            assertTrue(map >= 0.9, SyntheticScan.NAMES[k] + ": group map r " + map);
            double[] course = new double[200];
            double[] second = new double[200];
            for (int t = 0; t < 200; t++) {
                course[t] = own.timeCourses()[t * 12 + match[k]];
            }
            for (int t = 0; t < 200; t++) second[t] = constrained.timeCourses()[t * 12 + match[k]];
            double r = SyntheticScan.r(longer.courses[k], course);
            assertTrue(r >= 0.85, SyntheticScan.NAMES[k] + ": dual regression course r " + r);
            double c = SyntheticScan.r(longer.courses[k], second);
            assertTrue(c >= 0.9, SyntheticScan.NAMES[k] + ": constrained course r " + c);
            assertTrue(constrained.likeness()[match[k]] > 0.5);
        }
    }

    @Test
    void aSavedStateGoesOnAsIfNothingHappened() {
        GroupPca.State two = gather(90, 2, 9);
        GroupPca.State copy = new GroupPca.State(
                two.voxels(),
                two.kept(),
                two.rows(),
                two.scans(),
                two.volumes(),
                two.basis().clone(),
                two.energy().clone(),
                two.used().clone());
        Mask mask = SyntheticScan.brain(SyntheticScan.grid(9));
        NeuroImage third = SyntheticScan.of(102, 9, 9, 60, 2, 2.5).image;
        GroupPca.State[] resumed = new GroupPca.State[2];
        for (int i = 0; i < 2; i++) {
            int threads = i + 1;
            Parallelization.runWithNumThreads(
                    threads,
                    () -> resumed[threads - 1] = GroupPca.add(copy, third, mask, VarianceNorm.TOTAL, Progress.NONE));
        }
        assertArrayEquals(gather(90, 3, 9).basis(), resumed[0].basis());
        assertArrayEquals(resumed[0].basis(), resumed[1].basis(), "1 and 2 threads");
    }

    @Test
    void aVoxelThatIsMissingInOneScanIsLeftOut() {
        Mask mask = SyntheticScan.brain(SyntheticScan.grid(9));
        SyntheticScan scan = SyntheticScan.of(1, 9, 9, 60, 2, 2.5);
        for (int t = 0; t < 60; t++) {
            float[] volume = scan.image.volume(t);
            volume[mask.voxel(50)] = 0;
            scan.image.writeVolume(t, volume);
        }
        GroupPca.State state = GroupPca.add(gather(90, 1, 9), scan.image, mask, VarianceNorm.TOTAL, Progress.NONE);
        state = GroupPca.add(
                state, SyntheticScan.of(5, 9, 9, 60, 2, 2.5).image, mask, VarianceNorm.TOTAL, Progress.NONE);
        assertTrue(!state.used()[50] && state.used()[51]);
        Components group = GroupIca.of(state, 5, FastIca.Options.DEFAULT, Stability.Options.NONE, Progress.NONE);
        for (int k = 0; k < 5; k++) assertEquals(0, group.zMap(k)[50]);
    }

    @Test
    void refusesAnEmptyGroupAndTooManyComponents() {
        GroupPca.State none = gather(90, 0, 9);
        assertThrows(
                IllegalArgumentException.class,
                () -> GroupIca.of(none, 5, FastIca.Options.DEFAULT, Stability.Options.NONE, Progress.NONE));
        GroupPca.State one = gather(20, 1, 9);
        var e = assertThrows(
                IllegalArgumentException.class,
                () -> GroupIca.of(one, 30, FastIca.Options.DEFAULT, Stability.Options.NONE, Progress.NONE));
        assertEquals("components must be 1 to 20 for 1 scans of 60 volumes in all, got 30", e.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> new GroupPca.State(10, 5, 2, 1, 60, new float[3], new double[10], new boolean[10]));
    }

    /** Four real scans of 50 volumes: the DMN is found, named by the built-in template, and like that of Smith 2009. */
    @Test
    void namesTheDmnOfRealScans() throws IOException {
        Path folder = Fixtures.path("data/group");
        Path smith = Fixtures.path("data/atlases/PNAS_Smith09_rsn10.nii.gz");
        List<NeuroImage> scans = new ArrayList<>();
        for (String id : List.of("007", "018", "067", "107"))
            scans.add(NiftiReader.read(
                    folder.resolve("sub-" + id + "_lowres.nii.gz"), NiftiReader.Options.DEFAULT, Progress.NONE));
        Mask mask = brightInAll(scans);
        GroupPca.State state = GroupPca.start(mask, 150);
        for (NeuroImage scan : scans) state = GroupPca.add(state, scan, mask, VarianceNorm.RESIDUAL, Progress.NONE);
        Components group = GroupIca.of(state, 20, FastIca.Options.DEFAULT, Stability.Options.NONE, Progress.NONE);
        List<NetworkIdentification.Match> names = NetworkIdentification.identify(
                group.z(), 20, group.used(), NetworkTemplates.builtIn(mask), NetworkIdentification.Options.DEFAULT);
        NetworkIdentification.Match dmn =
                names.stream().filter(m -> m.name().equals("DMN")).findFirst().orElseThrow();
        NetworkTemplates published = NetworkTemplates.sampled(
                List.of("v1", "v2", "v3", "DMN", "cb", "sm", "aud", "exec", "fpr", "fpl"),
                NiftiReader.read(smith, NiftiReader.Options.DEFAULT, Progress.NONE),
                mask);
        List<NetworkIdentification.Match> bySmith = NetworkIdentification.identify(
                group.z(), 20, group.used(), published, NetworkIdentification.Options.DEFAULT);
        NetworkIdentification.Match found = bySmith.get(dmn.component());
        assertEquals("DMN", found.name(), "built-in says " + dmn + ", Smith says " + found + " of " + bySmith);
        assertTrue(Math.abs(found.r()) > 0.5, found.toString());
    }

    private static Mask brightInAll(List<NeuroImage> scans) {
        int voxels = scans.get(0).grid().voxels();
        double[] least = new double[voxels];
        java.util.Arrays.fill(least, Double.POSITIVE_INFINITY);
        for (NeuroImage scan : scans) {
            double[] mean = new double[voxels];
            double all = 0;
            for (int t = 0; t < scan.volumes(); t++) {
                float[] volume = scan.volume(t);
                for (int v = 0; v < voxels; v++) {
                    mean[v] += volume[v] / scan.volumes();
                    all += volume[v] / ((double) scan.volumes() * voxels);
                }
            }
            for (int v = 0; v < voxels; v++) least[v] = Math.min(least[v], mean[v] / all);
        }
        boolean[] inside = new boolean[voxels];
        for (int v = 0; v < voxels; v++) inside[v] = least[v] > 0.9;
        return Mask.of(scans.get(0).grid(), inside);
    }
}
