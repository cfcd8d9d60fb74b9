package sc.fiji.boldj.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sc.fiji.boldj.table.Table;

/**
 * What the tables of a dataset say of a participant or a session: {@code participants.tsv}, the tables of sessions, and
 * for a plain folder the further columns of {@code scans.tsv}. A table that is not there says nothing; one that cannot be
 * read is a finding of the highest level.
 */
final class StudyTables {

    private static final List<String> PERSON = List.of("participantid", "participant", "subjectid", "subject", "id");
    private static final List<String> SESSION = List.of("sessionid", "session");

    private final Path root;
    private final List<Finding> findings;
    private final Map<Path, Table> tables = new LinkedHashMap<>();
    private final Table participants;

    /**
     * Reads the tables.
     *
     * @param folders the subjects as their folders are called, without {@code sub-}
     */
    StudyTables(Path root, Iterable<String> folders, List<Finding> findings) {
        this.root = root;
        this.findings = findings;
        for (String name : List.of("participants.tsv", "sessions.tsv", "scans.tsv")) read(root.resolve(name));
        requireColumn(root.resolve("sessions.tsv"), PERSON, "participant_id");
        for (String folder : folders) {
            read(sessionsOf(folder));
            requireColumn(sessionsOf(folder), SESSION, "session_id");
        }
        participants = tables.get(root.resolve("participants.tsv"));
        if (participants == null) return;
        String id = column(participants, PERSON);
        if (id == null)
            findings.add(Finding.error(
                    "participants.tsv",
                    "has no column participant_id and is not used; it has " + participants.names(),
                    "name the first column participant_id; cells are separated by tabs"));
        else if (!id.equals("participant_id"))
            findings.add(Finding.warning(
                    "participants.tsv", "has no column participant_id; '" + id + "' is taken for it", ""));
        if (id != null) twice(participants.texts(id));
    }

    /** A table of sessions without it would silently say nothing; of the only session it need not be named. */
    private void requireColumn(Path file, List<String> names, String wanted) {
        Table table = tables.get(file);
        if (table == null || column(table, names) != null) return;
        boolean commas = table.names().size() == 1 && table.names().get(0).contains(",");
        if (names.equals(SESSION) && table.rows() <= 1 && !commas) return;
        findings.add(Finding.error(
                root.relativize(file).toString(),
                "has no column " + wanted + " and is not used; it has " + table.names(),
                "name the first column " + wanted + "; cells are separated by tabs"));
    }

    private void twice(List<String> ids) {
        for (int row = 0; row < ids.size(); row++)
            if (!ids.get(row).isEmpty() && ids.indexOf(ids.get(row)) < row)
                findings.add(Finding.warning(
                        "participants.tsv", "names " + ids.get(row) + " more than once; the first row counts", ""));
    }

    private void read(Path file) {
        if (!Files.exists(file)) return;
        try {
            tables.put(file, TsvFiles.read(file));
        } catch (IOException e) {
            tables.put(file, null);
            findings.add(Finding.error(
                    root.relativize(file).toString(), "cannot be read and is not used: " + e.getMessage(), ""));
        }
    }

    private Path sessionsOf(String folder) {
        return root.resolve("sub-" + folder).resolve("sub-" + folder + "_sessions.tsv");
    }

    /** The table of participants; null if there is none that can be used. */
    Table participants() {
        return participants == null || column(participants, PERSON) == null ? null : participants;
    }

    /** Those whom the table of participants names and who are not among these. */
    List<String> others(List<String> everyone) {
        if (participants() == null) return List.of();
        List<String> ids = participants.texts(column(participants, PERSON));
        List<String> others = new ArrayList<>(new LinkedHashSet<>(ids));
        for (String label : everyone) {
            int row = row(ids, "sub-", label, everyone);
            if (row >= 0) others.remove(ids.get(row));
        }
        others.remove("");
        return others;
    }

    /** Whether the table of participants names somebody, with or without further columns. */
    boolean lists(String label, List<String> everyone) {
        return participants() != null
                && row(participants.texts(column(participants, PERSON)), "sub-", label, everyone) >= 0;
    }

    /** What the tables say of a person, without the column that names it; from the table of scans failing others. */
    Map<String, String> person(String label, List<String> everyone) {
        if (participants() != null) {
            String id = column(participants, PERSON);
            return row(participants, row(participants.texts(id), "sub-", label, everyone), List.of(id));
        }
        Table scans = tables.get(root.resolve("scans.tsv"));
        String id = scans == null ? null : column(scans, PERSON);
        if (id == null) return Map.of();
        Map<String, String> person = null;
        for (int i = 0; i < scans.rows(); i++) {
            if (!plain(scans.texts(id).get(i), "sub-").equals(label)) continue;
            Map<String, String> own = row(scans, i, List.of(id, "path", "session", "task", "run", "suffix"));
            if (person == null) person = own;
            else person.entrySet().removeIf(each -> !each.getValue().equals(own.get(each.getKey())));
        }
        return person == null ? Map.of() : person;
    }

    /**
     * What the tables say of a session.
     *
     * @param folder the subject as its folder is called
     * @param session label as its folder is called, may be empty
     */
    Map<String, String> session(String folder, String session, List<String> sessions) {
        Table own = tables.get(sessionsOf(folder));
        if (own != null) {
            String id = column(own, SESSION);
            if (id == null) return session.isEmpty() && own.rows() == 1 ? row(own, 0, List.of()) : Map.of();
            if (session.isEmpty() && own.rows() == 1) return row(own, 0, List.of(id));
            return row(own, row(own.texts(id), "ses-", session, sessions), List.of(id));
        }
        for (String name : new String[] {"sessions.tsv", "scans.tsv"}) {
            Table all = tables.get(root.resolve(name));
            String person = all == null ? null : column(all, PERSON);
            String id = all == null ? null : column(all, SESSION);
            if (person == null) continue;
            for (int i = 0; i < all.rows(); i++)
                if (plain(all.texts(person).get(i), "sub-").equals(folder)
                        && (id == null ? "" : plain(present(all.texts(id).get(i)), "ses-")).equals(session))
                    return row(all, i, id == null ? List.of(person) : List.of(person, id));
        }
        return Map.of();
    }

    /** The files of the tables. */
    List<Path> files() {
        return List.copyOf(tables.keySet());
    }

    private static Map<String, String> row(Table table, int row, List<String> without) {
        Map<String, String> cells = new LinkedHashMap<>();
        if (row >= 0)
            for (String name : table.names())
                if (!without.contains(name)) cells.put(name, table.texts(name).get(row));
        return cells;
    }

    /**
     * The row that names somebody: as written, else without regard to case and signs, else without leading zeros (a
     * spreadsheet makes 1 of 01) if that is nobody else's. The first of several; -1 if there is none.
     */
    private static int row(List<String> ids, String prefix, String label, List<String> everyone) {
        List<String> plain = ids.stream().map(id -> plain(id, prefix)).toList();
        if (plain.contains(label)) return plain.indexOf(label);
        for (int digits = 0; digits < 2; digits++) {
            boolean zeros = digits == 0;
            String key = key(label, zeros);
            if (everyone.stream().filter(other -> key(other, zeros).equals(key)).count() > 1) continue;
            for (int i = 0; i < plain.size(); i++)
                if (!plain.get(i).isEmpty() && key(plain.get(i), zeros).equals(key)) return i;
        }
        return -1;
    }

    private static String plain(String id, String prefix) {
        return id.strip().replaceFirst("(?i)^" + prefix, "");
    }

    private static String present(String cell) {
        return cell.equals(Table.MISSING) ? "" : cell;
    }

    private static String key(String label, boolean zeros) {
        String key = label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return zeros ? key : key.replaceFirst("^0+(?=.)", "");
    }

    /** The name of the first of these columns, without regard to case and signs; null if there is none. */
    private static String column(Table table, List<String> keys) {
        for (String key : keys)
            for (String name : table.names()) if (key(name, true).equals(key)) return name;
        return null;
    }
}
