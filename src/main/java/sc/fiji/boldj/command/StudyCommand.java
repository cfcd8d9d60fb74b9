package sc.fiji.boldj.command;

import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.explore.study.StudyEngine;
import sc.fiji.boldj.explore.study.StudyWindow;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ReportingCommand;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.participant.LoggedOptions;
import sc.fiji.boldj.workflow.participant.ParticipantRun;
import sc.fiji.boldj.workflow.participant.StudyState;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/** Opens the window for running a study; without a screen, lists the state of its series. */
@Plugin(type = Command.class, name = "Study...", headless = true)
public final class StudyCommand extends ReportingCommand {

    private static final String RESULTS = "derivatives/boldj";

    @Parameter(
            label = "Dataset",
            description = "folder with scans named according to BIDS, or with a table scans.tsv",
            style = CommandKey.FOLDER,
            persist = false)
    private String bids = "";

    @Parameter(
            label = "Results",
            description = "folder for the results; empty: " + RESULTS + " in the dataset",
            style = CommandKey.FOLDER,
            required = false,
            persist = false)
    private String output = "";

    @Override
    public void execute(Progress progress) throws IOException {
        Path dataset = Path.of(bids.strip());
        if (!Files.isDirectory(dataset)) throw new IOException("bids: there is no folder '" + dataset + "'");
        Path results = output.isBlank() ? dataset.resolve(RESULTS) : Path.of(output.strip());
        StudyEngine.Place place = new StudyEngine.Place(dataset, results, logged(results));
        StudyDoor door = new StudyDoor();
        if (GraphicsEnvironment.isHeadless())
            say(list(door.open(place, progress).participants()));
        else StudyWindow.open(place, door, door);
    }

    /** The options with which results were made; without them, a finished study would be shown as outdated. */
    private static Map<String, String> logged(Path results) throws IOException {
        Map<String, String> options = new TreeMap<>();
        LoggedOptions.of(results, ParticipantOptions.DEFAULT)
                .taken()
                .forEach((key, value) -> options.put(key, text(value)));
        return options;
    }

    private static String text(Object value) {
        return value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e9
                ? String.valueOf(number.longValue())
                : String.valueOf(value);
    }

    private static List<String> list(ParticipantRun run) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("series\tsteps_done\tsteps\tlight\tproblem");
        for (StudyState.Scan scan : StudyState.of(run, run.dataset().subjects()).scans())
            lines.add(String.join(
                    "\t",
                    scan.scan().name(),
                    String.valueOf(scan.done()),
                    String.valueOf(scan.stages().size()),
                    scan.light().name(),
                    scan.problem().isEmpty() ? "n/a" : scan.problem().replaceAll("\\s+", " ")));
        return lines;
    }
}
