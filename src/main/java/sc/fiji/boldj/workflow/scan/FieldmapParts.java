package sc.fiji.boldj.workflow.scan;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.io.BidsName;
import sc.fiji.boldj.run.DataException;

/**
 * The files of one measured field map.
 *
 * @param method not {@link FieldMethod#OPPOSED}
 * @param maps the field, the phase difference, or the phases of the first and the second echo
 * @param magnitude of the first echo
 */
public record FieldmapParts(FieldMethod method, List<Path> maps, Path magnitude) {

    /** @param maps is copied */
    public FieldmapParts {
        maps = List.copyOf(maps);
    }

    /**
     * Finds the files that belong to a {@code fieldmap}, {@code phasediff} or {@code phase1} image: they differ from it in their
     * suffix alone.
     *
     * @throws DataException if the suffix is another one, or a file is missing
     */
    public static FieldmapParts of(Path map) {
        String suffix = BidsName.of(map).suffix();
        FieldMethod method = FieldMethod.ofSuffix(suffix)
                .filter(FieldMethod::isMeasured)
                .orElseThrow(
                        () -> new DataException(
                                map.getFileName()
                                        + ": the name of a field map must end in _phasediff, _phase1 or _fieldmap, so that its kind is known"));
        List<Path> maps = new ArrayList<>(List.of(map));
        if (method == FieldMethod.TWO_PHASES) maps.add(beside(map, suffix, "phase2"));
        return new FieldmapParts(
                method, maps, beside(map, suffix, method == FieldMethod.FIELD ? "magnitude" : "magnitude1"));
    }

    /** All files, the maps first. */
    public List<Path> files() {
        List<Path> files = new ArrayList<>(maps);
        files.add(magnitude);
        return files;
    }

    private static Path beside(Path map, String suffix, String other) {
        String name = map.getFileName().toString();
        String stem = name.substring(0, name.lastIndexOf("_" + suffix));
        for (String ending : List.of(".nii.gz", ".nii")) {
            Path file = map.resolveSibling(stem + "_" + other + ending);
            if (Files.exists(file)) return file;
        }
        throw new DataException(name + " has no " + stem + "_" + other + ".nii.gz beside it, which it needs");
    }
}
