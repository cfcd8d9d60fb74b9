package sc.fiji.boldj.workflow.protocol;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A field of a proposed protocol that the data cannot determine.
 *
 * @param field its path, such as {@code $.families}
 * @param choices what it could be; empty if that is open
 * @param why the data do not determine it
 */
public record Undecided(String field, List<String> choices, String why) {

    public Undecided {
        choices = List.copyOf(choices);
    }

    static Undecided read(JsonPlace place) throws IOException {
        JsonPlace.Fields fields = place.fields("field", "choices", "why");
        return new Undecided(
                fields.get("field").text(),
                fields.get("choices", List.of(), list -> list.list(JsonPlace::text)),
                fields.get("why").text());
    }

    /** As it stands in the file. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("field", field);
        map.put("choices", choices);
        map.put("why", why);
        return map;
    }

    /** Field, reason and choices in words. */
    public String words() {
        return field + ": " + why + (choices.isEmpty() ? "" : "; choices: " + String.join("; ", choices));
    }
}
