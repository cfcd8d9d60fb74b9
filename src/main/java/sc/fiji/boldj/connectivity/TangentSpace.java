package sc.fiji.boldj.connectivity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.connectivity.ConnectivityMatrix.Estimator;
import sc.fiji.boldj.connectivity.ConnectivityMatrix.Scale;
import sc.fiji.boldj.run.Progress;

/**
 * How the covariances of single scans depart from the group's mean: the tangent space at their geometric mean. Immutable.
 *
 * <p>With {@code M} the mean, a scan with covariance {@code C} has the matrix {@code log(M^-1/2 C M^-1/2)}: 0 for a scan
 * like the mean. Scans that were not part of the group (the test fold of a prediction) are projected with
 * {@link #project}, so that nothing of them enters the mean.
 *
 * <p>A region that is void or constant in any scan of the group is excluded for all: its entries are NaN.
 *
 * <p>The mean is found by the fixed-point iteration of Fletcher and Joshi 2007 (Signal Processing 87:250): from the
 * arithmetic mean, a step along the geodesic of the mean logarithm, the steps halved whenever that has grown. From short
 * scans and the empirical estimator it comes near slowly; {@link #residual} says how near.
 *
 * <p>Varoquaux et al. 2010, MICCAI, LNCS 6361:200; nilearn {@code ConnectivityMeasure(kind="tangent")}, which gives the
 * same matrices before they are made vectors.
 */
public final class TangentSpace {

    /**
     * When the search for the mean ends.
     *
     * @param steps at most so many, 1 or more
     * @param tolerance or when the norm of the mean logarithm is below this for each entry of the matrix, above 0
     */
    public record Stop(int steps, double tolerance) {

        /** 30 steps or 1e-7: the rule of nilearn. */
        public static final Stop DEFAULT = new Stop(30, 1e-7);

        public Stop {
            if (steps < 1 || !(tolerance > 0))
                throw new IllegalArgumentException(
                        "the search needs 1 step or more and a tolerance above 0, got " + steps + " and " + tolerance);
        }
    }

    private final List<String> names;
    private final int[] kept;
    private final Estimator estimator;
    private final Scale scale;
    private final double[] mean;
    private final double[] whitening;
    private final double residual;

    private TangentSpace(
            List<String> names,
            int[] kept,
            Estimator estimator,
            Scale scale,
            List<double[]> covariances,
            double[] mean) {
        this.names = names;
        this.kept = kept;
        this.estimator = estimator;
        this.scale = scale;
        this.mean = mean;
        whitening = new SymmetricFunction(mean, kept.length).apply(value -> 1 / Math.sqrt(value));
        residual = norm(meanLogarithm(whitening, covariances, kept.length));
    }

    /**
     * Finds the mean of a group.
     *
     * @param group two scans or more, with the same regions
     * @throws IllegalArgumentException if the regions differ, there is one scan only, no region is left, or a covariance
     *     cannot be inverted
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static TangentSpace of(
            List<RegionSeries> group, Estimator estimator, Scale scale, Stop stop, Progress progress) {
        if (group.size() < 2)
            throw new IllegalArgumentException(
                    "the tangent measure compares scans with their mean: 2 scans or more are needed, got "
                            + group.size());
        List<String> names = group.get(0).names();
        boolean[] everywhere = new boolean[names.size()];
        Arrays.fill(everywhere, true);
        for (RegionSeries scan : group) {
            requireSame(names, scan);
            boolean[] here = new boolean[names.size()];
            for (int r : UsableRegions.kept(scan)) here[r] = true;
            for (int r = 0; r < here.length; r++) everywhere[r] &= here[r];
        }
        List<Integer> list = new ArrayList<>();
        for (int r = 0; r < everywhere.length; r++) if (everywhere[r]) list.add(r);
        if (list.isEmpty()) throw new IllegalArgumentException("no region is usable in every scan of the group");
        int[] kept = list.stream().mapToInt(r -> r).toArray();
        List<double[]> covariances = new ArrayList<>();
        for (RegionSeries scan : group) covariances.add(covariance(scan, kept, estimator, scale));
        return new TangentSpace(
                names, kept, estimator, scale, covariances, geometricMean(covariances, kept.length, stop, progress));
    }

    private static void requireSame(List<String> names, RegionSeries scan) {
        if (!scan.names().equals(names))
            throw new IllegalArgumentException("all scans need the same regions in the same order, but one has "
                    + scan.regions() + " and another " + names.size() + " or their names differ");
    }

    private static double[] covariance(RegionSeries scan, int[] kept, Estimator estimator, Scale scale) {
        double[] matrix =
                ConnectivityMatrix.estimate(scan, kept, false, estimator, scale).matrix();
        ConnectivityMatrix.invert(matrix, kept.length, scan.volumes(), estimator); // refuses what has no logarithm
        return matrix;
    }

    private static double[] geometricMean(List<double[]> matrices, int n, Stop stop, Progress progress) {
        double[] mean = average(matrices);
        double step = 1;
        double least = Double.POSITIVE_INFINITY;
        for (int done = 0; done < stop.steps(); done++) {
            progress.checkCancelled();
            SymmetricFunction here = new SymmetricFunction(mean, n);
            double[] direction = meanLogarithm(here.apply(value -> 1 / Math.sqrt(value)), matrices, n);
            double length = step;
            double[] move = new SymmetricFunction(direction, n).apply(value -> Math.exp(length * value));
            mean = SymmetricFunction.sandwich(here.apply(Math::sqrt), move, n);
            double norm = norm(direction);
            if (norm > least) step /= 2;
            least = Math.min(least, norm);
            progress.update(done + 1, stop.steps());
            if (least < stop.tolerance() * n * n) break;
        }
        return mean;
    }

    private static double[] meanLogarithm(double[] whitening, List<double[]> matrices, int n) {
        List<double[]> logs = new ArrayList<>();
        for (double[] matrix : matrices)
            logs.add(new SymmetricFunction(SymmetricFunction.sandwich(whitening, matrix, n), n).apply(Math::log));
        return average(logs);
    }

    private static double norm(double[] matrix) {
        double sum = 0;
        for (double value : matrix) sum += value * value;
        return Math.sqrt(sum);
    }

    private static double[] average(List<double[]> matrices) {
        double[] mean = new double[matrices.get(0).length];
        for (double[] matrix : matrices) for (int i = 0; i < mean.length; i++) mean[i] += matrix[i];
        for (int i = 0; i < mean.length; i++) mean[i] /= matrices.size();
        return mean;
    }

    /**
     * The matrix of a scan, of the group or not, shape (R, R).
     *
     * @throws IllegalArgumentException if its regions differ, or one that the mean has is void or constant in it
     */
    public double[][] project(RegionSeries scan) {
        requireSame(names, scan);
        boolean[] here = new boolean[names.size()];
        for (int r : UsableRegions.kept(scan)) here[r] = true;
        for (int r : kept)
            if (!here[r])
                throw new IllegalArgumentException("region " + names.get(r)
                        + " is void or constant in this scan but part of the group mean: exclude it from the group");
        int n = kept.length;
        double[] white = SymmetricFunction.sandwich(whitening, covariance(scan, kept, estimator, scale), n);
        return rows(new SymmetricFunction(white, n).apply(Math::log));
    }

    /** The geometric mean, shape (R, R). */
    public double[][] mean() {
        return rows(mean);
    }

    /** The norm of the mean logarithm of the group's scans at the mean that was found: 0 at the geometric mean. */
    public double residual() {
        return residual;
    }

    /** The regions' names. */
    public List<String> names() {
        return names;
    }

    private double[][] rows(double[] matrix) {
        int regions = names.size();
        double[] all = UsableRegions.spread(matrix, kept, regions);
        double[][] rows = new double[regions][];
        for (int i = 0; i < regions; i++) rows[i] = Arrays.copyOfRange(all, i * regions, (i + 1) * regions);
        return rows;
    }
}
