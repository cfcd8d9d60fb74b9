package sc.fiji.boldj.distortion;

import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import sc.fiji.boldj.image.SeparableGaussian;
import sc.fiji.boldj.image.VoxelGrid;

/**
 * An echo-planar image without distortion as the tissues of a T1-weighted scan lead one to expect it: fluid, grey and white matter with the
 * brightness that fits the image best, shaded as the image is.
 */
final class AnatomyContrast {

    private static final int ROUNDS = 3;
    private static final double EDGE_FWHM = 3;

    private AnatomyContrast() {}

    /**
     * Makes the image.
     *
     * @param seen the echo-planar image, corrected as far as it is
     * @param tissues grey matter, white matter and fluid, shares of each voxel on the same grid
     * @param shading full width at half maximum, mm: shading and lost signal vary no faster
     * @return the expected image in the brain; elsewhere the image itself, so that nothing there is compared
     */
    static float[] of(float[] seen, List<float[]> tissues, VoxelGrid grid, double shading) {
        int n = seen.length;
        float[] brain = new float[n];
        for (float[] tissue : tissues) for (int v = 0; v < n; v++) brain[v] += tissue[v];
        float[] near = brain.clone();
        SeparableGaussian.of(grid, EDGE_FWHM, SeparableGaussian.Border.ZERO).apply(near);
        float[] gain = new float[n];
        java.util.Arrays.fill(gain, 1);
        float[] expected = new float[n];
        SeparableGaussian smooth = SeparableGaussian.of(grid, shading, SeparableGaussian.Border.ZERO);
        for (int round = 0; round < ROUNDS; round++) {
            double[] brightness = brightness(seen, tissues, brain, gain);
            for (int v = 0; v < n; v++) {
                double sum = 0;
                for (int k = 0; k < brightness.length; k++) sum += brightness[k] * tissues.get(k)[v];
                expected[v] = (float) sum;
            }
            float[] products = new float[n];
            float[] squares = new float[n];
            for (int v = 0; v < n; v++) {
                if (brain[v] < 0.5) continue;
                products[v] = expected[v] * seen[v];
                squares[v] = expected[v] * expected[v];
            }
            smooth.apply(products);
            smooth.apply(squares);
            for (int v = 0; v < n; v++) gain[v] = squares[v] > 0 ? Math.max(0, products[v] / squares[v]) : 1;
        }
        float[] image = new float[n];
        for (int v = 0; v < n; v++) {
            double inside = Math.min(1, 4 * near[v]);
            image[v] = (float) (inside * gain[v] * expected[v] + (1 - inside) * seen[v]);
        }
        return image;
    }

    /** Least squares over the brain. */
    private static double[] brightness(float[] seen, List<float[]> tissues, float[] brain, float... gain) {
        int k = tissues.size();
        double[][] normal = new double[k][k];
        double[] right = new double[k];
        for (int v = 0; v < seen.length; v++) {
            if (brain[v] < 0.5) continue;
            for (int a = 0; a < k; a++) {
                double one = gain[v] * tissues.get(a)[v];
                right[a] += one * seen[v];
                for (int b = 0; b < k; b++) normal[a][b] += one * gain[v] * tissues.get(b)[v];
            }
        }
        return new SingularValueDecomposition(new Array2DRowRealMatrix(normal))
                .getSolver()
                .solve(new ArrayRealVector(right))
                .toArray();
    }
}
