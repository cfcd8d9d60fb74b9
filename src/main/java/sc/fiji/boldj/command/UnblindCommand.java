package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Path;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ReportingCommand;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Version;
import sc.fiji.boldj.workflow.lock.TrialSeal;

/** Opens the allocation of a blinded trial. */
@Plugin(type = Command.class, name = "Unblind...", headless = true)
public final class UnblindCommand extends ReportingCommand {

    @Parameter(
            label = "Results",
            description = "folder with the results of the trial, whose protocol was locked",
            style = CommandKey.FOLDER,
            persist = false)
    private String output = "";

    @Parameter(
            label = "Allocation (.tsv)",
            description = "the file that was sealed; its .salt must stand beside it",
            style = CommandKey.OPEN,
            persist = false)
    private String allocation = "";

    @Parameter(
            label = "Person",
            description = "who unblinds; empty: the account of the computer",
            required = false,
            persist = false)
    private String person = "";

    @Override
    public void execute(Progress progress) throws IOException {
        say(TrialSeal.unblind(Path.of(output.strip()), Path.of(allocation.strip()), person, "BoldJ " + Version.text())
                .words());
    }
}
