package sc.fiji.boldj.workflow.participant;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import sc.fiji.boldj.workflow.provenance.StepRunner;

/**
 * Progress and remaining time of the participant level of a whole study. Each remaining step is assumed to take as long as
 * steps of its kind took so far in this run, or the mean of all kinds if none of its kind was done. Safe for several threads.
 */
public final class StudyProgress {

    private static final double NANOS_PER_MINUTE = 60e9;

    private final LongSupplier clock;
    private final int jobs;
    private final Map<String, List<String>> plan = new LinkedHashMap<>();
    private final Set<String> left = new HashSet<>();
    private final Set<String> finished = new HashSet<>();
    private final Map<String, String> current = new HashMap<>();
    private final Map<String, Long> begun = new HashMap<>();
    private final Map<String, List<Double>> took = new HashMap<>();
    private String newest = "";

    /**
     * A run that begins.
     *
     * @param state before it
     * @param jobs how many participants are processed at the same time
     * @param clock nanoseconds from any origin
     */
    public StudyProgress(StudyState state, int jobs, LongSupplier clock) {
        this.clock = clock;
        this.jobs = Math.max(1, jobs);
        for (StudyState.Scan scan : state.scans()) {
            List<String> own = plan.computeIfAbsent("sub-" + scan.scan().subject(), who -> new ArrayList<>());
            for (StudyState.Stage stage : scan.stages()) {
                own.add(stage.name());
                if (stage.progression() != StudyState.Progression.DONE) left.add(stage.name());
            }
        }
    }

    /** Is notified of the steps of a participant, by {@code sub-LABEL}, and passes them on. */
    public StepRunner.Listener listener(String who, Runnable changed) {
        return new StepRunner.Listener() {
            @Override
            public void begins(String step, int number, int of) {
                step(who, step, true);
                changed.run();
            }

            @Override
            public void isDone(String step, int number, int of) {
                step(who, step, false);
                changed.run();
            }

            @Override
            public void ended() {
                end(who);
                changed.run();
            }
        };
    }

    /** The step before has ended, and this one begins, or need not be done. */
    private synchronized void step(String who, String step, boolean begins) {
        close(who);
        pass(who, step);
        newest = who;
        current.put(who, step);
        if (begins) begun.put(who, clock.getAsLong());
        else left.remove(step);
    }

    /** Steps before another are done or, in a series that failed, not tried. */
    private void pass(String who, String step) {
        List<String> own = plan.getOrDefault(who, List.of());
        int at = own.indexOf(step);
        for (int i = 0; i < at; i++) left.remove(own.get(i));
    }

    private void close(String who) {
        Long start = begun.remove(who);
        String step = current.get(who);
        if (start == null) return;
        took.computeIfAbsent(kind(step), kind -> new ArrayList<>()).add((double) (clock.getAsLong() - start));
        left.remove(step);
    }

    private synchronized void end(String who) {
        close(who);
        left.removeAll(plan.getOrDefault(who, List.of()));
        current.remove(who);
        finished.add(who);
    }

    private static String kind(String step) {
        return step.substring(step.lastIndexOf('/') + 1);
    }

    /** The proportion of all steps that are done, 0 to 1. */
    public synchronized double share() {
        int all = plan.values().stream().mapToInt(List::size).sum();
        return all == 0 ? 1 : 1 - (double) left.size() / all;
    }

    /** Estimated remaining minutes; NaN before the first step has ended. */
    public synchronized double minutes() {
        double all = took.values().stream()
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(Double.NaN);
        double sum = 0;
        for (String step : left) sum += mean(kind(step), all);
        for (Map.Entry<String, Long> running : begun.entrySet())
            sum -= Math.min(
                    mean(kind(current.get(running.getKey())), all), (double) (clock.getAsLong() - running.getValue()));
        return left.isEmpty() ? 0 : sum / Math.min(jobs, Math.max(1, plan.size() - finished.size())) / NANOS_PER_MINUTE;
    }

    private double mean(String kind, double otherwise) {
        return took.getOrDefault(kind, List.of()).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(otherwise);
    }

    /** The step that began last, by its name; empty if none is being done. */
    public synchronized String newest() {
        return current.getOrDefault(newest, "");
    }

    /** {@code 3 of 8 participants, step 5 of 11 (resample), about 14 min left}. */
    public synchronized String words() {
        StringBuilder words = new StringBuilder();
        words.append(finished.size())
                .append(" of ")
                .append(plan.size())
                .append(plan.size() == 1 ? " participant" : " participants");
        String step = current.getOrDefault(newest, "");
        List<String> own = plan.getOrDefault(newest, List.of());
        if (own.contains(step))
            words.append(", step ")
                    .append(own.indexOf(step) + 1)
                    .append(" of ")
                    .append(own.size())
                    .append(" (")
                    .append(kind(step))
                    .append(')');
        double minutes = minutes();
        if (Double.isNaN(minutes)) return words.toString();
        if (finished.size() == plan.size()) return words.append(", done").toString();
        return words.append(", ").append(left(minutes)).toString();
    }

    private static String left(double minutes) {
        if (minutes < 1) return "less than 1 min left";
        if (minutes < 90) return String.format(Locale.ROOT, "about %d min left", Math.round(minutes));
        return String.format(Locale.ROOT, "about %.1f h left", minutes / 60);
    }
}
