package sc.fiji.boldj.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** JSON objects in files: read tolerantly, written with sorted keys and only when complete. */
public final class JsonFile {

    private static final JsonMapper READER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();
    private static final JsonMapper WRITER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private JsonFile() {}

    /**
     * Reads an object. Text that is not UTF-8 is read as {@link TextFiles} does, and a raw tab or line break inside a text
     * stands for itself: neither is valid JSON, but scanners write both.
     *
     * @throws IOException if the file cannot be read or is no JSON object; names the file, the line and the column
     */
    static ObjectNode read(Path file) throws IOException {
        JsonNode node;
        try {
            node = READER.readTree(TextFiles.read(file));
        } catch (JsonProcessingException e) {
            String at = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw new IOException(file + ": is not valid JSON" + at + ": " + e.getOriginalMessage(), e);
        }
        if (!node.isObject())
            throw new IOException(file + ": must be a JSON object { ... }, but is " + node.getNodeType());
        return (ObjectNode) node;
    }

    /**
     * Reads an object as plain values: maps (in the order of the file), lists, texts, numbers, booleans and null.
     *
     * @throws IOException if the file cannot be read or is no JSON object; names the file, the line and the column
     */
    public static Map<String, Object> readMap(Path file) throws IOException {
        return READER.convertValue(read(file), new TypeReference<LinkedHashMap<String, Object>>() {});
    }

    /**
     * Writes an object, keys sorted at every depth, two spaces of indent. NaN and infinities become texts.
     *
     * @param content texts, numbers, booleans, null, lists, arrays and maps of these
     * @throws IOException if it cannot be written; nothing is left behind
     */
    public static void write(Path file, Map<String, ?> content) throws IOException {
        AtomicFile.writeText(file, WRITER.writeValueAsString(content).replace("\r\n", "\n") + "\n");
    }
}
