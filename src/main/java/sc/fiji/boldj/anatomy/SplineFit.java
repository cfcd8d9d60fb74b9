package sc.fiji.boldj.anatomy;

import java.util.List;
import sc.fiji.boldj.linalg.BandedCholesky;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * Weighted least squares of cubic B-splines on scattered samples of a lattice, with a penalty on second differences of
 * the coefficients (P-splines, Eilers &amp; Marx 1996), which also carries the fit on to where there are no samples.
 *
 * <p>The normal equations depend on the weights only: they are factorised once (banded Cholesky) and serve any number of
 * fits. Sums are in double, slice by slice in a fixed order.
 */
final class SplineFit {

    /** Added to the diagonal, relative to its mean: makes the equations solvable whatever the samples. */
    private static final double RIDGE = 1e-7;

    private final SplineLattice lattice;
    private final float[] weights;
    private final BandedCholesky factor;

    /**
     * @param weights of the samples, 0 or more, not all 0; 0 leaves a sample out
     * @param stiffness weight of the penalty relative to the mean of what the samples weigh on one coefficient
     */
    SplineFit(SplineLattice lattice, float[] weights, double stiffness, Progress progress) {
        this.lattice = lattice;
        this.weights = weights;
        int plane = lattice.controls(0) * lattice.controls(1);
        int band = (lattice.taps(2) - 1) * plane + (lattice.taps(1) - 1) * lattice.controls(0) + lattice.taps(0) - 1;
        var equations = new BandedCholesky(lattice.controls(), band);
        List<double[]> slices = FixedChunks.map(lattice.samples(2), 1, (z, end) -> sliceProducts(z), progress);
        for (int z = 0; z < slices.size(); z++) addSlice(slices.get(z), z, equations);
        double mean = equations.meanDiagonal();
        penalise(equations, stiffness * mean);
        equations.addDiagonal(RIDGE * mean);
        equations.factorise();
        factor = equations;
    }

    /** Products of the splines along x and y summed over a slice, dense; null if it has no sample. */
    private double[] sliceProducts(int z) {
        int nx = lattice.controls(0);
        int plane = nx * lattice.controls(1);
        int taps = lattice.taps(0);
        double[] sum = null;
        double[] row = new double[nx * taps];
        for (int y = 0; y < lattice.samples(1); y++) {
            if (!rowProducts(y, z, row)) continue;
            if (sum == null) sum = new double[plane * plane];
            for (int a = 0; a < lattice.taps(1); a++)
                for (int b = 0; b < lattice.taps(1); b++) {
                    double w = lattice.weight(1, y, a) * lattice.weight(1, y, b);
                    int ya = nx * (lattice.first(1, y) + a);
                    int yb = nx * (lattice.first(1, y) + b);
                    for (int i = 0; i < nx; i++)
                        for (int d = 0; d < taps && i + d < nx; d++) {
                            double value = w * row[i * taps + d];
                            sum[(ya + i) * plane + yb + i + d] += value;
                            if (d > 0) sum[(ya + i + d) * plane + yb + i] += value;
                        }
                }
        }
        return sum;
    }

    /** Products of splines i and i + d along a row at [i * taps + d]; false if the row has no sample. */
    private boolean rowProducts(int y, int z, double[] products) {
        java.util.Arrays.fill(products, 0);
        int taps = lattice.taps(0);
        int at = lattice.samples(0) * (y + lattice.samples(1) * z);
        boolean any = false;
        for (int x = 0; x < lattice.samples(0); x++) {
            float weight = weights[at + x];
            if (weight == 0) continue;
            any = true;
            int first = lattice.first(0, x);
            for (int a = 0; a < taps; a++) {
                double wa = weight * lattice.weight(0, x, a);
                for (int b = a; b < taps; b++) products[(first + a) * taps + b - a] += wa * lattice.weight(0, x, b);
            }
        }
        return any;
    }

    private void addSlice(double[] products, int z, BandedCholesky equations) {
        if (products == null) return;
        int nx = lattice.controls(0);
        int ny = lattice.controls(1);
        int plane = nx * ny;
        for (int a = 0; a < lattice.taps(2); a++)
            for (int b = 0; b <= a; b++) {
                double w = lattice.weight(2, z, a) * lattice.weight(2, z, b);
                int za = plane * (lattice.first(2, z) + a);
                int zb = plane * (lattice.first(2, z) + b);
                for (int i = 0; i < plane; i++)
                    for (int ky = -3; ky <= 3; ky++)
                        for (int kx = -3; kx <= 3; kx++) {
                            int j = i + ky * nx + kx;
                            int x = i % nx + kx;
                            if (x < 0 || x >= nx || j < 0 || j >= plane || za + i < zb + j) continue;
                            double product = products[i * plane + j];
                            if (product != 0) equations.add(za + i, zb + j, w * product);
                        }
            }
    }

    /** Adds the squares of the second differences along each axis. */
    private void penalise(BandedCholesky equations, double strength) {
        int[] stride = {1, lattice.controls(0), lattice.controls(0) * lattice.controls(1)};
        double[] difference = {1, -2, 1};
        for (int axis = 0; axis < 3; axis++) {
            int n = lattice.controls(axis);
            for (int c = 0; c < lattice.controls(); c++) {
                int position = c / stride[axis] % n;
                if (position + 2 >= n) continue;
                for (int a = 0; a < 3; a++)
                    for (int b = 0; b <= a; b++)
                        equations.add(
                                c + a * stride[axis], c + b * stride[axis], strength * difference[a] * difference[b]);
            }
        }
    }

    /**
     * Fits.
     *
     * @param values at the samples; finite where the weight is not 0
     * @return the coefficients, x fastest
     */
    double[] fit(float[] values, Progress progress) {
        int nx = lattice.controls(0);
        int plane = nx * lattice.controls(1);
        List<double[]> slices = FixedChunks.map(lattice.samples(2), 1, (z, end) -> sliceSums(values, z), progress);
        double[] right = new double[lattice.controls()];
        for (int z = 0; z < slices.size(); z++)
            for (int t = 0; t < lattice.taps(2); t++) {
                double w = lattice.weight(2, z, t);
                int at = plane * (lattice.first(2, z) + t);
                double[] slice = slices.get(z);
                for (int i = 0; i < plane; i++) right[at + i] += w * slice[i];
            }
        factor.solve(right);
        return right;
    }

    private double[] sliceSums(float[] values, int z) {
        int nx = lattice.controls(0);
        double[] sums = new double[nx * lattice.controls(1)];
        double[] row = new double[nx];
        int taps = lattice.taps(0);
        for (int y = 0; y < lattice.samples(1); y++) {
            java.util.Arrays.fill(row, 0);
            int at = lattice.samples(0) * (y + lattice.samples(1) * z);
            for (int x = 0; x < lattice.samples(0); x++) {
                float weight = weights[at + x];
                if (weight == 0) continue;
                double value = (double) weight * values[at + x];
                int first = lattice.first(0, x);
                for (int t = 0; t < taps; t++) row[first + t] += value * lattice.weight(0, x, t);
            }
            for (int t = 0; t < lattice.taps(1); t++) {
                double w = lattice.weight(1, y, t);
                int to = nx * (lattice.first(1, y) + t);
                for (int i = 0; i < nx; i++) sums[to + i] += w * row[i];
            }
        }
        return sums;
    }
}
