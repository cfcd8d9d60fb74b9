package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.host.CommandFailure;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.table.Table;

/** Files as other programs' users reported them, through the commands: the right values, worked out here by hand. */
class OddFilesTest {

    private static final VoxelGrid GRID = new VoxelGrid(8, 7, 6, Affine.of(-3, 0, 0, 10, 0, 3, 0, -9, 0, 0, 3, -7));

    @TempDir
    Path folder;

    private NeuroImage series(int volumes) {
        NeuroImage image = NeuroImage.floats("bold", GRID, volumes, SeriesTiming.every(1));
        float[] volume = new float[GRID.voxels()];
        double[] noise = new double[volume.length];
        for (int t = 0; t < volumes; t++) {
            Seeds.fillGaussian(Seeds.stream(34, t), noise);
            for (int v = 0; v < volume.length; v++) volume[v] = (float) (100 + noise[v]);
            image.writeVolume(t, volume);
        }
        return image;
    }

    private Path write(String name, NeuroImage image) throws IOException {
        Path file = folder.resolve(name);
        NiftiWriter.write(image, file, NiftiWriter.Options.of(NiftiWriter.Type.FLOAT32), Progress.NONE);
        return file;
    }

    private void patch(Path file, Consumer<ByteBuffer> change) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        change.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        Files.write(file, bytes);
    }

    private String run(String label, String options) throws IOException {
        return CommandMenu.calls().run(label, options, Progress.NONE);
    }

    private NeuroImage result(String label, String options) throws IOException {
        run(label, options + " save=" + folder.resolve("out.nii"));
        return NiftiReader.read(folder.resolve("out.nii"), NiftiReader.Options.DEFAULT, Progress.NONE);
    }

    private String refused(String label, String options) {
        return assertThrows(CommandFailure.class, () -> result(label, options)).getMessage();
    }

    /** sform upright, qform rotated by 180 degrees about z, qfac 0, which is treated as 1. */
    @Test
    void formsThatDisagreeOnASide() throws IOException {
        Path file = write("sides.nii", series(1));
        patch(file, header -> header.putFloat(76, 0)
                .putShort(252, (short) 1)
                .putFloat(256, 0)
                .putFloat(260, 1) // a half turn about y: the first and the third axis the other way
                .putFloat(264, 0));
        assertEquals(
                GRID,
                NiftiReader.read(file, NiftiReader.Options.DEFAULT, Progress.NONE)
                        .grid());
        run("NIfTI Header...", "input=" + file + " output=" + folder.resolve("h.tsv"));
        Table table = TsvFiles.read(folder.resolve("h.tsv"));
        int row = -1;
        for (int r = 0; r < table.rows(); r++) if (table.texts("message").get(r).contains("top and which is")) row = r;
        assertTrue(row >= 0, table.texts("message").toString());
        assertEquals("WARNING", table.texts("kind").get(row));
        patch(file, header -> header.putFloat(260, 0).putFloat(264, 0).putFloat(76, 1));
        run("NIfTI Header...", "input=" + file + " output=" + folder.resolve("h.tsv"));
        assertTrue(TsvFiles.read(folder.resolve("h.tsv")).texts("message").stream()
                .anyMatch(text -> text.contains("left and which is right")));
    }

    /** 24 volumes along the fifth axis: right values, and no repetition time from the fourth. */
    @Test
    void timeAlongTheFifthAxis() throws IOException {
        NeuroImage image = series(24);
        Path file = write("five.nii", image);
        patch(file, header -> header.putShort(40, (short) 5)
                .putShort(48, (short) 1)
                .putShort(50, (short) 24)
                .putFloat(76 + 16, 1)
                .putFloat(76 + 20, 2.5f));
        float[] mean = result("Mean Volume...", "input=" + file).volume(0);
        double sum = 0;
        for (int t = 0; t < 24; t++) sum += image.volume(t)[55];
        assertEquals(sum / 24, mean[55], 1e-4);
        // 0.3 to 0.45 Hz lie within what steps of 1 s can hold and beyond what steps of 2.5 s can
        assertTrue(refused("ALFF And fALFF...", "input=" + file + " low=0.3 high=0.45")
                .contains("repetition time"));
    }

    /** One byte that is not UTF-8, or a raw tab, and the slice times are used all the same. */
    @Test
    void sidecarsThatAreNotUtf8() throws IOException {
        Path file = write("odd.nii", series(20));
        String times = "\"RepetitionTime\": 2.0, \"SliceTiming\": [0, 1.0, 0.5, 1.5, 0.25, 0.75]}";
        float[] right = timed(file, "{" + times, StandardCharsets.UTF_8);
        String umlaut = "{\"InstitutionName\": \"T\u00fcbingen\u00ff\", " + times;
        assertArrayEquals(right, timed(file, umlaut, StandardCharsets.ISO_8859_1));
        assertArrayEquals(right, timed(file, "{\"Comment\": \"scan\t3\", " + times, StandardCharsets.UTF_8));
    }

    private float[] timed(Path scan, String sidecar, Charset charset) throws IOException {
        Files.write(folder.resolve("odd.json"), sidecar.getBytes(charset));
        return result("Slice Timing Correction...", "input=" + scan).volume(7);
    }

    /** Masks of 0 and 255, of fractions, with NaN: the voxels of the mask, detrended by a straight line. */
    @Test
    void masksOfAllKinds() throws IOException {
        NeuroImage image = series(40);
        write("bold.nii", image);
        boolean[] inside = new boolean[GRID.voxels()];
        for (int v = 0; v < inside.length; v++) inside[v] = v % 8 > 2 && v / 8 % 7 < 4;
        double[][] right = detrended(image);
        DoubleUnaryOperator[] kinds = {v -> 255 * v, v -> v, v -> 0.998 * v + 0.001, v -> v == 0 ? Double.NaN : 1};
        for (DoubleUnaryOperator kind : kinds) {
            NeuroImage cleaned = clean(mask(inside, kind));
            for (int v = 0; v < inside.length; v++)
                assertEquals(inside[v] ? right[v][3] : 0, cleaned.volume(3)[v], 1e-3, "voxel " + v);
        }
        String statistic = assertThrows(CommandFailure.class, () -> clean(mask(inside, v -> 5 * v - 2)))
                .getMessage();
        assertTrue(statistic.contains("mask") && statistic.contains("from -2"), statistic);
        Path other = write(
                "other.nii", NeuroImage.floats("m", new VoxelGrid(7, 7, 6, GRID.affine()), 1, SeriesTiming.UNKNOWN));
        assertTrue(assertThrows(CommandFailure.class, () -> clean(other))
                .getMessage()
                .contains("mask"));
    }

    private Path mask(boolean[] inside, DoubleUnaryOperator value) throws IOException {
        NeuroImage mask = NeuroImage.floats("mask", GRID, 1, SeriesTiming.UNKNOWN);
        float[] values = new float[inside.length];
        for (int v = 0; v < values.length; v++) values[v] = (float) value.applyAsDouble(inside[v] ? 1 : 0);
        mask.writeVolume(0, values);
        return write("mask.nii", mask);
    }

    private NeuroImage clean(Path mask) throws IOException {
        return result(
                "Regress Confounds...",
                "input=" + folder.resolve("bold.nii") + " confounds=[] columns=[] low=0 high=0 mask=" + mask);
    }

    /** Each voxel less its mean and its straight line, shape (V, T). */
    private static double[][] detrended(NeuroImage image) {
        int n = image.volumes();
        double[][] y = new double[GRID.voxels()][n];
        for (int t = 0; t < n; t++) {
            float[] volume = image.volume(t);
            for (int v = 0; v < y.length; v++) y[v][t] = volume[v];
        }
        for (double[] course : y) {
            double mean = Arrays.stream(course).average().orElseThrow();
            double slope = 0;
            double square = 0;
            for (int t = 0; t < n; t++) {
                slope += (t - (n - 1) / 2.0) * course[t];
                square += Math.pow(t - (n - 1) / 2.0, 2);
            }
            for (int t = 0; t < n; t++) course[t] -= mean + slope / square * (t - (n - 1) / 2.0);
        }
        return y;
    }
}
