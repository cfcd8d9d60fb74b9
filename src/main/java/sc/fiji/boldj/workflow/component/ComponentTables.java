package sc.fiji.boldj.workflow.component;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import sc.fiji.boldj.ica.Components;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.TableFiles;

/** The tables of components: {@code timecourses.tsv}, {@code components.tsv}. */
public final class ComponentTables {

    private ComponentTables() {}

    /** How many components and how much of the variance they explain. */
    static String words(Components found) {
        return found.count() + " components, "
                + String.format(
                        Locale.ROOT,
                        "%.0f %% of the variance",
                        100 * Arrays.stream(found.explained()).sum());
    }

    /** The name of a component's column, from 0. */
    static String column(int component) {
        return String.format(Locale.ROOT, "component_%02d", component + 1);
    }

    /** Adds one column per component to a table. */
    static Table.Builder courses(Table.Builder table, double[] timeCourses, int count) {
        for (int c = 0; c < count; c++) {
            double[] course = new double[timeCourses.length / count];
            for (int t = 0; t < course.length; t++) course[t] = timeCourses[t * count + c];
            table.add(column(c), course);
        }
        return table;
    }

    /** What is said of a table of time courses. */
    static Map<String, Object> courseWords(SeriesTiming timing, String unit) {
        Map<String, Object> words = new TreeMap<>();
        words.put("Description", "one column per component, one row per volume; " + unit);
        if (timing.isKnown()) words.put("RepetitionTime", timing.repetitionTime());
        return words;
    }

    /** Writes the table of components. */
    public static void write(Path file, List<ComponentRow> rows) throws IOException {
        Table.Builder table = Table.builder();
        table.add("component", rows.stream().mapToInt(ComponentRow::number).toArray());
        numbers(table, "variance", rows, ComponentRow::explained);
        numbers(table, "iq", rows, ComponentRow::iq);
        table.add("name", texts(rows.stream().map(row -> row.match().name()).toList()));
        table.add(
                "flags",
                texts(rows.stream()
                        .map(row -> String.join(",", row.features().flags()))
                        .toList()));
        table.add("best", texts(rows.stream().map(row -> row.match().best()).toList()));
        numbers(table, "r", rows, row -> row.match().r());
        table.add("second", texts(rows.stream().map(row -> row.match().second()).toList()));
        numbers(table, "margin", rows, row -> row.match().margin());
        numbers(table, "low_to_high", rows, ComponentRow::lowToHigh);
        numbers(table, "median_hz", rows, row -> row.features().medianHz());
        numbers(table, "edge_fraction", rows, row -> row.features().edgeFraction());
        numbers(table, "csf_fraction", rows, row -> row.features().csfFraction());
        numbers(table, "motion_correlation", rows, row -> row.features().motionCorrelation());
        Map<String, Object> words = new TreeMap<>();
        say(words, "variance", "share of the variance of the prepared data", "1");
        say(words, "iq", "stability over starts and samples of voxels (Icasso); n/a if not assessed", "1");
        say(words, "name", "network that the component is; n/a if none", "text");
        say(words, "flags", "why it is probably an artefact: csf, frequency, motion; n/a if none", "text");
        say(words, "best", "network template most similar to the map", "text");
        say(words, "r", "spatial correlation with it", "1");
        say(words, "second", "second most similar template", "text");
        say(words, "margin", "|r| minus that with the second", "1");
        say(words, "low_to_high", "power up to 0.1 Hz over power above", "1");
        say(words, "median_hz", "frequency that halves the power above 0.01 Hz", "Hz");
        say(words, "edge_fraction", "share of the thresholded map within 6 mm of the outside of the mask", "1");
        say(words, "csf_fraction", "share of the thresholded map in CSF", "1");
        say(words, "motion_correlation", "largest correlation with 72 motion columns, mean of 200 splits", "1");
        TableFiles.write(file, table.build(), words);
    }

    private static void say(Map<String, Object> words, String column, String description, String unit) {
        words.put(column, Map.of("Description", description, "Units", unit));
    }

    private static List<String> texts(List<String> values) {
        List<String> cells = new ArrayList<>();
        for (String value : values) cells.add(value.isEmpty() ? Table.MISSING : value);
        return cells;
    }

    private static void numbers(
            Table.Builder table, String name, List<ComponentRow> rows, ToDoubleFunction<ComponentRow> value) {
        double[] column = rows.stream().mapToDouble(value).toArray();
        for (int i = 0; i < column.length; i++) if (!Double.isFinite(column[i])) column[i] = Double.NaN;
        table.add(name, column);
    }
}
