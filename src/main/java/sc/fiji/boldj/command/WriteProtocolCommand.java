package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ReportingCommand;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.design.ProtocolProposal;
import sc.fiji.boldj.workflow.protocol.Undecided;

/** Proposes the protocol of a trial from the tables of its dataset. */
@Plugin(type = Command.class, name = "Write Protocol...", headless = true)
public final class WriteProtocolCommand extends ReportingCommand {

    @Parameter(
            label = "Dataset",
            description = "folder with scans named according to BIDS, with tables of participants and sessions",
            style = CommandKey.FOLDER,
            persist = false)
    private String bids = "";

    @Parameter(
            label = "Title",
            description = "title of the trial; empty: the name of the folder",
            required = false,
            persist = false)
    private String title = "";

    @Parameter(
            label = "Reference treatment",
            description = "comparator of the others; empty: as the names of the treatments show, or to be decided",
            required = false,
            persist = false)
    private String reference = "";

    @Parameter(
            label = "Primary endpoint",
            description =
                    "id of an endpoint of the proposal, such as PCC-mPFC or a column of scores; empty: to be decided",
            required = false,
            persist = false)
    private String primary = "";

    @Parameter(
            label = "Primary visit",
            description = "visit of the primary tests; empty: to be decided, or the only one",
            required = false,
            persist = false)
    private String visit = "";

    @Parameter(
            label = "Baseline",
            description =
                    "use of the first visit, or of the first scan in a period: none, change (subtracted), covariate (ANCOVA)",
            choices = {"undecided", "none", "change", "covariate"},
            persist = false)
    private String baseline = "undecided";

    @Parameter(
            label = "Replace an existing file",
            description = "otherwise a file that exists is kept",
            persist = false)
    private boolean replace = false;

    @Parameter(
            label = "Protocol (.json)",
            description = "JSON file to write; fields that the data do not determine are listed in it under undecided",
            style = CommandKey.SAVE,
            persist = false)
    private String output = "";

    @Override
    public void execute(Progress progress) throws IOException {
        Path file = Path.of(output.strip());
        if (Files.isDirectory(file)) throw new IOException("output: '" + file + "' is a folder, a file is needed");
        if (Files.exists(file) && !replace)
            throw new IOException("output: '" + file + "' exists: give another name, or replace=true");
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder))
            throw new IOException("output: cannot write '" + file + "': there is no folder '" + folder + "'");
        ProtocolProposal proposal = ProtocolProposal.of(
                BidsDataset.read(Path.of(bids.strip())),
                new ProtocolProposal.Decisions(
                        title.strip(),
                        reference.strip(),
                        primary.strip(),
                        visit.strip(),
                        ProtocolProposal.BaselineUse.valueOf(baseline.toUpperCase(Locale.ROOT))));
        AtomicFile.writeText(file, proposal.text(file));
        StringBuilder words = new StringBuilder(file + ": " + proposal.words());
        for (Undecided open : proposal.undecided())
            words.append("\nto be decided: ").append(open.words());
        say(words.toString());
    }
}
