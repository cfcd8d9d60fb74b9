package sc.fiji.boldj.workflow.design;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The participants of a simulated trial and their sessions. Immutable.
 *
 * @param people in order
 * @param endpoints values by the id of the endpoint, in the order of the sessions of all participants; those of sessions that were missed
 *     are there, too
 */
record DrawnTrial(List<DrawnPerson> people, Map<String, double[]> endpoints) {

    DrawnTrial {
        people = List.copyOf(people);
    }

    /**
     * A participant.
     *
     * @param label of BIDS
     * @param row of the table of participants, without the label
     * @param levels of the factors between participants
     * @param sessions in order of time
     */
    record DrawnPerson(String label, Map<String, String> row, Map<String, String> levels, List<DrawnSession> sessions) {

        DrawnPerson {
            sessions = List.copyOf(sessions);
        }
    }

    /**
     * A session.
     *
     * @param index among those of all participants, from 0
     * @param label of BIDS; empty if there is only one
     * @param levels of all factors
     * @param period of a crossover, from 1; 0 if there is none
     * @param before levels of the treatment of the period before; empty if there is none
     * @param row of the table of sessions, without the label and without scores
     * @param missed whether nothing was acquired
     */
    record DrawnSession(
            int index,
            String label,
            Map<String, String> levels,
            int period,
            Optional<String> before,
            Map<String, String> row,
            boolean missed) {}
}
