package sc.fiji.boldj.workflow.trial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.group.Blocking;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.stats.ContrastEstimate;
import sc.fiji.boldj.stats.FiellerInterval;
import sc.fiji.boldj.stats.LinearModel;
import sc.fiji.boldj.stats.RatioEstimate;
import sc.fiji.boldj.workflow.protocol.BlockingClaim;
import sc.fiji.boldj.workflow.protocol.CellContrast;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;

/** Whether a pretreatment blocks an effect: effect, difference and the fraction blocked, with the declared model. */
final class BlockingEstimates {

    private final TrialProtocol protocol;
    private final TrialSessions sessions;
    private final EndpointValues values;
    private final ContrastEstimator estimator;

    BlockingEstimates(TrialProtocol protocol, TrialSessions sessions, EndpointValues values) {
        this.protocol = protocol;
        this.sessions = sessions;
        this.values = values;
        estimator = new ContrastEstimator(protocol, sessions, values);
    }

    /** The result, with the reason if it cannot be tested. */
    DeclaredClaims.BlockingResult of(BlockingClaim claim) {
        List<String> notes = new ArrayList<>();
        if (!claim.hasPretreatmentAlone())
            notes.add(
                    "No condition has the pretreatment alone in this comparison: blocking cannot be distinguished from an"
                            + " effect of the pretreatment that is opposite to that of the treatment and adds to it.");
        try {
            Claimed claimed = new Claimed(
                    claim,
                    ContrastParts.of(protocol, claim.effect(), claim.visit()),
                    ContrastParts.of(protocol, claim.difference(), claim.visit()),
                    new FiellerInterval.Options(1 - claim.alpha()),
                    notes);
            if (estimator.isModelled(claim.effect())) return modelled(claimed);
            DeclaredClaims.BlockingResult result = claimed.effect.arms().isEmpty() ? within(claimed) : between(claimed);
            notes.addAll(estimator.completeCases(claim.effect()));
            return result;
        } catch (DataException e) {
            notes.add(ResultWords.sentence("Not tested: " + e.getMessage()));
            return new DeclaredClaims.BlockingResult(
                    claim, new DeclaredResult.Sample(Map.of(), Map.of()), Optional.empty(), notes);
        }
    }

    private record Claimed(
            BlockingClaim claim,
            ContrastParts effect,
            ContrastParts difference,
            FiellerInterval.Options options,
            List<String> notes) {

        /** The arms of both contrasts, with the weights of one. */
        Map<String, Double> arms(Map<String, Double> weights) {
            Map<String, Double> arms = new LinkedHashMap<>();
            effect.arms().keySet().forEach(arm -> arms.put(arm, weights.getOrDefault(arm, 0.0)));
            difference.arms().keySet().forEach(arm -> arms.put(arm, weights.getOrDefault(arm, 0.0)));
            return arms;
        }

        void requireSameSessions() {
            if (!effect.factors().equals(difference.factors())
                    || !effect.sessions().equals(difference.sessions()))
                throw new DataException("effect and difference compare different sessions");
        }
    }

    /** From a model that has all cells, so that the variance of the sum gives the covariance. */
    private DeclaredClaims.BlockingResult modelled(Claimed c) {
        if (!c.effect.arms().isEmpty()) c.requireSameSessions();
        CellContrast sum = c.claim.effect().plus(c.claim.difference());
        ContrastEstimator.Estimated effect = estimate(c, c.claim.effect(), c.effect);
        ContrastEstimator.Estimated difference = estimate(c, c.claim.difference(), c.difference);
        ContrastEstimator.Estimated both = estimate(c, sum, ContrastParts.of(protocol, sum, c.claim.visit()));
        c.notes.addAll(effect.notes());
        return new DeclaredClaims.BlockingResult(
                c.claim,
                effect.sample(),
                Optional.of(Blocking.of(effect.estimate(), difference.estimate(), both.estimate(), c.options)),
                c.notes);
    }

    private ContrastEstimator.Estimated estimate(Claimed c, CellContrast contrast, ContrastParts parts) {
        return estimator.of(
                contrast,
                parts.arms().isEmpty() ? parts : parts.withArms(c.arms(parts.arms())),
                c.claim.set(),
                c.claim.endpoint());
    }

    private TestPlan plan(CellContrast contrast, ContrastParts parts, BlockingClaim claim) {
        return TestPlan.of(protocol, sessions, contrast, parts, claim.set(), values.available(claim.endpoint()));
    }

    private DeclaredClaims.BlockingResult between(Claimed c) {
        c.requireSameSessions();
        double[] own = values.numbers().get(c.claim.endpoint());
        Map<String, Double> arms = c.arms(c.effect.arms());
        TestPlan plan = plan(c.claim.effect(), c.effect.withArms(arms), c.claim);
        if (plan.varianceGroups().isPresent())
            c.notes.add("The fraction and its interval assume one variance for all arms.");
        double[][] matrix = plan.design().matrix();
        Optional<double[]> baseline = ContrastEstimator.baseline(plan, own);
        int columns = matrix[0].length + (baseline.isPresent() ? 1 : 0);
        double[][] wide = new double[matrix.length][];
        for (int i = 0; i < matrix.length; i++) {
            wide[i] = Arrays.copyOf(matrix[i], columns);
            if (baseline.isPresent()) wide[i][columns - 1] = baseline.get()[i];
        }
        double[] top = new double[columns];
        double[] bottom = new double[columns];
        int k = 0;
        for (String arm : arms.keySet()) {
            bottom[k] = arms.get(arm);
            top[k++] = c.difference.arms().getOrDefault(arm, 0.0);
        }
        return new DeclaredClaims.BlockingResult(
                c.claim,
                new DeclaredResult.Sample(plan.counts(), plan.missing()),
                Optional.of(Blocking.of(wide, bottom, top, ContrastEstimator.observations(plan, own), c.options)),
                c.notes);
    }

    private DeclaredClaims.BlockingResult within(Claimed c) {
        if (!c.effect.baselines().isEmpty())
            throw new DataException(
                    "blocking within participants is not adjusted for a baseline covariate: use 'change'");
        double[] own = values.numbers().get(c.claim.endpoint());
        boolean[] both = values.available(c.claim.endpoint());
        // participants with the data for both contrasts: who lacks one session of either is excluded from both
        TestPlan one = plan(c.claim.effect(), c.effect, c.claim);
        TestPlan other = plan(c.claim.difference(), c.difference, c.claim);
        for (int i = 0; i < both.length; i++) {
            String subject = sessions.all().get(i).subject();
            both[i] &= one.subjects().contains(subject) && other.subjects().contains(subject);
        }
        TestPlan below = TestPlan.flipped(protocol, sessions, c.claim.effect(), c.effect, c.claim.set(), both);
        TestPlan above = TestPlan.flipped(protocol, sessions, c.claim.difference(), c.difference, c.claim.set(), both);
        double[] d = ContrastEstimator.observations(above, own);
        double[] e = ContrastEstimator.observations(below, own);
        LinearModel top = above.design().model(above.design().defaultContrast());
        LinearModel bottom = below.design().model(below.design().defaultContrast());
        RatioEstimate ratio = RatioEstimate.paired(top, d, bottom, e);
        return new DeclaredClaims.BlockingResult(
                c.claim,
                new DeclaredResult.Sample(below.counts(), one.missing()),
                Optional.of(new Blocking(
                        ContrastEstimate.of(bottom, e),
                        ContrastEstimate.of(top, d),
                        ratio.ratio(),
                        FiellerInterval.of(ratio, c.options),
                        c.options.level())),
                c.notes);
    }
}
