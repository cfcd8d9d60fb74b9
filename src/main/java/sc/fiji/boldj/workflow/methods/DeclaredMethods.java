package sc.fiji.boldj.workflow.methods;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sc.fiji.boldj.workflow.MethodsText;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.Factor;
import sc.fiji.boldj.workflow.protocol.Randomisation;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.NodeSet;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.TrialMap;
import sc.fiji.boldj.workflow.trial.ProtocolNodes;

/** Describes for a paper what was done in a trial with a protocol: design, acquisition, preprocessing, endpoints, exclusions. */
public final class DeclaredMethods {

    private final ParticipantOptions participant;
    private final GroupOptions options;
    private final String program;

    /** @param options of the group level, with the rules of exclusion of the protocol */
    public DeclaredMethods(ParticipantOptions participant, GroupOptions options, String program) {
        this.participant = participant;
        this.options = options;
        this.program = program;
    }

    /** The sentences with their references. */
    public MethodsText text(DeclaredFacts facts) {
        MethodsText text = new MethodsText();
        text.add(
                "The trial was analysed according to a protocol file (SHA-256 of its canonical form: %s).",
                facts.digest());
        design(text, facts);
        for (DeclaredFacts.Task task : facts.tasks()) {
            add(text, facts, task, people -> people.participants(text));
            AcquisitionWords.runs(task.name(), task.series(), text);
        }
        AcquisitionWords.anatomy(facts.anatomy(), text);
        StudyWords.program(text, participant, program);
        if (!facts.tasks().isEmpty()) {
            new PreprocessingMethods(participant, facts.series()).write(text);
            endpoints(text, facts);
            StudyWords.exclusionRules(text, options);
            facts.protocol()
                    .quality()
                    .ratings()
                    .ifPresent(rule -> text.add(
                            "Runs were rated by visual inspection (accept, doubt or exclude); sessions with a run rated %s were"
                                    + " excluded.",
                            String.join(" or ", rule.excluded())));
            for (DeclaredFacts.Task task : facts.tasks())
                add(text, facts, task, people -> {
                    people.exclusions(text);
                    people.quality(text);
                });
        } else endpoints(text, facts);
        new DeclaredInference(facts).write(text);
        StudyWords.ask(text);
        return text;
    }

    /** Sentences on the participants of a task, which is named where there are several. */
    private static void add(
            MethodsText text, DeclaredFacts facts, DeclaredFacts.Task task, Consumer<PeopleWords> sentences) {
        if (facts.tasks().size() > 1) text.add("For the task %s, the following applies.", task.name());
        sentences.accept(new PeopleWords(task.people(), "included"));
    }

    private static void design(MethodsText text, DeclaredFacts facts) {
        List<String> factors = new ArrayList<>();
        for (Factor factor : facts.protocol().factors().values())
            factors.add(factor.name() + " (" + role(factor) + "; " + String.join(", ", factor.levels())
                    + (factor.reference().isEmpty() ? "" : "; reference " + factor.reference()) + ")");
        text.add("The design had the %s %s.", factors.size() == 1 ? "factor" : "factors", MethodsText.list(factors));
        Randomisation randomisation = facts.protocol().randomisation();
        List<String> how = new ArrayList<>();
        if (!randomisation.strata().isEmpty()) how.add("stratified by " + MethodsText.list(randomisation.strata()));
        if (randomisation.blocks() > 0) how.add("in blocks of " + randomisation.blocks());
        if (!randomisation.sequences().isEmpty())
            how.add("to the sequences "
                    + semicolons(randomisation.sequences().stream()
                            .map(sequence -> String.join(", ", sequence))
                            .toList()));
        if (!how.isEmpty())
            text.add("According to the protocol, participants were randomised " + String.join(", ", how) + ".");
    }

    private static String role(Factor factor) {
        String scope = factor.within() ? "within participants" : "between participants";
        return switch (factor.role()) {
            case TREATMENT -> "treatment, " + scope;
            case VISIT -> "visit";
            case SCAN -> "scan within a visit or period";
            case GROUP -> "group, not randomised";
        };
    }

    private void endpoints(MethodsText text, DeclaredFacts facts) {
        List<Endpoint> tested = facts.endpoints();
        Set<NodeSet> nodes = ProtocolNodes.grouped(tested, facts.nodes()).keySet();
        for (NodeSet set : nodes)
            if (set.isBuiltIn()) StudyWords.connections(text);
            else StudyWords.connections(text, set);
        List<TrialMap> maps = tested.stream()
                .flatMap(endpoint -> endpoint.map().stream())
                .distinct()
                .toList();
        List<ConditionFacts> conditions = facts.tasks().stream()
                .flatMap(task -> task.conditions().stream())
                .toList();
        new MapMethods(participant, maps, conditions).write(text);
        if (facts.series().size()
                > facts.tasks().stream()
                        .flatMap(task -> task.people().groups().stream())
                        .mapToInt(PeopleFacts.Group::sessions)
                        .sum()) text.add(StudyWords.SEVERAL_RUNS);
        List<String> parts = new ArrayList<>();
        for (Endpoint endpoint : tested) {
            String kind = kind(endpoint);
            parts.add(endpoint.label().equals(kind) ? kind : endpoint.label() + " (" + kind + ")");
        }
        if (!parts.isEmpty())
            text.add("The tested %s %s.", parts.size() == 1 ? "endpoint was" : "endpoints were", semicolons(parts));
    }

    /** Joins phrases that contain commas: {@code a; b; and c}. */
    static String semicolons(List<String> phrases) {
        int last = phrases.size() - 1;
        return last < 1
                ? String.join("", phrases)
                : String.join("; ", phrases.subList(0, last)) + "; and " + phrases.get(last);
    }

    private static String kind(Endpoint endpoint) {
        if (endpoint.source() instanceof Endpoint.Connection connection) {
            if (connection.name().isEmpty())
                return "connection between " + MethodsText.list(connection.one()) + " and "
                        + MethodsText.list(connection.other());
            return connection.name().equals(endpoint.label()) ? connection.name() : "connection " + connection.name();
        }
        if (endpoint.source() instanceof Endpoint.MapRegion region)
            return String.format(
                    Locale.ROOT,
                    "mean of the map %s over a sphere of %s mm radius at (%s), MNI",
                    region.map().label(),
                    MethodsText.number(region.region().radius()),
                    Stream.of(
                                    region.region().x(),
                                    region.region().y(),
                                    region.region().z())
                            .map(MethodsText::number)
                            .collect(Collectors.joining(", ")));
        if (endpoint.source() instanceof Endpoint.WholeMap whole)
            return "map " + whole.map().label() + ", tested at each voxel";
        if (endpoint.source() instanceof Endpoint.Score score) return "clinical score, column " + score.column();
        return ((Endpoint.Figure) endpoint.source()).figure().words();
    }
}
