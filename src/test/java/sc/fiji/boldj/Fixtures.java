package sc.fiji.boldj;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * What other programs made of some data: of real scans in {@code ../shared} where it is at hand, else of simulated data in {@code
 * src/test/resources/reference}, under the same names. {@code -Dboldj.fixtures=repository} uses the second in any case.
 */
public final class Fixtures {

    private static final Path SHARED = Path.of("..", "shared");
    private static final Path REPOSITORY = Path.of("src", "test", "resources", "reference");
    private static final boolean REPOSITORY_ONLY = "repository".equals(System.getProperty("boldj.fixtures"));

    private Fixtures() {}

    /** Whether there is such a file; {@code name} begins with {@code reference/} or {@code data/}. */
    public static boolean has(String name) {
        return find(name) != null;
    }

    /** The path of a file or folder; skips the test, with the reason, if it is in neither place. */
    public static Path path(String name) {
        Path path = find(name);
        assumeTrue(
                path != null,
                "skipped: ../shared/" + name + " is not here, and may not be republished (docs/testing.md)");
        return path;
    }

    /** The lines of a text file, which may be compressed in the repository. */
    public static List<String> lines(String name) throws IOException {
        Path path = path(has(name) || !has(name + ".gz") ? name : name + ".gz");
        try (InputStream in = Files.newInputStream(path);
                BufferedReader reader = new BufferedReader(new InputStreamReader(
                        path.toString().endsWith(".gz") ? new GZIPInputStream(in) : in, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }

    private static Path find(String name) {
        Path shared = SHARED.resolve(name);
        if (!REPOSITORY_ONLY && Files.exists(shared)) return shared;
        Path own = REPOSITORY.resolve(name.startsWith("reference/") ? name.substring("reference/".length()) : name);
        return Files.exists(own) ? own : null;
    }
}
