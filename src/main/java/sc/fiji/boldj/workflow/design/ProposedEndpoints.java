package sc.fiji.boldj.workflow.design;

import java.io.IOException;
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
import sc.fiji.boldj.io.EventsTable;
import sc.fiji.boldj.workflow.protocol.Undecided;
import sc.fiji.boldj.workflow.study.TableCells;
import sc.fiji.boldj.workflow.trial.Connections;

/**
 * The endpoints that a dataset permits: scores of the sessions' tables, connections of interest of series without events, and maps of
 * pairwise differences between the conditions of tasks.
 *
 * @param numbers fields of endpoints that are one number per session
 * @param maps fields of whole maps
 * @param undecided what they leave open
 */
record ProposedEndpoints(List<Map<String, Object>> numbers, List<Map<String, Object>> maps, List<Undecided> undecided) {

    private static final Set<String> NOT_SCORES = Set.of("period", "day", "age", "sessionid", "session", "weight");
    private static final int MOST_CONDITIONS = 4;

    static ProposedEndpoints of(BidsDataset dataset, StudyColumns columns, List<String> factors) throws IOException {
        List<Map<String, Object>> numbers = new ArrayList<>();
        List<Map<String, Object>> maps = new ArrayList<>();
        List<Undecided> undecided = new ArrayList<>();
        Set<String> ids = new LinkedHashSet<>();
        Map<String, BidsScan> tasks = new LinkedHashMap<>();
        for (BidsScan scan : dataset.scans()) if (scan.isBold()) tasks.putIfAbsent(scan.task(), scan);
        for (Map.Entry<String, BidsScan> task : tasks.entrySet()) {
            Optional<Path> events = BidsDataset.events(task.getValue());
            if (events.isEmpty())
                for (String connection : Connections.names()) {
                    Map<String, Object> endpoint = endpoint(
                            ids, tasks.size() > 1 ? task.getKey() + "-" + connection : connection, "connection");
                    endpoint.put("label", connection);
                    endpoint.put("connection", connection);
                    endpoint.put("task", task.getKey());
                    numbers.add(endpoint);
                }
            else contrasts(task.getKey(), EventsTable.read(events.get()).types(), ids, maps, undecided);
        }
        for (String column : columns.sessionColumns()) {
            boolean other = NOT_SCORES.contains(TableCells.plain(column)) || factors.contains(column);
            if (other || !StudyColumns.isNumeric(columns.sessionValues(column))) continue;
            Map<String, Object> endpoint = endpoint(ids, column, "score");
            endpoint.put("column", column);
            numbers.add(endpoint);
        }
        return new ProposedEndpoints(numbers, maps, undecided);
    }

    private static void contrasts(
            String task,
            List<String> conditions,
            Set<String> ids,
            List<Map<String, Object>> maps,
            List<Undecided> undecided) {
        List<String> names = new ArrayList<>();
        if (conditions.size() == 1 || conditions.size() > MOST_CONDITIONS) names.addAll(conditions);
        else
            for (int i = 0; i < conditions.size(); i++)
                for (int j = i + 1; j < conditions.size(); j++) names.add(conditions.get(i) + "-" + conditions.get(j));
        for (String name : names) {
            Map<String, Object> endpoint = endpoint(ids, task + "-" + name, "taskContrast");
            endpoint.put("task", task);
            endpoint.put("contrast", '"' + name + '"');
            endpoint.put("inference", Map.of("statistic", "tfce"));
            maps.add(endpoint);
        }
        undecided.add(new Undecided(
                "$.endpoints",
                names,
                "which contrasts of task " + task
                        + ", and of which regions (region instead of inference), are endpoints"));
    }

    private static Map<String, Object> endpoint(Set<String> ids, String name, String kind) {
        String id = name.replaceAll("\\s*-\\s*", "-")
                .replaceAll("[^A-Za-z0-9_.-]+", "_")
                .replaceAll("^[^A-Za-z0-9]+", "");
        String own = id.isEmpty() ? kind : id;
        for (int k = 2; !ids.add(own); k++) own = id + "_" + k;
        Map<String, Object> endpoint = new LinkedHashMap<>();
        endpoint.put("id", own);
        endpoint.put("kind", kind);
        return endpoint;
    }
}
