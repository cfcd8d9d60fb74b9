package sc.fiji.boldj.workflow.provenance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import sc.fiji.boldj.io.FileDigest;

/** Detects files that change while a run reads them, whose digest in the log could differ from the bytes that were read. */
final class ReadFiles {

    private record State(long bytes, FileTime modified, Object key) {
        static State of(Path file) throws IOException {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return new State(found.size(), found.lastModifiedTime(), found.fileKey());
        }
    }

    private final Map<Path, State> states = new HashMap<>();
    private final Map<Path, String> digests = new HashMap<>();

    /** The SHA-256 of a file, which is remembered with its size and time. */
    String digest(Path file) throws IOException {
        states.put(file, State.of(file));
        String digest = FileDigest.of(file);
        digests.put(file, digest);
        return digest;
    }

    /**
     * Returns if those of the files whose digests were taken still hold the same bytes; reads again only what has another
     * size, time or place on the disk.
     *
     * @throws IOException if one holds others, or is gone
     */
    void requireUnchanged(String step, Collection<Path> files) throws IOException {
        for (Path file : files) {
            State noted = states.get(file);
            if (noted == null || (Files.exists(file) && noted.equals(State.of(file)))) continue;
            if (!Files.exists(file) || !FileDigest.of(file).equals(digests.get(file)))
                throw new IOException(file + ": this file changed while " + step
                        + " was computed from it: run again once nothing writes to the dataset");
        }
    }
}
