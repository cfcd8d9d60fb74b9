package sc.fiji.boldj.io;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Writes a folder of results whole or not at all: under another name beside the target first, then moved onto it.
 *
 * <p>A folder carries {@code options.json}, which names the command and every file. One that exists is replaced only if it
 * was written by the same command and holds nothing else: files that a user put there are never deleted. The file of a BIDS dataset is
 * {@value #IN_DATASET}.
 */
public final class OutputFolder {

    /** The file that says what a folder is. */
    public static final String OPTIONS = "options.json";

    /** The same file of a BIDS dataset, whose root may hold only what BIDS defines. */
    public static final String IN_DATASET = "code/" + OPTIONS;

    private static final String COMMAND = "Command";
    private static final String FILES = "Files";

    private OutputFolder() {}

    /** Writes the content of a folder. */
    @FunctionalInterface
    public interface Body {
        /**
         * Writes the content.
         *
         * @param temporary an empty folder
         * @return what {@code options.json} is to hold
         */
        Map<String, Object> write(Path temporary) throws IOException;
    }

    /**
     * Returns normally if the folder can be written: to be asked before the work begins.
     *
     * @throws IOException if its parent does not exist, or something else stands there
     */
    public static void requireFree(Path target, String command) throws IOException {
        Path parent = target.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent))
            throw new NoSuchFileException("output: cannot write '" + target + "': there is no folder '" + parent + "'");
        if (!Files.exists(target)) return;
        if (!Files.isDirectory(target)) throw new IOException("output: '" + target + "' is a file, a folder is needed");
        List<String> there = names(target);
        if (there.isEmpty()) return;
        boolean dataset = !there.contains(OPTIONS) && Files.isRegularFile(target.resolve(IN_DATASET));
        if (!there.contains(OPTIONS) && !dataset)
            throw new IOException("output: the folder '" + target + "' exists and was not written by '" + command
                    + "' (it holds " + there.get(0) + "): give another name, or move it away");
        Path record = target.resolve(dataset ? IN_DATASET : OPTIONS);
        Map<String, Object> options = JsonFile.readMap(record);
        if (!command.equals(options.get(COMMAND)))
            throw new IOException("output: the folder '" + target + "' was written by '" + options.get(COMMAND)
                    + "', not by '" + command + "': give another name, or move it away");
        there.remove(OPTIONS);
        if (options.get(FILES) instanceof List<?>) there.removeAll((List<?>) options.get(FILES));
        if (dataset)
            for (String name : names(record.getParent()))
                if (!name.equals(OPTIONS))
                    there.add(target.relativize(record.resolveSibling(name)).toString());
        if (!there.isEmpty())
            throw new IOException("output: the folder '" + target + "' holds '" + there.get(0)
                    + "', which is not a result: give another name, or move that file away");
    }

    /**
     * Writes a folder; what stood there before stays if the body throws anything.
     *
     * @param command who writes
     */
    public static void write(Path target, String command, Body body) throws IOException {
        write(target, command, OPTIONS, body);
    }

    /** Writes a BIDS dataset in the same way. */
    public static void writeDataset(Path target, String command, Body body) throws IOException {
        write(target, command, IN_DATASET, body);
    }

    private static void write(Path target, String command, String record, Body body) throws IOException {
        requireFree(target, command);
        Path absolute = target.toAbsolutePath();
        String name = absolute.getFileName().toString();
        String unique = Long.toHexString(ProcessHandle.current().pid()) + Long.toHexString(System.nanoTime());
        Path temporary = Files.createDirectory(absolute.resolveSibling("." + name + "." + unique + ".part"));
        Path old = absolute.resolveSibling("." + name + "." + unique + ".old");
        try {
            Map<String, Object> options = new TreeMap<>(body.write(temporary));
            options.put(COMMAND, command);
            Path file = temporary.resolve(record);
            Files.createDirectories(file.getParent());
            options.put(FILES, names(temporary));
            JsonFile.write(file, options);
            if (Files.exists(absolute)) Files.move(absolute, old);
            try {
                move(temporary, absolute);
            } catch (IOException e) {
                if (Files.exists(old)) move(old, absolute);
                throw e;
            }
        } finally {
            delete(temporary);
            delete(old);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
