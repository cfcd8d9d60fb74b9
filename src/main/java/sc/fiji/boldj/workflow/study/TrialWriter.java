package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.simulate.Protocol;
import sc.fiji.boldj.simulate.Scanner;
import sc.fiji.boldj.simulate.TemplateHead;
import sc.fiji.boldj.simulate.TrialPlan;
import sc.fiji.boldj.simulate.TrialVisit;
import sc.fiji.boldj.table.Table;

/** Writes a simulated trial as a BIDS dataset, with the truth in {@code derivatives/truth}. */
public final class TrialWriter {

    /** How large the scans are. */
    public enum Size {
        /** T1 of 2 mm; runs of 40x48x28 voxels of 4.5 mm, TR 2 s, 200 volumes. */
        SMALL,
        /** T1 of 1 mm; runs of 64x64x52 voxels of 3 mm, TR 0.8 s, multiband 4, 1000 volumes. */
        PROTOCOL
    }

    /** Enough for what 24 motion columns, CompCor and a pass band leave. */
    private static final int SMALL_VOLUMES = 200;

    private final TrialPlan plan;
    private final TrialVisit.Protocols protocols;
    private final TemplateHead.Template template;
    private final RunExtras extras;

    /** @param volumes number of volumes of each run; 0: that of the size */
    public TrialWriter(TrialPlan plan, Size size, int volumes, TemplateHead.Template template) {
        this(plan, protocols(size, volumes), template, RunExtras.NONE);
    }

    /** Scans of any protocols. */
    public TrialWriter(TrialPlan plan, TrialVisit.Protocols protocols, TemplateHead.Template template) {
        this(plan, protocols, template, RunExtras.NONE);
    }

    private TrialWriter(
            TrialPlan plan, TrialVisit.Protocols protocols, TemplateHead.Template template, RunExtras extras) {
        this.extras = extras;
        this.plan = plan;
        this.protocols = protocols;
        this.template = template;
    }

    /** The same with further files of each run. */
    public TrialWriter with(RunExtras further) {
        return new TrialWriter(plan, protocols, template, further);
    }

    /**
     * How sessions of a size are scanned.
     *
     * @param volumes number of volumes of each run; 0: that of the size
     */
    public static TrialVisit.Protocols protocols(Size size, int volumes) {
        Protocol bold = size == Size.SMALL
                ? new Protocol(Protocol.SMALL.grid(), Protocol.SMALL.timing(), SMALL_VOLUMES, 0)
                : Protocol.MULTIBAND;
        if (volumes != 0) bold = new Protocol(bold.grid(), bold.timing(), volumes, 0);
        return new TrialVisit.Protocols(
                anatomy(size == Size.SMALL ? 2 : 1),
                bold,
                size == Size.SMALL ? Scanner.DEFAULT.withInt16(true) : Scanner.PROTOCOL);
    }

    private static VoxelGrid anatomy(double mm) {
        int x = (int) (176 / mm);
        int y = (int) (236 / mm);
        int z = (int) (208 / mm);
        return new VoxelGrid(
                x, y, z, Affine.of(mm, 0, 0, -88 + mm / 2, 0, mm, 0, -126 + mm / 2, 0, 0, mm, -106 + mm / 2));
    }

    /**
     * Writes the dataset.
     *
     * @param folder an empty folder
     * @throws IOException if a file cannot be written
     */
    public void write(Path folder, Progress progress) throws IOException {
        tables(folder);
        List<TrialPlan.Participant> people = plan.participants();
        int visits =
                people.stream().mapToInt(person -> person.sessions().size()).sum();
        int done = 0;
        for (int i = 0; i < people.size(); i++)
            for (int s = 0; s < people.get(i).sessions().size(); s++, done++)
                visit(folder, i, s, progress.stage((double) done / visits, (done + 1.0) / visits));
    }

    /** Writes all but the scans. */
    public void tables(Path folder) throws IOException {
        Files.createDirectories(folder);
        DatasetTexts.write(
                folder, "Simulated " + kind() + " trial, seed " + plan.options().seed(), Map.of());
        TsvFiles.write(participants(), folder.resolve("participants.tsv"));
        JsonFile.write(folder.resolve("participants.json"), aboutParticipants());
        for (TrialPlan.Participant person : plan.participants()) {
            Path own = Files.createDirectories(folder.resolve("sub-" + person.label()));
            TsvFiles.write(SimulatedTables.sessions(person), own.resolve("sub-" + person.label() + "_sessions.tsv"));
            JsonFile.write(own.resolve("sub-" + person.label() + "_sessions.json"), SimulatedTables.aboutSessions());
        }
        Path truth = Files.createDirectories(folder.resolve("derivatives/truth"));
        TsvFiles.write(SimulatedTables.truth(plan.participants()), truth.resolve("connections.tsv"));
    }

    private String kind() {
        return plan.options().kind().name().toLowerCase(Locale.ROOT);
    }

    /** Writes the scans of one session; they hang on the seed and on what the plan says of this session alone. */
    public void visit(Path folder, int participant, int session, Progress progress) throws IOException {
        TrialPlan.Participant person = plan.participants().get(participant);
        Path own = folder.resolve("sub-" + person.label());
        TrialVisit visit = new TrialVisit(plan, participant, session, protocols, template);
        String label = person.sessions().get(session).label();
        String name = "sub-" + person.label() + "_ses-" + label + "_";
        SessionScans scans = new SessionScans(own.resolve("ses-" + label), name, extras);
        if (protocols.anatomy() != null) scans.anatomy(visit, progress.stage(0, 0.2));
        scans.run(visit, "rest", progress.stage(0.2, 1));
    }

    private Table participants() {
        List<TrialPlan.Participant> people = plan.participants();
        return Table.builder()
                .add(
                        "participant_id",
                        people.stream().map(p -> "sub-" + p.label()).toList())
                .add(
                        "age",
                        people.stream().mapToDouble(TrialPlan.Participant::age).toArray())
                .add("sex", people.stream().map(TrialPlan.Participant::sex).toList())
                .add(
                        groupColumn(),
                        people.stream().map(TrialPlan.Participant::group).toList())
                .build();
    }

    private String groupColumn() {
        return plan.options().kind() == TrialPlan.Kind.PARALLEL ? "arm" : "sequence";
    }

    private Map<String, Object> aboutParticipants() {
        Map<String, Object> about = new TreeMap<>();
        about.put("age", Map.of("Description", "age", "Units", "years"));
        about.put("sex", Map.of("Description", "sex", "Levels", Map.of("F", "female", "M", "male")));
        about.put(
                groupColumn(),
                Map.of(
                        "Description",
                        plan.options().kind() == TrialPlan.Kind.PARALLEL ? "treatment" : "order of treatments"));
        return about;
    }
}
