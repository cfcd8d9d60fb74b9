package sc.fiji.boldj.workflow.design;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A factor of a proposed protocol.
 *
 * @param column of the tables
 * @param role treatment, visit, scan or group
 * @param within whether it differs within participants
 * @param reference the comparator; empty if the names do not show it
 */
record ProposedFactor(
        String name, String column, String role, boolean within, List<String> levels, Optional<String> reference) {

    /** As it stands in the file. */
    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("role", role);
        map.put("column", column);
        if (within && role.equals("treatment")) map.put("within", true);
        map.put("levels", levels);
        reference.ifPresent(level -> map.put("reference", level));
        return map;
    }
}
