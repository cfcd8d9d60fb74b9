package sc.fiji.boldj.command;

import java.awt.GraphicsEnvironment;
import java.io.IOException;
import sc.fiji.boldj.host.Browser;
import sc.fiji.boldj.host.CommandTable;
import sc.fiji.boldj.host.ReportingCommand;

/** Opens a page of the documentation in the browser; without a screen or a browser it gives the address. */
abstract class PageCommand extends ReportingCommand {

    /** @param page below the documentation, such as {@code tutorial.md} */
    final void open(String page) {
        String address = CommandTable.documentation(page);
        if (!GraphicsEnvironment.isHeadless())
            try {
                Browser.open(address);
                return;
            } catch (IOException e) {
                say("No browser could be opened (" + e.getMessage() + ").\n" + address);
                return;
            }
        say(address);
    }
}
