package sc.fiji.boldj.preprocess;

import java.util.List;
import sc.fiji.boldj.image.NeuroImage;

/** Requires that several series are the echoes of one run. */
public final class EchoSeries {

    private static final double SAME_SECONDS = 1e-4;

    private EchoSeries() {}

    /**
     * Requires the same grid, number of volumes and repetition time.
     *
     * @throws IllegalArgumentException naming the two series and what differs
     */
    public static void requireAlike(List<NeuroImage> echoes) {
        NeuroImage first = echoes.get(0);
        for (NeuroImage other : echoes.subList(1, echoes.size())) requireAlike(first, other);
    }

    /** The same for two. */
    public static void requireAlike(NeuroImage first, NeuroImage other) {
        other.grid().requireSameAs(first.grid(), other.name(), first.name());
        if (other.volumes() != first.volumes())
            throw new IllegalArgumentException(first.name() + " has " + first.volumes() + " volumes, but "
                    + other.name() + " has " + other.volumes() + ": echoes of one run have as many");
        double one = first.timing().repetitionTime();
        double two = other.timing().repetitionTime();
        if (first.timing().isKnown() && other.timing().isKnown() && Math.abs(one - two) > SAME_SECONDS)
            throw new IllegalArgumentException(first.name() + " has a repetition time of " + one + " s, but "
                    + other.name() + " has " + two + " s: echoes of one run have the same");
    }
}
