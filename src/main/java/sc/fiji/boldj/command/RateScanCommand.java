package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ReportingCommand;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Version;
import sc.fiji.boldj.workflow.study.RatingsFile;
import sc.fiji.boldj.workflow.study.ScanRating;

/** Stores the rating of a series in the results of a study. */
@Plugin(type = Command.class, name = "Rate Scan...", headless = true)
public final class RateScanCommand extends ReportingCommand {

    @Parameter(
            label = "Results",
            description = "folder of the results; ratings are stored in its file ratings.tsv",
            style = CommandKey.FOLDER,
            persist = false)
    private String output = "";

    @Parameter(label = "Participant", description = "label of the participant", persist = false)
    private String participant = "";

    @Parameter(
            label = "Session",
            description = "label of the session; empty if there are none",
            required = false,
            persist = false)
    private String session = "";

    @Parameter(label = "Task", description = "label of the task", required = false, persist = false)
    private String task = "rest";

    @Parameter(
            label = "Run",
            description = "label of the run, preceded by further entities if there are any; empty if there is one run",
            required = false,
            persist = false)
    private String run = "";

    @Parameter(
            label = "Rating",
            description = "what follows",
            choices = {"accept", "doubt", "exclude"},
            persist = false)
    private String rating = "accept";

    @Parameter(
            label = "Reason",
            description = "reason in one line; required unless the rating is accept",
            required = false,
            persist = false)
    private String reason = "";

    @Parameter(label = "Rater", description = "name or initials of the rater", persist = false)
    private String rater = "";

    @Parameter(
            label = "Time",
            description = "time of the rating, UTC, ISO 8601; empty: now",
            required = false,
            persist = false)
    private String time = "";

    @Override
    public void execute(Progress progress) throws IOException {
        Path results = Path.of(output.strip());
        if (!Files.isDirectory(results)) throw new IOException("output: there is no folder '" + results + "'");
        String when =
                time.isBlank() ? Instant.now().truncatedTo(ChronoUnit.SECONDS).toString() : time;
        ScanRating given =
                new ScanRating(participant, session, task, run, ScanRating.Judgement.of(rating), reason, rater, when);
        RatingsFile.add(results, given, "BoldJ " + Version.text());
        say("rated " + given.judgement().word() + " in " + RatingsFile.in(results));
    }
}
