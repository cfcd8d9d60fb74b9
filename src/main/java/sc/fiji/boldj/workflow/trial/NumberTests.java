package sc.fiji.boldj.workflow.trial;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.ContrastEstimate;
import sc.fiji.boldj.stats.Neighbourhood;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.stats.PermutationResult;
import sc.fiji.boldj.workflow.protocol.TestFamily;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;

/** Tests of single values that share their permutations. */
final class NumberTests {

    private NumberTests() {}

    /**
     * Tests endpoints together.
     *
     * @param group tests with the same participants, model, contrast and permutations
     * @param share their part of the family
     * @return outcomes whose corrected p is that of a test against the maximum over the tests of the group that are not stronger
     */
    static List<DeclaredResult> of(
            TrialProtocol protocol,
            EndpointValues values,
            List<PlannedTest> group,
            String set,
            double share,
            Progress progress) {
        PlannedTest first = group.get(0);
        double[][] columns = new double[group.size()][];
        double[][] baselines = new double[group.size()][];
        for (int g = 0; g < columns.length; g++) {
            double[] own = values.numbers().get(group.get(g).declared().endpoint());
            columns[g] = ContrastEstimator.observations(group.get(g).plan(), own);
            baselines[g] = ContrastEstimator.baseline(group.get(g).plan(), own).orElse(null);
        }
        boolean adjusted = first.plan().baseline().isPresent();
        Joint joint = (tests, part) -> first.test()
                .run(
                        Observations.of(rows(columns, tests)),
                        adjusted ? Optional.of(Observations.of(rows(baselines, tests))) : Optional.empty(),
                        Neighbourhood.none(tests.size()),
                        part);
        List<Integer> all = IntStream.range(0, columns.length).boxed().toList();
        PermutationResult result = joint.run(all, progress.stage(0, 0.5));
        boolean together = first.family().correction() == TestFamily.Correction.MAX_T;
        double[] corrected = together ? stepped(joint, result, progress.stage(0.5, 1)) : result.pUncorrected();
        double reach = result.nullMaximum().critical(first.family().alpha() * share);
        List<DeclaredResult> results = new ArrayList<>();
        for (int g = 0; g < group.size(); g++) {
            PlannedTest test = group.get(g);
            double[] own = values.numbers().get(test.declared().endpoint());
            ContrastEstimate estimate;
            List<String> notes = new ArrayList<>(test.notes(share, protocol));
            FlippedErrors.of(test.plan(), own).ifPresent(notes::add);
            try {
                estimate = test.test().estimate(columns[g], Optional.ofNullable(baselines[g]));
            } catch (DataException e) {
                results.add(test.untested(set, e.getMessage()));
                continue;
            }
            boolean bounded = test.family().tail() == TestFamily.Side.TWO && together;
            results.add(test.result(
                    set,
                    Optional.of(new DeclaredResult.Outcome(
                            Optional.of(estimate),
                            bounded ? reach * estimate.standardError() : Double.NaN,
                            result.statistic()[g],
                            result.pUncorrected()[g],
                            corrected[g],
                            DeclaredResult.Status.NOT_SIGNIFICANT,
                            test.permutations(),
                            "")),
                    notes));
        }
        return results;
    }

    /** Runs some tests of a group, by number. */
    @FunctionalInterface
    private interface Joint {
        PermutationResult run(List<Integer> tests, Progress progress);
    }

    private static double[][] rows(double[][] columns, List<Integer> tests) {
        double[][] rows = new double[columns[0].length][tests.size()];
        for (int s = 0; s < rows.length; s++)
            for (int k = 0; k < tests.size(); k++) rows[s][k] = columns[tests.get(k)][s];
        return rows;
    }

    /** p of each test against the maximum over those that are not stronger, all with the same permutations. */
    private static double[] stepped(Joint joint, PermutationResult all, Progress progress) {
        double[] statistic = all.statistic();
        List<Integer> order = IntStream.range(0, statistic.length)
                .boxed()
                .filter(k -> !Double.isNaN(statistic[k]))
                .sorted(Comparator.comparingDouble(k -> -all.tail().evidence(statistic[k])))
                .toList();
        double[] p = all.pUncorrected();
        for (int r = 0; r < order.size() - 1; r++) {
            double[] of = r == 0
                    ? all.pFamilyWise()
                    : joint.run(
                                    order.subList(r, order.size()),
                                    progress.stage((r - 1.0) / order.size(), (double) r / order.size()))
                            .pFamilyWise();
            p[order.get(r)] = of[r == 0 ? order.get(0) : 0];
        }
        return p;
    }
}
