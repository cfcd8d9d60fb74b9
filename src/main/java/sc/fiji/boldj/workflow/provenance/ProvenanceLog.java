package sc.fiji.boldj.workflow.provenance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.io.NoSpaceException;

/**
 * An append-only log of steps, one JSON object a line, each holding the SHA-256 of the line before: what stands in it
 * cannot be changed later without breaking the chain.
 *
 * <p>It holds no time of day and no path outside the dataset, so that two runs of one study write the same bytes. A last
 * line that a crash cut short is dropped when the log is opened again. Not safe for several processes at once.
 */
public final class ProvenanceLog {

    /** What the first line holds as the hash of the one before. */
    public static final String START = "0".repeat(64);

    private static final String PREVIOUS = "previous";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final Path file;
    private final List<LogEntry> entries;
    private String last;

    private ProvenanceLog(Path file, List<LogEntry> entries, String last) {
        this.file = file;
        this.entries = entries;
        this.last = last;
    }

    /**
     * Opens a log or begins one; its folder must exist.
     *
     * @throws IOException if it cannot be read, or a line but the last is damaged or out of the chain
     */
    public static ProvenanceLog open(Path file) throws IOException {
        if (!Files.exists(file)) return new ProvenanceLog(file, new ArrayList<>(), START);
        byte[] bytes = bytes(file);
        int whole = bytes.length;
        while (whole > 0 && bytes[whole - 1] != '\n') whole--;
        ProvenanceLog log = read(file, text(file, Arrays.copyOf(bytes, whole)));
        if (whole < bytes.length)
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(whole);
            }
        return log;
    }

    /**
     * Reads a log that nobody writes to any more.
     *
     * @throws IOException if it cannot be read, or any line is damaged or out of the chain
     */
    public static ProvenanceLog read(Path file) throws IOException {
        String text = text(file, bytes(file));
        if (!text.isEmpty() && !text.endsWith("\n"))
            throw new IOException(file + ": the last line is cut short: did the run end in the middle of a step?");
        return read(file, text);
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.isDirectory(file)) throw new IOException(file + ": this is a folder, but a log file is expected");
        return Files.readAllBytes(file);
    }

    private static String text(Path file, byte[] bytes) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": this log has bytes that are not UTF-8: was it edited?", e);
        }
    }

    private static ProvenanceLog read(Path file, String text) throws IOException {
        List<LogEntry> entries = new ArrayList<>();
        String last = START;
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            Map<String, Object> map = parse(file, number, line);
            if (map == null)
                throw new IOException(file + ": line " + number + " is not a JSON object: was the log edited?");
            if (!last.equals(map.get(PREVIOUS)))
                throw new IOException(file + ": line " + number + " does not follow from the one before (its hash is "
                        + last + ", the line names " + map.get(PREVIOUS) + "): a line was changed, removed or added");
            entries.add(entry(file, number, map));
            last = hash(line);
        }
        return new ProvenanceLog(file, entries, last);
    }

    private static Map<String, Object> parse(Path file, int number, String line) throws IOException {
        try {
            return MAPPER.readValue(line, new TypeReference<LinkedHashMap<String, Object>>() {});
        } catch (JsonProcessingException e) {
            throw new IOException(file + ": line " + number + " is not a JSON object: was the log edited?", e);
        }
    }

    private static LogEntry entry(Path file, int number, Map<String, Object> map) throws IOException {
        if (!(map.get("step") instanceof String)
                || !(map.get("program") instanceof String)
                || !(map.get("options") instanceof Map)
                || !(map.get("inputs") instanceof Map)
                || !(map.get("outputs") instanceof Map))
            throw new IOException(file + ": line " + number + " lacks step, program, options, inputs or outputs");
        TreeMap<String, Object> options = new TreeMap<>();
        ((Map<?, ?>) map.get("options")).forEach((key, value) -> options.put(String.valueOf(key), value));
        return new LogEntry(
                (String) map.get("step"),
                (String) map.get("program"),
                options,
                texts(map.get("inputs")),
                texts(map.get("outputs")));
    }

    private static SortedMap<String, String> texts(Object map) {
        TreeMap<String, String> texts = new TreeMap<>();
        ((Map<?, ?>) map).forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
        return texts;
    }

    private static String hash(String line) {
        return FileDigest.of(line.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Adds a line and waits until it is on the disk.
     *
     * @throws IOException if it cannot be written
     */
    public void append(LogEntry entry) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(PREVIOUS, last);
        map.putAll(entry.toMap());
        String line = MAPPER.writeValueAsString(map);
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            long before = channel.size();
            try {
                while (bytes.hasRemaining()) channel.write(bytes);
                channel.force(true);
            } catch (IOException e) {
                channel.truncate(before); // half a line would corrupt the lines after it
                throw e;
            }
        } catch (IOException e) {
            throw NoSpaceException.of(file, e);
        }
        entries.add(entry);
        last = hash(line);
    }

    Path file() {
        return file;
    }

    /** All entries, oldest first. */
    public List<LogEntry> entries() {
        return List.copyOf(entries);
    }

    /** The newest entry of a step. */
    public Optional<LogEntry> newest(String step) {
        for (int i = entries.size() - 1; i >= 0; i--)
            if (entries.get(i).step().equals(step)) return Optional.of(entries.get(i));
        return Optional.empty();
    }

    /** Whether options that were read from a log are those given: numbers are compared as they are written. */
    public static boolean sameOptions(Map<String, Object> logged, Map<String, Object> given) {
        try {
            return MAPPER.writeValueAsString(logged).equals(MAPPER.writeValueAsString(given));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("options must be texts, numbers, booleans or lists of these", e);
        }
    }
}
