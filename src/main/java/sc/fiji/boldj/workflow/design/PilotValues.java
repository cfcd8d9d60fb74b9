package sc.fiji.boldj.workflow.design;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.NumberCell;
import sc.fiji.boldj.stats.PilotVariance;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.Factor;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;
import sc.fiji.boldj.workflow.study.TableCells;

/**
 * The values of an endpoint in a pilot study: a row for each session.
 *
 * @param source the table
 * @param people number of participants
 * @param sessions number of values
 * @param missing number of rows without a value
 * @param conditions columns whose combinations have a mean of their own
 * @param variance what they say of the variance
 */
public record PilotValues(
        Path source, int people, int sessions, int missing, List<String> conditions, PilotVariance variance) {

    private static final List<String> PERSON = List.of("participant_id", "participant", "subject_id", "subject", "id");

    /**
     * Reads a pilot.
     *
     * @param results a folder of BoldJ with the results of a group level that had a protocol, or a table with a row for each session: a
     *     column that names the participant, one of the endpoint, and those of factors
     * @throws IOException if there is no such table or column; names those there are
     */
    public static PilotValues of(Path results, TrialProtocol protocol, Endpoint endpoint) throws IOException {
        Path file = file(results);
        Table table = TsvFiles.read(file);
        String person = column(table, PERSON);
        if (person.isEmpty())
            throw new IOException(file + ": has no column participant_id, only " + String.join(", ", table.names()));
        List<String> names = new ArrayList<>(List.of("endpoint_" + endpoint.id(), endpoint.id(), endpoint.label()));
        if (endpoint.source() instanceof Endpoint.Score score) names.add(score.column());
        String value = column(table, names);
        if (value.isEmpty())
            throw new IOException(file + ": has no column of endpoint " + endpoint.id() + " ("
                    + String.join(", ", new LinkedHashSet<>(names)) + "), only " + String.join(", ", table.names()));
        List<String> conditions = conditions(table, protocol);
        List<Double> values = new ArrayList<>();
        List<String> people = new ArrayList<>();
        List<String> cells = new ArrayList<>();
        for (int r = 0; r < table.rows(); r++) {
            String cell = table.texts(value).get(r).strip();
            double number = TableCells.number(cell);
            if (!Double.isFinite(number)) {
                if (!cell.isEmpty() && !NumberCell.isMissing(cell))
                    throw new IOException(file + ": line " + table.line(r) + ", column " + value + ": '" + cell
                            + "' is not a number");
                continue;
            }
            values.add(number);
            people.add(table.texts(person).get(r).replaceFirst("^sub-", ""));
            int row = r;
            cells.add(String.join(
                    "\t",
                    conditions.stream().map(name -> table.texts(name).get(row)).toList()));
        }
        if (values.isEmpty()) throw new IOException(file + ": column " + value + " has no number");
        int participants = new LinkedHashSet<>(people).size();
        try {
            PilotVariance variance =
                    PilotVariance.of(values.stream().mapToDouble(x -> x).toArray(), numbers(people), numbers(cells));
            return new PilotValues(
                    file, participants, values.size(), table.rows() - values.size(), conditions, variance);
        } catch (sc.fiji.boldj.run.DataException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static Path file(Path results) throws IOException {
        if (Files.isRegularFile(results)) return results;
        if (!Files.isDirectory(results))
            throw new IOException("results: there is no folder or table '" + results + "'");
        for (String name : List.of("group/sessions.tsv", "sessions.tsv"))
            if (Files.isRegularFile(results.resolve(name))) return results.resolve(name);
        throw new IOException(
                "results: '" + results + "' has no group/sessions.tsv: run the group level with the protocol"
                        + " (Run Group..., protocol) on the pilot first, or give a table with a row for each session");
    }

    private static String column(Table table, List<String> wanted) {
        for (String name : wanted)
            for (String have : table.names()) if (TableCells.plain(have).equals(TableCells.plain(name))) return have;
        return "";
    }

    /** Columns of the declared factors; sessions have means of their own where no factor distinguishes them. */
    private static List<String> conditions(Table table, TrialProtocol protocol) {
        Set<String> columns = new LinkedHashSet<>();
        boolean within = false;
        for (Factor factor : protocol.factors().values()) {
            String column = column(table, List.of("factor_" + factor.name(), factor.name(), factor.column()));
            if (column.isEmpty()) continue;
            columns.add(column);
            within |= factor.within();
        }
        String session = column(table, List.of("session_id", "session"));
        if (!within && !session.isEmpty()) columns.add(session);
        return List.copyOf(columns);
    }

    private static int[] numbers(List<String> names) {
        List<String> known = List.copyOf(new LinkedHashSet<>(names));
        return names.stream().mapToInt(known::indexOf).toArray();
    }
}
