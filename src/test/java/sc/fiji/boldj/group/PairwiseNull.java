package sc.fiji.boldj.group;

import java.util.Arrays;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.ExchangeTree;
import sc.fiji.boldj.stats.Neighbourhood;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.stats.PermutationTest;
import sc.fiji.boldj.stats.PermutationTest.Inference;
import sc.fiji.boldj.stats.Shuffle;

/** Data of 18 participants under three conditions, two of which do not differ, and how often a test says that they do. */
final class PairwiseNull {

    /** How the contrast of two conditions is tested. */
    enum Route {
        /** {@code repeated-measures}, no periods. */
        REPEATED_MEASURES,
        /** {@code crossover}, adjusted for period; sign flips. */
        CROSSOVER,
        /** {@code crossover} with its sequences, {@code shuffle=permute}. */
        RERANDOMISED,
        /** A design matrix with conditions, periods and subjects, and {@code blocks=subject}. */
        MATRIX,
        /** What was done before: all conditions exchanged, pooled error. */
        ALL_EXCHANGED
    }

    private static final int PEOPLE = 18;
    private static final int[][] SEQUENCES = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};

    private PairwiseNull() {}

    private static DesignTable table() {
        StringBuilder text = new StringBuilder("subject\tperiod\ttreatment\tsequence\n");
        for (int s = 0; s < PEOPLE; s++) {
            int[] order = SEQUENCES[s % 6];
            StringBuilder sequence = new StringBuilder();
            for (int k : order) sequence.append("ABC".charAt(k));
            for (int p = 0; p < 3; p++)
                text.append(String.format("s%02d\t%d\t%s\t%s%n", s, p + 1, "ABC".charAt(order[p]), sequence));
        }
        return DesignTable.parse(text.toString());
    }

    private static GroupDesign design(Route route) {
        DesignTable table = table();
        return switch (route) {
            case REPEATED_MEASURES -> TrialDesigns.repeatedMeasures(table, "subject", "treatment");
            case CROSSOVER -> TrialDesigns.crossover(table, "subject", "period", "treatment");
            case RERANDOMISED ->
                TrialDesigns.crossover(table, "subject", "period", "treatment").with(Shuffle.PERMUTE);
            case MATRIX -> {
                GroupDesign named = TrialDesigns.crossover(table, "subject", "period", "treatment");
                yield GroupDesign.of(named.columns(), named.matrix(), ExchangeTree.within(table.codes("subject")))
                        .withinBlocks(table.codes("subject"), true);
            }
            case ALL_EXCHANGED -> {
                GroupDesign named = TrialDesigns.repeatedMeasures(table, "subject", "treatment");
                yield GroupDesign.of(named.columns(), named.matrix(), ExchangeTree.within(table.codes("subject")))
                        .with(Shuffle.PERMUTE);
            }
        };
    }

    /**
     * The share of data sets with p of .05 or less.
     *
     * @param sd standard deviation of the conditions A, B, C; participants differ too, and so do periods where the route adjusts for
     *     them
     */
    static double rate(Route route, double[] sd, String contrast, int trials, int shufflings, long seed) {
        DesignTable table = table();
        int[] condition = table.orderedCodes("treatment");
        boolean periods = route != Route.REPEATED_MEASURES && route != Route.ALL_EXCHANGED;
        GroupDesign design = design(route);
        int[] rejected = new int[trials];
        FixedChunks.forEach(
                trials,
                50,
                (from, to) -> {
                    for (int trial = from; trial < to; trial++) {
                        double[] noise = new double[4 * PEOPLE];
                        Seeds.fillGaussian(Seeds.stream(seed, trial), noise);
                        double[][] data = new double[3 * PEOPLE][1];
                        for (int i = 0; i < data.length; i++)
                            data[i][0] = 2 * noise[3 * PEOPLE + i / 3]
                                    + sd[condition[i]] * noise[i]
                                    + (periods ? 0.7 * (i % 3) * (i % 3) : 0);
                        GroupTest test = GroupTest.plan(
                                design,
                                contrast,
                                GroupTest.Options.DEFAULT
                                        .withPermutations(shufflings)
                                        .withSeed(seed + trial)
                                        .with(PermutationTest.Options.DEFAULT.with(Inference.VOXEL)));
                        double p = test.run(Observations.of(data), Neighbourhood.none(1), Progress.NONE)
                                .test()
                                .pUncorrected()[0];
                        rejected[trial] = p <= 0.05 ? 1 : 0;
                    }
                },
                Progress.NONE);
        return Arrays.stream(rejected).sum() / (double) trials;
    }
}
