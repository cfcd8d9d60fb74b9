package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;

/**
 * Maps and tables of a run, each with a sidecar. A map that the data do not permit is not written; its sidecar
 * gives the reason, which the group level reports: a file of NaN would be averaged or dropped silently.
 */
public final class MapFiles {

    /** Key of the reason why there is no map. */
    public static final String NOT_MADE = "NotMade";

    private MapFiles() {}

    /** Computes a map and writes it with its sidecar, or the sidecar alone with the reason. */
    public static void write(ComputedMap map, Path file, RunSeries run, Progress progress) throws IOException {
        Map<String, Object> about = about(map.description(), map.unit());
        about.putAll(run.options().recorded(map.options()));
        try {
            NeuroImage image = map.compute(run, about, progress);
            StudyFiles.write(image, file, Progress.NONE);
        } catch (DataException e) {
            Files.deleteIfExists(file);
            about.put(NOT_MADE, e.getMessage());
        }
        JsonFile.write(ScanFiles.sidecar(file), about);
    }

    /**
     * Writes the sidecar of a file that the data do not permit, and removes the file of an earlier call.
     *
     * @param about description for the sidecar, to which the reason is added
     */
    public static void missing(Path file, Map<String, Object> about, DataException reason) throws IOException {
        Files.deleteIfExists(file);
        about.put(NOT_MADE, reason.getMessage());
        StudyFiles.describe(file, about);
    }

    /** Why there is no such file, if its sidecar says so. */
    public static Optional<String> whyNot(Path file) throws IOException {
        Path sidecar = ScanFiles.sidecar(file);
        if (Files.exists(file) || !Files.exists(sidecar)) return Optional.empty();
        return Optional.ofNullable(JsonFile.readMap(sidecar).get(NOT_MADE)).map(Object::toString);
    }

    /** The file, or its sidecar where that says why there is none: what a reader depends on. */
    public static Path present(Path file) throws IOException {
        return whyNot(file).isPresent() ? ScanFiles.sidecar(file) : file;
    }

    /** The beginning of a sidecar. */
    public static Map<String, Object> about(String description, String units) {
        Map<String, Object> about = new TreeMap<>();
        about.put("Description", description);
        about.put("Units", units);
        return about;
    }
}
