package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.Finding;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.workflow.JudgedDisplacement;

/**
 * The sessions that the group level uses, and those it does not, with the reason.
 *
 * @param used sessions with all their series processed and within the rules
 * @param excluded sessions left out
 * @param notes what the reader must know of the tables
 */
record VisitList(List<Visit> used, List<LeftOut> excluded, List<String> notes) {

    /**
     * A session that is left out.
     *
     * @param visit the session
     * @param kind of the reason, in a word or two
     * @param reason in full
     */
    record LeftOut(Visit visit, String kind, String reason) {}

    /** The mean of the displacement that scans are judged by, mm per 2 s: the page's figure and the rule's. */
    static final String DISPLACEMENT = "MeanFramewiseDisplacementPer2s";

    /** What a figure of the scans is called on a page. */
    private static final Map<String, String> WORDS = Map.of(
            DISPLACEMENT,
            "mean framewise displacement (mm per 2 s)",
            "VolumesAboveHalfMillimetre",
            "volumes above 0.5 mm per 2 s (share)",
            "MedianTsnr",
            "median tSNR",
            "GlobalSignalStandardDeviationPercent",
            "SD of the global signal (%)",
            "BreathingHz",
            "breathing (Hz)",
            "DegreesOfFreedom",
            "degrees of freedom left",
            "CoverageOfTemplateBrain",
            "template's brain covered (share)");

    private static final String[] FIGURES = {
        DISPLACEMENT,
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

    /** Why sessions are excluded, by session name. */
    Map<String, String> reasons() {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (LeftOut out : excluded) reasons.put(out.visit().name(), out.reason());
        return reasons;
    }

    /** Why no session can be analysed, and remedies that follow from the reasons. */
    String advice() {
        Map<String, List<LeftOut>> kinds = new LinkedHashMap<>();
        for (LeftOut out : excluded)
            kinds.computeIfAbsent(out.kind(), key -> new ArrayList<>()).add(out);
        List<String> words = new ArrayList<>();
        List<String> remedies = new ArrayList<>();
        kinds.forEach((kind, outs) -> {
            LeftOut first = outs.get(0);
            words.add(kind + " " + outs.size() + " (" + first.visit().name() + ": " + first.reason() + ")");
            remedies.add(
                    switch (kind) {
                        case "motion" -> "raise max_fd";
                        case "degrees of freedom" ->
                            "lower min_dof, or run the participant level with fewer confound columns, a wider band or"
                                    + " less censoring";
                        case "coverage" -> "lower min_coverage, and check the registration on the pages of the scans";
                        default -> "run the participant level first";
                    });
        });
        return "none of " + excluded.size() + " sessions can be analysed: " + String.join("; ", words)
                + ". Possible remedies: " + String.join("; ", remedies);
    }

    /** All sessions, used or not, in the order of the dataset. */
    List<Visit> all() {
        List<Visit> all = new ArrayList<>(used);
        for (LeftOut out : excluded) all.add(out.visit());
        all.sort(Comparator.comparing(Visit::subject).thenComparingInt(Visit::period));
        return all;
    }

    /** Sessions in the dataset with a series of the task. */
    int found() {
        return used.size() + excluded.size();
    }

    static VisitList of(BidsDataset dataset, Path output, String space, GroupOptions options) throws IOException {
        requireTables(dataset);
        List<Visit> visits = new ArrayList<>();
        Set<String> notes = new LinkedHashSet<>();
        String task = task(dataset, options.get(GroupOption.TASK));
        for (String subject : dataset.subjects()) {
            Map<String, List<ScanFiles>> sessions = new LinkedHashMap<>();
            for (BidsScan scan : dataset.bold(subject))
                if (scan.task().equals(task))
                    sessions.computeIfAbsent(scan.session(), key -> new ArrayList<>())
                            .add(new ScanFiles(output, scan, space));
            List<String> labels = List.copyOf(sessions.keySet());
            SessionOrder order = SessionOrder.of(dataset, subject, labels);
            List<String> inTime = new ArrayList<>(labels);
            inTime.sort(Comparator.comparing(order.places()::get));
            if (!order.told())
                notes.add("No table says the order of sessions in time (column period, or acq_time with the year"
                        + " first, of the sessions' tables): taken by their labels as " + String.join(", ", inTime)
                        + ".");
            Map<String, String> given = order.sequence(sequence(dataset.person(subject)), dataset.sessions());
            for (String label : inTime) {
                Visit visit = visit(dataset, subject, label, order.places().get(label), sessions.get(label), options);
                visits.add(
                        visit.treatment().isEmpty()
                                ? visit.named(visit.group(), given.getOrDefault(label, ""))
                                : visit);
            }
        }
        VisitList list = new VisitList(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(notes));
        for (Visit visit : spelled(visits, list.notes())) {
            Optional<LeftOut> out = leftOut(visit, options);
            if (out.isPresent()) list.excluded().add(out.get());
            else list.used().add(visit);
        }
        list.notes().addAll(TrialMaps.lacking(list.used(), options.get(GroupOption.MAPS)));
        groupless(dataset, visits, list.notes());
        if (!dataset.withoutScans().isEmpty())
            list.notes()
                    .add("In participants.tsv without a series, and in no count below: "
                            + String.join(", ", dataset.withoutScans()) + ".");
        if (!options.get(GroupOption.OUTCOME).isEmpty()
                && !options.get(GroupOption.OUTCOME).equals(GroupOptions.DEFAULT.get(GroupOption.OUTCOME))
                && visits.stream().noneMatch(visit -> Double.isFinite(visit.outcome())))
            throw new IOException("outcome: no table of sessions has a number in a column '"
                    + options.get(GroupOption.OUTCOME) + "'");
        return list;
    }

    private static String sequence(Map<String, String> person) {
        String sequence = TableCells.cell(person, "sequence");
        return sequence.isEmpty() ? TableCells.cell(person, "treatment_sequence") : sequence;
    }

    /** A table that cannot be read would turn one design into another unseen. */
    private static void requireTables(BidsDataset dataset) throws IOException {
        for (Finding finding : dataset.findings())
            if (finding.level() == Finding.Level.ERROR && finding.field().endsWith(".tsv"))
                throw new IOException(finding.text());
    }

    /** Names of groups and treatments that differ in case and signs alone are one name. */
    private static List<Visit> spelled(List<Visit> visits, List<String> notes) {
        Map<String, String> groups =
                ArmNames.spellings(visits.stream().map(Visit::group).toList());
        Map<String, String> treatments =
                ArmNames.spellings(visits.stream().map(Visit::treatment).toList());
        for (Map<String, String> names : List.of(groups, treatments))
            names.forEach((name, first) -> {
                String note = "'" + name + "' and '" + first + "' in the tables are taken as one.";
                if (!name.equals(first) && !notes.contains(note)) notes.add(note);
            });
        return visits.stream()
                .map(visit -> visit.named(groups.get(visit.group()), treatments.get(visit.treatment())))
                .toList();
    }

    private static void groupless(BidsDataset dataset, List<Visit> visits, List<String> notes) {
        if (visits.stream().anyMatch(visit -> !visit.group().isEmpty())) return;
        notes.add(
                dataset.participants().isEmpty()
                        ? "There is no participants.tsv, so everyone is taken as one group."
                        : "participants.tsv has no column that says the group (arm, sequence, group or treatment; it"
                                + " has "
                                + String.join(", ", dataset.participants().get().names())
                                + "), so everyone is taken as one group.");
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

    private static Visit visit(
            BidsDataset dataset, String subject, String session, int place, List<ScanFiles> runs, GroupOptions options)
            throws IOException {
        Map<String, String> person = dataset.person(subject);
        Map<String, String> row = dataset.session(subject, session);
        String score = options.get(GroupOption.OUTCOME).isEmpty()
                ? ""
                : TableCells.cell(row, options.get(GroupOption.OUTCOME));
        Map<String, Double> quality = new TreeMap<>();
        Map<String, Integer> counts = new TreeMap<>();
        for (ScanFiles run : runs) {
            if (!Files.exists(run.quality())) continue;
            Map<String, Object> figures = new TreeMap<>(JsonFile.readMap(run.quality()));
            if (!figures.containsKey(DISPLACEMENT)
                    && figures.get("MeanFramewiseDisplacement") instanceof Number perVolume)
                figures.put(
                        DISPLACEMENT,
                        perVolume.doubleValue()
                                * (figures.get("RepetitionTime") instanceof Number time
                                        ? JudgedDisplacement.REFERENCE_SECONDS / time.doubleValue()
                                        : 1));
            for (String name : FIGURES)
                if (figures.get(name) instanceof Number number) {
                    quality.merge(name, number.doubleValue(), Double::sum);
                    counts.merge(name, 1, Integer::sum);
                }
        }
        quality.replaceAll((name, sum) -> sum / counts.get(name));
        return new Visit(
                subject,
                session,
                place,
                TableCells.cell(row, "treatment"),
                group(person),
                List.copyOf(runs),
                TableCells.number(score),
                person,
                quality);
    }

    /** The arm or sequence of a participant, from the table of participants; empty if it does not say. */
    static String groupOf(BidsDataset dataset, String subject) {
        return group(dataset.person(subject));
    }

    private static String group(Map<String, String> person) {
        for (String column : ArmNames.columns()) {
            String value = TableCells.cell(person, column);
            if (!value.isEmpty()) return value;
        }
        return "";
    }

    private static Optional<LeftOut> leftOut(Visit visit, GroupOptions options) throws IOException {
        for (ScanFiles run : visit.runs()) {
            boolean finished = !Files.exists(run.unfinished());
            Optional<String> reason = MapFiles.whyNot(MapStep.nodes(run, ""));
            if (finished && reason.isPresent())
                return because(
                        visit, "no connections", run.scan().name() + " has no connections because " + reason.get());
            if (finished && Files.exists(run.quality()) && Files.exists(MapStep.nodes(run, ""))) continue;
            String why = finished
                    ? " has no participant-level results"
                    : ": the participant level did not finish it ("
                            + Files.readString(run.unfinished()).strip() + ")";
            int others = visit.runs().size() - 1;
            String with = others == 0 ? "" : "; the session with its " + (others + 1) + " runs is excluded";
            return because(
                    visit, "not processed", "not processed: " + run.scan().name() + why + with);
        }
        for (String map : options.get(GroupOption.MAPS))
            for (ScanFiles run : visit.runs())
                if (MapFiles.whyNot(TrialMaps.file(run, map)).isEmpty()
                        && (TrialMaps.runs(visit, map).isEmpty()
                                || (!map.startsWith(GroupOptions.TASK_MAP) && !Files.exists(TrialMaps.file(run, map)))))
                    return because(
                            visit,
                            "not processed",
                            "not processed: there is no map " + map + " of "
                                    + run.scan().name() + contrasts(run, map));
        double displacement = visit.quality().getOrDefault(DISPLACEMENT, Double.NaN);
        if (displacement > options.get(GroupOption.MAX_FD))
            return because(
                    visit,
                    "motion",
                    String.format(
                            Locale.ROOT,
                            "motion: mean framewise displacement %.2f mm per 2 s, above %.2f",
                            displacement,
                            options.get(GroupOption.MAX_FD)));
        double freedom = visit.quality().getOrDefault("DegreesOfFreedom", Double.NaN);
        if (freedom < options.get(GroupOption.MIN_DOF))
            return because(
                    visit,
                    "degrees of freedom",
                    String.format(
                            Locale.ROOT,
                            "%.1f degrees of freedom left, below %.1f",
                            freedom,
                            options.get(GroupOption.MIN_DOF)));
        double coverage = visit.quality().getOrDefault("CoverageOfTemplateBrain", Double.NaN);
        if (coverage < options.get(GroupOption.MIN_COVERAGE))
            return because(
                    visit,
                    "coverage",
                    String.format(
                            Locale.ROOT,
                            "covers %.0f %% of the template brain, below %.0f %%",
                            100 * coverage,
                            100 * options.get(GroupOption.MIN_COVERAGE)));
        return Optional.empty();
    }

    /** The contrasts that were computed for a run, where the requested one was not. */
    private static String contrasts(ScanFiles run, String map) {
        if (!map.startsWith(GroupOptions.TASK_MAP)) return "";
        Collection<String> names = TaskStep.contrasts(run).values();
        return names.isEmpty() ? " (it has no task model)" : " (its contrasts are " + String.join(", ", names) + ")";
    }

    private static Optional<LeftOut> because(Visit visit, String kind, String reason) {
        return Optional.of(new LeftOut(visit, kind, reason));
    }
}
