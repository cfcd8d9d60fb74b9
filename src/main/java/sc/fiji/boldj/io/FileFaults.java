package sc.fiji.boldj.io;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/** Words for failures of the file system, of which Java often gives no more than a path. */
public final class FileFaults {

    private FileFaults() {}

    /** What a failure says: its own message, or the path with what is wrong there and what to do. */
    public static String words(Throwable failure) {
        Throwable fault = failure;
        if (fault instanceof UncheckedIOException && fault.getCause() instanceof FileSystemException)
            fault = fault.getCause();
        String text = fault.getMessage() == null ? fault.getClass().getSimpleName() : fault.getMessage();
        if (!(fault instanceof FileSystemException place)) return text;
        String reason = place.getReason() == null ? "" : place.getReason().toLowerCase(Locale.ROOT);
        if (reason.contains("read-only")) return text + ": name a folder on a disk that can be written";
        // Messages of our own already say what is wrong.
        if (!reason.isEmpty() || place.getFile() == null || place.getFile().contains(": ")) return text;
        return place.getFile() + ": " + meaning(place);
    }

    private static String meaning(FileSystemException fault) {
        if (fault instanceof AccessDeniedException)
            return "permission denied: check who owns it and who may read and write there, or name another folder";
        if (fault instanceof NoSuchFileException)
            return "no such file or folder: was it moved or deleted, or its disk removed?";
        if (fault instanceof NotDirectoryException) return "this is a file where a folder is needed";
        if (fault instanceof FileAlreadyExistsException)
            return "this exists already, as a file where a folder is needed or written by another program";
        if (fault instanceof DirectoryNotEmptyException) return "this folder holds other files: move them away";
        return "the file system refused it (" + fault.getClass().getSimpleName() + ")";
    }
}
