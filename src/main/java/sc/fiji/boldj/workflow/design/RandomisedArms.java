package sc.fiji.boldj.workflow.design;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Assigns arms or sequences in permuted blocks within strata. */
final class RandomisedArms {

    private final List<List<String>> choices;
    private final int block;
    private final SplittableRandom random;
    private final Map<String, List<List<String>>> open = new LinkedHashMap<>();

    /**
     * @param choices what can be assigned
     * @param block size of blocks, a multiple of the number of choices; 0: that number
     * @throws IllegalArgumentException if the size is not a multiple
     */
    RandomisedArms(List<List<String>> choices, int block, SplittableRandom random) {
        if (block % choices.size() != 0)
            throw new IllegalArgumentException("protocol: blocks of " + block + " cannot hold " + choices.size()
                    + " arms or sequences equally often: blocks must be a multiple of " + choices.size());
        this.choices = choices;
        this.block = block == 0 ? choices.size() : block;
        this.random = random;
    }

    /** The next assignment in a stratum. */
    List<String> next(String stratum) {
        List<List<String>> left = open.computeIfAbsent(stratum, key -> new ArrayList<>());
        if (left.isEmpty()) for (int i = 0; i < block; i++) left.add(choices.get(i % choices.size()));
        return left.remove(random.nextInt(left.size()));
    }

    /** All orders of treatments, or for more than four the cyclic ones. */
    static List<List<String>> orders(List<String> treatments) {
        List<List<String>> orders = new ArrayList<>();
        if (treatments.size() > 4) {
            for (int shift = 0; shift < treatments.size(); shift++) {
                List<String> order = new ArrayList<>(treatments.subList(shift, treatments.size()));
                order.addAll(treatments.subList(0, shift));
                orders.add(order);
            }
            return orders;
        }
        if (treatments.size() == 1) return List.of(treatments);
        for (String first : treatments) {
            List<String> rest = new ArrayList<>(treatments);
            rest.remove(first);
            for (List<String> tail : orders(rest)) {
                List<String> order = new ArrayList<>(List.of(first));
                order.addAll(tail);
                orders.add(order);
            }
        }
        return orders;
    }
}
