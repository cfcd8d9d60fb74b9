package sc.fiji.boldj.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system in memory that can become full or read-only. Only root on Linux may mount it; tests skip otherwise. */
public final class SmallDisk implements AutoCloseable {

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Mounts one, or skips the test. */
    public static SmallDisk at(Path folder, long bytes) throws IOException {
        Files.createDirectories(folder);
        String refused = run("mount", "-t", "tmpfs", "-o", "size=" + bytes, "boldj-test", folder.toString());
        assumeTrue(refused.isEmpty(), "no disk can be mounted here: " + refused);
        return new SmallDisk(folder);
    }

    /** Where it is mounted. */
    public Path folder() {
        return folder;
    }

    void resize(long bytes) throws IOException {
        change("size=" + bytes);
    }

    /** Forbids or permits to write. */
    void setReadOnly(boolean readOnly) throws IOException {
        change(readOnly ? "ro" : "rw");
    }

    private void change(String option) throws IOException {
        String refused = run("mount", "-o", "remount," + option, folder.toString());
        if (!refused.isEmpty()) throw new IOException(refused);
    }

    /** What a program says if it fails; empty if it does not. */
    private static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? "" : "failed: " + said;
        } catch (IOException e) {
            return e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    @Override
    public void close() throws IOException {
        String refused = run("umount", folder.toString());
        if (!refused.isEmpty()) throw new IOException(refused);
    }
}
