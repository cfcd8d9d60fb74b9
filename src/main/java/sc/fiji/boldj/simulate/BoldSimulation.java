package sc.fiji.boldj.simulate;

import java.util.List;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.PlanarStore;
import sc.fiji.boldj.image.ScalarType;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/**
 * Simulates a BOLD run of a phantom head.
 *
 * <p>Each slice is taken at its own time: courses, heart beat, breathing and the position of the head are those of that
 * moment. The value of a voxel is
 *
 * <pre>coil(v) * drift(t, v) * (S(p) + sum of amplitude_i(t) * map_i(p)) + noise,   p = M_t^-1 v</pre>
 *
 * with {@code S} and {@code map_i} continuous functions of the place {@code p} in the resting head, so that motion costs
 * no interpolation error. Random numbers come from a stream of their own for each slice of each volume: the values do
 * not depend on the number of threads. Immutable.
 */
public final class BoldSimulation {

    /**
     * Choices of a run.
     *
     * @param protocol voxels, times, volumes
     * @param head the anatomy; its resolution is replaced by the mean voxel size
     * @param activity networks and tasks
     * @param motion how the head moves
     * @param physiology heart beat and breathing
     * @param scanner noise, bias, drift, start, rounding
     * @param seed of all that is random but the anatomy
     */
    public record Options(
            Protocol protocol,
            HeadModel.Options head,
            Activity activity,
            HeadMotion.Options motion,
            Physiology physiology,
            Scanner scanner,
            long seed) {

        /** A small run at rest: {@link Protocol#SMALL}. */
        public static final Options DEFAULT = new Options(
                Protocol.SMALL,
                HeadModel.Options.DEFAULT,
                Activity.REST,
                HeadMotion.Options.DEFAULT,
                Physiology.DEFAULT,
                Scanner.DEFAULT,
                1);

        /** A full-size run at rest: {@link Protocol#MULTIBAND}. */
        public static final Options PROTOCOL =
                DEFAULT.withProtocol(Protocol.MULTIBAND).withScanner(Scanner.PROTOCOL);

        /** Other voxels, times and volumes. */
        public Options withProtocol(Protocol newProtocol) {
            return new Options(newProtocol, head, activity, motion, physiology, scanner, seed);
        }

        /** Other volumes; the reference becomes the first. */
        public Options withVolumes(int volumes) {
            return withProtocol(new Protocol(protocol.grid(), protocol.timing(), volumes, 0));
        }

        /** Another head. */
        public Options withHead(HeadModel.Options newHead) {
            return new Options(protocol, newHead, activity, motion, physiology, scanner, seed);
        }

        /** Other networks and tasks. */
        public Options withActivity(Activity newActivity) {
            return new Options(protocol, head, newActivity, motion, physiology, scanner, seed);
        }

        /** Other networks with no task. */
        public Options withNetworks(Networks networks, boolean exactCorrelations) {
            return withActivity(new Activity(networks, exactCorrelations, List.of()));
        }

        /** Another motion. */
        public Options withMotion(HeadMotion.Options newMotion) {
            return new Options(protocol, head, activity, newMotion, physiology, scanner, seed);
        }

        /** Another heart beat and breathing. */
        public Options withPhysiology(Physiology newPhysiology) {
            return new Options(protocol, head, activity, motion, newPhysiology, scanner, seed);
        }

        /** Another scanner. */
        public Options withScanner(Scanner newScanner) {
            return new Options(protocol, head, activity, motion, physiology, newScanner, seed);
        }

        /** Another seed. */
        public Options withSeed(long newSeed) {
            return new Options(protocol, head, activity, motion, physiology, scanner, newSeed);
        }
    }

    private final Options options;
    private final HeadModel head;
    private final NetworkCourses courses;
    private final SliceSynthesis synthesis;

    private BoldSimulation(Options options, HeadModel head, HeadMotion given) {
        this.options = options;
        this.head = head;
        Protocol protocol = options.protocol();
        double repetitionTime = protocol.timing().repetitionTime();
        courses = NetworkCourses.draw(
                options.activity().networks(),
                protocol.volumes(),
                repetitionTime,
                options.activity().exactCorrelations(),
                subSeed(options, 1));
        Physiology body = options.physiology();
        Oscillator heart = new Oscillator(body.cardiacHz(), body.variability(), 0.4, subSeed(options, 2));
        Oscillator breath = new Oscillator(body.breathingHz(), body.variability(), 0.15, subSeed(options, 3));
        HeadMotion slow = given != null
                ? given
                : HeadMotion.draw(options.motion(), protocol.volumes(), protocol.reference(), subSeed(options, 4));
        if (slow.volumes() != protocol.volumes())
            throw new IllegalArgumentException(
                    "the motion has " + slow.volumes() + " volumes, the run " + protocol.volumes());
        double shift = given != null ? 0 : options.motion().breathing();
        HeadPath path = new HeadPath(
                slow,
                breath,
                shift,
                protocol.reference(),
                repetitionTime,
                protocol.grid().centre());
        long noise = subSeed(options, 5);
        if (!head.echo().equals(EchoTime.SINGLE))
            noise = Seeds.stream(noise, Math.round(1e6 * head.echo().seconds())).nextLong();
        synthesis = new SliceSynthesis(options, head, courses, heart, breath, path, noise);
    }

    private static long subSeed(Options options, int stream) {
        return Seeds.stream(options.seed(), stream).nextLong();
    }

    /** Prepares a run with a head of its own. */
    public static BoldSimulation prepare(Options options, Progress progress) {
        double resolution = options.protocol().resolution();
        return new BoldSimulation(options, HeadModel.build(options.head().withResolution(resolution), progress), null);
    }

    /** Prepares a run of a head that is already made; {@code options.head()} is not looked at. */
    public static BoldSimulation prepare(Options options, HeadModel head) {
        return new BoldSimulation(options, head, null);
    }

    /**
     * Prepares a run with a given motion; {@code options.motion()} is not looked at.
     *
     * @throws IllegalArgumentException if it has another number of volumes
     */
    public static BoldSimulation prepare(Options options, HeadModel head, HeadMotion motion) {
        return new BoldSimulation(options, head, motion);
    }

    /** Prepares and takes a run. */
    public static SimulatedRun run(Options options, Progress progress) {
        return prepare(options, progress.stage(0, 0.3)).run(progress.stage(0.3, 1));
    }

    /** The choices of the run. */
    public Options options() {
        return options;
    }

    /** The head that is scanned. */
    public HeadModel head() {
        return head;
    }

    /** Where the head is at the middle of each volume. */
    public HeadMotion motion() {
        return synthesis.motion();
    }

    /** The courses of the networks. */
    public NetworkCourses courses() {
        return courses;
    }

    /** The motion parameters at the moment a slice is taken, shape (6), as in {@link HeadMotion}. */
    public double[] motionAt(int volume, int slice) {
        return synthesis.motionAt(volume, slice);
    }

    /**
     * What pulse oximeter and belt record from 5 s before the run to 5 s after it.
     *
     * @param frequency samples per second
     * @param noise standard deviation relative to the height of the pulse and to the deviation of the belt
     */
    public PhysioTrace recording(double frequency, double noise) {
        return PhysioTrace.of(synthesis, options.protocol(), frequency, noise, subSeed(options, 6));
    }

    /**
     * Takes one volume, as one who writes a long run to a file does: no more than this volume is in memory.
     *
     * @param t volume, from 0
     * @param target shape (Z, Y, X), x fastest: at least as long as the grid has voxels
     */
    public void readVolume(int t, float[] target, Progress progress) {
        int plane = options.protocol().grid().planeSize();
        FixedChunks.forEach(
                options.protocol().grid().sizeZ(),
                1,
                (z, end) -> System.arraycopy(synthesis.slice(t, z), 0, target, z * plane, plane),
                progress);
    }

    /**
     * Takes the whole run: 4 bytes per voxel and volume, or 2 with {@code int16}.
     *
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public SimulatedRun run(Progress progress) {
        VoxelGrid grid = options.protocol().grid();
        NeuroImage bold = bold(progress.stage(0, 0.95));
        NeuroImage baseline = head.echoPlanar(grid, Progress.NONE);
        float[] signal = baseline.volume(0);
        NeuroImage networkMaps =
                synthesis.maps().percent(options.activity().networks(), head, grid, signal, progress.stage(0.95, 1));
        float[] coil = synthesis.coil();
        float[] bright = new float[signal.length];
        for (int v = 0; v < signal.length; v++) bright[v] = signal[v] * coil[v];
        baseline.writeVolume(0, bright);
        Mask brain = head.brain(grid, Progress.NONE);
        return new SimulatedRun(
                bold,
                synthesis.motion(),
                courses,
                networkMaps,
                baseline,
                head.grey(grid, Progress.NONE),
                head.white(grid, Progress.NONE),
                head.fluid(grid, Progress.NONE),
                brain);
    }

    private NeuroImage bold(Progress progress) {
        VoxelGrid grid = options.protocol().grid();
        int slices = grid.sizeZ();
        int plane = grid.planeSize();
        int items = Math.multiplyExact(slices, options.protocol().volumes());
        if (!options.scanner().int16()) {
            NeuroImage image = NeuroImage.floats(
                    "bold",
                    grid,
                    options.protocol().volumes(),
                    options.protocol().timing());
            FixedChunks.forEach(
                    items,
                    1,
                    (i, end) -> image.voxels()
                            .write(i % slices, i / slices, 0, plane, synthesis.slice(i / slices, i % slices), 0),
                    progress);
            return image;
        }
        List<short[]> planes = FixedChunks.map(
                items,
                1,
                (i, end) -> {
                    float[] values = synthesis.slice(i / slices, i % slices);
                    short[] rounded = new short[plane];
                    for (int v = 0; v < plane; v++) rounded[v] = (short) values[v];
                    return rounded;
                },
                progress);
        PlanarStore store = new PlanarStore(
                ScalarType.INT16,
                new int[] {
                    grid.sizeX(), grid.sizeY(), slices, options.protocol().volumes()
                },
                planes,
                false,
                1,
                0);
        return NeuroImage.of("bold", grid, store, options.protocol().timing());
    }
}
