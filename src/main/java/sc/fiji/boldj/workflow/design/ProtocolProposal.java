package sc.fiji.boldj.workflow.design;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.protocol.Undecided;

/**
 * A protocol that follows from the tables of a dataset. What they do not determine is listed in it, not chosen: all tests are
 * exploratory until primary ones are named.
 *
 * @param content fields in the order of the file
 * @param undecided what is to be decided
 */
public record ProtocolProposal(Map<String, Object> content, List<Undecided> undecided) {

    /** How values are compared with the first session or scan. */
    public enum BaselineUse {
        /** To be decided. */
        UNDECIDED,
        /** Not compared. */
        NONE,
        /** It is subtracted. */
        CHANGE,
        /** It is a covariate. */
        COVARIATE
    }

    /**
     * What was decided already.
     *
     * @param title of the trial; empty: the name of the folder
     * @param reference the comparator; empty: by the names of treatments
     * @param primary id of the primary endpoint; empty: to be decided
     * @param visit of the primary tests; empty: to be decided, or the only one
     * @param baseline how the first visit or scan is used
     */
    public record Decisions(String title, String reference, String primary, String visit, BaselineUse baseline) {}

    /**
     * Proposes a protocol.
     *
     * @throws IOException if a table cannot be read, or the proposal would not be valid
     * @throws IllegalArgumentException if a decision names what the dataset does not have; lists what it has
     */
    public static ProtocolProposal of(BidsDataset dataset, Decisions decided) throws IOException {
        StudyColumns columns = StudyColumns.of(dataset);
        ProposedDesign design = new ProposedDesign(columns, decided.reference());
        if (design.factors().isEmpty())
            throw new IOException(dataset.root()
                    + ": the tables give neither arms nor treatments nor visits, so there is no trial to declare: add a column"
                    + " arm to participants.tsv, or treatment and period to the sessions' tables");
        List<String> used =
                design.factors().stream().map(ProposedFactor::column).toList();
        ProposedEndpoints endpoints = ProposedEndpoints.of(dataset, columns, used);
        List<Undecided> undecided = new ArrayList<>(design.undecided());
        undecided.addAll(endpoints.undecided());
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("protocolVersion", 1);
        content.put(
                "title",
                decided.title().isEmpty()
                        ? dataset.root()
                                .toAbsolutePath()
                                .normalize()
                                .getFileName()
                                .toString()
                        : decided.title());
        Map<String, Object> factors = new LinkedHashMap<>();
        design.factors().forEach(factor -> factors.put(factor.name(), factor.toMap()));
        content.put("factors", factors);
        if (!design.randomisation().isEmpty()) content.put("randomisation", design.randomisation());
        List<Map<String, Object>> all = new ArrayList<>(endpoints.numbers());
        all.addAll(endpoints.maps());
        content.put("endpoints", all);
        ProposedTests tests = new ProposedTests(design, endpoints, decided);
        content.put("contrasts", tests.contrasts());
        content.put("families", tests.families());
        tests.model().ifPresent(model -> content.put("model", model));
        undecided.addAll(tests.undecided());
        if (isIncomplete(columns))
            undecided.add(
                    new Undecided(
                            "$.model.missing",
                            List.of("completeCases", "mmrm", "sandwich"),
                            "some participants lack sessions; without an entry those are excluded from the tests that need them"));
        undecided.add(new Undecided(
                "$.equivalence",
                List.of(),
                "effects to be shown to be absent, with their margins, cannot be seen in the data"));
        content.put("undecided", undecided.stream().map(Undecided::toMap).toList());
        return new ProtocolProposal(content, List.copyOf(undecided));
    }

    private static boolean isIncomplete(StudyColumns columns) {
        Set<Integer> counts = new LinkedHashSet<>();
        columns.sessions().values().forEach(own -> counts.add(own.size()));
        return counts.size() > 1;
    }

    /**
     * The text of the file, checked as it will be read.
     *
     * @throws IOException if it is not a valid protocol
     */
    public String text(Path file) throws IOException {
        ProtocolFile.of(file, content);
        return ProtocolFile.text(content);
    }

    /** What was found, in a sentence. */
    public String words() {
        Map<?, ?> factors = (Map<?, ?>) content.get("factors");
        List<String> words = new ArrayList<>();
        factors.forEach((name, factor) -> words.add(name + " ("
                + Optional.ofNullable(((Map<?, ?>) factor).get("levels")).orElse("") + ")"));
        return "factors " + String.join(", ", words) + "; " + ((List<?>) content.get("endpoints")).size()
                + " endpoints; " + undecided.size() + " fields to be decided";
    }
}
