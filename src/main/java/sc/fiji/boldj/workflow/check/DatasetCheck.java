package sc.fiji.boldj.workflow.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.Verdict;

/**
 * What a look through a dataset found, before anything is computed. Immutable.
 *
 * @param title name of the dataset
 * @param program name and version of what looked
 * @param scans number of scans
 * @param subjects number of subjects
 * @param rows findings, those that matter most first
 * @param sessions which sessions there are, by group
 * @param protocols what the series are like: voxels, volumes, repetition time, multiband, counts
 */
public record DatasetCheck(
        String title, String program, int scans, int subjects, List<Row> rows, Table sessions, Table protocols) {

    public DatasetCheck {
        List<Row> sorted = new ArrayList<>(merged(rows));
        sorted.sort((a, b) -> b.light().compareTo(a.light()));
        rows = List.copyOf(sorted);
    }

    /**
     * A finding.
     *
     * @param light how much it matters
     * @param where the scans, the subjects or the table
     * @param topic in a word
     * @param words what is there and what to do
     */
    public record Row(Verdict.Light light, List<String> where, String topic, String words) {

        public Row {
            where = List.copyOf(where);
        }
    }

    /** One row for each finding, with all the places that share it, so that one cause is not listed once a scan. */
    private static List<Row> merged(List<Row> rows) {
        Map<List<Object>, List<String>> places = new LinkedHashMap<>();
        for (Row row : rows)
            places.computeIfAbsent(List.of(row.light(), row.topic(), row.words()), key -> new ArrayList<>())
                    .addAll(row.where());
        List<Row> merged = new ArrayList<>();
        places.forEach((key, where) ->
                merged.add(new Row((Verdict.Light) key.get(0), where, (String) key.get(1), (String) key.get(2))));
        return merged;
    }

    /** Adds a finding. */
    static void add(List<Row> rows, Verdict.Light light, String where, String topic, String words) {
        rows.add(new Row(light, List.of(where), topic, words));
    }

    /** The worst light. */
    public Verdict.Light light() {
        return rows.isEmpty() ? Verdict.Light.GREEN : rows.get(0).light();
    }

    /** How many findings have a light. */
    public long count(Verdict.Light light) {
        return rows.stream().filter(row -> row.light() == light).count();
    }
}
