package sc.fiji.boldj.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import sc.fiji.boldj.table.Table;

/**
 * The scans of a folder: BIDS as it should be, BIDS with slips, or a plain folder with a table.
 *
 * <p>A NIfTI file counts if its name ends in {@code _bold} or {@code _T1w} and it or a folder above it names a subject
 * ({@code sub-01}). A plain folder holds a table {@code scans.tsv} with the columns {@code path} and {@code subject},
 * and, as far as there are any, {@code session}, {@code task}, {@code run} and {@code suffix} ({@code bold} if absent).
 * Nothing is refused for its form; slips become findings. Immutable.
 */
public final class BidsDataset {

    private final Path root;
    private final List<BidsScan> scans;
    private final Map<Path, List<Path>> echoes;
    private final Map<String, String> folders;
    private final StudyTables tables;
    private final List<Finding> findings;
    private final Map<String, Map<String, String>> cells;

    private BidsDataset(
            Path root,
            List<BidsScan> scans,
            Map<Path, List<Path>> echoes,
            Map<String, String> folders,
            StudyTables tables,
            List<Finding> findings,
            Map<String, Map<String, String>> cells) {
        this.root = root;
        this.cells = cells;
        this.echoes = echoes;
        this.scans = List.copyOf(scans);
        this.folders = Map.copyOf(folders);
        this.tables = tables;
        this.findings = findings;
    }

    /**
     * Looks through a folder; no image is opened.
     *
     * @throws IOException if it is no folder, cannot be read, or holds no scan; says what was searched for
     */
    public static BidsDataset read(Path root) throws IOException {
        if (!Files.isDirectory(root)) throw new NotDirectoryException(root + ": there is no such folder");
        List<Finding> findings = new ArrayList<>();
        Path table = root.resolve("scans.tsv");
        ScanSearch search = new ScanSearch(root, findings);
        List<BidsScan> scans = Files.exists(table) ? ScansTable.read(root, table, findings) : search.scans();
        if (scans.isEmpty())
            throw new IOException(root
                    + ": no scan was found: names such as sub-01/func/sub-01_task-rest_bold.nii.gz, or"
                    + " a table scans.tsv with the columns path and subject, are needed"
                    + (search.results() == 0
                            ? ""
                            : "; " + search.results() + " files with desc- or space- in their names are results of a"
                                    + " program, not scans")
                    + (findings.isEmpty()
                            ? ""
                            : "; " + findings.size() + " were ignored, the first: "
                                    + findings.get(0).text()));
        scans.sort(Comparator.comparing(BidsScan::name)
                .thenComparing(BidsScan::suffix)
                .thenComparing(scan -> scan.file().toString()));
        if (!Files.exists(root.resolve("dataset_description.json")))
            findings.add(new Finding(
                    Finding.Level.INFO, "dataset_description.json", "there is none", "it is not needed here"));
        Map<String, String> folders = new HashMap<>();
        EchoGroups groups =
                EchoGroups.of(ScanLabels.unique(ScanLabels.safe(scans, folders, findings), findings), findings);
        return of(root, groups.scans(), groups.echoes(), folders, findings);
    }

    /**
     * A dataset whose series another program has preprocessed; the folder gives tables, events and recordings, and need not
     * hold any scan.
     *
     * @param series what {@link Derivatives#scans} gave
     * @throws IOException if it is no folder
     */
    public static BidsDataset preprocessed(Path root, List<BidsScan> series) throws IOException {
        if (!Files.isDirectory(root)) throw new NotDirectoryException(root + ": there is no such folder");
        List<Finding> findings = new ArrayList<>();
        Map<String, String> folders = new HashMap<>();
        List<BidsScan> sorted = new ArrayList<>(series);
        sorted.sort(Comparator.comparing(BidsScan::name));
        return of(root, ScanLabels.safe(sorted, folders, findings), Map.of(), folders, findings);
    }

    private static BidsDataset of(
            Path root,
            List<BidsScan> safe,
            Map<Path, List<Path>> echoes,
            Map<String, String> folders,
            List<Finding> findings) {
        return new BidsDataset(
                root,
                safe,
                echoes,
                folders,
                new StudyTables(root, new TreeSet<>(folders.values()), findings),
                findings,
                Map.of());
    }

    /**
     * The same dataset, whose tables have other cells in some rows.
     *
     * @param people cells by column, by label of the participant
     * @param sessions cells by column, by {@link #sessionKey}
     */
    public BidsDataset withCells(Map<String, Map<String, String>> people, Map<String, Map<String, String>> sessions) {
        Map<String, Map<String, String>> all = new HashMap<>(people);
        all.putAll(sessions);
        return new BidsDataset(root, scans, echoes, folders, tables, findings, Map.copyOf(all));
    }

    /** How {@link #withCells} names a session. */
    public static String sessionKey(String subject, String session) {
        return subject + "/" + session;
    }

    private Map<String, String> replaced(String key, Map<String, String> row) {
        Map<String, String> other = cells.get(key);
        if (other == null) return row;
        Map<String, String> all = new LinkedHashMap<>(row);
        all.keySet().removeIf(name -> other.keySet().stream().anyMatch(name::equalsIgnoreCase));
        all.putAll(other);
        return all;
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

    /** The files of a series: its echoes in order if they are combined, otherwise the one. */
    public List<Path> echoes(BidsScan bold) {
        return echoes.getOrDefault(bold.file(), List.of(bold.file()));
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

    /** The table of participants, if there is one that says who is who. */
    public Optional<Table> participants() {
        return Optional.ofNullable(tables.participants());
    }

    /** What the tables say of a participant, by column; empty if nothing. */
    public Map<String, String> person(String subject) {
        return replaced(subject, tables.person(folder(subject), List.copyOf(folders.values())));
    }

    /** Whether {@code participants.tsv} has a row for a participant. */
    public boolean lists(String subject) {
        return tables.lists(folder(subject), List.copyOf(folders.values()));
    }

    /** Those whom the table of participants names, as it writes them, of whom there is no scan. */
    public List<String> withoutScans() {
        return tables.others(List.copyOf(folders.values()));
    }

    /** What the tables say of a session, {@code sub-01/sub-01_sessions.tsv} above all; empty if nothing. */
    public Map<String, String> session(String subject, String session) {
        List<String> all = scans.stream()
                .filter(scan -> scan.subject().equals(subject))
                .map(BidsScan::session)
                .distinct()
                .toList();
        return replaced(sessionKey(subject, session), tables.session(folder(subject), session, all));
    }

    /** The data dictionary of a participant's sessions; it need not exist. */
    public Path sessionsDictionary(String subject) {
        String name = "sub-" + folder(subject);
        return root.resolve(name).resolve(name + "_sessions.json");
    }

    /** The tables that say something of participants and sessions. */
    public List<Path> tables() {
        return tables.files();
    }

    private String folder(String subject) {
        return folders.getOrDefault(subject, subject);
    }

    /**
     * The table of events of a series by the inheritance principle of BIDS, if there is one: beside it or in a folder above,
     * the same for all echoes and parts. A series with a table of doses has none if no row has a trial type: its validator requires a
     * table of events for every task.
     *
     * @throws IOException if two tables are equally specific and differ; names both
     */
    public static Optional<Path> events(BidsScan bold) throws IOException {
        Optional<Path> table = Inheritance.of(bold.raw(), "events", ".tsv").one();
        return table.isPresent() && table(bold, "infusion").isPresent() && EventsTable.isBlank(table.get())
                ? Optional.empty()
                : table;
    }

    /**
     * Another table of a series, found like its events: {@code infusion}, {@code plasma} or {@code regressors}.
     *
     * @param suffix what the names of such tables end in, before {@code .tsv}
     * @throws IOException if two tables are equally specific and differ; names both
     */
    public static Optional<Path> table(BidsScan bold, String suffix) throws IOException {
        return Inheritance.of(bold.raw(), suffix, ".tsv").one();
    }

    /**
     * The physiological recordings of a series, found like its events: by the label of {@code recording-}, empty for none.
     *
     * @throws IOException if two files of a recording are equally specific and differ; names both
     */
    public static Map<String, Path> physiology(BidsScan bold) throws IOException {
        return Inheritance.of(bold.raw(), "physio", ".tsv.gz").recordings();
    }

    /** What is not as it should be, and does not hinder. */
    public List<Finding> findings() {
        return List.copyOf(findings);
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
