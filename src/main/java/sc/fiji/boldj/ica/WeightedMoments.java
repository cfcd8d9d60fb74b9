package sc.fiji.boldj.ica;

/** Weighted mean and variance. */
final class WeightedMoments {
    private double weight;
    private double sum;
    private double squares;

    void add(double w, double y) {
        weight += w;
        sum += w * y;
        squares += w * y * y;
    }

    double mean() {
        return weight > 0 ? sum / weight : 0;
    }

    double variance() {
        return weight > 0 ? Math.max(0, squares / weight - mean() * mean()) : 0;
    }

    MixtureModel.Tail tail(double total, double deviation) {
        double m = mean();
        if (weight < 1 || !(m > MixtureModel.LEAST_DISTANCE * deviation)) return MixtureModel.Tail.NONE;
        double v = Math.min(Math.max(variance(), 1e-4 * m * m), m * m / MixtureModel.LEAST_SHAPE);
        return new MixtureModel.Tail(weight / total, m * m / v, v / m);
    }
}
