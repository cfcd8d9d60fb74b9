package sc.fiji.boldj.glm;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.linalg.Matrix;
import sc.fiji.boldj.linalg.MatrixProduct;
import sc.fiji.boldj.linalg.Svd;

/**
 * Columns for responses with a shape other than that of the model: each response a few seconds earlier and later,
 * orthogonalised to the design.
 *
 * <p>A response that is later or longer than modelled leaves a residual component that is locked to the task. Treated as
 * noise, it makes the noise look larger and more autocorrelated, most where activation is strongest. These columns are
 * added to the design for the estimation of the noise only; the effects are those of the original design.
 */
final class OtherResponses {

    /** Seconds of a step: responses come one step earlier, and one and two steps later. */
    private static final double STEP = 2;

    private static final int[] STEPS = {-1, 1, 2};

    /** Components smaller than this, relative to the response itself, are not worth a degree of freedom. */
    private static final double SMALLEST = 0.05;

    /** At most one component per this many residual degrees of freedom. */
    private static final int SHARE = 20;

    private OtherResponses() {}

    /**
     * Orthonormal columns, orthogonal to the design, the most important first.
     *
     * @param basis orthonormal, of the design's columns, shape (rows, columns)
     * @param repetitionTime seconds
     * @return shape (rows, columns), row = time; 0 columns if the design has no response
     */
    static double[] of(Design design, double[] basis, double repetitionTime) {
        int n = design.rows();
        int step = (int) Math.max(1, Math.round(STEP / repetitionTime));
        List<double[]> columns = new ArrayList<>();
        for (int c = 0; c < design.columns(); c++) {
            Design.Kind kind = design.kinds().get(c);
            if (kind != Design.Kind.TASK && kind != Design.Kind.MODULATOR) continue;
            double[] response = design.column(c);
            double size = size(response);
            if (size == 0) continue;
            for (int steps : STEPS) {
                double[] moved = new double[n];
                for (int t = 0; t < n; t++) moved[t] = response[Math.max(0, Math.min(n - 1, t - steps * step))] / size;
                columns.add(moved);
            }
        }
        int k = columns.size();
        int p = design.columns();
        int most = Math.min(k, (n - p) / SHARE);
        if (most < 1) return new double[0];
        double[] matrix = new double[n * k];
        for (int j = 0; j < k; j++) for (int t = 0; t < n; t++) matrix[t * k + j] = columns.get(j)[t];
        double[] explained = new double[p * k];
        MatrixProduct.multiply(
                1, Matrix.of(basis, n, p).transposed(), Matrix.of(matrix, n, k), 0, Matrix.of(explained, p, k));
        MatrixProduct.multiply(-1, Matrix.of(basis, n, p), Matrix.of(explained, p, k), 1, Matrix.of(matrix, n, k));
        Svd found = Svd.of(matrix, n, k);
        int rank = found.values().length;
        int kept = 0;
        while (kept < most && kept < rank && found.values()[kept] > SMALLEST) kept++;
        double[] directions = new double[n * kept];
        for (int t = 0; t < n; t++) System.arraycopy(found.left(), t * rank, directions, t * kept, kept);
        return directions;
    }

    /** Root of the sum of squares about the mean. */
    private static double size(double[] column) {
        double mean = 0;
        for (double value : column) mean += value / column.length;
        double squares = 0;
        for (double value : column) squares += (value - mean) * (value - mean);
        return Math.sqrt(squares);
    }
}
