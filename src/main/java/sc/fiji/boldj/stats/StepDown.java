package sc.fiji.boldj.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Step-down control of the family-wise error of tests of which some share their permutations.
 *
 * <p>Tests that share permutations form a group and are compared with the maximum statistic over those of them that are not yet
 * rejected (Westfall and Young 1993; Romano and Wolf 2005, JASA 100:94-108). A group has the share of alpha that its weight has
 * among the groups with a test left, so a group whose tests are all rejected leaves its share to the others (Holm 1979).
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
