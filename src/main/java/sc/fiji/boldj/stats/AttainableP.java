package sc.fiji.boldj.stats;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Map;
import java.util.TreeMap;

/** The smallest p that a design can give, whatever the data. */
public final class AttainableP {

    private AttainableP() {}

    /**
     * The smallest attainable p: arrangements of what is tested that must give the same evidence as the design itself,
     * over all its arrangements; not below 1 / shufflings.
     *
     * <p>Two-sided tests count the mirror image of the design if it can be reached, F tests over groups the renaming of
     * groups of equal size. Nuisance columns do not add arrangements: shuffling rows of equal treatment changes the
     * statistic little.
     */
    public static double of(LinearModel model, ShufflingPlan plan, Tail tail) {
        double[][] rows = model.testedRows();
        BigInteger count = new Arrangements(plan.tree(), plan.shuffle(), rows).count();
        double same = 1;
        if (model.effectRank() > 1)
            same = plan.shuffle().flips() && turned(plan, rows) ? 2 : renamings(rows, model.effectRank());
        else if (tail == Tail.TWO && mirrored(model, plan, rows)) same = 2;
        double share = BigDecimal.valueOf(same)
                .divide(new BigDecimal(count), MathContext.DECIMAL64)
                .doubleValue();
        return Math.min(1, Math.max(share, 1.0 / plan.size()));
    }

    private static boolean mirrored(LinearModel model, ShufflingPlan plan, double[][] rows) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double[] row : rows) {
            least = Math.min(least, row[0]);
            most = Math.max(most, row[0]);
        }
        double sum = model.nuisanceHoldsConstant() && !plan.shuffle().flips() ? least + most : 0;
        double[][] opposite = new double[rows.length][1];
        for (int i = 0; i < rows.length; i++) opposite[i][0] = sum - rows[i][0];
        return Arrangements.reachable(plan.tree(), plan.shuffle(), rows, opposite);
    }

    /** Whether flips can turn all signs, which leaves F as it is. */
    private static boolean turned(ShufflingPlan plan, double[][] rows) {
        double[][] opposite = new double[rows.length][];
        for (int i = 0; i < rows.length; i++)
            opposite[i] = java.util.Arrays.stream(rows[i]).map(x -> -x).toArray();
        return Arrangements.reachable(plan.tree(), plan.shuffle(), rows, opposite);
    }

    private static double renamings(double[][] rows, int rank) {
        Map<String, Integer> sizes = new TreeMap<>();
        for (double[] row : rows) {
            StringBuilder key = new StringBuilder();
            for (double x : row) key.append(Math.round(x * 1e9)).append(' ');
            sizes.merge(key.toString(), 1, Integer::sum);
        }
        if (sizes.size() != rank + 1) return 1;
        Map<Integer, Integer> equal = new TreeMap<>();
        sizes.values().forEach(size -> equal.merge(size, 1, Integer::sum));
        double product = 1;
        for (int m : equal.values()) for (int k = 2; k <= m; k++) product *= k;
        return product;
    }
}
