package sc.fiji.boldj.command;

import org.scijava.command.Command;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.run.Progress;

/** Opens the tutorial, which begins with the quickstart. */
@Plugin(type = Command.class, name = "BoldJ Tutorial", headless = true)
public final class TutorialCommand extends PageCommand {

    @Override
    public void execute(Progress progress) {
        open("tutorial.md");
    }
}
