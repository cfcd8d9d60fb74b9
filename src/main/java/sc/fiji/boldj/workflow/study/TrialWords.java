package sc.fiji.boldj.workflow.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import sc.fiji.boldj.workflow.ReportTable;

/** The tables and sentences of a trial's page. */
final class TrialWords {

    private final VisitList list;
    private final TrialDesign design;
    private final ParticipantOptions participant;
    private final GroupOptions options;
    private final String program;

    TrialWords(
            VisitList list, TrialDesign design, ParticipantOptions participant, GroupOptions options, String program) {
        this.list = list;
        this.design = design;
        this.participant = participant;
        this.options = options;
        this.program = program;
    }

    String verdict(ColumnTest main, List<TrialReport.MapResult> maps, Biomarkers biomarkers) {
        List<String> found = main.found(options.alpha());
        StringBuilder words = new StringBuilder();
        if (found.isEmpty())
            words.append("No planned connection differs at corrected p <= ")
                    .append(options.alpha())
                    .append('.');
        else
            words.append("Planned connections that differ at corrected p <= ")
                    .append(options.alpha())
                    .append(" (")
                    .append(main.test().contrast())
                    .append("): ")
                    .append(String.join(", ", described(main, found)))
                    .append('.');
        List<String> significant = new ArrayList<>();
        for (TrialReport.MapResult map : maps) if (map.summary().found()) significant.add(map.name());
        words.append(
                significant.isEmpty()
                        ? " No map shows an effect."
                        : " Maps with an effect: " + String.join(", ", significant) + ".");
        if (!biomarkers.best().isEmpty())
            words.append(" Biomarker of response: ").append(biomarkers.best()).append('.');
        return words.toString();
    }

    private static List<String> described(ColumnTest main, List<String> found) {
        List<String> described = new ArrayList<>();
        for (String name : found) {
            int k = main.names().indexOf(name);
            described.add(String.format(
                    Locale.ROOT,
                    "%s (%s %.2f, p %.4g)",
                    name,
                    main.test().statistic(),
                    main.result().statistic()[k],
                    main.result().pFamilyWise()[k]));
        }
        return described;
    }

    /** What may deceive. */
    List<String> warnings(ColumnTest panel) {
        List<String> warnings = new ArrayList<>();
        if (panel.result() != null)
            for (int k = 0; k < panel.names().size(); k++)
                if (panel.result().pUncorrected()[k] <= 0.05)
                    warnings.add(panel.names().get(k) + " differs in the same way as the effect that is tested ("
                            + panel.test().statistic() + " "
                            + ColumnTest.text(panel.result().statistic()[k]) + ", uncorrected p "
                            + ColumnTest.text(panel.result().pUncorrected()[k])
                            + "): what is found may come from it and not from the brain.");
        Map<String, Integer> left = new TreeMap<>();
        for (String name : list.excluded().keySet()) left.merge(name.split(" ")[0], 1, Integer::sum);
        if (list.excluded().size() * 5 > list.found())
            warnings.add(list.excluded().size() + " of " + list.found() + " sessions were left out.");
        return warnings;
    }

    ReportTable flow() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("sessions found", String.valueOf(list.found()), ""));
        rows.add(List.of(
                "left out by the rules or not processed",
                String.valueOf(list.excluded().size()),
                ""));
        rows.add(List.of(
                "left out for want of a pair", String.valueOf(design.dropped().size()), ""));
        rows.add(List.of(
                "sessions analysed",
                String.valueOf(design.visits().size()),
                counts(GroupRun.counts(design.visits(), false))));
        rows.add(List.of(
                "participants analysed",
                String.valueOf(
                        design.visits().stream().map(Visit::subject).distinct().count()),
                counts(GroupRun.counts(design.visits(), true))));
        return new ReportTable(List.of("stage", "number", "by group"), rows);
    }

    private static String counts(Map<String, Integer> counts) {
        List<String> words = new ArrayList<>();
        counts.forEach((group, n) -> words.add(group + " " + n));
        return String.join(", ", words);
    }

    ReportTable excluded() {
        List<List<String>> rows = new ArrayList<>();
        Map<String, String> all = new LinkedHashMap<>(list.excluded());
        all.putAll(design.dropped());
        all.forEach((name, reason) -> rows.add(List.of(name, reason)));
        return new ReportTable(List.of("session", "reason"), rows);
    }

    /** Numbers as mean (SD), words as counts, of participants by group; figures of the scans likewise by session. */
    ReportTable people() {
        List<String> groups =
                new ArrayList<>(GroupRun.counts(design.visits(), true).keySet());
        List<String> head = new ArrayList<>(List.of(""));
        head.addAll(groups);
        List<List<String>> rows = new ArrayList<>();
        TreeSet<String> columns = new TreeSet<>();
        for (Visit visit : design.visits()) columns.addAll(visit.person().keySet());
        columns.removeAll(List.of("arm", "sequence", "group", "treatment"));
        for (String column : columns) {
            List<String> row = new ArrayList<>(List.of(column));
            for (String group : groups) row.add(personal(column, group));
            rows.add(row);
        }
        for (String figure : VisitList.figures()) {
            List<String> row = new ArrayList<>(List.of(figure));
            for (String group : groups) {
                List<Double> values = new ArrayList<>();
                for (Visit visit : design.visits())
                    if (isIn(visit, group) && visit.quality().containsKey(figure))
                        values.add(visit.quality().get(figure));
                row.add(summary(values));
            }
            rows.add(row);
        }
        return new ReportTable(head, rows);
    }

    private static boolean isIn(Visit visit, String group) {
        return (visit.group().isEmpty() ? "all" : visit.group()).equals(group);
    }

    private String personal(String column, String group) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Visit visit : design.visits())
            if (isIn(visit, group)) values.put(visit.subject(), visit.person().getOrDefault(column, "n/a"));
        List<Double> numbers = new ArrayList<>();
        Map<String, Integer> counts = new TreeMap<>();
        for (String value : values.values()) {
            if (value.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?")) numbers.add(Double.parseDouble(value));
            counts.merge(value, 1, Integer::sum);
        }
        return numbers.size() == values.size() ? summary(numbers) : counts(counts);
    }

    private static String summary(List<Double> values) {
        if (values.isEmpty()) return "n/a";
        double mean = values.stream().mapToDouble(x -> x).average().orElse(Double.NaN);
        double squares =
                values.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum();
        double deviation = values.size() < 2 ? Double.NaN : Math.sqrt(squares / (values.size() - 1));
        return String.format(Locale.ROOT, "%.3g (%.2g)", mean, deviation);
    }

    List<String> methods(ColumnTest main, List<TrialReport.MapResult> maps) {
        List<String> methods = new ArrayList<>();
        methods.add(String.format(
                Locale.ROOT,
                "Head motion was estimated on the raw series (6 degrees of freedom, weighted least squares; Friston et al."
                        + " 1995, Jenkinson et al. 2002); slice times were %s; motion, coregistration (mutual information,"
                        + " then boundary-based; Greve and Fischl 2009) and normalisation (affine%s) were applied in one"
                        + " interpolation to %.3g mm voxels in MNI space with %s.",
                participant.sliceTiming() ? "corrected by windowed sinc interpolation where known" : "not corrected",
                participant.nonlinear() ? " and symmetric diffeomorphic; Avants et al. 2008" : "",
                participant.voxel(),
                program));
        methods.add(String.format(
                Locale.ROOT,
                "Confounds (%s; Behzadi et al. 2007, Satterthwaite et al. 2013) and frequencies outside %.3g-%.3g Hz were"
                        + " taken out in one regression (Hallquist et al. 2013; Lindquist et al. 2019); maps were smoothed by"
                        + " %.3g mm FWHM, connections between nodes (spheres of %.0f mm) were not.",
                participant.columns(),
                participant.low(),
                participant.high(),
                participant.fwhm(),
                MapStep.RADIUS));
        methods.add("Sessions were left out by rules set before: mean framewise displacement (Power et al. 2012) above "
                + options.largestDisplacement() + " mm, fewer than " + options.leastFreedom()
                + " degrees of freedom after denoising, less than "
                + GroupRun.percent(options.leastCoverage()) + " of the template's brain covered.");
        methods.add(main.test().words());
        methods.add(main.names().size()
                + " planned connections (mean Fisher z between spheres at published coordinates) were tested together, p"
                + " corrected over them by the largest statistic (Nichols and Holmes 2002; Winkler et al. 2014)."
                + (maps.isEmpty()
                        ? ""
                        : " Maps were tested by threshold-free cluster enhancement (Smith and Nichols 2009) computed"
                                + " exactly; p of each map is corrected over its voxels, not over maps."));
        return methods;
    }

    /** The calls that give the same bytes; places of folders are the reader's. */
    List<String> reproduce() {
        return List.of(
                "bin/boldj participant BIDS OUT" + flags(participant.toMap(), ParticipantOptions.DEFAULT.toMap()),
                "bin/boldj group BIDS OUT" + flags(participant.toMap(), ParticipantOptions.DEFAULT.toMap())
                        + flags(options.toMap(), GroupOptions.DEFAULT.toMap()),
                "run(\"Run Participant...\", \"bids=[BIDS] output=[OUT]"
                        + keys(participant.toMap(), ParticipantOptions.DEFAULT.toMap()) + "\");",
                "run(\"Run Group...\", \"bids=[BIDS] output=[OUT]"
                        + keys(participant.toMap(), ParticipantOptions.DEFAULT.toMap())
                        + keys(options.toMap(), GroupOptions.DEFAULT.toMap()) + "\");");
    }

    private static String flags(Map<String, Object> given, Map<String, Object> defaults) {
        StringBuilder flags = new StringBuilder();
        given.forEach((key, value) -> {
            if (!value.equals(defaults.get(key)))
                flags.append(" --").append(key.replace('_', '-')).append(' ').append(quoted(value));
        });
        return flags.toString();
    }

    private static String keys(Map<String, Object> given, Map<String, Object> defaults) {
        StringBuilder keys = new StringBuilder();
        given.forEach((key, value) -> {
            if (!value.equals(defaults.get(key)))
                keys.append(' ').append(key).append("=[").append(value).append(']');
        });
        return keys.toString();
    }

    private static String quoted(Object value) {
        String text = String.valueOf(value);
        return text.matches("[A-Za-z0-9.,+_-]+") ? text : "'" + text + "'";
    }

    ReportTable options() {
        Map<String, Object> all = new TreeMap<>(participant.toMap());
        all.putAll(options.toMap());
        List<List<String>> rows = new ArrayList<>();
        all.forEach((key, value) -> rows.add(List.of(key, String.valueOf(value))));
        return new ReportTable(List.of("key", "value"), rows);
    }

    /** A row for each analysed session with its connections, to be used by other programs. */
    ReportTable sessions(ColumnTest main) {
        List<String> head = new ArrayList<>(design.table().columns());
        head.addAll(main.names());
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < design.visits().size(); i++) {
            List<String> row = new ArrayList<>(design.table().rows().get(i));
            for (double[] column : main.values()) row.add(String.format(Locale.ROOT, "%.9g", column[i]));
            rows.add(row);
        }
        return new ReportTable(head, rows);
    }
}
