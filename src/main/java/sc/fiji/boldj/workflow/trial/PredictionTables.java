package sc.fiji.boldj.workflow.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import sc.fiji.boldj.group.BiomarkerTest;
import sc.fiji.boldj.table.Table;

/** Declared predictions as a table and as sentences. */
public final class PredictionTables {

    private PredictionTables() {}

    /** One row for each biomarker and comparison of arms, numbers as numbers. */
    public static Table of(List<DeclaredPredictions.Result> results) {
        List<String> outcome = new ArrayList<>();
        List<String> visit = new ArrayList<>();
        List<String> biomarker = new ArrayList<>();
        List<String> at = new ArrayList<>();
        List<String> comparison = new ArrayList<>();
        List<String> verdict = new ArrayList<>();
        for (DeclaredPredictions.Result result : results)
            for (int k = 0; k < result.claim().biomarkers().size(); k++) {
                outcome.add(result.claim().outcome());
                visit.add(result.claim().visit());
                biomarker.add(result.claim().biomarkers().get(k));
                at.add(result.claim().at());
                comparison.add(result.isInteraction() ? result.drug() + " - " + result.control() : "");
                verdict.add(verdict(result, k));
            }
        return Table.builder()
                .add("outcome", outcome)
                .add("visit", visit)
                .add("biomarker", biomarker)
                .add("at", at)
                .add("comparison", comparison)
                .add("n", predictive(results, (r, f) -> f.people()))
                .add("slope_difference", predictive(results, (r, f) -> r.isInteraction() ? f.effect() : Double.NaN))
                .add("slope", predictive(results, (r, f) -> r.isInteraction() ? Double.NaN : f.effect()))
                .add("standard_error", predictive(results, (r, f) -> f.error()))
                .add("simultaneous_low", predictive(results, (r, f) -> f.effect() - f.reach()))
                .add("simultaneous_high", predictive(results, (r, f) -> f.effect() + f.reach()))
                .add("t", predictive(results, (r, f) -> f.t()))
                .add("degrees_of_freedom", predictive(results, (r, f) -> f.degreesOfFreedom()))
                .add("p", predictive(results, (r, f) -> f.p()))
                .add("p_corrected", predictive(results, (r, f) -> f.corrected()))
                .add("prognostic_slope", prognostic(results, BiomarkerTest.Found::effect))
                .add("prognostic_t", prognostic(results, BiomarkerTest.Found::t))
                .add("prognostic_p_corrected", prognostic(results, BiomarkerTest.Found::corrected))
                .add("alpha", alpha(results))
                .add("verdict", verdict)
                .build();
    }

    private static String verdict(DeclaredPredictions.Result result, int k) {
        if (result.predictive().isEmpty()) return "not tested";
        if (!result.isSignificant(k)) return "not significant";
        return result.isInteraction() ? "predicts response to the drug" : "associated with the outcome";
    }

    private static double[] predictive(
            List<DeclaredPredictions.Result> results,
            ToDoubleBiFunction<DeclaredPredictions.Result, BiomarkerTest.Found> number) {
        List<Double> numbers = new ArrayList<>();
        for (DeclaredPredictions.Result result : results)
            for (int k = 0; k < result.claim().biomarkers().size(); k++)
                numbers.add(
                        result.predictive().isEmpty()
                                ? Double.NaN
                                : number.applyAsDouble(
                                        result, result.predictive().get(k)));
        return numbers.stream().mapToDouble(x -> x).toArray();
    }

    private static double[] prognostic(
            List<DeclaredPredictions.Result> results, ToDoubleFunction<BiomarkerTest.Found> number) {
        List<Double> numbers = new ArrayList<>();
        for (DeclaredPredictions.Result result : results)
            for (int k = 0; k < result.claim().biomarkers().size(); k++)
                numbers.add(
                        result.prognostic().isEmpty()
                                ? Double.NaN
                                : number.applyAsDouble(result.prognostic().get(k)));
        return numbers.stream().mapToDouble(x -> x).toArray();
    }

    private static double[] alpha(List<DeclaredPredictions.Result> results) {
        return results.stream()
                .flatMapToDouble(r -> r.claim().biomarkers().stream()
                        .mapToDouble(name -> r.claim().alpha()))
                .toArray();
    }

    /** What was found, in sentences. */
    public static List<String> words(List<DeclaredPredictions.Result> results) {
        List<String> words = new ArrayList<>();
        for (DeclaredPredictions.Result result : results) {
            String scope = result.claim().outcome()
                    + (result.claim().visit().isEmpty()
                            ? ""
                            : " at " + result.claim().visit())
                    + (result.isInteraction() ? ", " + result.drug() + " - " + result.control() : "") + ": ";
            List<String> people = new ArrayList<>();
            result.counts().forEach((arm, n) -> people.add(arm + " " + n));
            if (!people.isEmpty()) words.add(scope + "analysed " + String.join(", ", people) + ".");
            for (int k = 0; k < result.predictive().size(); k++) {
                String name = result.claim().biomarkers().get(k);
                BiomarkerTest.Found found = result.predictive().get(k);
                words.add(scope + name
                        + (result.isInteraction()
                                ? result.isSignificant(k)
                                        ? " predicts response to the drug: its slope differs between the arms"
                                        : " is not shown to predict response to the drug"
                                : result.isSignificant(k)
                                        ? " is associated with the outcome"
                                        : " is not shown to be associated with the outcome")
                        + " (" + numbers(found, result) + ")."
                        + (result.isSignificant(k) ? "" : " This is not evidence that it does not."));
                if (k < result.prognostic().size()
                        && result.prognostic().get(k).corrected()
                                <= result.claim().alpha())
                    words.add(scope + name + " is prognostic: in both arms together it is associated with the outcome ("
                            + numbers(result.prognostic().get(k), result) + ")."
                            + (result.isSignificant(k) ? "" : " This does not show who benefits from the drug."));
            }
            result.notes().forEach(note -> words.add(scope + note));
        }
        return words;
    }

    private static String numbers(BiomarkerTest.Found found, DeclaredPredictions.Result result) {
        return ResultWords.text(found.effect()) + " for one standard deviation, t " + ResultWords.text(found.t()) + ", "
                + found.degreesOfFreedom() + " degrees of freedom, corrected p "
                + ResultWords.probability(found.corrected(), result.claim().alpha());
    }
}
