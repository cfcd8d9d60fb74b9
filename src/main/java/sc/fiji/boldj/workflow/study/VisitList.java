package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.TsvTable;

/**
 * The sessions that the group level uses, and those it does not, with the reason.
 *
 * @param used sessions with all their series processed and within the rules
 * @param excluded sessions left out
 */
record VisitList(List<Visit> used, List<LeftOut> excluded) {

    /**
     * A session that is left out.
     *
     * @param visit the session
     * @param kind of the reason, in a word or two
     * @param reason in full
     */
    record LeftOut(Visit visit, String kind, String reason) {}

    /** What a figure of the scans is called on a page. */
    private static final Map<String, String> WORDS = Map.of(
            "MeanFramewiseDisplacement", "mean framewise displacement (mm)",
            "VolumesAboveHalfMillimetre", "volumes above 0.5 mm (share)",
            "MedianTsnr", "median tSNR",
            "GlobalSignalStandardDeviationPercent", "SD of the global signal (%)",
            "BreathingHz", "breathing (Hz)",
            "DegreesOfFreedom", "degrees of freedom left",
            "CoverageOfTemplateBrain", "template's brain covered (share)");

    private static final String[] FIGURES = {
        "MeanFramewiseDisplacement",
        "VolumesAboveHalfMillimetre",
        "MedianTsnr",
        "GlobalSignalStandardDeviationPercent",
        "BreathingHz",
        "DegreesOfFreedom",
        "CoverageOfTemplateBrain"
    };

    /** The names of the figures, in order. */
    static List<String> figures() {
        return List.of(FIGURES);
    }

    /** What the figures are called on a page, in the same order. */
    static List<String> figureWords() {
        return figures().stream().map(WORDS::get).toList();
    }

    /** Why sessions are left out, by their names. */
    Map<String, String> reasons() {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (LeftOut out : excluded) reasons.put(out.visit().name(), out.reason());
        return reasons;
    }

    /** Sessions in the dataset with a series of the task. */
    int found() {
        return used.size() + excluded.size();
    }

    static VisitList of(BidsDataset dataset, Path output, String space, GroupOptions options) throws IOException {
        List<Visit> used = new ArrayList<>();
        List<LeftOut> excluded = new ArrayList<>();
        String task = task(dataset, options.task());
        for (String subject : dataset.subjects()) {
            Map<String, String> person = person(dataset, subject);
            Map<String, List<ScanFiles>> sessions = new LinkedHashMap<>();
            for (BidsScan scan : dataset.bold(subject))
                if (scan.task().equals(task))
                    sessions.computeIfAbsent(scan.session(), key -> new ArrayList<>())
                            .add(new ScanFiles(output, scan, space));
            Optional<TsvTable> table = dataset.sessions(subject);
            int period = 0;
            for (Map.Entry<String, List<ScanFiles>> session : sessions.entrySet()) {
                period++;
                Visit visit = visit(subject, session.getKey(), period, session.getValue(), person, table, options);
                leftOut(visit, options).ifPresentOrElse(excluded::add, () -> used.add(visit));
            }
        }
        return new VisitList(List.copyOf(used), List.copyOf(excluded));
    }

    private static String task(BidsDataset dataset, String wanted) throws IOException {
        List<String> tasks = dataset.scans().stream()
                .filter(BidsScan::isBold)
                .map(BidsScan::task)
                .distinct()
                .sorted()
                .toList();
        if (wanted.isEmpty()) return tasks.contains("rest") ? "rest" : tasks.get(0);
        if (!tasks.contains(wanted)) throw new IOException("there is no task '" + wanted + "', only " + tasks);
        return wanted;
    }

    private static Map<String, String> person(BidsDataset dataset, String subject) {
        Map<String, String> person = new LinkedHashMap<>();
        Optional<TsvTable> table = dataset.participants();
        if (table.isEmpty()) return person;
        List<String> ids = table.get().texts("participant_id");
        for (int row = 0; row < ids.size(); row++)
            if (ids.get(row).replaceFirst("^sub-", "").equals(subject))
                for (String column : table.get().names())
                    if (!column.equals("participant_id"))
                        person.put(column, table.get().texts(column).get(row));
        return person;
    }

    private static Visit visit(
            String subject,
            String session,
            int order,
            List<ScanFiles> runs,
            Map<String, String> person,
            Optional<TsvTable> table,
            GroupOptions options)
            throws IOException {
        int row = -1;
        if (table.isPresent() && table.get().has("session_id")) {
            List<String> ids = table.get().texts("session_id");
            for (int i = 0; i < ids.size(); i++)
                if (ids.get(i).replaceFirst("^ses-", "").equals(session)) row = i;
        }
        String period = row < 0 ? "" : cell(table.get(), "period", row);
        String score = row < 0 || options.outcome().isEmpty() ? "" : cell(table.get(), options.outcome(), row);
        Map<String, Double> quality = new TreeMap<>();
        for (ScanFiles run : runs) {
            if (!Files.exists(run.quality())) continue;
            Map<String, Object> figures = JsonFile.readMap(run.quality());
            for (String name : FIGURES)
                if (figures.get(name) instanceof Number)
                    quality.merge(name, ((Number) figures.get(name)).doubleValue() / runs.size(), Double::sum);
        }
        return new Visit(
                subject,
                session,
                period.matches("[0-9]+") ? Integer.parseInt(period) : order,
                row < 0 ? "" : cell(table.get(), "treatment", row),
                group(person),
                List.copyOf(runs),
                score.isEmpty() ? Double.NaN : number(score),
                person,
                quality);
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** The arm or sequence of a participant, from the table of participants; empty if it does not say. */
    static String groupOf(BidsDataset dataset, String subject) {
        return group(person(dataset, subject));
    }

    private static String group(Map<String, String> person) {
        for (String column : new String[] {"arm", "sequence", "group", "treatment"}) {
            String value = person.getOrDefault(column, TsvTable.MISSING);
            if (!value.equals(TsvTable.MISSING) && !value.isEmpty()) return value;
        }
        return "";
    }

    private static String cell(TsvTable table, String column, int row) {
        if (!table.has(column)) return "";
        String text = table.texts(column).get(row);
        return text.equals(TsvTable.MISSING) ? "" : text;
    }

    private static Optional<LeftOut> leftOut(Visit visit, GroupOptions options) {
        for (ScanFiles run : visit.runs())
            if (!Files.exists(run.quality()) || !Files.exists(MapStep.nodes(run, "")))
                return because(
                        visit,
                        "not processed",
                        "not processed: " + run.scan().name() + " has no results at the participant level");
        for (String map : options.maps())
            for (ScanFiles run : visit.runs())
                if (!Files.exists(TrialMaps.file(run, map)))
                    return because(
                            visit,
                            "not processed",
                            "not processed: there is no map " + map + " of "
                                    + run.scan().name());
        double displacement = visit.quality().getOrDefault("MeanFramewiseDisplacement", Double.NaN);
        if (displacement > options.largestDisplacement())
            return because(
                    visit,
                    "motion",
                    String.format(
                            Locale.ROOT,
                            "motion: mean framewise displacement %.2f mm, above %.2f",
                            displacement,
                            options.largestDisplacement()));
        double freedom = visit.quality().getOrDefault("DegreesOfFreedom", Double.NaN);
        if (freedom < options.leastFreedom())
            return because(
                    visit,
                    "degrees of freedom",
                    String.format(
                            Locale.ROOT, "%.1f degrees of freedom left, below %.1f", freedom, options.leastFreedom()));
        double coverage = visit.quality().getOrDefault("CoverageOfTemplateBrain", Double.NaN);
        if (coverage < options.leastCoverage())
            return because(
                    visit,
                    "coverage",
                    String.format(
                            Locale.ROOT,
                            "covers %.0f %% of the template's brain, below %.0f %%",
                            100 * coverage,
                            100 * options.leastCoverage()));
        return Optional.empty();
    }

    private static Optional<LeftOut> because(Visit visit, String kind, String reason) {
        return Optional.of(new LeftOut(visit, kind, reason));
    }
}
