package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ReportingCommand;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.lock.LockedTrial;
import sc.fiji.boldj.workflow.provenance.ProvenanceCheck;

/** Compares results with their logs, and the logs with their signed head. */
@Plugin(type = Command.class, name = "Verify Results...", headless = true)
public final class VerifyResultsCommand extends ReportingCommand {

    private static final int SHOWN = 20;

    @Parameter(
            label = "Results",
            description = "folder that Run Participant... or Run Group... wrote",
            style = CommandKey.FOLDER,
            persist = false)
    private String output = "";

    @Parameter(
            label = "Dataset",
            description = "folder of the dataset, to compare its files too; empty: they are not compared",
            style = CommandKey.FOLDER,
            required = false,
            persist = false)
    private String bids = "";

    @Parameter(
            label = "Trusted fingerprint",
            description = "fingerprint of the key that must have signed, as kept elsewhere; empty: any or none",
            required = false,
            persist = false)
    private String trust = "";

    @Override
    public void execute(Progress progress) throws IOException {
        Path results = Path.of(output.strip());
        ProvenanceCheck check =
                ProvenanceCheck.of(results, bids.isBlank() ? null : Path.of(bids.strip()), trust.strip());
        if (!check.problems().isEmpty()) {
            List<String> problems = check.problems();
            throw new IOException(problems.size()
                    + (problems.size() == 1 ? " problem: " : " problems: ")
                    + String.join("; ", problems.subList(0, Math.min(SHOWN, problems.size())))
                    + (problems.size() > SHOWN ? "; and " + (problems.size() - SHOWN) + " more" : ""));
        }
        String trial = LockedTrial.of(results).map(LockedTrial::words).orElse("");
        say(check.counts() + ": all files are as written\n" + check.seal() + (trial.isEmpty() ? "" : "\n" + trial));
    }
}
