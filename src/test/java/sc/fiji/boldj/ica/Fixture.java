package sc.fiji.boldj.ica;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Tables beside the tests: one comment line, one line of names, numbers separated by tabs. */
final class Fixture {

    private Fixture() {}

    /** The columns of a table, shape (columns, rows). */
    static double[][] columns(String name) {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(Fixture.class.getResourceAsStream(name), StandardCharsets.UTF_8))) {
            List<String> lines = reader.lines().skip(2).toList();
            double[][] columns = new double[lines.get(0).split("\t", -1).length][lines.size()];
            for (int r = 0; r < lines.size(); r++) {
                String[] fields = lines.get(r).split("\t", -1);
                for (int c = 0; c < fields.length; c++)
                    columns[c][r] = fields[c].equals("nan") ? Double.NaN : Double.parseDouble(fields[c]);
            }
            return columns;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
