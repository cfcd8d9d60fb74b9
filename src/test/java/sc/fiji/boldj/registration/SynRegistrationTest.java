package sc.fiji.boldj.registration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.DisplacementField;
import sc.fiji.boldj.image.InverseField;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.SmoothWarp;
import sc.fiji.boldj.image.SpatialMap;
import sc.fiji.boldj.image.TransformChain;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Cancelled;
import sc.fiji.boldj.run.Progress;

/** A phantom of one formula seen through a known smooth warp and a known affine map. */
class SynRegistrationTest {

    private static final VoxelGrid FIXED =
            new VoxelGrid(40, 44, 38, Affine.of(-4, 0, 0, 78, 0, 4, 0, -86, 0, 0, 4, -74));
    private static final VoxelGrid MOVING =
            new VoxelGrid(50, 52, 48, Affine.of(3.6, 0.1, 0, -90, -0.1, 3.6, 0.2, -96, 0, -0.2, 3.6, -88));
    private static final Affine AFFINE = Affine.of(0.95, 0.05, 0, 3, -0.05, 1.02, 0.03, -4, 0, -0.03, 0.98, 2);
    private static final SpatialMap WARP = SmoothWarp.of(5, 28);
    private static final SynRegistration.Options QUICK = new SynRegistration.Options(
            3,
            List.of(60, 40, 20),
            List.of(4, 2, 1),
            List.of(2.0, 1.0, 0.0),
            0.25,
            List.of(3.0, 3.0, 3.0),
            0,
            1e-6,
            10,
            0,
            0,
            1);

    /** A skull-less head: folds of grey and white, dark hollows, nothing outside. */
    private static double head(double[] p) {
        double r = Math.sqrt(p[0] * p[0] / (60 * 60) + p[1] * p[1] / (70 * 70) + p[2] * p[2] / (58 * 58));
        double edge = 1 / (1 + Math.exp(25 * (r - 1)));
        double folds = Math.sin(p[0] / 7 + 0.4 * Math.sin(p[1] / 9))
                * Math.sin(p[1] / 8 + 0.5 * Math.sin(p[2] / 10))
                * Math.sin(p[2] / 7.5);
        double hollow = Math.exp(-(Math.pow(Math.abs(p[0]) - 15, 2) + p[1] * p[1] / 4 + p[2] * p[2]) / 160);
        return edge * (100 + 35 * folds - 70 * hollow);
    }

    private static NeuroImage fixed() {
        return phantom("fixed", FIXED, WARP);
    }

    private static NeuroImage moving() {
        return phantom("moving", MOVING, AFFINE.inverse());
    }

    private static NeuroImage phantom(String name, VoxelGrid grid, SpatialMap toHead) {
        NeuroImage image = NeuroImage.floats(name, grid, 1, SeriesTiming.UNKNOWN);
        float[] values = new float[grid.voxels()];
        for (int v = 0; v < values.length; v++) {
            double[] p = place(grid, v);
            toHead.apply(p, p);
            values[v] = (float) head(p);
        }
        image.writeVolume(0, values);
        return image;
    }

    private static double[] place(VoxelGrid grid, int v) {
        return grid.position(v);
    }

    /** The truth is AFFINE after WARP. Asked: median at most 1 mm inside the head at 4 mm voxels; no fold. */
    @Test
    void aKnownWarpIsFoundWithoutFoldsAndItsInverseIsOne() {
        NeuroImage fixed = fixed();
        Diffeomorphism found = SynRegistration.of(fixed, moving(), AFFINE, QUICK, Progress.NONE);
        SpatialMap truth = TransformChain.of(WARP, AFFINE);
        double[] before = errors(fixed, truth, AFFINE);
        double[] after = errors(fixed, truth, found.fixedToMoving());
        assertTrue(median(before) > 3, "before " + median(before));
        assertTrue(median(after) <= 1, "median " + median(after));
        assertTrue(after[(int) (0.95 * after.length)] <= 3, "p95 " + after[(int) (0.95 * after.length)]);
        float[] jacobian = found.jacobian(Progress.NONE);
        for (float each : jacobian) assertTrue(each > 0.05, "fold " + each);
        float[] back = InverseField.remainder(found.fixedToMoving(), found.movingToFixed(), FIXED, Progress.NONE);
        Arrays.sort(back);
        assertTrue(back[back.length / 2] <= 0.1, "inverse, median " + back[back.length / 2]);
        assertTrue(back[(int) (0.99 * back.length)] <= 0.5, "inverse, p99 " + back[(int) (0.99 * back.length)]);
    }

    private static double[] errors(NeuroImage fixed, SpatialMap truth, SpatialMap map) {
        float[] values = fixed.volume(0);
        double[] errors = new double[values.length];
        int n = 0;
        for (int v = 0; v < values.length; v++) {
            if (values[v] < 50) continue;
            double[] p = place(FIXED, v);
            double[] q = new double[3];
            double[] r = new double[3];
            truth.apply(p, q);
            map.apply(p, r);
            errors[n++] = Math.sqrt(Math.pow(q[0] - r[0], 2) + Math.pow(q[1] - r[1], 2) + Math.pow(q[2] - r[2], 2));
        }
        double[] all = Arrays.copyOf(errors, n);
        Arrays.sort(all);
        return all;
    }

    private static double median(double[] sorted) {
        return sorted[sorted.length / 2];
    }

    /** Neither image is preferred: exchanged, on one grid and without an affine map, the inverse comes out. */
    @Test
    void exchangedImagesGiveTheInverse() {
        NeuroImage a = fixed();
        NeuroImage b = phantom("head", FIXED, Affine.IDENTITY);
        SynRegistration.Options coarse = QUICK.withFinest(8);
        Diffeomorphism one = SynRegistration.of(a, b, Affine.IDENTITY, coarse, Progress.NONE);
        Diffeomorphism other = SynRegistration.of(b, a, Affine.IDENTITY, coarse, Progress.NONE);
        assertTrue(one.forward().largest() > 3, "moved by " + one.forward().largest());
        assertEquals(8, one.forward().grid().voxelSize(0), 1e-9, "the level of 4 mm is skipped");
        float[] there = InverseField.remainder(
                one.forward(), other.forward(), one.forward().grid(), Progress.NONE);
        Arrays.sort(there);
        assertTrue(there[there.length / 2] < 0.1, "median " + there[there.length / 2]);
    }

    /** Fields of noise that fold space in places; what is made of them must not, and stays as it was elsewhere. */
    @Test
    void foldsAreSmoothedWhereTheyAre() {
        DisplacementField[] rough = new DisplacementField[2];
        for (int i = 0; i < 2; i++) {
            float[][] u = new float[3][FIXED.voxels()];
            SplittableRandom random = new SplittableRandom(i);
            for (int v = 0; v < FIXED.voxels(); v++)
                for (int d = 0; d < 3; d++) u[d][v] = v % 40 < 12 ? (float) random.nextDouble(-6, 6) : 2 - d;
            rough[i] = DisplacementField.of(FIXED, u[0], u[1], u[2]);
        }
        float least = 1;
        for (float each : JacobianMap.of(rough[0], Progress.NONE)) least = Math.min(least, each);
        assertTrue(least < 0, "the noise folds " + least);
        DisplacementField kept = rough[1];
        Diffeomorphism joined = SynJoin.of(rough, Affine.IDENTITY, List.of(0.0), Progress.NONE);
        for (float each : joined.jacobian(Progress.NONE)) assertTrue(each > 0, "fold " + each);
        for (float each : JacobianMap.of(joined.inverse(), Progress.NONE)) assertTrue(each > 0, "inverse fold " + each);
        int far = FIXED.index(30, 22, 19);
        for (int d = 0; d < 3; d++) assertEquals(kept.get(d, far), rough[1].get(d, far), 1e-4);
    }

    @Test
    void threadsChangeNoBit() {
        Diffeomorphism[] found = new Diffeomorphism[2];
        NeuroImage fixed = fixed();
        NeuroImage moving = moving();
        SynRegistration.Options few = new SynRegistration.Options(
                2, List.of(5, 3), List.of(3, 2), List.of(2.0, 1.0), 0.25, List.of(3.0, 3.0), 0.5, 0, 10, 0, 0.01, 0.99);
        for (int n = 1; n <= 2; n++) {
            int i = n - 1;
            Parallelization.runWithNumThreads(
                    2 * n - 1, () -> found[i] = SynRegistration.of(fixed, moving, AFFINE, few, Progress.NONE));
        }
        for (int d = 0; d < 3; d++) {
            assertArrayEquals(found[0].forward().toArray(d), found[1].forward().toArray(d));
            assertArrayEquals(found[0].inverse().toArray(d), found[1].inverse().toArray(d));
        }
        assertEquals(found[0].similarity(), found[1].similarity());
        assertTrue(found[0].forward().largest() > 0.1, "something moved");
    }

    /** A moving image that sees a part of the head only moves by less than a tenth of a voxel of the coarsest level. */
    @Test
    void outsideMasksAndFieldsOfViewNothingDraws() {
        NeuroImage fixed = phantom("head", FIXED, Affine.IDENTITY);
        VoxelGrid half = new VoxelGrid(40, 44, 20, FIXED.affine());
        NeuroImage part = phantom("part", half, Affine.IDENTITY);
        SynRegistration.Options coarse = QUICK.withFinest(8);
        Diffeomorphism cut = SynRegistration.of(fixed, part, Affine.IDENTITY, coarse, Progress.NONE);
        assertTrue(cut.forward().largest() < 1.6, "moved by " + cut.forward().largest());
        boolean[] left = new boolean[FIXED.voxels()];
        for (int v = 0; v < left.length; v++) left[v] = v % 40 < 20;
        Mask mask = Mask.of(FIXED, left);
        Diffeomorphism masked = SynRegistration.of(
                fixed(), fixed, Affine.IDENTITY, Optional.of(mask), Optional.empty(), coarse, Progress.NONE);
        double inside = 0;
        double outside = 0;
        DisplacementField field = masked.forward();
        VoxelGrid grid = field.grid();
        for (int v = 0; v < grid.voxels(); v++) {
            double u = Math.abs(field.get(0, v)) + Math.abs(field.get(1, v)) + Math.abs(field.get(2, v));
            if (v % grid.sizeX() < grid.sizeX() / 2) inside = Math.max(inside, u);
            else if (v % grid.sizeX() > 0.9 * grid.sizeX()) outside = Math.max(outside, u);
        }
        assertTrue(inside > 2 && outside < 0.2 * inside, inside + " and " + outside);
    }

    @Test
    void badInputIsNamedAndCancellingStops() {
        NeuroImage fixed = fixed();
        NeuroImage flat = NeuroImage.floats("flat", FIXED, 1, SeriesTiming.UNKNOWN);
        NeuroImage series = NeuroImage.floats("series", FIXED, 2, SeriesTiming.UNKNOWN);
        SynRegistration.Options o = QUICK;
        assertRefused("one value only", () -> SynRegistration.of(fixed, flat, AFFINE, o, Progress.NONE));
        assertRefused("series has 2", () -> SynRegistration.of(series, fixed, AFFINE, o, Progress.NONE));
        DisplacementField field = DisplacementField.sample(WARP, FIXED, Progress.NONE);
        assertRefused("affine", () -> SynRegistration.of(fixed, fixed, field, o, Progress.NONE));
        Optional<Mask> wrong = Optional.of(Mask.all(MOVING));
        assertRefused(
                "another grid",
                () -> SynRegistration.of(fixed, fixed, AFFINE, wrong, Optional.empty(), o, Progress.NONE));
        assertRefused("finest", () -> o.withFinest(-1));
        assertRefused("step", () -> options(0.9, List.of(2)));
        assertRefused("shrink", () -> options(0.2, List.of(2, 1)));
        assertThrows(CancellationException.class, () -> SynRegistration.of(fixed, fixed, AFFINE, o, Cancelled.AT_ONCE));
    }

    private static SynRegistration.Options options(double step, List<Integer> shrink) {
        return new SynRegistration.Options(4, List.of(10), shrink, List.of(0.0), step, List.of(3.0), 0, 0, 5, 0, 0, 1);
    }

    private static void assertRefused(String word, org.junit.jupiter.api.function.Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(word), message);
    }
}
