package sc.fiji.boldj.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.zip.GZIPOutputStream;
import net.imglib2.RandomAccess;
import net.imglib2.parallel.Parallelization;
import net.imglib2.type.numeric.RealType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.PlanarStore;
import sc.fiji.boldj.run.Cancelled;
import sc.fiji.boldj.run.Progress;

/** Files put together here byte by byte. */
class NiftiReaderTest {

    @TempDir
    Path folder;

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    static byte[] gzip(byte[]... members) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] member : members)
            try (GZIPOutputStream gz = new GZIPOutputStream(out)) {
                gz.write(member);
            }
        return out.toByteArray();
    }

    private static NeuroImage stored(Path path) throws IOException {
        return NiftiReader.read(path, NiftiReader.Options.DEFAULT, Progress.NONE);
    }

    private static NeuroImage floats(Path path) throws IOException {
        return NiftiReader.read(path, NiftiReader.Options.IMAGEJ, Progress.NONE);
    }

    private static double at(NeuroImage image, int x, int y, int z, int t) {
        RandomAccess<? extends RealType<?>> access = image.img().randomAccess();
        access.setPosition(new int[] {x, y, z, t});
        return access.get().getRealDouble();
    }

    /** Values that wrap if a sign or a width is wrong: labels above 127 and 255, the ends of each type. */
    private static double[] extremes(int datatype) {
        return switch (datatype) {
            case 2 -> new double[] {0, 1, 127, 128, 200, 255};
            case 256 -> new double[] {0, 1, 127, -1, -127, -128};
            case 4 -> new double[] {0, 255, 256, 32767, -32768, -1};
            case 512 -> new double[] {0, 255, 256, 32768, 65535, 1};
            case 8 -> new double[] {0, 1 << 24, 2147483647, -2147483648.0, -1, 300};
            case 768 -> new double[] {0, 1 << 24, 2147483648.0, 4294967295.0, 1, 300};
            case 1024 -> new double[] {0, 1L << 53, -(1L << 53), -1, 300, -0x1p63};
            case 1280 -> new double[] {0, 1L << 53, 0x1p63, 0x1p64 - 2048, 1, 300};
            default -> new double[] {0, -1.5, Float.MAX_VALUE, Float.MIN_VALUE, Double.NaN, Double.NEGATIVE_INFINITY};
        };
    }

    static List<Object[]> formats() {
        List<Object[]> formats = new ArrayList<>();
        for (int datatype : new int[] {2, 256, 4, 512, 8, 768, 1024, 1280, 16, 64})
            for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN})
                for (int version = 1; version <= 2; version++) formats.add(new Object[] {datatype, order, version});
        return formats;
    }

    @ParameterizedTest
    @MethodSource("formats")
    void everyTypeOrderAndVersion(int datatype, ByteOrder order, int version) throws IOException {
        double[] values = extremes(datatype);
        for (double[] scaling : new double[][] {{1, 0}, {0, 5}, {2, -1}, {Double.NaN, 0}}) {
            TestHeader header =
                    version == 1 ? TestHeader.nifti1(order, datatype, 3, 2) : TestHeader.nifti2(order, datatype, 3, 2);
            byte[] bytes = header.scaling(scaling[0], scaling[1]).file(datatype, values);
            double slope = scaling[0] == 2 ? 2 : 1;
            double intercept = scaling[0] == 2 ? -1 : 0;
            for (Path path : new Path[] {file("a.nii", bytes), file("a.nii.gz", gzip(bytes))}) {
                NeuroImage stored = stored(path);
                NeuroImage floats = floats(path);
                assertEquals(1, stored.volumes());
                assertFalse(stored.timing().isKnown());
                for (int i = 0; i < 6; i++) {
                    double expected = values[i] * slope + intercept;
                    assertEquals(expected, at(stored, i % 3, i / 3, 0, 0), "stored " + i);
                    assertEquals((float) expected, (float) at(floats, i % 3, i / 3, 0, 0), "float " + i);
                    assertEquals((float) expected, stored.volume(0)[i], "volume " + i);
                }
                NeuroImage image = slope == 1 ? floats : stored;
                if (datatype == 8 || datatype >= 768) image = stored;
                Path copy = folder.resolve("copy" + path.getFileName());
                NiftiWriter.write(image, copy, NiftiWriter.Options.DEFAULT, Progress.NONE);
                assertArrayEquals(bytes, NiftiRoundTripTest.unzipped(copy), "comes back byte for byte");
            }
        }
    }

    @Test
    void rowsAreReversedInMemoryOnlyAndOnlyWhereTheSecondAxisPointsUpOrToTheFront() throws IOException {
        double[] values = new double[3 * 4 * 2 * 2];
        for (int i = 0; i < values.length; i++) values[i] = i;
        TestHeader header = TestHeader.nifti1(4, 3, 4, 2, 2);
        NeuroImage image = floats(file("up.nii", header.file(4, values)));
        assertTrue(((PlanarStore) image.voxels()).rowsReversed());
        assertEquals(9, ((float[]) ((PlanarStore) image.voxels()).plane(0, 0))[0], "the last row is first in memory");
        assertEquals(1 + 3 * (2 + 4 * (1 + 2 * 1)), at(image, 1, 2, 1, 1), "but indices are those of the file");
        header.buffer.putFloat(280 + 4 * 5, -3);
        assertFalse(
                ((PlanarStore) floats(file("down.nii", header.file(4, values))).voxels()).rowsReversed());
        header.buffer
                .putFloat(280 + 4 * 5, 0)
                .putFloat(280 + 4 * 9, 3)
                .putFloat(280 + 4 * 6, 3)
                .putFloat(280 + 40, 0);
        assertTrue(((PlanarStore)
                        floats(file("coronal.nii", header.file(4, values))).voxels())
                .rowsReversed());
    }

    @Test
    void largeGzipIsTheSameForOneThreadAndMany() throws IOException {
        double[] values = new double[64 * 60 * 40 * 9];
        for (int i = 0; i < values.length; i++) values[i] = i * 31 % 30000;
        byte[] bytes = TestHeader.nifti1(4, 64, 60, 40, 9).file(4, values);
        byte[] half = Arrays.copyOf(bytes, bytes.length / 2 + 1);
        byte[] rest = Arrays.copyOfRange(bytes, half.length, bytes.length);
        for (Path path : new Path[] {file("l.nii", bytes), file("l.nii.gz", gzip(half, rest))}) {
            NeuroImage[] images = new NeuroImage[2];
            Parallelization.runSingleThreaded(() -> images[0] = quietly(path));
            Parallelization.runWithNumThreads(3, () -> images[1] = quietly(path));
            for (int t = 0; t < 9; t++) {
                float[] volume = images[0].volume(t);
                assertArrayEquals(volume, images[1].volume(t));
                for (int v = 0; v < volume.length; v += 97) assertEquals(values[t * volume.length + v], volume[v]);
            }
        }
    }

    private static NeuroImage quietly(Path path) {
        try {
            return floats(path);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aFileCutAnywhereIsRefused() throws IOException {
        double[] values = new double[20 * 20 * 20 * 3];
        for (int i = 0; i < values.length; i++) values[i] = i * 7919 % 1000;
        byte[] bytes = TestHeader.nifti1(4, 20, 20, 20, 3).file(4, values);
        byte[] zipped = gzip(bytes);
        for (int length : new int[] {0, 1, 3, 100, 347, 348, 351, 352, 353, 5000, bytes.length - 1}) {
            Path path = file("cut.nii", Arrays.copyOf(bytes, length));
            NiftiException e = assertThrows(NiftiException.class, () -> stored(path), "length " + length);
            assertTrue(e.getMessage().contains("cut.nii"), e.getMessage());
        }
        for (int length : new int[] {1, 5, 9, 10, 11, 100, zipped.length / 2, zipped.length - 8, zipped.length - 1}) {
            Path path = file("cut.nii.gz", Arrays.copyOf(zipped, length));
            NiftiException e = assertThrows(NiftiException.class, () -> stored(path), "length " + length);
            assertTrue(e.getMessage().contains("cut.nii.gz"), e.getMessage());
        }
        byte[] wrong = zipped.clone();
        wrong[zipped.length - 6] ^= 1;
        Path path = file("wrong.nii.gz", wrong);
        assertEquals(
                "gzip", assertThrows(NiftiException.class, () -> stored(path)).field());
    }

    @Test
    void sizesThatLieAreRefusedBeforeMemoryIsTaken() throws IOException {
        byte[] content = TestHeader.nifti2(ByteOrder.LITTLE_ENDIAN, 64, 30000, 30000, 2, 1000)
                .file(64, new double[4]);
        for (Path path : new Path[] {file("lie.nii", content), file("lie.nii.gz", gzip(content))}) {
            assertEquals(
                    "dim", NiftiHeader.read(path).firstError().orElseThrow().field(), "seen in the header");
            assertEquals(
                    "dim",
                    assertThrows(NiftiException.class, () -> stored(path)).field());
        }
        // zeros compress so well that the ratio alone does not give the lie away
        byte[] zeros = gzip(TestHeader.nifti1(2, 1000, 1000, 20).bytes(), new byte[1 << 23]);
        Path path = file("zeros.nii.gz", zeros);
        NiftiException e = assertThrows(NiftiException.class, () -> stored(path));
        assertEquals("dim", e.field());
        byte[] many = TestHeader.nifti1(2, 1, 1, 32767, 32767, 32767, 1, 1).bytes();
        assertEquals(
                "dim",
                assertThrows(NiftiException.class, () -> stored(file("m.nii", many)))
                        .field());
    }

    @Test
    void obliqueQformIsTheRotationOfItsQuaternion() throws IOException {
        TestHeader header = TestHeader.nifti1(2, 2, 2, 2);
        double angle = 0.3; // about z, then the third axis is turned round by qfac
        header.buffer.putShort(254, (short) 0).putShort(252, (short) 1).putFloat(76, -1);
        header.buffer
                .putFloat(264, (float) Math.sin(angle / 2))
                .putFloat(268, 5)
                .putFloat(272, -6)
                .putFloat(276, 7);
        NeuroImage image = stored(file("q.nii", header.file(2, new double[8])));
        double c = 3 * Math.cos(angle);
        double s = 3 * Math.sin(angle);
        double[] expected = {c, -s, 0, 5, s, c, 0, -6, 0, 0, -3.5, 7};
        for (int i = 0; i < 12; i++)
            assertEquals(expected[i], image.grid().affine().get(i / 4, i % 4), 1e-6);
        Path copy = folder.resolve("s.nii");
        NeuroImage bare = NeuroImage.of("bare", image.grid(), image.voxels(), image.timing());
        NiftiHeader written = NiftiWriter.write(bare, copy, NiftiWriter.Options.DEFAULT, Progress.NONE);
        assertEquals(-1, written.number(NiftiField.PIXDIM));
        for (int i = 0; i < 12; i++) {
            assertEquals(expected[i], NiftiSpace.qform(written).orElseThrow().get(i / 4, i % 4), 1e-5, "qform " + i);
            assertEquals(expected[i], NiftiSpace.sform(written).orElseThrow().get(i / 4, i % 4), 1e-6, "sform " + i);
        }
    }

    @Test
    void unitsOfSpaceAndTimeBecomeMillimetresAndSeconds() throws IOException {
        TestHeader header = TestHeader.nifti1(2, 2, 2, 2, 2);
        header.buffer.put(123, (byte) (1 | 16)).putFloat(76 + 16, 800);
        NeuroImage image = stored(file("u.nii", header.file(2, new double[16])));
        assertEquals(0.8, image.timing().repetitionTime());
        assertEquals(3000, image.grid().voxelSize(0));
        header.buffer.put(123, (byte) (2 | 8));
        NiftiHeader milliseconds = NiftiHeader.read(file("ms.nii", header.file(2, new double[16])));
        assertFalse(milliseconds.timing().isKnown(), "800 s is said to look like milliseconds, not converted");
        assertTrue(milliseconds.findings().stream().anyMatch(f -> f.message().contains("milliseconds")));
    }

    @Test
    void cancellingStops() throws IOException {
        byte[] bytes = TestHeader.nifti1(2, 10, 10, 10).file(2, new double[1000]);
        Progress cancelled = Cancelled.AT_ONCE;
        for (Path path : new Path[] {file("c.nii", bytes), file("c.nii.gz", gzip(bytes))}) {
            assertThrows(
                    CancellationException.class, () -> NiftiReader.read(path, NiftiReader.Options.DEFAULT, cancelled));
            NeuroImage image = stored(path);
            Path target = folder.resolve("target" + path.getFileName());
            assertThrows(
                    CancellationException.class,
                    () -> NiftiWriter.write(image, target, NiftiWriter.Options.DEFAULT, cancelled));
            assertFalse(Files.exists(target));
        }
        try (var files = Files.list(folder)) {
            assertTrue(files.noneMatch(f -> f.toString().endsWith(".part")), "nothing is left behind");
        }
    }

    @Test
    void damagedHeadersCanStillBeShown() throws IOException {
        TestHeader header = TestHeader.nifti1(2, 2, 2, 2);
        header.buffer.putShort(42, (short) -7);
        NiftiHeader shown = NiftiHeader.read(file("bad.nii", header.file(2, new double[8])));
        assertEquals("dim[1]", shown.firstError().orElseThrow().field());
        assertEquals("3 -7 2 2 1 1 1 1", shown.fields().get("dim"));
        assertEquals("0.8", shown.fields().get("pixdim").split(" ", -1)[4]);
        assertThrows(IllegalStateException.class, shown::grid);
    }
}
