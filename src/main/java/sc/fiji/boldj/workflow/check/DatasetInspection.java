package sc.fiji.boldj.workflow.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.Finding;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.SessionLabels;
import sc.fiji.boldj.workflow.Verdict;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.SessionOrder;
import sc.fiji.boldj.workflow.trial.VisitReader;

/**
 * Looks through a dataset: every scan is read to its end; times, sizes, orientation and coverage are compared with what is
 * usual and with the other scans; heads are compared across sessions, with the anatomy, and with their mirror images.
 */
public final class DatasetInspection {

    /** Field of {@code dataset_description.json} of a simulated trial whose scans are empty files. */
    public static final String EMPTY_SCANS = "EmptyScans";

    private final BidsDataset dataset;
    private final ParticipantOptions options;
    private final String program;
    private final List<DatasetCheck.Row> rows = new ArrayList<>();
    private final Map<String, SeenScan> seen = new LinkedHashMap<>();

    private DatasetInspection(BidsDataset dataset, ParticipantOptions options, String program) {
        this.dataset = dataset;
        this.options = options;
        this.program = program;
    }

    /**
     * Looks through a dataset.
     *
     * @param options of the participant level: series that are too short for them are named
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static DatasetCheck of(BidsDataset dataset, ParticipantOptions options, String program, Progress progress)
            throws IOException {
        return new DatasetInspection(dataset, options, program).check(progress);
    }

    private DatasetCheck check(Progress progress) throws IOException {
        for (Finding finding : dataset.findings())
            DatasetCheck.add(
                    rows,
                    switch (finding.level()) {
                        case INFO -> Verdict.Light.GREEN;
                        case WARNING -> Verdict.Light.AMBER;
                        case ERROR -> Verdict.Light.RED;
                    },
                    finding.field(),
                    "name",
                    finding.message() + fix(finding));
        int n = dataset.scans().size();
        boolean empty = hasEmptyScans();
        if (empty)
            DatasetCheck.add(
                    rows,
                    Verdict.Light.GREEN,
                    "dataset",
                    "scans",
                    "are empty files of a simulated group level (" + EMPTY_SCANS
                            + " in dataset_description.json): names and tables were checked, images were not");
        for (int i = 0; i < n && !empty; i++) {
            progress.stage(0.6 * i / n, 0.6 * (i + 1) / n).update(1, 1);
            BidsScan scan = dataset.scans().get(i);
            ScanInspection.of(scan, options, rows).ifPresent(one -> seen.put(SeenScan.name(scan), one));
        }
        duplicates();
        tables();
        new EventsInspection(dataset, seen, rows).run();
        Table protocols = ProtocolTable.of(seen, rows);
        new HeadComparison(dataset.subjects(), seen, rows).run(progress.stage(0.6, 1));
        Table sessions = sessions();
        return new DatasetCheck(
                dataset.root().toAbsolutePath().normalize().getFileName().toString(),
                program,
                n,
                dataset.subjects().size(),
                rows,
                sessions,
                protocols);
    }

    /** Whether the dataset says that its scans are empty, and all are. */
    private boolean hasEmptyScans() throws IOException {
        Path description = dataset.root().resolve("dataset_description.json");
        if (!Files.isRegularFile(description)) return false;
        try {
            if (!Boolean.TRUE.equals(JsonFile.readMap(description).get(EMPTY_SCANS))) return false;
        } catch (IOException e) {
            return false;
        }
        for (BidsScan scan : dataset.scans()) if (Files.size(scan.file()) > 0) return false;
        return true;
    }

    /** Who is in one place only, and sessions whose order nothing says: the group level would guess it. */
    private void tables() {
        Set<String> guessed = new TreeSet<>();
        for (String id : dataset.withoutScans())
            DatasetCheck.add(rows, Verdict.Light.AMBER, id, "participant", "is in participants.tsv but has no scan");
        for (String subject : dataset.subjects()) {
            if (dataset.participants().isPresent() && !dataset.lists(subject))
                DatasetCheck.add(
                        rows, Verdict.Light.AMBER, "sub-" + subject, "participant", "is not in participants.tsv");
            List<String> sessions = dataset.bold(subject).stream()
                    .map(BidsScan::session)
                    .distinct()
                    .toList();
            SessionOrder order = SessionOrder.of(dataset, subject, sessions);
            if (order.told()) continue;
            List<String> inTime = new ArrayList<>(sessions);
            inTime.sort(Comparator.comparing(order.places()::get));
            guessed.add(String.join(", ", inTime));
        }
        for (String order : guessed)
            DatasetCheck.add(
                    rows,
                    Verdict.Light.GREEN,
                    "dataset",
                    "order of sessions",
                    "is not given in any table (column period, or acq_time with the year first, of sub-*_sessions.tsv); it is inferred from their labels as "
                            + order);
    }

    private static String fix(Finding finding) {
        return finding.fix().isEmpty() ? "" : ": " + finding.fix();
    }

    private void duplicates() {
        Map<String, String> first = new LinkedHashMap<>();
        for (Map.Entry<String, SeenScan> each : seen.entrySet()) {
            String other = first.putIfAbsent(each.getValue().digest(), each.getKey());
            if (other != null)
                DatasetCheck.add(
                        rows,
                        Verdict.Light.RED,
                        each.getKey(),
                        "duplicate",
                        "is the same file, byte for byte, as " + other);
        }
    }

    /** Sessions by group; those missing are named. */
    private Table sessions() {
        List<String> labels = new ArrayList<>(dataset.sessions());
        labels.sort(SessionLabels::inTime);
        List<String> head = new ArrayList<>(List.of("group", "participants"));
        head.addAll(labels.isEmpty() ? List.of("series") : labels);
        Map<String, int[]> counts = new TreeMap<>();
        for (String subject : dataset.subjects()) {
            String group = VisitReader.groupOf(dataset, subject);
            int[] row = counts.computeIfAbsent(
                    group.isEmpty() ? "all" : group, key -> new int[1 + Math.max(1, labels.size())]);
            row[0]++;
            for (int s = 0; s < Math.max(1, labels.size()); s++) {
                String label = labels.isEmpty() ? "" : labels.get(s);
                boolean there = dataset.bold(subject).stream()
                        .anyMatch(scan -> scan.session().equals(label));
                if (there) row[1 + s]++;
                else if (!labels.isEmpty())
                    DatasetCheck.add(
                            rows,
                            Verdict.Light.AMBER,
                            "sub-" + subject,
                            "session",
                            "has no series in session " + label);
            }
        }
        if (dataset.scans().stream().noneMatch(BidsScan::isBold))
            DatasetCheck.add(rows, Verdict.Light.RED, "dataset", "series", "there is none, only anatomical images");
        List<List<String>> table = new ArrayList<>();
        counts.forEach((group, row) -> {
            List<String> cells = new ArrayList<>(List.of(group));
            for (int value : row) cells.add(String.valueOf(value));
            table.add(cells);
        });
        return Table.of(head, table);
    }
}
