package sc.fiji.boldj.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file whole or not at all: under another name beside the target first, then moved onto it. */
public final class AtomicFile {

    private AtomicFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Body {
        /**
         * Writes the content.
         *
         * @param temporary an empty file in the folder of the target
         * @throws IOException if it cannot be written
         */
        void write(Path temporary) throws IOException;
    }

    /**
     * Writes a file; what stood there before stays if the body throws anything.
     *
     * @throws NoSpaceException if the disk is full
     * @throws IOException if the folder does not exist or writing fails
     */
    public static void write(Path target, Body body) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder))
            throw new NoSuchFileException(target + ": its folder " + folder + " does not exist");
        if (Files.isDirectory(target)) throw new IOException(target + " is a folder, a file name is needed");
        Path temporary;
        try {
            temporary = create(folder, target.getFileName().toString());
        } catch (IOException e) {
            throw NoSpaceException.of(target, e);
        }
        try {
            body.write(temporary);
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw NoSpaceException.of(target, e);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Writes a text in UTF-8. */
    public static void writeText(Path target, String text) throws IOException {
        write(target, temporary -> Files.write(temporary, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether a file is one that is being written, or that a killed process left half-written. */
    public static boolean isPart(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(".") && name.endsWith(".part");
    }

    /** Made by name, not as the system's temporary file, so that it has the usual permissions. */
    private static Path create(Path folder, String name) throws IOException {
        String process = Long.toHexString(ProcessHandle.current().pid());
        for (long i = System.nanoTime(); ; i++) {
            try {
                return Files.createFile(folder.resolve("." + name + "." + process + Long.toHexString(i) + ".part"));
            } catch (FileAlreadyExistsException e) {
                // the next name is tried
            }
        }
    }
}
