package sc.fiji.boldj.workflow.design;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.SessionLabels;
import sc.fiji.boldj.workflow.TreatmentNames;
import sc.fiji.boldj.workflow.protocol.Undecided;
import sc.fiji.boldj.workflow.study.TableCells;
import sc.fiji.boldj.workflow.trial.VisitReader;

/** The factors and the randomisation that the tables of a dataset show, and what they do not show. Used by one thread. */
final class ProposedDesign {

    private static final Set<String> TREATMENT = Set.of("treatment", "drug", "condition", "intervention", "medication");
    private static final Set<String> NOT_FACTORS =
            Set.of("sessionid", "session", "period", "day", "acqtime", "age", "sex", "weight");
    private static final int MOST_LEVELS = 12;

    private final StudyColumns columns;
    private final List<ProposedFactor> factors = new ArrayList<>();
    private final List<Undecided> undecided = new ArrayList<>();
    private final Map<String, Object> randomisation = new LinkedHashMap<>();

    /**
     * @param reference that was chosen; empty: by the names of treatments
     * @throws IllegalArgumentException if the chosen reference is not a treatment
     */
    ProposedDesign(StudyColumns columns, String reference) {
        this.columns = columns;
        Optional<String> given = columns.sessionColumns().stream()
                .filter(column -> TREATMENT.contains(TableCells.plain(column)) && isCrossed(column))
                .findFirst();
        if (given.isPresent()) {
            treatment(given.get(), true, treatments(given.get()), reference);
            sequences(given.get());
        } else arm(reference);
        boolean crossed = given.isPresent();
        if (!crossed) visits();
        for (String column : columns.sessionColumns()) scan(column, given.orElse(""));
        distinct();
        randomised(crossed);
    }

    List<ProposedFactor> factors() {
        return factors;
    }

    List<Undecided> undecided() {
        return undecided;
    }

    Map<String, Object> randomisation() {
        return randomisation;
    }

    Optional<ProposedFactor> factor(String role) {
        return factors.stream().filter(f -> f.role().equals(role)).findFirst();
    }

    private void decide(String field, List<String> choices, String why) {
        undecided.add(new Undecided(field, choices, why));
    }

    private static boolean isUntreated(String value) {
        return Set.of("none", "baseline", "screening", "untreated", "pre", "washout")
                .contains(TableCells.plain(value));
    }

    private List<String> treatments(String column) {
        return columns.sessionValues(column).stream()
                .filter(v -> !isUntreated(v))
                .toList();
    }

    /** Whether most participants have two treatments or more. */
    private boolean isCrossed(String column) {
        long crossed = columns.sessions().keySet().stream()
                .filter(subject -> columns.valuesOf(subject, column).stream()
                                .filter(v -> !isUntreated(v))
                                .distinct()
                                .count()
                        > 1)
                .count();
        return 2 * crossed >= columns.sessions().size();
    }

    private void treatment(String column, boolean within, List<String> values, String chosen) {
        List<String> levels = columns.ordered(column, values);
        String name = TableCells.plain(column).equals(column) ? column : within ? "treatment" : "arm";
        Optional<String> reference = StudyColumns.reference(levels);
        if (!chosen.isEmpty()) {
            if (!levels.contains(chosen))
                throw new IllegalArgumentException(
                        "reference: '" + chosen + "' is not a treatment: " + String.join(", ", levels));
            reference = Optional.of(chosen);
        }
        factors.add(new ProposedFactor(name, column, "treatment", within, levels, reference));
        if (reference.isEmpty())
            decide(
                    "$.factors." + name + ".reference",
                    levels,
                    "the names of the treatments do not show the comparator");
        if (!columns.order().containsKey(column))
            decide(
                    "$.factors." + name + ".levels",
                    List.of(),
                    "the order of the levels in reports: no data dictionary gives it");
    }

    private void arm(String reference) {
        for (String column : VisitReader.groupColumns(columns.personColumns())) {
            List<String> values = columns.personValues(column);
            boolean sequence = TableCells.plain(column).endsWith("sequence");
            if (sequence || values.size() < 2 || values.size() > MOST_LEVELS) continue;
            boolean group = TableCells.plain(column).endsWith("group");
            treatment(column, false, values, reference);
            if (group)
                decide(
                        "$.factors." + factors.get(0).name() + ".role",
                        List.of("treatment", "group"),
                        "the column '" + column + "' may be randomised arms or groups such as patients and controls");
            return;
        }
        decide("$.factors", List.of(), "no column of the tables gives arms or treatments: the trial may have one arm");
    }

    /** Labels of sessions that at least half of the participants have. */
    private void visits() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        columns.sessions().values().forEach(own -> own.keySet().forEach(label -> counts.merge(label, 1, Integer::sum)));
        List<String> labels = new ArrayList<>(counts.keySet());
        labels.removeIf(label -> 2 * counts.get(label) < columns.sessions().size() && counts.size() > MOST_LEVELS);
        if (labels.size() < 2) return;
        labels.sort(SessionLabels::inTime);
        List<String> ordered = new ArrayList<>();
        columns.order().entrySet().stream()
                .filter(each -> TableCells.plain(each.getKey()).equals("sessionid"))
                .findFirst()
                .ifPresent(each -> each.getValue().stream()
                        .map(level -> level.replaceFirst("^ses-", ""))
                        .filter(labels::contains)
                        .forEach(ordered::add));
        labels.stream().filter(label -> !ordered.contains(label)).forEach(ordered::add);
        factors.add(new ProposedFactor("visit", "session_id", "visit", true, ordered, Optional.empty()));
        decide(
                "$.factors.visit.windowsDays",
                windows(ordered),
                "visit windows cannot be seen in the data; days that occur are listed");
    }

    private List<String> windows(List<String> labels) {
        List<String> windows = new ArrayList<>();
        for (String label : labels) {
            double[] days = columns.sessions().values().stream()
                    .filter(own -> own.containsKey(label))
                    .mapToDouble(own -> TableCells.number(TableCells.cell(own.get(label), "day")))
                    .filter(Double::isFinite)
                    .sorted()
                    .toArray();
            if (days.length > 0)
                windows.add(label + ": " + Table.format(days[0]) + " to " + Table.format(days[days.length - 1]));
        }
        return windows;
    }

    /** A column of words that differs between the sessions of a participant and distinguishes them. */
    private void scan(String column, String treatment) {
        String plain = TableCells.plain(column);
        List<String> values = columns.sessionValues(column);
        boolean words = values.size() > 1 && values.size() <= MOST_LEVELS && !StudyColumns.isNumeric(values);
        boolean other = column.equals(treatment) || NOT_FACTORS.contains(plain) || TREATMENT.contains(plain);
        if (!words || other || !columns.variesWithin(column) || factor("scan").isPresent()) return;
        if (treatment.isEmpty() && factor("visit").isPresent()) {
            decide(
                    "$.factors",
                    List.of(
                            "column '" + column + "' as a scan",
                            "column '" + column + "' as the visit",
                            "not a factor"),
                    "the column '" + column + "' differs between sessions of a participant: "
                            + String.join(", ", values));
            return;
        }
        factors.add(
                new ProposedFactor(column, column, "scan", true, columns.ordered(column, values), Optional.empty()));
    }

    /** Sessions of a participant with the same levels cannot be distinguished. */
    private void distinct() {
        for (String subject : columns.sessions().keySet()) {
            Set<String> seen = new LinkedHashSet<>();
            for (Map.Entry<String, Map<String, String>> session :
                    columns.sessions().get(subject).entrySet()) {
                StringBuilder levels = new StringBuilder();
                for (ProposedFactor factor : factors)
                    if (factor.within())
                        levels.append(
                                        factor.column().equals("session_id")
                                                ? session.getKey()
                                                : TableCells.cell(session.getValue(), factor.column()))
                                .append(' ');
                if (seen.add(levels.toString())) continue;
                decide(
                        "$.factors",
                        List.of(),
                        "sub-" + subject + " has two sessions with the levels "
                                + levels.toString().strip()
                                + ": add a factor (visit or scan) with a column that distinguishes them");
                return;
            }
        }
    }

    private void sequences(String column) {
        Set<List<String>> sequences = new LinkedHashSet<>();
        boolean numbered = true;
        int most = treatments(column).size();
        for (Map<String, Map<String, String>> own : columns.sessions().values()) {
            TreeMap<Integer, String> given = new TreeMap<>();
            for (Map<String, String> row : own.values()) {
                double period = TableCells.number(TableCells.cell(row, "period"));
                numbered &= period == Math.rint(period) && period >= 1;
                String value = TableCells.cell(row, column);
                if (!value.isEmpty() && !isUntreated(value) && Double.isFinite(period)) given.put((int) period, value);
            }
            if (given.size() == most) sequences.add(List.copyOf(given.values()));
        }
        if (!numbered)
            decide(
                    "$.randomisation.period",
                    List.of(),
                    "the sessions' tables have no column with the number of the period");
        randomisation.put("period", "period");
        if (sequences.isEmpty()) return;
        randomisation.put("sequences", List.copyOf(sequences));
        decide(
                "$.randomisation.sequences",
                sequences.stream().map(s -> String.join(", ", s)).toList(),
                "these are the orders that occur; the randomisation may have allowed others, or not all of them by design");
    }

    private void randomised(boolean crossed) {
        List<String> strata = columns.personColumns().stream()
                .filter(column -> factors.stream().noneMatch(f -> f.column().equals(column)))
                .filter(column -> !VisitReader.groupColumns(List.of(column)).contains(column))
                .filter(column -> {
                    List<String> values = columns.personValues(column);
                    return values.size() > 1 && values.size() <= MOST_LEVELS && !StudyColumns.isNumeric(values);
                })
                .toList();
        decide(
                "$.randomisation.strata",
                strata,
                "the data do not show whether participants were randomised within strata");
        if (!crossed) decide("$.randomisation.blocks", List.of(), "the data do not show the size of blocks");
    }

    /** Pairs of treatments, the later level minus the earlier one or its comparator; with a reference first those against it. */
    List<List<String>> pairs() {
        Optional<ProposedFactor> treatment = factor("treatment");
        if (treatment.isEmpty()) return List.of();
        List<String> levels = treatment.get().levels();
        String reference = treatment.get().reference().orElse("");
        List<List<String>> pairs = new ArrayList<>();
        for (String level : levels)
            if (!reference.isEmpty() && !level.equals(reference)) pairs.add(List.of(level, reference));
        for (int i = 0; i < levels.size(); i++)
            for (int j = i + 1; j < levels.size(); j++) {
                String one = levels.get(i);
                String other = levels.get(j);
                if (one.equals(reference) || other.equals(reference)) continue;
                boolean swapped = TreatmentNames.isComparator(other, one);
                pairs.add(swapped ? List.of(one, other) : List.of(other, one));
            }
        return pairs;
    }
}
