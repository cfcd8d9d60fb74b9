package sc.fiji.boldj.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.Fixtures;

/** The header corpus made with nibabel 5.0.0, where it is at hand. */
final class Corpus {

    static final Path ROOT = Fixtures.path("reference/nifti");

    private Corpus() {}

    static JsonNode json(String name) throws IOException {
        Path file = ROOT.resolve(name);
        return new ObjectMapper().readTree(file.toFile());
    }

    static List<String> names(String json) throws IOException {
        List<String> names = new ArrayList<>();
        json(json).fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** A number that may be written as the text NaN, Infinity or -Infinity. */
    static double number(JsonNode node) {
        return node.isTextual() ? Double.parseDouble(node.asText()) : node.asDouble();
    }
}
