package sc.fiji.boldj.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The observed values of participants at some visits, with their rows of the design.
 *
 * @param visits number of visits
 * @param columns number of columns of the design
 * @param patterns the sets of visits that occur, each in ascending order
 * @param participants those with one observation or more
 */
record VisitData(int visits, int columns, List<int[]> patterns, List<Participant> participants) {

    /**
     * One participant.
     *
     * @param pattern which set of visits was observed
     * @param design shape (observed visits, columns) by rows
     * @param values one for each observed visit
     */
    record Participant(int pattern, double[] design, double[] values) {}

    /**
     * Sorts observations by participant and visit.
     *
     * @param design shape (rows, columns)
     * @param values one for each row; NaN is a missing visit
     */
    static VisitData of(double[][] design, int[] participant, int[] visit, int visits, double[] values) {
        Map<Integer, List<Integer>> rows = new LinkedHashMap<>();
        for (int r = 0; r < design.length; r++)
            if (!Double.isNaN(values[r]))
                rows.computeIfAbsent(participant[r], unknown -> new ArrayList<>())
                        .add(r);
        int columns = design[0].length;
        Map<List<Integer>, Integer> known = new LinkedHashMap<>();
        List<int[]> patterns = new ArrayList<>();
        List<Participant> people = new ArrayList<>();
        for (List<Integer> own : rows.values()) {
            own.sort((a, b) -> Integer.compare(visit[a], visit[b]));
            int[] seen = own.stream().mapToInt(r -> visit[r]).toArray();
            int pattern = known.computeIfAbsent(Arrays.stream(seen).boxed().toList(), unknown -> {
                patterns.add(seen);
                return patterns.size() - 1;
            });
            double[] x = new double[seen.length * columns];
            double[] y = new double[seen.length];
            for (int k = 0; k < seen.length; k++) {
                System.arraycopy(design[own.get(k)], 0, x, k * columns, columns);
                y[k] = values[own.get(k)];
            }
            people.add(new Participant(pattern, x, y));
        }
        return new VisitData(visits, columns, patterns, people);
    }

    /** The visits that a participant has. */
    int[] seen(Participant one) {
        return patterns.get(one.pattern());
    }

    /** Number of observations. */
    int observations() {
        return participants.stream().mapToInt(p -> p.values().length).sum();
    }

    /** The entries of a matrix of all visits for a set of them, shape (observed visits, observed visits). */
    double[] part(double[] matrix, int pattern) {
        int[] seen = patterns.get(pattern);
        double[] part = new double[seen.length * seen.length];
        for (int i = 0; i < seen.length; i++)
            for (int j = 0; j < seen.length; j++) part[i * seen.length + j] = matrix[seen[i] * visits + seen[j]];
        return part;
    }
}
