package sc.fiji.boldj.group;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.AttainableP;
import sc.fiji.boldj.stats.ContrastEstimate;
import sc.fiji.boldj.stats.ContrastMaps;
import sc.fiji.boldj.stats.JzsBayesFactor;
import sc.fiji.boldj.stats.LinearModel;
import sc.fiji.boldj.stats.Neighbourhood;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.stats.PermutationResult;
import sc.fiji.boldj.stats.PermutationTest;
import sc.fiji.boldj.stats.SandwichModel;
import sc.fiji.boldj.stats.SandwichTest;
import sc.fiji.boldj.stats.Shuffle;
import sc.fiji.boldj.stats.ShufflingPlan;

/**
 * A permutation test of a {@link PersonDesign}, where each element may have a covariate of its own, such as its baseline. Immutable.
 *
 * <p>All assignments are listed where there are no more than {@link Options#exhaustive}; otherwise {@link Options#permutations}
 * are drawn.
 */
public final class PersonTest {

    /**
     * How to test.
     *
     * @param permutations drawn, the identity among them, 1 or more
     * @param exhaustive up to how many assignments are all listed
     * @param seed of the random draws
     * @param test statistic, side and inference
     */
    public record Options(int permutations, int exhaustive, long seed, PermutationTest.Options test) {

        /** 10000, all up to a million, seed 1, single values on both sides. */
        public static final Options DEFAULT =
                new Options(10000, 1_000_000, 1, PermutationTest.Options.DEFAULT.with(PermutationTest.Inference.VOXEL));

        /** @throws IllegalArgumentException if a number is below 1 */
        public Options {
            if (permutations < 1 || exhaustive < 1)
                throw new IllegalArgumentException("permutations must be 1 or more, got " + permutations);
        }

        /** The same with other test options. */
        public Options with(PermutationTest.Options other) {
            return new Options(permutations, exhaustive, seed, other);
        }
    }

    private final GroupDesign design;
    private final LinearModel model;
    private final ShufflingPlan plan;
    private final Optional<int[]> varianceGroups;
    private final Optional<VisitRows> visits;
    private final Options options;

    private PersonTest(
            GroupDesign design,
            LinearModel model,
            ShufflingPlan plan,
            Optional<int[]> varianceGroups,
            Optional<VisitRows> visits,
            Options options) {
        this.design = design;
        this.model = model;
        this.plan = plan;
        this.varianceGroups = varianceGroups;
        this.visits = visits;
        this.options = options;
    }

    /**
     * Plans a test.
     *
     * @param covariate whether each element has a covariate of its own
     * @param varianceGroups a number for each observation: equal numbers, equal variance; empty for one variance
     * @throws DataException if the contrast cannot be estimated, or nothing can be permuted
     */
    public static PersonTest plan(
            GroupDesign design, boolean covariate, Optional<int[]> varianceGroups, Options options) {
        LinearModel model = design.model(design.defaultContrast());
        Shuffle shuffle = design.shuffle().orElseThrow();
        ShufflingPlan all = plan(design, shuffle, covariate, options.exhaustive(), options.seed());
        ShufflingPlan plan =
                all.isExhaustive() ? all : plan(design, shuffle, covariate, options.permutations(), options.seed());
        if (plan.distinct().equals(BigInteger.ONE))
            throw new DataException("nothing can be permuted: " + design.words());
        return new PersonTest(design, model, plan, varianceGroups, Optional.empty(), options);
    }

    /**
     * The same test with the sandwich estimator and the wild bootstrap, for a {@link MarginalDesign}.
     *
     * @param rows which participant and visit each observation is
     */
    public PersonTest withVisits(VisitRows rows) {
        return new PersonTest(design, model, plan, Optional.empty(), Optional.of(rows), options);
    }

    /** The marginal model; empty without {@link #withVisits}. */
    public Optional<SandwichModel> sandwich() {
        return visits.map(
                rows -> SandwichModel.of(model, rows.participant(), rows.visit(), rows.group(), rows.variance()));
    }

    private static ShufflingPlan plan(GroupDesign design, Shuffle shuffle, boolean covariate, int number, long seed) {
        return covariate
                ? ShufflingPlan.ofDistinctRows(design.tree(), shuffle, number, seed)
                : ShufflingPlan.of(design.tree(), shuffle, design.matrix(), number, seed);
    }

    /** The options. */
    public Options options() {
        return options;
    }

    /** The permutations or sign flips. */
    public ShufflingPlan plan() {
        return plan;
    }

    /** The smallest p that the design can give, whatever the data. */
    public double smallestP() {
        return AttainableP.of(model, plan, options.test().tail());
    }

    /**
     * Whether two tests have the same model, contrast and permutations of rows, so that their maximum can be compared. Where
     * conditions are exchanged, both must compare the same sessions, because an exchange is of these conditions.
     */
    public boolean sharesPermutations(PersonTest other) {
        boolean exchanged = design.columns().get(0).equals(PersonDesign.EFFECT) && plan.shuffle() == Shuffle.PERMUTE;
        return plan.shuffle() == other.plan.shuffle()
                && plan.distinct().equals(other.plan.distinct())
                && Arrays.deepEquals(design.matrix(), other.design.matrix())
                && Arrays.deepEquals(
                        design.defaultContrast().weights(),
                        other.design.defaultContrast().weights())
                && (!exchanged || Arrays.deepEquals(design.combination(), other.design.combination()))
                && Arrays.equals(design.tree().places(), other.design.tree().places())
                && visits.isPresent() == other.visits.isPresent()
                && Arrays.equals(varianceGroups.orElse(null), other.varianceGroups.orElse(null));
    }

    /**
     * Runs the test.
     *
     * @param observations one row for each row of the design ({@link GroupDesign#observe})
     * @param covariate the weighted baselines, one row per participant; empty for none
     * @param graph the neighbours of elements
     */
    public PermutationResult run(
            Observations observations, Optional<Observations> covariate, Neighbourhood graph, Progress progress) {
        if (visits.isPresent())
            return SandwichTest.of(sandwich().orElseThrow(), graph, plan).run(observations, options.test(), progress);
        PermutationTest test = PermutationTest.of(model, plan, graph);
        if (varianceGroups.isPresent()) test = test.withVarianceGroups(varianceGroups.get());
        if (covariate.isPresent()) test = test.withCovariate(covariate.get());
        return test.run(observations, options.test(), progress);
    }

    /**
     * The estimate of one element with its standard error.
     *
     * @param observations one per participant ({@link GroupDesign#observe})
     * @param covariate one per participant; empty for none
     */
    public ContrastEstimate estimate(double[] observations, Optional<double[]> covariate) {
        if (visits.isPresent()) return marginal(observations);
        LinearModel own = covariate.isEmpty() ? model : with(covariate.get());
        return varianceGroups.isEmpty()
                ? ContrastEstimate.of(own, observations)
                : ContrastEstimate.unequal(own, observations, varianceGroups.get());
    }

    /**
     * The natural logarithm of the JZS Bayes factor of one element; NaN with unequal variances, in a marginal model, and for a
     * comparison of arms whose weights are not 1 and -1.
     */
    public double logBayes(double[] observations, Optional<double[]> covariate) {
        double[] weights = design.defaultContrast().weights()[0];
        boolean plain = Arrays.stream(weights).allMatch(w -> w == 0 || Math.abs(w) == 1);
        return visits.isPresent() || varianceGroups.isPresent() || !plain
                ? Double.NaN
                : JzsBayesFactor.of(
                        covariate.isEmpty() ? model : with(covariate.get()),
                        observations,
                        JzsBayesFactor.Options.DEFAULT);
    }

    private ContrastEstimate marginal(double[] observations) {
        double[][] column =
                Arrays.stream(observations).mapToObj(x -> new double[] {x}).toArray(double[][]::new);
        ContrastMaps found = SandwichTest.estimates(sandwich().orElseThrow(), Observations.of(column), Progress.NONE);
        return new ContrastEstimate(found.effect()[0], found.standardError()[0], found.degreesOfFreedom());
    }

    /**
     * The model with a covariate, centred where arms are compared; within participants the covariate is a difference of baselines,
     * which is 0 without an effect.
     */
    private LinearModel with(double[] covariate) {
        double[][] matrix = design.matrix();
        boolean within = design.columns().get(0).equals(PersonDesign.EFFECT);
        double mean = within ? 0 : Arrays.stream(covariate).average().orElse(0);
        double[][] wide = new double[matrix.length][];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = Arrays.copyOf(matrix[i], matrix[i].length + 1);
            wide[i][matrix[i].length] = covariate[i] - mean;
        }
        double[][] contrast = design.defaultContrast().weights();
        return LinearModel.of(wide, new double[][] {Arrays.copyOf(contrast[0], contrast[0].length + 1)});
    }
}
