package sc.fiji.boldj.workflow.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
     * @param group tests with the same participants, model and permutations
     * @param share their part of the family
     */
    static List<DeclaredResult> of(
            TrialProtocol protocol,
            TrialSessions sessions,
            EndpointValues values,
            List<PlannedTest> group,
            String set,
            double share,
            Progress progress) {
        PlannedTest first = group.get(0);
        int inputs = sessions.all().size();
        int people = first.plan().subjects().size();
        double[][] data = new double[inputs][group.size()];
        double[][] baseline = new double[people][group.size()];
        for (int g = 0; g < group.size(); g++) {
            double[] own = values.numbers().get(group.get(g).declared().endpoint());
            // a session that is not used has weight 0, and 0 times a missing value must stay 0
            for (int i = 0; i < inputs; i++) data[i][g] = Double.isFinite(own[i]) ? own[i] : 0;
            int column = g;
            group.get(g).plan().baseline().ifPresent(weights -> {
                for (int s = 0; s < people; s++)
                    for (int i = 0; i < inputs; i++) baseline[s][column] += weights[s][i] * data[i][column];
            });
        }
        boolean adjusted = first.plan().baseline().isPresent();
        PermutationResult result = first.test()
                .run(
                        Observations.of(data),
                        adjusted ? Optional.of(Observations.of(baseline)) : Optional.empty(),
                        Neighbourhood.none(group.size()),
                        progress);
        double reach = result.nullMaximum().critical(first.family().alpha() * share);
        List<DeclaredResult> results = new ArrayList<>();
        for (int g = 0; g < group.size(); g++) {
            PlannedTest test = group.get(g);
            double[] all = values.numbers().get(test.declared().endpoint());
            ContrastEstimate estimate;
            List<String> notes = new ArrayList<>(test.notes(share, protocol));
            FlippedErrors.of(test.plan(), all).ifPresent(notes::add);
            try {
                estimate = test.test()
                        .estimate(
                                ContrastEstimator.observations(test.plan(), all),
                                ContrastEstimator.baseline(test.plan(), all));
            } catch (DataException e) {
                results.add(test.untested(set, e.getMessage()));
                continue;
            }
            boolean bounded = test.family().tail() == TestFamily.Side.TWO
                    && test.family().correction() == TestFamily.Correction.MAX_T;
            results.add(test.result(
                    set,
                    Optional.of(new DeclaredResult.Outcome(
                            Optional.of(estimate),
                            bounded ? reach * estimate.standardError() : Double.NaN,
                            result.statistic()[g],
                            result.pUncorrected()[g],
                            Math.min(1, result.pFamilyWise()[g] / share),
                            DeclaredResult.Status.NOT_SIGNIFICANT,
                            test.permutations(),
                            "")),
                    notes));
        }
        return results;
    }
}
