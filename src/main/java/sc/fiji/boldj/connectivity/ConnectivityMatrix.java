package sc.fiji.boldj.connectivity;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.stat.ranking.NaNStrategy;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.commons.math3.stat.ranking.TiesStrategy;
import sc.fiji.boldj.run.DataException;

/**
 * How the regions of one scan go together: correlation, partial correlation, covariance or precision. Immutable.
 *
 * <p>The order of work: each series loses its mean; it is divided by its standard deviation if asked; the covariance is
 * estimated; the other kinds follow from it. The empirical covariance divides by the number of volumes. Correlation
 * with the empirical estimator is Pearson's; with that of Ledoit and Wolf it is drawn towards 0. Precision is the inverse
 * of the covariance, partial correlation is {@code -P_ij / sqrt(P_ii P_jj)}; diagonals of correlations are 1.
 *
 * <p>A region that is void or whose series is constant has NaN in its row and column; the other entries are those of a
 * matrix without it.
 *
 * <p>As nilearn {@code ConnectivityMeasure}, whose default estimator is Ledoit-Wolf also for the correlation, and
 * which scales the series for that kind only.
 */
public final class ConnectivityMatrix {

    /** What an entry says about two regions. */
    public enum Kind {
        CORRELATION,
        PARTIAL_CORRELATION,
        COVARIANCE,
        PRECISION,
        /** Pearson correlation of the ranks, ties sharing their mean rank. */
        SPEARMAN
    }

    /** How the covariance is estimated. */
    public enum Estimator {
        EMPIRICAL,
        LEDOIT_WOLF
    }

    /** What each series is divided by. */
    public enum Scale {
        NONE,
        /** Standard deviation with division by T - 1. */
        SAMPLE,
        /** Standard deviation with division by T. */
        POPULATION
    }

    /** Choices. Spearman takes the empirical estimator and no scale, whatever is set. */
    public record Options(Kind kind, Estimator estimator, Scale scale) {

        /** Pearson correlation. */
        public static final Options DEFAULT = of(Kind.CORRELATION);

        /** What suits a kind, series as they are: Ledoit-Wolf where the covariance is inverted, else empirical. */
        public static Options of(Kind kind) {
            boolean inverted = kind == Kind.PARTIAL_CORRELATION || kind == Kind.PRECISION;
            return new Options(kind, inverted ? Estimator.LEDOIT_WOLF : Estimator.EMPIRICAL, Scale.NONE);
        }
    }

    private final Options options;
    private final List<String> names;
    private final double[] values;
    private final double shrinkage;

    ConnectivityMatrix(Options options, List<String> names, double[] values, double shrinkage) {
        this.options = options;
        this.names = names;
        this.values = values;
        this.shrinkage = shrinkage;
    }

    /**
     * Computes the matrix of a scan.
     *
     * @throws IllegalArgumentException if there are fewer than 3 volumes, no region is left, or the covariance cannot be
     *     inverted, saying what helps
     */
    public static ConnectivityMatrix of(RegionSeries series, Options options) {
        int[] kept = UsableRegions.kept(series);
        boolean ranked = options.kind() == Kind.SPEARMAN;
        CovarianceEstimate covariance = ranked
                ? estimate(series, kept, true, Estimator.EMPIRICAL, Scale.NONE)
                : estimate(series, kept, false, options.estimator(), options.scale());
        double[] matrix = covariance.matrix();
        int n = kept.length;
        switch (options.kind()) {
            case CORRELATION, SPEARMAN -> toCorrelation(matrix, n, 1);
            case PRECISION -> matrix = invert(matrix, n, series.volumes(), options.estimator());
            case PARTIAL_CORRELATION -> {
                matrix = invert(matrix, n, series.volumes(), options.estimator());
                toCorrelation(matrix, n, -1);
            }
            default -> {
                // the covariance itself
            }
        }
        return new ConnectivityMatrix(
                options, series.names(), UsableRegions.spread(matrix, kept, series.regions()), covariance.shrinkage());
    }

    /** The covariance of some regions. */
    static CovarianceEstimate estimate(
            RegionSeries series, int[] kept, boolean ranked, Estimator estimator, Scale scale) {
        int volumes = series.volumes();
        double[] rows = new double[Math.multiplyExact(kept.length, volumes)];
        NaturalRanking ranking = new NaturalRanking(NaNStrategy.FAILED, TiesStrategy.AVERAGE);
        for (int i = 0; i < kept.length; i++) {
            double[] values = series.series(kept[i]);
            if (ranked) values = ranking.rank(values);
            double mean = Arrays.stream(values).sum() / volumes;
            double squares = 0;
            for (int t = 0; t < volumes; t++) {
                values[t] -= mean;
                squares += values[t] * values[t];
            }
            double divisor =
                    scale == Scale.NONE ? 1 : Math.sqrt(squares / (scale == Scale.SAMPLE ? volumes - 1 : volumes));
            for (int t = 0; t < volumes; t++) rows[i * volumes + t] = values[t] / divisor;
        }
        return estimator == Estimator.LEDOIT_WOLF
                ? CovarianceEstimate.ledoitWolf(rows, kept.length, volumes)
                : CovarianceEstimate.empirical(rows, kept.length, volumes);
    }

    /** The inverse of a covariance matrix. */
    static double[] invert(double[] covariance, int n, int volumes, Estimator estimator) {
        if (estimator == Estimator.EMPIRICAL && volumes <= n)
            throw new DataException("the covariance of " + n + " regions cannot be inverted from " + volumes
                    + " volumes: use the Ledoit-Wolf estimator, fewer regions or a longer scan");
        SymmetricFunction function = new SymmetricFunction(covariance, n);
        if (!(function.reciprocalCondition() > 1e-13))
            throw new DataException("the covariance of the " + n + " regions cannot be inverted: some series "
                    + "is a sum of others (global signal removed? the same region twice?); use the Ledoit-Wolf "
                    + "estimator");
        return function.apply(value -> 1 / value);
    }

    private static void toCorrelation(double[] matrix, int n, int sign) {
        double[] roots = new double[n];
        for (int i = 0; i < n; i++) roots[i] = Math.sqrt(matrix[i * n + i]);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) {
                double r = sign * matrix[i * n + j] / (roots[i] * roots[j]);
                matrix[i * n + j] = i == j ? 1 : Math.max(-1, Math.min(1, r));
            }
    }

    /** How it was made. */
    public Options options() {
        return options;
    }

    /** Number of rows and columns. */
    public int regions() {
        return names.size();
    }

    /** The regions' names. */
    public List<String> names() {
        return names;
    }

    /** One entry; NaN if a region is void or constant. */
    public double get(int row, int column) {
        return values[row * names.size() + column];
    }

    /** The shrinkage that Ledoit-Wolf chose, in [0, 1]; 0 for the empirical estimator. */
    public double shrinkage() {
        return shrinkage;
    }

    /** All entries, shape (R, R), a new array. */
    public double[][] toArray() {
        int n = names.size();
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++) rows[i] = Arrays.copyOfRange(values, i * n, (i + 1) * n);
        return rows;
    }
}
