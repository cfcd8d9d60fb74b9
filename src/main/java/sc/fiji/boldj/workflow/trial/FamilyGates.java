package sc.fiji.boldj.workflow.trial;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.stats.Holm;
import sc.fiji.boldj.workflow.protocol.TestFamily;

/** Corrects the tests of a family and applies the gates. */
final class FamilyGates {

    private FamilyGates() {}

    /**
     * The tests with corrected p and status.
     *
     * @param tests corrected in the family where it uses the maximum statistic
     * @param before the families before this one, decided
     */
    static List<DeclaredResult> decide(
            TestFamily family, List<DeclaredResult> tests, List<List<DeclaredResult>> before) {
        double[] corrected = corrected(family, tests);
        boolean open = isOpen(family, before);
        boolean sequence = family.correction() == TestFamily.Correction.SEQUENCE;
        List<DeclaredResult> decided = new ArrayList<>();
        for (int k = 0; k < corrected.length; k++) {
            DeclaredResult test = tests.get(k);
            if (test.outcome().isEmpty()) {
                decided.add(test);
                if (sequence) open = false;
                continue;
            }
            boolean reached = corrected[k] <= family.alpha();
            DeclaredResult.Status status = !open
                    ? DeclaredResult.Status.GATE_CLOSED
                    : reached ? DeclaredResult.Status.SIGNIFICANT : DeclaredResult.Status.NOT_SIGNIFICANT;
            decided.add(test.with(test.outcome().get().with(corrected[k], status)));
            if (sequence && !reached) open = false;
        }
        return decided;
    }

    private static double[] corrected(TestFamily family, List<DeclaredResult> tests) {
        double[] p = tests.stream()
                .mapToDouble(test -> test.outcome()
                        .map(o -> family.correction() == TestFamily.Correction.MAX_T ? o.corrected() : o.p())
                        .orElse(Double.NaN))
                .toArray();
        return switch (family.correction()) {
            case MAX_T, NONE -> p;
            case HOLM -> holm(p);
            case SEQUENCE -> {
                double most = 0;
                for (int k = 0; k < p.length; k++) {
                    // a test that is missing stops the sequence, so nothing after it can be confirmed
                    most = Double.isNaN(p[k]) ? 1 : Math.max(most, p[k]);
                    if (!Double.isNaN(p[k])) p[k] = most;
                }
                yield p;
            }
        };
    }

    /** A declared test that could not be made keeps its place in the count, so that a missing endpoint cannot help the others. */
    private static double[] holm(double[] p) {
        double[] filled = p.clone();
        for (int k = 0; k < p.length; k++) if (Double.isNaN(p[k])) filled[k] = 1;
        double[] adjusted = Holm.adjust(filled);
        for (int k = 0; k < p.length; k++) if (Double.isNaN(p[k])) adjusted[k] = Double.NaN;
        return adjusted;
    }

    private static boolean isOpen(TestFamily family, List<List<DeclaredResult>> before) {
        return family.after().isEmpty()
                || before.stream()
                        .flatMap(List::stream)
                        .filter(test -> test.family().id().equals(family.after()))
                        .allMatch(DeclaredResult::isSignificant);
    }
}
