package sc.fiji.boldj.workflow.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import sc.fiji.boldj.group.Blocking;
import sc.fiji.boldj.stats.Equivalence;
import sc.fiji.boldj.stats.FiellerInterval;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.protocol.EquivalenceClaim;

/** Equivalence and blocking as tables and sentences. */
public final class ClaimTables {

    private ClaimTables() {}

    /** One row per declared equivalence, numbers as numbers. */
    public static Table equivalence(List<DeclaredClaims.EquivalenceResult> results) {
        return Table.builder()
                .add("endpoint", results.stream().map(r -> r.claim().endpoint()).toList())
                .add(
                        "contrast",
                        results.stream()
                                .map(r -> r.claim().contrast().expression())
                                .toList())
                .add("visit", results.stream().map(r -> r.claim().visit()).toList())
                .add("set", results.stream().map(r -> r.claim().set()).toList())
                .add("n", results.stream().mapToDouble(r -> r.sample().total()).toArray())
                .add("estimate", equal(results, e -> e.estimate().value()))
                .add("standard_error", equal(results, e -> e.estimate().standardError()))
                .add("degrees_of_freedom", equal(results, e -> e.estimate().degreesOfFreedom()))
                .add(
                        "margin",
                        results.stream()
                                .mapToDouble(r -> r.result()
                                        .map(Equivalence::margin)
                                        .orElse(r.claim().margin()))
                                .toArray())
                .add("low", equal(results, e -> e.interval()[0]))
                .add("high", equal(results, e -> e.interval()[1]))
                .add(
                        "interval_level",
                        results.stream()
                                .mapToDouble(r -> 1 - 2 * r.claim().alpha())
                                .toArray())
                .add("p_lower", equal(results, Equivalence::pLower))
                .add("p_upper", equal(results, Equivalence::pUpper))
                .add(
                        "alpha",
                        results.stream().mapToDouble(r -> r.claim().alpha()).toArray())
                .add("verdict", results.stream().map(ClaimTables::verdict).toList())
                .add(
                        "bf10",
                        results.stream()
                                .mapToDouble(r -> StrictMath.exp(r.logBayes()))
                                .toArray())
                .build();
    }

    private static double[] equal(
            List<DeclaredClaims.EquivalenceResult> results, ToDoubleFunction<Equivalence> number) {
        return results.stream()
                .mapToDouble(r -> r.result().map(number::applyAsDouble).orElse(Double.NaN))
                .toArray();
    }

    private static String verdict(DeclaredClaims.EquivalenceResult result) {
        return result.map()
                .map(map -> map.equivalent() == 0
                        ? "not shown in any of " + map.tested() + " voxels"
                        : "within the margin in " + map.equivalent() + " of " + map.tested() + " voxels")
                .or(() -> result.result()
                        .map(e -> e.verdict() == Equivalence.Verdict.EQUIVALENT ? "within the margin" : "not shown"))
                .orElse("not tested");
    }

    /** One row per declared blocking, numbers as numbers; an unbounded end of the interval is inf or -inf. */
    public static Table blocking(List<DeclaredClaims.BlockingResult> results) {
        return Table.builder()
                .add("endpoint", results.stream().map(r -> r.claim().endpoint()).toList())
                .add(
                        "effect",
                        results.stream()
                                .map(r -> r.claim().effect().expression())
                                .toList())
                .add(
                        "difference",
                        results.stream()
                                .map(r -> r.claim().difference().expression())
                                .toList())
                .add("visit", results.stream().map(r -> r.claim().visit()).toList())
                .add("n", results.stream().mapToDouble(r -> r.sample().total()).toArray())
                .add("effect_estimate", blocked(results, b -> b.effect().value()))
                .add("effect_standard_error", blocked(results, b -> b.effect().standardError()))
                .add("effect_p", blocked(results, b -> b.effect().p()))
                .add("difference_estimate", blocked(results, b -> b.difference().value()))
                .add("difference_standard_error", blocked(results, b -> b.difference()
                        .standardError()))
                .add("difference_p", blocked(results, b -> b.difference().p()))
                .add("fraction", blocked(results, Blocking::fraction))
                .add(
                        "fraction_interval",
                        results.stream()
                                .map(r -> r.result()
                                        .map(b -> interval(b.interval()))
                                        .orElse(""))
                                .toList())
                .add("verdict", results.stream().map(ClaimTables::verdict).toList())
                .build();
    }

    private static double[] blocked(List<DeclaredClaims.BlockingResult> results, ToDoubleFunction<Blocking> number) {
        return results.stream()
                .mapToDouble(r -> r.result().map(number::applyAsDouble).orElse(Double.NaN))
                .toArray();
    }

    static String interval(FiellerInterval interval) {
        if (interval instanceof FiellerInterval.Bounded b)
            return ResultWords.text(b.low()) + " to " + ResultWords.text(b.high());
        if (interval instanceof FiellerInterval.Outside o) {
            String below = o.below() == Double.NEGATIVE_INFINITY ? "" : "up to " + ResultWords.text(o.below());
            String above = o.above() == Double.POSITIVE_INFINITY ? "" : ResultWords.text(o.above()) + " and above";
            return "unbounded: " + below + (below.isEmpty() || above.isEmpty() ? "" : ", and ") + above;
        }
        return "unbounded: any fraction";
    }

    private static String verdict(DeclaredClaims.BlockingResult result) {
        return result.result()
                .map(b -> !b.effectShown()
                        ? "no effect is shown that could be blocked"
                        : !b.differenceShown()
                                ? "effect shown, blocking not shown"
                                : b.fraction() > 0 ? "effect shown, blocked" : "effect shown, enhanced")
                .orElse("not tested");
    }

    private static String at(String visit) {
        return visit.isEmpty() ? "" : " at " + visit;
    }

    /** Sentences on both. */
    static List<String> words(
            List<DeclaredClaims.EquivalenceResult> equivalence, List<DeclaredClaims.BlockingResult> blocking) {
        List<String> words = new ArrayList<>();
        for (DeclaredClaims.EquivalenceResult each : equivalence) {
            String name = "Equivalence, " + each.claim().endpoint() + ", "
                    + each.claim().contrast().expression() + at(each.claim().visit()) + ": ";
            each.result()
                    .ifPresent(e -> words.add(name
                            + (e.verdict() == Equivalence.Verdict.EQUIVALENT
                                    ? "evidence against an effect beyond the margin of "
                                    : "no evidence that the effect is within the margin of ")
                            + ResultWords.text(e.margin()) + ": the " + Table.format(100 * (1 - 2 * e.alpha()))
                            + " % interval is " + ResultWords.text(e.interval()[0]) + " to "
                            + ResultWords.text(e.interval()[1]) + " (two one-sided tests, p = "
                            + ResultWords.probability(e.p(), e.alpha()) + ")."));
            each.map()
                    .ifPresent(map -> words.add(name + verdict(each) + " of "
                            + ResultWords.text(map.margin())
                            + (each.claim().unit().equals(EquivalenceClaim.SD)
                                    ? " standard deviations of each voxel between participants"
                                    : "")
                            + " (two one-sided tests, Holm-corrected p at or below "
                            + Table.format(each.claim().alpha()) + "); p that it is within the margin in every voxel: "
                            + ResultWords.text(map.pEverywhere()) + "; maps in " + map.folder() + "."));
            if (!Double.isNaN(each.logBayes()))
                words.add(name + "the JZS Bayes factor of an effect (BF10, prior scale "
                        + ResultWords.text(Math.sqrt(0.5)) + ") is "
                        + ResultWords.text(StrictMath.exp(each.logBayes()))
                        + ". It is descriptive: the two one-sided tests alone decide.");
            each.notes().forEach(note -> words.add(name + note));
        }
        for (DeclaredClaims.BlockingResult each : blocking) {
            String name = "Blocking, " + each.claim().endpoint() + ", "
                    + each.claim().difference().expression() + at(each.claim().visit()) + ": ";
            each.result()
                    .ifPresent(b -> words.add(name + verdict(each) + "; fraction blocked "
                            + ResultWords.text(b.fraction()) + ", " + Table.format(100 * b.level())
                            + " % Fieller interval " + interval(b.interval()) + "."));
            each.notes().forEach(note -> words.add(name + note));
        }
        return words;
    }
}
