package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.CommandSpec;
import sc.fiji.boldj.host.ReportingCommand;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.report.StudyPageSet;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Version;
import sc.fiji.boldj.workflow.Verdict;
import sc.fiji.boldj.workflow.check.DatasetCheck;
import sc.fiji.boldj.workflow.check.DatasetInspection;
import sc.fiji.boldj.workflow.check.ProtocolInspection;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.study.CheckOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/** Looks through a dataset before anything is computed, and says what must be corrected. */
@Plugin(type = Command.class, name = "Check Dataset...", headless = true)
public final class CheckDatasetCommand extends ReportingCommand {

    private static final int SHOWN = 3;

    @Parameter(
            label = "Dataset",
            description = "folder with scans named according to BIDS, or with a table scans.tsv",
            style = CommandKey.FOLDER,
            persist = false)
    private String bids = "";

    @Parameter(
            label = "Page (.html)",
            description = "HTML file to write; in a folder, index.html",
            style = CommandKey.SAVE,
            persist = false)
    private String output = "";

    // Options of CheckOption: written by StudyInputsTest
    @Parameter(
            label = "Confounds",
            description = "what the participant level will regress out; runs that are too short for it are reported",
            persist = false)
    String columns = CheckOption.COLUMNS.standard();

    @Parameter(label = "Low (Hz)", description = "lower limit of its pass band; 0: none", persist = false)
    double low = CheckOption.LOW.standard();

    @Parameter(label = "High (Hz)", description = "upper limit of its pass band; 0: none", persist = false)
    double high = CheckOption.HIGH.standard();

    @Parameter(
            label = "Dummy scans",
            description = "non-steady-state volumes that it will exclude; -1: detect them",
            persist = false)
    int dummyScans = CheckOption.DUMMY_SCANS.standard();

    @Parameter(
            label = "Protocol",
            description = "JSON file that declares the trial; everything it needs that is missing in the dataset is"
                    + " reported; empty: none",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    String protocol = CheckOption.PROTOCOL.standard();

    // end of options

    @Override
    public void execute(Progress progress) throws IOException {
        Path place = Path.of(output.strip());
        boolean page = place.getFileName().toString().matches("(?i).*\\.html?");
        String program = "BoldJ " + Version.text();
        BidsDataset dataset = BidsDataset.read(Path.of(bids.strip()));
        DatasetCheck check = DatasetInspection.of(
                dataset,
                ParticipantOptions.DEFAULT.given(CommandSpec.of(getClass()).values(this)),
                program,
                progress);
        String declared = protocol.strip();
        if (!declared.isEmpty())
            check = ProtocolInspection.of(dataset, ProtocolFile.read(Path.of(declared), dataset.root()), check);
        if (!page) Files.createDirectories(place);
        AtomicFile.writeText(page ? place : place.resolve("index.html"), new StudyPageSet(program).dataset(check));
        StringBuilder words = new StringBuilder();
        words.append(dataset).append(": ").append(check.light());
        for (DatasetCheck.Row row : check.rows())
            if (row.light() != Verdict.Light.GREEN)
                words.append('\n')
                        .append(row.light())
                        .append(' ')
                        .append(places(row.where()))
                        .append(", ")
                        .append(row.topic())
                        .append(": ")
                        .append(row.words());
        say(words.toString());
    }

    /** The places of a finding for the console: the page lists all of them. */
    private static String places(List<String> where) {
        return where.size() <= SHOWN
                ? String.join(", ", where)
                : String.join(", ", where.subList(0, SHOWN)) + " and " + (where.size() - SHOWN) + " more";
    }
}
