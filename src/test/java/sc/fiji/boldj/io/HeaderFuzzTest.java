package sc.fiji.boldj.io;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged headers are refused by a message that names the file, or accepted with a finding: never by another exception, and
 * never as an image that no scanner makes. {@code -Dboldj.fuzz.seed=S -Dboldj.fuzz.files=N} choose others.
 */
class HeaderFuzzTest {

    @TempDir
    Path folder;

    private void run(long files, long seed) {
        HeaderFuzz fuzz = new HeaderFuzz(folder, Long.getLong("boldj.fuzz.seed", seed));
        long accepted = 0;
        for (long n = 0; n < files; n++) if (fuzz.read(n)) accepted++;
        assertTrue(accepted > files / 5 && accepted < 4 * files / 5, accepted + " of " + files + " were accepted");
    }

    @Test
    void damagedHeadersAreRefusedOrSaid() {
        run(1500, 1);
    }

    @Test
    @Tag("study")
    void aMillionDamagedHeaders() {
        run(Long.getLong("boldj.fuzz.files", 1_000_000), 2);
    }
}
