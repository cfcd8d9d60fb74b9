package sc.fiji.boldj.glm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The event that percent signal change refers to for each condition: a single isolated event of height 1 with the median
 * duration of the condition. Immutable.
 *
 * <p>Percent is the peak of the response to it (the peak percent signal change of Mumford's guide and of FSL Featquery), so
 * that it depends neither on the overlap of events nor on when volumes are acquired. Runs that are compared must share
 * these events.
 */
public final class TypicalEvents {

    private final Map<String, Double> durations;

    private TypicalEvents(Map<String, Double> durations) {
        this.durations = durations;
    }

    /** The medians over all events of one or more runs. */
    public static TypicalEvents of(List<Events> runs) {
        Map<String, List<Double>> all = new TreeMap<>();
        for (Events run : runs)
            for (Events.Event event : run.all())
                all.computeIfAbsent(event.condition(), key -> new ArrayList<>()).add(event.duration());
        Map<String, Double> medians = new TreeMap<>();
        all.forEach((condition, some) -> medians.put(condition, median(some)));
        return new TypicalEvents(medians);
    }

    /** The median; of an even number the mean of the two in the middle. */
    public static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /**
     * The duration of a condition's event in seconds.
     *
     * @throws IllegalArgumentException if no run has the condition
     */
    public double duration(String condition) {
        Double duration = durations.get(condition);
        if (duration == null)
            throw new IllegalArgumentException(
                    "there are no events of condition " + condition + "; there are " + durations.keySet());
        return duration;
    }

    /** For each condition, the meaning of percent signal change for the main function of a response. */
    public Map<String, ColumnUnit> units(Hrf hrf) {
        Map<String, ColumnUnit> units = new TreeMap<>();
        for (String condition : durations.keySet()) units.put(condition, unit(condition, hrf, 0, ""));
        return units;
    }

    /**
     * The unit of a column.
     *
     * @param basis which function of the response
     * @param modulator name of the number that modulates the response; empty for none
     */
    ColumnUnit unit(String condition, Hrf hrf, int basis, String modulator) {
        double seconds = duration(condition);
        String per = modulator.isEmpty() ? "" : "for one unit of " + modulator + ", ";
        if (hrf.isFir()) return new ColumnUnit(1, per + "of the response at this delay");
        String event = seconds == 0
                ? "one isolated event of 0 s (an impulse)"
                : String.format(Locale.ROOT, "one isolated event of %s s", number(seconds));
        String what = basis == 0 ? "at the peak of the response to " : "at the largest value of this function after ";
        return new ColumnUnit(hrf.peak(basis, seconds), per + what + event);
    }

    private static String number(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds).replaceFirst("\\.?0+$", "");
    }
}
