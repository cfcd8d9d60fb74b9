package sc.fiji.boldj.denoise;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.denoise.ConfoundRegression.Filter;
import sc.fiji.boldj.denoise.ConfoundRegression.Options;
import sc.fiji.boldj.linalg.Matrix;
import sc.fiji.boldj.linalg.MatrixProduct;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.signal.BandStop;
import sc.fiji.boldj.signal.Butterworth;
import sc.fiji.boldj.signal.DriftBasis;
import sc.fiji.boldj.signal.SplineGaps;
import sc.fiji.boldj.signal.Standardize;

/** What is regressed out of every series of a run: a linear map from all volumes to the kept ones. Immutable. */
final class NuisanceModel {

    private static final int ORDER = 5;

    private final int volumes;
    private final int[] kept;
    private final boolean centres;
    private final SplineGaps gaps;
    private final Projection trend;
    private final Butterworth filter;
    private final Projection nuisance;
    private final String parts;

    /**
     * Prepares the regression.
     *
     * @param repetitionTime seconds; not used if the options have no band
     * @throws IllegalArgumentException if a confound is unusable, the band is impossible or nothing would be left
     */
    NuisanceModel(Confounds confounds, Censoring censoring, Options options, double repetitionTime) {
        volumes = confounds.volumes();
        kept = censoring.keptRows(volumes);
        if (kept.length < 3)
            throw new DataException("censoring leaves " + kept.length + " of " + volumes
                    + " volumes: 3 or more are needed. Is the threshold too low?");
        List<double[]> series = usable(confounds);
        boolean fourier = options.filter() == Filter.FOURIER;
        if (options.filter() == Filter.BUTTERWORTH && options.hasBand()) {
            centres = options.detrend() >= 0 || options.low() > 0;
            gaps = kept.length < volumes ? SplineGaps.of(censoring.present(volumes), censoring.ends()) : null;
            int drift = options.detrend() + 1;
            trend = Projection.of(DriftBasis.legendre(volumes, options.detrend()), volumes, drift);
            filter = Butterworth.of(ORDER, options.low(), options.high(), repetitionTime);
            double[] design = temporallyFiltered(series);
            nuisance = Projection.of(design, kept.length, series.size());
            parts = series.size() + " confounds and " + drift + " drift columns";
        } else {
            gaps = null;
            trend = null;
            filter = null;
            int degree = fourier && options.low() > 0 ? Math.max(0, options.detrend()) : options.detrend();
            centres = degree >= 0;
            double[] drift = DriftBasis.legendre(volumes, degree);
            double[] band = new double[0];
            if (fourier && options.hasBand())
                band = BandStop.regressors(volumes, repetitionTime, options.low(), options.high());
            else if (options.filter() == Filter.COSINE && options.low() > 0)
                band = DriftBasis.cosine(volumes, repetitionTime, options.low());
            double[] design = sideBySide(drift, band, series);
            nuisance = Projection.of(design, kept.length, design.length / kept.length);
            parts = series.size() + " confounds, " + drift.length / volumes + " drift columns and "
                    + band.length / volumes + (fourier ? " sines and cosines of the stop band" : " cosines");
        }
        if (rank() >= kept.length)
            throw new DataException("nothing is left: " + parts + " (rank " + rank() + ") take all of " + kept.length
                    + " volumes. Use fewer columns or a wider band");
    }

    /** The columns that vary over the kept volumes, centred there. */
    private List<double[]> usable(Confounds confounds) {
        List<double[]> series = new ArrayList<>();
        for (int c = 0; c < confounds.size(); c++) {
            double[] column = confounds.column(c);
            String name = confounds.names().get(c);
            for (int t : kept)
                if (!Double.isFinite(column[t]))
                    throw new IllegalArgumentException("confound " + name + " is " + column[t] + " in volume " + t
                            + (t == 0
                                    ? ": fill the n/a of the first volumes (with the second value, as nilearn does), or"
                                            + " censor that volume"
                                    : ": every volume that is kept needs a number"));
            if (isConstant(column, null))
                throw new IllegalArgumentException("confound " + name + " is " + column[0]
                        + " in every volume: it explains nothing, so remove it");
            if (!isConstant(column, kept)) series.add(centred(column));
        }
        return series;
    }

    private static boolean isConstant(double[] column, int[] rows) {
        int n = rows == null ? column.length : rows.length;
        double first = column[rows == null ? 0 : rows[0]];
        for (int i = 1; i < n; i++) if (column[rows == null ? i : rows[i]] != first) return false;
        return true;
    }

    private double[] centred(double[] column) {
        double mean = 0;
        for (int t : kept) mean += column[t] / kept.length;
        double[] centred = new double[column.length];
        for (int t = 0; t < column.length; t++) centred[t] = column[t] - mean;
        return centred;
    }

    /** The kept rows of several sets of columns, shape (kept, all columns). */
    private double[] sideBySide(double[] drift, double[] band, List<double[]> series) {
        int first = drift.length / volumes;
        int second = band.length / volumes;
        int columns = first + second + series.size();
        double[] design = new double[kept.length * columns];
        for (int i = 0; i < kept.length; i++) {
            int row = i * columns;
            System.arraycopy(drift, kept[i] * first, design, row, first);
            System.arraycopy(band, kept[i] * second, design, row + first, second);
            for (int c = 0; c < series.size(); c++) design[row + first + second + c] = series.get(c)[kept[i]];
        }
        return design;
    }

    /** Confounds treated in time as the data are, centred over the kept volumes. */
    private double[] temporallyFiltered(List<double[]> series) {
        int count = series.size();
        double[] block = new double[volumes * count];
        for (int c = 0; c < count; c++) for (int t = 0; t < volumes; t++) block[t * count + c] = series.get(c)[t];
        double[] design = filtered(block, count);
        double[] means = Standardize.means(design, kept.length, count);
        for (int i = 0; i < design.length; i++) design[i] -= means[i % count];
        return design;
    }

    private double[] filtered(double[] block, int count) {
        if (count == 0) return block;
        if (gaps != null) gaps.fill(block, count);
        trend.apply(block, count);
        filter.filter(block, volumes, count);
        return keptRows(block, count);
    }

    private double[] keptRows(double[] block, int count) {
        if (kept.length == volumes) return block;
        double[] rows = new double[kept.length * count];
        for (int i = 0; i < kept.length; i++) System.arraycopy(block, kept[i] * count, rows, i * count, count);
        return rows;
    }

    /** The volumes that are kept, ascending; not to be changed. */
    int[] kept() {
        return kept;
    }

    /** Whether the mean of each series is removed, so that it may be subtracted before {@link #clean}. */
    boolean centres() {
        return centres;
    }

    /** Number of independent columns that are regressed out, the drift before a filter with them. */
    int rank() {
        return nuisance.rank() + (trend == null ? 0 : trend.rank());
    }

    /**
     * Cleans several series.
     *
     * @param block shape (volumes, count); its content is lost
     * @return shape (kept volumes, count)
     */
    double[] clean(double[] block, int count) {
        double[] rows = filter == null ? keptRows(block, count) : filtered(block, count);
        nuisance.apply(rows, count);
        return rows;
    }

    /**
     * Degrees of freedom that white noise has left after cleaning and removal of the mean: (trace of M M')^2 over the
     * trace of its square, for the linear map M. For a projection that is the number of kept volumes less the rank.
     */
    double degreesOfFreedom() {
        int n = kept.length;
        if (filter == null) return n - rank() - (centres ? 0 : 1);
        double[] map = new double[Math.multiplyExact(volumes, volumes)];
        for (int t = 0; t < volumes; t++) map[t * volumes + t] = 1;
        map = clean(map, volumes);
        double[] means = Standardize.means(map, n, volumes);
        for (int i = 0; i < map.length; i++) map[i] -= means[i % volumes];
        double[] product = new double[n * n];
        MatrixProduct.square(1, Matrix.of(map, n, volumes), 0, Matrix.of(product, n, n));
        double trace = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) trace += product[i * n + i];
        for (double value : product) squares += value * value;
        return trace * trace / squares;
    }
}
