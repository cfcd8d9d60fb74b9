package sc.fiji.boldj.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.DisplacementField;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.SpatialMap;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

/** The layout of warps on disk: against a file written by nibabel and against bytes by hand. */
class DisplacementFilesTest {

    private static final Affine PLACE = Affine.of(-2, 0, 0, 10, 0, 2.5, 0.3, -20, 0, -0.36, 2, 5);

    @TempDir
    Path folder;

    private static double lps(int component, int i, int j, int k) {
        return component == 0 ? i + 0.5 * j : component == 1 ? j - k : 10 * k + 0.25 * i;
    }

    private Path fixture() throws IOException {
        Path file = folder.resolve("warp.nii.gz");
        if (!Files.exists(file)) Files.copy(DisplacementFilesTest.class.getResourceAsStream("warp.nii.gz"), file);
        return file;
    }

    @Test
    void aFileOfNibabelIsReadWithLeftAndBackTurned() throws IOException {
        DisplacementField field = DisplacementFiles.read(fixture(), Progress.NONE);
        for (int i = 0; i < 12; i++)
            assertEquals(PLACE.get(i / 4, i % 4), field.grid().affine().get(i / 4, i % 4), 1e-6);
        for (int k = 0; k < 3; k++)
            for (int j = 0; j < 4; j++)
                for (int i = 0; i < 5; i++) {
                    int v = field.grid().index(i, j, k);
                    assertEquals(-lps(0, i, j, k), field.get(0, v), 0);
                    assertEquals(-lps(1, i, j, k), field.get(1, v), 0);
                    assertEquals(lps(2, i, j, k), field.get(2, v), 0);
                }
        List<SpatialMap> maps = TransformFiles.readMaps(fixture(), Progress.NONE);
        double[] p = PLACE.apply(1, 2, 1);
        double[] q = new double[3];
        maps.get(0).apply(p, q);
        // u (LPS) of that voxel is (2, 1, 10.25): left 2, back 1, up 10.25
        assertEquals(p[0] - 2, q[0], 1e-5);
        assertEquals(p[1] - 1, q[1], 1e-5);
        assertEquals(p[2] + 10.25, q[2], 1e-5);
    }

    @Test
    void bytesStandWhereItkWantsThem() throws IOException {
        Path file = folder.resolve("out.nii");
        DisplacementFiles.write(file, DisplacementFiles.read(fixture(), Progress.NONE), Progress.NONE);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        short[] dim = {5, 5, 4, 3, 1, 3, 1, 1};
        for (int i = 0; i < 8; i++) assertEquals(dim[i], bytes.getShort(40 + 2 * i), "dim[" + i + "]");
        assertEquals(1007, bytes.getShort(68), "intent_code");
        assertEquals(16, bytes.getShort(70), "datatype float32");
        assertEquals(352, bytes.getFloat(108), "vox_offset");
        assertEquals(352 + 4 * 60 * 3, bytes.capacity());
        for (int c = 0; c < 3; c++)
            for (int k = 0; k < 3; k++)
                for (int j = 0; j < 4; j++)
                    for (int i = 0; i < 5; i++)
                        assertEquals(
                                (float) lps(c, i, j, k),
                                bytes.getFloat(352 + 4 * (i + 5 * (j + 4 * (k + 3 * c)))),
                                "component " + c);
        assertEquals(-2f, bytes.getFloat(280), "srow_x[0]");
        assertTrue(bytes.getShort(254) > 0, "sform_code");
    }

    @Test
    void whatIsWrittenComesBack() throws IOException {
        DisplacementField field = DisplacementFiles.read(fixture(), Progress.NONE);
        Path file = folder.resolve("again.nii.gz");
        DisplacementFiles.write(file, field, Progress.NONE);
        DisplacementField again = DisplacementFiles.read(file, Progress.NONE);
        assertTrue(field.grid().isSameAs(again.grid()));
        for (int d = 0; d < 3; d++)
            for (int v = 0; v < field.grid().voxels(); v++) assertEquals(field.get(d, v), again.get(d, v), 0);
        assertThrows(IOException.class, () -> DisplacementFiles.write(folder.resolve("x.txt"), field, Progress.NONE));
        assertThrows(IOException.class, () -> TransformFiles.read(file));
    }

    private String refusal(int at, Object value) throws IOException {
        Path file = folder.resolve("bad.nii");
        DisplacementFiles.write(file, DisplacementFiles.read(fixture(), Progress.NONE), Progress.NONE);
        byte[] content = Files.readAllBytes(file);
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        if (value instanceof Short s) bytes.putShort(at, s);
        else if (value instanceof Float f) bytes.putFloat(at, f);
        else bytes.position(at).put(((String) value).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        Files.write(file, content);
        String message = assertThrows(IOException.class, () -> DisplacementFiles.read(file, Progress.NONE))
                .getMessage();
        assertTrue(message.contains("bad.nii"), message);
        return message;
    }

    @Test
    void otherFilesAreRefusedByName() throws IOException {
        assertTrue(refusal(68, (short) 0).contains("intent_code"));
        assertTrue(refusal(68, (short) 2006).contains("FSL"));
        assertTrue(refusal(328, "Mapping").contains("SPM"));
        assertTrue(refusal(40, (short) 4).contains("dim"));
        assertTrue(refusal(50, (short) 2).contains("3 components"));
        assertTrue(refusal(50, (short) 9).contains("dim"));
        assertTrue(refusal(352 + 4, Float.NaN).contains("voxel (1, 0, 0)"));
        assertTrue(refusal(352 + 4, 1e6f).contains("mm in voxel (1, 0, 0)"));
        Path image = folder.resolve("image.nii");
        NeuroImage scan = NeuroImage.floats("scan", new VoxelGrid(3, 3, 3, Affine.IDENTITY), 1, SeriesTiming.UNKNOWN);
        NiftiWriter.write(scan, image, NiftiWriter.Options.DEFAULT, Progress.NONE);
        String message = assertThrows(IOException.class, () -> DisplacementFiles.read(image, Progress.NONE))
                .getMessage();
        assertTrue(message.contains("image, not a transform"), message);
        assertFalse(DisplacementFiles.isNamed(Path.of("a.txt")));
    }
}
