package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.Finding;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.SessionOrder;
import sc.fiji.boldj.workflow.study.TableCells;

/** Reads the sessions of a trial from the tables of the dataset and the figures of the participant level. */
public final class VisitReader {

    /** How the note on an inferred order of sessions begins. */
    static final String INFERRED = "No table gives the order of sessions in time";

    private final BidsDataset dataset;
    private final Path output;
    private final String space;
    private final GroupOptions options;
    private final Set<String> notes = new LinkedHashSet<>();
    private final Set<List<String>> inferred = new LinkedHashSet<>();

    VisitReader(BidsDataset dataset, Path output, String space, GroupOptions options) {
        this.dataset = dataset;
        this.output = output;
        this.space = space;
        this.options = options;
    }

    /** The sessions with a series of the task, by participant and in time. */
    List<Visit> visits() throws IOException {
        requireTables(dataset);
        String task = task(dataset, options.get(GroupOption.TASK));
        List<Visit> visits = new ArrayList<>();
        for (String subject : dataset.subjects()) visits.addAll(visits(subject, runs(subject, task)));
        List<Visit> spelled = spelled(visits, notes);
        if (!options.get(GroupOption.OUTCOME).isEmpty()
                && !options.get(GroupOption.OUTCOME).equals(GroupOptions.DEFAULT.get(GroupOption.OUTCOME))
                && visits.stream().noneMatch(visit -> Double.isFinite(visit.outcome())))
            throw new IOException("outcome: no table of sessions has a number in a column '"
                    + options.get(GroupOption.OUTCOME) + "'");
        return spelled;
    }

    /** What a reader must know of how the tables were read by {@link #visits}. */
    List<String> notes() {
        List<String> all = new ArrayList<>();
        for (List<String> order : inferred)
            if (inferred.stream().noneMatch(other -> other.size() > order.size() && other.containsAll(order)))
                all.add(INFERRED + " (column period, or acq_time with the year first, of the sessions' tables); it was"
                        + " inferred from their labels as " + String.join(", ", order) + ".");
        all.addAll(notes);
        return List.copyOf(all);
    }

    /** What a reader must know of the table of participants. */
    List<String> notesOnTables(List<Visit> visits) {
        List<String> more = new ArrayList<>();
        groupless(dataset, visits, more);
        if (!dataset.withoutScans().isEmpty())
            more.add("Listed in participants.tsv without a functional run, and not included in any number below: "
                    + String.join(", ", dataset.withoutScans()) + ".");
        return more;
    }

    /** The runs of a participant by session. */
    private Map<String, List<ScanFiles>> runs(String subject, String task) {
        Map<String, List<ScanFiles>> sessions = new LinkedHashMap<>();
        for (BidsScan scan : dataset.bold(subject))
            if (scan.task().equals(task))
                sessions.computeIfAbsent(scan.session(), key -> new ArrayList<>())
                        .add(new ScanFiles(output, scan, space));
        return sessions;
    }

    private List<Visit> visits(String subject, Map<String, List<ScanFiles>> sessions) throws IOException {
        List<String> labels = List.copyOf(sessions.keySet());
        SessionOrder order = SessionOrder.of(dataset, subject, labels);
        List<String> inTime = new ArrayList<>(labels);
        inTime.sort(Comparator.comparing(order.places()::get));
        if (!order.told()) inferred.add(inTime);
        Map<String, String> given = order.sequence(sequence(dataset.person(subject)), dataset.sessions());
        List<Visit> visits = new ArrayList<>();
        for (String label : inTime) {
            Visit visit = visit(subject, label, order.places().get(label), sessions.get(label));
            visits.add(visit.treatment().isEmpty() ? visit.named(visit.group(), given.getOrDefault(label, "")) : visit);
        }
        return visits;
    }

    private static String sequence(Map<String, String> person) {
        String sequence = TableCells.cell(person, "sequence");
        return sequence.isEmpty() ? TableCells.cell(person, "treatment_sequence") : sequence;
    }

    /** A table that cannot be read would turn one design into another unseen. */
    private static void requireTables(BidsDataset dataset) throws IOException {
        for (Finding finding : dataset.findings())
            if (finding.level() == Finding.Level.ERROR && finding.field().endsWith(".tsv"))
                throw new IOException(finding.text());
    }

    /** Names of groups and treatments that differ in case and signs alone are one name. */
    private static List<Visit> spelled(List<Visit> visits, Set<String> notes) {
        Map<String, String> groups =
                ArmNames.spellings(visits.stream().map(Visit::group).toList());
        Map<String, String> treatments =
                ArmNames.spellings(visits.stream().map(Visit::treatment).toList());
        for (Map<String, String> names : List.of(groups, treatments))
            names.forEach((name, first) -> {
                String note = "'" + name + "' and '" + first + "' in the tables are taken as one.";
                if (!name.equals(first)) notes.add(note);
            });
        return visits.stream()
                .map(visit -> visit.named(groups.get(visit.group()), treatments.get(visit.treatment())))
                .toList();
    }

    private static void groupless(BidsDataset dataset, List<Visit> visits, List<String> notes) {
        if (visits.stream().anyMatch(visit -> !visit.group().isEmpty())) return;
        notes.add(
                dataset.participants().isEmpty()
                        ? "There is no participants.tsv, so all participants are treated as one group."
                        : "participants.tsv has no column that says the group (arm, sequence, group or treatment; it"
                                + " has "
                                + String.join(", ", dataset.participants().get().names())
                                + "), so all participants are treated as one group.");
    }

    private static String task(BidsDataset dataset, String wanted) throws IOException {
        List<String> tasks = dataset.scans().stream()
                .filter(BidsScan::isBold)
                .map(BidsScan::task)
                .distinct()
                .sorted()
                .toList();
        if (wanted.isEmpty()) return tasks.contains("rest") ? "rest" : tasks.get(0);
        if (!tasks.contains(wanted)) throw new IOException("there is no task '" + wanted + "', only " + tasks);
        return wanted;
    }

    private Visit visit(String subject, String session, int place, List<ScanFiles> runs) throws IOException {
        Map<String, String> person = dataset.person(subject);
        Map<String, String> row = dataset.session(subject, session);
        String score = options.get(GroupOption.OUTCOME).isEmpty()
                ? ""
                : TableCells.cell(row, options.get(GroupOption.OUTCOME));
        return new Visit(
                subject,
                session,
                place,
                TableCells.cell(row, "treatment"),
                group(person),
                List.copyOf(runs),
                TableCells.number(score),
                person,
                VisitQuality.quality(runs));
    }

    /** The arm or sequence of a participant, from the table of participants; empty if it does not say. */
    public static String groupOf(BidsDataset dataset, String subject) {
        return group(dataset.person(subject));
    }

    /** The columns of a table of participants that may give the arm or sequence, as the table writes them, the likeliest first. */
    public static List<String> groupColumns(List<String> names) {
        List<String> columns = new ArrayList<>();
        for (String column : ArmNames.columns())
            for (String name : names) if (TableCells.plain(name).equals(TableCells.plain(column))) columns.add(name);
        return columns;
    }

    private static String group(Map<String, String> person) {
        for (String column : ArmNames.columns()) {
            String value = TableCells.cell(person, column);
            if (!value.isEmpty()) return value;
        }
        return "";
    }
}
