package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.host.CommandFailure;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.run.Cancelled;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.workflow.scan.QuickDenoising;

class QuickDenoiseCommandTest {

    private static final VoxelGrid GRID =
            new VoxelGrid(16, 18, 12, Affine.of(4, 0, 0, -30, 0, 4, 0, -34, 0, 0, 4, -22));

    @TempDir
    Path folder;

    /** A ball of 800 with structure and noise. */
    private static NeuroImage series(int volumes, SeriesTiming timing) {
        NeuroImage image = NeuroImage.floats("scan", GRID, volumes, timing);
        double[] noise = new double[GRID.voxels()];
        for (int t = 0; t < volumes; t++) {
            Seeds.fillGaussian(Seeds.stream(5, t), noise);
            float[] volume = new float[noise.length];
            for (int v = 0; v < volume.length; v++) {
                double[] p = GRID.position(v);
                boolean head = Math.hypot(Math.hypot(p[0] / 26, p[1] / 30), p[2] / 20) < 1;
                volume[v] = (float)
                        (head ? 800 + 40 * Math.sin(p[0] / 5) + 30 * Math.cos(p[1] / 6) + 6 * noise[v] : 5 + noise[v]);
            }
            image.writeVolume(t, volume);
        }
        return image;
    }

    private Path write(NeuroImage image, String name) throws IOException {
        Path file = folder.resolve(name);
        NiftiWriter.write(image, file, NiftiWriter.Options.DEFAULT, Progress.NONE);
        return file;
    }

    /** The steps by hand, by their own commands and files; a relative 1e-4: the table of confounds holds decimal digits. */
    @Test
    void theResultIsThatOfTheSingleCommands() throws IOException {
        for (int volumes : new int[] {60, 200}) {
            Path input = write(series(volumes, SeriesTiming.every(2)), "scan.nii");
            Path mask = folder.resolve("mask.nii");
            Path aligned = folder.resolve("aligned.nii");
            Path motion = folder.resolve("motion.tsv");
            Path confounds = folder.resolve("confounds.tsv");
            Path clean = folder.resolve("clean.nii");
            Path smooth = folder.resolve("smooth.nii");
            Path quick = folder.resolve("quick.nii");
            MapTrial.run("Brain Mask...", "input=[" + input + "] save=[" + mask + "]");
            MapTrial.run(
                    "Realign Head Motion...", "input=[" + input + "] motion=[" + motion + "] save=[" + aligned + "]");
            MapTrial.run(
                    "Compute Confounds...",
                    "input=[" + aligned + "] mask=[" + mask + "] motion=[" + motion + "] dummy_scans=0 output=["
                            + confounds + "]");
            MapTrial.run(
                    "Regress Confounds...",
                    "input=[" + aligned + "] confounds=[" + confounds + "] columns="
                            + (volumes < 183 ? "6P+tCompCor" : "24P+tCompCor") + " mask=[" + mask + "] save=[" + clean
                            + "]");
            MapTrial.run(
                    "Gaussian Smoothing (FWHM)...",
                    "input=[" + clean + "] fwhm=6 mask=[" + mask + "] save=[" + smooth + "]");
            MapTrial.run("Quick Denoise...", "input=[" + input + "] mask=[" + mask + "] save=[" + quick + "]");
            for (int t : new int[] {0, 31, volumes - 1}) {
                float[] one = read(smooth).volume(t);
                float[] other = read(quick).volume(t);
                for (int v = 0; v < one.length; v++) assertEquals(one[v], other[v], 1e-3, volumes + " " + v);
            }
        }
    }

    private static NeuroImage read(Path file) throws IOException {
        return NiftiReader.read(file, NiftiReader.Options.DEFAULT, Progress.NONE);
    }

    @Test
    void oneAndSeveralThreadsGiveTheSameBitsAndCancellingStops() {
        NeuroImage source = series(60, SeriesTiming.every(2));
        boolean[] inside = new boolean[GRID.voxels()];
        for (int v = 0; v < inside.length; v++) inside[v] = source.volume(0)[v] > 400;
        Mask brain = Mask.of(GRID, inside);
        NeuroImage[] results = {source.createLike("one", 60), source.createLike("four", 60)};
        int[] threads = {1, 4};
        for (int i = 0; i < 2; i++) {
            NeuroImage target = results[i];
            Parallelization.runWithNumThreads(
                    threads[i],
                    () -> QuickDenoising.apply(source, brain, QuickDenoising.Options.DEFAULT, target, Progress.NONE));
        }
        for (int t = 0; t < 60; t++) assertArrayEquals(results[0].volume(t), results[1].volume(t));
        assertThrows(
                CancellationException.class,
                () -> QuickDenoising.apply(
                        source, brain, QuickDenoising.Options.DEFAULT, results[0], Cancelled.AT_ONCE));
    }

    @Test
    void withoutARepetitionTimeItSaysWhereToEnterOne() throws IOException {
        Path input = write(series(20, SeriesTiming.UNKNOWN), "untimed.nii");
        Path mask = write(Mask.all(GRID).toImage(series(3, SeriesTiming.UNKNOWN), "all"), "all.nii");
        String message = assertThrows(
                        CommandFailure.class,
                        () -> MapTrial.run("Quick Denoise...", "input=[" + input + "] mask=[" + mask + "]"))
                .getMessage();
        assertTrue(message.contains("repetition time") && message.contains("Frame interval"), message);
    }

    @Test
    void theQuickstartListsItsStepsWithoutAScreen() {
        assertEquals(6, sc.fiji.boldj.explore.FirstSteps.lines().size());
    }
}
