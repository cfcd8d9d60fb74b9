package sc.fiji.boldj.simulate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import sc.fiji.boldj.run.Progress;

/** Simulated heads for tests, each made once. */
public final class Heads {

    private static final Map<HeadModel.Options, HeadModel> MADE = new ConcurrentHashMap<>();

    private Heads() {}

    /** Heads are immutable, so all may read the same one. */
    public static HeadModel of(HeadModel.Options options) {
        return MADE.computeIfAbsent(options, o -> HeadModel.build(o, Progress.NONE));
    }

    /** The head that a run with these options prepares. */
    public static HeadModel of(BoldSimulation.Options options) {
        return of(options.head().withResolution(options.protocol().resolution()));
    }

    /** The head of the default seed for a width of the point spread in mm. */
    public static HeadModel of(double resolution) {
        return of(HeadModel.Options.DEFAULT.withResolution(resolution));
    }
}
