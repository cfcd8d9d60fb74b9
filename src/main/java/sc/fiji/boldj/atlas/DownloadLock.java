package sc.fiji.boldj.atlas;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import sc.fiji.boldj.run.Progress;

/** Prevents two simultaneous downloads of one file. */
final class DownloadLock {

    static final long POLL_MS = 100;

    private DownloadLock() {}

    static FileLock lock(FileChannel channel, Progress progress) throws IOException {
        while (true) {
            progress.checkCancelled();
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) return lock;
            } catch (OverlappingFileLockException e) {
                // held by another thread of this program
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MS));
        }
    }
}
