package sc.fiji.boldj.group;

import java.util.List;
import java.util.Optional;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.AttainableP;
import sc.fiji.boldj.stats.LinearModel;
import sc.fiji.boldj.stats.MapSmoother;
import sc.fiji.boldj.stats.Neighbourhood;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.stats.PermutationResult;
import sc.fiji.boldj.stats.PermutationTest;
import sc.fiji.boldj.stats.SandwichModel;
import sc.fiji.boldj.stats.Shuffle;
import sc.fiji.boldj.stats.ShufflingPlan;

/**
 * A permutation test of one contrast of a trial, planned and explained before it runs. Immutable.
 *
 * <p>The same engine serves maps, the edges of matrices and plain columns: they differ in their {@link Neighbourhood}.
 */
public final class GroupTest {

    /**
     * How to test.
     *
     * @param permutations shufflings, the identity among them, 1 or more; all of them once if there are no more
     * @param alpha the error rate the test must be able to reach, in (0, 1)
     * @param seed of the random shufflings
     * @param test the statistic and inference
     */
    public record Options(int permutations, double alpha, long seed, PermutationTest.Options test) {

        /** 5000 shufflings at .05, TFCE, two-sided. */
        public static final Options DEFAULT = new Options(5000, 0.05, 1, PermutationTest.Options.DEFAULT);

        /** @throws IllegalArgumentException if a value is out of range */
        public Options {
            if (permutations < 1)
                throw new IllegalArgumentException("permutations must be 1 or more, got " + permutations);
            if (!(alpha > 0 && alpha < 1))
                throw new IllegalArgumentException("alpha must be between 0 and 1, got " + alpha);
        }

        /** The same with other test options. */
        public Options with(PermutationTest.Options other) {
            return new Options(permutations, alpha, seed, other);
        }

        /** The same with another number of shufflings. */
        public Options withPermutations(int other) {
            return new Options(other, alpha, seed, test);
        }

        /** The same with another seed. */
        public Options withSeed(long other) {
            return new Options(permutations, alpha, other, test);
        }
    }

    /**
     * What a test found.
     *
     * @param test statistics and probabilities
     * @param warnings what the reader must know, in sentences
     */
    public record Result(PermutationResult test, List<String> warnings) {}

    private final GroupDesign design;
    private final GroupContrast contrast;
    private final LinearModel model;
    private final ShufflingPlan plan;
    private final double smallest;
    private final Options options;
    private final GroupVariance variance;

    private GroupTest(
            GroupDesign design,
            GroupContrast contrast,
            LinearModel model,
            ShufflingPlan plan,
            double smallest,
            Options options,
            GroupVariance variance) {
        this.design = design;
        this.contrast = contrast;
        this.model = model;
        this.plan = plan;
        this.smallest = smallest;
        this.options = options;
        this.variance = variance;
        variance.require(options.test().nuisance(), model.effectRank());
    }

    /**
     * Plans a test.
     *
     * @param contrast an expression in the names of the design's columns; empty for the design's own
     * @throws IllegalArgumentException if the contrast cannot be read or estimated, or if the design cannot reach alpha
     *     whatever the data
     */
    public static GroupTest plan(GroupDesign design, String contrast, Options options) {
        return plan(design, design.contrast(contrast), options);
    }

    /** Plans a test of a contrast of the design's columns. */
    public static GroupTest plan(GroupDesign design, GroupContrast contrast, Options options) {
        GroupDesign reduced = design.reduced(contrast);
        LinearModel model = reduced.model(contrast);
        ClusterThreshold.require(options.test(), model.effectRank(), model.degreesOfFreedom());
        Shuffle shuffle = reduced.shuffle().orElse(model.nuisanceHoldsConstant() ? Shuffle.PERMUTE : Shuffle.FLIP);
        ShufflingPlan plan =
                ShufflingPlan.of(reduced.tree(), shuffle, reduced.matrix(), options.permutations(), options.seed());
        double smallest = AttainableP.of(model, plan, options.test().tail());
        GroupTest test = new GroupTest(reduced, contrast, model, plan, smallest, options, GroupVariance.ONE);
        AttainableAlpha.require(test);
        return test;
    }

    /**
     * The same test with Aspin-Welch v (or G).
     *
     * @param groups a number for each observation of the design ({@link GroupDesign#observed}), or for each input: equal
     *     numbers, equal variance
     * @throws IllegalArgumentException if the numbers do not fit the design, or a group has fewer than 2 observations
     */
    public GroupTest withVarianceGroups(int[] groups) {
        int[] observed = GroupVariance.observed(groups, model.observations(), design);
        return new GroupTest(design, contrast, model, plan, smallest, options, variance.withGroups(observed));
    }

    /**
     * The same test with pseudo-t: the variance map is smoothed.
     *
     * @param fwhm full width at half maximum in mm, 0 for none
     */
    public GroupTest withVarianceSmoothing(double fwhm) {
        return new GroupTest(design, contrast, model, plan, smallest, options, variance.withFwhm(fwhm));
    }

    /**
     * The same test with a covariate that has a map for each input, such as the baseline; p by Freedman and Lane at each voxel.
     *
     * @param name in words
     * @throws IllegalArgumentException if the design compares inputs of a participant
     */
    public GroupTest withCovariate(String name) {
        if (design.inputs() != design.observations() || design.isCombined())
            throw new IllegalArgumentException("covariate_maps needs a design with one map for each subject, such as"
                    + " two-sample with the follow-up maps; this one compares maps within subjects: " + design.words());
        ShufflingPlan distinct =
                ShufflingPlan.ofDistinctRows(plan.tree(), plan.shuffle(), options.permutations(), options.seed());
        return new GroupTest(design, contrast, model, distinct, smallest, options, variance.withCovariate(name));
    }

    /**
     * The same test with the sandwich estimator and the wild bootstrap.
     *
     * @param rows which participant and visit each input is; the design flips signs of whole participants ({@link VisitDesigns})
     */
    public GroupTest withVisits(VisitRows rows) {
        return new GroupTest(design, contrast, model, plan, smallest, options, variance.withVisits(rows));
    }

    /** The marginal model of the contrast; empty without {@link #withVisits}. */
    public Optional<SandwichModel> sandwich() {
        return Optional.ofNullable(variance.visits())
                .map(rows -> SandwichModel.of(model, rows.participant(), rows.visit(), rows.group(), rows.variance()));
    }

    /** The name of the covariate that has a map for each input; empty for none. */
    public String covariate() {
        return variance.covariate();
    }

    /** Degrees of freedom of t or F; of the sandwich estimator Satterthwaite's. */
    public double degreesOfFreedom() {
        return sandwich()
                .map(SandwichModel::degreesOfFreedom)
                .orElse(model.degreesOfFreedom() - (variance.covariate().isEmpty() ? 0.0 : 1.0));
    }

    /** The full width at half maximum of the variance smoothing in mm, 0 for none. */
    public double varianceFwhm() {
        return variance.fwhm();
    }

    /** The contrast as it was given, or the design's own. */
    public String contrast() {
        return contrast.words();
    }

    /** The design that the contrast is tested with. */
    public GroupDesign design() {
        return design;
    }

    /** What a positive statistic means: {@code post - pre}; empty for an F test. */
    public String direction() {
        return design.direction(contrast);
    }

    /** The same as an inequality: {@code post > pre}; empty for an F test. */
    String inequality() {
        return design.inequality(contrast);
    }

    /** The inputs as the observations of this test. */
    public Observations observe(Observations inputs) {
        return design.observe(inputs);
    }

    /** The symbol of the statistic: t, F, v, G or pseudo-t. */
    public String statistic() {
        return variance.statistic(model.effectRank());
    }

    /** The statistic by its full name. */
    public String statisticWords() {
        return wording().statistic();
    }

    /** The model, the contrast, its null distribution and what it can reach, in words. */
    public String words() {
        GroupTestWords words = wording();
        return words.design() + "Tested: " + contrast.words() + " (" + words.tested() + "). " + words.direction()
                + note() + words.shuffling();
    }

    /** The design, the contrast and its null distribution, in sentences for a paper. */
    public String methods() {
        return wording().methods();
    }

    /** A sentence on how the contrast was read where it could be read in two ways, else empty. */
    String note() {
        return contrast.note().isEmpty() ? "" : "Contrast: " + contrast.note() + ". ";
    }

    /** The parts of the words. */
    GroupTestWords wording() {
        return new GroupTestWords(this, design, variance);
    }

    /** The model of the contrast. */
    public LinearModel model() {
        return model;
    }

    /** The shufflings. */
    public ShufflingPlan plan() {
        return plan;
    }

    /** The smallest p this design can give. */
    public double smallestP() {
        return smallest;
    }

    /** The options. */
    public Options options() {
        return options;
    }

    /** Runs the test on inputs in the order of the design's table. */
    public Result run(Observations inputs, Neighbourhood graph, Progress progress) {
        return run(inputs, graph, null, progress);
    }

    /** The same with a smoother of the variance map, null for none. */
    public Result run(Observations inputs, Neighbourhood graph, MapSmoother smoother, Progress progress) {
        return run(inputs, null, graph, smoother, progress);
    }

    /**
     * Runs the test.
     *
     * @param inputs one row for each input, in the order of the design's table
     * @param covariate null, or the maps of {@link #covariate}, one for each input
     * @param smoother null, or what smooths the variance map as {@link #varianceFwhm} says: pseudo-t
     */
    public Result run(
            Observations inputs, Observations covariate, Neighbourhood graph, MapSmoother smoother, Progress progress) {
        if ((smoother != null) != (variance.fwhm() > 0))
            throw new IllegalArgumentException(
                    "variance smoothing is for maps of voxels: this test asks for " + variance.fwhm() + " mm");
        if ((covariate == null) != variance.covariate().isEmpty())
            throw new IllegalArgumentException("the test was prepared "
                    + (covariate == null ? "with the covariate " + variance.covariate() : "without a covariate map"));
        return new GroupTestRun(this, variance).of(inputs, covariate, graph, smoother, progress);
    }
}
