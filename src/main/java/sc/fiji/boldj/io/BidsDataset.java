package sc.fiji.boldj.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The scans of a folder: BIDS as it should be, BIDS with slips, or a plain folder with a table.
 *
 * <p>A NIfTI file counts if its name ends in {@code _bold} or {@code _T1w} and it or a folder above it names a subject
 * ({@code sub-01}). A plain folder holds a table {@code scans.tsv} with the columns {@code path} and {@code subject},
 * and, as far as there are any, {@code session}, {@code task}, {@code run} and {@code suffix} ({@code bold} if absent).
 * Nothing is refused for its form; slips become findings. Immutable.
 */
public final class BidsDataset {

    private static final int DEPTH = 8;
    private static final Set<String> LEFT_OUT = Set.of("derivatives", "sourcedata", "code", "work");

    private final Path root;
    private final List<BidsScan> scans;
    private final TsvTable participants;
    private final List<Finding> findings;

    private BidsDataset(Path root, List<BidsScan> scans, TsvTable participants, List<Finding> findings) {
        this.root = root;
        this.scans = List.copyOf(scans);
        this.participants = participants;
        this.findings = List.copyOf(findings);
    }

    /**
     * Looks through a folder; no image is opened.
     *
     * @throws IOException if it is no folder, cannot be read, or holds no scan; says what was looked for
     */
    public static BidsDataset read(Path root) throws IOException {
        if (!Files.isDirectory(root)) throw new NotDirectoryException(root + ": there is no such folder");
        List<Finding> findings = new ArrayList<>();
        Path table = root.resolve("scans.tsv");
        List<BidsScan> scans = Files.exists(table) ? listed(root, table) : found(root, findings);
        if (scans.isEmpty())
            throw new IOException(
                    root + ": no scan was found: names such as sub-01/func/sub-01_task-rest_bold.nii.gz, or"
                            + " a table scans.tsv with the columns path and subject, are needed");
        scans.sort(Comparator.comparing(BidsScan::name)
                .thenComparing(BidsScan::suffix)
                .thenComparing(scan -> scan.file().toString()));
        if (!Files.exists(root.resolve("dataset_description.json")))
            findings.add(new Finding(
                    Finding.Level.INFO, "dataset_description.json", "there is none", "it is not needed here"));
        return new BidsDataset(root, unique(safe(scans, findings), findings), participants(root, findings), findings);
    }

    private static List<BidsScan> found(Path root, List<Finding> findings) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(root, DEPTH)) {
            files = walk.filter(file -> isScan(root, file)).sorted().toList();
        }
        List<BidsScan> scans = new ArrayList<>();
        for (Path file : files) {
            BidsName name = BidsName.of(file);
            String subject = entity(root, file, name, "sub", findings);
            if (subject.isEmpty()) {
                findings.add(new Finding(
                        Finding.Level.WARNING,
                        root.relativize(file).toString(),
                        "names no subject and is left out",
                        "call it sub-<label>_..., or put it into a folder sub-<label>"));
                continue;
            }
            String session = entity(root, file, name, "ses", findings);
            String task = name.entities().getOrDefault("task", name.suffix().equals("bold") ? "unnamed" : "");
            scans.add(
                    new BidsScan(file, subject, session, task, name.entities().getOrDefault("run", ""), name.suffix()));
        }
        return scans;
    }

    private static boolean isScan(Path root, Path file) {
        String name = file.getFileName().toString();
        if (!name.endsWith(".nii") && !name.endsWith(".nii.gz")) return false;
        for (Path part : root.relativize(file))
            if (part.toString().startsWith(".") || LEFT_OUT.contains(part.toString())) return false;
        String suffix = BidsName.of(file).suffix();
        return (suffix.equals("bold") || suffix.equals("T1w")) && Files.isRegularFile(file);
    }

    /** From the name or, failing that, from the folders; says so where they differ. */
    private static String entity(Path root, Path file, BidsName name, String key, List<Finding> findings) {
        String ofFolder = "";
        for (Path part : root.relativize(file).normalize())
            if (part.toString().startsWith(key + "-") && !part.equals(file.getFileName()))
                ofFolder = part.toString().substring(key.length() + 1);
        String ofName = name.entities().getOrDefault(key, "");
        if (!ofName.isEmpty() && !ofFolder.isEmpty() && !ofName.equals(ofFolder))
            findings.add(new Finding(
                    Finding.Level.WARNING,
                    root.relativize(file).toString(),
                    "is named " + key + "-" + ofName + " but lies in the folder " + key + "-" + ofFolder
                            + "; the folder counts",
                    "rename the file, or move it"));
        return ofFolder.isEmpty() ? ofName : ofFolder;
    }

    private static List<BidsScan> listed(Path root, Path file) throws IOException {
        TsvTable table = TsvTable.read(file);
        for (String needed : List.of("path", "subject"))
            if (!table.has(needed))
                throw new IOException(file + ": lacks the column '" + needed + "'; it has " + table.names());
        List<BidsScan> scans = new ArrayList<>();
        for (int row = 0; row < table.rows(); row++) {
            Path path = root.resolve(table.texts("path").get(row));
            if (!Files.exists(path))
                throw new IOException(file + ": row " + (row + 1) + " names " + path + ", which is not there");
            scans.add(new BidsScan(
                    path,
                    table.texts("subject").get(row).replaceFirst("^sub-", ""),
                    cell(table, "session", row).replaceFirst("^ses-", ""),
                    cell(table, "task", row),
                    cell(table, "run", row),
                    cell(table, "suffix", row).isEmpty() ? "bold" : cell(table, "suffix", row)));
        }
        return scans;
    }

    private static String cell(TsvTable table, String column, int row) {
        if (!table.has(column)) return "";
        String text = table.texts(column).get(row);
        return text.equals(TsvTable.MISSING) ? "" : text;
    }

    /** Labels name folders and files of results: what is not a letter or digit is dropped from them. */
    private static List<BidsScan> safe(List<BidsScan> scans, List<Finding> findings) {
        Map<String, String> takenBy = new HashMap<>();
        Set<String> told = new HashSet<>();
        for (BidsScan scan : scans)
            if (scan.subject().equals(clean(scan.subject()))) takenBy.put(scan.subject(), scan.subject());
        List<BidsScan> safe = new ArrayList<>();
        for (BidsScan scan : scans) {
            String label = clean(scan.subject());
            for (int n = 2;
                    !takenBy.computeIfAbsent(label, key -> scan.subject()).equals(scan.subject());
                    n++) label = clean(scan.subject()) + "x" + n;
            if (!label.equals(scan.subject()) && told.add(scan.subject()))
                findings.add(new Finding(
                        Finding.Level.WARNING,
                        "sub-" + scan.subject(),
                        "the label of a subject may hold letters and digits only; its results are called sub-" + label,
                        "rename the folder and its files"));
            safe.add(new BidsScan(
                    scan.file(),
                    label,
                    clean(scan.session(), ""),
                    clean(scan.task(), ""),
                    clean(scan.run(), ""),
                    scan.suffix()));
        }
        return safe;
    }

    private static String clean(String label) {
        return clean(label, "unnamed");
    }

    private static String clean(String label, String otherwise) {
        String clean = label.replaceAll("[^A-Za-z0-9]", "");
        return clean.isEmpty() ? otherwise : clean;
    }

    /** One scan a name: the first of several files, such as .nii beside .nii.gz. */
    private static List<BidsScan> unique(List<BidsScan> scans, List<Finding> findings) {
        List<BidsScan> unique = new ArrayList<>();
        Map<String, BidsScan> seen = new HashMap<>();
        for (BidsScan scan : scans) {
            String key = scan.name() + "_" + scan.suffix();
            BidsScan other = seen.putIfAbsent(key, scan);
            if (other == null) unique.add(scan);
            else if (scan.isBold())
                findings.add(new Finding(
                        Finding.Level.WARNING,
                        scan.file().getFileName().toString(),
                        "has the same subject, session, task and run as "
                                + other.file().getFileName() + " and is left out",
                        "tell them apart by _run-1, _run-2, or remove one"));
        }
        return unique;
    }

    private static TsvTable participants(Path root, List<Finding> findings) throws IOException {
        Path file = root.resolve("participants.tsv");
        if (!Files.exists(file)) return null;
        TsvTable table = TsvTable.read(file);
        if (table.has("participant_id")) return table;
        findings.add(new Finding(
                Finding.Level.WARNING,
                "participants.tsv",
                "has no column participant_id and is not used; it has " + table.names(),
                "name the first column participant_id"));
        return null;
    }

    /** Where it lies. */
    public Path root() {
        return root;
    }

    /** All scans, ordered by name. */
    public List<BidsScan> scans() {
        return scans;
    }

    /** The labels of all subjects, in order. */
    public List<String> subjects() {
        return scans.stream().map(BidsScan::subject).distinct().sorted().toList();
    }

    /** The functional series of a subject, in order. */
    public List<BidsScan> bold(String subject) {
        return scans.stream()
                .filter(scan -> scan.isBold() && scan.subject().equals(subject))
                .toList();
    }

    /** The anatomy for a series: of the same session if there is one, else the subject's first. */
    public Optional<BidsScan> anatomy(BidsScan bold) {
        List<BidsScan> own = scans.stream()
                .filter(scan -> scan.suffix().equals("T1w") && scan.subject().equals(bold.subject()))
                .toList();
        return own.stream()
                .filter(scan -> scan.session().equals(bold.session()))
                .findFirst()
                .or(() -> own.stream().findFirst());
    }

    /** The labels of all sessions, in order; empty if there are none. */
    public List<String> sessions() {
        Set<String> sessions = new TreeSet<>();
        for (BidsScan scan : scans) if (!scan.session().isEmpty()) sessions.add(scan.session());
        return List.copyOf(sessions);
    }

    /** The table of participants, if there is one with a column {@code participant_id}. */
    public Optional<TsvTable> participants() {
        return Optional.ofNullable(participants);
    }

    /** The table of a subject's sessions, {@code sub-01/sub-01_sessions.tsv}, if there is one. */
    public Optional<TsvTable> sessions(String subject) throws IOException {
        Path file = root.resolve("sub-" + subject).resolve("sub-" + subject + "_sessions.tsv");
        return Files.exists(file) ? Optional.of(TsvTable.read(file)) : Optional.empty();
    }

    /** The events of a series, {@code ..._events.tsv} beside it, if there are any. */
    public static Optional<Path> events(BidsScan bold) {
        String name = bold.file().getFileName().toString();
        Path file = bold.file().resolveSibling(name.replaceFirst("_bold\\.nii(\\.gz)?$", "_events.tsv"));
        return Files.exists(file) && !file.equals(bold.file()) ? Optional.of(file) : Optional.empty();
    }

    /** What is not as it should be, and does not hinder. */
    public List<Finding> findings() {
        return findings;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: %d scans of %d subjects",
                root,
                scans.size(),
                subjects().size());
    }
}
