package sc.fiji.boldj.workflow.protocol;

import java.util.List;
import java.util.Map;

/**
 * Something that differs between participants or between the sessions of a participant.
 *
 * @param name in expressions and messages
 * @param role what it is in the trial
 * @param column of {@code participants.tsv} or, within participants, of the sessions' tables
 * @param within whether it differs between sessions of a participant
 * @param levels the values of the column, in the order of reports
 * @param reference the comparator; empty if there is none
 * @param windows for a visit the first and last permitted day after randomisation, by level; empty where not declared
 */
public record Factor(
        String name,
        Role role,
        String column,
        boolean within,
        List<String> levels,
        String reference,
        Map<String, List<Double>> windows) {

    /** What a factor is. */
    public enum Role {
        /** What was given: an arm of a parallel trial, or the treatment of a period. */
        TREATMENT,
        /** A visit of the schedule. */
        VISIT,
        /** A scan within a visit or period, such as the control scan before an infusion. */
        SCAN,
        /** A group that was not randomised, such as patients and controls. */
        GROUP
    }

    public Factor {
        levels = List.copyOf(levels);
        windows = Map.copyOf(windows);
    }
}
