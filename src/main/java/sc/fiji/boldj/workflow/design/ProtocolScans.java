package sc.fiji.boldj.workflow.design;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.simulate.Activity;
import sc.fiji.boldj.simulate.Protocol;
import sc.fiji.boldj.simulate.TemplateHead;
import sc.fiji.boldj.simulate.TrialVisit;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.RunExtras;
import sc.fiji.boldj.workflow.study.SessionScans;
import sc.fiji.boldj.workflow.study.SimulationOption;
import sc.fiji.boldj.workflow.study.SimulationOptions;
import sc.fiji.boldj.workflow.study.TrialWriter;

/** Writes a simulated trial of a protocol with scans, for the participant level. */
public final class ProtocolScans {

    /** Seconds that a run goes on after its last event. */
    private static final double REST = 12;

    private final ProtocolTrial trial;
    private final TrialVisit.Protocols protocols;
    private final boolean given;
    private final RunExtras extras;
    private final VoxelGrid grid;

    private ProtocolScans(ProtocolTrial trial, TrialVisit.Protocols protocols, boolean given, RunExtras extras) {
        this.trial = trial;
        this.protocols = protocols;
        this.given = given;
        this.extras = extras;
        grid = Template.grid(ParticipantOptions.DEFAULT
                .given(trial.protocol().preprocessing())
                .get(ParticipantOption.VOXEL));
    }

    /**
     * The scans of a trial.
     *
     * @param options size and volumes of the scans, further files
     */
    public static ProtocolScans of(ProtocolTrial trial, SimulationOptions options) {
        int volumes = options.get(SimulationOption.VOLUMES);
        return new ProtocolScans(trial, TrialWriter.protocols(options.size(), volumes), volumes != 0, options.extras());
    }

    /**
     * Writes the dataset.
     *
     * @param folder an empty folder
     */
    public void write(Path folder, Progress progress) throws IOException {
        trial.tables(folder, false);
        Template built = Template.builtIn();
        TemplateHead.Template template = new TemplateHead.Template(built.gm(), built.wm(), built.maskImage());
        List<DrawnTrial.DrawnPerson> people = trial.trial().people();
        int sessions = people.stream().mapToInt(p -> p.sessions().size()).sum();
        int done = 0;
        for (int i = 0; i < people.size(); i++)
            for (int s = 0; s < people.get(i).sessions().size(); s++, done++)
                if (!people.get(i).sessions().get(s).missed())
                    session(folder, i, s, template, progress.stage((double) done / sessions, (done + 1.0) / sessions));
    }

    private void session(Path folder, int person, int number, TemplateHead.Template template, Progress progress)
            throws IOException {
        DrawnTrial.DrawnPerson who = trial.trial().people().get(person);
        DrawnTrial.DrawnSession session = who.sessions().get(number);
        boolean one = session.label().isEmpty();
        Path own = folder.resolve("sub-" + who.label());
        SessionScans scans = new SessionScans(
                one ? own : own.resolve("ses-" + session.label()),
                "sub-" + who.label() + "_" + (one ? "" : "ses-" + session.label() + "_"),
                extras);
        List<String> tasks = List.copyOf(trial.tasks().keySet());
        for (int run = 0; run < tasks.size(); run++) {
            List<Endpoint> endpoints = trial.tasks().get(tasks.get(run));
            Optional<TaskSchedule> schedule = TaskSchedule.of(trial.protocol(), tasks.get(run), endpoints);
            Activity activity = ProtocolActivity.of(
                    endpoints, schedule, trial.trial().endpoints(), session.index(), trial.protocol(), grid);
            TrialVisit visit = new TrialVisit(
                    new TrialVisit.Place(trial.seed(), person, number, run), activity, timed(schedule), template);
            if (run == 0) scans.anatomy(visit, progress.stage(0, 0.2));
            scans.run(
                    visit,
                    tasks.get(run),
                    progress.stage(0.2 + 0.8 * run / tasks.size(), 0.2 + 0.8 * (run + 1) / tasks.size()));
        }
    }

    /** As many volumes as the events need, unless a number was asked for. */
    private TrialVisit.Protocols timed(Optional<TaskSchedule> schedule) {
        if (given || schedule.isEmpty()) return protocols;
        Protocol bold = protocols.bold();
        int needed =
                (int) Math.ceil((schedule.get().end() + REST) / bold.timing().repetitionTime());
        if (needed <= bold.volumes()) return protocols;
        return new TrialVisit.Protocols(
                protocols.anatomy(), new Protocol(bold.grid(), bold.timing(), needed, 0), protocols.scanner());
    }
}
