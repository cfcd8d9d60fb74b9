package sc.fiji.boldj.group;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Deals subjects into folds: whole groups at a time, classes evenly. */
final class Folds {

    private Folds() {}

    /**
     * The fold of each of some rows.
     *
     * @param rows rows to deal
     * @param response classes 1 and -1, assigned evenly, or numbers, assigned at random
     * @param group one number for each subject: equal numbers stay together
     */
    static int[] deal(int[] rows, double[] response, boolean classes, int[] group, int folds, SplittableRandom random) {
        Map<Integer, List<Integer>> groups = new LinkedHashMap<>();
        for (int k = 0; k < rows.length; k++)
            groups.computeIfAbsent(group[rows[k]], g -> new ArrayList<>()).add(k);
        Map<Double, List<List<Integer>>> strata = new TreeMap<>();
        for (List<Integer> members : groups.values())
            strata.computeIfAbsent(classes ? response[rows[members.get(0)]] : 0.0, c -> new ArrayList<>())
                    .add(members);
        int[] fold = new int[rows.length];
        int next = 0;
        for (List<List<Integer>> stratum : strata.values()) {
            for (int k = stratum.size() - 1; k > 0; k--) {
                int other = random.nextInt(k + 1);
                List<Integer> swap = stratum.get(k);
                stratum.set(k, stratum.get(other));
                stratum.set(other, swap);
            }
            for (List<Integer> members : stratum) {
                for (int k : members) fold[k] = next % folds;
                next++;
            }
        }
        return fold;
    }

    /** The rows whose fold is (or is not) the given one. */
    static int[] rows(int[] rows, int[] fold, int which, boolean inside) {
        int[] some = new int[rows.length];
        int n = 0;
        for (int k = 0; k < rows.length; k++) if ((fold[k] == which) == inside) some[n++] = rows[k];
        return Arrays.copyOf(some, n);
    }
}
