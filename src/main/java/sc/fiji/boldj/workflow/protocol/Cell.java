package sc.fiji.boldj.workflow.protocol;

import java.util.Map;
import java.util.TreeMap;

/**
 * A combination of levels: all sessions (of all participants) that have them.
 *
 * @param levels by the name of the factor; factors that are not named may have any level
 */
public record Cell(Map<String, String> levels) {

    /** Between the levels of a combination. */
    public static final String AT = "@";

    public Cell {
        levels = java.util.Collections.unmodifiableMap(new TreeMap<>(levels));
    }

    /** Whether it names a level of a factor. */
    public boolean names(String factor) {
        return levels.containsKey(factor);
    }
}
