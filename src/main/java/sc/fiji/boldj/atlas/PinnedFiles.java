package sc.fiji.boldj.atlas;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Size and MD5 sum of every file of TemplateFlow that is used here, as its repositories on GitHub list them. */
final class PinnedFiles {

    /**
     * What a file must be.
     *
     * @param size in bytes
     * @param md5 32 hexadecimal digits
     */
    record Pin(long size, String md5) {}

    private PinnedFiles() {}

    private static final class Once {
        static final Map<String, Pin> PINS = read();
    }

    /** By the name of the file in the store. */
    static Map<String, Pin> all() {
        return Once.PINS;
    }

    private static Map<String, Pin> read() {
        Map<String, Pin> pins = new HashMap<>();
        try (InputStream in = PinnedFiles.class.getResourceAsStream("templateflow.tsv");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("#")) continue;
                String[] cells = line.split("\t", -1);
                pins.put(cells[0], new Pin(Long.parseLong(cells[1]), cells[2]));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(pins);
    }
}
