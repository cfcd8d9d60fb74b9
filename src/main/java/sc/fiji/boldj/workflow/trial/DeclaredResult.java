package sc.fiji.boldj.workflow.trial;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.stats.ContrastEstimate;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.TestFamily;

/**
 * The result of one declared test. Immutable.
 *
 * @param family that it belongs to
 * @param endpoint what was measured
 * @param contrast its name
 * @param expression the contrast over cell means
 * @param visit level of the visit factor, or empty
 * @param set name of the analysis set
 * @param sample who was analysed
 * @param outcome the numbers; empty if it could not be tested
 * @param notes what the reader must know, in sentences
 */
public record DeclaredResult(
        TestFamily family,
        Endpoint endpoint,
        String contrast,
        String expression,
        String visit,
        String set,
        Sample sample,
        Optional<Outcome> outcome,
        List<String> notes) {

    public DeclaredResult {
        notes = List.copyOf(notes);
    }

    /**
     * Who was analysed.
     *
     * @param counts participants by arm; {@code all} for a contrast within participants
     * @param missing participants of the set who lack data, with the reason
     */
    public record Sample(Map<String, Integer> counts, Map<String, String> missing) {

        /** Whether participants were compared with themselves, without arms. */
        public boolean isWithin() {
            return counts.size() == 1 && counts.containsKey(TestPlan.ALL);
        }

        /** How many were analysed. */
        public int total() {
            return counts.values().stream().mapToInt(n -> n).sum();
        }

        /** The counts in words. */
        public String words() {
            if (counts.size() == 1) return String.valueOf(total());
            return String.join(
                    ", ",
                    counts.entrySet().stream()
                            .map(each -> each.getKey() + " " + each.getValue())
                            .toList());
        }
    }

    /** What follows of a test in its family. */
    public enum Status {
        /** Corrected p at or below alpha, and every gate before it open. */
        SIGNIFICANT,
        /** Corrected p above alpha. */
        NOT_SIGNIFICANT,
        /** A test or family that must be significant before it is not: no confirmatory claim. */
        GATE_CLOSED
    }

    /**
     * The numbers of a test.
     *
     * @param estimate of the contrast; empty for a map
     * @param simultaneousHalf half the width of the interval that covers the family jointly; NaN if there is none
     * @param statistic t or v; of a map the most extreme
     * @param p uncorrected; of a map corrected over its voxels
     * @param corrected in the family
     * @param status what follows of it
     * @param permutations how it was tested
     * @param map of a map what was found in it; else empty
     */
    public record Outcome(
            Optional<ContrastEstimate> estimate,
            double simultaneousHalf,
            double statistic,
            double p,
            double corrected,
            Status status,
            Permutations permutations,
            String map) {

        Outcome with(double newCorrected, Status newStatus) {
            return new Outcome(estimate, simultaneousHalf, statistic, p, newCorrected, newStatus, permutations, map);
        }
    }

    /**
     * How a test was permuted.
     *
     * @param number permutations or sign flips; 0 where p comes from a model
     * @param all whether these are all there are
     * @param words what was permuted or which model gives p
     */
    public record Permutations(int number, boolean all, String words) {}

    DeclaredResult with(Outcome newOutcome) {
        return new DeclaredResult(
                family, endpoint, contrast, expression, visit, set, sample, Optional.of(newOutcome), notes);
    }

    /** Whether it is significant, with every gate open. */
    public boolean isSignificant() {
        return outcome.map(o -> o.status() == Status.SIGNIFICANT).orElse(false);
    }
}
