package sc.fiji.boldj.workflow.methods;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import sc.fiji.boldj.workflow.MethodsText;
import sc.fiji.boldj.workflow.Reference;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.ModelChoice;
import sc.fiji.boldj.workflow.protocol.TestFamily;
import sc.fiji.boldj.workflow.trial.DeclaredMapFiles;
import sc.fiji.boldj.workflow.trial.DeclaredResult;
import sc.fiji.boldj.workflow.trial.DeclaredTables;
import sc.fiji.boldj.workflow.trial.SteppedFamily;

/** Describes for a paper the tests of a protocol that were run; what was not run is not described. */
final class DeclaredInference {

    private final DeclaredFacts facts;
    private final ModelChoice model;

    DeclaredInference(DeclaredFacts facts) {
        this.facts = facts;
        this.model = facts.protocol().model();
    }

    void write(MethodsText text) {
        if (!facts.tested().isEmpty()) {
            baseline(text);
            if (any(this::isModelled)) mixed(text);
            if (any(result -> !isModelled(result))) permutations(text);
            maps(text);
            families(text);
        }
        new DeclaredClaimMethods(facts).write(text);
        if (!facts.tests().sensitivity().isEmpty())
            text.add(
                    "As sensitivity analyses, the primary and secondary tests of single values were run in several ways: %s%s.",
                    String.join("; ", facts.tests().sensitivity()),
                    facts.tests().sensitivity().contains("ComBat") ? text.cite(Reference.JOHNSON_2007) : "");
    }

    private boolean any(Predicate<DeclaredResult> rule) {
        return facts.tested().stream().anyMatch(rule);
    }

    /** Whether p of a test comes from the mixed model. */
    private boolean isModelled(DeclaredResult result) {
        return result.outcome().orElseThrow().permutations().number() == 0;
    }

    private boolean comparesArms(DeclaredResult result) {
        return !result.sample().isWithin();
    }

    private void baseline(MethodsText text) {
        model.baseline().ifPresent(baseline -> {
            if (baseline.use() == ModelChoice.Use.CHANGE)
                text.add("Each value is the change from %s (%s).", baseline.level(), baseline.factor());
            else
                text.add(
                        "Tests were adjusted for the value at %s (analysis of covariance%s).",
                        baseline.level(), StudyWords.inside(text.cite(Reference.VICKERS_ALTMAN_2001)));
        });
        if (!model.covariates().isEmpty() && any(this::comparesArms))
            text.add("Comparisons of arms were adjusted for %s.", MethodsText.list(model.covariates()));
    }

    private void mixed(MethodsText text) {
        text.add(
                "Single values were compared between arms with a mixed model for repeated measures, fitted by restricted maximum"
                        + " likelihood to the values of all arms and visits%s, with Kenward-Roger standard errors and degrees of"
                        + " freedom%s. The model assumes that visits are missing at random.",
                text.cite(Reference.MALLINCKRODT_2008), text.cite(Reference.KENWARD_ROGER_1997));
    }

    private void permutations(MethodsText text) {
        if (model.missing() == ModelChoice.Missing.SANDWICH)
            text.add(
                    "A marginal model was fitted to all sessions, with a sandwich estimator of the variance and a wild bootstrap"
                            + " of participants; it assumes that sessions are missing completely at random.");
        else
            text.add(
                    "%s participant contributed one observation, the participant's own value or contrast%s.",
                    any(this::isModelled) ? "In the permutation tests, each" : "Each",
                    facts.protocol().isCrossover() ? "; differences between periods were nuisance regressors" : "");
        Map<String, List<String>> schemes = new LinkedHashMap<>();
        for (DeclaredResult result : facts.tested())
            if (!isModelled(result))
                schemes.computeIfAbsent(DeclaredTables.how(result.outcome().orElseThrow()), key -> new ArrayList<>())
                        .add(result.endpoint().label() + ", " + result.contrast()
                                + (result.visit().isEmpty() ? "" : " at " + result.visit()));
        schemes.forEach((how, tests) -> text.add(DeclaredMethods.semicolons(tests) + ": " + how));
        if (model.variance() == ModelChoice.Variance.BY_ARM && any(r -> !isModelled(r) && comparesArms(r)))
            text.add("Variances were estimated separately for each arm (Welch's statistic).");
        boolean nuisance = !model.covariates().isEmpty()
                || facts.protocol().isCrossover()
                || model.baseline()
                        .map(b -> b.use() == ModelChoice.Use.COVARIATE)
                        .orElse(false);
        text.add(
                "%sp is the proportion of permutations or sign flips, including the observed data (random seed %d), with a"
                        + " statistic at least as large as the observed one%s.",
                nuisance
                        ? "Permutations and sign flips were applied to the residuals of the model without the tested contrast"
                                + text.cite(Reference.FREEDMAN_LANE_1983) + "; "
                        : "",
                facts.protocol().permutations().seed(),
                text.cite(Reference.PHIPSON_SMYTH_2010));
        if (model.missing() != ModelChoice.Missing.SANDWICH)
            text.add(
                    "Participants without a value that a permutation test needs were excluded from that test, which assumes"
                            + " that values are missing completely at random.");
    }

    private void maps(MethodsText text) {
        for (DeclaredResult result : facts.tested()) {
            if (!(result.endpoint().source() instanceof Endpoint.WholeMap whole)) continue;
            int voxels = facts.voxels()
                    .getOrDefault(
                            DeclaredMapFiles.folder(result.endpoint().id(), result.contrast(), result.visit()), 0);
            text.add(
                    "The map %s (%s%s) was tested at the %d voxels of the template brain that all of its runs cover, with %s; p"
                            + " values were FWE-corrected across voxels with the distribution of the maximum statistic%s.",
                    whole.map().label(),
                    result.contrast(),
                    result.visit().isEmpty() ? "" : " at " + result.visit(),
                    voxels,
                    measure(whole.inference(), text),
                    text.cite(Reference.NICHOLS_HOLMES_2002, Reference.WINKLER_2014));
        }
    }

    private static String measure(Endpoint.Inference inference, MethodsText text) {
        String clusters = String.format(
                Locale.ROOT,
                " of clusters beyond a threshold of %s (%d neighbours)",
                MethodsText.number(inference.threshold()),
                inference.neighbours());
        return switch (inference.statistic()) {
            case TFCE ->
                String.format(
                        Locale.ROOT,
                        "threshold-free cluster enhancement, integrated exactly (E = 0.5, H = 2, %d neighbours%s)",
                        inference.neighbours(),
                        StudyWords.inside(text.cite(Reference.SMITH_NICHOLS_2009)));
            case VOXEL -> "the statistic of each voxel";
            case CLUSTER_EXTENT -> "the extent" + clusters;
            case CLUSTER_MASS -> "the mass" + clusters;
        };
    }

    private void families(MethodsText text) {
        facts.tested().stream()
                .map(DeclaredResult::family)
                .distinct()
                .sorted(Comparator.comparing(TestFamily::rank))
                .forEach(family -> {
                    String control = DeclaredTables.control(
                            family,
                            facts.tests().results().stream()
                                    .filter(result -> result.family().equals(family))
                                    .toList());
                    text.add(
                            "%s family %s: %s%s.",
                            rank(family),
                            family.id(),
                            control.substring(0, 1).toLowerCase(Locale.ROOT) + control.substring(1),
                            sources(family, text));
                });
    }

    private static String sources(TestFamily family, MethodsText text) {
        if (family.tests().size() < 2) return "";
        return switch (family.correction()) {
            case MAX_T ->
                SteppedFamily.isRelated(family)
                        ? text.cite(Reference.HOLM_1979, Reference.SHAFFER_1986, Reference.ROMANO_WOLF_2005)
                        : text.cite(Reference.HOLM_1979, Reference.ROMANO_WOLF_2005);
            case HOLM -> text.cite(Reference.HOLM_1979);
            case SEQUENCE, NONE -> "";
        };
    }

    private static String rank(TestFamily family) {
        String name = family.rank().name();
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }
}
