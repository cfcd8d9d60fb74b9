package sc.fiji.boldj.workflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import sc.fiji.boldj.group.DesignTable;

/**
 * The column {@code sequence} of a crossover: the treatments of the periods in turn, such as {@code AB}, {@code
 * drug-placebo} or {@code drug/placebo}.
 */
final class TrialSequence {

    private static final String SEQUENCE = "sequence";
    private static final String TREATMENT = "treatment";

    private TrialSequence() {}

    /**
     * The table with the treatment of each input. Where it names none, a column {@code treatment} is made from the
     * sequence; where it does, both must agree.
     *
     * @param period column whose first value in time ({@link SessionLabels}) is the first period
     */
    static DesignTable resolved(DesignTable table, String period) {
        if (!table.has(SEQUENCE)) return table;
        List<String> sequences = table.text(SEQUENCE);
        List<String> periods = table.text(period);
        List<String> order = new ArrayList<>(new TreeSet<>(periods));
        order.sort(SessionLabels::inTime);
        if (order.size() < 2)
            throw new IllegalArgumentException(
                    "a crossover needs 2 periods or more in column " + period + ", got " + order);
        List<String> given = new ArrayList<>();
        for (int r = 0; r < table.size(); r++)
            given.add(parts(sequences.get(r), r, order.size())[order.indexOf(periods.get(r))]);
        String arm = table.has("arm") ? "arm" : table.has(TREATMENT) ? TREATMENT : "";
        if (arm.isEmpty()) return InputColumns.add(table, TREATMENT, given);
        Map<String, String> meaning = new HashMap<>();
        List<String> arms = table.text(arm);
        for (int r = 0; r < given.size(); r++) {
            String known = meaning.putIfAbsent(given.get(r), arms.get(r));
            if (known != null && !known.equals(arms.get(r)))
                throw new IllegalArgumentException("row " + (r + 1) + ": sequence '" + sequences.get(r) + "' says "
                        + given.get(r) + " in " + period + " " + periods.get(r) + ", which is " + known
                        + " in other rows, but column " + arm + " says " + arms.get(r));
        }
        return table;
    }

    private static String[] parts(String sequence, int row, int periods) {
        String[] parts = sequence.split("[-_/>:;|\\s]+");
        if (parts.length == periods) return parts;
        if (sequence.length() == periods) return sequence.split("");
        throw new IllegalArgumentException("row " + (row + 1) + ": sequence '" + sequence + "' does not name "
                + (periods == 2 ? "two" : periods) + " treatments: write "
                + (periods == 2
                        ? "AB, or drug-placebo"
                        : "one letter for each of the " + periods + " periods, or names joined by a hyphen"));
    }
}
