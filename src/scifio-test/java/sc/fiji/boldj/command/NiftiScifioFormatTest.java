package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.scif.ImageMetadata;
import io.scif.Reader;
import io.scif.SCIFIO;
import io.scif.services.DatasetIOService;
import io.scif.util.FormatTools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.imagej.Dataset;
import net.imagej.axis.Axes;
import net.imglib2.RandomAccess;
import net.imglib2.type.numeric.RealType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.io.location.FileLocation;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.GzipIndex;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.run.Progress;

/** SCIFIO reads and writes NIfTI with our format; compared with our reader, which is compared with nibabel. */
class NiftiScifioFormatTest {

    private static final Context CONTEXT = new Context();

    @TempDir
    Path folder;

    @AfterAll
    static void dispose() {
        CONTEXT.dispose();
    }

    private static NeuroImage scan() {
        VoxelGrid grid = new VoxelGrid(9, 7, 5, Affine.of(-2, 0, 0, 8, 0, 3, -0.5, -10, 0, 0.5, 3, -6));
        NeuroImage scan = NeuroImage.floats("scan", grid, 6, SeriesTiming.every(1.5));
        Random random = new Random(4);
        float[] volume = new float[grid.voxels()];
        for (int t = 0; t < 6; t++) {
            for (int v = 0; v < volume.length; v++) volume[v] = v + random.nextInt(200);
            scan.writeVolume(t, volume);
        }
        return scan;
    }

    private Path write(String name) throws IOException {
        Path file = folder.resolve(name);
        NiftiWriter.write(scan(), file, NiftiWriter.Options.of(NiftiWriter.Type.INT16), Progress.NONE);
        return file;
    }

    @Test
    void planesInAnyOrderAreThoseOfTheFile() throws Exception {
        for (String name : new String[] {"a.nii", "a.nii.gz", "b.hdr"}) {
            Reader reader = new SCIFIO(CONTEXT)
                    .initializer()
                    .initializeReader(new FileLocation(write(name).toFile()));
            ImageMetadata image = reader.getMetadata().get(0);
            assertEquals(FormatTools.INT16, image.getPixelType());
            assertEquals(30, image.getPlaneCount());
            assertEquals("mm", image.getAxis(Axes.Y).unit());
            assertEquals(Math.hypot(3, 0.5), image.getAxis(Axes.Y).averageScale(0, 1), 1e-6, "voxel size");
            assertEquals(1.5, image.getAxis(Axes.TIME).averageScale(0, 1), 1e-6, "repetition time");
            NeuroImage expected = scan();
            float[] volume = new float[9 * 7 * 5];
            for (int plane : new int[] {29, 0, 17, 3, 4, 5, 12}) {
                ByteBuffer bytes = ByteBuffer.wrap(reader.openPlane(0, plane).getBytes())
                        .order(image.isLittleEndian() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
                expected.readVolume(plane / 5, volume);
                for (int v = 0; v < 63; v++)
                    assertEquals(volume[63 * (plane % 5) + v], bytes.getShort(2 * v), name + " plane " + plane);
            }
            reader.close();
        }
    }

    @Test
    void aDatasetIsWrittenWithItsPlaceAndComesBackTheSame() throws Exception {
        DatasetIOService io = CONTEXT.service(DatasetIOService.class);
        Dataset dataset = io.open(write("c.nii.gz").toString());
        Path copy = folder.resolve("copy.nii.gz");
        io.save(dataset, copy.toString());
        NeuroImage read = NiftiReader.read(copy, NiftiReader.Options.DEFAULT, Progress.NONE);
        read.grid().requireSameAs(scan().grid(), "the copy", "the scan");
        assertEquals(1.5, read.timing().repetitionTime(), 1e-6);
        float[] a = new float[9 * 7 * 5];
        float[] b = a.clone();
        for (int t = 0; t < 6; t++) {
            read.readVolume(t, a);
            scan().readVolume(t, b);
            assertArrayEquals(b, a);
        }
    }

    @Test
    void aDatasetWhoseVoxelsWereMirroredIsNotWrittenAsPlaced() throws Exception {
        DatasetIOService io = CONTEXT.service(DatasetIOService.class);
        Dataset dataset = io.open(write("d.nii").toString());
        RandomAccess<RealType<?>> at = dataset.randomAccess();
        for (int plane = 0; plane < 30; plane++)
            for (int y = 0; y < 7; y++)
                for (int x = 0; x < 4; x++) {
                    at.setPosition(new int[] {x, y, plane % 5, plane / 5});
                    double left = at.get().getRealDouble();
                    at.setPosition(8 - x, 0);
                    double right = at.get().getRealDouble();
                    at.get().setReal(left);
                    at.setPosition(x, 0);
                    at.get().setReal(right);
                }
        Path copy = folder.resolve("mirrored.nii");
        Exception e = assertThrows(Exception.class, () -> io.save(dataset, copy.toString()));
        StringBuilder said = new StringBuilder();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) said.append(cause.getMessage());
        assertTrue(said.toString().contains("left"), said.toString());
        assertTrue(!Files.exists(copy) || Files.size(copy) == 0, "a file was left behind");
    }

    /** Blocks of all three kinds, two members, and what stored bytes do to the alignment. */
    @Test
    void gzipIsReadAtAnyPosition() throws Exception {
        byte[] content = new byte[9_000_000];
        Random random = new Random(8);
        random.nextBytes(content);
        for (int i = 0; i < content.length; i++) if (i / 1_000_000 % 3 != 0) content[i] = (byte) (content[i] & 15);
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        for (int from = 0; from < content.length; from += 4_500_000)
            try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
                out.write(content, from, 4_500_000);
            }
        Path file = folder.resolve("e.gz");
        Files.write(file, zipped.toByteArray());
        try (GzipIndex gzip = new GzipIndex(file)) {
            byte[] part = new byte[70_000];
            for (int i = 0; i < 60; i++) {
                int position = random.nextInt(content.length - part.length);
                assertEquals(part.length, gzip.read(position, part, 0, part.length));
                for (int k = 0; k < part.length; k += 97)
                    assertEquals(content[position + k], part[k], "byte " + (position + k));
            }
            assertEquals(10, gzip.read(content.length - 10L, part, 0, 50));
        }
        byte[] damaged = zipped.toByteArray();
        damaged[damaged.length - 6] ^= 1;
        Files.write(file, damaged);
        try (GzipIndex gzip = new GzipIndex(file)) {
            IOException e = assertThrows(IOException.class, () -> gzip.read(0, new byte[10], 0, 10));
            assertTrue(e.getMessage().contains("checksum"), e.getMessage());
        }
    }
}
