package sc.fiji.boldj.workflow.trial;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import sc.fiji.boldj.stats.ContrastEstimate;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.protocol.TestFamily;

/** Declared tests as tables: one for other programs, one for each family of the page. */
public final class DeclaredTables {

    /** How every test of a protocol is labelled. */
    static final String DECLARED = "declared in the protocol";

    private DeclaredTables() {}

    /** One row per test, numbers as numbers. */
    public static Table all(List<DeclaredResult> results) {
        return Table.builder()
                .add("family", texts(results, r -> r.family().id()))
                .add("rank", texts(results, r -> r.family().rank().name().toLowerCase(Locale.ROOT)))
                .add("endpoint", texts(results, r -> r.endpoint().id()))
                .add("contrast", texts(results, DeclaredResult::contrast))
                .add("expression", texts(results, DeclaredResult::expression))
                .add("visit", texts(results, DeclaredResult::visit))
                .add("set", texts(results, DeclaredResult::set))
                .add("n", numbers(results, r -> r.sample().total()))
                .add("participants", texts(results, r -> r.sample().words()))
                .add("unit", texts(results, r -> r.endpoint().unit()))
                .add("estimate", estimates(results, ContrastEstimate::value))
                .add("standard_error", estimates(results, ContrastEstimate::standardError))
                .add("degrees_of_freedom", estimates(results, ContrastEstimate::degreesOfFreedom))
                .add("low", numbers(results, r -> bound(r, 0)))
                .add("high", numbers(results, r -> bound(r, 1)))
                .add("simultaneous_low", numbers(results, r -> simultaneous(r, -1)))
                .add("simultaneous_high", numbers(results, r -> simultaneous(r, 1)))
                .add("statistic", outcomes(results, DeclaredResult.Outcome::statistic))
                .add("p", outcomes(results, DeclaredResult.Outcome::p))
                .add("p_corrected", outcomes(results, DeclaredResult.Outcome::corrected))
                .add("alpha", numbers(results, r -> r.family().alpha()))
                .add("tail", texts(results, r -> r.family().tail().name().toLowerCase(Locale.ROOT)))
                .add("correction", texts(results, r -> correction(r.family())))
                .add("status", texts(results, DeclaredTables::status))
                .add("permutations", outcomes(results, o -> o.permutations().number()))
                .add("all_permutations", texts(results, r -> r.outcome()
                        .map(o -> String.valueOf(o.permutations().all()))
                        .orElse("")))
                .add("test", texts(results, r -> r.outcome()
                        .map(o -> o.permutations().words())
                        .orElse(String.join(" ", r.notes()))))
                .add("label", texts(results, r -> DECLARED))
                .build();
    }

    private static List<String> texts(List<DeclaredResult> results, Function<DeclaredResult, String> text) {
        return results.stream().map(text).toList();
    }

    private static double[] numbers(List<DeclaredResult> results, ToDoubleFunction<DeclaredResult> number) {
        return results.stream().mapToDouble(number).toArray();
    }

    private static double[] outcomes(List<DeclaredResult> results, ToDoubleFunction<DeclaredResult.Outcome> number) {
        return numbers(results, r -> r.outcome().map(number::applyAsDouble).orElse(Double.NaN));
    }

    private static double[] estimates(List<DeclaredResult> results, ToDoubleFunction<ContrastEstimate> number) {
        return numbers(results, r -> r.outcome()
                .flatMap(DeclaredResult.Outcome::estimate)
                .map(number::applyAsDouble)
                .orElse(Double.NaN));
    }

    private static double bound(DeclaredResult result, int side) {
        return result.outcome()
                .flatMap(DeclaredResult.Outcome::estimate)
                .map(estimate -> estimate.interval(level(result))[side])
                .orElse(Double.NaN);
    }

    private static double level(DeclaredResult result) {
        return 1 - result.family().alpha();
    }

    private static double simultaneous(DeclaredResult result, int sign) {
        return result.outcome()
                .filter(o -> o.estimate().isPresent() && Double.isFinite(o.simultaneousHalf()))
                .map(o -> o.estimate().get().value() + sign * o.simultaneousHalf())
                .orElse(Double.NaN);
    }

    static String correction(TestFamily family) {
        return switch (family.correction()) {
            case SEQUENCE -> "fixed sequence";
            case MAX_T -> "maximum statistic, step-down";
            case HOLM -> "Holm";
            case NONE -> "none";
        };
    }

    static String status(DeclaredResult result) {
        return result.outcome()
                .map(o -> switch (o.status()) {
                    case SIGNIFICANT -> "significant";
                    case NOT_SIGNIFICANT -> "not significant";
                    case GATE_CLOSED -> "not confirmatory: an earlier test or family is not significant";
                })
                .orElse("not tested");
    }

    /** The families as the page shows them: primary, secondary, exploratory, each in the protocol's order. */
    static List<DeclaredReport.FamilyTable> families(List<DeclaredResult> results) {
        List<TestFamily> families = results.stream()
                .map(DeclaredResult::family)
                .distinct()
                .sorted(Comparator.comparing(TestFamily::rank))
                .toList();
        List<DeclaredReport.FamilyTable> tables = new ArrayList<>();
        for (TestFamily family : families)
            tables.add(family(
                    family,
                    results.stream().filter(r -> r.family().equals(family)).toList()));
        return tables;
    }

    private static DeclaredReport.FamilyTable family(TestFamily family, List<DeclaredResult> tests) {
        boolean joint = tests.stream().anyMatch(r -> Double.isFinite(simultaneous(r, 1)));
        String percent = Table.format(100 * (1 - family.alpha())) + " %";
        List<String> head = new ArrayList<>(List.of("endpoint", "contrast", "visit", "n", "estimate"));
        head.add(percent + " interval, not simultaneous");
        if (joint) head.add(percent + " interval, simultaneous");
        head.addAll(List.of("t", "p", "corrected p", "result"));
        List<List<String>> rows = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (DeclaredResult result : tests) {
            rows.add(row(result, joint));
            String name = result.endpoint().label() + ", " + result.contrast() + ": ";
            result.notes().forEach(note -> notes.add(name + note));
            result.outcome().filter(o -> o.permutations().number() > 0).ifPresent(o -> notes.add(name + how(o)));
        }
        if (joint && tests.size() > 1)
            notes.add(
                    "The simultaneous intervals cover all effects of the family together. They are those of the first step of"
                            + " the correction: where an effect becomes significant at a later step, its interval may include 0.");
        return new DeclaredReport.FamilyTable(
                heading(family),
                "Declared in the protocol. " + control(family, tests) + ".",
                new TrialReport.Tests(
                        Table.of(head, rows),
                        tests.stream().map(DeclaredResult::isSignificant).toList()),
                notes);
    }

    /** The observations of a permutation test and how they were permuted, a sentence. */
    public static String how(DeclaredResult.Outcome outcome) {
        DeclaredResult.Permutations made = outcome.permutations();
        return made.words()
                + (made.all()
                        ? "; all " + made.number() + " possible assignments were used."
                        : "; " + made.number() + " assignments drawn at random.");
    }

    private static List<String> row(DeclaredResult result, boolean joint) {
        double alpha = result.family().alpha();
        List<String> row = new ArrayList<>(List.of(
                result.endpoint().label(),
                result.contrast().equals(result.expression())
                        ? result.contrast()
                        : result.contrast() + " (" + result.expression() + ")",
                result.visit(),
                result.sample().words()));
        DeclaredResult.Outcome o = result.outcome().orElse(null);
        boolean number = o != null && o.estimate().isPresent();
        row.add(
                number
                        ? ResultWords.measured(o.estimate().get().value(), result.endpoint())
                        : o == null ? "" : o.map());
        row.add(number ? ResultWords.text(bound(result, 0)) + " to " + ResultWords.text(bound(result, 1)) : "");
        if (joint)
            row.add(
                    Double.isFinite(simultaneous(result, 1))
                            ? ResultWords.text(simultaneous(result, -1)) + " to "
                                    + ResultWords.text(simultaneous(result, 1))
                            : "");
        row.add(o == null ? "" : ResultWords.text(o.statistic()));
        row.add(o == null ? "" : ResultWords.probability(o.p(), alpha));
        row.add(o == null ? "" : ResultWords.probability(o.corrected(), alpha));
        row.add(status(result));
        return row;
    }

    private static String heading(TestFamily family) {
        String rank =
                switch (family.rank()) {
                    case PRIMARY -> "Primary";
                    case SECONDARY -> "Secondary";
                    case EXPLORATORY -> "Exploratory";
                };
        return rank + ": " + family.id();
    }

    /** How the error of a family was controlled, as a sentence without its full stop. */
    public static String control(TestFamily family, List<DeclaredResult> tests) {
        String alpha = Table.format(family.alpha());
        String side =
                switch (family.tail()) {
                    case TWO -> "two-sided";
                    case GREATER -> "one-sided, effects above 0";
                    case LESS -> "one-sided, effects below 0";
                };
        String control =
                switch (family.correction()) {
                    case SEQUENCE ->
                        "Fixed sequence, each test at alpha " + alpha
                                + " up to the first that is not significant (later tests are reported but are not confirmatory)";
                    case MAX_T ->
                        "Family-wise error controlled at " + alpha + " with "
                                + (isModelled(tests)
                                        ? "Holm's method"
                                        : "a step-down procedure: the maximum statistic over permutations for tests that"
                                                + " share them, Holm's method across other tests")
                                + (SteppedFamily.isRelated(family)
                                        ? "; the correction takes into account that some null hypotheses imply others"
                                        : "");
                    case HOLM -> "Family-wise error controlled at " + alpha + " with Holm's method";
                    case NONE -> "Not corrected, alpha " + alpha;
                };
        return control + "; " + side + "; analysis set " + family.set()
                + (family.after().isEmpty()
                        ? ""
                        : "; confirmatory only if all tests of family " + family.after() + " are significant");
    }

    /** Whether p of every test that was run comes from the mixed model. */
    private static boolean isModelled(List<DeclaredResult> tests) {
        List<DeclaredResult.Outcome> run =
                tests.stream().flatMap(test -> test.outcome().stream()).toList();
        return !run.isEmpty()
                && run.stream().allMatch(outcome -> outcome.permutations().number() == 0);
    }
}
