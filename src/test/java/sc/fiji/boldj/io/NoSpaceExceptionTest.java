package sc.fiji.boldj.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoSpaceExceptionTest {

    @TempDir
    Path folder;

    @Test
    void aFullDiskIsSaidWithTheFileAndNothingHalfWrittenStays() throws IOException {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full), "a device that is always full");
        Path target = folder.resolve("map.nii");
        AtomicFile.writeText(target, "before");
        NoSpaceException e = assertThrows(
                NoSpaceException.class,
                () -> AtomicFile.write(target, temporary -> {
                    try (OutputStream out = Files.newOutputStream(full)) {
                        out.write(1);
                    }
                }));
        assertTrue(e.getMessage().contains(target.toString()), e.getMessage());
        assertTrue(e.getMessage().contains("make room and call again"), e.getMessage());
        assertEquals("before", Files.readString(target));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void otherFailuresStayAsTheyAre() {
        IOException other = new IOException("Permission denied");
        assertSame(other, NoSpaceException.of(folder, other));
        assertFalse(NoSpaceException.of(folder, new IOException()) instanceof NoSpaceException);
    }
}
