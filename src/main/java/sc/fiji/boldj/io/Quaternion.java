package sc.fiji.boldj.io;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import sc.fiji.boldj.image.Affine;

/** The rotation of an affine map as NIfTI stores it. */
final class Quaternion {

    private Quaternion() {}

    /**
     * The rotation nearest to the map's axes (polar decomposition of the columns at unit length).
     *
     * @return b, c, d with a at least 0, and the sign of the third axis (1 or -1)
     */
    static double[] of(Affine affine) {
        double[][] axes = new double[3][3];
        for (int c = 0; c < 3; c++) {
            double length = 0;
            for (int r = 0; r < 3; r++) length = StrictMath.hypot(length, affine.get(r, c));
            for (int r = 0; r < 3; r++) axes[r][c] = affine.get(r, c) / length;
        }
        double sign = affine.determinant() < 0 ? -1 : 1;
        for (int r = 0; r < 3; r++) axes[r][2] *= sign;
        SingularValueDecomposition svd = new SingularValueDecomposition(new Array2DRowRealMatrix(axes));
        RealMatrix rotation = svd.getU().multiply(svd.getVT());
        return withSign(rotation.getData(), sign);
    }

    private static double[] withSign(double[][] m, double sign) {
        double[] squares = {
            1 + m[0][0] + m[1][1] + m[2][2],
            1 + m[0][0] - m[1][1] - m[2][2],
            1 - m[0][0] + m[1][1] - m[2][2],
            1 - m[0][0] - m[1][1] + m[2][2]
        };
        int largest = 0;
        for (int i = 1; i < 4; i++) if (squares[i] > squares[largest]) largest = i;
        double f = 0.5 / Math.sqrt(squares[largest]);

        double[] q =
                switch (largest) {
                    case 0 ->
                        new double[] {
                            squares[0] * f, (m[2][1] - m[1][2]) * f, (m[0][2] - m[2][0]) * f, (m[1][0] - m[0][1]) * f
                        };
                    case 1 ->
                        new double[] {
                            (m[2][1] - m[1][2]) * f, squares[1] * f, (m[0][1] + m[1][0]) * f, (m[0][2] + m[2][0]) * f
                        };
                    case 2 ->
                        new double[] {
                            (m[0][2] - m[2][0]) * f, (m[0][1] + m[1][0]) * f, squares[2] * f, (m[1][2] + m[2][1]) * f
                        };
                    default ->
                        new double[] {
                            (m[1][0] - m[0][1]) * f, (m[0][2] + m[2][0]) * f, (m[1][2] + m[2][1]) * f, squares[3] * f
                        };
                };
        double flip = q[0] < 0 ? -1 : 1;
        return new double[] {flip * q[1], flip * q[2], flip * q[3], sign};
    }

    /**
     * Rounds b, c, d to float so that a, which readers compute from them, comes back best: near half a turn, where a is
     * near 0, plain rounding would turn the axes by some 0.0002 rad.
     */
    static double[] rounded(double[] q) {
        double a = Math.sqrt(Math.max(0, 1 - q[0] * q[0] - q[1] * q[1] - q[2] * q[2]));
        double[] best = q.clone();
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 125; i++) {
            double[] tried = q.clone();
            int code = i;
            double rest = 1;
            for (int k = 0; k < 3; k++, code /= 5) {
                float near = (float) q[k];
                tried[k] = near == 0 ? 0 : near + (code % 5 - 2) * Math.ulp(near);
                rest -= tried[k] * tried[k];
            }
            double off = Math.abs(Math.sqrt(Math.max(0, rest)) - a);
            if (off < least) {
                least = off;
                best = tried;
            }
        }
        return best;
    }
}
