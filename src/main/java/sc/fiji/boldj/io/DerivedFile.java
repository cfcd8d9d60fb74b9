package sc.fiji.boldj.io;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A file of a derivatives dataset.
 *
 * @param file where it stands
 * @param name its name taken apart; subject and session are among the entities also where only folders say them
 */
record DerivedFile(Path file, BidsName name) {

    /** Entities that say what was made of a scan, not which scan it is. */
    private static final Set<String> OF_THE_RESULT = Set.of(
            "space", "res", "cohort", "den", "label", "desc", "stat", "seg", "atlas", "from", "to", "mode", "hemi");

    static DerivedFile of(Path file) {
        return new DerivedFile(file, BidsName.of(file));
    }

    String entity(String key) {
        return name.entities().getOrDefault(key, "");
    }

    boolean is(String suffix, String ending) {
        return name.suffix().equals(suffix) && name.ending().equals(ending);
    }

    boolean isImage(String suffix) {
        return is(suffix, ".nii.gz") || is(suffix, ".nii");
    }

    /** The entities of the scan that this was made of; {@code run-1} is {@code run-01}. */
    Map<String, String> scan() {
        Map<String, String> scan = new TreeMap<>(name.entities());
        scan.keySet().removeAll(OF_THE_RESULT);
        scan.computeIfPresent("run", (key, label) -> label.replaceFirst("^0+(?=[0-9])", ""));
        return scan;
    }

    /** Whether this is in a space, with further entities such as {@code res}. */
    boolean isIn(String space, Map<String, String> others) {
        return entity("space").equals(space)
                && others.entrySet().stream()
                        .allMatch(other -> entity(other.getKey()).equals(other.getValue()));
    }
}
