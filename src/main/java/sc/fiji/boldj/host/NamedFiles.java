package sc.fiji.boldj.host;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.TextFiles;
import sc.fiji.boldj.run.Progress;

/** What a text names: an open image or a file. */
public final class NamedFiles {

    private NamedFiles() {}

    /** The image that is open under this title or stored at this path; empty if neither is there. */
    public static Optional<ImagePlus> image(String text) throws IOException {
        if (OpenImages.titles().contains(text)) return Optional.of(new OpenImages().find(text, Progress.NONE));
        return file(text).isPresent() ? Optional.of(open(text, Progress.NONE)) : Optional.empty();
    }

    /**
     * The image in a file, in its stored type.
     *
     * @throws IllegalArgumentException if there is no such file, or {@code path} is null
     */
    static ImagePlus open(String path, Progress progress) throws IOException {
        if (path == null) throw new IllegalArgumentException("the path of an image is missing");
        if (!Files.isRegularFile(Path.of(path))) throw new IllegalArgumentException("there is no file '" + path + "'");
        return ImageDoor.open(Path.of(path), NiftiReader.Options.DEFAULT, Progress.NONE);
    }

    /** The file at this path; empty if there is none. */
    public static Optional<Path> file(String text) {
        try {
            Path path = Path.of(text);
            return Files.isRegularFile(path) ? Optional.of(path) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /**
     * A file to read.
     *
     * @throws IllegalArgumentException if there is none, naming the key
     */
    public static Path existing(String key, String text) {
        return file(text)
                .orElseThrow(() -> new IllegalArgumentException("key '" + key + "': there is no file '" + text + "'"));
    }

    /**
     * The files that a key lists: paths separated by commas, or a text file (.txt) with a path a line, which may be relative
     * to it.
     *
     * @throws IllegalArgumentException if one is not there, naming the key
     */
    public static List<Path> list(String key, String text) throws IOException {
        List<Path> paths = new ArrayList<>();
        if (!text.strip().toLowerCase(java.util.Locale.ROOT).endsWith(".txt")) {
            for (String path :
                    Arrays.stream(text.split(",", -1)).map(String::strip).toList()) paths.add(existing(key, path));
            return paths;
        }
        Path file = existing(key, text.strip());
        for (String line : TextFiles.lines(file)) {
            if (line.isBlank() || line.startsWith("#")) continue;
            paths.add(existing(key, file.resolveSibling(line.strip()).toString()));
        }
        return paths;
    }

    /**
     * A table to write, said before the work begins and not after.
     *
     * @throws IllegalArgumentException if it is not named .tsv or its folder is not there
     */
    public static Path table(String key, String text) {
        Path path = Path.of(text);
        if (!text.toLowerCase(java.util.Locale.ROOT).endsWith(".tsv"))
            throw new IllegalArgumentException("key '" + key + "' is '" + text + "' but must end in .tsv");
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder))
            throw new IllegalArgumentException("key '" + key + "': there is no folder '" + folder + "'");
        return path;
    }

    /** The file beside another, its ending replaced. */
    public static Path beside(Path table, String ending) {
        return table.resolveSibling(table.getFileName().toString().replaceAll("(?i)\\.tsv$", "") + ending);
    }
}
