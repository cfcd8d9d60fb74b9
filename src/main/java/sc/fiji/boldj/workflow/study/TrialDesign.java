package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
import sc.fiji.boldj.stats.NameList;
import sc.fiji.boldj.workflow.DesignChoice;
import sc.fiji.boldj.workflow.TreatmentNames;

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
 * @param caveat what a reader of the answer must know before all else, in a sentence; empty if nothing
 * @param notes what the reader must know of how it was made
 */
record TrialDesign(
        String kind,
        List<Visit> visits,
        List<VisitList.LeftOut> dropped,
        DesignTable table,
        GroupDesign design,
        TrialCovariates covariates,
        Map<String, Integer> places,
        String contrast,
        String caveat,
        List<String> notes) {

    static TrialDesign of(VisitList list, GroupOptions options) throws IOException {
        if (list.used().isEmpty()) throw new IOException("no session is left to analyse: see the exclusions");
        SessionChoice sessions = SessionChoice.of(list, options.visits());
        Treatments treatments = Treatments.of(sessions.candidates());
        List<String> pair = treatments.pair(options.contrast());
        String kind =
                options.design().equals("auto") ? kind(sessions.candidates(), treatments, pair) : options.design();
        if (!List.of("change", "crossover", "two-sample", "paired", "one-sample")
                .contains(kind))
            throw new IOException(
                    "design '" + kind + "' is none of auto, change, crossover, two-sample, paired, one-sample");
        requireOneOrder(sessions.candidates(), treatments, kind);
        List<VisitList.LeftOut> dropped = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        TrialCovariates covariates = TrialCovariates.of(list.all(), options.covariates());
        boolean crossed = kind.equals("crossover");
        List<String> compared = crossed ? treatments.compared(pair) : List.of();
        boolean grouped = kind.equals("change") || kind.equals("two-sample");
        List<List<Visit>> people = covariates.whole(
                crossed
                        ? sessions.treatments(compared, dropped)
                        : sessions.sessions(kind, isPairs(kind) ? 2 : 1, grouped, dropped, notes),
                dropped);
        List<Visit> visits = crossed ? crossed(people, compared) : byGroup(people);
        if (visits.isEmpty())
            throw new IOException("no participant has all sessions that the design " + kind + " needs"
                    + (dropped.isEmpty() ? "" : ": " + reasons(list, dropped)));
        if (grouped) requireArms(list, visits, dropped, notes);
        List<String> fixed = kind.equals("paired") ? given(visits) : List.of();
        if (options.contrast().isEmpty())
            unrecognised(
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
                kind,
                visits,
                dropped,
                covariates,
                crossed && treatments.names().size() > 2 ? places(sessions.candidates()) : Map.of(),
                crossed && !pair.isEmpty() ? "" : options.contrast(),
                caveat(kind, visits, fixed),
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

    private static TrialDesign of(
            String kind,
            List<Visit> visits,
            List<VisitList.LeftOut> dropped,
            TrialCovariates covariates,
            Map<String, Integer> places,
            String contrast,
            String caveat,
            List<String> notes)
            throws IOException {
        List<String> fixed = kind.equals("paired") ? given(visits) : List.of();
        DesignTable table = table(visits, kind, fixed, places, covariates.columns(visits, notes));
        DesignTable modelled = without(table, kind.equals("change") ? "period" : kind.equals("crossover") ? "arm" : "");
        String adjust = table.columns().subList(fixed(table), table.columns().size()).stream()
                .map(NameList::quoted)
                .collect(Collectors.joining(","));
        DesignChoice choice =
                new DesignChoice(kind, "", "", adjust, "", "within", "auto", Path.of("")).inOrder(order(table, kind));
        GroupDesign design =
                places.isEmpty() ? choice.of(visits.size(), Optional.of(modelled)) : periods(table, visits, places);
        if (kind.equals("paired")) {
            List<String> two =
                    fixed.isEmpty() ? List.of(session(visits, 1), session(visits, 0)) : TreatmentNames.ordered(fixed);
            design = design.about(two.get(0), two.get(1));
        }
        return new TrialDesign(kind, visits, dropped, table, design, covariates, places, contrast, caveat, notes);
    }

    /** The periods of each person's sessions after which something was given. */
    private static Map<String, Integer> places(List<Visit> visits) {
        Map<String, Integer> places = new TreeMap<>();
        Map<String, Integer> last = new TreeMap<>();
        List<Visit> inTime = new ArrayList<>(visits);
        inTime.sort(Comparator.comparingInt(Visit::period));
        for (Visit visit : inTime)
            if (Treatments.isTreated(visit)) places.put(visit.name(), last.merge(visit.subject(), 1, Integer::sum));
        return places;
    }

    /** Two of more treatments: each person's difference, adjusted for the difference of its periods. */
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
     * The same design of fewer people.
     *
     * @throws IllegalArgumentException if the others are too few for it, or of one group only
     */
    TrialDesign without(Set<String> subjects) throws IOException {
        List<Visit> kept = visits.stream()
                .filter(visit -> !subjects.contains(visit.subject()))
                .toList();
        long groups = visits.stream().map(Visit::group).distinct().count();
        if ((kind.equals("change") || kind.equals("two-sample"))
                && kept.stream().map(Visit::group).distinct().count() < groups)
            throw new IllegalArgumentException("nobody of one of the groups has it");
        return of(kind, kept, dropped, covariates, places, contrast, caveat, new ArrayList<>());
    }

    /** How many people are in it. */
    int people() {
        return (int) visits.stream().map(Visit::subject).distinct().count();
    }

    /** An arm that was lost whole would leave another design than the trial's. */
    private static void requireArms(
            VisitList list, List<Visit> visits, List<VisitList.LeftOut> dropped, List<String> notes)
            throws IOException {
        Set<String> lost = new TreeSet<>();
        for (Visit visit : list.all()) if (!visit.group().isEmpty()) lost.add(visit.group());
        int arms = lost.size();
        for (Visit visit : visits) lost.remove(visit.group());
        if (arms >= 2 && arms - lost.size() < 2)
            throw new IOException("nobody of " + String.join(", ", lost) + " can be analysed ("
                    + reasons(list, dropped) + "), so there is nothing to compare: design=paired or one-sample tests"
                    + " those who are left");
        if (!lost.isEmpty())
            notes.add("Nobody of " + String.join(", ", lost) + " can be analysed: the others are compared.");
    }

    private static String reasons(VisitList list, List<VisitList.LeftOut> dropped) {
        Map<String, Integer> counts = new TreeMap<>();
        for (VisitList.LeftOut out : list.excluded()) counts.merge(out.kind(), 1, Integer::sum);
        for (VisitList.LeftOut out : dropped) counts.merge(out.kind(), 1, Integer::sum);
        List<String> words = new ArrayList<>();
        counts.forEach((kind, n) -> words.add(kind + " " + n));
        return "sessions left out: " + String.join(", ", words);
    }

    /**
     * Drug and placebo within people, in both orders, is a crossover; groups of people with two sessions are compared by
     * their change. All sessions found count, also those left out: exclusions do not change the design.
     *
     * @param pair two treatments that the contrast names, or none
     * @throws IOException if most people had more than two treatments and none are named; lists the choices
     */
    private static String kind(List<Visit> visits, Treatments treatments, List<String> pair) throws IOException {
        Map<String, Integer> sessions = new TreeMap<>();
        Set<String> groups = new LinkedHashSet<>();
        for (Visit visit : visits) {
            sessions.merge(visit.subject(), 1, Integer::sum);
            if (!visit.group().isEmpty()) groups.add(visit.group());
        }
        boolean two = sessions.values().stream().filter(n -> n >= 2).count() * 2 > sessions.size();
        if (treatments.mostHave(3)) {
            treatments.compared(pair);
            return "crossover";
        }
        if (two && treatments.isWithin() && treatments.isMixed()) return "crossover";
        if (two) return groups.size() >= 2 ? "change" : "paired";
        return groups.size() >= 2 ? "two-sample" : "one-sample";
    }

    /** Sessions by their place compare periods, not treatments, where the treatments were given in both orders. */
    private static void requireOneOrder(List<Visit> visits, Treatments treatments, String kind) throws IOException {
        if (!kind.equals("paired") && !kind.equals("change")) return;
        Map<String, List<Visit>> groups = new TreeMap<>();
        for (Visit visit : visits)
            groups.computeIfAbsent(kind.equals("change") ? visit.group() : "", key -> new ArrayList<>())
                    .add(visit);
        for (List<Visit> group : groups.values())
            if (Treatments.of(group).isMixed())
                throw new IOException("design=" + kind + " compares a first with a second session, but the treatments ("
                        + String.join(", ", treatments.names())
                        + ") were given in different orders, so it would compare"
                        + " periods, not treatments: use design=crossover"
                        + (treatments.names().size() > 2 ? " with one of " + treatments.choices() : ""));
    }

    /** The treatments of the first and of the second sessions, if each is the same for everyone and they differ. */
    private static List<String> given(List<Visit> visits) {
        List<String> given = new ArrayList<>();
        for (int place = 0; place < 2; place++) {
            Set<String> own = new TreeSet<>();
            for (int i = place; i < visits.size(); i += 2)
                own.add(Treatments.isTreated(visits.get(i)) ? visits.get(i).treatment() : "");
            if (own.size() != 1 || own.contains("")) return List.of();
            given.addAll(own);
        }
        return given.get(0).equals(given.get(1)) ? List.of() : given;
    }

    /** Time and treatment are one where everyone had the treatments in the same order. */
    private static String caveat(String kind, List<Visit> visits, List<String> fixed) {
        List<String> order = kind.equals("change") ? given(visits) : fixed;
        if (order.isEmpty()) return "";
        return "Fixed order: everyone had " + order.get(0) + " first and " + order.get(1)
                + " second, so the effect of the"
                + " treatment cannot be told apart from that of time (habituation, learning, drift, the course of the"
                + " illness).";
    }

    /** Says which way an effect is taken where neither of two names is that of a control. */
    private static void unrecognised(List<String> levels, List<String> notes) {
        if (levels.size() != 2 || TreatmentNames.comparator(levels).isPresent()) return;
        List<String> ordered = TreatmentNames.ordered(levels);
        notes.add("By their names neither " + ordered.get(0) + " nor " + ordered.get(1)
                + " is the comparator of the other. The effect is " + String.join(" minus ", ordered)
                + ", by the alphabet; contrast=[" + ordered.get(1) + " - " + ordered.get(0) + "] turns it.");
    }

    /** Pairs of sessions or single ones by group, comparators last, so that an effect is drug minus control. */
    private static List<Visit> byGroup(List<List<Visit>> people) {
        List<String> levels = new ArrayList<>();
        for (List<Visit> own : people) levels.add(own.get(0).group());
        List<String> ordered = levels.isEmpty() ? levels : TreatmentNames.ordered(levels);
        List<List<Visit>> sorted = new ArrayList<>(people);
        sorted.sort(Comparator.comparingInt(
                        (List<Visit> own) -> ordered.indexOf(own.get(0).group()))
                .thenComparing(own -> own.get(0).subject()));
        return sorted.stream().flatMap(List::stream).toList();
    }

    /** Pairs of sessions, beginning with the treatment that an effect is positive for. */
    private static List<Visit> crossed(List<List<Visit>> people, List<String> treatments) {
        List<List<Visit>> sorted = new ArrayList<>(people);
        sorted.sort(Comparator.comparingInt(
                        (List<Visit> own) -> treatments.indexOf(own.get(0).treatment()))
                .thenComparing(own -> own.get(0).group())
                .thenComparing(own -> own.get(0).subject()));
        boolean turned = !sorted.isEmpty() && !sorted.get(0).get(0).treatment().equals(treatments.get(0));
        List<Visit> visits = new ArrayList<>();
        for (List<Visit> own : sorted) {
            visits.addAll(own);
            if (turned) Collections.swap(visits, visits.size() - 2, visits.size() - 1);
        }
        return visits;
    }

    private static boolean isPairs(String kind) {
        return !kind.equals("two-sample") && !kind.equals("one-sample");
    }

    /** The label of the first or second session, if it is the same of everyone. */
    private static String session(List<Visit> visits, int place) {
        Set<String> labels = new LinkedHashSet<>();
        for (int i = place; i < visits.size(); i += 2) labels.add(visits.get(i).session());
        return labels.size() == 1 && !labels.contains("") ? labels.iterator().next() : "session " + (place + 1);
    }

    /** The number of a session in time: among its person's two if the design compares those. */
    private static int period(List<Visit> visits, int i, String kind) {
        if (!isPairs(kind)) return visits.get(i).period();
        return visits.get(i).period() < visits.get(i ^ 1).period() ? 1 : 2;
    }

    private static DesignTable table(
            List<Visit> visits,
            String kind,
            List<String> given,
            Map<String, Integer> places,
            Map<String, List<String>> covariates) {
        List<String> columns = new ArrayList<>(List.of("subject", "session", "period"));
        if (visits.stream().noneMatch(visit -> visit.treatment().isEmpty())) columns.add("treatment");
        if (visits.stream().noneMatch(visit -> visit.group().isEmpty())) columns.add("arm");
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < visits.size(); i++) {
            Visit visit = visits.get(i);
            String only = visit.session().isEmpty() ? "only" : visit.session();
            boolean pairs = kind.equals("change") || kind.equals("paired");
            List<String> row = new ArrayList<>(List.of(
                    visit.subject(),
                    !given.isEmpty() ? given.get(i % 2) : pairs ? session(visits, i % 2) : only,
                    String.valueOf(places.isEmpty() ? period(visits, i, kind) : places.get(visit.name()))));
            if (columns.contains("treatment")) row.add(visit.treatment());
            if (columns.contains("arm")) row.add(visit.group());
            for (List<String> values : covariates.values()) row.add(values.get(i));
            rows.add(row);
        }
        columns.addAll(covariates.keySet());
        return new DesignTable(columns, rows);
    }

    /** How many columns come before those of covariates. */
    private static int fixed(DesignTable table) {
        return 3
                + (table.columns().contains("treatment") ? 1 : 0)
                + (table.columns().contains("arm") ? 1 : 0);
    }

    private static DesignTable without(DesignTable table, String column) {
        int at = table.columns().indexOf(column);
        if (at < 0) return table;
        List<String> columns = new ArrayList<>(table.columns());
        columns.remove(at);
        List<List<String>> rows = new ArrayList<>();
        for (List<String> row : table.rows()) {
            List<String> rest = new ArrayList<>(row);
            rest.remove(at);
            rows.add(rest);
        }
        return new DesignTable(columns, rows);
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
                    groups.computeIfAbsent(session(visits, i % 2), key -> new ArrayList<>())
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
    String heading(Visit visit) {
        String group = visit.group().isEmpty() ? "all" : visit.group();
        int place = 0;
        while (visits.get(place) != visit) place++;
        return switch (kind) {
            case "crossover" -> visit.treatment();
            case "paired" -> session(visits, place % 2);
            case "change" -> group + ", " + session(visits, place % 2);
            default -> group;
        };
    }

    /** Whether the groups of {@link #groups} are the same people in the same order. */
    boolean isPaired() {
        return kind.equals("crossover") || kind.equals("paired");
    }

    /** What the values in {@link #groups} are. */
    String unit() {
        return kind.equals("change") ? "change of Fisher z" : "Fisher z";
    }
}
