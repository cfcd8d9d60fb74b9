package sc.fiji.boldj.registration;

import java.util.List;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * The cost of a map as a function of its numbers, with its derivatives, at one level.
 *
 * <p>Points that leave the moving image's field of view lose their weight within its outermost voxel, smoothly, and so do
 * points where the moving image has no weight. The cost is infinite where less than the least overlap is left, or where a
 * volume would shrink or grow by more than a factor of 4. One object serves one thread at a time; its work is parallel.
 */
final class LinearObjective implements QuasiNewton.Function {

    private static final double MOST_GROWTH = 4;

    private final FixedPoints points;
    private final MovingImage moving;
    private final Similarity similarity;
    private final LinearMapModel model;
    private final double leastOverlap;
    private final Progress progress;
    private final Affine toVoxels;

    private final double[] value;
    private final double[] weight;
    private final double[] byValue;
    private final double[] byWeight;
    /** Derivatives of the value and of the moving weight along the voxel axes. */
    private final float[] slope;

    private final float[] weightSlope;
    private double overlap;

    LinearObjective(
            FixedPoints points,
            MovingImage moving,
            Similarity similarity,
            LinearMapModel model,
            double leastOverlap,
            Progress progress) {
        this.points = points;
        this.moving = moving;
        this.similarity = similarity;
        this.model = model;
        this.leastOverlap = leastOverlap;
        this.progress = Quiet.of(progress);
        toVoxels = moving.grid().affine().inverse();
        int n = points.count();
        value = new double[n];
        weight = new double[n];
        byValue = new double[n];
        byWeight = new double[n];
        slope = new float[3 * n];
        weightSlope = new float[3 * n];
    }

    /** The weighted share of the fixed points that were in the moving image at the last evaluation. */
    double overlap() {
        return overlap;
    }

    /** From (x - c, 1) to voxels of the moving image, 12 entries. */
    private double[] toMoving(double[] relative) {
        double[] m = new double[12];
        double[] c = model.centre();
        for (int r = 0; r < 3; r++) {
            for (int k = 0; k < 4; k++)
                for (int i = 0; i < 3; i++) m[4 * r + k] += toVoxels.get(r, i) * relative[4 * i + k];
            m[4 * r + 3] += toVoxels.get(r, 3);
            for (int i = 0; i < 3; i++) m[4 * r + 3] += toVoxels.get(r, i) * c[i];
        }
        return m;
    }

    @Override
    public double evaluate(double[] parameters, double[] gradient) {
        progress.checkCancelled();
        double[] relative = model.relative(parameters);
        double volume = Math.abs(determinant(relative));
        if (!(volume < MOST_GROWTH && volume > 1 / MOST_GROWTH)) return Double.POSITIVE_INFINITY;
        double[] m = toMoving(relative);
        double[] sums = SquaresSimilarity.sums(
                FixedChunks.map(points.count(), Similarity.CHUNK, (a, b) -> look(m, a, b), progress));
        overlap = sums[0] / points.totalWeight();
        if (!(overlap >= leastOverlap)) return Double.POSITIVE_INFINITY;
        double cost = similarity.evaluate(value, weight, byValue, byWeight, progress);
        if (!Double.isFinite(cost)) return Double.POSITIVE_INFINITY;
        double[] byMap = SquaresSimilarity.sums(
                FixedChunks.map(points.count(), Similarity.CHUNK, (a, b) -> gather(a, b), progress));
        double[] byRelative = new double[12];
        for (int r = 0; r < 3; r++)
            for (int k = 0; k < 4; k++)
                for (int i = 0; i < 3; i++) byRelative[4 * r + k] += toVoxels.get(i, r) * byMap[4 * i + k];
        double[][] jacobian = model.jacobian(parameters);
        for (int p = 0; p < gradient.length; p++) {
            gradient[p] = 0;
            for (int k = 0; k < 12; k++) gradient[p] += jacobian[p][k] * byRelative[k];
        }
        return cost;
    }

    private static double determinant(double[] a) {
        return a[0] * (a[5] * a[10] - a[6] * a[9])
                - a[1] * (a[4] * a[10] - a[6] * a[8])
                + a[2] * (a[4] * a[9] - a[5] * a[8]);
    }

    /** Reads the moving image at some points; gives the sum of their weights. */
    private double[] look(double[] m, int from, int to) {
        double[] out = new double[4];
        double[] w = new double[4];
        double sum = 0;
        for (int i = from; i < to; i++) {
            double px = points.x(i);
            double py = points.y(i);
            double pz = points.z(i);
            double x = m[0] * px + m[1] * py + m[2] * pz + m[3];
            double y = m[4] * px + m[5] * py + m[6] * pz + m[7];
            double z = m[8] * px + m[9] * py + m[10] * pz + m[11];
            double own = points.weight(i);
            if (own == 0 || !moving.contains(x, y, z)) {
                weight[i] = 0;
                value[i] = 0;
                continue;
            }
            boolean changes = moving.weight(x, y, z, w);
            weight[i] = own * w[0];
            sum += weight[i];
            for (int k = 0; k < 3; k++) weightSlope[3 * i + k] = changes ? (float) w[1 + k] : 0;
            if (weight[i] == 0) continue;
            moving.read(x, y, z, out);
            value[i] = out[0];
            for (int k = 0; k < 3; k++) slope[3 * i + k] = (float) out[1 + k];
        }
        return new double[] {sum};
    }

    /** The derivative of the cost by the 12 entries of the map to voxels, from some points. */
    private double[] gather(int from, int to) {
        double[] g = new double[12];
        for (int i = from; i < to; i++) {
            if (weight[i] == 0) continue;
            double d = byValue[i];
            double e = byWeight[i] * points.weight(i);
            double gx = d * slope[3 * i] + e * weightSlope[3 * i];
            double gy = d * slope[3 * i + 1] + e * weightSlope[3 * i + 1];
            double gz = d * slope[3 * i + 2] + e * weightSlope[3 * i + 2];
            double px = points.x(i);
            double py = points.y(i);
            double pz = points.z(i);
            g[0] += gx * px;
            g[1] += gx * py;
            g[2] += gx * pz;
            g[3] += gx;
            g[4] += gy * px;
            g[5] += gy * py;
            g[6] += gy * pz;
            g[7] += gy;
            g[8] += gz * px;
            g[9] += gz * py;
            g[10] += gz * pz;
            g[11] += gz;
        }
        return g;
    }

    @Override
    public double distance(double[] a, double[] b) {
        return points.distance(model.relative(a), model.relative(b));
    }

    /**
     * The shape of the second derivatives: the mean of the products of the moving image's derivatives by the numbers, at
     * the points of the last evaluation.
     */
    double[][] metric(double[] parameters) {
        double[][] jacobian = model.jacobian(parameters);
        int n = jacobian.length;
        List<double[]> parts =
                FixedChunks.map(points.count(), Similarity.CHUNK, (a, b) -> products(jacobian, a, b), progress);
        double[] sum = SquaresSimilarity.sums(parts);
        double[][] metric = new double[n][n];
        for (int i = 0; i < n; i++) for (int k = 0; k < n; k++) metric[i][k] = sum[i * n + k];
        return metric;
    }

    private double[] products(double[][] jacobian, int from, int to) {
        int n = jacobian.length;
        double[] sum = new double[n * n];
        double[] u = new double[12];
        double[] j = new double[n];
        for (int i = from; i < to; i += 3) {
            if (weight[i] == 0) continue;
            for (int r = 0; r < 3; r++) {
                double g = 0;
                for (int k = 0; k < 3; k++) g += toVoxels.get(k, r) * slope[3 * i + k];
                u[4 * r] = g * points.x(i);
                u[4 * r + 1] = g * points.y(i);
                u[4 * r + 2] = g * points.z(i);
                u[4 * r + 3] = g;
            }
            for (int p = 0; p < n; p++) {
                j[p] = 0;
                for (int k = 0; k < 12; k++) j[p] += jacobian[p][k] * u[k];
            }
            for (int p = 0; p < n; p++) for (int q = 0; q < n; q++) sum[p * n + q] += weight[i] * j[p] * j[q];
        }
        return sum;
    }
}
