package sc.fiji.boldj.stats;

import java.util.ArrayList;
import java.util.List;

/**
 * Which null hypotheses about contrasts of the same means can be true while all others are false (Shaffer 1986, JASA 81). Of the three
 * differences between three means, exactly two cannot be 0: they imply the third. Immutable.
 */
public final class JointNulls {

    /** With more contrasts, every set is treated as possible: their number doubles with each. */
    public static final int MOST = 12;

    private final boolean[] possible;
    private final int contrasts;

    private JointNulls(boolean[] possible, int contrasts) {
        this.possible = possible;
        this.contrasts = contrasts;
    }

    /**
     * Finds the sets that are possible.
     *
     * @param contrasts weights over the same means, one array for each contrast, not all 0
     */
    public static JointNulls of(List<double[]> contrasts) {
        int n = contrasts.size();
        if (n > MOST) return new JointNulls(null, n);
        boolean[] possible = new boolean[1 << n];
        for (int set = 0; set < possible.length; set++) {
            List<double[]> members = new ArrayList<>();
            for (int k = 0; k < n; k++) if (isIn(set, k)) members.add(contrasts.get(k));
            List<double[]> basis = Orthonormal.extend(List.of(), members);
            boolean closed = true;
            for (int k = 0; closed && k < n; k++)
                closed = isIn(set, k)
                        || !Orthonormal.extend(basis, List.of(contrasts.get(k))).isEmpty();
            possible[set] = closed;
        }
        return new JointNulls(possible, n);
    }

    static boolean isIn(int set, int k) {
        return (set >> k & 1) == 1;
    }

    /** Whether exactly the hypotheses whose bit is set can be true. */
    public boolean isPossible(int set) {
        return possible == null || possible[set];
    }

    /** Whether every set is possible. */
    public boolean isFree() {
        if (possible == null) return true;
        for (boolean each : possible) if (!each) return false;
        return true;
    }

    int contrasts() {
        return contrasts;
    }
}
