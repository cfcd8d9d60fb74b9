package sc.fiji.boldj.simulate;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.special.Gamma;

/**
 * Events that a network answers.
 *
 * <p>The answer is the events' boxcar through the canonical response of two gamma densities (peak 6 s, undershoot 16 s,
 * ratio 6, length 32 s; Friston 1998), scaled so that a long event reaches the plateau 1. It is computed in closed form
 * at any time.
 *
 * @param network name of the network whose nodes answer
 * @param events when; the run starts at 0 s
 * @param percent plateau in percent of the signal of pure grey matter at a node's centre; may be below 0
 */
public record Task(String network, List<Event> events, double percent) {

    private static final double LENGTH = 32;

    /**
     * One event.
     *
     * @param onset seconds from the start of the run
     * @param duration seconds, above 0
     * @param height of the answer relative to that of other events
     */
    public record Event(double onset, double duration, double height) {

        /** An event of height 1. */
        public Event(double onset, double duration) {
            this(onset, duration, 1);
        }

        public Event {
            if (!(duration > 0) || !Double.isFinite(onset + duration + height))
                throw new IllegalArgumentException(
                        "an event needs an onset and a duration above 0 s, got " + onset + " and " + duration);
        }
    }

    public Task {
        events = List.copyOf(events);
        if (!Double.isFinite(percent)) throw new IllegalArgumentException("percent must be finite, got " + percent);
    }

    /** Blocks of equal length with equal pauses, a pause first, as many as end before {@code end} seconds. */
    public static Task blocks(String network, double seconds, double end, double percent) {
        List<Event> events = new ArrayList<>();
        for (double onset = seconds; onset + seconds <= end; onset += 2 * seconds)
            events.add(new Event(onset, seconds));
        return new Task(network, events, percent);
    }

    /** The answer at a time, 1 on the plateau of a long event. */
    public double at(double time) {
        double sum = 0;
        for (Event event : events)
            sum += event.height()
                    * (stepResponse(time - event.onset()) - stepResponse(time - event.onset() - event.duration()));
        return sum;
    }

    private static double stepResponse(double time) {
        if (time <= 0) return 0;
        return area(Math.min(time, LENGTH)) / area(LENGTH);
    }

    private static double area(double time) {
        return Gamma.regularizedGammaP(6, time) - Gamma.regularizedGammaP(16, time) / 6;
    }
}
