package sc.fiji.boldj.workflow.methods;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.workflow.MethodsText;
import sc.fiji.boldj.workflow.Reference;
import sc.fiji.boldj.workflow.protocol.EquivalenceClaim;
import sc.fiji.boldj.workflow.trial.DeclaredClaims;
import sc.fiji.boldj.workflow.trial.DeclaredPredictions;

/** Describes for a paper the claims of a protocol that were tested: equivalence, blocking and prediction. */
final class DeclaredClaimMethods {

    private final DeclaredFacts facts;

    DeclaredClaimMethods(DeclaredFacts facts) {
        this.facts = facts;
    }

    void write(MethodsText text) {
        equivalence(text);
        blocking(text);
        completeCases(text);
        predictions(text);
    }

    private void equivalence(MethodsText text) {
        List<String> margins = new ArrayList<>();
        for (DeclaredClaims.EquivalenceResult each : facts.tests().equivalence())
            if (each.result().isPresent() || each.map().isPresent())
                margins.add(each.claim().endpoint() + ", "
                        + each.claim().contrast().expression()
                        + (each.claim().visit().isEmpty()
                                ? ""
                                : " at " + each.claim().visit())
                        + ": margin " + margin(each.claim())
                        + (each.map().isPresent() ? ", each voxel, Holm-corrected over voxels" : ""));
        if (!margins.isEmpty())
            text.add(
                    "Equivalence was tested with two one-sided tests%s: %s.",
                    text.cite(Reference.SCHUIRMANN_1987), String.join("; ", margins));
        if (facts.tests().equivalence().stream().anyMatch(each -> !Double.isNaN(each.logBayes())))
            text.add(
                    "JZS Bayes factors with a prior scale of 0.7071%s are descriptive.",
                    text.cite(Reference.ROUDER_2009));
    }

    private void blocking(MethodsText text) {
        List<String> effects = facts.tests().blocking().stream()
                .filter(each -> each.result().isPresent())
                .map(each -> each.claim().endpoint() + ", "
                        + each.claim().difference().expression() + " of "
                        + each.claim().effect().expression())
                .toList();
        if (!effects.isEmpty())
            text.add(
                    "Blocking (%s) was tested with t tests of the effect and then of the difference; the fraction blocked is"
                            + " their ratio with a Fieller interval%s.",
                    String.join("; ", effects), text.cite(Reference.FIELLER_1954));
    }

    private void completeCases(MethodsText text) {
        List<String> claims = new ArrayList<>();
        if (facts.tests().equivalence().stream().anyMatch(each -> DeclaredClaims.isOfCompleteCases(each.notes())))
            claims.add("equivalence");
        if (facts.tests().blocking().stream().anyMatch(each -> DeclaredClaims.isOfCompleteCases(each.notes())))
            claims.add("blocking");
        if (!claims.isEmpty())
            text.add(
                    "Tests of %s that the mixed model does not cover used complete cases (the participants with all values"
                            + " that a claim needs), which assumes that values are missing completely at random.",
                    MethodsText.list(claims));
    }

    private void predictions(MethodsText text) {
        for (DeclaredPredictions.Result each : facts.tests().predictions()) {
            if (each.predictive().isEmpty()) continue;
            text.add(
                    "%s of %s with %s was tested for all biomarkers together by permuting residuals%s%s, FWE-corrected with"
                            + " the maximum statistic.",
                    each.isInteraction()
                            ? "The interaction of treatment (" + each.drug() + " - " + each.control()
                                    + ") with the biomarkers"
                            : "The association",
                    MethodsText.list(each.claim().biomarkers()),
                    each.claim().outcome()
                            + (each.claim().visit().isEmpty()
                                    ? ""
                                    : " at " + each.claim().visit()),
                    each.isInteraction() ? " within arms" : "",
                    text.cite(Reference.FREEDMAN_LANE_1983));
        }
    }

    private static String margin(EquivalenceClaim claim) {
        return MethodsText.number(claim.margin())
                + (claim.unit().equals(EquivalenceClaim.SD)
                        ? " SD between participants"
                        : claim.unit().isEmpty()
                                ? ""
                                : " " + (claim.unit().equals("fisherZ") ? "Fisher z" : claim.unit()))
                + ", alpha " + MethodsText.number(claim.alpha());
    }
}
