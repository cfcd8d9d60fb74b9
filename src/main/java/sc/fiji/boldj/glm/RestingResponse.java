package sc.fiji.boldj.glm;

import java.util.Arrays;
import java.util.Locale;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelSeries;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/**
 * The haemodynamic response at rest, voxel by voxel (point-process method; Wu 2013, Medical Image Analysis 17:365).
 *
 * <p>The nuisance columns are regressed out of each voxel's series. Its peaks ({@link PeakEvents}) are taken as responses to brief
 * events that began a lag before. For each lag a linear model of the events is fitted, with the canonical response and
 * its derivatives in time and dispersion; the lag of the least residual variance counts, sought in half seconds and then
 * in tenths. The response is the fitted curve, or a finite impulse response at that lag. The nuisance columns are regressed out of design and data alike, so the fit is exact least squares.
 *
 * <p>The height is the mean response to the events that stand out; it is no response to a known stimulus. A voxel with a
 * value that is not finite, without change, or with fewer than {@link #LEAST_EVENTS} events has NaN in every map but
 * that of the events (0 events for the first two). Outside the mask all maps are 0.
 */
public final class RestingResponse {

    /** A response from fewer events is not estimated. */
    public static final int LEAST_EVENTS = 5;

    /** Series of white noise that {@link #explainedOfNoise} looks at. */
    public static final int NOISE_RUNS = 200;

    /** The volumes of the result, before those of the curve. */
    public static final java.util.List<String> MAPS =
            java.util.List.of("height", "time_to_peak", "width", "lag", "events", "explained");

    private static final double FINE = 0.1;

    /** What the response is made of. */
    public enum Model {
        /** The canonical response and its derivatives. */
        CANONICAL,
        /** Free values at knots, each a whole number of repetition times and a second or more from the next. */
        FIR,
        /** The same under a smooth prior. */
        SFIR;

        /** The model of a name in upper or lower case. */
        public static Model named(String name) {
            for (Model model : values()) if (model.name().equalsIgnoreCase(name.strip())) return model;
            throw new IllegalArgumentException("model must be canonical, fir or sfir, got '" + name + "'");
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The options.
     *
     * @param model what the response is made of
     * @param threshold standard deviations above the mean that a peak must reach
     * @param spacing seconds to either side within which a peak must be the largest
     * @param smoothing full width at half maximum in seconds of the Gaussian before peaks are sought; 0: none
     * @param leastLag shortest time in seconds from an event to its peak
     * @param mostLag longest
     * @param length seconds of a finite impulse response
     * @param percent whether heights are in percent of the voxel's mean, or in the unit of the data
     */
    public record Options(
            Model model,
            double threshold,
            double spacing,
            double smoothing,
            double leastLag,
            double mostLag,
            double length,
            boolean percent) {

        /** Canonical; peaks over 1 SD, largest within 2 s, after 4 s of smoothing; lags of 3 to 9 s; percent. */
        public static final Options DEFAULT = new Options(Model.CANONICAL, 1, 2, 4, 3, 9, 24, true);

        /**
         * @throws IllegalArgumentException if a value is outside its range
         */
        public Options {
            if (!Double.isFinite(threshold))
                throw new IllegalArgumentException("the threshold must be a number of SD, got " + threshold);
            if (!(spacing >= 0 && spacing <= 60) || !(smoothing >= 0 && smoothing <= 60))
                throw new IllegalArgumentException(
                        "spacing and smoothing must be 0 to 60 s, got " + spacing + " and " + smoothing);
            if (!(leastLag >= 0 && mostLag >= leastLag && mostLag <= 20))
                throw new IllegalArgumentException("the lags must be 0 to 20 s, the first no longer than the second,"
                        + " got " + leastLag + " and " + mostLag);
            if (!(length >= 10 && length <= 60))
                throw new IllegalArgumentException("the length of a response must be 10 to 60 s, got " + length);
        }

        /** The same with another model. */
        public Options withModel(Model newModel) {
            return new Options(newModel, threshold, spacing, smoothing, leastLag, mostLag, length, percent);
        }

        /** The same in percent or not. */
        public Options withPercent(boolean newPercent) {
            return new Options(model, threshold, spacing, smoothing, leastLag, mostLag, length, newPercent);
        }
    }

    private final RestingPlan plan;
    private final Options options;
    private final int volumes;

    private RestingResponse(RestingPlan plan) {
        this.plan = plan;
        options = plan.options;
        volumes = plan.volumes;
    }

    /** Bins in a repetition time on which events lie: of a tenth of a second or a little less. */
    public static int steps(double repetitionTime) {
        return (int) Math.max(1, Math.ceil(repetitionTime / FINE - 1e-9));
    }

    /**
     * Prepares the estimate.
     *
     * @param repetitionTime seconds, above 0
     * @param nuisance shape (volumes, count), row = time, with a column of ones
     * @param basis the canonical response and its derivatives, shape (3, bins), a value each
     *     {@code repetitionTime / steps(repetitionTime)} seconds from the event on
     * @throws IllegalArgumentException if a shape is wrong or the nuisance leaves too few volumes
     */
    public static RestingResponse of(
            int volumes, double repetitionTime, double[] nuisance, int count, double[][] basis, Options options) {
        if (!(repetitionTime > 0 && Double.isFinite(repetitionTime)))
            throw new IllegalArgumentException(
                    "the repetition time must be a number of seconds above 0, got " + repetitionTime);
        if (basis.length == 0 || Arrays.stream(basis).anyMatch(b -> b.length == 0 || b.length != basis[0].length))
            throw new IllegalArgumentException(
                    "the members of the response basis must have the same length, 1 or more");
        RestingPlan plan =
                new RestingPlan(volumes, repetitionTime, nuisance, count, steps(repetitionTime), basis, options);
        int members = options.model() == Model.CANONICAL ? basis.length : plan.knots;
        if (volumes - plan.rank < 3 * members)
            throw new IllegalArgumentException("the " + plan.rank + " independent nuisance columns leave "
                    + (volumes - plan.rank) + " of " + volumes + " volumes free; a response of " + members
                    + " values needs " + 3 * members + " or more");
        return new RestingResponse(plan);
    }

    /** Seconds between the values of the curve. */
    public double step() {
        return plan.step();
    }

    /** Number of values of the curve, {@link #step} seconds apart. */
    public int curveLength() {
        return plan.curveLength();
    }

    /**
     * What was found in a voxel.
     *
     * @param shape height (in the unit of the series), time to peak and width of the response
     * @param lag seconds from an event to its peak in the smoothed series
     * @param events number of events that the run sees
     * @param explained share of the variance, free of nuisance, that the fit explains
     * @param curve the response, shape (curveLength); null if there is none
     */
    public record Found(ResponseShape shape, double lag, int events, double explained, double[] curve) {

        static final ResponseShape NO_SHAPE = new ResponseShape(Double.NaN, Double.NaN, Double.NaN);

        static Found none(int events) {
            return new Found(NO_SHAPE, Double.NaN, events, Double.NaN, null);
        }
    }

    /**
     * The response of one series.
     *
     * @param series shape (volumes)
     */
    public Found find(double[] series) {
        if (series.length != volumes)
            throw new IllegalArgumentException(
                    "the series has " + series.length + " values but the plan " + volumes + " volumes");
        return new RestingFit(plan).find(series);
    }

    /**
     * What the fit explains of white noise: peaks of noise make a response too. A voxel that explains no more says
     * nothing of vessels.
     *
     * @param quantile in [0, 1]
     * @return share of the variance, from {@link #NOISE_RUNS} series, always the same for the same plan; NaN if no series
     *     has events enough
     */
    public double explainedOfNoise(double quantile) {
        if (!(quantile >= 0 && quantile <= 1))
            throw new IllegalArgumentException("a quantile must be from 0 to 1, got " + quantile);
        RestingFit fit = new RestingFit(plan);
        double[] shares = new double[NOISE_RUNS];
        double[] series = new double[volumes];
        for (int k = 0; k < NOISE_RUNS; k++) {
            Seeds.fillGaussian(Seeds.stream(1, k), series);
            shares[k] = fit.find(series).explained();
        }
        double[] some = Arrays.stream(shares).filter(Double::isFinite).sorted().toArray();
        return some.length == 0 ? Double.NaN : some[(int) Math.round(quantile * (some.length - 1))];
    }

    /**
     * Maps the responses of every voxel.
     *
     * @param source series, shape (X, Y, Z, T)
     * @param target receives {@link #MAPS} in this order, then {@link #curveLength} volumes thinned to one each
     *     {@code thin} values, on the same grid, all 0 before
     * @param thin 1 or more
     * @throws IllegalArgumentException if a shape or grid does not fit, or heights are to be in percent and most voxels
     *     have no mean above their standard deviation: the series holds no baseline
     */
    public void map(NeuroImage source, Mask mask, NeuroImage target, int thin, Progress progress) {
        if (source.volumes() != volumes)
            throw new IllegalArgumentException(
                    source.name() + " has " + source.volumes() + " volumes but the plan " + volumes);
        target.grid().requireSameAs(source.grid(), target.name(), source.name());
        int results = MAPS.size() + curveVolumes(thin);
        if (target.volumes() != results)
            throw new IllegalArgumentException(
                    target.name() + " has " + target.volumes() + " volumes but " + results + " are needed");
        if (options.percent()) Baseline.require(source, mask, progress.stage(0, 0.05));
        VoxelSeries.forEachBlock(
                source,
                mask,
                128,
                (first, count, block) -> {
                    RestingFit fit = new RestingFit(plan);
                    double[] series = new double[volumes];
                    float[] result = new float[results * count];
                    for (int i = 0; i < count; i++) {
                        for (int t = 0; t < volumes; t++) series[t] = block[t * count + i];
                        double scale = options.percent() ? 100 / Baseline.of(series) : 1;
                        put(fit.find(series), scale, thin, result, i, count);
                    }
                    VoxelSeries.writeBlock(target, mask, first, count, result);
                },
                progress.stage(0.05, 1));
    }

    /** Volumes of the thinned curve. */
    public int curveVolumes(int thin) {
        if (thin < 1) throw new IllegalArgumentException("thin must be 1 or more, got " + thin);
        return (curveLength() + thin - 1) / thin;
    }

    private void put(Found found, double scale, int thin, float[] result, int at, int count) {
        double[] values = {
            scale * found.shape().height(),
            found.shape().timeToPeak(),
            found.shape().width(),
            found.lag(),
            found.events(),
            found.explained()
        };
        for (int m = 0; m < values.length; m++) result[m * count + at] = (float) values[m];
        for (int c = 0; c < curveVolumes(thin); c++)
            result[(values.length + c) * count + at] =
                    found.curve() == null ? Float.NaN : (float) (scale * found.curve()[c * thin]);
    }
}
