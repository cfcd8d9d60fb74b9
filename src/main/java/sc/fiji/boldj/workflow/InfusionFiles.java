package sc.fiji.boldj.workflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.glm.Infusion;
import sc.fiji.boldj.glm.PlasmaCurve;
import sc.fiji.boldj.glm.Sampling;
import sc.fiji.boldj.glm.SlowRegressor;
import sc.fiji.boldj.glm.TwoCompartments;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.NumberCell;
import sc.fiji.boldj.table.Table;

/** Tables of doses, plasma concentrations and regressors. */
public final class InfusionFiles {

    /** The published model that is built in. */
    public static final String CLEMENTS = "clements";

    /** A curve that was measured in each run. */
    public static final String MEASURED = "measured";

    private InfusionFiles() {}

    /**
     * Returns normally if a key of a study names a model or {@value #MEASURED}.
     *
     * @throws IllegalArgumentException with the valid values
     */
    public static void requirePharmacokinetics(String text) {
        if (!text.equals(MEASURED)) model(text, "or " + MEASURED + " (the tables _plasma.tsv beside the runs)");
    }

    /** The doses in a table with columns onset and duration (s) and dose (mg/kg). */
    public static Infusion doses(Path file) throws IOException {
        Table table = TsvFiles.read(file);
        for (String name : List.of("onset", "duration", "dose"))
            if (!table.has(name))
                throw new IllegalArgumentException("infusion: " + file + " has no column " + name
                        + "; needed are onset and duration in seconds, and dose in mg per kg of body weight");
        List<Infusion.Dose> doses = new ArrayList<>();
        for (int r = 0; r < table.rows(); r++)
            doses.add(new Infusion.Dose(
                    table.numbers("onset")[r], table.numbers("duration")[r], table.numbers("dose")[r]));
        return new Infusion(doses);
    }

    /** Whether the key names a table of a measured curve. */
    public static boolean isCurve(String pharmacokinetics) {
        return pharmacokinetics.strip().toLowerCase(java.util.Locale.ROOT).endsWith(".tsv");
    }

    /**
     * The plasma concentration at each volume.
     *
     * @param pharmacokinetics {@value #CLEMENTS}, volume and rates separated by commas, or the path of a table
     */
    public static SlowRegressor concentration(Infusion doses, String pharmacokinetics, Sampling sampling)
            throws IOException {
        String text = pharmacokinetics.strip();
        if (isCurve(text)) {
            Path file = Path.of(text);
            if (!Files.isRegularFile(file))
                throw new IllegalArgumentException("pharmacokinetics: there is no file '" + text + "'");
            Table table = TsvFiles.read(file);
            if (!table.has("time") || !table.has("concentration"))
                throw new IllegalArgumentException("pharmacokinetics: " + file
                        + " needs the columns time (s) and concentration (micrograms per ml)");
            PlasmaCurve curve = new PlasmaCurve(table.numbers("time"), table.numbers("concentration"));
            return SlowRegressor.peak("concentration", curve.at(sampling), "measured");
        }
        TwoCompartments model = model(text, "or the path of a .tsv table of a measured curve");
        double[] values = new double[sampling.volumes()];
        for (int t = 0; t < values.length; t++) values[t] = model.concentration(doses, sampling.time(t));
        return SlowRegressor.peak("concentration", values, "two-compartment model, " + model.source());
    }

    private static TwoCompartments model(String text, String other) {
        if (text.equals(CLEMENTS)) return TwoCompartments.CLEMENTS;
        String[] parts = text.split(",", -1);
        double[] numbers = new double[parts.length];
        try {
            for (int i = 0; i < parts.length; i++) numbers[i] = NumberCell.parse(parts[i].strip());
        } catch (NumberFormatException e) {
            numbers = new double[0];
        }
        if (numbers.length != 4)
            throw new IllegalArgumentException("pharmacokinetics must be " + CLEMENTS
                    + ", or volume (l/kg), k10, k12 and k21 (per minute) separated by commas, " + other + ", got '"
                    + text
                    + "'");
        return new TwoCompartments(numbers[0], numbers[1], numbers[2], numbers[3], "parameters " + text);
    }

    /** Names of the columns of a table of regressors. */
    public static List<String> names(Path file) throws IOException {
        return TsvFiles.read(file).names();
    }

    /** The columns of a table with a row for each volume. */
    public static List<SlowRegressor> regressors(Path file, int volumes) throws IOException {
        Table table = TsvFiles.read(file);
        if (table.rows() != volumes)
            throw new IllegalArgumentException(
                    "regressors: " + file + " has " + table.rows() + " rows, but the run has " + volumes + " volumes");
        List<SlowRegressor> columns = new ArrayList<>();
        for (String name : table.names())
            columns.add(new SlowRegressor(name, table.numbers(name), "for one unit of the column"));
        return columns;
    }
}
