package sc.fiji.boldj.workflow.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** How two versions of a protocol differ. */
public final class ProtocolChange {

    private static final int SHOWN = 5;

    private ProtocolChange() {}

    /**
     * A sentence with the paths that differ and both values; empty if the protocols are the same in canonical form.
     *
     * @param first canonical form of the first group run
     * @param now that of this run
     */
    public static String words(String first, String now) throws IOException {
        List<String> changes = list(first, now);
        if (changes.isEmpty()) return "";
        return "The protocol was changed after the first group run: "
                + String.join("; ", changes.subList(0, Math.min(SHOWN, changes.size())))
                + (changes.size() > SHOWN ? "; and " + (changes.size() - SHOWN) + " more" : "") + ".";
    }

    /** The paths that differ with both values, in words; empty if the protocols are the same in canonical form. */
    public static List<String> list(String first, String now) throws IOException {
        List<String> changes = new ArrayList<>();
        if (!first.equals(now))
            compare(
                    "$",
                    ProtocolFile.tree("the first protocol", first),
                    ProtocolFile.tree("the protocol", now),
                    changes);
        return changes;
    }

    private static void compare(String path, JsonNode first, JsonNode now, List<String> changes) {
        if (first.isObject() && now.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            first.fieldNames().forEachRemaining(names::add);
            now.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                String place = path + "." + name;
                if (!first.has(name)) changes.add(place + " was added (" + text(now.get(name)) + ")");
                else if (!now.has(name)) changes.add(place + " was removed (" + text(first.get(name)) + ")");
                else compare(place, first.get(name), now.get(name), changes);
            }
        } else if (first.isArray() && now.isArray() && first.size() == now.size()) {
            for (int i = 0; i < first.size(); i++) compare(path + "[" + i + "]", first.get(i), now.get(i), changes);
        } else if (!first.equals(now)) changes.add(path + " was " + text(first) + ", is " + text(now));
    }

    private static String text(JsonNode node) {
        String text = node.toString();
        return text.length() > 80 ? text.substring(0, 80) + "..." : text;
    }
}
