package sc.fiji.boldj.group;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.Neighbourhood;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.stats.PermutationTest;
import sc.fiji.boldj.stats.PermutationTest.Inference;

/**
 * 1000 trials without effect for each design and inference: how often the corrected p is .05 or less anywhere.
 *
 * <p>{@code mvn test -Pstudies -Dtest=NullTrialStudyTest}; other trials with {@code -Dboldj.study.seed=2000000}, more with {@code
 * -Dboldj.study.trials=10000}, one design with {@code -Dboldj.study.design=change}, one inference
 * with {@code -Dboldj.study.inference=VOXEL}. Designs share their noise fields, so their rates go together.
 */
@Tag("study")
class NullTrialStudyTest {

    private static final int TRIALS = Integer.getInteger("boldj.study.trials", 1000);
    private static final long SEED = Long.getLong("boldj.study.seed", 1_000_000L);
    private static final String ONLY = System.getProperty("boldj.study.design", "");
    private static final List<Inference> INFERENCES = Stream.of(Inference.VOXEL, Inference.TFCE, Inference.CLUSTER_MASS)
            .filter(i -> System.getProperty("boldj.study.inference", i.name()).equals(i.name()))
            .toList();

    static Stream<String> kinds() {
        return Stream.of("two-sample", "sign flip", "paired", "crossover", "covariate", "change", "session by arm")
                .filter(kind -> ONLY.isEmpty() || ONLY.equals(kind));
    }

    static GroupDesign design(String kind, long trial) {
        StringBuilder text = new StringBuilder("subject\tsession\tarm\tage\n");
        double[] age = new double[20];
        Seeds.fillGaussian(Seeds.stream(4, trial), age);
        boolean pairs = !List.of("two-sample", "sign flip", "covariate").contains(kind);
        for (int s = 0; s < (pairs ? 10 : 20); s++)
            for (int k = 0; k < (pairs ? 2 : 1); k++) {
                boolean swap = kind.equals("crossover") && s % 2 == 1;
                String arm = kind.equals("crossover")
                        ? ((k == 0) ^ swap ? "drug" : "placebo")
                        : s % 2 == 0 ? "drug" : "placebo";
                // The covariate is correlated with the arm, as nuisance is.
                double x = age[s] + (s % 2 == 0 ? 0.7 : 0);
                text.append(String.format(Locale.ROOT, "s%d\tt%d\t%s\t%.6f%n", s, k, arm, x));
            }
        DesignTable table = DesignTable.parse(text.toString());
        return switch (kind) {
            case "two-sample" -> TrialDesigns.groups(table, "arm", List.of());
            case "sign flip" -> TrialDesigns.oneSample(table, List.of());
            case "covariate" -> TrialDesigns.groups(table, "arm", List.of("age"));
            case "paired" -> TrialDesigns.repeatedMeasures(table, "subject", "session");
            case "crossover" -> TrialDesigns.crossover(table, "subject", "session", "arm");
            case "change" -> TrialDesigns.changeFromBaseline(table, "subject", "session", "arm", List.of());
            default -> TrialDesigns.repeatedMeasuresByArm(table, "subject", "session", "arm");
        };
    }

    /** Noise; subjects with two inputs share half of their variance; the covariate and the period have true effects. */
    static double[][] data(String kind, GroupDesign design, long trial) {
        int n = design.inputs();
        boolean pairs =
                n == 20 && !List.of("two-sample", "sign flip", "covariate").contains(kind);
        double[][] data = new double[n][];
        for (int i = 0; i < n; i++) {
            data[i] = TrialFields.noise(trial, i);
            if (pairs) {
                double[] own = TrialFields.noise(trial, 1000 + i / 2);
                for (int v = 0; v < own.length; v++) data[i][v] += own[v] + (i % 2) * (kind.equals("paired") ? 0 : 0.8);
            }
            if (kind.equals("covariate")) {
                double age = design.matrix()[i][2];
                for (int v = 0; v < data[i].length; v++) data[i][v] += 0.8 * age;
            }
        }
        return data;
    }

    /**
     * Many cheap trials, 20 voxels of white noise, against the rate that counting says: with m distinct two-sided results,
     * equally likely to hold any rank k, 199 random shufflings reject if fewer than 10 reach it. Few distinct results err on
     * the safe side: 126 of them (5 + 5 subjects) reject .0460 of the time.
     */
    @ParameterizedTest
    @CsvSource({"change, 126", "two-sample, 92378", "paired, 512", "crossover, 512"})
    void familyWiseErrorIsThatOfCounting(String kind, int distinct) {
        int trials = Integer.getInteger("boldj.study.cheap", 10_000);
        double expected = 0;
        for (int k = 1; k <= distinct; k++)
            expected += new BinomialDistribution(null, 199, k / (double) distinct).cumulativeProbability(9) / distinct;
        int[] rejected = new int[trials];
        FixedChunks.forEach(
                trials,
                50,
                (from, to) -> {
                    for (int trial = from; trial < to; trial++) {
                        GroupDesign design = design(kind, SEED + trial);
                        double[][] data = new double[design.inputs()][20];
                        for (int i = 0; i < data.length; i++)
                            Seeds.fillGaussian(Seeds.stream(~(SEED + trial), i), data[i]);
                        double[] p = GroupTest.plan(
                                        design,
                                        "",
                                        GroupTest.Options.DEFAULT
                                                .withPermutations(200)
                                                .withSeed(SEED + trial)
                                                .with(PermutationTest.Options.DEFAULT.with(Inference.VOXEL)))
                                .run(Observations.of(data), Neighbourhood.none(20), Progress.NONE)
                                .test()
                                .pFamilyWise();
                        rejected[trial] = Arrays.stream(p).min().orElse(1) <= 0.05 ? 1 : 0;
                    }
                },
                Progress.NONE);
        double rate = Arrays.stream(rejected).sum() / (double) trials;
        System.out.printf(
                Locale.ROOT, "null trials: %s, 20 voxels, %d: %.4f, by counting %.4f%n", kind, trials, rate, expected);
        double standardError = Math.sqrt(expected * (1 - expected) / trials);
        assertTrue(Math.abs(rate - expected) <= 3 * standardError, kind + ": " + rate + ", expected " + expected);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void familyWiseErrorIsNominal(String kind) {
        Neighbourhood graph =
                Neighbourhood.grid(TrialFields.SIDE, TrialFields.SIDE, TrialFields.SIDE, TrialFields.all(), 26);
        int[][] rejected = new int[TRIALS][INFERENCES.size()];
        FixedChunks.forEach(
                TRIALS,
                1,
                (trial, to) -> {
                    GroupDesign design = design(kind, SEED + trial);
                    Observations data = Observations.of(data(kind, design, SEED + trial));
                    for (int i = 0; i < INFERENCES.size(); i++) {
                        GroupTest test = GroupTest.plan(
                                design,
                                "",
                                GroupTest.Options.DEFAULT
                                        .withPermutations(200)
                                        .withSeed(SEED + trial)
                                        .with(PermutationTest.Options.DEFAULT
                                                .with(INFERENCES.get(i))
                                                .withClusterThreshold(2.3)));
                        double[] p = test.run(data, graph, Progress.NONE).test().pFamilyWise();
                        rejected[trial][i] = Arrays.stream(p).min().orElse(1) <= 0.05 ? 1 : 0;
                    }
                },
                Progress.NONE);
        // 1000 trials: the bar of .037 to .064, two standard errors; more trials have a narrower one.
        double standardError = Math.sqrt(0.05 * 0.95 / TRIALS);
        List<String> outside = new ArrayList<>();
        for (int i = 0; i < INFERENCES.size(); i++) {
            int which = i;
            double rate = Arrays.stream(rejected).mapToInt(r -> r[which]).sum() / (double) TRIALS;
            System.out.println(
                    "null trials: " + kind + ", " + INFERENCES.get(i) + ", seed " + SEED + ", " + TRIALS + ": " + rate);
            double low = TRIALS == 1000 ? 0.037 : 0.045 - 2.5 * standardError;
            double high = TRIALS == 1000 ? 0.064 : 0.05 + 2.5 * standardError;
            if (rate < low || rate > high) outside.add(kind + ", " + INFERENCES.get(i) + ": " + rate);
        }
        assertTrue(outside.isEmpty(), outside.toString());
    }
}
