package sc.fiji.boldj.host;

import ij.IJ;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last entries in the dialog of each command, kept while ImageJ runs: in ImageJ's table of properties, which is not kept
 * across starts. Only dialogs use it.
 */
final class LastEntries {

    private static final String PROPERTY = "BoldJ.entries.";

    private LastEntries() {}

    /** The entries by key; empty if the dialog was not confirmed yet. */
    static Map<String, String> of(String label) {
        Map<String, String> entries = new LinkedHashMap<>();
        if (IJ.getProperty(PROPERTY + label) instanceof Map<?, ?> kept)
            kept.forEach((key, value) -> entries.put(String.valueOf(key), String.valueOf(value)));
        return entries;
    }

    /** Keeps entries, but for images, which follow the active window, and for files that are written and titles of results. */
    static void keep(String label, CommandSpec spec, Map<String, String> values) {
        Map<String, String> kept = new LinkedHashMap<>();
        for (CommandKey key : spec.keys()) {
            boolean own = key.isImage() || key.isSaved() || key.name().equals("result");
            if (!own) kept.put(key.name(), values.getOrDefault(key.name(), ""));
        }
        if (!kept.isEmpty()) IJ.setProperty(PROPERTY + label, kept);
    }
}
