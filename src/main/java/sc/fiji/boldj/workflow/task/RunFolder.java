package sc.fiji.boldj.workflow.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.OutputFolder;
import sc.fiji.boldj.io.TsvFiles;

/**
 * A folder written by First-Level GLM, with the contrasts of its run.
 *
 * @param folder where it is
 * @param degrees degrees of freedom if the noise were known
 * @param questions by the name of each t contrast its weights, by column
 * @param units by the name of each t contrast the signal that percent gives each column
 */
record RunFolder(
        Path folder, double degrees, Map<String, Map<String, Double>> questions, Map<String, Map<?, ?>> units) {

    private static final String WRITER = "First-Level GLM...";

    /**
     * Reads the record of a folder.
     *
     * @throws IOException if it is none that First-Level GLM or Psychophysiological Interaction wrote
     */
    public static RunFolder of(Path folder) throws IOException {
        Path options = folder.resolve(OutputFolder.OPTIONS);
        if (!Files.isRegularFile(options))
            throw new IOException("inputs: '" + folder + "' has no " + OutputFolder.OPTIONS
                    + ": it must be a folder that " + WRITER + " wrote");
        Map<String, Object> about = JsonFile.readMap(options);
        if (!(about.get("DegreesOfFreedom") instanceof Number degrees)
                || !(about.get("Contrasts") instanceof Map<?, ?> contrasts))
            throw new IOException(
                    "inputs: '" + folder + "' was written by '" + about.get("Command") + "', not by " + WRITER);
        List<String> columns = TsvFiles.read(folder.resolve("design.tsv")).names();
        Map<String, Map<String, Double>> questions = new TreeMap<>();
        Map<String, Map<?, ?>> units = new TreeMap<>();
        contrasts.forEach((name, what) -> {
            if (!(what instanceof Map<?, ?> one) || !"t".equals(one.get("Statistic"))) return;
            questions.put(String.valueOf(name), weights(one.get("Weights"), columns));
            if (one.get("Percent") instanceof Map<?, ?> percent && percent.get("Heights") instanceof Map<?, ?> heights)
                units.put(String.valueOf(name), heights);
        });
        return new RunFolder(folder, degrees.doubleValue(), questions, units);
    }

    private static Map<String, Double> weights(Object rows, List<String> columns) {
        Map<String, Double> weights = new LinkedHashMap<>();
        if (rows instanceof List<?> all && !all.isEmpty() && all.get(0) instanceof List<?> row)
            for (int c = 0; c < row.size() && c < columns.size(); c++)
                if (row.get(c) instanceof Number weight && weight.doubleValue() != 0)
                    weights.put(columns.get(c), weight.doubleValue());
        return weights;
    }

    /** A map of a contrast. */
    public Path map(String contrast, String map) {
        return folder.resolve(contrast + "_" + map + ".nii.gz");
    }

    /** What the folder is called. */
    public String name() {
        return folder.getFileName() == null
                ? folder.toString()
                : folder.getFileName().toString();
    }
}
