package sc.fiji.boldj.workflow.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.io.CanonicalJson;

/**
 * A protocol as it was read.
 *
 * @param file where it stands
 * @param protocol what it declares
 * @param canonical its text in canonical form (RFC 8785), which does not depend on indentation and the order of fields
 * @param digest SHA-256 of the canonical form
 */
public record ProtocolFile(Path file, TrialProtocol protocol, String canonical, String digest) {

    /** The field that lists what a proposal leaves to be decided. */
    static final String UNDECIDED = "undecided";

    private static final JsonMapper WRITER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final JsonMapper READER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Reads a protocol whose relative paths are resolved against its own folder.
     *
     * @throws IOException if the file is no protocol; names the file, the path in it, and what would be valid
     */
    public static ProtocolFile read(Path file) throws IOException {
        return read(file, Optional.empty());
    }

    /** The same; paths that do not exist there are resolved against the root of a dataset. */
    public static ProtocolFile read(Path file, Path dataset) throws IOException {
        return read(file, Optional.of(dataset));
    }

    /**
     * Reads a protocol that was moved after its paths were resolved.
     *
     * @param known paths by the key of the option
     */
    public static ProtocolFile readMoved(Path file, Map<String, String> known) throws IOException {
        ProtocolFile read = parse(file, contents(file));
        return new ProtocolFile(file, ProtocolPaths.with(read.protocol, known), read.canonical, read.digest);
    }

    private static ProtocolFile read(Path file, Optional<Path> dataset) throws IOException {
        ProtocolFile read = parse(file, contents(file));
        return new ProtocolFile(
                file, new ProtocolPaths(file, dataset).resolved(read.protocol), read.canonical, read.digest);
    }

    private static String contents(Path file) throws IOException {
        if (!Files.isRegularFile(file)) throw new IOException("protocol: there is no file '" + file + "'");
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": is not UTF-8, which JSON must be: save it as UTF-8", e);
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /**
     * A protocol that is not a file yet.
     *
     * @param content its fields, in the order in which they are written
     * @throws IOException if it is not valid; names the path in it
     */
    public static ProtocolFile of(Path file, Map<String, ?> content) throws IOException {
        return parse(file, text(content));
    }

    /** Fields as the text of a file, in their order. */
    public static String text(Map<String, ?> content) throws IOException {
        return WRITER.writeValueAsString(content).replace("\r\n", "\n") + "\n";
    }

    /** What is to be decided before the trial is analysed; empty for a complete protocol. */
    public List<Undecided> undecided() throws IOException {
        JsonNode tree = tree(file.toString(), canonical);
        return tree.has(UNDECIDED)
                ? new JsonPlace(file.toString(), "$." + UNDECIDED, tree.get(UNDECIDED)).list(Undecided::read)
                : List.of();
    }

    /**
     * Requires a complete protocol.
     *
     * @throws IOException if something is to be decided; lists it
     */
    public ProtocolFile requireDecided() throws IOException {
        List<Undecided> open = undecided();
        if (!open.isEmpty())
            throw new IOException(file + ": " + open.size() + (open.size() == 1 ? " field is" : " fields are")
                    + " to be decided: "
                    + String.join(" | ", open.stream().map(Undecided::words).toList())
                    + ". Decide, then remove 'undecided'");
        return this;
    }

    /** The same from the text of a file. */
    static ProtocolFile parse(Path file, String text) throws IOException {
        JsonNode node = tree(file.toString(), text);
        TrialProtocol protocol = ProtocolReader.read(new JsonPlace(file.toString(), "$", node));
        return new ProtocolFile(file, protocol, CanonicalJson.of(node), CanonicalJson.digest(node));
    }

    static JsonNode tree(String source, String text) throws IOException {
        try {
            return READER.readTree(text);
        } catch (JsonProcessingException e) {
            String at = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw new IOException(source + ": is not valid JSON" + at + ": " + e.getOriginalMessage(), e);
        }
    }
}
