package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.HostProgress;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.report.CodedPages;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Version;
import sc.fiji.boldj.workflow.TemplateSymmetry;
import sc.fiji.boldj.workflow.group.ProtocolOptions;
import sc.fiji.boldj.workflow.lock.LockedTrial;
import sc.fiji.boldj.workflow.participant.Cohort;
import sc.fiji.boldj.workflow.participant.DerivedStart;
import sc.fiji.boldj.workflow.participant.MemoryNeed;
import sc.fiji.boldj.workflow.participant.ParticipantRun;
import sc.fiji.boldj.workflow.participant.StudyPages;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.provenance.ResultSeal;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/** Processes participants from the raw scans to maps in standard space. */
@Plugin(type = Command.class, name = "Run Participant...", headless = true)
public final class RunParticipantCommand extends StudyKeys {

    @Parameter(
            label = "Participants",
            description = "labels separated by commas or blanks; empty: all",
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
        ParticipantOptions given = participantOptions();
        Path results = Path.of(output.strip());
        Optional<LockedTrial> locked = LockedTrial.of(results);
        ParticipantOptions options = given;
        if (!protocol.isBlank())
            options = ProtocolOptions.participant(
                    ProtocolFile.read(Path.of(protocol.strip())).protocol(), given);
        else if (locked.isPresent())
            options = ProtocolOptions.participant(locked.get().protocol().protocol(), given);
        BidsDataset dataset = DerivedStart.dataset(Path.of(bids.strip()), options);
        if (Files.isDirectory(results) && Files.isSameFile(results, Path.of(bids.strip())))
            throw new IllegalArgumentException(
                    "key 'output' is the dataset itself: results need a folder of their own");
        Cohort cohort = Cohort.of(dataset, participant, jobs);
        List<String> subjects = cohort.subjects();
        StudyNews.warn(dataset, subjects);
        MemoryNeed need = MemoryNeed.of(dataset, subjects, options, jobs);
        HostProgress.warn(need.words());
        need.require();
        Cohort.describe(results, Version.text());
        String program = "BoldJ " + Version.text();
        Template space = StudyTemplates.of(options.get(ParticipantOption.TEMPLATE), progress);
        StudyPages pages = CodedPages.of(results, program);
        ParticipantRun run =
                new ParticipantRun(dataset, results, options, space, TemplateSymmetry.of(space), program, pages);
        for (String doomed : run.foresee(subjects)) HostProgress.warn("note: " + doomed);
        for (String remark : run.remarks(subjects)) HostProgress.warn("note: " + remark);
        ResultSeal.around(results, () -> cohort.run(run, StudyNews::new, progress));
        say(subjects.size() + (subjects.size() == 1 ? " participant" : " participants") + " in " + output);
    }
}
