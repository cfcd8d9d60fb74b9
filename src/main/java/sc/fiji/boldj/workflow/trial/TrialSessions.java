package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.workflow.protocol.AnalysisSet;
import sc.fiji.boldj.workflow.protocol.Factor;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;
import sc.fiji.boldj.workflow.study.TableCells;

/**
 * The participants and sessions of a trial, with the levels of its factors. Immutable.
 *
 * @param all sessions by participant, in the order of the dataset
 * @param people rows of {@code participants.tsv} by participant, those without a session among them
 * @param findings what the tables lack or say otherwise than the protocol
 */
public record TrialSessions(List<TrialSession> all, Map<String, Map<String, String>> people, List<String> findings) {

    public TrialSessions {
        all = List.copyOf(all);
        people = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(people));
        findings = List.copyOf(findings);
    }

    /** Reads the tables of a dataset. */
    public static TrialSessions of(BidsDataset dataset, TrialProtocol protocol) throws IOException {
        Map<String, Map<String, String>> people = new LinkedHashMap<>();
        List<TrialSession> all = new ArrayList<>();
        LevelReader levels = new LevelReader(protocol);
        for (String subject : dataset.subjects()) {
            Map<String, String> person = dataset.person(subject);
            people.put(subject, person);
            List<String> labels = dataset.bold(subject).stream()
                    .map(BidsScan::session)
                    .distinct()
                    .toList();
            for (String label : labels) {
                Map<String, String> row = new TreeMap<>(dataset.session(subject, label));
                row.putIfAbsent("session_id", label);
                all.add(levels.session(subject, label, person, row));
            }
        }
        for (Map<String, String> row : unscanned(dataset)) {
            String label = TableCells.cell(row, "participant_id").replaceFirst("^sub-", "");
            Map<String, String> person = new LinkedHashMap<>(row);
            person.putAll(dataset.person(label));
            people.put(label, person);
        }
        return new TrialSessions(all, people, levels.findings());
    }

    private static List<Map<String, String>> unscanned(BidsDataset dataset) {
        List<Map<String, String>> rows = new ArrayList<>();
        dataset.participants().ifPresent(table -> {
            for (int r = 0; r < table.rows(); r++) {
                if (!table.has("participant_id")
                        || !dataset.withoutScans()
                                .contains(table.texts("participant_id").get(r))) continue;
                Map<String, String> row = new LinkedHashMap<>();
                for (String name : table.names())
                    row.put(name, table.texts(name).get(r));
                rows.add(row);
            }
        });
        return rows;
    }

    /** Sessions given otherwise than by a dataset, such as those of a simulation. */
    public static TrialSessions of(List<TrialSession> all) {
        Map<String, Map<String, String>> people = new LinkedHashMap<>();
        for (TrialSession session : all) people.putIfAbsent(session.subject(), session.person());
        return new TrialSessions(all, people, List.of());
    }

    /** The row of a participant. */
    Map<String, String> person(String subject) {
        return people.getOrDefault(subject, Map.of());
    }

    /** The level of a factor between participants; empty if the table does not give it. */
    String level(String subject, String factor) {
        return all.stream()
                .filter(session -> session.subject().equals(subject))
                .map(session -> session.levels().getOrDefault(factor, ""))
                .findFirst()
                .orElse("");
    }

    /** The participants of an analysis set, in order. */
    public List<String> subjects(AnalysisSet set) {
        return people.keySet().stream()
                .filter(subject -> set.include().stream().allMatch(rule -> rule.holds(person(subject)))
                        && set.exclude().stream().noneMatch(rule -> rule.holds(person(subject))))
                .toList();
    }

    /** Reads the levels of factors from rows. */
    private static final class LevelReader {

        private final TrialProtocol protocol;
        private final List<String> findings = new ArrayList<>();

        LevelReader(TrialProtocol protocol) {
            this.protocol = protocol;
        }

        TrialSession session(String subject, String label, Map<String, String> person, Map<String, String> row) {
            String name = "sub-" + subject + (label.isEmpty() ? "" : " ses-" + label);
            Map<String, String> levels = new TreeMap<>();
            for (Factor factor : protocol.factors().values()) {
                String cell = TableCells.cell(factor.within() ? row : person, factor.column());
                String level = level(factor, cell);
                if (!level.isEmpty()) levels.put(factor.name(), level);
                else
                    note(
                            cell.isEmpty()
                                    ? (factor.within() ? name : "sub-" + subject) + " has no value in the column '"
                                            + factor.column() + "' of factor " + factor.name()
                                    : (factor.within() ? name : "sub-" + subject) + " has '" + cell
                                            + "' in the column '"
                                            + factor.column() + "', which is not a level of factor " + factor.name()
                                            + ": "
                                            + String.join(", ", factor.levels()));
            }
            int period = 0;
            if (protocol.isCrossover()) {
                String column = protocol.randomisation().period();
                double number = TableCells.number(TableCells.cell(row, column.isEmpty() ? "period" : column));
                if (number == Math.rint(number) && number >= 1) period = (int) number;
                else
                    note(name + " has no period (1, 2, ...) in the column '" + (column.isEmpty() ? "period" : column)
                            + "'");
            }
            return new TrialSession(subject, label, levels, period, person, row);
        }

        private void note(String finding) {
            if (!findings.contains(finding)) findings.add(finding);
        }

        /** The level that a cell names, compared without regard to case and signs; a label of BIDS may lack its entity. */
        private static String level(Factor factor, String cell) {
            if (factor.levels().contains(cell)) return cell;
            for (String level : factor.levels())
                if (!cell.isEmpty()
                        && TableCells.plain(cell.replaceFirst("^ses-", "")).equals(TableCells.plain(level)))
                    return level;
            return "";
        }

        List<String> findings() {
            return findings;
        }
    }
}
