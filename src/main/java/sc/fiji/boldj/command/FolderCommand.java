package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.CommandOptions;
import sc.fiji.boldj.host.ReportingCommand;
import sc.fiji.boldj.io.OutputFolder;
import sc.fiji.boldj.run.Version;
import sc.fiji.boldj.workflow.Origin;

/** A command that writes a folder of results with the record of what made them. */
abstract class FolderCommand extends ReportingCommand {

    @Parameter(
            label = "Folder",
            description = "folder to write; results of an earlier run of this command are replaced",
            style = CommandKey.FOLDER,
            persist = false)
    private String output = "";

    /** Fills a folder of results. */
    @FunctionalInterface
    interface Body {
        /**
         * Writes the files of the result.
         *
         * @param temporary an empty folder
         * @return what {@code options.json} holds beyond keys and inputs
         */
        Map<String, Object> write(Path temporary) throws IOException;
    }

    /** What the command is called in the menu. */
    final String label() {
        return getClass().getAnnotation(Plugin.class).name();
    }

    /**
     * Returns normally if the folder can be written: to be asked before the work begins.
     *
     * @throws IOException if it holds something else
     */
    final void requireFree() throws IOException {
        OutputFolder.requireFree(Path.of(output), label());
    }

    /**
     * The record of what makes the results.
     *
     * @param hashes SHA-256 of the inputs by name
     */
    final Origin origin(Map<String, String> hashes) {
        return new Origin(Version.text(), CommandOptions.of(this), hashes);
    }

    /** Writes the folder whole, or not at all. */
    final void write(Origin origin, Body body) throws IOException {
        OutputFolder.write(Path.of(output), label(), folder -> {
            Map<String, Object> about = body.write(folder);
            Map<String, Object> content = origin.content();
            content.putAll(about);
            return content;
        });
    }
}
