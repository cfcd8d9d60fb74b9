package sc.fiji.boldj.explore;

import java.awt.EventQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.LargestT;
import sc.fiji.boldj.workflow.group.GroupStudy;
import sc.fiji.boldj.workflow.group.SeedEffect;

/**
 * The t map of the seed. The first request for a position gives the map; each further one adds a part of the
 * permutations to its threshold, so that a new position never waits for all of them. Its methods except {@link #set} run on the window's thread.
 */
final class GroupLive implements ViewSession.Live {

    /** Permutations of the threshold. */
    static final int SHUFFLINGS = 500;

    /**
     * What is known of the map that is shown.
     *
     * @param threshold of |t|, rounded up to .001; NaN before the first part of the permutations
     * @param permutations so far, the data as they are among them
     * @param finished whether the threshold is final
     * @param largest the largest |t|
     */
    record State(double threshold, int permutations, boolean finished, double largest) {}

    private final GroupStudy study;
    private final Consumer<State> listener;
    private volatile double radius = 6;
    private volatile boolean tests = true;
    private GroupStudy.Seed shownSeed;
    private Layer shown;
    private float[][] maps;
    private LargestT prepared;
    private double largest;
    private final List<double[]> parts = new ArrayList<>();

    /** @param listener is told on the event thread */
    GroupLive(GroupStudy study, Consumer<State> listener) {
        this.study = study;
        this.listener = listener;
    }

    /** Changes the seed from the next map on. */
    void set(double newRadius, boolean threshold) {
        radius = newRadius;
        tests = threshold;
    }

    /** The seed at a place. */
    GroupStudy.Seed seed(Viewpoint.Place at) {
        return new GroupStudy.Seed(at.x(), at.y(), at.z(), radius);
    }

    @Override
    public double radius() {
        return radius;
    }

    @Override
    public String remark(double[] place) {
        return "";
    }

    @Override
    public int layer() {
        return 1;
    }

    @Override
    public double[] series() {
        return null;
    }

    @Override
    public Layer source() {
        return null;
    }

    @Override
    public Layer at(Viewpoint.Place place, Progress progress) {
        SeedEffect effect = study.effect();
        GroupStudy.Seed seed = seed(place);
        if (!seed.equals(shownSeed)) {
            float[][] next = effect.maps(seed.region(effect.mask()), progress);
            double[] t = effect.t(next, progress);
            NeuroImage map = NeuroImage.floats(
                    "t of seed " + ViewWords.place(seed.x(), seed.y(), seed.z()),
                    effect.mask().grid(),
                    1,
                    SeriesTiming.UNKNOWN);
            map.writeVolume(0, study.volume(t));
            shown = new Layer(map, new Layer.Origin("", ""), Affine.IDENTITY, "t", "positive: " + effect.direction());
            shownSeed = seed;
            maps = next;
            prepared = null;
            largest = GroupStudy.largest(t);
            parts.clear();
            tell(Double.NaN);
        } else if (tests && !isFinished()) {
            if (prepared == null) prepared = effect.prepare(maps, progress);
            parts.add(effect.maxima(prepared, parts.size(), progress));
            tell(effect.threshold(largest, parts));
        }
        return shown;
    }

    private boolean isFinished() {
        return !parts.isEmpty() && (study.effect().isExhaustive() || parts.size() >= GroupStudy.parts(SHUFFLINGS));
    }

    private void tell(double threshold) {
        int count = 1 + parts.stream().mapToInt(part -> part.length - 1).sum();
        double rounded = Math.ceil(1000 * threshold) / 1000;
        State state = new State(rounded, parts.isEmpty() ? 0 : count, isFinished() || !tests, largest);
        EventQueue.invokeLater(() -> listener.accept(state));
    }
}
