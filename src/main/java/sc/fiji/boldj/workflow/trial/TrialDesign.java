package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import sc.fiji.boldj.group.DesignTable;
import sc.fiji.boldj.group.GroupDesign;
import sc.fiji.boldj.group.TrialDesigns;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.stats.NameList;
import sc.fiji.boldj.workflow.DesignChoice;
import sc.fiji.boldj.workflow.TreatmentNames;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;

/**
 * Which design the tables of a trial mean, and the sessions it can use.
 *
 * @param kind {@code change}, {@code crossover}, {@code two-sample}, {@code paired} or {@code one-sample}
 * @param visits in the order of the design's rows
 * @param dropped sessions that the design has no use for
 * @param table a row for each visit
 * @param design the model
 * @param covariates what it is adjusted for
 * @param places of a crossover with more than two treatments: the period of each session by its name; else empty
 * @param contrast what is tested, an expression in the design's columns; empty: the design's own
 * @param caveat a sentence that a reader of the result must know first; empty if there is none
 * @param notes what the reader must know of how it was made
 */
public record TrialDesign(
        String kind,
        List<Visit> visits,
        List<Exclusion> dropped,
        DesignTable table,
        GroupDesign design,
        TrialCovariates covariates,
        Map<String, Integer> places,
        String contrast,
        String caveat,
        List<String> notes) {

    public static TrialDesign of(VisitList list, GroupOptions options) throws IOException {
        if (list.used().isEmpty()) throw new IOException("no session is left to analyse: see the exclusions");
        SessionChoice sessions = SessionChoice.of(list, options.get(GroupOption.VISITS));
        Treatments treatments = Treatments.of(sessions.candidates());
        List<String> pair = treatments.pair(options.get(GroupOption.CONTRAST));
        String kind = options.get(GroupOption.DESIGN).equals("auto")
                ? TrialKind.of(sessions.candidates(), treatments, pair)
                : options.get(GroupOption.DESIGN);
        if (!List.of("change", "crossover", "two-sample", "paired", "one-sample")
                .contains(kind))
            throw new IOException(
                    "design '" + kind + "' is none of auto, change, crossover, two-sample, paired, one-sample");
        TrialKind.requireOneOrder(sessions.candidates(), treatments, kind);
        List<Exclusion> dropped = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        TrialCovariates covariates = TrialCovariates.of(list.all(), options.get(GroupOption.COVARIATES));
        boolean crossed = kind.equals("crossover");
        List<String> compared = crossed ? treatments.compared(pair) : List.of();
        boolean grouped = kind.equals("change") || kind.equals("two-sample");
        List<List<Visit>> people = covariates.whole(
                crossed
                        ? sessions.treatments(compared, dropped)
                        : sessions.sessions(kind, isPairs(kind) ? 2 : 1, grouped, dropped, notes),
                dropped);
        List<Visit> visits = crossed ? TrialKind.crossed(people, compared) : TrialKind.byGroup(people);
        if (visits.isEmpty())
            throw new IOException("no participant has all sessions that the design " + kind + " needs"
                    + (dropped.isEmpty() ? "" : ": " + reasons(list, dropped)));
        if (grouped) requireArms(list, visits, dropped, notes);
        List<String> fixed = kind.equals("paired") ? TrialKind.given(visits) : List.of();
        if (options.get(GroupOption.CONTRAST).isEmpty())
            TrialKind.unrecognised(
                    crossed
                            ? compared
                            : grouped
                                    ? visits.stream()
                                            .map(Visit::group)
                                            .distinct()
                                            .toList()
                                    : fixed,
                    notes);
        return of(
                new Basis(
                        kind,
                        dropped,
                        covariates,
                        crossed && treatments.names().size() > 2 ? places(sessions.candidates()) : Map.of(),
                        crossed && !pair.isEmpty() ? "" : options.get(GroupOption.CONTRAST),
                        TrialKind.caveat(kind, visits, fixed)),
                visits,
                notes);
    }

    /** The order of levels that the visits stand in: sessions in time, the arm or treatment of interest before its control. */
    private static List<String> order(DesignTable table, String kind) {
        List<String> order = new ArrayList<>();
        if (kind.equals("change") || kind.equals("paired")) order.addAll(table.levels("session"));
        String arm = kind.equals("crossover") ? "treatment" : "arm";
        List<String> levels = new ArrayList<>(table.has(arm) ? table.levels(arm) : List.of());
        Collections.reverse(levels);
        order.addAll(levels);
        return order;
    }

    /** What does not depend on who of the participants is in it. */
    private record Basis(
            String kind,
            List<Exclusion> dropped,
            TrialCovariates covariates,
            Map<String, Integer> places,
            String contrast,
            String caveat) {}

    private static TrialDesign of(Basis basis, List<Visit> visits, List<String> notes) throws IOException {
        String kind = basis.kind();
        Map<String, Integer> places = basis.places();
        List<String> fixed = kind.equals("paired") ? TrialKind.given(visits) : List.of();
        DesignTable table =
                TrialTable.of(visits, kind, fixed, places, basis.covariates().columns(visits, notes));
        DesignTable modelled =
                TrialTable.without(table, kind.equals("change") ? "period" : kind.equals("crossover") ? "arm" : "");
        String adjust = table
                .columns()
                .subList(TrialTable.fixed(table), table.columns().size())
                .stream()
                .map(NameList::quoted)
                .collect(Collectors.joining(","));
        DesignChoice choice = new DesignChoice(
                kind, "", "", adjust, DesignChoice.Shuffled.BY_DESIGN, Path.of(""), order(table, kind));
        GroupDesign design =
                places.isEmpty() ? choice.of(visits.size(), Optional.of(modelled)) : periods(table, visits, places);
        if (kind.equals("paired")) {
            List<String> two = fixed.isEmpty()
                    ? List.of(TrialTable.session(visits, 1), TrialTable.session(visits, 0))
                    : TreatmentNames.ordered(fixed);
            design = design.about(two.get(0), two.get(1));
        }
        return new TrialDesign(
                kind,
                visits,
                basis.dropped(),
                table,
                design,
                basis.covariates(),
                places,
                basis.contrast(),
                basis.caveat(),
                notes);
    }

    /** The periods of the sessions of each participant that have a treatment. */
    private static Map<String, Integer> places(List<Visit> visits) {
        Map<String, Integer> places = new TreeMap<>();
        Map<String, Integer> last = new TreeMap<>();
        List<Visit> inTime = new ArrayList<>(visits);
        inTime.sort(Comparator.comparingInt(Visit::period));
        for (Visit visit : inTime)
            if (Treatments.isTreated(visit)) places.put(visit.name(), last.merge(visit.subject(), 1, Integer::sum));
        return places;
    }

    /** Two of several treatments: the difference of each participant, adjusted for the difference of its periods. */
    private static GroupDesign periods(DesignTable table, List<Visit> visits, Map<String, Integer> places) {
        List<String> columns = new ArrayList<>(table.columns());
        List<List<String>> rows = new ArrayList<>();
        table.rows().forEach(row -> rows.add(new ArrayList<>(row)));
        TreeSet<Integer> used = new TreeSet<>();
        for (Visit visit : visits) used.add(places.get(visit.name()));
        List<String> names = new ArrayList<>();
        for (int place : used.tailSet(used.first(), false)) {
            names.add("in period " + place);
            for (int i = 0; i < visits.size(); i++)
                rows.get(i).add(places.get(visits.get(i).name()) == place ? "1" : "0");
        }
        columns.addAll(names);
        return TrialDesigns.repeatedMeasures(new DesignTable(columns, rows), "subject", "treatment", "", names)
                .about(visits.get(0).treatment(), visits.get(1).treatment());
    }

    /**
     * The same design with fewer participants.
     *
     * @throws DataException if the others are too few for it, or of one group only
     */
    TrialDesign without(Set<String> subjects) throws IOException {
        List<Visit> kept = visits.stream()
                .filter(visit -> !subjects.contains(visit.subject()))
                .toList();
        long groups = visits.stream().map(Visit::group).distinct().count();
        if ((kind.equals("change") || kind.equals("two-sample"))
                && kept.stream().map(Visit::group).distinct().count() < groups)
            throw new DataException("no participant of one of the groups has all of them");
        return of(new Basis(kind, dropped, covariates, places, contrast, caveat), kept, new ArrayList<>());
    }

    /** Number of participants. */
    public int people() {
        return (int) visits.stream().map(Visit::subject).distinct().count();
    }

    /** An arm that was lost whole would leave another design than the trial's. */
    private static void requireArms(VisitList list, List<Visit> visits, List<Exclusion> dropped, List<String> notes)
            throws IOException {
        Set<String> lost = new TreeSet<>();
        for (Visit visit : list.all()) if (!visit.group().isEmpty()) lost.add(visit.group());
        int arms = lost.size();
        for (Visit visit : visits) lost.remove(visit.group());
        if (arms >= 2 && arms - lost.size() < 2)
            throw new IOException(
                    "no participant of " + String.join(", ", lost) + " can be analysed (" + reasons(list, dropped)
                            + "), so there is nothing to compare: design=paired or one-sample tests the remaining participants");
        if (!lost.isEmpty())
            notes.add("No data of " + String.join(", ", lost) + " can be analysed; the other groups are compared.");
    }

    private static String reasons(VisitList list, List<Exclusion> dropped) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Exclusion out : list.excluded()) counts.merge(out.kind(), 1, Integer::sum);
        for (Exclusion out : dropped) counts.merge(out.kind(), 1, Integer::sum);
        List<String> words = new ArrayList<>();
        counts.forEach((kind, n) -> words.add(kind + " " + n));
        return "sessions excluded: " + String.join(", ", words);
    }

    static boolean isPairs(String kind) {
        return !kind.equals("two-sample") && !kind.equals("one-sample");
    }

    /** What an effect above zero means, {@code drug - placebo}; as the user's contrast has it if there is one. */
    String direction(String contrast) {
        if (!kind.equals("crossover") || !contrast.equals("treatment")) return contrast;
        return String.join(" - ", table.levels("treatment"));
    }

    /** The groups whose difference is tested, by name, with the value of each person in them. */
    Map<String, List<Double>> groups(double[] values) {
        Map<String, List<Double>> groups = new LinkedHashMap<>();
        for (int i = 0; i < visits.size(); i++) {
            Visit visit = visits.get(i);
            switch (kind) {
                case "change" -> {
                    if (i % 2 == 1)
                        groups.computeIfAbsent(visit.group(), key -> new ArrayList<>())
                                .add(values[i] - values[i - 1]);
                }
                case "crossover" ->
                    groups.computeIfAbsent(visit.treatment(), key -> new ArrayList<>())
                            .add(values[i]);
                case "paired" ->
                    groups.computeIfAbsent(TrialTable.session(visits, i % 2), key -> new ArrayList<>())
                            .add(values[i]);
                case "two-sample" ->
                    groups.computeIfAbsent(visit.group(), key -> new ArrayList<>())
                            .add(values[i]);
                default ->
                    groups.computeIfAbsent("all", key -> new ArrayList<>()).add(values[i]);
            }
        }
        return groups;
    }

    /** Under which heading the scan of a visit is described. */
    public String heading(Visit visit) {
        String group = visit.group().isEmpty() ? "all" : visit.group();
        int place = 0;
        while (!visits.get(place).equals(visit)) place++;
        return switch (kind) {
            case "crossover" -> visit.treatment();
            case "paired" -> session(place);
            case "change" -> group + ", " + session(place);
            default -> group;
        };
    }

    private String session(int place) {
        String label = TrialTable.session(visits, place % 2);
        return label.chars().allMatch(Character::isDigit) ? "session " + label : label;
    }

    /** Whether the groups of {@link #groups} are the same participants in the same order. */
    public boolean isPaired() {
        return kind.equals("crossover") || kind.equals("paired");
    }

    /** What the values in {@link #groups} are. */
    public String unit() {
        return kind.equals("change") ? "change of Fisher z" : "Fisher z";
    }
}
