package sc.fiji.boldj.stats;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * A covariate with its own values at each element, without the nuisance that all elements share and scaled to length 1, in the
 * blocks of a {@link ResidualStore}. Immutable once made.
 *
 * <p>It cannot be used at an element where it is not finite, where the nuisance explains it (a constant, for instance) or where
 * together they explain what is tested. Memory: 8 bytes for each observation and element.
 */
final class OwnCovariate implements Serializable {

    /** Squared part of an effect that the covariate must leave to count as different from it. */
    private static final double DIFFERENT = 1e-10;

    private final int rows;
    private final double[][] units;
    private final double[][] shares;
    private final double[] left;
    private final boolean[] missing;
    private final List<double[]> effects;

    private OwnCovariate(int rows, int elements, List<double[]> effects) {
        this.rows = rows;
        this.effects = effects;
        units = new double[(elements + ResidualStore.BLOCK - 1) / ResidualStore.BLOCK][];
        shares = new double[units.length][];
        left = new double[elements];
        missing = new boolean[elements];
    }

    /**
     * Removes the nuisance from a covariate.
     *
     * @param values rows as the data
     * @param nuisance orthonormal basis of what all elements share
     * @param effects orthonormal basis of what is tested, orthogonal to the nuisance
     */
    static OwnCovariate of(Observations values, List<double[]> nuisance, List<double[]> effects, Progress progress) {
        OwnCovariate own = new OwnCovariate(values.rows(), values.elements(), effects);
        FixedChunks.forEach(
                values.elements(), ResidualStore.BLOCK, (from, to) -> own.fill(values, nuisance, from, to), progress);
        return own;
    }

    private void fill(Observations values, List<double[]> nuisance, int from, int to) {
        int count = to - from;
        double[] unit = new double[rows * count];
        double[] size = new double[rows * count];
        for (int r = 0; r < rows; r++) {
            values.read(r, from, to, unit, r * count);
            values.magnitude(r, from, to, size, r * count);
        }
        double[] before = ResidualStore.squares(size, rows, count);
        ResidualStore.remove(nuisance, unit, rows, count);
        double[] after = ResidualStore.squares(unit, rows, count);
        double share = ResidualStore.roundingShare(values);
        double[] length = new double[count];
        for (int k = 0; k < count; k++) {
            missing[from + k] = !Double.isFinite(before[k]);
            length[k] = !missing[from + k] && after[k] > share * share * before[k] ? Math.sqrt(after[k]) : 0;
        }
        for (int r = 0; r < rows; r++)
            for (int k = 0; k < count; k++) unit[r * count + k] = length[k] > 0 ? unit[r * count + k] / length[k] : 0;
        double[] correlation = new double[effects.size() * count];
        for (int e = 0; e < effects.size(); e++)
            for (int r = 0; r < rows; r++)
                for (int k = 0; k < count; k++) correlation[e * count + k] += effects.get(e)[r] * unit[r * count + k];
        for (int k = 0; k < count; k++) {
            double rest = 1;
            for (int e = 0; e < effects.size(); e++) rest -= correlation[e * count + k] * correlation[e * count + k];
            left[from + k] = length[k] > 0 && rest > DIFFERENT ? rest : 0;
        }
        units[from / ResidualStore.BLOCK] = unit;
        shares[from / ResidualStore.BLOCK] = correlation;
    }

    /** The covariate of a block, shape (rows, count); 0 where it is constant or missing. */
    double[] unit(int block) {
        return units[block];
    }

    /** Products of the covariate with the basis of what is tested, shape (effects, count). */
    double[] shares(int block) {
        return shares[block];
    }

    /** What the covariate leaves of the effect, as a share of its squared length, in (0, 1]; 0 where it cannot be used. */
    double left(int element) {
        return left[element];
    }

    /** Whether a value is not finite. */
    boolean isMissing(int element) {
        return missing[element];
    }

    /** Removes the covariate from data of a block, shape (rows, count). */
    void remove(int block, double[] data, int count) {
        project(units[block], data, count);
    }

    /** Removes what is tested, without the covariate, from data of a block that the covariate was removed from. */
    void removeEffects(int block, double[] data, int count) {
        double[][] own = new double[effects.size()][];
        for (int e = 0; e < own.length; e++) {
            double[] column = new double[rows * count];
            for (int r = 0; r < rows; r++) Arrays.fill(column, r * count, (r + 1) * count, effects.get(e)[r]);
            project(units[block], column, count);
            for (int before = 0; before < e; before++) project(own[before], column, count);
            double[] squares = ResidualStore.squares(column, rows, count);
            for (int r = 0; r < rows; r++)
                for (int k = 0; k < count; k++)
                    column[r * count + k] = squares[k] > DIFFERENT ? column[r * count + k] / Math.sqrt(squares[k]) : 0;
            project(column, data, count);
            own[e] = column;
        }
    }

    /** Removes unit columns, one for each element, twice: once leaves rounding errors of the size of what was removed. */
    private void project(double[] unit, double[] data, int count) {
        double[] share = new double[count];
        for (int pass = 0; pass < 2; pass++) {
            Arrays.fill(share, 0);
            for (int at = 0; at < data.length; at += count)
                for (int k = 0; k < count; k++) share[k] += unit[at + k] * data[at + k];
            for (int at = 0; at < data.length; at += count)
                for (int k = 0; k < count; k++) data[at + k] -= unit[at + k] * share[k];
        }
    }
}
