package sc.fiji.boldj.workflow.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.group.PersonTest;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.TestFamily;

/**
 * A declared test with its plan; the plan is missing where it cannot be tested.
 *
 * @param plan null without one
 * @param test null without one
 * @param refusal why there is none
 */
record PlannedTest(
        TestFamily family, TestFamily.DeclaredTest declared, TestPlan plan, PersonTest test, String refusal) {

    DeclaredResult.Sample sample() {
        return plan == null
                ? new DeclaredResult.Sample(Map.of(), Map.of())
                : new DeclaredResult.Sample(plan.counts(), plan.missing());
    }

    DeclaredResult result(
            Endpoint endpoint,
            String set,
            DeclaredResult.Sample sample,
            Optional<DeclaredResult.Outcome> outcome,
            List<String> notes) {
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

    List<String> notes(double share) {
        List<String> notes = new ArrayList<>();
        double least = test.smallestP() / share;
        if (least > family.alpha())
            notes.add("This design cannot be significant: the smallest corrected p that it can give is "
                    + ResultWords.text(least) + ".");
        return notes;
    }
}
