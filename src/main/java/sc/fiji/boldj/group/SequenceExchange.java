package sc.fiji.boldj.group;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The exchanges of two conditions of a crossover that the randomisation allows: to another allowed sequence with the
 * other conditions in the same periods.
 *
 * @param positive for each participant, whether the condition with the positive weight came later
 * @param held for each participant, the periods of the other conditions: participants with equal texts may change places
 */
record SequenceExchange(boolean[] positive, List<String> held) {

    /**
     * The exchange that a contrast permits; empty if it is none of two conditions with opposite weights, or if exchanging them
     * leads a participant to a sequence that could not be drawn (a Williams design of four conditions has no such pair).
     *
     * @param sequences for each participant the conditions in the order of their periods
     * @param weights of conditions; those without a weight are held
     * @param allowed the sequences that could be drawn
     */
    static Optional<SequenceExchange> of(
            List<List<String>> sequences, Map<String, Double> weights, List<List<String>> allowed) {
        List<String> pair =
                weights.keySet().stream().filter(c -> weights.get(c) != 0).toList();
        if (pair.size() != 2 || weights.get(pair.get(0)) != -weights.get(pair.get(1))) return Optional.empty();
        boolean[] positive = new boolean[sequences.size()];
        List<String> held = new ArrayList<>();
        HashSet<List<String>> known = new HashSet<>(allowed);
        for (int s = 0; s < positive.length; s++) {
            List<String> own = sequences.get(s);
            int one = own.indexOf(pair.get(0));
            int other = own.indexOf(pair.get(1));
            List<String> swapped = new ArrayList<>(own);
            if (one < 0 || other < 0) return Optional.empty();
            Collections.swap(swapped, one, other);
            if (!known.contains(own) || !known.contains(swapped)) return Optional.empty();
            positive[s] = weights.get(own.get(Math.max(one, other))) > 0;
            List<String> others = new ArrayList<>(own);
            others.set(one, "*");
            others.set(other, "*");
            held.add(others.toString());
        }
        return Optional.of(new SequenceExchange(positive, held));
    }
}
