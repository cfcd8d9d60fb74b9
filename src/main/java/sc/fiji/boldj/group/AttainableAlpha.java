package sc.fiji.boldj.group;

import java.math.BigInteger;
import java.util.Locale;
import sc.fiji.boldj.run.DataException;

/** Refuses tests that cannot reach their alpha for any data. */
final class AttainableAlpha {

    private AttainableAlpha() {}

    static void require(GroupTest test) {
        if (test.plan().distinct().equals(BigInteger.ONE))
            throw new DataException(
                    "nothing can be permuted: every permutation of this design gives the design itself. "
                            + test.words());
        if (test.smallestP() > test.options().alpha())
            throw new DataException(String.format(
                    Locale.ROOT,
                    "this design cannot reach p <= %s: its smallest attainable p is %.4g%s. %s",
                    GroupTestWords.number(test.options().alpha()),
                    test.smallestP(),
                    test.plan().isExhaustive()
                            ? "; it needs more subjects, or a larger alpha"
                            : "; ask for more permutations or subjects",
                    test.words()));
    }
}
