package sc.fiji.boldj.registration;

import java.util.Arrays;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.SplineVolume;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * The boundary-based cost of a rigid map, with its derivatives: the area-weighted mean of {@code 1 + tanh(-M s (Q - Q0))},
 * Q = 200 (g - w) / (g + w) the percent contrast across the surface, s the sign that Q should have.
 *
 * <p>A point of which either side has left the field of view is treated as one without contrast (1), by degrees within the
 * outermost voxel. Points that lie where the image is dark at the start are not used.
 */
final class BoundaryCost implements QuasiNewton.Function {

    private static final int CHUNK = 4096;
    private static final double DARK = 0.2;

    private final SplineVolume image;
    private final LinearMapModel model;
    private final BoundaryRegistration.Options options;
    private final Progress progress;
    private final Affine toVoxels;
    /** Relative to the centre: the side of grey matter, the side of white matter. */
    private final double[][] grey;

    private final double[][] white;
    private final double[][] normal;
    private final double[] area;
    private final double total;
    private final double[][] moments = new double[4][4];
    /** No sum of two signals is treated as less: far below any tissue. */
    private final double least;

    /**
     * Where the signal is read.
     *
     * @param every every so many points of the surface take part
     * @param stretch factor on the distances from the surface
     */
    record Sampling(int every, double stretch) {

        /** Every point, at the distances of the options. */
        static final Sampling ALL = new Sampling(1, 1);
    }

    BoundaryCost(
            SplineVolume image,
            WhiteSurface surface,
            LinearMapModel model,
            double[] start,
            BoundaryRegistration.Options options,
            Sampling sampling,
            Progress progress) {
        this.image = image;
        this.model = model;
        this.options = options;
        this.progress = Quiet.of(progress);
        toVoxels = image.grid().affine().inverse();
        int every = sampling.every;
        double stretch = sampling.stretch;
        int n = surface.count() / every;
        grey = new double[3][n];
        white = new double[3][n];
        normal = new double[3][n];
        area = new double[n];
        double[] centre = model.centre();
        for (int i = 0; i < n; i++) {
            area[i] = surface.area(i * every);
            for (int d = 0; d < 3; d++) {
                double p = surface.point(i * every, d) - centre[d];
                normal[d][i] = surface.normal(i * every, d);
                grey[d][i] = p + stretch * options.greyMm() * normal[d][i];
                white[d][i] = p - stretch * options.whiteMm() * normal[d][i];
            }
        }
        least = DARK * dropDark(start);
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double[] p = {0, 0, 0, 1};
            for (int d = 0; d < 3; d++) p[d] = (grey[d][i] + white[d][i]) / 2;
            for (int r = 0; r < 4; r++) for (int c = 0; c < 4; c++) moments[r][c] += area[i] * p[r] * p[c];
            sum += area[i];
        }
        total = sum;
        for (double[] row : moments) for (int c = 0; c < 4; c++) row[c] /= Math.max(sum, Double.MIN_NORMAL);
    }

    /** Takes the area of points where the image is dark; gives the median of the sum of the two signals. */
    private double dropDark(double[] start) {
        double[] m = toImage(start);
        double[] sums = new double[area.length];
        double[] g = new double[4];
        double[] w = new double[4];
        int seen = 0;
        for (int i = 0; i < sums.length; i++) {
            sums[i] = look(m, grey, i, g) && look(m, white, i, w) ? Math.max(0, g[0] + w[0]) : 0;
            if (sums[i] > 0) seen++;
        }
        double[] sorted = sums.clone();
        Arrays.sort(sorted);
        double median = seen == 0 ? 0 : sorted[sorted.length - 1 - seen / 2];
        for (int i = 0; i < sums.length; i++) if (!(sums[i] > DARK * median)) area[i] = 0;
        return median;
    }

    /** The area that counts, square mm. */
    double area() {
        return total;
    }

    private double[] toImage(double[] parameters) {
        double[] relative = model.relative(parameters);
        double[] c = model.centre();
        double[] m = new double[12];
        for (int r = 0; r < 3; r++) {
            for (int k = 0; k < 4; k++)
                for (int i = 0; i < 3; i++) m[4 * r + k] += toVoxels.get(r, i) * relative[4 * i + k];
            m[4 * r + 3] += toVoxels.get(r, 3);
            for (int i = 0; i < 3; i++) m[4 * r + 3] += toVoxels.get(r, i) * c[i];
        }
        return m;
    }

    private boolean look(double[] m, double[][] at, int i, double[] out) {
        double x = m[0] * at[0][i] + m[1] * at[1][i] + m[2] * at[2][i] + m[3];
        double y = m[4] * at[0][i] + m[5] * at[1][i] + m[6] * at[2][i] + m[7];
        double z = m[8] * at[0][i] + m[9] * at[1][i] + m[10] * at[2][i] + m[11];
        if (!image.contains(x, y, z)) return false;
        image.read(x, y, z, out);
        return true;
    }

    private void edge(double[] m, double[][] at, int i, double[] out) {
        double x = m[0] * at[0][i] + m[1] * at[1][i] + m[2] * at[2][i] + m[3];
        double y = m[4] * at[0][i] + m[5] * at[1][i] + m[6] * at[2][i] + m[7];
        double z = m[8] * at[0][i] + m[9] * at[1][i] + m[10] * at[2][i] + m[11];
        image.edge(x, y, z, out);
    }

    @Override
    public double evaluate(double[] parameters, double[] gradient) {
        progress.checkCancelled();
        if (!(total > 0)) return Double.POSITIVE_INFINITY;
        double[] m = toImage(parameters);
        double[] sums =
                SquaresSimilarity.sums(FixedChunks.map(area.length, CHUNK, (from, to) -> sum(m, from, to), progress));
        double[] byRelative = new double[12];
        for (int r = 0; r < 3; r++)
            for (int k = 0; k < 4; k++)
                for (int i = 0; i < 3; i++) byRelative[4 * r + k] += toVoxels.get(i, r) * sums[4 * i + k] / total;
        double[][] jacobian = model.jacobian(parameters);
        for (int p = 0; p < gradient.length; p++) {
            gradient[p] = 0;
            for (int k = 0; k < 12; k++) gradient[p] += jacobian[p][k] * byRelative[k];
        }
        return 1 + sums[12] / total;
    }

    /** Twelve derivatives by the map to voxels, the cost, the area with contrast of the right sign. */
    private double[] sum(double[] m, int from, int to) {
        double[] sum = new double[14];
        double[] g = new double[4];
        double[] w = new double[4];
        double[] eg = new double[4];
        double[] ew = new double[4];
        double slope = -options.slope() * options.sign();
        for (int i = from; i < to; i++) {
            if (area[i] == 0 || !look(m, grey, i, g) || !look(m, white, i, w)) continue;
            edge(m, grey, i, eg);
            edge(m, white, i, ew);
            double both = g[0] + w[0];
            boolean floor = both < least;
            if (floor) both = least;
            double q = 200 * (g[0] - w[0]) / both;
            double term = StrictMath.tanh(slope * (q - options.offset()));
            double share = area[i] * eg[0] * ew[0];
            double byQ = share * slope * (1 - term * term);
            double byG = byQ * (floor ? 200 / both : 400 * w[0] / (both * both));
            double byW = byQ * (floor ? -200 / both : -400 * g[0] / (both * both));
            double byEg = area[i] * term * ew[0];
            double byEw = area[i] * term * eg[0];
            for (int d = 0; d < 3; d++) {
                double a = byG * g[1 + d] + byEg * eg[1 + d];
                double b = byW * w[1 + d] + byEw * ew[1 + d];
                for (int k = 0; k < 3; k++) sum[4 * d + k] += a * grey[k][i] + b * white[k][i];
                sum[4 * d + 3] += a + b;
            }
            sum[12] += share * term;
            if (q * options.sign() > options.offset()) sum[13] += share;
        }
        return sum;
    }

    /** The median percent contrast at a map, and the share of the area where it has the right sign. */
    double[] contrast(double[] parameters) {
        double[] m = toImage(parameters);
        double[] sums =
                SquaresSimilarity.sums(FixedChunks.map(area.length, CHUNK, (from, to) -> sum(m, from, to), progress));
        double[] q = new double[area.length];
        double[] g = new double[4];
        double[] w = new double[4];
        int n = 0;
        for (int i = 0; i < area.length; i++)
            if (area[i] > 0 && look(m, grey, i, g) && look(m, white, i, w))
                q[n++] = 200 * (g[0] - w[0]) / Math.max(least, g[0] + w[0]);
        Arrays.sort(q, 0, n);
        return new double[] {n == 0 ? 0 : q[n / 2], sums[13] / total};
    }

    @Override
    public double distance(double[] a, double[] b) {
        double[] p = model.relative(a);
        double[] q = model.relative(b);
        double sum = 0;
        for (int r = 0; r < 3; r++)
            for (int i = 0; i < 4; i++)
                for (int k = 0; k < 4; k++)
                    sum += (p[4 * r + i] - q[4 * r + i]) * moments[i][k] * (p[4 * r + k] - q[4 * r + k]);
        return Math.sqrt(Math.max(0, sum));
    }

    /** The greatest distance between the places of one point under two maps, mm. */
    double farthest(double[] a, double[] b) {
        double[] p = model.relative(a);
        double[] q = model.relative(b);
        double most = 0;
        for (int i = 0; i < area.length; i++) {
            double sum = 0;
            for (int r = 0; r < 3; r++) {
                double d = p[4 * r + 3] - q[4 * r + 3];
                for (int k = 0; k < 3; k++) d += (p[4 * r + k] - q[4 * r + k]) * (grey[k][i] + white[k][i]) / 2;
                sum += d * d;
            }
            most = Math.max(most, sum);
        }
        return Math.sqrt(most);
    }

    /** The shape of the second derivatives: only motion along the normals changes anything. */
    double[][] metric(double[] parameters) {
        double[][] jacobian = model.jacobian(parameters);
        int n = jacobian.length;
        double[][] metric = new double[n][n];
        double[] j = new double[n];
        double[] relative = model.relative(parameters);
        for (int i = 0; i < area.length; i += 4) {
            for (int p = 0; p < n; p++) {
                j[p] = 0;
                for (int r = 0; r < 3; r++) {
                    double turned = 0;
                    for (int k = 0; k < 3; k++) turned += relative[4 * r + k] * normal[k][i];
                    double moved = jacobian[p][4 * r + 3];
                    for (int k = 0; k < 3; k++) moved += jacobian[p][4 * r + k] * (grey[k][i] + white[k][i]) / 2;
                    j[p] += turned * moved;
                }
            }
            for (int p = 0; p < n; p++) for (int q = 0; q < n; q++) metric[p][q] += area[i] * j[p] * j[q];
        }
        return metric;
    }
}
