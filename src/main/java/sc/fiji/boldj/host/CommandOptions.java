package sc.fiji.boldj.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The keys of a command with the values they had, for {@code options.json} and pages. */
public final class CommandOptions {

    private CommandOptions() {}

    /** All keys but images and the output. */
    public static Map<String, String> of(BoldCommand command) {
        Map<String, String> values = new LinkedHashMap<>();
        for (CommandKey key : CommandSpec.of(command.getClass()).keys())
            if (!key.isImage() && !key.name().equals("output"))
                values.put(key.name(), CommandKey.text(key.get(command)));
        return values;
    }

    /** What stands at the top of every {@code options.json}. */
    public static Map<String, Object> content(Map<String, String> options, Map<String, String> hashes) {
        Map<String, Object> content = new TreeMap<>();
        content.put("Options", options);
        List<Map<String, String>> inputs = new ArrayList<>();
        hashes.forEach((name, hash) -> inputs.add(Map.of("Name", name, "SHA-256", hash)));
        content.put("Inputs", inputs);
        content.put("GeneratedBy", List.of(Map.of("Name", "BoldJ", "Version", Version.text())));
        content.put("Versions", Map.of("BoldJ", Version.text(), "Java", System.getProperty("java.version")));
        return content;
    }
}
