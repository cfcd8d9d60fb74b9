package sc.fiji.boldj.command;

import ij.ImagePlus;
import ij.WindowManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.host.OpenImages;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.io.TextFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.component.GroupScans;
import sc.fiji.boldj.workflow.component.ScanGathering;

/**
 * Several scans, named by a text file of paths, one per line, or by a list of titles or paths separated by commas. A scan in
 * a file is read when it is asked for and not kept.
 */
final class ScanList implements GroupScans {

    private final List<String> words;
    private final List<Path> files;
    private final List<String> names = new ArrayList<>();

    private ScanList(List<String> words, List<Path> files) {
        this.words = words;
        this.files = files;
        Set<String> seen = new HashSet<>(); // file systems that ignore case would take two for one
        for (String word : words) {
            String stem = ImageDoor.stem(word.substring(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1));
            String name = stem;
            for (int n = 2; !seen.add(name.toLowerCase(Locale.ROOT)); n++) name = stem + "-" + n;
            names.add(name);
        }
    }

    /**
     * Reads the list.
     *
     * @throws IllegalArgumentException if it is empty, or an entry is no open image and no file
     * @throws IOException if the text file cannot be read
     */
    static ScanList parse(String inputs) throws IOException {
        List<String> words = new ArrayList<>();
        Path folder = null;
        boolean list = !isImage(inputs) && !isOpen(inputs) && Files.isRegularFile(Path.of(inputs));
        if (list) {
            folder = Path.of(inputs).toAbsolutePath().getParent();
            for (String line : TextFiles.lines(Path.of(inputs)))
                if (!line.isBlank() && !line.startsWith("#")) words.add(line.strip());
        } else for (String word : inputs.split(",", 0)) if (!word.isBlank()) words.add(word.strip());
        if (words.isEmpty()) throw new IllegalArgumentException("key 'inputs' names no scan: '" + inputs + "'");
        List<Path> files = new ArrayList<>();
        for (String word : words) {
            Path file = folder == null ? Path.of(word) : folder.resolve(word);
            boolean open = isOpen(word);
            if (!open && !Files.isRegularFile(file))
                throw new IllegalArgumentException("key 'inputs': '" + word + "' is neither an open image nor a file");
            files.add(open ? null : file);
        }
        return new ScanList(words, files);
    }

    private static boolean isImage(String word) {
        return word.matches("(?is).*\\.(nii|hdr|img)(\\.gz)?");
    }

    private static boolean isOpen(String title) {
        return WindowManager.getImage(title) != null;
    }

    /** The files, null for an open image. */
    List<Path> files() {
        return Collections.unmodifiableList(files);
    }

    @Override
    public int size() {
        return words.size();
    }

    @Override
    public List<String> names() {
        return names;
    }

    /** One of the scans; one in a file is read again each time. */
    @Override
    public NeuroImage read(int scan, Progress progress) throws IOException {
        if (files.get(scan) != null) return ScanGathering.read(files.get(scan), names.get(scan), progress);
        ImagePlus image = new OpenImages().find(words.get(scan), progress);
        return ImageDoor.read(image).withName(names.get(scan));
    }

    @Override
    public Optional<Path> file(int scan) {
        return Optional.ofNullable(files.get(scan));
    }

    /** What is known of the scans: by name the SHA-256 of the file, or the title of the open image. */
    Map<String, Object> describe() throws IOException {
        Map<String, Object> known = new TreeMap<>();
        for (int i = 0; i < size(); i++)
            known.put(
                    names.get(i),
                    files.get(i) == null ? "open image " + words.get(i) : "sha256:" + FileDigest.of(files.get(i)));
        return known;
    }
}
