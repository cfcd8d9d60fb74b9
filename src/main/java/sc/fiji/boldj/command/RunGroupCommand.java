package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.CommandSpec;
import sc.fiji.boldj.host.HostProgress;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.report.StudyPageSet;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Version;
import sc.fiji.boldj.workflow.group.GroupRun;
import sc.fiji.boldj.workflow.group.ProtocolRun;
import sc.fiji.boldj.workflow.lock.LockedTrial;
import sc.fiji.boldj.workflow.participant.DerivedStart;
import sc.fiji.boldj.workflow.participant.LoggedOptions;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/** Tests the treatment effect of a trial and writes the report. */
@Plugin(type = Command.class, name = "Run Group...", headless = true)
public final class RunGroupCommand extends StudyKeys {

    /** What the key says where no protocol is wanted although one was locked. */
    private static final String NO_PROTOCOL = "none";

    // Options of GroupOption: written by StudyInputsTest
    @Parameter(
            label = "Design",
            description = "auto: inferred from the tables of participants and sessions",
            choices = {"auto", "change", "crossover", "two-sample", "paired", "one-sample"},
            persist = false)
    String design = GroupOption.DESIGN.standard();

    @Parameter(
            label = "Contrast",
            description = "expression in terms of the columns of the design; empty: the default contrast of the design",
            required = false,
            persist = false)
    String contrast = GroupOption.CONTRAST.standard();

    @Parameter(
            label = "Covariates",
            description = "columns of participants.tsv separated by commas",
            required = false,
            persist = false)
    String covariates = GroupOption.COVARIATES.standard();

    @Parameter(
            label = "Task",
            description = "task to analyse; empty: rest if there is one, otherwise the first",
            required = false,
            persist = false)
    String task = GroupOption.TASK.standard();

    @Parameter(
            label = "Outcome",
            description =
                    "column of the sessions tables that contains the outcome, the measure of response; empty: none",
            required = false,
            persist = false)
    String outcome = GroupOption.OUTCOME.standard();

    @Parameter(
            label = "Maps",
            description =
                    "maps to test, separated by commas: PCC, a network (DMN, FPN, ...), alff, falff, reho, gbc, vmhc,"
                            + " seed-NAME, component-NUMBER, glm-CONTRAST of a task (its name or its label); empty: none",
            required = false,
            persist = false)
    String maps = (String) GroupOption.MAPS.standardInput();

    @Parameter(
            label = "Visits",
            description =
                    "labels of the sessions to compare, separated by commas, the baseline first; empty: all sessions,"
                            + " if there are no more of them than the design compares",
            required = false,
            persist = false)
    String visits = (String) GroupOption.VISITS.standardInput();

    @Parameter(
            label = "Permutations",
            description = "number of permutations or sign flips of each test",
            persist = false)
    int permutations = GroupOption.PERMUTATIONS.standard();

    @Parameter(
            label = "Alpha",
            description = "results with a corrected p at or below this are significant",
            persist = false)
    double alpha = GroupOption.ALPHA.standard();

    @Parameter(
            label = "Maximum mean displacement (mm)",
            description =
                    "sessions with a larger mean framewise displacement are excluded; in mm per 2 s, converted to the"
                            + " repetition time",
            persist = false)
    double maxFd = GroupOption.MAX_FD.standard();

    @Parameter(
            label = "Minimum degrees of freedom",
            description = "sessions with fewer degrees of freedom after denoising are excluded",
            persist = false)
    double minDof = GroupOption.MIN_DOF.standard();

    @Parameter(
            label = "Minimum coverage",
            description = "sessions that cover a smaller fraction of the template brain are excluded",
            persist = false)
    double minCoverage = GroupOption.MIN_COVERAGE.standard();

    @Parameter(
            label = "Protocol",
            description =
                    "JSON file that declares the trial; it sets the keys design to alpha and the key seed; empty: the"
                            + " locked protocol of the results if there is one, otherwise none; none: no protocol",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    String protocol = GroupOption.PROTOCOL.standard();

    @Parameter(
            label = "Allocation",
            description =
                    "actual: as in the tables, or as unblinded; scrambled: treatments assigned at random, for a trial"
                            + " run of the analysis while the trial is blinded",
            choices = {"actual", "scrambled"},
            persist = false)
    String allocation = GroupOption.ALLOCATION.standard();

    @Parameter(label = "Seed", description = "random seed of the permutations and sign flips", persist = false)
    long seed = GroupOption.SEED.standard();

    // end of options

    @Override
    public void execute(Progress progress) throws IOException {
        GroupOptions options =
                GroupOptions.DEFAULT.given(CommandSpec.of(getClass()).values(this));
        ParticipantOptions given = participantOptions();
        Path results = Path.of(output.strip());
        if (!Files.isDirectory(results))
            throw new IOException("output: there is no folder '" + results + "': run the participant level first");
        LoggedOptions logged = LoggedOptions.of(results, given);
        if (!logged.words().isEmpty()) HostProgress.warn("note: " + logged.words());
        ParticipantOptions participant = logged.options();
        String program = "BoldJ " + Version.text();
        BidsDataset dataset = DerivedStart.dataset(Path.of(bids.strip()), participant);
        StudyNews.warn(dataset, dataset.subjects());
        String[] verdict = new String[1];
        String said = options.get(GroupOption.PROTOCOL);
        if (!said.equals(NO_PROTOCOL)
                && (!said.isEmpty() || LockedTrial.of(results).isPresent())) {
            ProtocolRun declared = new ProtocolRun(
                    dataset,
                    results,
                    participant,
                    options,
                    StudyTemplates.of(participant.get(ParticipantOption.TEMPLATE), progress),
                    program);
            TimedLevel.run(
                    results, () -> verdict[0] = declared.run(new StudyPageSet(program), StudyNews.ofGroup(), progress));
            say(verdict[0] + "\n" + GroupRun.page(results));
            return;
        }
        GroupRun run = new GroupRun(
                dataset,
                results,
                participant,
                options,
                StudyTemplates.of(participant.get(ParticipantOption.TEMPLATE), progress),
                program,
                new StudyPageSet(program));
        TimedLevel.run(results, () -> verdict[0] = run.run(StudyNews.ofGroup(), progress));
        say(verdict[0] + "\n" + GroupRun.page(results));
    }
}
