package sc.fiji.boldj.workflow.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.run.NearestName;

/** A value in a JSON file with the path to it, so that every message names the file and the place. Immutable. */
final class JsonPlace {

    /** Reads a value. */
    @FunctionalInterface
    interface Reader<T> {
        T read(JsonPlace place) throws IOException;
    }

    private final String source;
    private final String path;
    private final JsonNode node;

    JsonPlace(String source, String path, JsonNode node) {
        this.source = source;
        this.path = path;
        this.node = node;
    }

    /** What is read: the file. */
    String source() {
        return source;
    }

    /** The path, such as {@code $.factors.arm.levels[2]}. */
    String path() {
        return path;
    }

    JsonNode node() {
        return node;
    }

    /** A message that names file and place. */
    IOException error(String words) {
        return new IOException(source + ": " + path + ": " + words);
    }

    /** The fields of an object of which all names are known. */
    Fields fields(String... known) throws IOException {
        requireObject();
        List<String> names = List.of(known);
        for (Map.Entry<String, JsonNode> field : node.properties())
            if (!names.contains(field.getKey()))
                throw child(field.getKey(), field.getValue())
                        .error("unknown field '" + field.getKey() + "': did you mean '"
                                + NearestName.of(field.getKey(), names) + "'? Known are " + String.join(", ", names));
        return new Fields(this);
    }

    /** All members of an object by name, in the order of the file. */
    <T> Map<String, T> members(Reader<T> reader) throws IOException {
        requireObject();
        Map<String, T> members = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            JsonPlace place = child(field.getKey(), field.getValue());
            if (field.getKey().isBlank()) throw place.error("a name must not be empty");
            members.put(field.getKey(), reader.read(place));
        }
        return members;
    }

    <T> List<T> list(Reader<T> reader) throws IOException {
        if (!node.isArray()) throw error("must be a list [ ... ], but is " + kind());
        List<T> list = new ArrayList<>();
        for (int i = 0; i < node.size(); i++)
            list.add(reader.read(new JsonPlace(source, path + "[" + i + "]", node.get(i))));
        return list;
    }

    /** A text that is not blank, without the blanks around it. */
    String text() throws IOException {
        if (!node.isTextual() || node.textValue().isBlank())
            throw error("must be a text that is not empty, but is " + kind());
        return node.textValue().strip();
    }

    double number() throws IOException {
        if (!node.isNumber() || !Double.isFinite(node.doubleValue()))
            throw error("must be a finite number, but is " + kind());
        return node.doubleValue();
    }

    long whole(long least, long most) throws IOException {
        double value = number();
        if (value != Math.rint(value) || value < least || value > most)
            throw error("must be a whole number from " + least + " to " + most + ", but is " + kind());
        return (long) value;
    }

    boolean flag() throws IOException {
        if (!node.isBoolean()) throw error("must be true or false, but is " + kind());
        return node.booleanValue();
    }

    /** One of several words. */
    <T> T choice(Map<String, T> choices) throws IOException {
        String text = text();
        if (!choices.containsKey(text))
            throw error("'" + text + "' is none of " + String.join(", ", choices.keySet()) + ": did you mean '"
                    + NearestName.of(text, choices.keySet()) + "'?");
        return choices.get(text);
    }

    private void requireObject() throws IOException {
        if (!node.isObject()) throw error("must be an object { ... }, but is " + kind());
    }

    private String kind() {
        return switch (node.getNodeType()) {
            case STRING -> "the text '" + node.textValue() + "'";
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            default -> node.toString();
        };
    }

    private JsonPlace child(String name, JsonNode value) {
        boolean plain = name.matches("[A-Za-z_][A-Za-z0-9_]*");
        return new JsonPlace(source, path + (plain ? "." + name : "['" + name + "']"), value);
    }

    /** The fields of an object whose names were checked. */
    static final class Fields {

        private final JsonPlace owner;

        private Fields(JsonPlace owner) {
            this.owner = owner;
        }

        boolean has(String name) {
            return owner.node.has(name);
        }

        /** A field that must be there. */
        JsonPlace get(String name) throws IOException {
            if (!has(name)) throw owner.error("the field '" + name + "' is missing");
            return owner.child(name, owner.node.get(name));
        }

        <T> T get(String name, T standard, Reader<T> reader) throws IOException {
            return has(name) ? reader.read(get(name)) : standard;
        }
    }
}
