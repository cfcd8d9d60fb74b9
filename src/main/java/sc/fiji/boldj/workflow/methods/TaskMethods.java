package sc.fiji.boldj.workflow.methods;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.glm.Hrf;
import sc.fiji.boldj.glm.NoiseModel;
import sc.fiji.boldj.workflow.InfusionFiles;
import sc.fiji.boldj.workflow.MethodsText;
import sc.fiji.boldj.workflow.Reference;
import sc.fiji.boldj.workflow.participant.SlowTables;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/** Describes for a paper the first-level models whose contrasts were tested. */
final class TaskMethods {

    private final ParticipantOptions options;
    private final List<ConditionFacts> conditions;
    private final List<String> regressors;

    /** @param facts conditions and regressors of the analysed runs */
    TaskMethods(ParticipantOptions options, List<ConditionFacts> facts) {
        this.options = options;
        conditions = facts.stream().filter(fact -> !fact.isRegressor()).toList();
        regressors = facts.stream()
                .filter(ConditionFacts::isRegressor)
                .map(ConditionFacts::name)
                .toList();
    }

    /** @param tested labels of the maps */
    void write(MethodsText text, List<String> tested) {
        conditions(text);
        boolean events = !conditions.isEmpty() || regressors.isEmpty();
        text.add(
                "Task maps (%s) are effects in percent signal change relative to the mean of the voxel%s.",
                MethodsText.list(tested),
                events
                        ? ", at the peak of the response to a single isolated event with the median duration of its"
                                + " condition over all runs of the participant"
                        : "");
        double highPass = options.get(ParticipantOption.HIGH_PASS);
        List<String> parts = new ArrayList<>();
        if (events)
            parts.add("the events of each condition convolved with "
                    + response(Hrf.named(options.get(ParticipantOption.HRF)))
                    + text.cite(Reference.FRISTON_1998));
        String modulators = options.get(ParticipantOption.MODULATORS);
        if (events && !modulators.isBlank())
            parts.add("the modulation of these responses by "
                    + MethodsText.list(Arrays.stream(modulators.split(",", -1))
                            .map(String::strip)
                            .toList()));
        if (!regressors.isEmpty())
            parts.add((regressors.size() == 1 ? "the regressor " : "the regressors ") + MethodsText.list(regressors)
                    + " without a haemodynamic response");
        if (highPass > 0) parts.add("cosines for drift with periods above " + MethodsText.number(highPass) + " s");
        parts.add("the confounds listed above");
        if (options.get(ParticipantOption.CENSOR) > 0) parts.add("an indicator for each censored volume");
        text.add(
                "They were estimated with a general linear model of the preprocessed%s series without a temporal filter."
                        + " The model contained %s%s; estimation was by %s.",
                options.get(ParticipantOption.FWHM) > 0 ? ", smoothed" : "",
                MethodsText.list(parts),
                highPass > 0 ? "" : ", but no cosines for drift",
                NoiseModel.named(options.get(ParticipantOption.NOISE)).words());
        if (regressors.contains(SlowTables.CONCENTRATION)) infusion(text);
    }

    private void infusion(MethodsText text) {
        String kinetics = options.get(ParticipantOption.PHARMACOKINETICS);
        text.add(
                "The regressor %s is the %s, divided by its maximum during the run; its effect is the signal change at"
                        + " this maximum.",
                SlowTables.CONCENTRATION,
                kinetics.equals(InfusionFiles.MEASURED)
                        ? "measured plasma concentration"
                        : "plasma concentration predicted from the doses by a two-compartment model with "
                                + (kinetics.equals(InfusionFiles.CLEMENTS)
                                        ? "the parameters of ketamine in healthy adults"
                                                + text.cite(Reference.CLEMENTS_1981)
                                        : "the volume and rates " + kinetics + " (l/kg, per minute)"));
        double bins = options.get(ParticipantOption.BINS);
        if (bins > 0)
            text.add(
                    "In a second model, bins of %s s after the first dose replaced the concentration; their effects are"
                            + " relative to the time before it.",
                    MethodsText.number(bins));
    }

    /** How often and how long each condition was shown. */
    private void conditions(MethodsText text) {
        List<String> parts = new ArrayList<>();
        for (ConditionFacts condition : conditions)
            parts.add(condition.name() + " ("
                    + range(condition.runs().stream().mapToDouble(x -> x).toArray()) + " events per run, duration "
                    + range(condition.durations().stream().mapToDouble(x -> x).toArray()) + " s)");
        if (!parts.isEmpty())
            text.add(
                    "The task had the %s %s.", parts.size() == 1 ? "condition" : "conditions", MethodsText.list(parts));
    }

    private static String range(double[] values) {
        return MethodsText.range(
                Arrays.stream(values).min().orElse(Double.NaN),
                Arrays.stream(values).max().orElse(Double.NaN));
    }

    /** The response in words: {@code SPM's canonical haemodynamic response and its temporal derivative}. */
    private static String response(Hrf hrf) {
        if (!hrf.name().startsWith("spm")) return "the response " + hrf.name();
        return "SPM's canonical haemodynamic response"
                + (hrf.name().contains("dispersion")
                        ? " and its temporal and dispersion derivatives"
                        : hrf.name().contains("derivative") ? " and its temporal derivative" : "");
    }
}
