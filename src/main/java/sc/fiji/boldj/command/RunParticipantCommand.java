package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Path;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.participant.Cohort;
import sc.fiji.boldj.workflow.participant.StudyProgress;
import sc.fiji.boldj.workflow.participant.StudyState;

/** Processes participants from the raw scans to maps in standard space. */
@Plugin(type = Command.class, name = "Run Participant...", headless = true)
public final class RunParticipantCommand extends StudyKeys {

    @Parameter(
            label = "Participants",
            description = "labels separated by commas or spaces; empty: all",
            required = false,
            persist = false)
    private String participant = "";

    @Parameter(label = "Jobs", description = "participants processed at the same time", persist = false)
    private int jobs = 1;

    @Parameter(
            label = "Protocol",
            description =
                    "JSON file that declares the trial; the options that its endpoints need are used; empty: the locked"
                            + " protocol of the results if there is one, otherwise none",
            style = CommandKey.OPEN,
            required = false,
            persist = false)
    private String protocol = "";

    @Override
    public void execute(Progress progress) throws IOException {
        if (jobs < 1) throw new IllegalArgumentException("key 'jobs' must be 1 or more, got " + jobs);
        ParticipantCall call = new ParticipantCall(
                Path.of(bids.strip()), Path.of(output.strip()), participantOptions(), protocol, progress);
        Cohort cohort = Cohort.of(call.dataset(), participant, jobs);
        StudyProgress all =
                new StudyProgress(StudyState.of(call.participants(), cohort.subjects()), jobs, System::nanoTime);
        call.process(cohort, who -> new StudyNews(who, all), progress);
        int count = cohort.subjects().size();
        say(count + (count == 1 ? " participant" : " participants") + " in " + output);
    }
}
