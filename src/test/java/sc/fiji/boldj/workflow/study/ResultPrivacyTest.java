package sc.fiji.boldj.workflow.study;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.run.Progress;

/** What a scan's header says of the person is not in what is computed from it. */
class ResultPrivacyTest {

    /** A scan of 2 x 2 x 2 ones whose texts and DICOM extension name the person. */
    private static byte[] scan() throws IOException {
        byte[] secret = "DOE^JOHN 19700101".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer head = ByteBuffer.allocate(352 + 32).order(ByteOrder.LITTLE_ENDIAN);
        head.putInt(0, 348);
        short[] dim = {3, 2, 2, 2, 1, 1, 1, 1};
        for (int i = 0; i < 8; i++) head.putShort(40 + 2 * i, dim[i]);
        head.putShort(70, (short) 16).putShort(72, (short) 32);
        for (int i = 0; i < 4; i++) head.putFloat(76 + 4 * i, 1);
        head.putFloat(108, 384);
        head.put(123, (byte) 10);
        head.putShort(254, (short) 1);
        for (int row = 0; row < 3; row++) head.putFloat(280 + 16 * row + 4 * row, 1);
        head.position(14).put(secret);
        head.position(148).put(secret);
        head.position(228).put(secret);
        head.position(328).put(secret, 0, 15);
        head.position(344).put("n+1\0".getBytes(StandardCharsets.US_ASCII));
        head.put(348, (byte) 1);
        head.putInt(352, 32).putInt(356, 2);
        head.position(360).put(secret);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(head.array());
        ByteBuffer voxels = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 8; i++) voxels.putFloat(1);
        file.write(voxels.array());
        return file.toByteArray();
    }

    private static void assertSilent(Path file) throws IOException {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertFalse(bytes.contains("DOE"), file + " names the person");
    }

    @Test
    void namesAndDatesOfTheHeaderAreNotCopied(@TempDir Path folder) throws IOException {
        Path source = Files.write(folder.resolve("scan.nii"), scan());
        NeuroImage image = NiftiReader.read(source, NiftiReader.Options.DEFAULT, Progress.NONE);
        assertTrue(image.header().orElseThrow().description().startsWith("DOE^JOHN"), "the scan names the person");
        Path series = folder.resolve("series.nii");
        StudyFiles.write(image.createLike("result", 3), series, Progress.NONE);
        Path same = folder.resolve("same.nii");
        StudyFiles.write(image, same, Progress.NONE);
        Path mask = folder.resolve("mask.nii");
        StudyFiles.write(Mask.of(image), image, mask);
        for (Path file : new Path[] {series, same, mask}) assertSilent(file);
        NeuroImage back = NiftiReader.read(same, NiftiReader.Options.DEFAULT, Progress.NONE);
        assertEquals(image.grid(), back.grid());
        assertArrayEquals(image.volume(0), back.volume(0));
    }
}
