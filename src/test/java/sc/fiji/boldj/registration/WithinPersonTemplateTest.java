package sc.fiji.boldj.registration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Displacement;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.image.RigidMotion;
import sc.fiji.boldj.run.Progress;

/** Scans of one head in known positions: the average favours none of them, and their order does not matter. */
class WithinPersonTemplateTest {

    private static final Displacement RMS = HeadScans.ONE.overBrain();
    private static final List<Affine> POSES =
            List.of(HeadScans.random(11, 6, 5), HeadScans.random(12, 6, 5), HeadScans.random(13, 6, 5));
    private static final List<NeuroImage> SCANS = scans();
    private static final WithinPersonTemplate FOUND = WithinPersonTemplate.of(SCANS, Progress.NONE);

    private static List<NeuroImage> scans() {
        List<NeuroImage> scans = new ArrayList<>();
        for (int i = 0; i < POSES.size(); i++)
            scans.add(HeadScans.ONE
                    .t1(HeadScans.grid(3), POSES.get(i), 30, 20 + i)
                    .withName("visit " + (i + 1)));
        return scans;
    }

    @Test
    void mapsBetweenScansAreTheTrueOnes() {
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < i; j++) {
                Affine found =
                        FOUND.toScans().get(i).times(FOUND.toScans().get(j).inverse());
                Affine truth = POSES.get(i).times(POSES.get(j).inverse());
                // Voxels of 3 mm with a noise of 1/30; 0.1 mm is a thirtieth of a voxel
                double error = RMS.rms(found.times(POSES.get(j)), truth.times(POSES.get(j)));
                assertTrue(error < 0.1, i + " " + j + ": " + error);
            }
        for (double r : FOUND.similarity())
            assertTrue(r > 0.95, FOUND.similarity().toString());
        assertTrue(FOUND.lastMove() <= 0.02, FOUND.rounds() + " rounds, " + FOUND.lastMove());
    }

    /** For two scans, the space is midway: the maps to them are inverse rotations, and the mean centre stays. */
    @Test
    void theFrameLiesBetweenTheScans() {
        Affine turn = new RigidMotion(4, -6, 2, 0.1, -0.2, 0.05).toAffine(3, 10, -5);
        Affine frame = RigidMean.centring(List.of(Affine.IDENTITY, turn), 1, 2, 3);
        Affine one = frame;
        Affine two = turn.times(frame);
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++) assertEquals(one.get(i, j), two.get(j, i), 1e-12, "rotations");
        double[] a = one.apply(1, 2, 3);
        double[] b = two.apply(1, 2, 3);
        assertArrayEquals(
                new double[] {1, 2, 3}, new double[] {(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2}, 1e-12);
    }

    @Test
    void neitherTheOrderOfTheScansNorTheNumberOfThreadsChangesABit() {
        int[] order = {2, 0, 1};
        List<NeuroImage> other = new ArrayList<>();
        for (int i : order) other.add(SCANS.get(i));
        WithinPersonTemplate[] again = new WithinPersonTemplate[1];
        Parallelization.runWithNumThreads(3, () -> again[0] = WithinPersonTemplate.of(other, Progress.NONE));
        assertArrayEquals(FOUND.average().volume(0), again[0].average().volume(0));
        for (int i = 0; i < 3; i++)
            assertEquals(FOUND.toScans().get(order[i]), again[0].toScans().get(i));
    }

    /** The median of three has two thirds of the noise of one, as interpolation has, and follows no single scan. */
    @Test
    void theAverageHasLessNoiseThanAScan() {
        double[] errors = new double[4];
        float[] average = FOUND.average().volume(0);
        for (int i = 0; i < 3; i++) {
            Affine toAverage = FOUND.toScans().get(i).inverse();
            NeuroImage truth = HeadScans.ONE.t1(FOUND.average().grid(), toAverage.times(POSES.get(i)), 0, 1);
            float[] exact = truth.volume(0);
            float[] own = new float[exact.length];
            Resampler.resample(
                    SCANS.get(i).volume(0),
                    SCANS.get(i).grid(),
                    FOUND.average().grid(),
                    FOUND.toScans().get(i),
                    Interpolation.CUBIC,
                    own,
                    Progress.NONE);
            for (int v = 0; v < exact.length; v++)
                if (exact[v] > 500) {
                    errors[i] += Math.abs(own[v] - exact[v]);
                    errors[3] += Math.abs(average[v] - exact[v]) / 3;
                }
        }
        for (int i = 0; i < 3; i++) assertTrue(errors[3] < 0.85 * errors[i], Arrays.toString(errors));
    }

    /** Something below the brain that is elsewhere at each visit, as a jaw is, must not draw the brain along: 0.24 mm without weights. */
    @Test
    void aMovingJawHasLittleWeight() {
        List<NeuroImage> jaws = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            NeuroImage scan = SCANS.get(i);
            float[] values = scan.volume(0);
            Affine toHead = POSES.get(i).inverse().times(scan.grid().affine());
            for (int v = 0; v < values.length; v++) {
                double[] at = toHead.apply(
                        v % scan.grid().sizeX(),
                        (double) (v / scan.grid().sizeX() % scan.grid().sizeY()),
                        scan.grid().z(v));
                double y = at[1] - 55 - 8 * i;
                double z = at[2] + 65 - 6 * i;
                if (at[0] * at[0] + y * y + z * z < 25 * 25) values[v] = 900;
            }
            jaws.add(scan.volumeLike(scan.name(), values));
        }
        WithinPersonTemplate found = WithinPersonTemplate.of(jaws, Progress.NONE);
        for (int i = 1; i < 3; i++) {
            Affine between = found.toScans().get(i).times(found.toScans().get(0).inverse());
            double error = RMS.rms(between.times(POSES.get(0)), POSES.get(i));
            assertTrue(error < 0.08, i + ": " + error);
        }
    }

    @Test
    void oneScanIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> WithinPersonTemplate.of(SCANS.subList(0, 1), Progress.NONE));
    }
}
