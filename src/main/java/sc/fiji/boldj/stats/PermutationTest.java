package sc.fiji.boldj.stats;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;

/**
 * Tests one contrast at each element of a map by shuffling. Immutable.
 *
 * <p>The statistics of a block of shufflings are one product of matrices, in double precision throughout. Shufflings and
 * elements are cut into fixed blocks: results are bit-identical for any number of threads.
 */
public final class PermutationTest implements Serializable {

    private static final long serialVersionUID = 1;

    /** What inference is made on. */
    public enum Inference {
        /** Each element's statistic. */
        VOXEL,
        /** Its threshold-free cluster enhancement. */
        TFCE,
        /** The number of elements of its cluster. */
        CLUSTER_EXTENT,
        /** The sum of what exceeds the threshold in its cluster. */
        CLUSTER_MASS
    }

    /**
     * How to test.
     *
     * @param inference statistic on which inference is based
     * @param tail the side that is tested; an F statistic has only large values
     * @param nuisance what is shuffled if there is nuisance
     * @param clusterThreshold threshold of the statistic for clusters, 0 or more
     * @param tfce powers of the enhancement
     * @param stopAfter 0, or the number of shufflings that must reach the strongest element before the test ends early
     *     (Besag and Clifford 1991): its p then has a relative standard error of about {@code 1 / sqrt(stopAfter)}; all
     *     distinct shufflings, if they are few enough, are always made
     */
    public record Options(
            Inference inference,
            Tail tail,
            NuisanceMethod nuisance,
            double clusterThreshold,
            Tfce.Options tfce,
            int stopAfter)
            implements Serializable {

        /** TFCE, two-sided, Freedman-Lane, all shufflings. */
        public static final Options DEFAULT =
                new Options(Inference.TFCE, Tail.TWO, NuisanceMethod.FREEDMAN_LANE, 3.1, Tfce.Options.DEFAULT, 0);

        /** @throws IllegalArgumentException if the threshold or the count is negative */
        public Options {
            if (!(clusterThreshold >= 0 && clusterThreshold < Double.POSITIVE_INFINITY))
                throw new IllegalArgumentException("cluster_threshold must be 0 or more, got " + clusterThreshold);
            if (stopAfter < 0)
                throw new IllegalArgumentException("stopping needs a count of 0 (never) or more, got " + stopAfter);
        }

        /** The same with another inference. */
        public Options with(Inference other) {
            return new Options(other, tail, nuisance, clusterThreshold, tfce, stopAfter);
        }

        /** The same with another tail. */
        public Options with(Tail other) {
            return new Options(inference, other, nuisance, clusterThreshold, tfce, stopAfter);
        }

        /** The same with another way to treat nuisance. */
        public Options with(NuisanceMethod other) {
            return new Options(inference, tail, other, clusterThreshold, tfce, stopAfter);
        }

        /** The same with another cluster threshold. */
        public Options withClusterThreshold(double other) {
            return new Options(inference, tail, nuisance, other, tfce, stopAfter);
        }

        /** The same with other powers of TFCE. */
        public Options with(Tfce.Options other) {
            return new Options(inference, tail, nuisance, clusterThreshold, other, stopAfter);
        }

        /** The same, ending early. */
        public Options withStopAfter(int other) {
            return new Options(inference, tail, nuisance, clusterThreshold, tfce, other);
        }
    }

    private final LinearModel model;
    private final ShufflingPlan plan;
    private final Neighbourhood graph;
    private final int[] varianceGroups;
    private final MapSmoother smoother;
    private final Observations covariate;

    private PermutationTest(
            LinearModel model,
            ShufflingPlan plan,
            Neighbourhood graph,
            int[] varianceGroups,
            MapSmoother smoother,
            Observations covariate) {
        this.model = model;
        this.plan = plan;
        this.graph = graph;
        this.varianceGroups = varianceGroups;
        this.smoother = smoother;
        this.covariate = covariate;
    }

    /**
     * A test of Student's t (one contrast row) or F (several).
     *
     * @throws IllegalArgumentException if model and plan have different numbers of observations
     */
    public static PermutationTest of(LinearModel model, ShufflingPlan plan, Neighbourhood graph) {
        if (model.observations() != plan.observations())
            throw new IllegalArgumentException(
                    "the design has " + model.observations() + " rows but the permutations " + plan.observations());
        return new PermutationTest(model, plan, graph, null, null, null);
    }

    /** The same test with Aspin-Welch v (or G): equal numbers, equal variance. */
    public PermutationTest withVarianceGroups(int[] groups) {
        return new PermutationTest(model, plan, graph, groups.clone(), smoother, covariate);
    }

    /** The same test with pseudo-t: the variance map is smoothed (Nichols and Holmes 2002, HBM 15). t tests only. */
    public PermutationTest withVarianceSmoothing(MapSmoother variance) {
        if (model.effectRank() > 1)
            throw new IllegalArgumentException(
                    "variance smoothing is for t tests; this is an F test of " + model.effectRank() + " contrast rows");
        return new PermutationTest(model, plan, graph, varianceGroups, variance, covariate);
    }

    /**
     * The same test with a covariate that has its own values at each element, such as the baseline of a follow-up map (Vickers
     * and Altman 2001, BMJ 323). It takes one degree of freedom. The residuals of each element's own nuisance are shuffled and
     * the whole model is fitted again (Freedman and Lane 1983). An element where the covariate is missing, or is explained by
     * the rest of the model, is excluded.
     *
     * @param values rows as the design, elements as the neighbourhood
     * @throws IllegalArgumentException if shapes do not match, or if the plan lists all distinct shufflings of a design that
     *     has equal rows: with the covariate these rows differ ({@link ShufflingPlan#ofDistinctRows})
     */
    public PermutationTest withCovariate(Observations values) {
        if (values.rows() != model.observations() || values.elements() != graph.size())
            throw new IllegalArgumentException("the covariate needs " + model.observations() + " observations of "
                    + graph.size() + " elements, but has " + values.rows() + " of " + values.elements());
        if (!plan.tellsRowsApart())
            throw new IllegalArgumentException(
                    "the permutations are those of a design with equal rows, which differ by the"
                            + " covariate: plan them with all rows distinct");
        return new PermutationTest(model, plan, graph, varianceGroups, smoother, values);
    }

    /**
     * Runs the test.
     *
     * @param data rows as the design, elements as the neighbourhood
     * @throws IllegalArgumentException if shapes do not match, the options exclude each other or no element can be tested
     * @throws java.util.concurrent.CancellationException if the progress is cancelled
     */
    public PermutationResult run(Observations data, Options options, Progress progress) {
        require(data, options);
        Tail tail = model.effectRank() > 1 ? Tail.POSITIVE : options.tail();
        TestFrame frame = new TestFrame(plan, graph, smoother, options, tail);
        if (covariate == null) {
            PermutationTest bare = ofColumns(0);
            Optional<PermutationResult> elsewhere = frame.isSpatial()
                    ? MapwiseTest.elsewhere(
                            frame, (columns, share) -> bare.statistics(columns, options, share), data, progress)
                    : BlockwiseTest.elsewhere(bare, plan, tail, data, options, progress);
            if (elsewhere.isPresent()) return elsewhere.get();
        }
        TestStatistics statistics = statistics(data, options, progress.stage(0, 0.03));
        int excluded = 0;
        for (boolean tested : statistics.tested()) if (!tested) excluded++;
        if (excluded == data.elements()) throw untestable(excluded, statistics.missing());
        return PermutationRun.of(frame, statistics, progress.stage(0.03, 1));
    }

    private TestStatistics statistics(Observations data, Options options, Progress progress) {
        OwnCovariate own = covariate == null
                ? null
                : OwnCovariate.of(covariate, model.nuisance(), model.effects(), progress.stage(0, 0.3));
        ResidualStore store = ResidualStore.of(
                data, own, model.nuisance(), model.effects(), progress.stage(own == null ? 0 : 0.3, 0.7));
        List<double[]> moved = model.movedNuisance(plan.tree(), plan.shuffle());
        ShuffledStatistic observed = own != null
                ? new CovariateStatistic(store, own, model, moved)
                : varianceGroups == null
                        ? new LinearStatistic(store, model, moved, null)
                        : new AspinWelchStatistic(store, model, varianceGroups);
        ShuffledStatistic shuffled = observed;
        switch (options.nuisance()) {
            case FREEDMAN_LANE -> {}
            case DRAPER_STONEMAN -> shuffled = new LinearStatistic(store, model, moved, model.tested());
            case DRAPER_STONEMAN_BECKMANN -> shuffled = new LinearStatistic(store, model, moved, model.effects());
            case TER_BRAAK -> {
                List<double[]> all = new ArrayList<>(model.nuisance());
                all.addAll(model.effects());
                ResidualStore full = ResidualStore.of(data, all, List.of(), progress.stage(0.7, 1));
                shuffled = new LinearStatistic(full, model, moved, null);
            }
        }
        return new TestStatistics(observed, shuffled);
    }

    static DataException untestable(int excluded, int missing) {
        return new DataException("none of the " + excluded + " elements can be tested: " + missing
                + " have a missing or infinite value in at least one input, " + (excluded - missing)
                + " are constant or leave no residual variance; is the mask correct, and do the inputs differ"
                + " from each other?");
    }

    /** The same test of elements that touch nothing. */
    PermutationTest ofColumns(int elements) {
        return new PermutationTest(model, plan, Neighbourhood.none(elements), varianceGroups, null, null);
    }

    private void require(Observations data, Options options) {
        if (data.rows() != model.observations())
            throw new IllegalArgumentException(
                    "the data have " + data.rows() + " observations but the design " + model.observations() + " rows");
        if (data.elements() != graph.size())
            throw new IllegalArgumentException(
                    "the data have " + data.elements() + " elements but their neighbourhood " + graph.size());
        boolean plain = varianceGroups == null && smoother == null && covariate == null;
        if (varianceGroups != null && smoother != null)
            throw new IllegalArgumentException("choose variance groups or variance smoothing, not both");
        if (varianceGroups != null && covariate != null)
            throw new IllegalArgumentException("variance groups cannot be combined with a covariate for each voxel");
        if (options.nuisance() != NuisanceMethod.FREEDMAN_LANE && !plain)
            throw new IllegalArgumentException(
                    "variance groups, variance smoothing and a covariate for each voxel need Freedman-Lane, not "
                            + options.nuisance());
    }
}
