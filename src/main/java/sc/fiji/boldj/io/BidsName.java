package sc.fiji.boldj.io;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file name taken apart as BIDS does: {@code sub-01_task-rest_bold.nii.gz} has the entities sub = 01 and task = rest,
 * the suffix bold and the ending .nii.gz. Any name can be taken apart; one that is not BIDS has no entities.
 *
 * @param entities key to value, in the order of the name
 * @param suffix the last part between underscores
 * @param stem the name without its ending
 * @param ending from the first point on
 */
public record BidsName(Map<String, String> entities, String suffix, String stem, String ending) {

    /** Takes the last part of a path apart. */
    public static BidsName of(Path file) {
        String name = file.getFileName().toString();
        int point = name.indexOf('.');
        String stem = point < 0 ? name : name.substring(0, point);
        String[] parts = stem.split("_", -1);
        Map<String, String> entities = new LinkedHashMap<>();
        for (int i = 0; i < parts.length - 1; i++) {
            int dash = parts[i].indexOf('-');
            if (dash > 0) entities.put(parts[i].substring(0, dash), parts[i].substring(dash + 1));
        }
        return new BidsName(entities, parts[parts.length - 1], stem, point < 0 ? "" : name.substring(point));
    }
}
