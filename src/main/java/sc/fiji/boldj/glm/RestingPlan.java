package sc.fiji.boldj.glm;

import sc.fiji.boldj.linalg.ColumnSpace;

/** What the voxels of a map of responses at rest share. Immutable. */
final class RestingPlan {

    final RestingResponse.Options options;
    final int volumes;
    final double repetitionTime;
    final int steps;
    final double[] nuisance;
    final int rank;
    final double[][] basis;
    final EventTrain canonical;
    final int knots;
    final double[][] splines;
    final EventTrain free;
    final SmoothPrior prior;

    RestingPlan(
            int volumes,
            double repetitionTime,
            double[] columns,
            int count,
            int steps,
            double[][] basis,
            RestingResponse.Options options) {
        this.volumes = volumes;
        this.repetitionTime = repetitionTime;
        this.steps = steps;
        this.basis = basis;
        this.options = options;
        nuisance = ColumnSpace.of(columns, volumes, count).basis();
        rank = nuisance.length / volumes;
        canonical = new EventTrain(volumes, steps, basis, nuisance);
        int bins = steps * (int) Math.max(1, Math.ceil(1 / repetitionTime - 1e-9));
        boolean fir = options.model() != RestingResponse.Model.CANONICAL;
        ResponseKnots values = new ResponseKnots(options.length(), bins * repetitionTime / steps);
        knots = values.count();
        splines = fir ? values.basis(bins) : null;
        free = fir ? new EventTrain(volumes, steps, splines, nuisance) : null;
        prior = options.model() == RestingResponse.Model.SFIR
                ? new SmoothPrior(1, knots, values.spacing(), EventResponse.SMOOTHNESS)
                : null;
    }

    /** Seconds between the values of the curve. */
    double step() {
        return repetitionTime / steps;
    }

    /** Number of values of the curve. */
    int curveLength() {
        return splines == null ? basis[0].length : splines[0].length;
    }
}
