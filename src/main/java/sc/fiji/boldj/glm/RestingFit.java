package sc.fiji.boldj.glm;

import sc.fiji.boldj.linalg.Cholesky;

/** Finds the response at rest of one voxel after another; used by one thread at a time. */
final class RestingFit {

    private static final double COARSE = 0.5;

    /** A pivot below this share of its diagonal says that a column depends on those before. */
    private static final double LEAST_PIVOT = 1e-10;

    private final RestingPlan plan;
    private final RestingResponse.Options options;
    private final int volumes;
    private final int rank;
    private final PeakEvents peaks;
    private final int members;
    private final double[][] design;
    private final double[] directions;
    private final double[] gram;
    private final double[] products;
    private final double[] weights;
    private final int[] onsets;
    private double[][] wide;
    private double[] wideDirections;

    RestingFit(RestingPlan plan) {
        this.plan = plan;
        options = plan.options;
        volumes = plan.volumes;
        rank = plan.rank;
        peaks = new PeakEvents(
                volumes, plan.repetitionTime, options.smoothing(), options.threshold(), options.spacing());
        members = plan.basis.length;
        design = new double[members][volumes];
        directions = new double[members * rank];
        gram = new double[members * members];
        products = new double[members];
        weights = new double[members];
        onsets = new int[volumes];
    }

    /** The residual sum of squares at a lag in bins, or infinity; leaves the solution in {@code weights}. */
    private double fit(double[] series, double squares, int count, int lag) {
        plan.canonical.add(onsets, count, lag, design, directions);
        plan.canonical.normal(design, directions, series, gram, products);
        System.arraycopy(products, 0, weights, 0, members);
        if (!Cholesky.factorSquare(gram, members, LEAST_PIVOT)) return Double.POSITIVE_INFINITY;
        Cholesky.solveSquare(gram, members, weights);
        double left = squares;
        for (int m = 0; m < members; m++) left -= weights[m] * products[m];
        return left;
    }

    RestingResponse.Found find(double[] series) {
        double[] left = series.clone();
        double before = sumOfSquares(left, left[0]);
        if (!Double.isFinite(before) || before == 0) return RestingResponse.Found.none(0);
        for (int i = volumes - 1; i >= 0; i--) left[i] -= series[0];
        project(left);
        project(left);
        double squares = sumOfSquares(left, 0);
        if (!(squares > 1e-20 * before)) return RestingResponse.Found.none(0);
        int count = peaks.find(left, plan.steps, onsets);
        if (count < RestingResponse.LEAST_EVENTS) return RestingResponse.Found.none(count);
        double perSecond = 1 / plan.step();
        int low = (int) Math.round(options.leastLag() * perSecond);
        int high = (int) Math.round(options.mostLag() * perSecond);
        int coarse = (int) Math.max(1, Math.round(COARSE * perSecond));
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int lag = low; lag <= high; lag += coarse) {
            double rest = fit(left, squares, count, lag);
            if (!(rest < least)) continue;
            least = rest;
            best = lag;
        }
        if (best < 0) return RestingResponse.Found.none(count);
        int middle = best;
        for (int lag = Math.max(low, middle - coarse + 1); lag < Math.min(high + 1, middle + coarse); lag++) {
            if (lag == middle) continue;
            double rest = fit(left, squares, count, lag);
            if (!(rest < least)) continue;
            least = rest;
            best = lag;
        }
        double[] curve = options.model() == RestingResponse.Model.CANONICAL
                ? canonicalCurve(left, squares, count, best)
                : freeCurve(left, squares, count, best);
        if (curve == null) return RestingResponse.Found.none(count);
        ResponseShape shape = ResponseShape.of(curve, plan.step());
        return new RestingResponse.Found(shape, best * plan.step(), count, 1 - least / squares, curve);
    }

    private double[] canonicalCurve(double[] left, double squares, int count, int lag) {
        fit(left, squares, count, lag);
        double[] curve = new double[plan.basis[0].length];
        for (int m = 0; m < members; m++)
            for (int b = 0; b < curve.length; b++) curve[b] += weights[m] * plan.basis[m][b];
        return curve;
    }

    private double[] freeCurve(double[] left, double squares, int count, int lag) {
        if (wide == null) {
            wide = new double[plan.knots][volumes];
            wideDirections = new double[plan.knots * rank];
        }
        plan.free.add(onsets, count, lag, wide, wideDirections);
        double[] wideGram = new double[plan.knots * plan.knots];
        double[] values = new double[plan.knots];
        plan.free.normal(wide, wideDirections, left, wideGram, values);
        if (plan.prior != null) values = plan.prior.prepare(wideGram).solve(values, squares, volumes - rank);
        else if (Cholesky.factorSquare(wideGram, plan.knots, LEAST_PIVOT))
            Cholesky.solveSquare(wideGram, plan.knots, values);
        else return null;
        double[] curve = new double[plan.curveLength()];
        for (int k = 0; k < plan.knots; k++)
            for (int b = 0; b < curve.length; b++) curve[b] += values[k] * plan.splines[k][b];
        return curve;
    }

    private void project(double[] left) {
        double[] along = new double[rank];
        for (int i = 0; i < volumes; i++)
            for (int d = 0; d < rank; d++) along[d] += plan.nuisance[i * rank + d] * left[i];
        for (int i = 0; i < volumes; i++) {
            double sum = 0;
            for (int d = 0; d < rank; d++) sum += plan.nuisance[i * rank + d] * along[d];
            left[i] -= sum;
        }
    }

    private static double sumOfSquares(double[] series, double about) {
        double sum = 0;
        for (double value : series) sum += (value - about) * (value - about);
        return sum;
    }
}
