package sc.fiji.boldj.workflow.provenance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import sc.fiji.boldj.io.CanonicalJson;
import sc.fiji.boldj.io.FileDigest;

/**
 * The state of all logs of a folder of results, and of the files that BoldJ writes without a step: one value whose SHA-256
 * stands for everything. Deposited elsewhere, it shows later whether anything was changed, removed or added.
 *
 * @param logs by the name of the log file: how many bytes it holds and their SHA-256
 * @param files by path relative to the folder, with slashes: the SHA-256 of its bytes
 */
record LogHead(SortedMap<String, State> logs, SortedMap<String, String> files) {

    /** The format that is written; others are refused. */
    private static final int FORMAT = 1;

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** Files of the results that no step writes. */
    private static final List<String> OTHER_FILES = List.of("dataset_description.json");

    /**
     * One log.
     *
     * @param bytes its length
     * @param digest the SHA-256 of these bytes, 64 hexadecimal digits
     */
    record State(long bytes, String digest) {}

    LogHead {
        logs = Collections.unmodifiableSortedMap(new TreeMap<>(logs));
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /**
     * The present state.
     *
     * @throws IOException if a file cannot be read
     */
    static LogHead of(Path output) throws IOException {
        TreeMap<String, State> logs = new TreeMap<>();
        for (Path log : ProvenanceCheck.logs(output)) {
            byte[] bytes = Files.readAllBytes(log);
            logs.put(log.getFileName().toString(), new State(bytes.length, FileDigest.of(bytes)));
        }
        TreeMap<String, String> files = new TreeMap<>();
        for (String name : OTHER_FILES)
            if (Files.exists(output.resolve(name))) files.put(name, FileDigest.of(output.resolve(name)));
        return new LogHead(logs, files);
    }

    /** As JSON. */
    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("format", FORMAT);
        ObjectNode states = json.putObject("logs");
        logs.forEach((name, state) ->
                states.putObject(name).put("bytes", state.bytes()).put("sha256", state.digest()));
        ObjectNode others = json.putObject("files");
        files.forEach(others::put);
        return json;
    }

    /** The bytes that are signed: the canonical form (RFC 8785) in UTF-8. */
    byte[] toBytes() {
        return CanonicalJson.of(toJson()).getBytes(StandardCharsets.UTF_8);
    }

    /** The SHA-256 of {@link #toBytes()}: 64 hexadecimal digits, to be deposited. */
    String digest() {
        return FileDigest.of(toBytes());
    }

    /**
     * Reads what {@link #toJson()} gave.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static LogHead of(JsonNode json) {
        if (!json.isObject() || json.path("format").asInt() != FORMAT)
            throw new IllegalArgumentException("its format is not " + FORMAT);
        TreeMap<String, State> logs = new TreeMap<>();
        for (Map.Entry<String, JsonNode> each : json.path("logs").properties())
            logs.put(
                    each.getKey(),
                    new State(
                            each.getValue().path("bytes").asLong(-1),
                            each.getValue().path("sha256").asText()));
        TreeMap<String, String> files = new TreeMap<>();
        for (Map.Entry<String, JsonNode> each : json.path("files").properties())
            files.put(each.getKey(), each.getValue().asText());
        LogHead head = new LogHead(logs, files);
        if (!CanonicalJson.of(head.toJson()).equals(CanonicalJson.of(json)))
            throw new IllegalArgumentException("it has fields that BoldJ does not write");
        return head;
    }

    /** Parses text that must be one JSON value and nothing else. */
    static JsonNode parse(String text) {
        try {
            JsonNode json = MAPPER.readTree(text);
            if (json == null || !json.isObject()) throw new IllegalArgumentException("it is not a JSON object");
            return json;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is not JSON", e);
        }
    }
}
