package sc.fiji.boldj.workflow.component;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.table.Table;

/**
 * The time courses of maps that were found elsewhere.
 *
 * @param values shape (T, K); empty if there are none
 * @param repetitionTime in seconds; NaN if it is not known
 */
public record TimeCourses(double[] values, double repetitionTime) {

    /** No time courses. */
    public static final TimeCourses NONE = new TimeCourses(new double[0], Double.NaN);

    /**
     * Reads the columns of a table but for {@code scan} and {@code volume}.
     *
     * @param count K
     * @param repetitionTime in seconds; 0: as the JSON file beside the table says
     * @throws IllegalArgumentException if the table has another number of columns, or a value is missing
     */
    public static TimeCourses read(Path file, int count, double repetitionTime) throws IOException {
        Table table = TsvFiles.read(file);
        List<String> names = new ArrayList<>(table.names());
        names.removeAll(List.of("scan", "volume"));
        if (names.size() != count)
            throw new IllegalArgumentException(
                    file + " has " + names.size() + " columns of time courses, but there are " + count + " maps");
        double[] courses = new double[Math.multiplyExact(table.rows(), count)];
        for (int c = 0; c < count; c++) {
            double[] column = table.numbers(names.get(c));
            for (int t = 0; t < column.length; t++) {
                if (!Double.isFinite(column[t]))
                    throw new IllegalArgumentException(
                            file + ": column " + names.get(c) + " has a missing value in row " + (t + 1));
                courses[t * count + c] = column[t];
            }
        }
        return new TimeCourses(courses, repetitionTime > 0 ? repetitionTime : sidecar(file));
    }

    /** The repetition time that a table's JSON file names, in seconds; NaN if there is none. */
    private static double sidecar(Path file) throws IOException {
        Path json = file.resolveSibling(file.getFileName().toString().replaceAll("(?i)\\.tsv$", "") + ".json");
        if (json.equals(file) || !Files.isRegularFile(json)) return Double.NaN;
        return JsonFile.readMap(json).get("RepetitionTime") instanceof Number time && time.doubleValue() > 0
                ? time.doubleValue()
                : Double.NaN;
    }
}
