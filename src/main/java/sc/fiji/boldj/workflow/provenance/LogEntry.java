package sc.fiji.boldj.workflow.provenance;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one step did.
 *
 * @param step its name
 * @param program name and version of what ran
 * @param options by key: texts, numbers, booleans and lists of these
 * @param inputs path, relative to its root, to the SHA-256 of the bytes
 * @param outputs the same
 */
public record LogEntry(
        String step,
        String program,
        SortedMap<String, Object> options,
        SortedMap<String, String> inputs,
        SortedMap<String, String> outputs) {

    public LogEntry {
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
        inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
        outputs = Collections.unmodifiableSortedMap(new TreeMap<>(outputs));
    }

    /** As it is written, without its place in the chain. */
    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("step", step);
        map.put("program", program);
        map.put("options", options);
        map.put("inputs", inputs);
        map.put("outputs", outputs);
        return map;
    }
}
