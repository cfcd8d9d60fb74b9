package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.workflow.provenance.ProvenanceCheck;
import sc.fiji.boldj.workflow.provenance.StudyLock;

/**
 * The private folder of one attempt at a task, on the disk of the results: finished results appear in it as links, and what the
 * attempt writes is renamed into place at its end. So two attempts at one task do not disturb each other, and an attempt whose
 * process died leaves its finished steps to the next.
 */
final class TaskFolder implements AutoCloseable {

    private static final String LOCK = "task";
    private static final int MOST = 100;

    private final Path output;
    private final Path root;
    private final StudyLock lock;
    private final List<Path> linked = new ArrayList<>();

    private TaskFolder(Path output, Path root, StudyLock lock) {
        this.output = output;
        this.root = root;
        this.lock = lock;
    }

    /** Where the folders of attempts stand. */
    static Path home(Path output) {
        return output.resolve("work").resolve("tasks");
    }

    /**
     * The first folder of a task that no living process holds.
     *
     * @throws IOException if it cannot be made
     */
    static TaskFolder of(Path output, String task) throws IOException {
        Path absolute = output.toAbsolutePath().normalize();
        IOException last = null;
        for (int i = 0; i < MOST; i++) {
            Path root = Files.createDirectories(home(absolute).resolve(task + "." + i));
            try {
                return new TaskFolder(absolute, root, StudyLock.of(root.resolve(LOCK)));
            } catch (IOException e) {
                last = e; // another attempt is at work there
            }
        }
        throw new IOException(home(absolute) + ": " + MOST + " attempts at " + task + " seem to be at work", last);
    }

    Path root() {
        return root;
    }

    /** Shows the finished results of a participant in this folder. */
    void link(String subject) throws IOException {
        Path own = output.resolve("sub-" + subject);
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(own))
            try (Stream<Path> all = Files.walk(own)) {
                all.filter(file -> !Files.isDirectory(file) && !AtomicFile.isPart(file))
                        .forEach(files::add);
            }
        try (Stream<Path> all = Files.list(output)) {
            all.filter(file -> file.getFileName().toString().startsWith("sub-" + subject + "_"))
                    .filter(Files::isRegularFile)
                    .forEach(files::add);
        }
        for (Path file : files) {
            Path relative = output.relativize(file);
            Path here = root.resolve(relative);
            Files.createDirectories(here.getParent());
            if (!Files.exists(here, LinkOption.NOFOLLOW_LINKS)) {
                try {
                    Files.createSymbolicLink(here, file);
                } catch (UnsupportedOperationException e) {
                    throw new IOException(here + ": this disk has no symbolic links, which tasks need", e);
                }
            }
            linked.add(relative);
        }
    }

    /** Renames what was written into place, and removes what was removed here. */
    void publish() throws IOException {
        List<Path> written = new ArrayList<>();
        try (Stream<Path> all = Files.walk(root)) {
            all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(this::isResult)
                    .sorted()
                    .forEach(written::add);
        }
        for (Path file : written) {
            Path target = output.resolve(root.relativize(file));
            directories(target.getParent());
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        }
        for (Path relative : linked)
            if (!written.contains(root.resolve(relative))
                    && !Files.exists(root.resolve(relative), LinkOption.NOFOLLOW_LINKS))
                Files.deleteIfExists(output.resolve(relative));
    }

    private boolean isResult(Path file) {
        Path relative = root.relativize(file);
        return !relative.startsWith(ProvenanceCheck.FOLDER)
                && !relative.startsWith("work")
                && !relative.getFileName().toString().startsWith(".")
                && !AtomicFile.isPart(file);
    }

    private static void directories(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) throw e;
        }
    }

    /** The private folders of the attempts at a task, the first attempt first. */
    static List<Path> all(Path output, String task) throws IOException {
        Path home = home(output.toAbsolutePath().normalize());
        if (!Files.isDirectory(home)) return List.of();
        try (Stream<Path> folders = Files.list(home)) {
            return folders.filter(
                            folder -> folder.getFileName().toString().matches(Pattern.quote(task) + "\\.\\d{1,3}"))
                    .sorted(Comparator.comparingInt(TaskFolder::number))
                    .toList();
        }
    }

    /** The number of an attempt, from 0. */
    static int number(Path folder) {
        String name = folder.getFileName().toString();
        return Integer.parseInt(name.substring(name.lastIndexOf('.') + 1));
    }

    /** Whether an attempt is at work in a folder. */
    static boolean isAtWork(Path folder) {
        try {
            StudyLock.of(folder.resolve(LOCK)).close();
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * Removes a folder and what is in it; follows no links.
     *
     * @return false if an attempt is at work there
     */
    static boolean remove(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) return true;
        StudyLock held;
        try {
            held = StudyLock.of(folder.resolve(LOCK));
        } catch (IOException e) {
            return false;
        }
        try (held) {
            List<Path> all;
            try (Stream<Path> files = Files.walk(folder)) {
                all = files.filter(file -> !file.equals(folder) && !file.equals(StudyLock.file(folder.resolve(LOCK))))
                        .sorted(Comparator.reverseOrder())
                        .toList();
            }
            for (Path file : all) Files.deleteIfExists(file);
        }
        try {
            Files.deleteIfExists(folder);
            return true;
        } catch (DirectoryNotEmptyException e) { // an attempt has just begun there
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
