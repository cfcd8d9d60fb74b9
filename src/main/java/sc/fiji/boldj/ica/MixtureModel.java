package sc.fiji.boldj.ica;

import org.apache.commons.math3.special.Gamma;

/**
 * A map's histogram as a Gaussian for the background, a gamma density for activation and one for deactivation (Beckmann
 * and Smith 2004). Immutable.
 *
 * <p>The gamma densities begin at the Gaussian's mean and are fitted by moments in the steps of an EM search on a
 * histogram of 2048 bins. A gamma class whose mean comes nearer to the background than two of its standard deviations
 * is dropped: it would describe the background.
 */
public final class MixtureModel {

    private static final int BINS = 2048;
    private static final int ITERATIONS = 300;
    static final double LEAST_DISTANCE = 2;
    static final double LEAST_SHAPE = 1.5;

    private final double mean;
    private final double deviation;
    private final Tail positive;
    private final Tail negative;

    /** One gamma class: weight, shape and scale; weight 0 if it was dropped. */
    record Tail(double weight, double shape, double scale) {
        static final Tail NONE = new Tail(0, 1, 1);

        double density(double y) {
            if (weight == 0 || y <= 0) return 0;
            return weight
                    * Math.exp((shape - 1) * Math.log(y) - y / scale - Gamma.logGamma(shape) - shape * Math.log(scale));
        }
    }

    private MixtureModel(double mean, double deviation, Tail positive, Tail negative) {
        this.mean = mean;
        this.deviation = deviation;
        this.positive = positive;
        this.negative = negative;
    }

    /**
     * Fits the values of a map.
     *
     * @param values finite; NaN and infinities are ignored
     * @throws IllegalArgumentException if fewer than 10 different values are finite
     */
    public static MixtureModel fit(float[] values) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (float value : values) {
            if (!Float.isFinite(value)) continue;
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        if (!(most > least)) throw new IllegalArgumentException("a mixture cannot be fitted: the map is constant");
        double width = (most - least) / BINS;
        double[] counts = new double[BINS];
        double[] x = new double[BINS];
        double total = 0;
        for (int b = 0; b < BINS; b++) x[b] = least + (b + 0.5) * width;
        for (float value : values) {
            if (!Float.isFinite(value)) continue;
            counts[Math.min(BINS - 1, (int) ((value - least) / width))]++;
            total++;
        }
        if (total < 10) throw new IllegalArgumentException("a mixture needs 10 values or more, got " + (long) total);
        double middle = quantile(counts, x, total, 0.5);
        double spread = (quantile(counts, x, total, 0.75) - quantile(counts, x, total, 0.25)) / 1.349;
        MixtureModel model = start(counts, x, total, middle, Math.max(spread, width));
        double before = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < ITERATIONS; i++) {
            double[] likelihood = new double[1];
            model = model.improved(counts, x, total, width, likelihood);
            if (Math.abs(likelihood[0] - before) < 1e-9 * total) break;
            before = likelihood[0];
        }
        return model;
    }

    private static double quantile(double[] counts, double[] x, double total, double share) {
        double sum = 0;
        for (int b = 0; b < counts.length; b++) {
            sum += counts[b];
            if (sum >= share * total) return x[b];
        }
        return x[x.length - 1];
    }

    private static MixtureModel start(double[] counts, double[] x, double total, double mean, double deviation) {
        WeightedMoments up = new WeightedMoments();
        WeightedMoments down = new WeightedMoments();
        for (int b = 0; b < counts.length; b++) {
            double y = x[b] - mean;
            if (y > 2.5 * deviation) up.add(counts[b], y);
            if (y < -2.5 * deviation) down.add(counts[b], -y);
        }
        return new MixtureModel(mean, deviation, up.tail(total, deviation), down.tail(total, deviation));
    }

    private MixtureModel improved(double[] counts, double[] x, double total, double width, double[] likelihood) {
        WeightedMoments centre = new WeightedMoments();
        WeightedMoments up = new WeightedMoments();
        WeightedMoments down = new WeightedMoments();
        for (int b = 0; b < counts.length; b++) {
            if (counts[b] == 0) continue;
            double y = x[b] - mean;
            double g = gaussian(y);
            double p = positive.density(y);
            double n = negative.density(-y);
            double sum = g + p + n;
            if (!(sum > 0)) {
                // beyond the reach of all densities: the tail's side
                (y > 0 ? up : down).add(counts[b], Math.abs(y));
                continue;
            }
            likelihood[0] += counts[b] * Math.log(sum);
            centre.add(counts[b] * g / sum, y);
            up.add(counts[b] * p / sum, y);
            down.add(counts[b] * n / sum, -y);
        }
        double newDeviation = Math.max(width, Math.sqrt(centre.variance()));
        return new MixtureModel(
                mean + centre.mean(), newDeviation, up.tail(total, newDeviation), down.tail(total, newDeviation));
    }

    private double gaussian(double y) {
        double u = y / deviation;
        return gaussianWeight() / (deviation * Math.sqrt(2 * Math.PI)) * Math.exp(-0.5 * u * u);
    }

    /** The mean of the background. */
    public double mean() {
        return mean;
    }

    /** The standard deviation of the background. */
    public double deviation() {
        return deviation;
    }

    /** The share of voxels in the background. */
    public double gaussianWeight() {
        return Math.max(0, 1 - positive.weight - negative.weight);
    }

    /** The share of activated voxels. */
    public double positiveWeight() {
        return positive.weight;
    }

    /** The share of deactivated voxels. */
    public double negativeWeight() {
        return negative.weight;
    }

    /** The value in standard deviations of the background. */
    public double z(double value) {
        return (value - mean) / deviation;
    }

    /** The probability that a voxel of this value is activated or deactivated, in [0, 1]; NaN for NaN. */
    public double probability(double value) {
        if (Double.isNaN(value)) return Double.NaN;
        double y = value - mean;
        double tail = y > 0 ? positive.density(y) : negative.density(-y);
        double sum = tail + gaussian(y);
        if (sum > 0) return tail / sum;
        return (y > 0 ? positive.weight : negative.weight) > 0 ? 1 : 0;
    }
}
