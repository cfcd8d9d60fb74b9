package sc.fiji.boldj.workflow.trial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import sc.fiji.boldj.group.GroupDesign;
import sc.fiji.boldj.group.PersonDesign;
import sc.fiji.boldj.group.PersonRow;
import sc.fiji.boldj.group.PersonTest;
import sc.fiji.boldj.group.VisitRows;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.workflow.protocol.CellContrast;
import sc.fiji.boldj.workflow.protocol.ModelChoice;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;

/**
 * One declared contrast of one endpoint, with the participants who have the data for it.
 *
 * @param contrast what is tested
 * @param visit level of the visit factor, or empty
 * @param subjects labels, in the order of the observations
 * @param counts participants by arm; {@code all} for a contrast within participants
 * @param design one observation per participant
 * @param baseline weights of the baseline of each participant over sessions; empty for none
 * @param varianceGroups number of the arm of each participant where arms have variances of their own
 * @param visits which participant and visit each observation is, in a marginal model of all sessions; empty otherwise
 * @param missing participants who lack the data, with the reason
 */
record TestPlan(
        CellContrast contrast,
        String visit,
        List<String> subjects,
        Map<String, Integer> counts,
        GroupDesign design,
        Optional<double[][]> baseline,
        Optional<int[]> varianceGroups,
        Optional<VisitRows> visits,
        Map<String, String> missing) {

    /** Where participants without arms are counted. */
    static final String ALL = "all";

    /**
     * Plans the test of a contrast.
     *
     * @param set name of the analysis set
     * @param available for each session whether the endpoint has a value there
     * @throws DataException if nobody has the data, or the design cannot estimate the contrast
     */
    static TestPlan of(
            TrialProtocol protocol,
            TrialSessions sessions,
            CellContrast contrast,
            String visit,
            String set,
            boolean[] available) {
        return of(protocol, sessions, contrast, ContrastParts.of(protocol, contrast, visit), set, available);
    }

    /** The same for the parts of a contrast, which may have arms of weight 0. */
    static TestPlan of(
            TrialProtocol protocol,
            TrialSessions sessions,
            CellContrast contrast,
            ContrastParts parts,
            String set,
            boolean[] available) {
        return MarginalPlan.applies(protocol)
                ? MarginalPlan.of(protocol, sessions, contrast, parts, set, available)
                : of(protocol, sessions, contrast, parts, set, new Inputs(available, true));
    }

    /** The same for a contrast within participants, one observation of the contrast itself per participant. */
    static TestPlan flipped(
            TrialProtocol protocol,
            TrialSessions sessions,
            CellContrast contrast,
            ContrastParts parts,
            String set,
            boolean[] available) {
        return of(protocol, sessions, contrast, parts, set, new Inputs(available, false));
    }

    /**
     * @param available for each session whether the endpoint has a value there
     * @param exchange whether conditions are exchanged where the sequences permit it
     */
    private record Inputs(boolean[] available, boolean exchange) {}

    private static TestPlan of(
            TrialProtocol protocol,
            TrialSessions sessions,
            CellContrast contrast,
            ContrastParts parts,
            String set,
            Inputs inputs) {
        PersonReader reader = new PersonReader(protocol, sessions, parts, inputs.available);
        List<PersonReader.Person> people =
                reader.people(sessions.subjects(protocol.sets().get(set)));
        if (people.isEmpty())
            throw new DataException("no participant has the data that '" + contrast.expression() + "' needs"
                    + (reader.missing().isEmpty()
                            ? ""
                            : ": " + reader.missing().entrySet().iterator().next()));
        boolean arms = !parts.arms().isEmpty();
        PersonCovariates covariates = PersonCovariates.of(
                people.stream().map(PersonReader.Person::row).toList(),
                arms ? protocol.model().covariates() : List.of());
        List<PersonRow> rows = new ArrayList<>();
        for (int i = 0; i < people.size(); i++)
            rows.add(people.get(i).observation(covariates.values().get(i)));
        PersonDesign.Names names = new PersonDesign.Names(contrast.expression(), covariates.names());
        GroupDesign design = arms
                ? PersonDesign.between(rows, parts.arms(), names)
                : (inputs.exchange ? exchanged(protocol, parts, people, rows, names) : Optional.<GroupDesign>empty())
                        .orElseGet(() -> PersonDesign.flipped(rows, names));
        List<String> order = List.copyOf(parts.arms().keySet());
        boolean unequal = arms && order.size() > 1 && protocol.model().variance() == ModelChoice.Variance.BY_ARM;
        Map<String, Integer> counts = new LinkedHashMap<>();
        order.forEach(arm -> counts.put(arm, 0));
        rows.forEach(row -> counts.merge(arms ? row.arm() : ALL, 1, Integer::sum));
        if (unequal) requireVariances(counts);
        return new TestPlan(
                contrast,
                parts.visit(),
                people.stream().map(PersonReader.Person::subject).toList(),
                counts,
                design,
                parts.baselines().isEmpty() ? Optional.empty() : Optional.of(baselines(people, design, arms)),
                unequal
                        ? Optional.of(rows.stream()
                                .mapToInt(row -> order.indexOf(row.arm()))
                                .toArray())
                        : Optional.empty(),
                Optional.empty(),
                reader.missing());
    }

    /** The variance of an arm cannot be estimated from one participant. */
    private static void requireVariances(Map<String, Integer> counts) {
        for (Map.Entry<String, Integer> arm : counts.entrySet())
            if (arm.getValue() < 2)
                throw new DataException(
                        "the arm '" + arm.getKey() + "' has " + arm.getValue()
                                + (arm.getValue() == 1 ? " participant" : " participants")
                                + " with the data of this test, but a variance in each arm ('variance': 'byArm') needs 2 or more");
    }

    /** The weights of the baselines; negative where the observation is the negative of the contrast. */
    private static double[][] baselines(List<PersonReader.Person> people, GroupDesign design, boolean arms) {
        double[][] baselines = new double[people.size()][];
        for (int s = 0; s < baselines.length; s++) {
            double sign = arms ? 1 : design.matrix()[s][0];
            baselines[s] = Arrays.stream(people.get(s).baseline())
                    .map(w -> w == 0 ? 0 : sign * w)
                    .toArray();
        }
        return baselines;
    }

    private static Optional<GroupDesign> exchanged(
            TrialProtocol protocol,
            ContrastParts parts,
            List<PersonReader.Person> people,
            List<PersonRow> rows,
            PersonDesign.Names names) {
        if (parts.conditions().isEmpty() || protocol.randomisation().sequences().isEmpty()) return Optional.empty();
        return PersonDesign.exchanged(
                rows,
                names,
                people.stream().map(PersonReader.Person::sequence).toList(),
                parts.conditions(),
                protocol.randomisation().sequences());
    }

    /** The test of its permutations, or of its wild bootstrap. */
    PersonTest test(PersonTest.Options options) {
        PersonTest test = PersonTest.plan(design, baseline.isPresent(), varianceGroups, options);
        return visits.map(test::withVisits).orElse(test);
    }

    /** What the model assumes, in sentences. */
    List<String> notes(TrialProtocol protocol) {
        if (visits.isEmpty()) return List.of();
        List<String> notes = new ArrayList<>(List.of(
                "The marginal model keeps participants with some sessions missing; it assumes that sessions are missing"
                        + " completely at random."));
        if (!missing.isEmpty())
            notes.add("Missing: "
                    + missing.entrySet().stream()
                            .map(each -> "sub-" + each.getKey() + " (" + each.getValue() + ")")
                            .collect(Collectors.joining(", "))
                    + ".");
        if (!protocol.randomisation().strata().isEmpty()) notes.add(unstratified(protocol));
        return notes;
    }

    /** What a model does with strata, a sentence. */
    static String unstratified(TrialProtocol protocol) {
        return "Treatments were randomised within strata of "
                + String.join(", ", protocol.randomisation().strata())
                + "; the model adjusts for a stratum only if it is a covariate.";
    }

    /** How the sessions of a crossover were re-randomised or flipped, or arms permuted. */
    String words() {
        return design.words();
    }
}
