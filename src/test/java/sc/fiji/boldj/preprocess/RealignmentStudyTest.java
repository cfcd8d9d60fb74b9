package sc.fiji.boldj.preprocess;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

/** The full-size phantom: 64 x 64 x 52 voxels of 3 mm, tSNR 64 in the brain. */
@Tag("study")
class RealignmentStudyTest {

    private static final int VOLUMES = 24;
    private static final double TSNR = 64;

    @Test
    void errorsStayBelowThoseOf3dvolreg(TestReporter reporter) {
        VoxelGrid grid = HeadPhantom.grid(3);
        HeadPhantom phantom = new HeadPhantom(grid, 3);
        double limit = limit(phantom, grid);
        StringBuilder report = new StringBuilder(String.format("limit of Cramer and Rao %.4f mm", limit));
        double[] motion = {0, 0.47, 1.14};
        // Without motion the aim is 0.005 mm; on this phantom that is less than noise allows, so the limit is the
        // yardstick.
        double[] most = {1.2 * limit, 0.0136, 0.025};
        boolean good = true;
        for (int i = 0; i < 3; i++) {
            List<Affine> motions = phantom.motions(VOLUMES, motion[i], 5);
            NeuroImage series = phantom.series(motions, TSNR, 6);
            for (Realignment.Reference reference : List.of(Realignment.Reference.FIRST, Realignment.Reference.ROBUST)) {
                Realignment.Motion found = Realignment.estimate(
                        series, Realignment.Options.DEFAULT.withReference(reference), Progress.NONE);
                int r = found.reference();
                double[] errors = HeadPhantom.errors(found.maps(), HeadPhantom.from(motions, r), r, phantom.brain());
                double rms = HeadPhantom.rms(errors);
                double pairs = pairs(found.maps(), motions, phantom.brain());
                Arrays.sort(errors);
                report.append(String.format(
                        "; motion %.2f mm, %s: rms %.4f all pairs %.4f median %.4f max %.4f",
                        motion[i], reference, rms, pairs, errors[errors.length / 2], errors[errors.length - 1]));
                good &= (i == 0 ? pairs : rms) <= most[i];
            }
        }
        reporter.publishEntry("realignment", report.toString());
        assertTrue(good, report.toString());
    }

    /** RMS over all pairs of volumes, so that no single volume's noise decides. */
    private static double pairs(List<Affine> found, List<Affine> motions, Mask mask) {
        double sum = 0;
        for (int r = 0; r < found.size(); r++) {
            double[] errors = HeadPhantom.errors(HeadPhantom.from(found, r), HeadPhantom.from(motions, r), r, mask);
            sum += Math.pow(HeadPhantom.rms(errors), 2) / found.size();
        }
        return Math.sqrt(sum);
    }

    /**
     * The least RMS displacement of an unbiased estimate between two volumes: two poses, each with the covariance
     * s^2 (J'J)^-1 from the noise-free derivatives of all voxels.
     */
    private static double limit(HeadPhantom phantom, VoxelGrid grid) {
        float[] all = new float[grid.voxels()];
        Arrays.fill(all, 1);
        RealignmentTarget target = new RealignmentTarget(phantom.scan(Affine.IDENTITY), grid, all, grid.centre(), 0, 1);
        double sigma = 870 / TSNR;
        double[][] covariance = new LUDecomposition(new Array2DRowRealMatrix(target.normal))
                .getSolver()
                .getInverse()
                .scalarMultiply(2 * sigma * sigma)
                .getData();
        double sum = 0;
        int voxels = phantom.brain().count();
        for (int v : phantom.brain().indices()) {
            double[] p = grid.position(v);
            for (int d = 0; d < 3; d++) p[d] -= grid.centre()[d];
            double[][] moved = {{1, 0, 0, 0, p[2], -p[1]}, {0, 1, 0, -p[2], 0, p[0]}, {0, 0, 1, p[1], -p[0], 0}};
            for (double[] row : moved)
                for (int a = 0; a < 6; a++)
                    for (int b = 0; b < 6; b++) sum += row[a] * covariance[a + 1][b + 1] * row[b] / voxels;
        }
        return Math.sqrt(sum);
    }
}
