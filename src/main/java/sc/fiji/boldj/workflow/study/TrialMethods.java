package sc.fiji.boldj.workflow.study;

import java.util.Locale;
import sc.fiji.boldj.connectivity.NodePairs;
import sc.fiji.boldj.workflow.MethodsText;
import sc.fiji.boldj.workflow.Reference;

/** What was done in a trial, in sentences for a paper: acquisition, preprocessing, denoising, maps, exclusions, inference. */
final class TrialMethods {

    private final ParticipantOptions participant;
    private final GroupOptions options;
    private final String program;

    TrialMethods(ParticipantOptions participant, GroupOptions options, String program) {
        this.participant = participant;
        this.options = options;
        this.program = program;
    }

    /** The sentences with their references. */
    MethodsText text(TrialFacts facts) {
        MethodsText text = new MethodsText();
        new AcquisitionWords(facts.task(), facts.series()).write(text);
        text.add("All processing and statistics were done with %s.", program);
        new PreprocessingMethods(participant, facts.series()).write(text);
        text.add(
                "Connections were measured on the denoised series, which was not smoothed, as the mean Fisher z between"
                        + " spheres of %s mm radius at published coordinates%s; pairs of spheres that overlap or whose centres"
                        + " lie less than %s mm apart were excluded.",
                MethodsText.number(MapStep.RADIUS),
                text.cite(
                        Reference.WHITFIELD_GABRIELI_2012,
                        Reference.ANDREWS_HANNA_2010,
                        Reference.TZOURIO_MAZOYER_2002),
                MethodsText.number(NodePairs.LEAST_DISTANCE_MM));
        new MapMethods(participant, facts.maps()).write(text);
        exclusions(text, facts);
        inference(text, facts);
        response(text, facts);
        return text;
    }

    private void exclusions(MethodsText text, TrialFacts facts) {
        text.add(
                "Sessions were excluded if their mean framewise displacement%s exceeded %s mm per 2 s, if denoising left"
                        + " fewer than %s degrees of freedom, or if less than %s %% of the template's brain was covered.",
                displacement(text, facts),
                MethodsText.number(options.largestDisplacement()),
                MethodsText.number(options.leastFreedom()),
                MethodsText.number(100 * options.leastCoverage()));
        text.add(
                "%d sessions of %d participants were analysed; %d %s excluded by these rules or could not be used.",
                facts.sessions(),
                facts.participants(),
                facts.excluded(),
                facts.excluded() == 1 ? "session was" : "sessions were");
        text.add(facts.motion());
    }

    /** Which displacement; filtered runs and others may occur together. */
    private static String displacement(MethodsText text, TrialFacts facts) {
        long filtered =
                facts.series().stream().filter(SeriesFacts::breathingFiltered).count();
        if (filtered == 0) return text.cite(Reference.POWER_2012);
        return text.cite(Reference.POWER_2012) + ", computed after a notch filter for breathing"
                + (filtered == facts.series().size()
                        ? ""
                        : " in " + filtered + " of " + facts.series().size() + " series")
                + text.cite(Reference.FAIR_2020) + ",";
    }

    private void inference(MethodsText text, TrialFacts facts) {
        text.add(facts.model());
        text.add(
                "%d connections were tested together, and p was FWE-corrected over them with the distribution of the largest"
                        + " statistic%s.",
                facts.connections(), text.cite(Reference.NICHOLS_HOLMES_2002, Reference.WINKLER_2014));
        if (facts.families())
            text.add("Connections that some participants lack were tested in the others; connections that the same"
                    + " participants have form a family, and the families were corrected for each other by Bonferroni's"
                    + " method.");
        if (!facts.maps().isEmpty())
            text.add(
                    "Maps were tested at %d voxels by threshold-free cluster enhancement%s, integrated exactly with E = 0.5,"
                            + " H = 2 and 26 neighbours; p of each map was FWE-corrected over its voxels, not over maps.",
                    facts.voxels(), text.cite(Reference.SMITH_NICHOLS_2009));
        text.add(
                "At most %d shufflings were made of each test (seed %d), with p = (b + 1) / (n + 1)%s; results with a"
                        + " corrected p of %s or less are called significant.",
                options.permutations(),
                options.seed(),
                text.cite(Reference.PHIPSON_SMYTH_2010),
                MethodsText.number(options.alpha()));
        if (participant.sensitivity())
            text.add(
                    "As sensitivity analyses, the connections were tested again with the global signal regressed out and with"
                            + " volumes censored at %s mm per 2 s, and the PCC map also without smoothing.",
                    MethodsText.number(DenoiseSteps.VARIANT_CENSOR));
    }

    private void response(MethodsText text, TrialFacts facts) {
        switch (facts.response()) {
            case INTERACTION ->
                text.add(
                        "For each connection before treatment, its interaction with treatment on %s after treatment was"
                                + " tested, adjusted for %s before treatment (analysis of covariance%s), by permutation of"
                                + " residuals within arms%s; p was FWE-corrected over connections. The mean slope of the arms"
                                + " (prognostic value) was tested apart.",
                        options.outcome(),
                        options.outcome(),
                        text.cite(Reference.VICKERS_ALTMAN_2001).replaceFirst("^ \\((.*)\\)$", "; $1"),
                        text.cite(Reference.FREEDMAN_LANE_1983));
            case ASSOCIATION ->
                text.add(
                        "For each connection without the drug, its association with %s under the drug was tested, adjusted"
                                + " for %s without the drug (analysis of covariance%s), by permutation of residuals%s; p was"
                                + " FWE-corrected over connections.",
                        options.outcome(),
                        options.outcome(),
                        text.cite(Reference.VICKERS_ALTMAN_2001).replaceFirst("^ \\((.*)\\)$", "; $1"),
                        text.cite(Reference.FREEDMAN_LANE_1983));
            case NONE -> {
                return;
            }
        }
        text.add(
                "%s under the drug was also predicted from all connections together by ridge regression with nested"
                        + " cross-validation.",
                capital(options.outcome()));
    }

    private static String capital(String name) {
        return name.isEmpty() ? name : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
