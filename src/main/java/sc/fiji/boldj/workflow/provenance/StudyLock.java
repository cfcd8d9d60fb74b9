package sc.fiji.boldj.workflow.provenance;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Holds a log, so that no two processes write to it: its chain would break. A process that is killed lets go. Where the
 * disk knows no locks (some network disks) nothing is held.
 */
public final class StudyLock implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;

    private StudyLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes hold.
     *
     * @param log the log; its folder must exist
     * @throws IOException if another process has it, or the folder cannot be written
     */
    public static StudyLock of(Path log) throws IOException {
        return of(log, false);
    }

    /**
     * Takes hold, once no other process has it.
     *
     * @param log the log; its folder must exist
     * @throws IOException if the folder cannot be written, or another thread of this process has it
     */
    static StudyLock waitFor(Path log) throws IOException {
        return of(log, true);
    }

    /** The file that is there while a log is held. */
    public static Path file(Path log) {
        return log.resolveSibling("." + log.getFileName() + ".lock");
    }

    private static StudyLock of(Path log, boolean waits) throws IOException {
        Path file = file(log);
        while (true) {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                FileLock lock = waits ? channel.lock() : channel.tryLock();
                if (lock == null) throw new OverlappingFileLockException();
            } catch (OverlappingFileLockException e) {
                channel.close();
                throw new IOException(
                        log + ": another process is working on this: wait for it, or give each process its own"
                                + " participants",
                        e);
            } catch (IOException e) {
                return new StudyLock(file, channel); // no locks here
            }
            if (Files.exists(file)) return new StudyLock(file, channel);
            channel.close(); // the one before removed it between opening and locking
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        channel.close();
    }
}
