package sc.fiji.boldj.workflow.trial;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import sc.fiji.boldj.stats.JointNulls;
import sc.fiji.boldj.stats.StepDown;
import sc.fiji.boldj.workflow.protocol.TestFamily;

/**
 * Corrects the tests of a family with the maximum statistic within groups that share permutations and Holm's method across them,
 * given which null hypotheses can be true together.
 */
public final class SteppedFamily {

    private SteppedFamily() {}

    /**
     * The tests with their p corrected in the family.
     *
     * @param tests whose corrected p is that against the maximum over the tests of their group that are not stronger
     * @param groups numbers of the tests that share permutations; a declared test that could not be made is never rejected, so
     *     its group keeps its share and a missing endpoint cannot help the others
     */
    static List<DeclaredResult> of(List<DeclaredResult> tests, List<List<Integer>> groups) {
        List<List<Integer>> ordered = new ArrayList<>();
        List<StepDown.Group> stepped = new ArrayList<>();
        for (List<Integer> group : groups) {
            List<Integer> order = group.stream()
                    .sorted(Comparator.comparingDouble(k -> -evidence(tests.get(k))))
                    .toList();
            ordered.add(order);
            stepped.add(new StepDown.Group(
                    group.size(),
                    order.stream()
                            .mapToDouble(k -> tests.get(k)
                                    .outcome()
                                    .map(DeclaredResult.Outcome::corrected)
                                    .orElse(Double.NaN))
                            .toArray()));
        }
        List<double[]> adjusted = StepDown.adjust(
                stepped,
                nulls(
                        tests.get(0).family(),
                        ordered.stream().flatMap(List::stream).toList()));
        DeclaredResult[] corrected = tests.toArray(DeclaredResult[]::new);
        for (int g = 0; g < ordered.size(); g++)
            for (int r = 0; r < ordered.get(g).size(); r++) {
                int k = ordered.get(g).get(r);
                double p = adjusted.get(g)[r];
                corrected[k] = tests.get(k)
                        .outcome()
                        .map(o -> tests.get(k).with(o.with(p, o.status())))
                        .orElse(tests.get(k));
            }
        return List.of(corrected);
    }

    /** Whether the null hypotheses of some tests imply that of another. */
    public static boolean isRelated(TestFamily family) {
        return !nulls(family, IntStream.range(0, family.tests().size()).boxed().toList())
                .isFree();
    }

    /**
     * Which hypotheses of a family can be true together. Two-sided tests of an endpoint are about contrasts of the same means if
     * their cells name the same factors; others are treated as unrelated.
     *
     * @param order numbers of the tests
     */
    private static JointNulls nulls(TestFamily family, List<Integer> order) {
        List<Object> means = new ArrayList<>();
        List<Map<Object, Double>> contrasts = new ArrayList<>();
        for (int k : order) {
            TestFamily.DeclaredTest test = family.tests().get(k);
            Map<Object, Double> contrast = new LinkedHashMap<>();
            test.contrast()
                    .weights()
                    .forEach((cell, weight) -> contrast.put(
                            List.of(
                                    family.tail() == TestFamily.Side.TWO ? "" : String.valueOf(k),
                                    test.endpoint(),
                                    test.visit(),
                                    cell),
                            weight));
            contrast.keySet().stream().filter(mean -> !means.contains(mean)).forEach(means::add);
            contrasts.add(contrast);
        }
        return JointNulls.of(contrasts.stream()
                .map(contrast -> means.stream()
                        .mapToDouble(mean -> contrast.getOrDefault(mean, 0.0))
                        .toArray())
                .toList());
    }

    /** Untested ones last. */
    private static double evidence(DeclaredResult test) {
        return test.outcome()
                .map(o -> test.family().tail().tail().evidence(o.statistic()))
                .filter(e -> !Double.isNaN(e))
                .orElse(Double.NEGATIVE_INFINITY);
    }
}
