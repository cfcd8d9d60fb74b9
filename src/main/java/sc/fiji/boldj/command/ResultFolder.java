package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.io.OutputFolder;
import sc.fiji.boldj.run.Version;

/** A folder of results with what made them in its {@code options.json}; see {@link OutputFolder}. */
final class ResultFolder {

    /** Fills the folder. */
    @FunctionalInterface
    interface Body {
        /**
         * Writes the files.
         *
         * @param folder new and empty
         * @throws IOException if a file cannot be written
         */
        void write(Path folder) throws IOException;
    }

    private final Path target;
    private final String command;

    private ResultFolder(Path target, String command) {
        this.target = target;
        this.command = command;
    }

    /**
     * Makes sure that the folder can be written, before the work begins.
     *
     * @param command label of the command
     * @throws IOException if it has no parent, or stands there already and is not ours to replace
     */
    static ResultFolder at(String path, String command) throws IOException {
        Path target = Path.of(path.strip()).toAbsolutePath().normalize();
        OutputFolder.requireFree(target, command);
        return new ResultFolder(target, command);
    }

    /**
     * Fills the folder and puts it in place.
     *
     * @param options by key, for {@code options.json}
     * @param inputs for {@code options.json}: name to what is known of it
     */
    void write(Map<String, ?> options, Map<String, ?> inputs, Body body) throws IOException {
        OutputFolder.write(target, command, recorded(options, inputs, body));
    }

    /** The same for a BIDS dataset; its file is {@value OutputFolder#IN_DATASET}. */
    void writeDataset(Map<String, ?> options, Map<String, ?> inputs, Body body) throws IOException {
        OutputFolder.writeDataset(target, command, recorded(options, inputs, body));
    }

    private static OutputFolder.Body recorded(Map<String, ?> options, Map<String, ?> inputs, Body body) {
        return place -> {
            body.write(place);
            Map<String, Object> content = new TreeMap<>();
            content.put("Options", options);
            content.put("Inputs", inputs);
            content.put("GeneratedBy", new Object[] {Map.of("Name", "BoldJ", "Version", Version.text())});
            return content;
        };
    }
}
