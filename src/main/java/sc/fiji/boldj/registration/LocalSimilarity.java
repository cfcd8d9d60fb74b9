package sc.fiji.boldj.registration;

import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * Local cross-correlation: the mean over points of {@code -r^2}, r the correlation of the two images in a box around the
 * point (Avants et al. 2008, Medical Image Analysis 12:26-41), with the exact derivative of the sum.
 *
 * <p>The points are a box of a lattice, x fastest. Both variances of a window are raised by a thousandth of the whole
 * image's, so windows without structure count for little and never divide by nothing.
 */
final class LocalSimilarity implements Similarity {

    private static final double FLOOR = 1e-3;

    private final int nx;
    private final int ny;
    private final int nz;
    private final int radius;
    private final double[] fixed;
    private final double movingMean;
    private final double floorF;
    private final double floorM;

    /**
     * @param fixed value of the fixed image at each point, shape (nz, ny, nx)
     * @param radius of the windows in points
     * @param movingMean about the mean of the moving image, so that no digits are lost
     * @param movingVariance its variance
     */
    LocalSimilarity(double[] fixed, int nx, int ny, int nz, int radius, double movingMean, double movingVariance) {
        this.nx = nx;
        this.ny = ny;
        this.nz = nz;
        this.radius = radius;
        this.movingMean = movingMean;
        double sum = 0;
        double squares = 0;
        for (double f : fixed) sum += f / fixed.length;
        this.fixed = fixed.clone();
        for (int i = 0; i < fixed.length; i++) {
            this.fixed[i] -= sum;
            squares += this.fixed[i] * this.fixed[i] / fixed.length;
        }
        double full = Math.pow(2 * radius + 1, 3);
        floorF = FLOOR * full * squares;
        floorM = FLOOR * full * movingVariance;
    }

    @Override
    public double evaluate(double[] moving, double[] weight, double[] byMoving, double[] byWeight, Progress progress) {
        int n = moving.length;
        if (!(floorF > 0 && floorM > 0)) return Double.POSITIVE_INFINITY;
        double[][] sums = new double[6][n];
        fill(n, progress, i -> {
            double w = weight[i];
            double f = w == 0 ? 0 : fixed[i];
            double m = w == 0 ? 0 : moving[i] - movingMean;
            sums[0][i] = w;
            sums[1][i] = w * f;
            sums[2][i] = w * m;
            sums[3][i] = w * f * f;
            sums[4][i] = w * m * m;
            sums[5][i] = w * f * m;
        });
        for (double[] sum : sums) box(sum, progress);
        // For each window A, A f, A m, A f m, D, D f, D f^2, B, B m, B m^2, as far as the derivatives need them.
        double[][] back = new double[10][n];
        double[] local = new double[n];
        fill(n, progress, i -> {
            if (weight[i] == 0) return;
            double w = sums[0][i];
            double f = sums[1][i] / w;
            double m = sums[2][i] / w;
            double ff = Math.max(0, sums[3][i] - w * f * f) + floorF;
            double mm = Math.max(0, sums[4][i] - w * m * m) + floorM;
            double fm = sums[5][i] - w * f * m;
            double a = fm / (ff * mm);
            local[i] = a * fm;
            a *= weight[i];
            double b = a * fm / mm;
            double d = a * fm / ff;
            back[0][i] = a;
            back[1][i] = a * f;
            back[2][i] = a * m;
            back[3][i] = a * f * m;
            back[4][i] = d;
            back[5][i] = d * f;
            back[6][i] = d * f * f;
            back[7][i] = b;
            back[8][i] = b * m;
            back[9][i] = b * m * m;
        });
        for (double[] sum : back) box(sum, progress);
        double[] totals = SquaresSimilarity.sums(
                FixedChunks.map(n, CHUNK, (from, to) -> totals(weight, local, from, to), progress));
        double total = totals[0];
        if (!(total > 0)) return Double.POSITIVE_INFINITY;
        double mean = totals[1] / total;
        fill(n, progress, i -> {
            byMoving[i] = 0;
            byWeight[i] = 0;
            if (weight[i] == 0) return;
            double f = fixed[i];
            double m = moving[i] - movingMean;
            double slope = f * back[0][i] - back[1][i] - m * back[7][i] + back[8][i];
            byMoving[i] = -2 * weight[i] * slope / total;
            double joint = f * m * back[0][i] - m * back[1][i] - f * back[2][i] + back[3][i];
            double ofFixed = f * f * back[4][i] - 2 * f * back[5][i] + back[6][i];
            double ofMoving = m * m * back[7][i] - 2 * m * back[8][i] + back[9][i];
            byWeight[i] = -(local[i] - mean + 2 * joint - ofFixed - ofMoving) / total;
        });
        return -mean;
    }

    private static double[] totals(double[] weight, double[] local, int from, int to) {
        double[] sum = new double[2];
        for (int i = from; i < to; i++) {
            sum[0] += weight[i];
            sum[1] += weight[i] * local[i];
        }
        return sum;
    }

    private interface Point {
        void at(int i);
    }

    private static void fill(int n, Progress progress, Point point) {
        FixedChunks.forEach(
                n,
                CHUNK,
                (from, to) -> {
                    for (int i = from; i < to; i++) point.at(i);
                },
                progress);
    }

    /** Replaces each value by the sum over its box, cut off at the border. */
    private void box(double[] a, Progress progress) {
        FixedChunks.forEach(
                nz,
                4,
                (from, to) -> {
                    double[] line = new double[Math.max(nx, ny)];
                    for (int z = from; z < to; z++) {
                        for (int y = 0; y < ny; y++) sum(a, (z * ny + y) * nx, 1, nx, line);
                        for (int x = 0; x < nx; x++) sum(a, z * ny * nx + x, nx, ny, line);
                    }
                },
                progress);
        FixedChunks.forEach(
                ny,
                4,
                (from, to) -> {
                    double[] line = new double[nz];
                    for (int y = from; y < to; y++) for (int x = 0; x < nx; x++) sum(a, y * nx + x, nx * ny, nz, line);
                },
                progress);
    }

    private void sum(double[] a, int start, int stride, int n, double[] line) {
        for (int i = 0; i < n; i++) line[i] = a[start + i * stride];
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int k = Math.max(0, i - radius); k <= Math.min(n - 1, i + radius); k++) sum += line[k];
            a[start + i * stride] = sum;
        }
    }
}
