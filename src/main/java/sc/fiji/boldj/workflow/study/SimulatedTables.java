package sc.fiji.boldj.workflow.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.simulate.TrialPlan;
import sc.fiji.boldj.table.Table;

/** Tables of a simulated trial. */
final class SimulatedTables {

    private SimulatedTables() {}

    /** The table of the sessions of a participant. */
    static Table sessions(TrialPlan.Participant person) {
        List<TrialPlan.Session> sessions = person.sessions();
        double[] periods = new double[sessions.size()];
        for (int i = 0; i < periods.length; i++) periods[i] = i + 1;
        return Table.builder()
                .add(
                        "session_id",
                        sessions.stream().map(s -> "ses-" + s.label()).toList())
                .add("period", periods)
                .add(
                        "treatment",
                        sessions.stream().map(TrialPlan.Session::treatment).toList())
                .add(
                        "score",
                        sessions.stream()
                                .mapToDouble(s -> Math.rint(10 * s.score()) / 10)
                                .toArray())
                .build();
    }

    /** Descriptions of the columns of sessions. */
    static Map<String, Object> aboutSessions() {
        return new TreeMap<>(Map.of(
                "period", Map.of("Description", "position of the session in time, from 1"),
                "treatment", Map.of("Description", "treatment at the time of the session: none, drug or placebo"),
                "score", Map.of("Description", "severity of symptoms", "Units", "arbitrary")));
    }

    /** What was simulated in each session: connections in percent, who responds. */
    static Table truth(List<TrialPlan.Participant> people) {
        List<String> ids = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        List<String> treatments = new ArrayList<>();
        List<String> responders = new ArrayList<>();
        List<Double> medial = new ArrayList<>();
        List<Double> frontolimbic = new ArrayList<>();
        for (TrialPlan.Participant person : people)
            for (TrialPlan.Session session : person.sessions()) {
                ids.add("sub-" + person.label());
                labels.add("ses-" + session.label());
                treatments.add(session.treatment());
                responders.add(person.responder() ? "yes" : "no");
                medial.add(session.medial());
                frontolimbic.add(session.frontolimbic());
            }
        return Table.builder()
                .add("participant_id", ids)
                .add("session_id", labels)
                .add("treatment", treatments)
                .add("responder", responders)
                .add("pcc_mpfc_percent", medial.stream().mapToDouble(x -> x).toArray())
                .add(
                        "frontolimbic_percent",
                        frontolimbic.stream().mapToDouble(x -> x).toArray())
                .build();
    }
}
