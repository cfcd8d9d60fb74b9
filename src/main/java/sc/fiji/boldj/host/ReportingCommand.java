package sc.fiji.boldj.host;

import java.util.List;
import org.scijava.ItemIO;
import org.scijava.plugin.Parameter;

/** A command that has something to say when it is done: in a window, in the log or on the console. */
public abstract class ReportingCommand extends BoldCommand {

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private String summary = "";

    /** Keeps what the command has to say, in lines. */
    protected final void say(String text) {
        summary = text;
    }

    /** Keeps what the command has to say, line by line. */
    protected final void say(List<String> lines) {
        summary = String.join("\n", lines);
    }
}
