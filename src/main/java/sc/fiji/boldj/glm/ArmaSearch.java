package sc.fiji.boldj.glm;

import java.util.Arrays;
import sc.fiji.boldj.linalg.Cholesky;
import sc.fiji.boldj.linalg.Matrix;
import sc.fiji.boldj.linalg.MatrixProduct;

/**
 * Finds the point of the grid with the largest restricted likelihood, times the prior, for each voxel of a block: every eighth point first,
 * then the neighbours of the best at half the distance, again and
 * again, moving on while that is better.
 */
final class ArmaSearch {

    private static final int COARSE = 8;
    private static final int PASSES = 3;

    private final ModelBasis basis;
    private final ArmaGrid grid;
    private final int n;
    private final int rank;
    private double[] residual;
    private double[] product;
    private double[] scores;
    private int[] voxels;
    private int[] points;
    private int waiting;
    private int[] best;
    private double[] least;
    private double[][] table;

    ArmaSearch(GlmPlan plan) {
        basis = plan.basis();
        grid = plan.grid();
        n = basis.rows();
        rank = basis.rank();
    }

    /**
     * Minus twice the restricted log likelihood at every so many points of the grid, but for constants.
     *
     * @param series shape (count, volumes)
     * @return shape (count, points)
     */
    double[][] likelihoods(double[] series, int count, boolean[] fitted, int step) {
        int side = ArmaGrid.SIDE / step + 1;
        start(series, count);
        table = new double[count][(ArmaGrid.SIDE + 1) * (ArmaGrid.SIDE + 1)];
        for (int i = 0; i < side; i++)
            for (int j = 0; j < side; j++)
                for (int v = 0; v < count; v++) if (fitted[v]) ask(v, ArmaGrid.index(i * step, j * step));
        evaluate();
        double[][] found = new double[count][side * side];
        for (int v = 0; v < count; v++)
            for (int k = 0; k < side * side; k++)
                found[v][k] = table[v][ArmaGrid.index(k / side * step, k % side * step)];
        return found;
    }

    private void start(double[] series, int count) {
        residual = series;
        product = new double[count * n];
        scores = new double[count * rank];
        voxels = new int[count];
        points = new int[count];
        best = new int[count];
        least = new double[count];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
    }

    /** Finds the noise of each voxel. */
    void find(double[] series, int count, boolean[] fitted, VoxelNoise[] noises) {
        start(series, count);
        for (int i = 0; i <= ArmaGrid.SIDE; i += COARSE)
            for (int j = 0; j <= ArmaGrid.SIDE; j += COARSE)
                for (int v = 0; v < count; v++) if (fitted[v]) ask(v, ArmaGrid.index(i, j));
        evaluate();
        boolean[] moving = new boolean[count];
        for (int step = COARSE / 2; step >= 1; step /= 2) {
            System.arraycopy(fitted, 0, moving, 0, count);
            for (int pass = 0; pass < PASSES; pass++) {
                int[] centre = best.clone();
                for (int di = -step; di <= step; di += step)
                    for (int dj = -step; dj <= step; dj += step) {
                        if (di == 0 && dj == 0) continue;
                        for (int v = 0; v < count; v++) if (moving[v]) askNear(v, centre[v], di, dj);
                    }
                evaluate();
                for (int v = 0; v < count; v++) moving[v] &= best[v] != centre[v];
            }
        }
        for (int v = 0; v < count; v++) if (fitted[v]) noises[v] = grid.at(best[v]);
    }

    private void askNear(int voxel, int centre, int di, int dj) {
        int i = centre / (ArmaGrid.SIDE + 1) + di;
        int j = centre % (ArmaGrid.SIDE + 1) + dj;
        if (i >= 0 && i <= ArmaGrid.SIDE && j >= 0 && j <= ArmaGrid.SIDE) ask(voxel, ArmaGrid.index(i, j));
    }

    private void ask(int voxel, int point) {
        voxels[waiting] = voxel;
        points[waiting] = point;
        if (++waiting == voxels.length) evaluate();
    }

    /** Minus twice the restricted log likelihood of all that wait, but for constants. */
    private void evaluate() {
        if (waiting == 0) return;
        double[] quadratic = new double[waiting];
        for (int w = 0; w < waiting; w++)
            quadratic[w] = grid.at(points[w]).precision(residual, voxels[w] * n, product, w * n);
        MatrixProduct.multiply(
                1,
                Matrix.of(product, waiting, n),
                Matrix.of(basis.basis(), n, rank),
                0,
                Matrix.of(scores, waiting, rank));
        for (int w = 0; w < waiting; w++) {
            ArmaNoise noise = grid.at(points[w]);
            double left = quadratic[w] - Cholesky.forward(noise.factor(), rank, scores, w * rank);
            double value = noise.logDeterminant() + (n - rank) * Math.log(left);
            int v = voxels[w];
            if (table != null) {
                table[v][points[w]] = value;
                continue;
            }
            ArmaPrior prior = grid.prior();
            if (prior != null) {
                int row = points[w] / (ArmaGrid.SIDE + 1);
                value += prior.at(row, points[w] % (ArmaGrid.SIDE + 1));
            }
            if (value < least[v]) {
                least[v] = value;
                best[v] = points[w];
            }
        }
        waiting = 0;
    }
}
