package sc.fiji.boldj.simulate;

import java.util.List;
import java.util.SplittableRandom;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/** The scans of one session of a simulated trial: anatomy and a run, the head lying a little elsewhere in each. */
public final class TrialVisit {

    private static final double SHIFT_MM = 4;
    private static final double TURN_RADIANS = 0.05;
    private static final double DROPOUT = 0.6;

    /**
     * How it is scanned.
     *
     * @param anatomy voxels of the T1-weighted image; null if none is taken
     * @param bold voxels, times and volumes of the run
     * @param scanner of the run
     */
    public record Protocols(VoxelGrid anatomy, Protocol bold, Scanner scanner) {}

    private final Activity activity;
    private final Protocols protocols;
    private final TemplateHead.Template template;
    private final HeadShape shape;
    private final long seed;

    /**
     * @param participant position of the person in the plan, from 0
     * @param session position of the session, from 0
     */
    public TrialVisit(
            TrialPlan plan, int participant, int session, Protocols protocols, TemplateHead.Template template) {
        this(
                new Place(plan.options().seed(), participant, session, 0),
                new Activity(
                        TrialPlan.networks(
                                plan.participants().get(participant).sessions().get(session)),
                        false,
                        List.of()),
                protocols,
                template);
    }

    /**
     * Which run it is.
     *
     * @param seed of the trial
     * @param participant position of the participant, from 0
     * @param session position of the session, from 0
     * @param run position of the run, from 0
     */
    public record Place(long seed, int participant, int session, int run) {}

    /** A run with any activity; all runs of a participant have one head. */
    public TrialVisit(Place place, Activity activity, Protocols protocols, TemplateHead.Template template) {
        this.activity = activity;
        this.protocols = protocols;
        this.template = template;
        long person =
                Seeds.stream(place.seed(), 1_000_000L + place.participant()).nextLong();
        shape = HeadShape.draw(person);
        long session = Seeds.stream(person, 1 + place.session()).nextLong();
        seed = place.run() == 0
                ? session
                : Seeds.stream(session, 100 + place.run()).nextLong();
    }

    /** The T1-weighted image. */
    public NeuroImage anatomy(Progress progress) {
        TemplateHead head = new TemplateHead(template, lying(1), 0);
        return AnatomicalScan.of(head, protocols.anatomy(), new AnatomicalScan.Options(3, 0.25, seed), progress);
    }

    /** The run. */
    public BoldSimulation rest(Progress progress) {
        return rest(EchoTime.SINGLE, progress);
    }

    /** An echo of the run: the same head, motion and activity, with independent noise. */
    public BoldSimulation rest(EchoTime echo, Progress progress) {
        SplittableRandom random = Seeds.stream(seed, 2);
        double calm = 0.08 + 0.14 * random.nextDouble();
        int moves = random.nextInt(4);
        double heart = 0.95 + 0.3 * random.nextDouble();
        double breathing = 0.22 + 0.1 * random.nextDouble();
        BoldSimulation.Options options = new BoldSimulation.Options(
                protocols.bold(),
                HeadModel.Options.DEFAULT.withResolution(Math.max(
                        1,
                        StrictMath.cbrt(
                                Math.abs(protocols.bold().grid().affine().determinant())))),
                activity,
                new HeadMotion.Options(calm, moves, 0.4, 0.02, true),
                new Physiology(heart, 2, breathing, 0.6, 0.05),
                protocols.scanner(),
                Seeds.stream(seed, 3).nextLong());
        HeadModel head = HeadModel.build(options.head(), new TemplateHead(template, lying(4), DROPOUT), echo, progress);
        return BoldSimulation.prepare(options, head);
    }

    /** The field that distorts the run, with the scans that measure it. */
    public FieldScans field() {
        return FieldScans.of(
                lying(4), protocols.bold().grid(), Seeds.stream(seed, 5).nextLong());
    }

    /** Where the head lies, and so the map from the scanner to the standard space. */
    private HeadShape lying(int stream) {
        SplittableRandom random = Seeds.stream(seed, stream);
        double[] pose = new double[6];
        for (int i = 0; i < 6; i++) pose[i] = (2 * random.nextDouble() - 1) * (i < 3 ? SHIFT_MM : TURN_RADIANS);
        return shape.moved(HeadMotion.pose(pose, new double[3]).inverse());
    }
}
