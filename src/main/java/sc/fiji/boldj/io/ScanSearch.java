package sc.fiji.boldj.io;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The scans below a folder, by their names. Links are followed. Folders of results (also those that stand inside the
 * dataset) and files with {@code desc-} or {@code space-} in their names are no scans.
 */
final class ScanSearch {

    private static final int DEPTH = 8;
    private static final Set<String> LEFT_OUT = Set.of("derivatives", "sourcedata", "code", "work");

    /** Entities of one signal in several forms; the others of such a series are excluded. */
    private static final Set<String> NOT_THE_SIGNAL = Set.of("phase", "imag", "real");

    /** Entities that tell series of one task apart, in the order of BIDS. */
    private static final List<String> TELLING = List.of("acq", "ce", "trc", "dir", "echo");

    private final Path root;
    private final List<Finding> findings;
    private final List<Path> files = new ArrayList<>();
    private int results;

    ScanSearch(Path root, List<Finding> findings) {
        this.root = root;
        this.findings = findings;
    }

    List<BidsScan> scans() throws IOException {
        Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEPTH, new Visitor());
        files.sort(null);
        List<BidsScan> scans = new ArrayList<>();
        for (Path file : files) {
            BidsName name = BidsName.of(file);
            String subject = entity(file, name, "sub");
            if (subject.isEmpty()) {
                findings.add(Finding.warning(
                        root.relativize(file).toString(),
                        "names no subject and is ignored",
                        "call it sub-<label>_..., or put it into a folder sub-<label>"));
                continue;
            }
            String task = name.entities().getOrDefault("task", name.suffix().equals("bold") ? "unnamed" : "");
            scans.add(new BidsScan(
                    file,
                    subject,
                    entity(file, name, "ses"),
                    task,
                    variant(name.entities()),
                    name.entities().getOrDefault("run", ""),
                    name.suffix()));
        }
        return scans;
    }

    /** Files that would be scans but for {@code desc-} or {@code space-} in their names. */
    int results() {
        return results;
    }

    /** The entities that tell series of one task apart. */
    static String variant(Map<String, String> entities) {
        List<String> parts = new ArrayList<>();
        for (String key : TELLING) {
            String value = entities.getOrDefault(key, "").replaceAll("[^A-Za-z0-9]", "");
            if (!value.isEmpty()) parts.add(key + "-" + value);
        }
        return String.join("_", parts);
    }

    /** From the folders or, failing that, from the name; says so where they differ. */
    private String entity(Path file, BidsName name, String key) {
        String ofFolder = "";
        for (Path part : root.relativize(file).normalize())
            if (part.toString().startsWith(key + "-") && !part.equals(file.getFileName()))
                ofFolder = part.toString().substring(key.length() + 1);
        String ofName = name.entities().getOrDefault(key, "");
        if (!ofName.isEmpty() && !ofFolder.isEmpty() && !ofName.equals(ofFolder))
            findings.add(Finding.warning(
                    root.relativize(file).toString(),
                    "is named " + key + "-" + ofName + " but lies in the folder " + key + "-" + ofFolder
                            + "; the folder counts",
                    "rename the file, or move it"));
        return ofFolder.isEmpty() ? ofName : ofFolder;
    }

    /** Collects scans; what cannot be looked into is named and passed over. */
    private final class Visitor extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (folder.equals(root)) return FileVisitResult.CONTINUE;
            String name = folder.getFileName().toString();
            boolean out = name.startsWith(".") || LEFT_OUT.contains(name) || isOfResults(folder);
            return out ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String text = file.getFileName().toString();
            if (text.startsWith(".") || (!text.endsWith(".nii") && !text.endsWith(".nii.gz")))
                return FileVisitResult.CONTINUE;
            BidsName name = BidsName.of(file);
            if ((!name.suffix().equals("bold") && !name.suffix().equals("T1w"))
                    || NOT_THE_SIGNAL.contains(name.entities().getOrDefault("part", "")))
                return FileVisitResult.CONTINUE;
            if (name.entities().containsKey("desc") || name.entities().containsKey("space")) results++;
            else if (attributes.isRegularFile()) files.add(file);
            else if (attributes.isSymbolicLink())
                findings.add(Finding.error(
                        root.relativize(file).toString(),
                        "is a link to a missing file and is ignored",
                        "fetch it: datalad get, or git annex get"));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException problem) {
            findings.add(Finding.error(
                    root.relativize(file).toString(), "cannot be looked into: " + problem.getMessage(), ""));
            return FileVisitResult.CONTINUE;
        }

        /** Whether a folder says that it holds what a program made. */
        private boolean isOfResults(Path folder) {
            Path description = folder.resolve("dataset_description.json");
            if (!Files.isRegularFile(description)) return false;
            try {
                Map<String, Object> content = JsonFile.readMap(description);
                return "derivative".equals(content.get("DatasetType"));
            } catch (IOException e) {
                return false;
            }
        }
    }
}
