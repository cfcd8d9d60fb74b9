package sc.fiji.boldj.workflow.design;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sc.fiji.boldj.run.NumberText;
import sc.fiji.boldj.stats.NameList;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;
import sc.fiji.boldj.workflow.study.TaskMap;

/**
 * The events of a task of a simulated trial: blocks of its conditions in turn, or for minutes of an infusion their times.
 *
 * @param events by condition, onset and duration in seconds
 */
record TaskSchedule(Map<String, List<double[]>> events) {

    private static final double BLOCK = 16;
    private static final double PAUSE = 8;
    private static final int ROUNDS = 7;

    /** Before an infusion begins. */
    static final double BASELINE = 600;

    private static final Pattern MINUTES = Pattern.compile("min(\\d+)to(\\d+)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]*[A-Za-z][A-Za-z0-9_]*");

    /** The conditions that the contrasts of endpoints name; empty for rest. */
    static Optional<TaskSchedule> of(TrialProtocol protocol, String task, List<Endpoint> endpoints) {
        Set<String> conditions = new LinkedHashSet<>();
        for (Endpoint endpoint : endpoints)
            endpoint.map()
                    .filter(TaskMap.class::isInstance)
                    .ifPresent(map -> conditions.addAll(names(((TaskMap) map).given())));
        if (conditions.isEmpty()) {
            if (task.equals("rest")) return Optional.empty();
            conditions.add(task);
        }
        Map<String, List<double[]>> events = new TreeMap<>();
        double end = BASELINE;
        List<String> blocks = new ArrayList<>();
        for (String condition : conditions) {
            Matcher minutes = MINUTES.matcher(condition);
            if (!minutes.matches()) {
                blocks.add(condition);
                continue;
            }
            double from = 60 * NumberText.parse(minutes.group(1));
            double to = 60 * NumberText.parse(minutes.group(2));
            events.put(condition, List.of(new double[] {BASELINE + from, to - from}));
            end = Math.max(end, BASELINE + to);
        }
        boolean infusion = !events.isEmpty();
        for (int b = 0; b < blocks.size(); b++) {
            List<double[]> own = new ArrayList<>();
            if (infusion) own.add(new double[] {BASELINE, end - BASELINE});
            else
                for (int round = 0; round < ROUNDS; round++)
                    own.add(new double[] {PAUSE + (round * blocks.size() + b) * (BLOCK + PAUSE), BLOCK});
            events.put(blocks.get(b), own);
        }
        return Optional.of(new TaskSchedule(events));
    }

    /** The conditions of a contrast: {@code faces-shapes} and {@code 2back-0back} have two. */
    static List<String> names(String contrast) {
        List<String> names = new ArrayList<>();
        Matcher matcher = NAME.matcher(NameList.unquoted(contrast.strip()));
        while (matcher.find()) names.add(matcher.group());
        return names;
    }

    /** When the last event ends, in seconds. */
    double end() {
        return events.values().stream()
                .flatMap(List::stream)
                .mapToDouble(e -> e[0] + e[1])
                .max()
                .orElse(0);
    }

    /** The table of events, in order of time. */
    Table table() {
        List<List<String>> rows = new ArrayList<>();
        events.forEach(
                (name, own) -> own.forEach(e -> rows.add(List.of(Table.format(e[0]), Table.format(e[1]), name))));
        rows.sort((a, b) -> Double.compare(NumberText.parse(a.get(0)), NumberText.parse(b.get(0))));
        return Table.of(List.of("onset", "duration", "trial_type"), rows);
    }
}
