package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.group.Blocking;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.Equivalence;
import sc.fiji.boldj.workflow.protocol.BlockingClaim;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.EquivalenceClaim;
import sc.fiji.boldj.workflow.protocol.ModelChoice;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;

/** Equivalence and blocking as a protocol declares them, with the model that it declares. */
public final class DeclaredClaims {

    private final TrialProtocol protocol;
    private final TrialSessions sessions;
    private final EndpointValues values;
    private final DeclaredMaps maps;
    private final ContrastEstimator estimator;

    /** Claims about single values; those about maps are not tested. */
    public DeclaredClaims(TrialProtocol protocol, TrialSessions sessions, EndpointValues values) {
        this(protocol, sessions, values, (endpoint, plan, test, alpha, progress) -> {
            throw new DataException("there are no maps");
        });
    }

    /** @param maps tests claims about maps */
    public DeclaredClaims(TrialProtocol protocol, TrialSessions sessions, EndpointValues values, DeclaredMaps maps) {
        this.protocol = protocol;
        this.sessions = sessions;
        this.values = values;
        this.maps = maps;
        estimator = new ContrastEstimator(protocol, sessions, values);
    }

    /**
     * A tested equivalence.
     *
     * @param claim as declared
     * @param sample who was analysed
     * @param result both one-sided tests; empty for a map, or if it could not be tested
     * @param map what was found in a map; empty for a single value, or if it could not be tested
     * @param logBayes natural logarithm of the JZS Bayes factor of an effect; NaN where there is none
     * @param notes what the reader must know, in sentences
     */
    public record EquivalenceResult(
            EquivalenceClaim claim,
            DeclaredResult.Sample sample,
            Optional<Equivalence> result,
            Optional<DeclaredMaps.Absence> map,
            double logBayes,
            List<String> notes) {}

    /**
     * A tested blocking.
     *
     * @param claim as declared
     * @param sample who was analysed
     * @param result effect, difference and the fraction; empty if it could not be tested
     * @param notes what the reader must know, in sentences
     */
    public record BlockingResult(
            BlockingClaim claim, DeclaredResult.Sample sample, Optional<Blocking> result, List<String> notes) {}

    /** Whether a claim with these notes was tested in complete cases although the visits are modelled. */
    public static boolean isOfCompleteCases(List<String> notes) {
        return notes.contains(ContrastEstimator.COMPLETE_CASES) || notes.contains(DeclaredTests.MAPS_COMPLETE);
    }

    /** Tests all declared equivalences. */
    public List<EquivalenceResult> equivalence() throws IOException {
        List<EquivalenceResult> results = new ArrayList<>();
        for (EquivalenceClaim claim : protocol.claims().equivalence()) results.add(equivalence(claim));
        return results;
    }

    /** Tests all declared blockings. */
    public List<BlockingResult> blocking() {
        return protocol.claims().blocking().stream()
                .map(new BlockingEstimates(protocol, sessions, values)::of)
                .toList();
    }

    private EquivalenceResult equivalence(EquivalenceClaim claim) throws IOException {
        try {
            ContrastParts parts = ContrastParts.of(protocol, claim.contrast(), claim.visit());
            return protocol.endpoints().get(claim.endpoint()).isNumber() ? number(claim, parts) : map(claim, parts);
        } catch (DataException e) {
            return new EquivalenceResult(
                    claim,
                    new DeclaredResult.Sample(Map.of(), Map.of()),
                    Optional.empty(),
                    Optional.empty(),
                    Double.NaN,
                    List.of(ResultWords.sentence("Not tested: " + e.getMessage())));
        }
    }

    private EquivalenceResult number(EquivalenceClaim claim, ContrastParts parts) {
        ContrastEstimator.Estimated found = estimator.of(claim.contrast(), parts, claim.set(), claim.endpoint());
        List<String> notes = new ArrayList<>(found.notes());
        double margin = claim.margin();
        if (claim.unit().equals(EquivalenceClaim.SD)) {
            double deviation = estimator.deviation(parts, found.subjects(), claim.endpoint());
            margin *= deviation;
            notes.add("The margin is " + ResultWords.text(claim.margin()) + " standard deviations between"
                    + " participants, estimated from these data as " + ResultWords.text(deviation) + ".");
        }
        return new EquivalenceResult(
                claim,
                found.sample(),
                Optional.of(Equivalence.of(found.estimate(), margin, Equivalence.Options.DEFAULT.with(claim.alpha()))),
                Optional.empty(),
                found.logBayes(),
                notes);
    }

    private EquivalenceResult map(EquivalenceClaim claim, ContrastParts parts) throws IOException {
        Endpoint endpoint = protocol.endpoints().get(claim.endpoint());
        TestPlan plan = TestPlan.of(
                protocol, sessions, claim.contrast(), parts, claim.set(), values.available(claim.endpoint()));
        DeclaredMaps.Absence found = maps.equivalence(
                endpoint,
                plan,
                claim,
                ContrastEstimator.cells(sessions, parts, plan.subjects(), values.available(claim.endpoint())),
                Progress.NONE);
        List<String> notes = new ArrayList<>(plan.notes(protocol));
        if (protocol.model().missing() == ModelChoice.Missing.MMRM) notes.add(DeclaredTests.MAPS_COMPLETE);
        notes.add(
                "Equivalence of a map is tested at each voxel and corrected over voxels by Holm's method, which holds under"
                        + " any dependence between voxels.");
        return new EquivalenceResult(
                claim,
                new DeclaredResult.Sample(plan.counts(), plan.missing()),
                Optional.empty(),
                Optional.of(found),
                Double.NaN,
                notes);
    }
}
