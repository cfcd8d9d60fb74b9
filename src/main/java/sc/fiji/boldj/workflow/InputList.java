package sc.fiji.boldj.workflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sc.fiji.boldj.group.DesignTable;
import sc.fiji.boldj.io.TextFiles;

/**
 * The inputs of a group test as a file lists them: a table with a column "path", or a text file with a path on each
 * line. Relative paths count from the file's folder. Immutable.
 *
 * @param file the list
 * @param paths one for each input
 * @param table the table; empty for a text file
 */
public record InputList(Path file, List<Path> paths, Optional<DesignTable> table) {

    private static final String PATH = "path";

    /** Copies the paths. */
    public InputList {
        paths = List.copyOf(paths);
    }

    /**
     * Reads a list.
     *
     * @throws IllegalArgumentException if it is empty, or names a file that does not exist (all of them are named)
     */
    public static InputList read(Path file) throws IOException {
        String text = text(file);
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty()) throw new IllegalArgumentException(file + " is empty: a list of inputs is needed");
        List<String> names = new ArrayList<>();
        Optional<DesignTable> table = Optional.empty();
        boolean hasPath = Arrays.stream(lines.get(0).split("\t", -1))
                .anyMatch(n -> n.strip().equals(PATH));
        if (hasPath) {
            table = Optional.of(DesignTable.parse(text));
            names.addAll(table.orElseThrow().text(PATH));
        } else if (lines.get(0).indexOf('\t') >= 0) {
            throw new IllegalArgumentException(file + " has no column '" + PATH + "', only: "
                    + lines.get(0).replace("\t", ", "));
        } else {
            for (String line : lines) if (!line.startsWith("#")) names.add(line.strip());
        }
        return new InputList(file, existing(file, names), table);
    }

    /**
     * The same rows with the paths of another column of the table.
     *
     * @throws IllegalArgumentException if there is no such column, or a file does not exist
     */
    public InputList withPaths(String column) {
        return new InputList(file, existing(file, table.orElseThrow().text(column)), table);
    }

    private static List<Path> existing(Path file, List<String> names) {
        Path folder = file.toAbsolutePath().getParent();
        List<Path> paths = new ArrayList<>();
        for (String name : names)
            try {
                paths.add(folder.resolve(name));
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException(
                        file + ": input " + (paths.size() + 1) + " '" + name + "' is not the path of a file", e);
            }
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < names.size(); i++)
            if (!Files.isRegularFile(paths.get(i))) missing.add("input " + (i + 1) + " '" + names.get(i) + "'");
        if (!missing.isEmpty())
            throw new IllegalArgumentException(
                    file + " names " + missing.size() + (missing.size() == 1 ? " file that does" : " files that do")
                            + " not exist in " + folder + ": "
                            + String.join(", ", missing.subList(0, Math.min(5, missing.size())))
                            + (missing.size() > 5 ? ", ..." : ""));
        return paths;
    }

    static String text(Path file) throws IOException {
        return TextFiles.read(file);
    }
}
