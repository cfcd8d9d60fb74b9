package sc.fiji.boldj.glm;

import java.util.List;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelSeries;
import sc.fiji.boldj.linalg.ColumnSpace;
import sc.fiji.boldj.linalg.Matrix;
import sc.fiji.boldj.linalg.MatrixProduct;
import sc.fiji.boldj.run.Progress;

/**
 * The haemodynamic response to each condition of a task, with no assumed shape, voxel by voxel.
 *
 * <p>Every condition has a free value at each knot after an event's onset, a natural cubic spline between (a finite impulse
 * response that takes onsets between the scans as they are). Durations do not matter: the response is that to the whole
 * event. All conditions and the nuisance columns are one model, fitted by least squares; with the smooth prior of
 * {@link SmoothPrior}, the values are the mean given the data, which is smaller than the truth
 * the more noise a voxel has: take it for times and widths, and least squares for heights.
 *
 * <p>A constant voxel and one with a value that is not finite have NaN in every map; outside the mask all maps are 0.
 */
public final class EventResponse {

    /** Seconds over which a smooth response keeps its value: w of the prior. */
    public static final double SMOOTHNESS = 2;

    /** The volumes of a condition's result, before those of the curve. */
    public static final List<String> MAPS = List.of("height", "time_to_peak", "width");

    private static final int BLOCK_VALUES = 1 << 18;
    private static final double STEP = 0.1;

    /**
     * The options.
     *
     * @param smooth whether values have the smooth prior
     * @param length seconds of the response, 10 to 60
     * @param spacing seconds between knots; 0: whole repetition times, the fewest that make a second
     * @param percent whether heights are in percent of the voxel's mean, or in the unit of the data
     */
    public record Options(boolean smooth, double length, double spacing, boolean percent) {

        /** Least squares, 24 s, percent. */
        public static final Options DEFAULT = new Options(false, 24, 0, true);

        /**
         * @throws IllegalArgumentException if a value is outside its range
         */
        public Options {
            if (!(length >= 10 && length <= 60))
                throw new IllegalArgumentException("the length of a response must be 10 to 60 s, got " + length);
            if (!(spacing >= 0 && spacing <= length / 4))
                throw new IllegalArgumentException(
                        "knots must be up to a quarter of the length apart, or 0 s for the default, got " + spacing);
        }
    }

    private final Options options;
    private final int volumes;
    private final List<String> conditions;
    private final ResponseKnots spline;
    private final int knots;
    private final double[][] shapes; // each knot's spline on the grid of the curves
    private final double[] nuisance;
    private final int rank;
    private final double[] columns; // design free of nuisance, shape (size, volumes)
    private final double[] solution; // for the plain fit: shape (size, volumes)
    private final SmoothPrior.Prepared prepared;

    private EventResponse(Sampling sampling, Events events, double[] nuisanceColumns, int count, Options options) {
        this.options = options;
        volumes = sampling.volumes();
        conditions = events.conditions();
        double repetitionTime = sampling.repetitionTime();
        double spacing = options.spacing() > 0
                ? options.spacing()
                : repetitionTime * Math.max(1, Math.ceil(1 / repetitionTime - 1e-9));
        spline = new ResponseKnots(options.length(), spacing);
        knots = spline.count();
        shapes = new double[knots][(int) Math.floor(spline.end() / STEP + 1e-9) + 1];
        for (int k = 0; k < knots; k++)
            for (int b = 0; b < shapes[k].length; b++) shapes[k][b] = spline.value(k, b * STEP);
        nuisance = ColumnSpace.of(nuisanceColumns, volumes, count).basis();
        rank = nuisance.length / volumes;
        int size = conditions.size() * knots;
        if (volumes - rank < size + 3)
            throw new IllegalArgumentException("a response of " + knots + " knots for each of " + conditions.size()
                    + " conditions needs " + (size + 3) + " volumes free of nuisance, but there are "
                    + (volumes - rank) + ": take a shorter length or knots farther apart");
        columns = new double[size * volumes];
        for (int c = 0; c < conditions.size(); c++) fill(c, events, sampling);
        for (int k = 0; k < size; k++) free(k);
        double[] gram = new double[size * size];
        MatrixProduct.multiply(
                1,
                Matrix.of(columns, size, volumes),
                Matrix.of(columns, size, volumes).transposed(),
                0,
                Matrix.of(gram, size, size));
        prepared = options.smooth()
                ? new SmoothPrior(conditions.size(), knots, spline.spacing(), SMOOTHNESS).prepare(gram)
                : null;
        solution = options.smooth() ? null : inverse(size);
    }

    /**
     * Prepares the estimate.
     *
     * @param nuisance shape (volumes, count), row = time, with a column of ones
     * @throws IllegalArgumentException if there are too few volumes, a condition has no event in the run, or without a
     *     prior the values cannot be distinguished from each other
     */
    public static EventResponse of(Sampling sampling, Events events, double[] nuisance, int count, Options options) {
        return new EventResponse(sampling, events, nuisance, count, options);
    }

    private void fill(int condition, Events events, Sampling sampling) {
        double sum = 0;
        for (Events.Event event : events.of(conditions.get(condition)))
            for (int t = 0; t < volumes; t++) {
                double since = sampling.time(t) - event.onset();
                if (since < -1e-9 || since > spline.end() + 1e-9) continue;
                for (int k = 0; k < knots; k++) {
                    double value = event.amplitude() * spline.value(k, since);
                    columns[(condition * knots + k) * volumes + t] += value;
                    sum += Math.abs(value);
                }
            }
        if (sum == 0)
            throw new IllegalArgumentException("condition " + conditions.get(condition)
                    + " has no event during the run, which lasts " + sampling.end() + " s");
    }

    /** Takes the nuisance out of one column, twice for rounding. */
    private void free(int column) {
        for (int pass = 0; pass < 2; pass++) {
            double[] along = new double[rank];
            for (int t = 0; t < volumes; t++)
                for (int d = 0; d < rank; d++) along[d] += nuisance[t * rank + d] * columns[column * volumes + t];
            for (int t = 0; t < volumes; t++)
                for (int d = 0; d < rank; d++) columns[column * volumes + t] -= nuisance[t * rank + d] * along[d];
        }
    }

    /** The weights that give the least-squares values, shape (size, volumes). */
    private double[] inverse(int size) {
        double[] design = new double[columns.length];
        for (int k = 0; k < size; k++)
            for (int t = 0; t < volumes; t++) design[t * size + k] = columns[k * volumes + t];
        if (ColumnSpace.of(design, volumes, size).rank() < size)
            throw new IllegalArgumentException("the values of the responses cannot be separated: are there too"
                    + " few events, or is every event followed by another after the same time? Take the smooth model, a"
                    + " shorter length, or knots farther apart");
        double[] ones = new double[Math.multiplyExact(volumes, volumes)];
        for (int t = 0; t < volumes; t++) ones[t * volumes + t] = 1;
        return sc.fiji.boldj.linalg.LeastSquares.solve(design, volumes, size, ones, volumes)
                .coefficients();
    }

    /** The conditions in the order of the results. */
    public List<String> conditions() {
        return conditions;
    }

    /** Seconds between the values of a curve. */
    public double step() {
        return STEP;
    }

    /** Number of values of a curve. */
    public int curveLength() {
        return shapes[0].length;
    }

    /** Volumes of a thinned curve. */
    public int curveVolumes(int thin) {
        if (thin < 1) throw new IllegalArgumentException("thin must be 1 or more, got " + thin);
        return (curveLength() + thin - 1) / thin;
    }

    /**
     * The curves of one series, shape (conditions, curveLength), in the unit of the series; null if it never changes or
     * has a value that is not finite.
     */
    public double[][] curves(double[] series) {
        if (series.length != volumes)
            throw new IllegalArgumentException(
                    "the series has " + series.length + " values but the run " + volumes + " volumes");
        double[] block = new double[volumes];
        double sum = 0;
        for (int t = 0; t < volumes; t++) {
            block[t] = series[t] - series[0];
            sum += Math.abs(block[t]);
        }
        if (!Double.isFinite(sum) || sum == 0) return null;
        return curves(block, 1)[0];
    }

    /** The curves of a block of finite series, shape (volumes, count): [series][condition][value]. */
    private double[][][] curves(double[] block, int count) {
        int size = conditions.size() * knots;
        double[] products = new double[size * count];
        double[] weights = options.smooth() ? columns : solution;
        MatrixProduct.multiply(
                1,
                Matrix.of(weights, size, volumes),
                Matrix.of(block, volumes, count),
                0,
                Matrix.of(products, size, count));
        double[] squares = new double[count];
        if (options.smooth()) {
            double[] along = new double[rank * count];
            MatrixProduct.multiply(
                    1,
                    Matrix.of(nuisance, volumes, rank).transposed(),
                    Matrix.of(block, volumes, count),
                    0,
                    Matrix.of(along, rank, count));
            for (int t = 0; t < volumes; t++)
                for (int i = 0; i < count; i++) squares[i] += block[t * count + i] * block[t * count + i];
            for (int d = 0; d < rank; d++)
                for (int i = 0; i < count; i++) squares[i] -= along[d * count + i] * along[d * count + i];
        }
        double[][][] curves = new double[count][conditions.size()][];
        double[] own = new double[size];
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < size; k++) own[k] = products[k * count + i];
            double[] values = own;
            if (options.smooth())
                values = squares[i] > 0 ? prepared.solve(own, squares[i], volumes - rank) : new double[size];
            for (int c = 0; c < conditions.size(); c++) {
                curves[i][c] = new double[curveLength()];
                for (int k = 0; k < knots; k++)
                    for (int b = 0; b < curves[i][c].length; b++)
                        curves[i][c][b] += values[c * knots + k] * shapes[k][b];
            }
        }
        return curves;
    }

    /**
     * Maps the responses of every voxel.
     *
     * @param source series, shape (X, Y, Z, T)
     * @param target receives for each condition {@link #MAPS}, then its curve, one volume each {@code thin} values; on
     *     the same grid, all 0 before
     * @throws IllegalArgumentException if a shape or grid does not fit, or heights are to be in percent and most voxels
     *     have no mean above their standard deviation
     */
    public void map(NeuroImage source, Mask mask, NeuroImage target, int thin, Progress progress) {
        if (source.volumes() != volumes)
            throw new IllegalArgumentException(
                    source.name() + " has " + source.volumes() + " volumes but the plan " + volumes);
        target.grid().requireSameAs(source.grid(), target.name(), source.name());
        int each = MAPS.size() + curveVolumes(thin);
        if (target.volumes() != each * conditions.size())
            throw new IllegalArgumentException(target.name() + " has " + target.volumes() + " volumes but "
                    + each * conditions.size() + " are needed");
        if (options.percent()) Baseline.require(source, mask, progress.stage(0, 0.05));
        VoxelSeries.forEachBlock(
                source,
                mask,
                Math.max(1, BLOCK_VALUES / volumes),
                (first, count, block) -> {
                    double[] data = new double[volumes * count];
                    double[] scale = new double[count];
                    double[] series = new double[volumes];
                    for (int i = 0; i < count; i++) {
                        double sum = 0;
                        for (int t = 0; t < volumes; t++) {
                            series[t] = block[t * count + i];
                            sum += Math.abs(series[t] - series[0]);
                        }
                        boolean usable = Double.isFinite(sum) && sum > 0;
                        scale[i] = !usable ? Double.NaN : options.percent() ? 100 / Baseline.of(series) : 1;
                        if (usable) for (int t = 0; t < volumes; t++) data[t * count + i] = series[t] - series[0];
                    }
                    double[][][] curves = curves(data, count);
                    float[] result = new float[each * conditions.size() * count];
                    for (int i = 0; i < count; i++)
                        for (int c = 0; c < conditions.size(); c++)
                            put(curves[i][c], scale[i], thin, result, c * each, i, count);
                    VoxelSeries.writeBlock(target, mask, first, count, result);
                },
                progress.stage(0.05, 1));
    }

    private void put(double[] curve, double scale, int thin, float[] result, int row, int at, int count) {
        for (int b = 0; b < curve.length; b++) curve[b] *= scale;
        ResponseShape shape = ResponseShape.of(curve, STEP);
        result[row * count + at] = (float) shape.height();
        result[(row + 1) * count + at] = (float) shape.timeToPeak();
        result[(row + 2) * count + at] = (float) shape.width();
        for (int v = 0; v < curveVolumes(thin); v++)
            result[(row + MAPS.size() + v) * count + at] = (float) curve[v * thin];
    }
}
