package sc.fiji.boldj.command;

import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import org.scijava.command.Command;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.explore.FirstSteps;
import sc.fiji.boldj.host.ReportingCommand;
import sc.fiji.boldj.run.Progress;

/** Leads from a scan to a network in a few steps, each with its button; without a screen it lists them. */
@Plugin(type = Command.class, name = "Quickstart", headless = true)
public final class QuickstartCommand extends ReportingCommand {

    @Override
    public void execute(Progress progress) {
        if (GraphicsEnvironment.isHeadless()) say(FirstSteps.lines());
        else EventQueue.invokeLater(FirstSteps::show);
    }
}
