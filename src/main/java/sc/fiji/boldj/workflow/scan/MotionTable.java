package sc.fiji.boldj.workflow.scan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.denoise.MotionExpansion;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.preprocess.Realignment;
import sc.fiji.boldj.qc.FramewiseDisplacement;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.TableFiles;

/** Head motion as columns: {@code trans_x trans_y trans_z} in mm and {@code rot_x rot_y rot_z} in rad. */
public final class MotionTable {

    private static final List<String> COLUMNS = MotionExpansion.NAMES;

    private MotionTable() {}

    /**
     * Begins a table.
     *
     * @param parameters shape (T, 6)
     */
    public static Table.Builder of(double[][] parameters) {
        Table.Builder table = Table.builder();
        for (int c = 0; c < COLUMNS.size(); c++) {
            double[] column = new double[parameters.length];
            for (int t = 0; t < column.length; t++) column[t] = parameters[t][c];
            table.add(COLUMNS.get(c), column);
        }
        return table;
    }

    /**
     * Writes the motion that was found, with the framewise displacement.
     *
     * @param passes of the realignment
     */
    public static void write(Path file, Realignment.Motion found, int passes) throws IOException {
        double[][] parameters = found.parameters();
        Table table = of(parameters)
                .add("framewise_displacement", FramewiseDisplacement.power(parameters))
                .build();
        Map<String, Object> words = new TreeMap<>();
        words.put("ReferenceVolume", found.reference());
        words.put("CentreRASmm", found.centre());
        words.put("Passes", passes);
        words.put("VolumesNotConverged", (int)
                found.fits().stream().filter(fit -> !fit.converged()).count());
        TableFiles.write(file, table, words);
    }

    /**
     * Reads the columns of a table.
     *
     * @return shape (T, 6)
     * @throws IllegalArgumentException if a column is missing
     */
    public static double[][] parameters(Table table) {
        double[][] parameters = new double[table.rows()][COLUMNS.size()];
        for (int c = 0; c < COLUMNS.size(); c++) {
            double[] column = table.numbers(COLUMNS.get(c));
            for (int t = 0; t < column.length; t++) parameters[t][c] = column[t];
        }
        return parameters;
    }

    /**
     * The columns of a file for a series.
     *
     * @param file its path; blank for none
     * @return shape (T, 6), or null for none
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it has another number of rows than the series has volumes
     */
    public static double[][] readOrNull(String file, NeuroImage source) throws IOException {
        if (file.isBlank()) return null;
        double[][] parameters = parameters(TsvFiles.read(Path.of(file)));
        if (parameters.length != source.volumes())
            throw new IllegalArgumentException(file + " has " + parameters.length + " rows but '" + source.name()
                    + "' has " + source.volumes() + " volumes: is it from another run?");
        return parameters;
    }
}
