package sc.fiji.boldj.workflow.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The questions of a trial, declared before the data are analysed. Immutable; all names in it are known.
 *
 * @param title of the trial
 * @param factors by name, in the order of the file
 * @param randomisation how treatments were assigned
 * @param sets by name; {@code ITT} with everyone if none is declared
 * @param quality rules of exclusion
 * @param endpoints by id, in the order of the file
 * @param contrasts by name, in the order of the file
 * @param claims what is tested
 * @param model of all tests
 * @param preprocessing options of the participant level that the endpoints need, by key
 * @param permutations of all tests
 */
public record TrialProtocol(
        String title,
        Map<String, Factor> factors,
        Randomisation randomisation,
        Map<String, AnalysisSet> sets,
        QualityRules quality,
        Map<String, Endpoint> endpoints,
        Map<String, CellContrast> contrasts,
        Claims claims,
        ModelChoice model,
        Map<String, Object> preprocessing,
        PermutationChoice permutations) {

    /** The set of everyone. */
    public static final String EVERYONE = "ITT";

    /**
     * What is tested.
     *
     * @param families in the order of the file
     * @param equivalence effects declared to be no larger than a margin
     * @param blocking effects declared to be blocked
     * @param predictions scores declared to be predicted
     */
    public record Claims(
            List<TestFamily> families,
            List<EquivalenceClaim> equivalence,
            List<BlockingClaim> blocking,
            List<PredictionClaim> predictions) {

        public Claims {
            families = List.copyOf(families);
            equivalence = List.copyOf(equivalence);
            blocking = List.copyOf(blocking);
            predictions = List.copyOf(predictions);
        }
    }

    TrialProtocol withPreprocessing(Map<String, Object> values) {
        return with(model, values);
    }

    /** The same with another model. */
    public TrialProtocol with(ModelChoice other) {
        return with(other, preprocessing);
    }

    private TrialProtocol with(ModelChoice other, Map<String, Object> values) {
        return new TrialProtocol(
                title,
                factors,
                randomisation,
                sets,
                quality,
                endpoints,
                contrasts,
                claims,
                other,
                values,
                permutations);
    }

    /** The factor of a role; empty if there is none. */
    public Optional<Factor> factor(Factor.Role role) {
        return factors.values().stream().filter(f -> f.role() == role).findFirst();
    }

    /** Whether treatments are given within participants. */
    public boolean isCrossover() {
        return factor(Factor.Role.TREATMENT).map(Factor::within).orElse(false);
    }
}
