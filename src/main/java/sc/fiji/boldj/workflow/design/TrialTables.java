package sc.fiji.boldj.workflow.design;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.Factor;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;

/** Writes the tables of participants and sessions of a simulated trial, with their data dictionaries. */
final class TrialTables {

    private final TrialProtocol protocol;
    private final DrawnTrial trial;

    TrialTables(TrialProtocol protocol, DrawnTrial trial) {
        this.protocol = protocol;
        this.trial = trial;
    }

    void write(Path folder) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        Set<String> columns = new LinkedHashSet<>();
        trial.people().forEach(person -> columns.addAll(person.row().keySet()));
        for (DrawnTrial.DrawnPerson person : trial.people()) {
            List<String> row = new ArrayList<>(List.of("sub-" + person.label()));
            for (String column : columns) row.add(person.row().getOrDefault(column, Table.MISSING));
            rows.add(row);
        }
        List<String> names = new ArrayList<>(List.of("participant_id"));
        names.addAll(columns);
        TsvFiles.write(Table.of(names, rows), folder.resolve("participants.tsv"));
        JsonFile.write(folder.resolve("participants.json"), dictionary(false, columns));
        List<Table> tables = trial.people().stream().map(this::sessions).toList();
        Set<String> within = new LinkedHashSet<>();
        for (Table table : tables) within.addAll(table.names());
        within.remove("session_id");
        Map<String, Object> sessions = dictionary(true, within);
        for (int i = 0; i < tables.size(); i++) {
            String name = "sub-" + trial.people().get(i).label();
            Path own = Files.createDirectories(folder.resolve(name));
            TsvFiles.write(tables.get(i), own.resolve(name + "_sessions.tsv"));
            // BIDS defines no dictionary of sessions at the root
            JsonFile.write(own.resolve(name + "_sessions.json"), sessions);
        }
    }

    private Table sessions(DrawnTrial.DrawnPerson person) {
        List<Endpoint> scores = protocol.endpoints().values().stream()
                .filter(e -> e.source() instanceof Endpoint.Score)
                .toList();
        Map<String, List<String>> columns = new LinkedHashMap<>();
        for (DrawnTrial.DrawnSession session : person.sessions()) {
            if (session.missed()) continue;
            if (!session.label().isEmpty()) cell(columns, "session_id", "ses-" + session.label());
            session.row().forEach((name, value) -> cell(columns, name, value));
            for (Endpoint endpoint : scores)
                cell(
                        columns,
                        ((Endpoint.Score) endpoint.source()).column(),
                        String.format(
                                Locale.ROOT,
                                "%." + EndpointScale.of(endpoint).decimals() + "f",
                                GroupInputWriter.value(
                                        endpoint, trial.endpoints().get(endpoint.id())[session.index()])));
        }
        Table.Builder table = Table.builder();
        columns.forEach(table::add);
        return table.build();
    }

    private static void cell(Map<String, List<String>> columns, String name, String value) {
        columns.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }

    /** Descriptions of the columns. */
    private Map<String, Object> dictionary(boolean within, Set<String> columns) {
        Map<String, Object> about = new TreeMap<>();
        for (String column : columns) about.put(column, Map.of("Description", description(column)));
        if (!within) about.put("age", Map.of("Description", "age", "Units", "years"));
        for (Factor factor : protocol.factors().values()) {
            if (factor.within() != within) continue;
            Map<String, Object> levels = new TreeMap<>();
            for (String level : factor.levels()) levels.put(level, level);
            about.put(
                    factor.column(),
                    Map.of(
                            "Description", factor.name(),
                            "Levels", levels,
                            "LevelsInOrder", factor.levels()));
        }
        if (within) {
            about.put("day", Map.of("Description", "days after randomisation", "Units", "d"));
            for (Endpoint endpoint : protocol.endpoints().values())
                if (endpoint.source() instanceof Endpoint.Score score)
                    about.put(score.column(), Map.of("Description", endpoint.label(), "Units", endpoint.unit()));
        } else about.put("sex", Map.of("Description", "sex", "Levels", Map.of("F", "female", "M", "male")));
        return about;
    }

    private String description(String column) {
        if (protocol.randomisation().strata().contains(column)) return "stratum of the randomisation";
        if (protocol.model().covariates().contains(column)) return "covariate";
        return switch (column) {
            case "sequence" -> "order of treatments";
            case "site" -> "site of the scanner";
            case "acq_time" -> "start of the session";
            default ->
                column.equals(protocol.randomisation().period()) || column.equals("period")
                        ? "position of the session in time, from 1"
                        : "a column that the protocol names";
        };
    }
}
