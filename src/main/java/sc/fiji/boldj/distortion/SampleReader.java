package sc.fiji.boldj.distortion;

import java.util.List;

/** Reads all images of a problem at one sample after correction, with derivatives. One thread's. */
final class SampleReader {

    private final FieldProblem problem;
    private final List<ScanPose> poses;
    private final int count;
    private final double[] out = new double[4];
    private final double[] edge = new double[4];

    /** Corrected brightness of each image. */
    final double[] corrected;
    /** Relative displacement along each image's phase-encoding axis: its Jacobian less 1. */
    final double[] stretch;
    /** Derivatives of the corrected brightness by the field and its derivatives, shape (images, 4). */
    final double[][] byField;
    /** Derivatives of {@link #stretch} by the field's derivatives, shape (images, 3). */
    final double[][] stretchBy;
    /** Derivatives by the motion of the image, shape (images, 6); that of the first stays 0. */
    final double[][] byMotion;

    SampleReader(FieldProblem problem, List<ScanPose> poses) {
        this.problem = problem;
        this.poses = poses;
        count = poses.size();
        corrected = new double[count];
        stretch = new double[count];
        stretchBy = new double[count][3];
        for (int k = 0; k < count; k++)
            for (int a = 0; a < 3; a++)
                stretchBy[k][a] = problem.images().get(k).encoding().voxelsPerHertz()
                        * poses.get(k).direction()[a];
        byField = new double[count][4];
        byMotion = new double[count][ScanPose.PARAMETERS];
    }

    /**
     * Reads a sample.
     *
     * @param field value and derivatives by voxel there, shape (4)
     * @param derivatives whether derivatives are wanted
     * @return its weight: 0 if an image does not see it
     */
    double read(double x, double y, double z, double[] field, boolean derivatives) {
        double weight = 1;
        for (int k = 0; k < count; k++) {
            ScanPose pose = poses.get(k);
            PhaseEncoding encoding = problem.images().get(k).encoding();
            double perHertz = encoding.voxelsPerHertz();
            double[] g = pose.direction();
            stretch[k] = perHertz * (g[0] * field[1] + g[1] * field[2] + g[2] * field[3]);
            double[] u = pose.voxels().apply(x, y, z);
            u[encoding.axis()] += perHertz * field[0];
            var spline = problem.splines().get(k);
            if (weight == 0 || !spline.contains(u[0], u[1], u[2])) {
                weight = 0;
                continue;
            }
            spline.edge(u[0], u[1], u[2], edge);
            weight *= edge[0];
            spline.read(u[0], u[1], u[2], out);
            double jacobian = 1 + stretch[k];
            corrected[k] = out[0] * jacobian;
            if (!derivatives) continue;
            byField[k][0] = out[1 + encoding.axis()] * perHertz * jacobian;
            for (int a = 0; a < 3; a++) byField[k][1 + a] = out[0] * perHertz * g[a];
            if (k == 0) continue;
            for (int p = 0; p < ScanPose.PARAMETERS; p++) {
                double[] n = pose.voxelsBy()[p];
                double[] dg = pose.directionBy()[p];
                double move = 0;
                for (int a = 0; a < 3; a++)
                    move += out[1 + a] * (n[4 * a] * x + n[4 * a + 1] * y + n[4 * a + 2] * z + n[4 * a + 3]);
                byMotion[k][p] =
                        jacobian * move + out[0] * perHertz * (dg[0] * field[1] + dg[1] * field[2] + dg[2] * field[3]);
            }
        }
        return weight;
    }
}
