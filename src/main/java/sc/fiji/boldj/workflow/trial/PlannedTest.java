package sc.fiji.boldj.workflow.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.group.PersonTest;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.TestFamily;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;

/**
 * A declared test with its participants and permutations.
 *
 * @param family that it belongs to
 * @param declared as in the protocol
 * @param endpoint what is tested
 * @param plan who is analysed; null where it cannot be tested
 * @param test the permutations; null where it cannot be tested
 * @param refusal why it cannot be tested; empty if it can
 */
record PlannedTest(
        TestFamily family,
        TestFamily.DeclaredTest declared,
        Endpoint endpoint,
        TestPlan plan,
        PersonTest test,
        String refusal) {

    boolean isNumber() {
        return endpoint.isNumber();
    }

    /** The result without numbers. */
    DeclaredResult untested(String set, String reason) {
        return result(set, Optional.empty(), List.of(ResultWords.sentence("Not tested: " + reason)));
    }

    DeclaredResult result(String set, Optional<DeclaredResult.Outcome> outcome, List<String> notes) {
        DeclaredResult.Sample sample = plan == null
                ? new DeclaredResult.Sample(Map.of(), Map.of())
                : new DeclaredResult.Sample(plan.counts(), plan.missing());
        return result(set, sample, outcome, notes);
    }

    DeclaredResult result(
            String set, DeclaredResult.Sample sample, Optional<DeclaredResult.Outcome> outcome, List<String> notes) {
        return new DeclaredResult(
                family,
                endpoint,
                declared.contrast().name(),
                declared.contrast().expression(),
                declared.visit(),
                set,
                sample,
                outcome,
                notes);
    }

    DeclaredResult.Permutations permutations() {
        return new DeclaredResult.Permutations(test.plan().size(), test.plan().isExhaustive(), plan.words());
    }

    /** @param share the part of the family that shares its permutations */
    List<String> notes(double share, TrialProtocol protocol) {
        List<String> notes = new ArrayList<>(plan.notes(protocol));
        double least = test.smallestP();
        if (least > family.alpha())
            notes.add("This design cannot reach significance: its smallest attainable p is " + ResultWords.text(least)
                    + ".");
        else if (least / share > family.alpha())
            notes.add("This test can be significant only if other tests of the family are: its smallest attainable p, "
                    + ResultWords.text(least) + ", is above its share of alpha, "
                    + ResultWords.text(family.alpha() * share) + ".");
        return notes;
    }
}
