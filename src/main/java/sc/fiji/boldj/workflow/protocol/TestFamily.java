package sc.fiji.boldj.workflow.protocol;

import java.util.List;
import sc.fiji.boldj.stats.Tail;

/**
 * Tests whose error is controlled together.
 *
 * @param id name in the protocol
 * @param rank its weight in the report
 * @param visit level of the visit factor that its tests are about; empty if there is no such factor or contrasts name visits
 * @param set name of the analysis set
 * @param alpha family-wise error
 * @param tail the side that is tested
 * @param correction how the error is controlled
 * @param after a family all of whose tests must be significant before this one is confirmatory; empty for none
 * @param tests in the order of the report
 */
public record TestFamily(
        String id,
        Rank rank,
        String visit,
        String set,
        double alpha,
        Side tail,
        Correction correction,
        String after,
        List<DeclaredTest> tests) {

    public TestFamily {
        tests = List.copyOf(tests);
    }

    /** The weight of a family in the report. */
    public enum Rank {
        PRIMARY,
        SECONDARY,
        EXPLORATORY
    }

    /** The side of a test. */
    public enum Side {
        TWO(Tail.TWO),
        GREATER(Tail.POSITIVE),
        LESS(Tail.NEGATIVE);

        private final Tail tail;

        Side(Tail tail) {
            this.tail = tail;
        }

        /** The side of the statistic. */
        public Tail tail() {
            return tail;
        }
    }

    /** How the error of a family is controlled. */
    public enum Correction {
        /** A fixed sequence, each test at the whole alpha, which stops at the first test that is not significant. */
        SEQUENCE,
        /** The maximum statistic over the permutations that tests share, step-down, and Holm's method across other tests. */
        MAX_T,
        /** Holm's method, whatever tests share. */
        HOLM,
        /** No correction; only for exploratory families. */
        NONE
    }

    /**
     * One test.
     *
     * @param endpoint its id
     * @param contrast what is tested
     * @param visit as in the family
     */
    public record DeclaredTest(String endpoint, CellContrast contrast, String visit) {}
}
