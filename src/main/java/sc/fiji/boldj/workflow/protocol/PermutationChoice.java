package sc.fiji.boldj.workflow.protocol;

/**
 * Permutations of all tests.
 *
 * @param number permutations or sign flips
 * @param seed of the random draws
 */
public record PermutationChoice(int number, long seed) {

    /** 10000, seed 1. */
    public static final PermutationChoice DEFAULT = new PermutationChoice(10000, 1);
}
