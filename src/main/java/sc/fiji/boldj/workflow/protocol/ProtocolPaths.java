package sc.fiji.boldj.workflow.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import sc.fiji.boldj.workflow.option.Option;
import sc.fiji.boldj.workflow.option.PathKind;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/**
 * Where the paths in a protocol lead: a relative path is resolved against the folder of the protocol or, if nothing exists there,
 * against the root of the dataset. The protocol itself, and so its canonical form, keeps the path as it was written.
 *
 * @param file the protocol
 * @param dataset root of the dataset, if it is known
 */
record ProtocolPaths(Path file, Optional<Path> dataset) {

    private static List<Option<?>> options() {
        return ParticipantOptions.ALL.all().stream()
                .filter(option -> option.pathKind() != PathKind.NONE)
                .toList();
    }

    /** The protocol with absolute paths in place of relative ones. */
    TrialProtocol resolved(TrialProtocol protocol) throws IOException {
        Map<String, Object> values = new LinkedHashMap<>(protocol.preprocessing());
        for (Option<?> option : options()) {
            Object text = values.get(option.key());
            if (text != null && !text.equals(""))
                values.put(
                        option.key(),
                        resolved("preprocessing." + option.key(), text.toString())
                                .toString());
        }
        return protocol.withPreprocessing(values);
    }

    /** The protocol with paths that were resolved earlier. */
    static TrialProtocol with(TrialProtocol protocol, Map<String, String> known) {
        Map<String, Object> values = new LinkedHashMap<>(protocol.preprocessing());
        for (Option<?> option : options()) {
            String path = known.getOrDefault(option.key(), "");
            if (!path.isEmpty()) values.computeIfPresent(option.key(), (key, text) -> path);
        }
        return protocol.withPreprocessing(values);
    }

    /**
     * Resolves a path.
     *
     * @param field where it stands in the protocol
     * @throws IOException if it matches no file, or two different files; names all of them
     */
    Path resolved(String field, String text) throws IOException {
        Path path;
        try {
            path = Path.of(text);
        } catch (InvalidPathException e) {
            throw new IOException(file + ": " + field + ": '" + text + "' is not a path: " + e.getReason(), e);
        }
        if (path.isAbsolute()) return path;
        List<Path> candidates = Stream.concat(
                        Stream.of(file.toAbsolutePath().normalize().getParent()),
                        dataset.map(root -> root.toAbsolutePath().normalize()).stream())
                .map(folder -> folder.resolve(path).normalize())
                .distinct()
                .toList();
        List<Path> found = candidates.stream().filter(Files::exists).toList();
        if (found.size() == 2 && !Files.isSameFile(found.get(0), found.get(1)))
            throw new IOException(file + ": " + field + ": '" + text + "' matches both " + found.get(0) + " and "
                    + found.get(1) + "; give an absolute path");
        return found.isEmpty() ? candidates.get(0) : found.get(0);
    }
}
