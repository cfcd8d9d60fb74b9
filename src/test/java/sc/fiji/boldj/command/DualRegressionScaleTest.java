package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.host.CommandFailure;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/** Maps of dual regression go into group tests, so the scanner's gain must not be in them. */
class DualRegressionScaleTest {

    private static final VoxelGrid GRID = new VoxelGrid(8, 8, 6, Affine.scaling(3, 3, 3));
    private static final int VOLUMES = 30;

    @TempDir
    Path folder;

    /** A scan of mean 700, the same times 1.6, both without their means, and two maps. */
    @BeforeEach
    void scans() throws IOException {
        SplittableRandom random = Seeds.stream(9, 0);
        NeuroImage maps = NeuroImage.floats("maps", GRID, 2, SeriesTiming.UNKNOWN);
        for (int k = 0; k < 2; k++) maps.writeVolume(k, noise(random, 5, 1));
        write(maps, "maps");
        NeuroImage scan = NeuroImage.floats("scan", GRID, VOLUMES, SeriesTiming.every(2));
        for (int t = 0; t < VOLUMES; t++) scan.writeVolume(t, noise(random, 700, 7));
        write(times(scan, 1, 0), "scan");
        write(times(scan, 1.6, 0), "louder");
        write(times(scan, 1, 700), "demeaned");
        write(times(scan, 1.6, 700), "louder-demeaned");
    }

    private static float[] noise(SplittableRandom random, double mean, double deviation) {
        double[] draws = new double[GRID.voxels()];
        Seeds.fillGaussian(random, draws);
        float[] volume = new float[draws.length];
        for (int v = 0; v < volume.length; v++) volume[v] = (float) (mean + deviation * draws[v]);
        return volume;
    }

    private static NeuroImage times(NeuroImage scan, double gain, double less) {
        NeuroImage result = scan.createLike("scan", VOLUMES);
        for (int t = 0; t < VOLUMES; t++) {
            float[] volume = scan.volume(t);
            for (int v = 0; v < volume.length; v++) volume[v] = (float) (gain * (volume[v] - less));
            result.writeVolume(t, volume);
        }
        return result;
    }

    private Path file(String name) {
        return folder.resolve(name + ".nii");
    }

    private void write(NeuroImage image, String name) throws IOException {
        NiftiWriter.write(image, file(name), NiftiWriter.Options.of(NiftiWriter.Type.FLOAT32), Progress.NONE);
    }

    private String run(String output, String one, String other, String more) throws IOException {
        return CommandMenu.calls()
                .run(
                        "Dual Regression...",
                        "inputs=" + file(one) + "," + file(other) + " maps=" + file("maps") + " output="
                                + folder.resolve(output) + more,
                        Progress.NONE);
    }

    /** Largest ratio or difference of the second scan's map to the first's. */
    private void assertRatio(double ratio, String output) throws IOException {
        for (int k = 1; k <= 2; k++) {
            NeuroImage stack = NiftiReader.read(
                    folder.resolve(output).resolve("component_0" + k + ".nii.gz"),
                    NiftiReader.Options.DEFAULT,
                    Progress.NONE);
            float[] a = stack.volume(0);
            float[] b = stack.volume(1);
            double square = 0;
            for (float value : a) square += value * value;
            // float rounding of the louder scan: 6e-8 of its mean, 100 times its fluctuations
            double allowed = 1e-4 * ratio * Math.sqrt(square / a.length);
            assertTrue(square > 0);
            for (int v = 0; v < a.length; v++) assertEquals(ratio * a[v], b[v], allowed);
        }
    }

    @Test
    void theScannersGainDoesNotReachTheMaps() throws IOException {
        String said = run("scaled", "scan", "louder", "");
        assertTrue(said.contains("scaled to a mean of 10000"), said);
        assertRatio(1, "scaled");
        String json = Files.readString(folder.resolve("scaled/louder_maps.json"));
        assertTrue(json.contains("grand-mean") && json.contains("ScaleFactor"), json);
        said = run("plain", "scan", "louder", " scale=none");
        assertTrue(said.contains("depend on the gain"), said);
        assertRatio(1.6, "plain");
        run("shape", "scan", "louder", " scale=none normalise=false");
        assertRatio(1, "shape");
    }

    /** The coefficients of the unscaled maps times 10000 over the mean that was put in. */
    @Test
    void theScaleIsThatOfTheGrandMean() throws IOException {
        run("scaled", "scan", "scan", " scale=grand-mean");
        run("plain", "scan", "scan", " scale=none");
        float[] scaled = NiftiReader.read(
                        folder.resolve("scaled/component_01.nii.gz"), NiftiReader.Options.DEFAULT, Progress.NONE)
                .volume(0);
        float[] plain = NiftiReader.read(
                        folder.resolve("plain/component_01.nii.gz"), NiftiReader.Options.DEFAULT, Progress.NONE)
                .volume(0);
        NeuroImage scan = NiftiReader.read(file("scan"), NiftiReader.Options.DEFAULT, Progress.NONE);
        double mean = 0;
        for (int t = 0; t < VOLUMES; t++)
            for (float value : scan.volume(t)) mean += value / ((double) VOLUMES * GRID.voxels());
        for (int v = 0; v < plain.length; v++)
            assertEquals(10000 / mean * plain[v], scaled[v], 1e-6 * Math.abs(scaled[v]) + 1e-9);
    }

    @Test
    void scansWithoutAMeanAreScaledByTheirVariabilityAndMixturesAreRefused() throws IOException {
        String said = run("denoised", "demeaned", "louder-demeaned", "");
        assertTrue(said.contains("have no mean"), said);
        assertRatio(1, "denoised");
        CommandFailure e = assertThrows(CommandFailure.class, () -> run("mixed", "scan", "louder-demeaned", ""));
        assertTrue(e.getMessage().contains("louder-demeaned") && e.getMessage().contains("alike"), e.getMessage());
        e = assertThrows(CommandFailure.class, () -> run("mixed", "demeaned", "scan", " scale=grand-mean"));
        assertTrue(e.getMessage().contains("(demeaned)"), e.getMessage());
        assertTrue(Files.notExists(folder.resolve("mixed")));
    }
}
