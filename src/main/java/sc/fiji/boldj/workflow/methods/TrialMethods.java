package sc.fiji.boldj.workflow.methods;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.workflow.MethodsText;
import sc.fiji.boldj.workflow.Reference;
import sc.fiji.boldj.workflow.option.MethodsPart;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/** Describes for a paper what was done in a trial: acquisition, preprocessing, denoising, maps, exclusions, inference. */
public final class TrialMethods {

    private final ParticipantOptions participant;
    private final GroupOptions options;
    private final String program;

    public TrialMethods(ParticipantOptions participant, GroupOptions options, String program) {
        this.participant = participant;
        this.options = options;
        this.program = program;
    }

    /** The sentences with their references. */
    public MethodsText text(TrialFacts facts) {
        MethodsText text = new MethodsText();
        PeopleWords people = new PeopleWords(facts.people(), "analysed");
        people.participants(text);
        AcquisitionWords.runs(facts.task(), facts.series(), text);
        AcquisitionWords.anatomy(facts.anatomy(), text);
        StudyWords.program(text, participant, program);
        new PreprocessingMethods(participant, facts.series()).write(text);
        StudyWords.connections(text);
        new MapMethods(participant, facts.maps().tested(), facts.maps().conditions()).write(text);
        if (facts.series().size()
                > facts.people().groups().stream()
                        .mapToInt(PeopleFacts.Group::sessions)
                        .sum()) text.add(StudyWords.SEVERAL_RUNS);
        exclusions(text, facts);
        inference(text, facts);
        response(text, facts);
        StudyWords.ask(text);
        return text;
    }

    private void exclusions(MethodsText text, TrialFacts facts) {
        StudyWords.exclusionRules(text, options);
        PeopleWords people = new PeopleWords(facts.people(), "analysed");
        people.exclusions(text);
        people.quality(text);
    }

    private void inference(MethodsText text, TrialFacts facts) {
        text.add(facts.model());
        if (facts.nuisance())
            text.add(
                    "The part of the design that was not tested was treated as nuisance: permutations or sign flips were applied"
                            + " to the residuals of the reduced model%s.",
                    text.cite(Reference.FREEDMAN_LANE_1983));
        text.add(
                "%d connections (%s) were tested together; p values were FWE-corrected across them with the distribution of the"
                        + " maximum statistic%s.",
                facts.connections().names().size(),
                String.join("; ", facts.connections().names()),
                text.cite(Reference.NICHOLS_HOLMES_2002, Reference.WINKLER_2014));
        if (facts.connections().families())
            text.add("Connections that are missing in some participants were tested in the remaining participants."
                    + " Connections available in the same participants form a family, and p values were corrected across"
                    + " families by Bonferroni's method.");
        boolean maps = !facts.maps().tested().isEmpty();
        if (maps)
            text.add(
                    "Maps were tested at the %d voxels%s of the template brain that all analysed runs cover, with"
                            + " threshold-free cluster enhancement, integrated exactly (E = 0.5, H = 2, 26 neighbours%s); p"
                            + " values were FWE-corrected across the voxels of each map, but not across maps.",
                    facts.maps().voxels(),
                    participant.get(ParticipantOption.DERIVATIVES).isEmpty()
                            ? " ("
                                    + MethodsText.number(Math.rint(facts.maps().voxels()
                                            * Math.pow(participant.get(ParticipantOption.VOXEL), 3)
                                            / 1000))
                                    + " ml)"
                            : "",
                    StudyWords.inside(text.cite(Reference.SMITH_NICHOLS_2009)));
        text.add(
                "Each test of connections%s used every distinct permutation or sign flip once if there were at most %d of"
                        + " them, and otherwise as many drawn at random, including the observed data (random seed %d); p is the proportion"
                        + " with a statistic at least as large as the observed one%s. A corrected p of %s or less was considered"
                        + " significant.",
                maps ? " and maps" : "",
                options.get(GroupOption.PERMUTATIONS),
                options.get(GroupOption.SEED),
                text.cite(Reference.PHIPSON_SMYTH_2010),
                MethodsText.number(options.get(GroupOption.ALPHA)));
        List<String> questions = new ArrayList<>(List.of("The connections"));
        if (maps) questions.add(facts.maps().tested().size() == 1 ? "the map" : "each of the maps");
        if (facts.response() != TrialFacts.Response.NONE) questions.add("the response");
        if (questions.size() > 1)
            text.add(
                    "%s were tested separately, without a correction across these tests.", MethodsText.list(questions));
        text.add(participant.reported(MethodsPart.INFERENCE));
        text.add(options.reported(MethodsPart.INFERENCE));
    }

    private void response(MethodsText text, TrialFacts facts) {
        switch (facts.response()) {
            case INTERACTION ->
                text.add(
                        "For each pre-treatment connection, its interaction with treatment on post-treatment %s was tested,"
                                + " adjusted for pre-treatment %s (analysis of covariance%s), by permuting residuals within"
                                + " arms%s; p values were FWE-corrected across connections. The mean slope over the arms"
                                + " (prognostic value) was tested separately.",
                        options.get(GroupOption.OUTCOME),
                        options.get(GroupOption.OUTCOME),
                        StudyWords.inside(text.cite(Reference.VICKERS_ALTMAN_2001)),
                        text.cite(Reference.FREEDMAN_LANE_1983));
            case ASSOCIATION ->
                text.add(
                        "For each connection measured without the drug, its association with %s under the drug was tested,"
                                + " adjusted for %s without the drug%s in a linear model, by permuting residuals%s; p values"
                                + " were FWE-corrected across connections.",
                        options.get(GroupOption.OUTCOME),
                        options.get(GroupOption.OUTCOME),
                        facts.period() ? " and for period" : "",
                        text.cite(Reference.FREEDMAN_LANE_1983));
            case NONE -> {
                return;
            }
        }
        text.add(
                "In addition, %s under the drug was predicted from all connections jointly by ridge regression with nested"
                        + " cross-validation, after adjustment as above with slopes estimated once from"
                        + " all participants.",
                options.get(GroupOption.OUTCOME));
    }
}
