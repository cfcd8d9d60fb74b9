package sc.fiji.boldj.command;

import org.scijava.command.Command;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.run.Progress;

/** Opens the documentation. */
@Plugin(type = Command.class, name = "BoldJ Help", headless = true)
public final class HelpCommand extends PageCommand {

    @Override
    public void execute(Progress progress) {
        open("README.md");
    }
}
