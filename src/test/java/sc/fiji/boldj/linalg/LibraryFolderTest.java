package sc.fiji.boldj.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryFolderTest {

    @TempDir
    Path folder;

    @BeforeEach
    void onlyWherePermissionsArePosix() throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"), "no POSIX permissions here");
        assumeTrue(LibraryFolder.problem(folder).isEmpty(), "others can write above " + folder);
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void theFolderOfTheUserIsMadeForTheUserOnly() throws IOException {
        Path chosen = LibraryFolder.folder(null, folder.toString());
        assertEquals(folder.resolve(".javacpp/cache"), chosen);
        assertEquals("rwx------", permissions(chosen));
        assertEquals(chosen, LibraryFolder.folder(null, folder.toString()));
    }

    /** With a umask of 002, files are made that the group may write; where it cannot enter, that does no harm. */
    @Test
    void filesInAFolderThatOthersCannotEnterMayHaveAnyPermissions() throws IOException {
        Path chosen = LibraryFolder.folder(null, folder.toString());
        assertEquals("rwx------", permissions(chosen.getParent()));
        Path library = Files.createFile(chosen.resolve("libopenblas.so"));
        permit(library, "rwxrwxr-x");
        assertEquals(chosen, LibraryFolder.folder(null, folder.toString()));
        permit(chosen, "rwxr-xr-x");
        assertEquals("others can write " + library, LibraryFolder.problem(chosen));
    }

    @Test
    void whereOthersCanWriteAFreshFolderIsUsed() throws IOException {
        Path cache = Files.createDirectories(folder.resolve(".javacpp/cache"));
        permit(cache, "rwxrwxrwx");
        Path chosen = LibraryFolder.folder(null, folder.toString());
        assertNotEquals(cache, chosen);
        assertEquals("rwx------", permissions(chosen));
        assertEquals("", LibraryFolder.problem(chosen));
    }

    @Test
    void whereHomeCannotBeWrittenAFreshFolderIsUsed() throws IOException {
        Path file = Files.createFile(folder.resolve("home"));
        Path fresh = LibraryFolder.folder(null, file.toString());
        assertEquals("rwx------", permissions(fresh));
        Files.createDirectories(fresh.resolve("jar/org"));
        LibraryFolder.release(fresh);
        assertFalse(Files.exists(fresh));
        LibraryFolder.release(folder);
        assertTrue(Files.exists(folder), "a folder that was there before is kept");
    }

    @Test
    void aNamedFolderThatOthersCanChangeIsRefused() throws IOException {
        Path named = Files.createDirectory(folder.resolve("named"));
        assertEquals(named, LibraryFolder.folder(named.toString(), "/nowhere"));
        Path library = Files.createFile(named.resolve("libopenblas.so"));
        permit(library, "rw-rw-rw-");
        String message = assertThrows(IOException.class, () -> LibraryFolder.folder(named.toString(), "/nowhere"))
                .getMessage();
        assertTrue(message.contains("others can write " + library), message);
        assertTrue(message.contains("-Dorg.bytedeco.javacpp.cachedir"), message);
        permit(library, "rw-r--r--");
        permit(folder, "rwxrwx---");
        assertTrue(LibraryFolder.problem(named).contains("others can write"));
    }

    @Test
    void aLibraryThatSomebodyElsePlantedIsFound() throws IOException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can give files away");
        Path library = Files.createFile(folder.resolve("libopenblas.so"));
        Files.setOwner(
                library, folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        assertEquals(library + " belongs to nobody", LibraryFolder.problem(folder));
    }
}
