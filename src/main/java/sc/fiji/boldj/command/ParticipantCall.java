package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import sc.fiji.boldj.atlas.Template;
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
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.provenance.StepRunner;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.trial.ProtocolNodes;

/** The participant level as a call specifies it: the folders of scans and results, and the options with those of the protocol. */
final class ParticipantCall {

    private final Path results;
    private final ParticipantOptions options;
    private final BidsDataset dataset;
    private final ParticipantRun run;

    /**
     * Reads what the call names.
     *
     * @param bids folder of the dataset
     * @param results folder of the results; may not exist yet
     * @param given options of the call
     * @param protocol file of the protocol; empty: the locked one if there is one
     * @throws IOException if the dataset, the protocol or the template cannot be read
     */
    ParticipantCall(Path bids, Path results, ParticipantOptions given, String protocol, Progress progress)
            throws IOException {
        this.results = results;
        options = options(bids, results, given, protocol);
        dataset = DerivedStart.dataset(bids, options);
        if (Files.isDirectory(results) && Files.isSameFile(results, bids))
            throw new IllegalArgumentException(
                    "key 'output' is the dataset itself: results need a folder of their own");
        String program = "BoldJ " + Version.text();
        Template space = StudyTemplates.of(options.get(ParticipantOption.TEMPLATE), progress);
        run = new ParticipantRun(
                dataset, results, options, space, TemplateSymmetry.of(space), program, CodedPages.of(results, program));
    }

    private static ParticipantOptions options(Path bids, Path results, ParticipantOptions given, String protocol)
            throws IOException {
        Optional<ProtocolFile> file = protocol.isBlank()
                ? LockedTrial.of(results).map(LockedTrial::protocol)
                : Optional.of(ProtocolFile.read(Path.of(protocol.strip()), bids));
        if (file.isEmpty()) return given;
        ProtocolNodes.require(file.get().protocol());
        return ProtocolOptions.participant(file.get().protocol(), given);
    }

    BidsDataset dataset() {
        return dataset;
    }

    ParticipantRun participants() {
        return run;
    }

    /**
     * Processes a cohort; says what is to be known before.
     *
     * @throws IOException if it cannot be done, or one could not be processed
     */
    void process(Cohort cohort, Function<String, StepRunner.Listener> listeners, Progress progress) throws IOException {
        List<String> subjects = cohort.subjects();
        StudyNews.warn(dataset, subjects);
        MemoryNeed need = MemoryNeed.of(dataset, subjects, options, cohort.jobs());
        HostProgress.warn(need.words());
        need.require();
        Cohort.describe(results, Version.text());
        for (String doomed : run.foresee(subjects)) HostProgress.warn("note: " + doomed);
        for (String remark : run.remarks(subjects)) HostProgress.warn("note: " + remark);
        TimedLevel.run(results, () -> cohort.run(run, listeners, progress));
    }
}
