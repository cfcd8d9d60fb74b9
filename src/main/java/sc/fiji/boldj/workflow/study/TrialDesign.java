package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import sc.fiji.boldj.group.DesignTable;
import sc.fiji.boldj.group.GroupDesign;
import sc.fiji.boldj.workflow.DesignChoice;

/**
 * Which design the tables of a trial mean, and the sessions it can use.
 *
 * @param kind {@code change}, {@code crossover}, {@code two-sample}, {@code paired} or {@code one-sample}
 * @param visits in the order of the design's rows
 * @param dropped sessions that the design has no use for
 * @param table a row for each visit
 * @param design the model
 */
record TrialDesign(
        String kind, List<Visit> visits, List<VisitList.LeftOut> dropped, DesignTable table, GroupDesign design) {

    private static final Set<String> CONTROL =
            Set.of("placebo", "control", "controls", "sham", "none", "baseline", "hc", "healthy", "0");

    static TrialDesign of(VisitList list, GroupOptions options) throws IOException {
        List<Visit> all = list.used();
        if (all.isEmpty()) throw new IOException("no session is left to analyse: see the exclusions");
        String kind = options.design().equals("auto") ? kind(all) : options.design();
        if (!List.of("change", "crossover", "two-sample", "paired", "one-sample")
                .contains(kind))
            throw new IOException(
                    "design '" + kind + "' is none of auto, change, crossover, two-sample, paired, one-sample");
        List<VisitList.LeftOut> dropped = new ArrayList<>();
        List<Visit> visits = select(list, kind, dropped);
        if (visits.isEmpty())
            throw new IOException("no participant has all sessions that the design " + kind + " needs");
        DesignTable table = table(visits, options.covariates());
        DesignChoice choice = new DesignChoice(kind, "", "", options.covariates(), "", "within", "auto", Path.of(""));
        return new TrialDesign(kind, visits, dropped, table, choice.of(visits.size(), Optional.of(table)));
    }

    /** Drug and placebo within people is a crossover; groups of people with two sessions are compared by their change. */
    private static String kind(List<Visit> visits) {
        Map<String, Set<String>> treatments = new TreeMap<>();
        Map<String, Integer> sessions = new TreeMap<>();
        Set<String> groups = new LinkedHashSet<>();
        for (Visit visit : visits) {
            treatments
                    .computeIfAbsent(visit.subject(), key -> new LinkedHashSet<>())
                    .add(visit.treatment());
            sessions.merge(visit.subject(), 1, Integer::sum);
            if (!visit.group().isEmpty()) groups.add(visit.group());
        }
        boolean two = sessions.values().stream().filter(n -> n >= 2).count() * 2 > sessions.size();
        boolean both = treatments.values().stream()
                                .filter(given -> given.size() == 2
                                        && given.stream().noneMatch(t -> t.isEmpty() || t.equals("none")))
                                .count()
                        * 2
                > sessions.size();
        if (two && both) return "crossover";
        if (two) return groups.size() >= 2 ? "change" : "paired";
        return groups.size() >= 2 ? "two-sample" : "one-sample";
    }

    private static List<Visit> select(VisitList list, String kind, List<VisitList.LeftOut> dropped) {
        List<List<Visit>> kept = SessionChoice.of(list, kind, dropped);
        kept.sort(Comparator.comparing((List<Visit> own) -> isControl(
                        kind.equals("crossover")
                                ? own.get(0).treatment()
                                : own.get(0).group()))
                .thenComparing(own -> own.get(0).group())
                .thenComparing(own -> own.get(0).subject()));
        List<Visit> visits = new ArrayList<>();
        kept.forEach(visits::addAll);
        return visits;
    }

    static boolean isControl(String name) {
        return CONTROL.contains(name.toLowerCase(Locale.ROOT));
    }

    private static DesignTable table(List<Visit> visits, String covariates) {
        List<String> columns = new ArrayList<>(List.of("subject", "session", "period", "treatment", "arm"));
        boolean treated = visits.stream().noneMatch(visit -> visit.treatment().isEmpty());
        boolean grouped = visits.stream().noneMatch(visit -> visit.group().isEmpty());
        boolean crossed = treated && visits.get(0).group().contains("-");
        if (!treated) columns.remove("treatment");
        if (!grouped || crossed) columns.remove("arm");
        List<String> more = new ArrayList<>();
        for (String name : covariates.split(",", -1)) if (!name.isBlank()) more.add(name.strip());
        columns.addAll(more);
        List<List<String>> rows = new ArrayList<>();
        for (Visit visit : visits) {
            List<String> row = new ArrayList<>(List.of(
                    visit.subject(),
                    visit.session().isEmpty() ? "only" : visit.session(),
                    String.valueOf(visit.period())));
            if (columns.contains("treatment")) row.add(visit.treatment());
            if (columns.contains("arm")) row.add(visit.group());
            for (String name : more) row.add(visit.person().getOrDefault(name, "n/a"));
            rows.add(row);
        }
        return new DesignTable(columns, rows);
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
                    groups.computeIfAbsent(visit.session(), key -> new ArrayList<>())
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
        return switch (kind) {
            case "crossover" -> visit.treatment();
            case "paired" -> visit.session();
            case "change" -> visit.session().isEmpty() ? group + ", " + visit.period() : group + ", " + visit.session();
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
