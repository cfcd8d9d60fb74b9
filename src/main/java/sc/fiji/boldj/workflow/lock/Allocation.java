package sc.fiji.boldj.workflow.lock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.protocol.Factor;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;
import sc.fiji.boldj.workflow.study.TableCells;

/**
 * Who was given what: a table, separated by tabs, with the column of the protocol's treatment factor and what names a row:
 * {@code code}, as the dataset has it in that column; or {@code participant_id}, and for treatments within participants
 * {@code session_id} or {@code period} too. Messages name rows, never what is in them. Immutable.
 */
public final class Allocation {

    private static final String CODE = "code";
    private static final String PERSON = "participant_id";
    private static final String SESSION = "session_id";
    private static final String PERIOD = "period";

    private final Path file;
    private final Factor treatment;
    private final String key;
    private final Map<String, String> levels;

    private Allocation(Path file, Factor treatment, String key, Map<String, String> levels) {
        this.file = file;
        this.treatment = treatment;
        this.key = key;
        this.levels = levels;
    }

    static Factor treatment(TrialProtocol protocol) throws IOException {
        return protocol.factor(Factor.Role.TREATMENT)
                .orElseThrow(() -> new IOException(
                        "the protocol has no factor with the role treatment, so there is no allocation"));
    }

    /**
     * Reads an allocation.
     *
     * @throws IOException if it has not the columns, names a row twice, or has something else than levels of the treatment
     */
    public static Allocation read(Path file, TrialProtocol protocol) throws IOException {
        if (!Files.isRegularFile(file)) throw new IOException("allocation: there is no file '" + file + "'");
        Factor treatment = treatment(protocol);
        Table table = TsvFiles.read(file);
        String given = column(table, treatment.column());
        if (given == null) given = column(table, treatment.name());
        if (given == null)
            throw new IOException(file + ": has no column '" + treatment.column() + "'; it has " + table.names());
        String key = "";
        for (String each : List.of(CODE, SESSION, PERIOD))
            if (key.isEmpty()
                    && column(table, each) != null
                    && !column(table, each).equals(given)) key = each;
        boolean coded = key.equals(CODE);
        if (!treatment.within() && !coded) key = PERSON;
        if (key.isEmpty() || (!coded && column(table, PERSON) == null))
            throw new IOException(file + ": needs the column code, or participant_id"
                    + (treatment.within() ? " with session_id or period" : "") + "; it has " + table.names());
        Map<String, String> levels = new LinkedHashMap<>();
        for (int row = 0; row < table.rows(); row++) {
            String place = file + ", row " + (row + 1);
            String name = coded ? "" : plain("sub-", cell(table, PERSON, row));
            if (!key.equals(PERSON)) name += "\t" + plain("ses-", cell(table, key, row));
            String level = level(treatment, cell(table, given, row));
            if (level.isEmpty())
                throw new IOException(place + ": the column '" + given + "' has no level of factor " + treatment.name()
                        + ", which are " + String.join(", ", treatment.levels()));
            if (levels.put(name, level) != null) throw new IOException(place + ": is there twice");
        }
        if (levels.isEmpty()) throw new IOException(file + ": has no row");
        return new Allocation(file, treatment, key, levels);
    }

    private static String column(Table table, String name) {
        for (String each : table.names()) if (TableCells.plain(each).equals(TableCells.plain(name))) return each;
        return null;
    }

    private static String cell(Table table, String name, int row) {
        return table.texts(column(table, name)).get(row).strip();
    }

    private static String plain(String prefix, String label) {
        return label.strip()
                .toLowerCase(Locale.ROOT)
                .replaceFirst("^" + prefix, "")
                .replaceAll("[^a-z0-9]", "");
    }

    private static String level(Factor treatment, String cell) {
        if (treatment.levels().contains(cell)) return cell;
        for (String level : treatment.levels())
            if (!cell.isEmpty() && TableCells.plain(level).equals(TableCells.plain(cell))) return level;
        return "";
    }

    /**
     * A dataset whose tables say who was given what.
     *
     * @throws IOException if somebody is not in the allocation
     */
    public BidsDataset applied(BidsDataset dataset) throws IOException {
        Map<String, Map<String, String>> people = new LinkedHashMap<>();
        Map<String, Map<String, String>> sessions = new LinkedHashMap<>();
        for (String subject : dataset.subjects()) {
            String who = plain("sub-", subject);
            if (!treatment.within())
                people.put(subject, Map.of(treatment.column(), between(who, subject, dataset.person(subject))));
            else within(dataset, subject, who, sessions);
        }
        if (!treatment.within() && key.equals(PERSON))
            for (String unscanned : dataset.withoutScans()) {
                String level = levels.get(plain("sub-", unscanned));
                if (level != null) people.put(unscanned.replaceFirst("^sub-", ""), Map.of(treatment.column(), level));
            }
        return dataset.withCells(people, sessions);
    }

    private String between(String who, String subject, Map<String, String> row) throws IOException {
        String name = key.equals(CODE) ? "\t" + plain("ses-", TableCells.cell(row, treatment.column())) : who;
        String level = levels.get(name);
        if (level == null) throw missing("sub-" + subject);
        return level;
    }

    private void within(BidsDataset dataset, String subject, String who, Map<String, Map<String, String>> sessions)
            throws IOException {
        boolean any = false;
        for (String label : labels(dataset, subject)) {
            Map<String, String> row = dataset.session(subject, label);
            String own =
                    switch (key) {
                        case CODE -> TableCells.cell(row, treatment.column());
                        case SESSION -> label;
                        default -> TableCells.cell(row, PERIOD);
                    };
            String level = levels.get((key.equals(CODE) ? "" : who) + "\t" + plain("ses-", own));
            any |= level != null;
            if (level == null && key.equals(CODE) && !own.isEmpty()) throw missing("sub-" + subject + " ses-" + label);
            sessions.put(
                    BidsDataset.sessionKey(subject, label), Map.of(treatment.column(), level == null ? "" : level));
        }
        if (!any) throw missing("sub-" + subject);
    }

    static List<String> labels(BidsDataset dataset, String subject) {
        return dataset.bold(subject).stream().map(BidsScan::session).distinct().toList();
    }

    private IOException missing(String who) {
        return new IOException(file + ": does not say what " + who + " was given");
    }
}
