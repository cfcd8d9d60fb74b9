package sc.fiji.boldj.workflow.design;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.workflow.TreatmentNames;
import sc.fiji.boldj.workflow.study.SessionOrder;
import sc.fiji.boldj.workflow.study.TableCells;

/**
 * The tables of a dataset by column, as far as they concern participants with a series. Immutable.
 *
 * @param people rows of the table of participants, by label
 * @param sessions rows of the sessions, in time, by participant and label of the session
 * @param order levels of columns as the data dictionaries list them
 */
record StudyColumns(
        Map<String, Map<String, String>> people,
        Map<String, Map<String, Map<String, String>>> sessions,
        Map<String, List<String>> order) {

    static StudyColumns of(BidsDataset dataset) throws IOException {
        Map<String, Map<String, String>> people = new LinkedHashMap<>();
        Map<String, Map<String, Map<String, String>>> sessions = new LinkedHashMap<>();
        for (String subject : dataset.subjects()) {
            people.put(subject, dataset.person(subject));
            List<String> labels = new ArrayList<>(dataset.bold(subject).stream()
                    .map(BidsScan::session)
                    .distinct()
                    .toList());
            Map<String, Integer> places =
                    SessionOrder.of(dataset, subject, labels).places();
            labels.sort(java.util.Comparator.comparing(places::get));
            Map<String, Map<String, String>> own = new LinkedHashMap<>();
            for (String label : labels) own.put(label, dataset.session(subject, label));
            sessions.put(subject, own);
        }
        Map<String, List<String>> order = new LinkedHashMap<>();
        List<Path> dictionaries = new ArrayList<>(List.of(
                dataset.root().resolve("participants.json"), dataset.root().resolve("sessions.json")));
        for (String subject : dataset.subjects()) dictionaries.add(dataset.sessionsDictionary(subject));
        for (Path file : dictionaries) dictionary(file, order);
        return new StudyColumns(people, sessions, order);
    }

    private static void dictionary(Path file, Map<String, List<String>> order) throws IOException {
        if (!Files.isRegularFile(file)) return;
        for (Map.Entry<String, Object> column : JsonFile.readMap(file).entrySet()) {
            if (!(column.getValue() instanceof Map<?, ?> about)) continue;
            List<String> levels = new ArrayList<>();
            if (about.get("LevelsInOrder") instanceof List<?> list) list.forEach(l -> levels.add(String.valueOf(l)));
            else if (about.get("Levels") instanceof Map<?, ?> map)
                map.keySet().forEach(l -> levels.add(String.valueOf(l)));
            if (!levels.isEmpty()) order.put(column.getKey(), levels);
        }
    }

    /** The names of the columns of participants. */
    List<String> personColumns() {
        Set<String> names = new LinkedHashSet<>();
        people.values().forEach(row -> names.addAll(row.keySet()));
        return List.copyOf(names);
    }

    /** The names of the columns of sessions. */
    List<String> sessionColumns() {
        Set<String> names = new LinkedHashSet<>();
        sessions.values().forEach(own -> own.values().forEach(row -> names.addAll(row.keySet())));
        return List.copyOf(names);
    }

    /** The different values of a column of participants, in the order of rows. */
    List<String> personValues(String column) {
        return people.values().stream()
                .map(row -> TableCells.cell(row, column))
                .filter(cell -> !cell.isEmpty())
                .distinct()
                .toList();
    }

    /** The same of a column of sessions. */
    List<String> sessionValues(String column) {
        return sessions.values().stream()
                .flatMap(own -> own.values().stream())
                .map(row -> TableCells.cell(row, column))
                .filter(cell -> !cell.isEmpty())
                .distinct()
                .toList();
    }

    /** The values of a column in the sessions of a participant, in time; empty ones are excluded. */
    List<String> valuesOf(String subject, String column) {
        return sessions.get(subject).values().stream()
                .map(row -> TableCells.cell(row, column))
                .filter(cell -> !cell.isEmpty())
                .toList();
    }

    /** Whether at least half of the participants have two or more different values of a column in their sessions. */
    boolean variesWithin(String column) {
        long varying = sessions.keySet().stream()
                .filter(subject -> valuesOf(subject, column).stream().distinct().count() > 1)
                .count();
        return 2 * varying >= sessions.size();
    }

    /** Whether every value is a number. */
    static boolean isNumeric(List<String> values) {
        return !values.isEmpty() && values.stream().allMatch(v -> Double.isFinite(TableCells.number(v)));
    }

    /** Levels in the order of the data dictionary; without one, comparators first. */
    List<String> ordered(String column, List<String> values) {
        List<String> ordered = new ArrayList<>();
        order.entrySet().stream()
                .filter(each -> TableCells.plain(each.getKey()).equals(TableCells.plain(column)))
                .findFirst()
                .ifPresent(each ->
                        each.getValue().stream().filter(values::contains).forEach(ordered::add));
        List<String> rest = new ArrayList<>(TreatmentNames.ordered(values));
        java.util.Collections.reverse(rest);
        rest.removeAll(ordered);
        ordered.addAll(rest);
        return ordered;
    }

    /** The reference of treatments; empty if their names do not show it. */
    static Optional<String> reference(List<String> levels) {
        return TreatmentNames.comparator(levels);
    }
}
