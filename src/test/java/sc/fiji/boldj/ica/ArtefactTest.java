package sc.fiji.boldj.ica;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;

class ArtefactTest {

    private static double[] sine(double hz, int volumes, double tr) {
        double[] x = new double[volumes];
        for (int t = 0; t < volumes; t++) x[t] = Math.sin(2 * Math.PI * hz * t * tr);
        return x;
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 101})
    void spectrumOfASineIsALine(int volumes) {
        double tr = 2;
        double hz = 10 / (volumes * tr);
        double[] shares = ComponentSpectra.shares(sine(hz, volumes, tr), volumes, 1)[0];
        assertEquals(volumes / 2, shares.length);
        assertEquals(1, shares[9], 1e-9);
        assertEquals(hz, ComponentSpectra.frequency(9, volumes, tr), 1e-12);
        assertEquals(hz, ComponentSpectra.median(shares, volumes, tr, 0.01), 1e-12);
        assertTrue(ComponentSpectra.lowToHigh(shares, volumes, tr, 0.1) > 1e6);
        double sum = 0;
        double[] noise = new double[volumes];
        for (int t = 0; t < volumes; t++) noise[t] = Math.sin(t * t * 1.7) + 5;
        for (double s : ComponentSpectra.shares(noise, volumes, 1)[0]) sum += s;
        assertEquals(1, sum, 1e-12);
    }

    /** A line at 0.15 Hz is fast, one at 0.05 Hz is not, whatever the repetition time. */
    @ParameterizedTest
    @ValueSource(doubles = {0.7, 1, 2, 3})
    void frequenciesAreInHertz(double tr) {
        Mask mask = SyntheticScan.brain(SyntheticScan.grid(12));
        Mask edge = ArtefactFeatures.edge(mask, 6);
        int volumes = 300;
        double[] fast = sine(0.15, volumes, tr);
        double[] slow = sine(0.05, volumes, tr);
        double[] courses = new double[2 * volumes];
        for (int t = 0; t < volumes; t++) {
            courses[2 * t] = fast[t];
            courses[2 * t + 1] = slow[t];
        }
        List<ArtefactFeatures.Features> features = ArtefactFeatures.of(
                new float[2 * mask.count()],
                courses,
                2,
                new ArtefactFeatures.Regions(mask, edge, null),
                null,
                tr,
                ArtefactFeatures.Options.DEFAULT);
        assertEquals(List.of("frequency"), features.get(0).flags());
        assertFalse(features.get(1).isArtefact());
        assertTrue(Double.isNaN(features.get(1).csfFraction()));
    }

    @Test
    void edgeIsTheShellOfTheBrain() {
        Mask mask = SyntheticScan.brain(SyntheticScan.grid(3));
        Mask edge = ArtefactFeatures.edge(mask, 6);
        double share = (double) edge.count() / mask.count();
        // an ellipsoid of half axes 71, 89, 68 mm without the one 6 mm smaller: 22 %
        assertEquals(1 - 65.0 / 71 * 83 / 89 * 62 / 68, share, 0.05);
        for (int i = 0; i < edge.count(); i++) assertTrue(SyntheticScan.radius(mask.grid(), edge.voxel(i)) > 0.8);
    }

    @Test
    void flagsHeadMotionAndCerebrospinalFluid() {
        Mask mask = SyntheticScan.brain(SyntheticScan.grid(8));
        Mask edge = ArtefactFeatures.edge(mask, 8);
        boolean[] middle = new boolean[mask.grid().voxels()];
        for (int v = 0; v < middle.length; v++) middle[v] = SyntheticScan.radius(mask.grid(), v) < 0.2;
        Mask csf = Mask.of(mask.grid(), middle);
        int volumes = 200;
        double[][] motion = new double[volumes][6];
        for (int t = 0; t < volumes; t++)
            for (int c = 0; c < 6; c++) motion[t][c] = Math.sin(0.05 * t * (c + 1)) + (t > 100 ? 1 : 0);
        float[] maps = new float[3 * mask.count()];
        double[] courses = new double[3 * volumes];
        for (int i = 0; i < mask.count(); i++) {
            maps[i] = edge.contains(mask.voxel(i)) ? -5 : 0.1f;
            maps[mask.count() + i] = csf.contains(mask.voxel(i)) ? 5 : 0.05f;
            maps[2 * mask.count() + i] = i % 7 == 0 ? 3 : 0;
        }
        for (int t = 0; t < volumes; t++) {
            courses[3 * t] = motion[t][2];
            courses[3 * t + 1] = Math.cos(0.21 * t);
            courses[3 * t + 2] = Math.cos(0.17 * t);
        }
        List<ArtefactFeatures.Features> features = ArtefactFeatures.of(
                maps,
                courses,
                3,
                new ArtefactFeatures.Regions(mask, edge, csf),
                motion,
                2,
                ArtefactFeatures.Options.DEFAULT);
        assertEquals(1, features.get(0).motionCorrelation(), 1e-9);
        assertTrue(features.get(0).flags().contains("motion"), features.toString());
        assertEquals(List.of("csf"), features.get(1).flags());
        assertFalse(features.get(2).isArtefact(), features.toString());
    }

    /** What is left is the data less the artefact's own part; the networks, even if correlated with it, stay. */
    @Test
    void removesOnlyTheArtefact() {
        SyntheticScan scan = SyntheticScan.of(1, 10, 80, 2, 3);
        double[] courses = new double[80 * 3];
        NeuroImage noiseless = scan.image.createLike("noiseless", 80);
        NeuroImage expected = scan.image.createLike("expected", 80);
        for (int t = 0; t < 80; t++) {
            courses[t * 3] = scan.courses[0][t];
            courses[t * 3 + 1] = scan.artefactCourses[0][t] + 0.5 * scan.courses[0][t];
            courses[t * 3 + 2] = 7 + scan.courses[1][t];
            float[] all = new float[scan.mask.grid().voxels()];
            float[] clean = new float[all.length];
            for (int i = 0; i < scan.mask.count(); i++) {
                double network = 500 + 3 * scan.maps[0][i] * courses[t * 3] + scan.maps[1][i] * courses[t * 3 + 2];
                clean[scan.mask.voxel(i)] = (float) network;
                all[scan.mask.voxel(i)] = (float) (network + (i % 11) * courses[t * 3 + 1]);
            }
            noiseless.writeVolume(t, all);
            expected.writeVolume(t, clean);
        }
        ComponentDenoising.apply(noiseless, scan.mask, courses, 3, new int[] {1}, noiseless, Progress.NONE);
        double[] mean = new double[scan.mask.count()];
        for (int t = 0; t < 80; t++)
            for (int i = 0; i < mean.length; i++)
                mean[i] += (noiseless.volume(t)[scan.mask.voxel(i)] - expected.volume(t)[scan.mask.voxel(i)]) / 80;
        for (int t = 0; t < 80; t++) {
            float[] found = noiseless.volume(t);
            float[] truth = expected.volume(t);
            for (int i = 0; i < mean.length; i++)
                assertEquals(truth[scan.mask.voxel(i)] + mean[i], found[scan.mask.voxel(i)], 2e-3);
        }
        NeuroImage same = scan.image.createLike("same", 80);
        ComponentDenoising.apply(scan.image, scan.mask, courses, 3, new int[0], same, Progress.NONE);
        assertArrayEquals(scan.image.volume(5), same.volume(5));
        assertThrows(
                IllegalArgumentException.class,
                () -> ComponentDenoising.apply(scan.image, scan.mask, courses, 3, new int[] {3}, same, Progress.NONE));
    }
}
