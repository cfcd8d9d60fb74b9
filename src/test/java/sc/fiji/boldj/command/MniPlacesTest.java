package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.host.CommandFailure;
import sc.fiji.boldj.host.CommandRunner;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.host.NamedFiles;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.Space;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.table.Table;

/** Places and atlases of MNI space are looked up in an image only if it is known, or said, to be there. */
class MniPlacesTest {

    private static final VoxelGrid GRID =
            new VoxelGrid(18, 22, 18, Affine.of(8, 0, 0, -68, 0, 8, 0, -104, 0, 0, 8, -52));

    @TempDir
    static Path folder;

    /** Two series of the same values: one as from the scanner, one in MNI space. */
    @BeforeAll
    static void scans() throws IOException {
        NeuroImage scan = NeuroImage.floats("scan", GRID, 20, SeriesTiming.every(2));
        float[] volume = new float[GRID.voxels()];
        double[] noise = new double[volume.length];
        for (int t = 0; t < 20; t++) {
            Seeds.fillGaussian(Seeds.stream(5, t), noise);
            for (int v = 0; v < volume.length; v++) volume[v] = (float) (1000 + 10 * noise[v]);
            scan.writeVolume(t, volume);
        }
        write("raw.nii", scan);
        write("mni.nii", scan.withSpace(Space.mni("MNI152", "")));
        NeuroImage labels = NeuroImage.floats("labels", GRID, 1, SeriesTiming.UNKNOWN);
        for (int v = 0; v < volume.length; v++) volume[v] = v % 3;
        labels.writeVolume(0, volume);
        write("atlas.nii", labels);
        write("space-MNI152_atlas.nii", labels.withSpace(Space.mni("MNI152", "")));
        write("space-T1w_atlas.nii", labels);
        Files.writeString(folder.resolve("places.tsv"), "name\tx\ty\tz\tnetwork\na\t0\t-52\t18\tN\nb\t0\t55\t-3\tN\n");
        Files.writeString(
                folder.resolve("events.tsv"),
                "onset\tduration\ttrial_type\n2\t1\tf\n6\t1\ts\n10\t1\tf\n15\t1\ts\n20\t1\tf\n24\t1\ts\n29\t1\tf\n33\t1\ts\n");
    }

    private static void write(String name, NeuroImage image) throws IOException {
        NiftiWriter.write(image, folder.resolve(name), NiftiWriter.Options.DEFAULT, Progress.NONE);
    }

    private static String at(String name) {
        return folder.resolve(name).toString();
    }

    private static String run(String label, String options) throws IOException {
        return CommandMenu.calls().run(label, options, Progress.NONE);
    }

    private static String refused(String label, String options) {
        String message =
                assertThrows(CommandFailure.class, () -> run(label, options)).getMessage();
        assertTrue(message.startsWith(label), message);
        return message;
    }

    private static void assertNeedsMni(String label, String options) {
        String said = refused(label, "input=" + at("raw.nii") + " " + options);
        for (String words :
                new String[] {"raw.nii", "not known to be in MNI space", "Normalize To MNI...", "space=MNI"})
            assertTrue(said.contains(words), words + " is missing: " + said);
    }

    private static float[] map(String options) throws IOException {
        run("Seed Correlation...", options + " radius=9 save=" + at("map.nii"));
        return NiftiReader.read(folder.resolve("map.nii"), NiftiReader.Options.DEFAULT, Progress.NONE)
                .volume(0);
    }

    @Test
    void aNamedSeedIsRefusedOutsideMniSpace() throws IOException {
        assertNeedsMni("Seed Correlation...", "seed=PCC");
        assertNeedsMni("Seed Correlation...", "seed=[0,-52,18;MPFC]");
        assertNeedsMni("Seed Correlation...", "seed=PCC space=own");
        float[] right = map("input=" + at("mni.nii") + " seed=PCC");
        assertArrayEquals(right, map("input=" + at("raw.nii") + " seed=PCC space=MNI"));
        assertArrayEquals(right, map("input=" + at("raw.nii") + " seed=0,-52,18"), "the image's own millimetres");
        Files.copy(folder.resolve("raw.nii"), folder.resolve("sub-1_space-MNI152NLin6Asym_bold.nii"));
        assertArrayEquals(right, map("input=" + at("sub-1_space-MNI152NLin6Asym_bold.nii") + " seed=PCC"));
        assertTrue(refused("Seed Correlation...", "input=" + at("raw.nii") + " seed=1e9999,0,0")
                .contains("three finite numbers"));
    }

    @Test
    void soIsWhateverElseHasPlacesOfMniSpace() {
        String task = "events=" + at("events.tsv") + " contrasts=[f - s] output=" + at("task");
        assertNeedsMni("Psychophysiological Interaction...", task + " seed=PCC");
        assertNeedsMni("Beta Series Correlation...", task + " seed=PCC");
        assertNeedsMni("Beta Series Correlation...", task + " seed=0,0,0 atlas=" + at("places.tsv"));
        assertNeedsMni("First-Level GLM...", task + " atlas=" + at("places.tsv"));
        assertNeedsMni("First-Level GLM...", task + " atlas=" + at("space-MNI152_atlas.nii"));
        assertNeedsMni("Network Connectivity...", "output=" + at("n.tsv"));
        assertNeedsMni("Network Connectivity...", "networks=" + at("places.tsv") + " output=" + at("n.tsv"));
        assertNeedsMni("ROI Correlation Matrix...", "atlas=" + at("places.tsv") + " output=" + at("m.tsv"));
        assertNeedsMni("ROI Correlation Matrix...", "atlas=" + at("space-MNI152_atlas.nii") + " output=" + at("m.tsv"));
        assertNeedsMni("Homotopic Connectivity...", "");
        String said = refused("Identify Networks...", "maps=" + at("raw.nii") + " output=" + at("names.tsv"));
        assertTrue(said.contains("not known to be in MNI space"), said);
        said = refused(
                "Group Permutation Test...",
                "inputs=" + at("raw.nii") + " permutations=10 statistic=voxel atlas=" + at("places.tsv") + " output="
                        + at("group"));
        assertTrue(said.contains("not known to be in MNI space"), said);
        for (String name : new String[] {"task", "group", "n.tsv", "m.tsv", "names.tsv"})
            assertFalse(Files.exists(folder.resolve(name)), name + " is left behind");
    }

    @Test
    void ownPlacesAndAtlasesOfTheSameSpaceStayPossible() throws IOException {
        String raw = "input=" + at("raw.nii") + " pictures=false radius=9 output=" + at("own.tsv") + " ";
        run("ROI Correlation Matrix...", raw + "space=own atlas=" + at("places.tsv"));
        double own = TsvFiles.read(folder.resolve("own.tsv")).numbers("b")[0];
        String mni = raw.replace("raw.nii", "mni.nii");
        run("ROI Correlation Matrix...", mni + "atlas=" + at("places.tsv"));
        assertEquals(own, TsvFiles.read(folder.resolve("own.tsv")).numbers("b")[0]);
        run("ROI Correlation Matrix...", raw + "atlas=" + at("atlas.nii"));
        run("ROI Correlation Matrix...", raw + "atlas=" + at("space-T1w_atlas.nii"));
        run("ROI Correlation Matrix...", mni + "atlas=" + at("space-MNI152_atlas.nii"));
        assertTrue(refused("ROI Correlation Matrix...", mni + "atlas=" + at("space-T1w_atlas.nii"))
                .contains("is in MNI space but the atlas"));
        run("Homotopic Connectivity...", "input=" + at("raw.nii") + " space=own save=" + at("v.nii"));
    }

    /** Components of a scan in its own space are found, and not named. */
    @Test
    void componentsOutsideMniSpaceCarryNoNames() throws IOException {
        String options = " components=3 stability=2 output=" + at("ica");
        String said = run("Independent Components...", "input=" + at("raw.nii") + options);
        assertTrue(said.contains("networks were not named"), said);
        for (String name : TsvFiles.read(folder.resolve("ica/components.tsv")).texts("name"))
            assertEquals(Table.MISSING, name);
        assertTrue(Files.readString(folder.resolve("ica/index.html")).contains("Not compared with networks."));
    }

    /** The space goes from image to image in a session, and into the files. */
    @Test
    void resultsKeepTheSpace() throws IOException {
        ImagePlus mni = NamedFiles.image(at("mni.nii")).orElseThrow();
        assertEquals("MNI152", mni.getProp("BoldJ.space"));
        CommandRunner runner = new CommandRunner(
                "Gaussian Smoothing (FWHM)...", CommandMenu.table().spec("SmoothingCommand"), (value, progress) -> mni);
        ImagePlus smooth = runner.run(Map.of("input", "it", "fwhm", "9"), Progress.NONE)
                .images()
                .get(0);
        assertTrue(ImageDoor.read(smooth).space().isMni());
        run("Mean Volume...", "input=" + at("mni.nii") + " save=" + at("mean.nii"));
        run("Mean Volume...", "input=" + at("raw.nii") + " save=" + at("rawmean.nii"));
        Files.writeString(folder.resolve("same.txt"), "1 0 0 0\n0 1 0 0\n0 0 1 0\n0 0 0 1\n");
        String moved = " transforms=" + at("same.txt") + " save=" + at("moved.nii");
        run("Apply Transforms...", "input=" + at("mean.nii") + " reference=" + at("rawmean.nii") + moved);
        assertNotMni("moved.nii");
        run("Apply Transforms...", "input=" + at("rawmean.nii") + " reference=" + at("mean.nii") + moved);
        assertTrue(space("moved.nii").isMni(), space("moved.nii").toString());
    }

    private static Space space(String name) throws IOException {
        return NiftiReader.read(folder.resolve(name), NiftiReader.Options.DEFAULT, Progress.NONE)
                .space();
    }

    private static void assertNotMni(String name) throws IOException {
        assertFalse(space(name).isMni(), space(name).toString());
    }

    /** A seed image with weights is their mean; without the key it is a mask, and one that cannot be a mask is refused. */
    @Test
    void aSeedImageMayHoldWeights() throws IOException {
        NeuroImage seed = NeuroImage.floats("seed", GRID, 1, SeriesTiming.UNKNOWN);
        float[] weights = new float[GRID.voxels()];
        weights[4000] = 2;
        weights[4001] = -1;
        weights[4002] = Float.NaN;
        seed.writeVolume(0, weights);
        write("weights.nii", seed);
        weights[4001] = 0;
        weights[4000] = 1;
        seed.writeVolume(0, weights);
        write("one.nii", seed);
        String raw = "input=" + at("raw.nii") + " measure=r seed=";
        float[] weighted = map(raw + at("weights.nii") + " weighted=true");
        float[] one = map(raw + at("one.nii"));
        // the weighted mean 2a - b of two courses, correlated with a third, by hand
        NeuroImage scan = NiftiReader.read(folder.resolve("raw.nii"), NiftiReader.Options.DEFAULT, Progress.NONE);
        double[][] y = new double[3][20];
        for (int t = 0; t < 20; t++) {
            float[] volume = scan.volume(t);
            y[0][t] = volume[4000];
            y[1][t] = 2.0 * volume[4000] - volume[4001];
            y[2][t] = volume[77];
        }
        var pearson = new org.apache.commons.math3.stat.correlation.PearsonsCorrelation();
        assertEquals(pearson.correlation(y[1], y[2]), weighted[77], 1e-6);
        assertEquals(pearson.correlation(y[0], y[2]), one[77], 1e-6);
        assertTrue(refused("Seed Correlation...", raw + at("weights.nii")).contains("not a mask"));
        assertTrue(refused("Seed Correlation...", raw + "0,0,0 weighted=true").contains("key 'weighted'"));
    }

    @Test
    void censoredVolumesAreDroppedZeroedOrBridged() throws IOException {
        StringBuilder fd = new StringBuilder("framewise_displacement\ttrans_x\n");
        for (int t = 0; t < 20; t++)
            fd.append(t == 7 ? 2 : 0.1).append('\t').append(t * t % 7).append('\n');
        Files.writeString(folder.resolve("fd.tsv"), fd);
        String options = "input=" + at("raw.nii") + " confounds=" + at("fd.tsv")
                + " columns=trans_x low=0 high=0 fd_threshold=0.5 save=" + at("clean.nii");
        float[][] dropped = clean(options, 19);
        float[][] zeroed = clean(options + " censored=zero", 20);
        float[][] bridged = clean(options + " censored=interpolate", 20);
        for (int t = 0; t < 20; t++) {
            if (t != 7) assertArrayEquals(dropped[t < 7 ? t : t - 1], zeroed[t]);
            if (t != 7) assertArrayEquals(dropped[t < 7 ? t : t - 1], bridged[t]);
        }
        assertArrayEquals(new float[GRID.voxels()], zeroed[7]);
        assertEquals((bridged[6][99] + bridged[8][99]) / 2, bridged[7][99], 1e-4);
        assertTrue(refused("Regress Confounds...", "input=" + at("raw.nii") + " censored=zero")
                .contains("nothing is censored"));
    }

    private static float[][] clean(String options, int volumes) throws IOException {
        run("Regress Confounds...", options);
        NeuroImage image = NiftiReader.read(folder.resolve("clean.nii"), NiftiReader.Options.DEFAULT, Progress.NONE);
        assertEquals(volumes, image.volumes());
        float[][] all = new float[volumes][];
        for (int t = 0; t < volumes; t++) all[t] = image.volume(t);
        return all;
    }
}
