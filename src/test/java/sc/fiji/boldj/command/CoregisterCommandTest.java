package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.host.CommandCalls;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.RigidMotion;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.TransformFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.simulate.HeadModel;
import sc.fiji.boldj.simulate.Heads;

/** Coregister Images... as the launcher runs it, on a head whose place is known. */
class CoregisterCommandTest {

    private static final String LABEL = "Coregister Images...";
    private static final CommandCalls CALLS = CommandMenu.calls();
    private static final VoxelGrid GRID = grid(4, 48, 58, 48);
    private static final Affine TRUTH =
            RigidMotion.of(4, -6, 5, 0.08, -0.05, 0.1).toAffine(0, 0, 0);

    @TempDir
    static Path folder;

    private static VoxelGrid grid(double voxel, int nx, int ny, int nz) {
        return new VoxelGrid(
                nx,
                ny,
                nz,
                Affine.of(
                        -voxel,
                        0,
                        0,
                        voxel * (nx - 1) / 2.0,
                        0,
                        voxel,
                        0,
                        5 - voxel * (ny - 1) / 2.0,
                        0,
                        0,
                        voxel,
                        -8 - voxel * (nz - 1) / 2.0));
    }

    @BeforeAll
    static void writeScans() throws IOException {
        HeadModel head = Heads.of(HeadModel.Options.DEFAULT);
        write("white.nii", head.white(GRID, Progress.NONE));
        NeuroImage brain = NeuroImage.floats("brain", GRID, 1, SeriesTiming.UNKNOWN);
        write("brain.nii", head.brain(GRID, Progress.NONE).toImage(brain, "brain"));
        NeuroImage t1 = head.white(GRID, Progress.NONE);
        float[] values = t1.volume(0);
        float[] grey = head.grey(GRID, Progress.NONE).volume(0);
        for (int v = 0; v < values.length; v++) values[v] = 900 * values[v] + 600 * grey[v];
        t1.writeVolume(0, values);
        write("t1.nii", t1);
        VoxelGrid scanned = grid(4, 46, 56, 44);
        VoxelGrid seen = new VoxelGrid(46, 56, 44, TRUTH.inverse().times(scanned.affine()));
        float[] bold = head.echoPlanar(seen, Progress.NONE).volume(0);
        NeuroImage series = NeuroImage.floats("bold", scanned, 3, SeriesTiming.every(2));
        for (int t = 0; t < 3; t++) {
            float[] volume = bold.clone();
            for (int v = 0; v < volume.length; v++) volume[v] += t - 1;
            series.writeVolume(t, volume);
        }
        write("bold.nii", series);
    }

    private static void write(String name, NeuroImage image) throws IOException {
        NiftiWriter.write(image, folder.resolve(name), NiftiWriter.Options.of(NiftiWriter.Type.FLOAT32), Progress.NONE);
    }

    private static String at(String name) {
        return folder.resolve(name).toString();
    }

    private static NeuroImage read(String name) throws IOException {
        return NiftiReader.read(folder.resolve(name), NiftiReader.Options.DEFAULT, Progress.NONE);
    }

    private static double worst(Affine map) {
        double worst = 0;
        for (int corner = 0; corner < 8; corner++) {
            double x = (corner & 1) == 0 ? -60 : 60;
            double y = (corner & 2) == 0 ? -80 : 70;
            double z = (corner & 4) == 0 ? -40 : 70;
            double[] a = map.apply(x, y, z);
            double[] b = TRUTH.apply(x, y, z);
            worst = Math.max(worst, Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]));
        }
        return worst;
    }

    @Test
    void theTransformWrittenIsTheOneToApply() throws IOException {
        String said = CALLS.run(
                LABEL,
                "moving=" + at("bold.nii") + " fixed=" + at("t1.nii") + " mask=" + at("brain.nii") + " transform="
                        + at("map.txt") + " save=" + at("result.nii"),
                Progress.NONE);
        assertTrue(said.contains("6 degrees of freedom"), said);
        Affine map = TransformFiles.read(folder.resolve("map.txt")).get(0);
        assertTrue(worst(map) < 1, worst(map) + " mm");
        Affine itk = TransformFiles.read(folder.resolve("map_itk.txt")).get(0);
        for (int k = 0; k < 12; k++) assertEquals(map.get(k / 4, k % 4), itk.get(k / 4, k % 4), 1e-9);
        NeuroImage result = read("result.nii");
        assertTrue(result.grid().isSameAs(GRID));
        assertEquals(1, result.volumes());
        CALLS.run(
                "Apply Transforms...",
                "input=" + at("bold.nii") + " reference=" + at("t1.nii") + " transforms=" + at("map.txt")
                        + " interpolation=cubic save=" + at("applied.nii"),
                Progress.NONE);
        assertArrayEquals(read("applied.nii").volume(1), result.volume(0), 0.01f);
    }

    @Test
    void theBorderOfWhiteMatterRefines() throws IOException {
        String said = CALLS.run(
                LABEL,
                "moving=" + at("bold.nii") + " fixed=" + at("t1.nii") + " mask=" + at("brain.nii") + " wm="
                        + at("white.nii") + " cost=bbr transform=" + at("bbr.txt"),
                Progress.NONE);
        assertTrue(said.contains("boundary-based refinement"), said);
        Affine map = TransformFiles.read(folder.resolve("bbr.txt")).get(0);
        assertTrue(worst(map) < 1.5, worst(map) + " mm");
    }

    /** Without wm and mask, from a T1 of which only the brain is left, as white and grey matter. */
    @Test
    void whatBbrNeedsIsLookedFor() throws IOException {
        String said = CALLS.run(
                LABEL,
                "moving=" + at("bold.nii") + " fixed=" + at("t1.nii") + " cost=bbr transform=" + at("alone.txt"),
                Progress.NONE);
        assertTrue(said.contains("white matter segmented") && said.contains("boundary-based refinement"), said);
        Affine map = TransformFiles.read(folder.resolve("alone.txt")).get(0);
        assertTrue(worst(map) < 2, worst(map) + " mm");
    }

    @Test
    void aWrongCallIsNamed() {
        String images = "moving=" + at("bold.nii") + " fixed=" + at("t1.nii");
        refused("cost=bbr is rigid", images + " cost=bbr dof=12");
        refused("got 7", images + " dof=7");
        refused("one of", images + " cost=bpr");
        refused("another grid", images + " cost=bbr wm=" + at("bold.nii"));
        assertTrue(Files.notExists(folder.resolve("none.txt")));
        refused("dof", images + " dof=8 transform=" + at("none.txt"));
        assertTrue(Files.notExists(folder.resolve("none.txt")));
    }

    private static void refused(String words, String options) {
        String message = assertThrows(RuntimeException.class, () -> CALLS.run(LABEL, options, Progress.NONE))
                .getMessage();
        assertTrue(message.contains(words) && message.contains(LABEL), message);
    }
}
