package sc.fiji.boldj.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.table.Table;

/**
 * What made a folder of results, for its {@code options.json} and its page.
 *
 * @param version of BoldJ
 * @param options the value of each key, in the order of the dialog
 * @param hashes SHA-256 of each input by name, in order
 */
public record Origin(String version, Map<String, String> options, Map<String, String> hashes) {

    /** The name of the program with its version. */
    public String program() {
        return "BoldJ " + version;
    }

    /** What stands at the top of {@code options.json}; a new map. */
    public Map<String, Object> content() {
        Map<String, Object> content = new TreeMap<>();
        content.put("Options", options);
        List<Map<String, String>> inputs = new ArrayList<>();
        hashes.forEach((name, hash) -> inputs.add(Map.of("Name", name, "SHA-256", hash)));
        content.put("Inputs", inputs);
        content.put("GeneratedBy", List.of(Map.of("Name", "BoldJ", "Version", version)));
        content.put("Versions", Map.of("BoldJ", version, "Java", System.getProperty("java.version")));
        return content;
    }

    /** The inputs for a page. */
    public Table inputTable() {
        return table("input", "SHA-256", hashes);
    }

    /** The keys and their values for a page. */
    public Table optionTable() {
        return table("key", "value", options);
    }

    private static Table table(String name, String value, Map<String, String> entries) {
        List<List<String>> rows = new ArrayList<>();
        entries.forEach((key, text) -> rows.add(List.of(key, text)));
        return Table.of(List.of(name, value), rows);
    }
}
