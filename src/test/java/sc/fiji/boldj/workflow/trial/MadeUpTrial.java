package sc.fiji.boldj.workflow.trial;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import sc.fiji.boldj.run.Seeds;

/** Sessions of a simulated trial with one endpoint: participants with a level of their own, and noise. */
final class MadeUpTrial {

    private final List<TrialSession> sessions = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();
    private final long seed;
    private int people;

    MadeUpTrial(long seed) {
        this.seed = seed;
    }

    /**
     * Adds a participant.
     *
     * @param person columns of the participants' table
     * @param visits levels by factor, in time; {@code period} is the period
     * @param mean the expected value of a session
     */
    void add(Map<String, String> person, List<Map<String, String>> visits, ToDoubleFunction<Map<String, String>> mean) {
        String subject = String.format("%03d", ++people);
        double[] draws = new double[visits.size() + 1];
        Seeds.fillGaussian(Seeds.stream(seed, people), draws);
        for (int v = 0; v < visits.size(); v++) {
            Map<String, String> levels = new LinkedHashMap<>(visits.get(v));
            String period = levels.remove("period");
            sessions.add(new TrialSession(
                    subject,
                    String.valueOf(v + 1),
                    levels,
                    period == null ? 0 : Integer.parseInt(period),
                    person,
                    levels));
            values.add(mean.applyAsDouble(levels) + 0.7 * draws[0] + 0.7 * draws[v + 1]);
        }
    }

    /** Removes the value of the k-th session. */
    void lose(int session) {
        values.set(session, Double.NaN);
    }

    TrialSessions sessions() {
        return TrialSessions.of(sessions);
    }

    double[] values() {
        return values.stream().mapToDouble(x -> x).toArray();
    }

    static DeclaredMaps noMaps() {
        return (endpoint, plan, test, alpha, progress) -> {
            throw new IllegalStateException("no map here");
        };
    }
}
