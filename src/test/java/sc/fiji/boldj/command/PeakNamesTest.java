package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.Space;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;

/** Peaks get the name of the label or place they are in or near. */
class PeakNamesTest {

    private static final NeuroImage MAP = NeuroImage.floats(
                    "map", new VoxelGrid(2, 2, 2, Affine.IDENTITY), 1, SeriesTiming.UNKNOWN)
            .withSpace(Space.mni("MNI152", ""));

    @TempDir
    Path folder;

    /** Label 7 in the half with x below 0, label 300 in one far voxel; voxels of 4 mm, x from the right. */
    private Path labels(String table) throws Exception {
        VoxelGrid grid = new VoxelGrid(12, 12, 12, Affine.of(-4, 0, 0, 22, 0, 4, 0, -22, 0, 0, 4, -22));
        NeuroImage image = NeuroImage.floats("labels", grid, 1, SeriesTiming.UNKNOWN);
        float[] volume = new float[grid.voxels()];
        for (int v = 0; v < volume.length; v++) volume[v] = v % 12 >= 6 && v / 144 < 8 ? 7 : 0;
        volume[0] = 300;
        image.writeVolume(0, volume);
        NiftiWriter.write(image, folder.resolve("atlas.nii.gz"), NiftiWriter.Options.DEFAULT, Progress.NONE);
        if (!table.isEmpty()) Files.writeString(folder.resolve("atlas.tsv"), table);
        return folder.resolve("atlas.nii.gz");
    }

    @Test
    void aLabelVolumeNamesPlaces() throws Exception {
        assertNull(PeakNames.read(" ", MAP, "auto"));
        Function<double[], String> names = PeakNames.read(
                labels("index\tname\n7\tLeft half\n300\tFar corner\n").toString(), MAP, "auto");
        assertEquals("Left half", names.apply(new double[] {-10, 0, -10}));
        assertEquals("Far corner", names.apply(new double[] {22, -22, -22}));
        assertEquals("near Left half", names.apply(new double[] {4, 0, -10}));
        assertEquals("n/a", names.apply(new double[] {20, 10, 10}));
        assertEquals("n/a", names.apply(new double[] {-10, 0, 200}), "outside the volume and far");
    }

    @Test
    void withoutATableTheNumberIsTheName() throws Exception {
        // A sidecar of the image is no table of names.
        Files.writeString(folder.resolve("atlas.json"), "{\"Space\": \"MNI152\"}");
        assertEquals(
                "label 7", PeakNames.read(labels("").toString(), MAP, "auto").apply(new double[] {-10, 0, -10}));
    }

    @Test
    void coordinatesNameTheNearestPlace() throws Exception {
        Path file =
                Files.writeString(folder.resolve("places.tsv"), "name\tx\ty\tz\nPCC\t0\t-52\t26\nmPFC\t0\t52\t-6\n");
        Function<double[], String> names = PeakNames.read(file.toString(), MAP, "auto");
        assertEquals("PCC (5 mm away)", names.apply(new double[] {3, -56, 26}));
        assertEquals("mPFC (0 mm away)", names.apply(new double[] {0, 52, -6}));
        assertEquals("n/a", names.apply(new double[] {60, 0, 0}));
        String missing = assertThrows(IllegalArgumentException.class, () -> PeakNames.read("gone.nii.gz", MAP, "auto"))
                .getMessage();
        assertTrue(missing.contains("atlas") && missing.contains("gone.nii.gz"), missing);
    }

    /** Two bumps joined by a bridge are one cluster with two peaks, at their places and with their names. */
    @Test
    void theTablesNameEachPeak() throws Exception {
        VoxelGrid grid = new VoxelGrid(12, 6, 4, Affine.of(-4, 0, 0, 22, 0, 4, 0, -10, 0, 0, 4, -10));
        StringBuilder table = new StringBuilder("path\tarm\n");
        for (int s = 0; s < 12; s++) {
            float[] volume = new float[grid.voxels()];
            double[] noise = new double[volume.length];
            sc.fiji.boldj.run.Seeds.fillGaussian(sc.fiji.boldj.run.Seeds.stream(12, s), noise);
            for (int v = 0; v < volume.length; v++) {
                int x = v % 12;
                boolean row = v / 12 == 3 + 6 * 2;
                double bump = !row || x < 2 || x > 9 ? 0 : x == 3 ? 7.5 : x == 8 ? 6.8 : 5.8;
                volume[v] = (float) (0.2 * noise[v] + (s % 2 == 0 ? bump : 0));
            }
            NeuroImage map = NeuroImage.floats("map", grid, 1, SeriesTiming.UNKNOWN);
            map.writeVolume(0, volume);
            NiftiWriter.write(map, folder.resolve("m" + s + ".nii"), NiftiWriter.Options.DEFAULT, Progress.NONE);
            table.append("m" + s + ".nii\t" + (s % 2 == 0 ? "drug" : "placebo") + "\n");
        }
        Path list = Files.writeString(folder.resolve("trial.tsv"), table);
        Path out = folder.resolve("out");
        // The variance is made equal everywhere, so that peaks of t are peaks of the effect.
        MapTrial.run(
                "Group Permutation Test...",
                "inputs=[" + list + "] design=two-sample statistic=voxel variance_fwhm=500 permutations=900 atlas=["
                        + labels("index\tname\n7\tLeft half\n") + "] output=[" + out + "]");
        Table clusters = TsvFiles.read(out.resolve("clusters.tsv"));
        assertEquals(1, clusters.rows(), clusters.toString());
        assertEquals(8, clusters.numbers("voxels")[0]);
        assertEquals(22 - 4 * 3, clusters.numbers("x")[0]);
        assertEquals(-10 + 4 * 3, clusters.numbers("y")[0]);
        assertEquals(-10 + 4 * 2, clusters.numbers("z")[0]);
        Table peaks = TsvFiles.read(out.resolve("peaks.tsv"));
        List<Double> places = new ArrayList<>();
        for (double x : peaks.numbers("x")) places.add(x);
        assertEquals(List.of(10.0, -10.0), places.subList(0, 2));
        assertEquals("Left half", peaks.texts("region").get(1));
        assertEquals(
                clusters.texts("region").get(0), peaks.texts("region").get(0), "the first peak is the cluster's own");
        assertEquals("n/a", peaks.texts("region").get(0), "12 mm from the nearest label");
    }
}
