package sc.fiji.boldj.stats;

import java.util.Optional;
import sc.fiji.boldj.run.Progress;

/**
 * Tests one contrast of a marginal model at each element of a map by the wild bootstrap: the residuals of the model without
 * the contrast, adjusted for small samples, get a random sign for all visits of a participant together (Rademacher's weights;
 * Guillaume et al. 2014, NeuroImage 94). Immutable.
 *
 * <p>The family-wise error over elements is that of the largest statistic, or of TFCE or clusters, over the bootstrap samples;
 * sample i depends on the seed and i alone. If the sets of signs are no more than asked, each is used once. The observed data
 * are counted as one of the samples. Results are bit-identical for any number of threads.
 */
public final class SandwichTest {

    private final SandwichModel model;
    private final ShufflingPlan plan;
    private final Neighbourhood graph;

    private SandwichTest(SandwichModel model, ShufflingPlan plan, Neighbourhood graph) {
        this.model = model;
        this.plan = plan;
        this.graph = graph;
    }

    /**
     * A test.
     *
     * @param bootstraps samples, the observed data among them, 1 or more
     * @param seed of the signs
     */
    public static SandwichTest of(SandwichModel model, Neighbourhood graph, int bootstraps, long seed) {
        return new SandwichTest(model, ShufflingPlan.ofFlippedBlocks(model.participant(), bootstraps, seed), graph);
    }

    /**
     * A test with given signs.
     *
     * @param plan signs only, made for {@link ExchangeTree#flipped} with the participants of the model
     * @throws IllegalArgumentException if the plan permutes or has another number of observations
     */
    public static SandwichTest of(SandwichModel model, Neighbourhood graph, ShufflingPlan plan) {
        if (plan.shuffle().permutes() || plan.observations() != model.model().observations())
            throw new IllegalArgumentException("the wild bootstrap needs signs for "
                    + model.model().observations() + " observations, got a plan of " + plan.observations() + ", "
                    + plan.shuffle().words());
        return new SandwichTest(model, plan, graph);
    }

    /** The sets of signs. */
    public ShufflingPlan plan() {
        return plan;
    }

    /**
     * Runs the test.
     *
     * @param data rows as the design, elements as the neighbourhood
     * @param options inference and tail; other ways to treat nuisance than Freedman-Lane are refused
     * @throws IllegalArgumentException if shapes do not match
     * @throws sc.fiji.boldj.run.DataException if no element can be tested
     * @throws java.util.concurrent.CancellationException if the progress is cancelled
     */
    public PermutationResult run(Observations data, PermutationTest.Options options, Progress progress) {
        if (data.elements() != graph.size())
            throw new IllegalArgumentException(
                    "the data have " + data.elements() + " elements but their neighbourhood " + graph.size());
        if (options.nuisance() != NuisanceMethod.FREEDMAN_LANE)
            throw new IllegalArgumentException("the wild bootstrap has no nuisance method: keep Freedman-Lane");
        requireRows(model, data);
        TestFrame frame = new TestFrame(plan, graph, null, options, options.tail());
        if (frame.isSpatial()) {
            SandwichModel fitted = model;
            Optional<PermutationResult> elsewhere = MapwiseTest.elsewhere(
                    frame, (columns, share) -> statistics(fitted, columns, share), data, progress);
            if (elsewhere.isPresent()) return elsewhere.get();
        }
        TestStatistics statistics = statistics(model, data, progress.stage(0, 0.05));
        int excluded = 0;
        for (boolean tested : statistics.tested()) if (!tested) excluded++;
        if (excluded == data.elements()) throw PermutationTest.untestable(excluded, statistics.missing());
        return PermutationRun.of(frame, statistics, progress.stage(0.05, 1));
    }

    private static TestStatistics statistics(SandwichModel model, Observations data, Progress progress) {
        ResidualStore store = store(model, data, progress.stage(0, 0.4));
        SandwichStatistic observed = new SandwichStatistic(model, store, progress.stage(0.4, 0.6));
        ResidualStore adjusted = store.times(model.rows(), model.restricted(), progress.stage(0.6, 0.8));
        return new TestStatistics(observed, new SandwichStatistic(model, adjusted, progress.stage(0.8, 1)));
    }

    private static void requireRows(SandwichModel model, Observations data) {
        if (data.rows() != model.model().observations())
            throw new IllegalArgumentException("the data have " + data.rows() + " observations but the design "
                    + model.model().observations() + " rows");
    }

    private static ResidualStore store(SandwichModel model, Observations data, Progress progress) {
        requireRows(model, data);
        return ResidualStore.of(data, model.model().nuisance(), model.model().effects(), progress);
    }

    /**
     * Estimates with sandwich standard errors, and the degrees of freedom of {@link SandwichModel#degreesOfFreedom}.
     *
     * @return elements that cannot be tested hold NaN; {@link ContrastMaps#residualSd} is that of least squares over all visits
     */
    public static ContrastMaps estimates(SandwichModel model, Observations data, Progress progress) {
        ResidualStore store = store(model, data, progress.stage(0, 0.5));
        ContrastMaps plain = ContrastMaps.of(model.model(), data, progress.stage(0.5, 1));
        ContrastMaps robust =
                ContrastMaps.of(new SandwichStatistic(model, store, Progress.NONE), v -> 1, model.degreesOfFreedom());
        return new ContrastMaps(robust.effect(), robust.standardError(), plain.residualSd(), model.degreesOfFreedom());
    }
}
