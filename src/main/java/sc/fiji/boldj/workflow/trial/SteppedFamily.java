package sc.fiji.boldj.workflow.trial;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import sc.fiji.boldj.stats.StepDown;

/** Corrects the tests of a family with the maximum statistic within groups that share permutations, and Holm's method across them. */
final class SteppedFamily {

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
        List<double[]> adjusted = StepDown.adjust(stepped);
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

    /** Untested ones last. */
    private static double evidence(DeclaredResult test) {
        return test.outcome()
                .map(o -> test.family().tail().tail().evidence(o.statistic()))
                .filter(e -> !Double.isNaN(e))
                .orElse(Double.NEGATIVE_INFINITY);
    }
}
