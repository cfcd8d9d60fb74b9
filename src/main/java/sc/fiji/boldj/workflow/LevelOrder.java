package sc.fiji.boldj.workflow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/**
 * The order of the levels of a condition, a group or a session, and its source: the declaration of the user, the names
 * (controls, baselines, visit numbers), or the alphabet. The order of rows is never used. Immutable.
 *
 * @param levels of sessions in time; of conditions and groups such that the effect is the first minus the second
 * @param decided whether the order follows from a declaration or the names, not from the alphabet alone
 */
record LevelOrder(List<String> levels, boolean decided) {

    /** Copies the levels. */
    LevelOrder {
        levels = List.copyOf(levels);
    }

    /**
     * The order of sessions or periods in time.
     *
     * @param values the column's, repeated or not
     * @param declared levels from the earliest on, others among them
     */
    static LevelOrder inTime(List<String> values, List<String> declared, String column) {
        List<String> levels = new ArrayList<>(new TreeSet<>(values));
        if (declares(levels, declared, column)) return new LevelOrder(sorted(levels, declared), true);
        levels.sort(SessionLabels::inTime);
        return new LevelOrder(levels, told(levels));
    }

    /**
     * The order in which an effect of groups or conditions is written.
     *
     * @param values the column's, repeated or not
     * @param declared levels, what they are compared with first: {@code placebo, drug} gives drug minus placebo
     * @param sessions whether levels may be sessions, whose names say the time
     */
    static LevelOrder ofEffect(List<String> values, List<String> declared, String column, boolean sessions) {
        List<String> levels = new ArrayList<>(new TreeSet<>(values));
        if (declares(levels, declared, column)) return turned(sorted(levels, declared));
        List<String> time = new ArrayList<>(levels);
        time.sort(SessionLabels::inTime);
        boolean numbers = time.stream().allMatch(level -> level.matches("[-+]?[0-9.]+"));
        if ((sessions || numbers) && told(time)) return levels.size() == 2 ? turned(time) : new LevelOrder(time, true);
        if (TreatmentNames.comparator(levels).isPresent()) return new LevelOrder(TreatmentNames.ordered(levels), true);
        return new LevelOrder(levels, false);
    }

    private static boolean told(List<String> levels) {
        for (int k = 1; k < levels.size(); k++)
            if (!SessionLabels.tellOrder(levels.get(k - 1), levels.get(k))) return false;
        return true;
    }

    private static LevelOrder turned(List<String> referenceFirst) {
        List<String> effect = new ArrayList<>(referenceFirst);
        Collections.reverse(effect);
        return new LevelOrder(effect, true);
    }

    private static boolean declares(List<String> levels, List<String> declared, String column) {
        if (Collections.disjoint(levels, declared)) return false;
        if (declared.containsAll(levels)) return true;
        List<String> lacking = new ArrayList<>(levels);
        lacking.removeAll(declared);
        throw new IllegalArgumentException("order names only some values of column " + column + ", not "
                + String.join(", ", lacking) + ": name all of " + levels);
    }

    private static List<String> sorted(List<String> levels, List<String> declared) {
        return declared.stream().filter(levels::contains).toList();
    }

    /** A note on an order that is only alphabetical; empty if the order was decided otherwise. */
    String note(String column) {
        if (decided || levels.size() != 2) return "";
        return "The reference level of column " + column + " is not declared, so the effect is " + levels.get(0)
                + " - "
                + levels.get(1) + " (alphabetical order); order=" + levels.get(1) + "," + levels.get(0)
                + " keeps this direction, order=" + levels.get(0) + "," + levels.get(1) + " reverses it.";
    }
}
