package sc.fiji.boldj.workflow.provenance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a driver does around the work of a level: it requires that the logs follow from the head that was written last, and
 * afterwards writes the new head, signed if there is a key. Workers never see the key.
 */
public final class ResultSeal {

    private ResultSeal() {}

    /** Work that may fail. */
    public interface Work {
        void run() throws IOException;
    }

    /**
     * Runs a level and writes the head of all logs, also if the work fails or is cancelled.
     *
     * @param output the folder of results; may not exist yet
     * @throws IOException if a log was changed since the head was written, or the work fails
     */
    public static void around(Path output, Work work) throws IOException {
        SealedHead.requireContinuation(output);
        try {
            work.run();
        } catch (IOException | RuntimeException | Error e) {
            try {
                seal(output);
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
        seal(output);
    }

    private static void seal(Path output) throws IOException {
        if (Files.isDirectory(output.resolve(ProvenanceCheck.FOLDER))) SealedHead.write(output, null);
    }

    /**
     * Signs the head of all logs.
     *
     * @return the SHA-256 of the head, 64 hexadecimal digits, to be deposited
     * @throws IOException if there is no log, a log was changed since the last head, or a file cannot be written
     */
    public static String sign(Path output, SigningKey key) throws IOException {
        if (ProvenanceCheck.logs(output).isEmpty()) throw new IOException(output + ": there is no log to sign");
        return SealedHead.write(output, key);
    }

    /**
     * The SHA-256 of the head that was written last.
     *
     * @return empty if there is none
     * @throws IOException if it is damaged
     */
    public static Optional<String> head(Path output) throws IOException {
        return SealedHead.read(output).map(last -> last.head().digest());
    }
}
