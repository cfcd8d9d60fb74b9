package sc.fiji.boldj.glm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What happened during a run: events with a condition, an onset, a duration and a height, and further numbers that may
 * modulate the response. Immutable.
 */
public final class Events {

    private final List<Event> events;
    private final Map<String, double[]> modulators;

    /**
     * One event.
     *
     * @param condition its trial type
     * @param onset seconds from the start of the first volume; may be negative
     * @param duration seconds, 0 or more; 0 is an impulse
     * @param amplitude height, 1 unless modulated
     */
    public record Event(String condition, double onset, double duration, double amplitude) {
        /** Checks the values. */
        public Event {
            if (condition.isBlank()) throw new IllegalArgumentException("an event needs the name of a condition");
            if (!Double.isFinite(onset) || !Double.isFinite(duration) || duration < 0 || !Double.isFinite(amplitude))
                throw new IllegalArgumentException("an event of " + condition
                        + " needs a finite onset and amplitude and a duration of 0 s or more, got onset " + onset
                        + ", duration " + duration + ", amplitude " + amplitude);
        }
    }

    private Events(List<Event> events, Map<String, double[]> modulators) {
        this.events = events;
        this.modulators = modulators;
    }

    /** Events with no modulator, in any order. */
    public static Events of(List<Event> events) {
        if (events.isEmpty()) throw new IllegalArgumentException("there are no events");
        return new Events(List.copyOf(events), Map.of());
    }

    /**
     * The same with numbers that may modulate the response.
     *
     * @param values one for each event, NaN for events that have none; copied
     */
    public Events withModulator(String name, double... values) {
        if (values.length != events.size())
            throw new IllegalArgumentException(
                    "modulator " + name + " has " + values.length + " values for " + events.size() + " events");
        Map<String, double[]> more = new LinkedHashMap<>(modulators);
        if (more.put(name, values.clone()) != null)
            throw new IllegalArgumentException("there are two modulators named " + name);
        return new Events(events, more);
    }

    /** All events, in the order given. */
    public List<Event> all() {
        return events;
    }

    /** The events of a condition, in the order given. */
    public List<Event> of(String condition) {
        List<Event> some = new ArrayList<>();
        for (Event event : events) if (event.condition().equals(condition)) some.add(event);
        if (some.isEmpty())
            throw new IllegalArgumentException(
                    "there are no events of condition " + condition + "; there are " + conditions());
        return some;
    }

    /** The conditions in the order of the alphabet, which is the same for every run of a task. */
    public List<String> conditions() {
        TreeSet<String> names = new TreeSet<>();
        for (Event event : events) names.add(event.condition());
        return List.copyOf(names);
    }

    /** Names of the modulators there are. */
    public List<String> modulators() {
        return List.copyOf(modulators.keySet());
    }

    /**
     * The events of a condition with the height given by a modulator less its mean over them, times their amplitude.
     * Empty if no event of the condition has a value, or all have the same.
     *
     * @throws IllegalArgumentException if there is no such modulator, or some events of the condition have a value and
     *     others none
     */
    public List<Event> modulated(String condition, String modulator) {
        double[] values = modulators.get(modulator);
        if (values == null)
            throw new IllegalArgumentException("there is no modulator named " + modulator + "; there are "
                    + (modulators.isEmpty() ? "none" : String.join(", ", modulators.keySet())));
        List<Integer> rows = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) if (events.get(i).condition().equals(condition)) rows.add(i);
        double[] own = rows.stream().mapToDouble(i -> values[i]).toArray();
        int missing = (int) Arrays.stream(own).filter(v -> !Double.isFinite(v)).count();
        if (missing == own.length) return List.of();
        if (missing > 0)
            throw new IllegalArgumentException("modulator " + modulator + " has no value for " + missing + " of "
                    + own.length + " events of " + condition
                    + ": every event of a condition needs one, or give those without a trial type of their own");
        double mean = Arrays.stream(own).average().orElse(0);
        List<Event> modulated = new ArrayList<>();
        boolean varies = false;
        for (int k = 0; k < own.length; k++) {
            Event event = events.get(rows.get(k));
            varies |= own[k] != own[0];
            modulated.add(new Event(
                    condition + "_x_" + modulator,
                    event.onset(),
                    event.duration(),
                    event.amplitude() * (own[k] - mean)));
        }
        return varies ? modulated : List.of();
    }

    /** The events that affect no volume of a run: they begin after the last volume, or their response ended before the first. */
    public List<Event> unseen(Sampling sampling) {
        List<Event> unseen = new ArrayList<>();
        for (Event event : events) if (!isSeen(event, sampling)) unseen.add(event);
        return unseen;
    }

    /** Whether an event affects a volume of a run. */
    static boolean isSeen(Event event, Sampling sampling) {
        return event.onset() < sampling.end()
                && event.onset() <= sampling.time(sampling.volumes() - 1)
                && event.onset() + event.duration() + Hrf.LENGTH > sampling.time(0);
    }

    /** The same without the events of some conditions. */
    public Events without(List<String> conditions) {
        List<Event> kept = new ArrayList<>();
        for (Event event : events) if (!conditions.contains(event.condition())) kept.add(event);
        if (!modulators.isEmpty())
            throw new IllegalStateException("conditions must be removed before modulators are added");
        return of(kept);
    }

    /**
     * The height of the events of a condition on a grid of time, each value the mean over its step: what gPPI multiplies
     * the neural signal with. An event of duration 0 has unit area.
     *
     * @param start time of the first step's beginning, seconds
     * @param step seconds, above 0
     */
    public double[] boxcar(String condition, double start, double step, int steps) {
        double[] heights = new double[steps];
        for (Event event : of(condition)) {
            double from = (event.onset() - start) / step;
            double to = from + event.duration() / step;
            if (event.duration() == 0) {
                int at = (int) Math.floor(from);
                if (at >= 0 && at < steps) heights[at] += event.amplitude() / step;
                continue;
            }
            for (int k = Math.max(0, (int) Math.floor(from)); k < Math.min(steps, Math.ceil(to)); k++)
                heights[k] += event.amplitude() * (Math.min(to, k + 1) - Math.max(from, k));
        }
        return heights;
    }
}
