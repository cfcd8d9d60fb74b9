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
import sc.fiji.boldj.glm.Infusion;
import sc.fiji.boldj.glm.TwoCompartments;
import sc.fiji.boldj.run.NumberText;
import sc.fiji.boldj.simulate.Task;
import sc.fiji.boldj.stats.NameList;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.participant.SlowTables;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.TaskMap;

/**
 * The events of a task of a simulated trial: blocks of its conditions in turn, and for an infusion its doses.
 *
 * @param events by condition, onset and duration in seconds; of an infusion also the course of the concentration and the bins
 * @param doses the table of an infusion; empty for none
 */
record TaskSchedule(Map<String, List<Task.Event>> events, Optional<Table> doses) {

    private static final double BLOCK = 16;
    private static final double PAUSE = 8;
    private static final int ROUNDS = 7;

    /** Before an infusion begins, how long it lasts, and the steps in which its concentration is planted. */
    static final double BASELINE = 600;

    private static final double INFUSION = 1200;
    private static final double STEP = 20;
    private static final double BOLUS = 60;

    /** Ketamine, 0.12 mg/kg in a minute and then 0.31 mg/kg/h (Deakin et al. 2008: 0.12 mg/kg and 0.31 mg/kg/h). */
    private static final List<Infusion.Dose> DOSES = List.of(
            new Infusion.Dose(BASELINE, BOLUS, 0.12),
            new Infusion.Dose(BASELINE + BOLUS, INFUSION - BOLUS, 0.31 * (INFUSION - BOLUS) / 3600));

    private static final Pattern BIN = Pattern.compile("bin_(\\d+)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]*[A-Za-z][A-Za-z0-9_]*");

    /** The conditions that the contrasts of endpoints name; empty for rest. */
    static Optional<TaskSchedule> of(TrialProtocol protocol, String task, List<Endpoint> endpoints) {
        Set<String> conditions = new LinkedHashSet<>();
        for (Endpoint endpoint : endpoints)
            endpoint.map()
                    .filter(TaskMap.class::isInstance)
                    .ifPresent(map -> conditions.addAll(names(protocol, ((TaskMap) map).given())));
        if (conditions.isEmpty()) {
            if (task.equals("rest")) return Optional.empty();
            conditions.add(task);
        }
        ParticipantOptions options = ParticipantOptions.DEFAULT.given(protocol.preprocessing());
        Map<String, List<Task.Event>> events = new TreeMap<>();
        List<String> blocks = new ArrayList<>();
        for (String condition : conditions) {
            Matcher bin = BIN.matcher(condition);
            double width = options.get(ParticipantOption.BINS);
            if (condition.equals(SlowTables.CONCENTRATION)) events.put(condition, concentration());
            else if (bin.matches() && width > 0)
                events.put(
                        condition,
                        List.of(new Task.Event(BASELINE + (NumberText.parse(bin.group(1)) - 1) * width, width)));
            else blocks.add(condition);
        }
        Optional<Table> doses = events.isEmpty() ? Optional.empty() : Optional.of(doseTable());
        for (int b = 0; b < blocks.size(); b++) {
            List<Task.Event> own = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++)
                own.add(new Task.Event(PAUSE + (round * blocks.size() + b) * (BLOCK + PAUSE), BLOCK));
            events.put(blocks.get(b), own);
        }
        return Optional.of(new TaskSchedule(events, doses));
    }

    /** The concentration relative to its maximum, in steps. */
    private static List<Task.Event> concentration() {
        Infusion infusion = new Infusion(DOSES);
        double peak = 0;
        for (double t = BASELINE; t <= BASELINE + INFUSION; t++)
            peak = Math.max(peak, TwoCompartments.CLEMENTS.concentration(infusion, t));
        List<Task.Event> steps = new ArrayList<>();
        for (double t = BASELINE; t < BASELINE + INFUSION; t += STEP)
            steps.add(new Task.Event(t, STEP, TwoCompartments.CLEMENTS.concentration(infusion, t + STEP / 2) / peak));
        return steps;
    }

    private static Table doseTable() {
        List<List<String>> rows = new ArrayList<>();
        for (Infusion.Dose dose : DOSES)
            rows.add(List.of(Table.format(dose.onset()), Table.format(dose.duration()), Table.format(dose.amount())));
        return Table.of(List.of("onset", "duration", "dose"), rows);
    }

    /** The conditions of a contrast of a protocol, which its participant level may have named. */
    static List<String> names(TrialProtocol protocol, String contrast) {
        Object named = protocol.preprocessing().getOrDefault(ParticipantOption.CONTRASTS.key(), "");
        for (String part : named.toString().split("\\|", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0
                    && NameList.unquoted(part.substring(0, equals).strip()).equals(NameList.unquoted(contrast.strip())))
                return names(part.substring(equals + 1));
        }
        return names(contrast);
    }

    /** Whether a condition is part of an infusion. */
    boolean isInfusion(String condition) {
        return doses.isPresent()
                && (condition.equals(SlowTables.CONCENTRATION)
                        || BIN.matcher(condition).matches());
    }

    /** The conditions of a contrast: {@code faces-shapes} and {@code 2back-0back} have two. */
    static List<String> names(String contrast) {
        List<String> names = new ArrayList<>();
        Matcher matcher = NAME.matcher(contrast);
        while (matcher.find()) names.add(matcher.group());
        return names;
    }

    /** When the last event ends, in seconds. */
    double end() {
        return events.values().stream()
                .flatMap(List::stream)
                .mapToDouble(e -> e.onset() + e.duration())
                .max()
                .orElse(0);
    }

    /** The table of events, in order of time; with nothing but an infusion, the infusion as an event without a type. */
    Table table() {
        List<List<String>> rows = new ArrayList<>();
        events.forEach((name, own) -> {
            if (!isInfusion(name))
                own.forEach(e -> rows.add(List.of(Table.format(e.onset()), Table.format(e.duration()), name)));
        });
        rows.sort((a, b) -> Double.compare(NumberText.parse(a.get(0)), NumberText.parse(b.get(0))));
        if (rows.isEmpty()) rows.add(List.of(Table.format(BASELINE), Table.format(INFUSION), Table.MISSING));
        return Table.of(List.of("onset", "duration", "trial_type"), rows);
    }
}
