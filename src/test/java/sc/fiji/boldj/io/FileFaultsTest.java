package sc.fiji.boldj.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFaultsTest {

    @Test
    void aBarePathIsExplained(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("x");
        IOException gone = assertThrows(IOException.class, () -> Files.newInputStream(missing));
        assertEquals(missing.toString(), gone.getMessage(), "what Java says");
        assertEquals(
                missing + ": no such file or folder: was it moved or deleted, or its disk removed?",
                FileFaults.words(gone));
        Path file = Files.createFile(folder.resolve("file"));
        IOException taken = assertThrows(IOException.class, () -> Files.createDirectories(file));
        assertTrue(
                FileFaults.words(taken).startsWith(file + ": this exists already, as a file"), FileFaults.words(taken));
        String denied = FileFaults.words(new UncheckedIOException(new AccessDeniedException("/data/out")));
        assertTrue(denied.startsWith("/data/out: permission denied: check who owns it"), denied);
    }

    @Test
    void otherMessagesStayAsTheyAre() {
        assertEquals(
                "/data: Read-only file system: name a folder on a disk that can be written",
                FileFaults.words(new FileSystemException("/data", null, "Read-only file system")));
        String own = "/data/x.json: this file is needed, but is not there";
        assertEquals(own, FileFaults.words(new NoSuchFileException(own)));
        assertEquals("no NIfTI", FileFaults.words(new IOException("no NIfTI")));
        assertEquals("IOException", FileFaults.words(new IOException()));
    }
}
