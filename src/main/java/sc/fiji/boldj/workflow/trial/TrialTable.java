package sc.fiji.boldj.workflow.trial;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sc.fiji.boldj.group.DesignTable;

/** The table that a design is made from: a row for each visit. */
final class TrialTable {

    private TrialTable() {}

    /** The label of the first or second session, if it is the same of everyone. */
    static String session(List<Visit> visits, int place) {
        Set<String> labels = new LinkedHashSet<>();
        for (int i = place; i < visits.size(); i += 2) labels.add(visits.get(i).session());
        return labels.size() == 1 && !labels.contains("") ? labels.iterator().next() : "session " + (place + 1);
    }

    /** The rank of a session in time: among the two sessions of its participant if the design compares them. */
    static int period(List<Visit> visits, int i, String kind) {
        if (!TrialDesign.isPairs(kind)) return visits.get(i).period();
        return visits.get(i).period() < visits.get(i ^ 1).period() ? 1 : 2;
    }

    static DesignTable of(
            List<Visit> visits,
            String kind,
            List<String> given,
            Map<String, Integer> places,
            Map<String, List<String>> covariates) {
        List<String> columns = new ArrayList<>(List.of("subject", "session", "period"));
        if (visits.stream().noneMatch(visit -> visit.treatment().isEmpty())) columns.add("treatment");
        if (visits.stream().noneMatch(visit -> visit.group().isEmpty())) columns.add("arm");
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < visits.size(); i++) {
            Visit visit = visits.get(i);
            String only = visit.session().isEmpty() ? "only" : visit.session();
            boolean pairs = kind.equals("change") || kind.equals("paired");
            List<String> row = new ArrayList<>(List.of(
                    visit.subject(),
                    !given.isEmpty() ? given.get(i % 2) : pairs ? session(visits, i % 2) : only,
                    String.valueOf(places.isEmpty() ? period(visits, i, kind) : places.get(visit.name()))));
            if (columns.contains("treatment")) row.add(visit.treatment());
            if (columns.contains("arm")) row.add(visit.group());
            for (List<String> values : covariates.values()) row.add(values.get(i));
            rows.add(row);
        }
        columns.addAll(covariates.keySet());
        return new DesignTable(columns, rows);
    }

    /** How many columns come before those of covariates. */
    static int fixed(DesignTable table) {
        return 3
                + (table.columns().contains("treatment") ? 1 : 0)
                + (table.columns().contains("arm") ? 1 : 0);
    }

    static DesignTable without(DesignTable table, String column) {
        int at = table.columns().indexOf(column);
        if (at < 0) return table;
        List<String> columns = new ArrayList<>(table.columns());
        columns.remove(at);
        List<List<String>> rows = new ArrayList<>();
        for (List<String> row : table.rows()) {
            List<String> rest = new ArrayList<>(row);
            rest.remove(at);
            rows.add(rest);
        }
        return new DesignTable(columns, rows);
    }
}
