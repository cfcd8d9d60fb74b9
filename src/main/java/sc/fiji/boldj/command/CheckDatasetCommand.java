package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.report.StudyPageSet;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.Verdict;
import sc.fiji.boldj.workflow.study.DatasetCheck;
import sc.fiji.boldj.workflow.study.DatasetInspection;

/** Looks through a dataset before anything is computed, and says what must be mended. */
@Plugin(type = Command.class, headless = true)
public final class CheckDatasetCommand extends BoldCommand {

    @Parameter(
            label = "Dataset",
            description = "folder with scans named as BIDS does, or with a table scans.tsv",
            style = CommandKey.FOLDER,
            persist = false)
    private String bids = "";

    @Parameter(
            label = "Page (.html)",
            description = "HTML file to write; a folder gets index.html",
            style = CommandKey.SAVE,
            persist = false)
    private String output = "";

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private String summary = "";

    @Override
    public void execute(Progress progress) throws IOException {
        Path place = Path.of(output.strip());
        boolean page = place.getFileName().toString().matches("(?i).*\\.html?");
        String program = "BoldJ " + Version.text();
        BidsDataset dataset = BidsDataset.read(Path.of(bids.strip()));
        DatasetCheck check = DatasetInspection.of(dataset, program, progress);
        if (!page) Files.createDirectories(place);
        AtomicFile.writeText(page ? place : place.resolve("index.html"), new StudyPageSet(program).dataset(check));
        StringBuilder words = new StringBuilder();
        words.append(dataset).append(": ").append(check.light());
        for (DatasetCheck.Row row : check.rows())
            if (row.light() != Verdict.Light.GREEN)
                words.append('\n')
                        .append(row.light())
                        .append(' ')
                        .append(row.where())
                        .append(", ")
                        .append(row.topic())
                        .append(": ")
                        .append(row.words());
        summary = words.toString();
    }
}
