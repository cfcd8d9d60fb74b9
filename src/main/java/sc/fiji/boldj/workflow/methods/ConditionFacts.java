package sc.fiji.boldj.workflow.methods;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.glm.Events;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.workflow.participant.SlowTables;
import sc.fiji.boldj.workflow.participant.TaskStep;
import sc.fiji.boldj.workflow.participant.TaskTables;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.trial.Visit;

/**
 * The events of a condition of a task over the analysed runs, or a regressor that entered without a haemodynamic response.
 *
 * @param name of the condition or regressor
 * @param runs number of events in each run that has the condition; 1 in each that has the regressor
 * @param durations of all events, seconds; empty for a regressor
 */
record ConditionFacts(String name, List<Integer> runs, List<Double> durations) {

    ConditionFacts {
        runs = List.copyOf(runs);
        durations = List.copyOf(durations);
    }

    /** Whether it is a regressor. */
    boolean isRegressor() {
        return durations.isEmpty();
    }

    /** The conditions and regressors of the analysed runs as the participant level modelled them. */
    static List<ConditionFacts> of(List<Visit> visits, BidsDataset dataset) throws IOException {
        Map<String, List<Integer>> counts = new TreeMap<>();
        Map<String, List<Double>> durations = new TreeMap<>();
        TaskTables tables = new TaskTables(dataset, true);
        for (Visit visit : visits)
            for (ScanFiles run : visit.runs()) {
                regressors(run, counts);
                List<Path> own = tables.of(run.scan());
                if (own.isEmpty()) continue;
                Events events = TaskStep.events(run.scan(), own).events();
                for (String condition : events.conditions()) {
                    List<Events.Event> all = events.of(condition);
                    counts.computeIfAbsent(condition, key -> new ArrayList<>()).add(all.size());
                    durations
                            .computeIfAbsent(condition, key -> new ArrayList<>())
                            .addAll(all.stream().map(Events.Event::duration).toList());
                }
            }
        List<ConditionFacts> conditions = new ArrayList<>();
        counts.forEach((name, runs) ->
                conditions.add(new ConditionFacts(name, runs, durations.getOrDefault(name, List.of()))));
        return conditions;
    }

    private static void regressors(ScanFiles run, Map<String, List<Integer>> counts) throws IOException {
        SlowTables slow = SlowTables.of(run.scan());
        List<String> names = new ArrayList<>(slow.columnNames());
        if (slow.infusion().isPresent()) names.add(SlowTables.CONCENTRATION);
        for (String name : names)
            counts.computeIfAbsent(name, key -> new ArrayList<>()).add(1);
    }
}
