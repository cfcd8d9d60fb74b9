package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimedLevelTest {

    @TempDir
    Path results;

    private Path page;

    @BeforeEach
    void table() throws IOException {
        Path logs = Files.createDirectory(results.resolve("logs"));
        page = logs.resolve("times.html");
        Files.writeString(
                logs.resolve("group_times.tsv"),
                "step\tstart\tseconds\tcpu_seconds\tpeak_heap_megabytes\ngroup\t2026-03-01T10:00:00Z\t1.5\t2\t30\n");
    }

    @Test
    void thePageIsWrittenWhetherTheLevelFailsOrNot() throws IOException {
        TimedLevel.run(results, () -> {});
        assertTrue(Files.readString(page).contains("2026-03-01T10:00:00Z"));
        Files.delete(page);
        IOException failed = assertThrows(
                IOException.class,
                () -> TimedLevel.run(results, () -> {
                    throw new IOException("no visit can be used");
                }));
        assertEquals("no visit can be used", failed.getMessage());
        assertTrue(Files.exists(page));
    }

    @Test
    void aPageThatCannotBeWrittenDoesNotHideWhyTheLevelFailed() throws IOException {
        Files.createDirectories(page.resolve("in the way"));
        IOException failed = assertThrows(
                IOException.class,
                () -> TimedLevel.run(results, () -> {
                    throw new IOException("no visit can be used");
                }));
        assertEquals("no visit can be used", failed.getMessage());
        assertEquals(1, failed.getSuppressed().length);
        assertThrows(IOException.class, () -> TimedLevel.run(results, () -> {}));
    }
}
