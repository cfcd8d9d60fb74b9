package sc.fiji.boldj.workflow.trial;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFigure;
import sc.fiji.boldj.workflow.study.TableCells;

/** The tables and sentences of a trial's page. */
public final class TrialWords {

    /** Columns of participants that BIDS recommends. */
    private static final List<String> RECOMMENDED = List.of("age", "sex", "handedness");

    private final VisitList list;
    private final TrialDesign design;
    private final ParticipantOptions participant;
    private final GroupOptions options;

    public TrialWords(VisitList list, TrialDesign design, ParticipantOptions participant, GroupOptions options) {
        this.list = list;
        this.design = design;
        this.participant = participant;
        this.options = options;
    }

    public String verdict(ColumnTest main, List<TrialReport.MapResult> maps, Biomarkers biomarkers) {
        double alpha = options.get(GroupOption.ALPHA);
        List<ColumnTest.Row> found = main.found(alpha);
        StringBuilder words = new StringBuilder();
        String direction = design.direction(main.test().contrast());
        if (found.isEmpty())
            words.append(
                    "No connection of interest shows a significant effect at corrected p <= " + alpha + " (" + direction
                            + "): the smallest corrected p is " + ResultWords.probability(main.smallest(), alpha)
                            + ". This is not evidence of absence.");
        else
            words.append("Connections of interest with a significant effect at corrected p <= " + alpha + " ("
                    + direction + "): "
                    + found.stream().map(row -> described(main, row)).collect(Collectors.joining(", ")) + ".");
        List<String> significant = new ArrayList<>();
        double smallest = Double.NaN;
        for (TrialReport.MapResult map : maps) {
            if (map.summary().found()) significant.add(map.name());
            for (double p : map.maps().corrected(0))
                if (!Double.isNaN(p)) smallest = Double.isNaN(smallest) ? p : Math.min(smallest, p);
        }
        if (!significant.isEmpty())
            words.append(" Maps with a significant effect: " + String.join(", ", significant) + ".");
        else if (!maps.isEmpty())
            words.append(" No significant effect in any map: the smallest corrected p of "
                    + maps.stream().map(TrialReport.MapResult::name).collect(Collectors.joining(", ")) + " is "
                    + ResultWords.probability(smallest, alpha) + ". This is not evidence of absence.");
        if (!biomarkers.predictive().isEmpty())
            words.append(" Biomarker of response: " + String.join(", ", biomarkers.predictive()) + ".");
        words.append(" All results are exploratory, because no protocol was declared.");
        if (!design.caveat().isEmpty()) words.append(' ').append(design.caveat());
        return words.toString();
    }

    private static String described(ColumnTest main, ColumnTest.Row row) {
        String effect = "";
        if (!Double.isNaN(row.effect().estimate())) {
            boolean bounded = Double.isFinite(row.effect().reach());
            double half = bounded ? row.effect().reach() : row.effect().half();
            effect = String.format(
                    Locale.ROOT,
                    "%+.2f Fisher z, %s %.2f to %.2f, ",
                    row.effect().estimate(),
                    bounded ? "simultaneous 95 % interval" : "uncorrected 95 % interval",
                    row.effect().estimate() - half,
                    row.effect().estimate() + half);
        }
        return String.format(
                Locale.ROOT,
                "%s (%s%s %.2f, corrected p %.3g)",
                row.name(),
                effect,
                main.test().statistic(),
                row.statistic(),
                row.corrected().p());
    }

    /** Warnings: what could mislead a reader. */
    public List<String> warnings(ColumnTest panel) {
        List<String> warnings = new ArrayList<>(list.notes());
        if (!design.caveat().isEmpty()) warnings.add(0, design.caveat());
        warnings.addAll(design.notes());
        for (ColumnTest.Row row : panel.rows())
            if (row.p() <= 0.05 && !isPlainMean())
                warnings.add(row.name() + " differs for the tested contrast ("
                        + panel.test().statistic() + " " + ResultWords.text(row.statistic()) + ", n "
                        + row.people(design.isPaired()) + ", uncorrected p " + ResultWords.text(row.p())
                        + "): this may explain the effect instead of a change in the brain.");
        if (list.excluded().size() * 5 > list.found())
            warnings.add(list.excluded().size() + " of " + list.found() + " sessions were excluded.");
        return warnings;
    }

    /** Whether only the mean is tested: that a quality measure differs from 0 then says nothing. */
    private boolean isPlainMean() {
        String contrast = options.get(GroupOption.CONTRAST).strip();
        return design.kind().equals("one-sample") && (contrast.isEmpty() || contrast.equals("mean"));
    }

    /** Flow of participants and sessions, by arm. */
    public List<TrialReport.Arm> flow() {
        Map<String, List<Visit>> analysed = analysedByArm();
        Map<String, List<Exclusion>> left = new TreeMap<>();
        for (Exclusion out : leftOut())
            left.computeIfAbsent(arm(out.visit()), key -> new ArrayList<>()).add(out);
        TreeSet<String> arms = new TreeSet<>(analysed.keySet());
        arms.addAll(left.keySet());
        List<TrialReport.Arm> flow = new ArrayList<>();
        for (String arm : arms) {
            List<Visit> kept = analysed.getOrDefault(arm, List.of());
            Map<String, Integer> reasons = new TreeMap<>();
            List<Visit> all = new ArrayList<>(kept);
            for (Exclusion out : left.getOrDefault(arm, List.of())) {
                reasons.merge(out.kind(), 1, Integer::sum);
                all.add(out.visit());
            }
            flow.add(new TrialReport.Arm(arm, people(all), all.size(), reasons, people(kept), kept.size()));
        }
        return flow;
    }

    private List<Exclusion> leftOut() {
        List<Exclusion> all = new ArrayList<>(list.excluded());
        all.addAll(design.dropped());
        return all;
    }

    private Map<String, List<Visit>> byArm(List<Visit> visits) {
        Map<String, List<Visit>> arms = new TreeMap<>();
        for (Visit visit : visits)
            arms.computeIfAbsent(arm(visit), key -> new ArrayList<>()).add(visit);
        return arms;
    }

    /** The analysed sessions by arm. */
    public Map<String, List<Visit>> analysedByArm() {
        return byArm(design.visits());
    }

    private String arm(Visit visit) {
        if (!visit.group().isEmpty()) return visit.group();
        return list.all().stream().allMatch(each -> each.group().isEmpty()) ? "all" : "group not named";
    }

    private static int people(List<Visit> visits) {
        return (int) visits.stream().map(Visit::subject).distinct().count();
    }

    private static String counts(Map<String, Integer> counts) {
        List<String> words = new ArrayList<>();
        counts.forEach((group, n) -> words.add(group + " " + n));
        return String.join(", ", words);
    }

    public Table excluded() {
        List<List<String>> rows = new ArrayList<>();
        for (Exclusion out : leftOut()) rows.add(List.of(out.visit().name(), out.reason()));
        return Table.of(List.of("session", "reason"), rows);
    }

    /**
     * Participants by arm: numbers as mean (SD), words as counts. Of the columns of {@code participants.tsv}, those that BIDS recommends and those
     * that are covariates: others may hold names or dates of birth, so only their headings are given.
     */
    public Table people() {
        Map<String, List<Visit>> arms = analysedByArm();
        TreeSet<String> columns = new TreeSet<>();
        for (Visit visit : design.visits()) columns.addAll(visit.person().keySet());
        columns.removeAll(List.of("arm", "sequence", "group", "treatment"));
        List<String> asked = new ArrayList<>(RECOMMENDED);
        for (String name : options.get(GroupOption.COVARIATES).split(",", -1)) asked.add(name.strip());
        TreeSet<String> others = new TreeSet<>(columns);
        others.removeIf(
                name -> asked.stream().anyMatch(one -> TableCells.plain(one).equals(TableCells.plain(name))));
        columns.removeAll(others);
        List<List<String>> rows = new ArrayList<>();
        List<String> first = new ArrayList<>(List.of("participants"));
        for (List<Visit> visits : arms.values()) first.add(String.valueOf(people(visits)));
        rows.add(first);
        for (String column : columns) {
            List<String> row = new ArrayList<>(List.of(column));
            for (List<Visit> visits : arms.values()) row.add(personal(column, visits));
            rows.add(row);
        }
        if (!others.isEmpty()) {
            List<String> row = new ArrayList<>(
                    List.of("not shown, because they are not covariates: " + String.join(", ", others)));
            arms.values().forEach(visits -> row.add(""));
            rows.add(row);
        }
        List<String> head = new ArrayList<>(List.of(""));
        head.addAll(arms.keySet());
        return Table.of(head, rows);
    }

    /** Sessions by compared group: the outcome and the quality measures of the scans as mean (SD). */
    public Table scans() {
        Map<String, List<Visit>> groups = new LinkedHashMap<>();
        for (Visit visit : design.visits())
            groups.computeIfAbsent(design.heading(visit), key -> new ArrayList<>())
                    .add(visit);
        List<List<String>> rows = new ArrayList<>();
        if (design.visits().stream().anyMatch(visit -> Double.isFinite(visit.outcome()))) {
            List<String> row = new ArrayList<>(List.of(options.get(GroupOption.OUTCOME)));
            for (List<Visit> visits : groups.values())
                row.add(summary(visits.stream()
                        .map(Visit::outcome)
                        .filter(Double::isFinite)
                        .toList()));
            rows.add(row);
        }
        for (ScanFigure figure : ScanFigure.values()) {
            List<String> row = new ArrayList<>(List.of(figure.words()));
            for (List<Visit> visits : groups.values())
                row.add(summary(visits.stream()
                        .map(visit -> visit.quality().get(figure.key()))
                        .filter(Objects::nonNull)
                        .toList()));
            rows.add(row);
        }
        List<String> head = new ArrayList<>(List.of(""));
        head.addAll(groups.keySet());
        return Table.of(head, rows);
    }

    private static String personal(String column, List<Visit> visits) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Visit visit : visits) values.put(visit.subject(), TableCells.cell(visit.person(), column));
        List<Double> numbers = new ArrayList<>();
        Map<String, Integer> counts = new TreeMap<>();
        int missing = 0;
        for (String value : values.values()) {
            if (value.isEmpty()) missing++;
            double number = TableCells.number(value);
            if (Double.isFinite(number)) numbers.add(number);
            counts.merge(value.isEmpty() ? "n/a" : value, 1, Integer::sum);
        }
        boolean counted = numbers.isEmpty() || numbers.size() + missing < values.size();
        return counted ? counts(counts) : summary(numbers) + (missing == 0 ? "" : ", n/a " + missing);
    }

    private static String summary(List<Double> values) {
        if (values.isEmpty()) return "n/a";
        double mean = values.stream().mapToDouble(x -> x).average().orElse(Double.NaN);
        double squares =
                values.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum();
        double deviation = values.size() < 2 ? Double.NaN : Math.sqrt(squares / (values.size() - 1));
        return String.format(Locale.ROOT, "%.3g (%.2g)", mean, deviation);
    }

    public Table options() {
        Map<String, Object> all = new TreeMap<>(participant.toMap());
        all.putAll(options.toMap());
        List<List<String>> rows = new ArrayList<>();
        all.forEach((key, value) -> rows.add(List.of(key, String.valueOf(value))));
        return Table.of(List.of("key", "value"), rows);
    }

    /** A row for each analysed session with its connections, for use in other programs. */
    public Table sessions(ColumnTest main) {
        List<String> head = new ArrayList<>(design.table().columns());
        head.addAll(main.names());
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < design.visits().size(); i++) {
            List<String> row = new ArrayList<>(design.table().rows().get(i));
            for (ColumnTest.Row tested : main.rows()) {
                double value = tested.values()[i];
                row.add(Double.isFinite(value) ? String.format(Locale.ROOT, "%.9g", value) : "n/a");
            }
            rows.add(row);
        }
        return Table.of(head, rows);
    }
}
