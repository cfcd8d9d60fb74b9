package sc.fiji.boldj.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Step-down control of the family-wise error of tests, some of which share their permutations.
 *
 * <p>Tests that share permutations form a group and are compared with the maximum statistic over those of them that are not yet
 * rejected (Westfall and Young 1993; Romano and Wolf 2005, JASA 100:94-108). A group has the share of alpha that its weight has
 * among the groups with a test left, so a group whose tests are all rejected passes its share to the others (Holm 1979).
 *
 * <p>This is the shortcut of a closed test: an intersection of hypotheses is rejected if, in a group, the p of its strongest
 * member against the maximum over the members in this intersection is at or below the share of the group among the groups of
 * the intersection. By Bonferroni's inequality that test has its level whatever the dependence between groups; within a group the
 * maximum over the members of an intersection is computed from the data of these members alone. Shares only grow and maxima only
 * shrink as members leave, which is what makes the shortcut exact.
 */
public final class StepDown {

    private StepDown() {}

    /**
     * Tests that share permutations.
     *
     * @param weight above 0; a family of equally important tests gives each group its number of tests
     * @param p of each test, the strongest first, against the maximum over the tests that are not stronger: the last is its
     *     uncorrected p. NaN: the test could not be made; it is never rejected, and its group keeps its share
     */
    public record Group(double weight, double[] p) {

        /** @throws IllegalArgumentException if the weight is not above 0, or a p is outside [0, 1] */
        public Group {
            if (!(weight > 0)) throw new IllegalArgumentException("a weight must be above 0, got " + weight);
            for (double each : p)
                if (each < 0 || each > 1)
                    throw new IllegalArgumentException("a probability must be in [0, 1], got " + each);
            p = p.clone();
        }
    }

    /**
     * The same where some sets of hypotheses cannot be true together: only the intersections that can be are tested, all of them.
     *
     * @param nulls the hypotheses of the tests, in the order of the groups and of their tests
     * @return as without them, and nowhere larger
     */
    public static List<double[]> adjust(List<Group> groups, JointNulls nulls) {
        if (nulls.isFree()) return adjust(groups);
        double[] adjusted = new double[nulls.contrasts()];
        for (int set = 1; set < 1 << adjusted.length; set++) {
            if (!nulls.isPossible(set)) continue;
            double p = intersection(groups, set);
            for (int k = 0; k < adjusted.length; k++)
                if (JointNulls.isIn(set, k)) adjusted[k] = Math.max(adjusted[k], p);
        }
        List<double[]> result = new ArrayList<>();
        int k = 0;
        for (Group group : groups) {
            double[] own = new double[group.p.length];
            for (int r = 0; r < own.length; r++, k++) own[r] = Double.isNaN(group.p[r]) ? Double.NaN : adjusted[k];
            result.add(own);
        }
        return result;
    }

    /** p of the hypothesis that all of a set are true, from the strongest member in each group. */
    private static double intersection(List<Group> groups, int set) {
        double all = 0;
        double least = 1;
        int k = 0;
        List<double[]> strongest = new ArrayList<>();
        for (Group group : groups) {
            boolean empty = true;
            for (int r = 0; r < group.p.length; r++, k++) {
                if (!empty || !JointNulls.isIn(set, k)) continue;
                empty = false;
                all += group.weight;
                strongest.add(new double[] {group.p[r], group.weight});
            }
        }
        for (double[] each : strongest) if (!Double.isNaN(each[0])) least = Math.min(least, each[0] * (all / each[1]));
        return least;
    }

    /**
     * The adjusted p of each test: the smallest family-wise error at which it would be rejected.
     *
     * @return for each group one for each test, in its order; NaN where p is
     */
    public static List<double[]> adjust(List<Group> groups) {
        List<double[]> adjusted = new ArrayList<>();
        double[] left = new double[groups.size()];
        for (int g = 0; g < left.length; g++) {
            double[] p = groups.get(g).p;
            double[] none = new double[p.length];
            Arrays.fill(none, Double.NaN);
            adjusted.add(none);
            if (p.length > 0) left[g] = groups.get(g).weight;
        }
        int[] next = new int[groups.size()];
        double most = 0;
        while (true) {
            double all = Arrays.stream(left).sum();
            int first = -1;
            double least = Double.POSITIVE_INFINITY;
            for (int g = 0; g < left.length; g++) {
                double[] p = groups.get(g).p;
                if (next[g] == p.length || Double.isNaN(p[next[g]])) continue;
                double own = p[next[g]] * (all / left[g]);
                if (own < least) {
                    least = own;
                    first = g;
                }
            }
            if (first < 0) return adjusted;
            most = Math.max(most, Math.min(1, least));
            adjusted.get(first)[next[first]++] = most;
            if (next[first] == groups.get(first).p.length) left[first] = 0;
        }
    }
}
