package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.io.JsonFile;

/** The files at the root of a simulated dataset that describe it: {@code dataset_description.json} and {@code README}. */
public final class DatasetTexts {

    private DatasetTexts() {}

    /**
     * Writes both files.
     *
     * @param name of the dataset
     * @param more further keys of the description
     */
    public static void write(Path root, String name, Map<String, ?> more) throws IOException {
        Map<String, Object> description = new TreeMap<>(more);
        description.put("Name", name);
        description.put("BIDSVersion", "1.11.0");
        description.put("DatasetType", "raw");
        // the BIDS validator asks for more than one
        description.put("Authors", List.of("BoldJ", "Simulate Trial"));
        JsonFile.write(root.resolve("dataset_description.json"), description);
        Files.writeString(
                root.resolve("README"),
                name
                        + "\n\nThis dataset was simulated by BoldJ (Simulate Trial...). No person was scanned; all names, scores and"
                        + " scans are simulated.\n\nThe options are in code/options.json. The simulated truth is in derivatives/truth.\n",
                StandardCharsets.UTF_8);
    }
}
