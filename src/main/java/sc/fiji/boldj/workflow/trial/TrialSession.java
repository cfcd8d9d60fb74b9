package sc.fiji.boldj.workflow.trial;

import java.util.Map;

/**
 * One session of a trial, as the protocol sees it.
 *
 * @param subject label
 * @param label of the session; empty if there is one
 * @param levels level of each factor, by the name of the factor; a factor whose level the tables do not give is absent
 * @param period number of the period of a crossover, from 1; 0 if there is none
 * @param person the participant's row of {@code participants.tsv}, by column
 * @param row the session's row of the sessions' table, by column
 */
record TrialSession(
        String subject,
        String label,
        Map<String, String> levels,
        int period,
        Map<String, String> person,
        Map<String, String> row) {

    public TrialSession {
        levels = Map.copyOf(levels);
        person = Map.copyOf(person);
        row = Map.copyOf(row);
    }

    /** {@code sub-01 ses-pre}. */
    public String name() {
        return "sub-" + subject + (label.isEmpty() ? "" : " ses-" + label);
    }

    /** Whether it has these levels. */
    boolean has(Map<String, String> wanted) {
        return wanted.entrySet().stream().allMatch(each -> each.getValue().equals(levels.get(each.getKey())));
    }
}
