package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Path;
import org.scijava.plugin.Parameter;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.report.ComponentPage;
import sc.fiji.boldj.run.Version;
import sc.fiji.boldj.workflow.component.ComponentSheet;

/** What commands share that name components by templates of networks. */
abstract class NetworkNamesCommand extends MniCommand {

    @Parameter(
            label = "Templates",
            description = "4-D maps or a 3-D label image of networks in MNI space; empty: built in",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String templates = "";

    /** The path of the templates; blank: built in. */
    final String templates() {
        return templates;
    }

    /** Writes the page of components. */
    static void writePage(Path file, ComponentSheet sheet) throws IOException {
        AtomicFile.writeText(
                file, ComponentPage.of(sheet, "BoldJ " + Version.text()).toHtml());
    }
}
