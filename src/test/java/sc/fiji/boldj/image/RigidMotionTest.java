package sc.fiji.boldj.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RigidMotionTest {

    private static final double[] CENTRE = {3, -7, 21};

    @Test
    void eachAxisTurnsByTheRightHand() {
        double a = 0.1;
        double[] up = new RigidMotion(0, 0, 0, a, 0, 0).toAffine(0, 0, 0).apply(0, 1, 0);
        assertArrayEquals(new double[] {0, Math.cos(a), Math.sin(a)}, up, 1e-15, "rotX lifts the front");
        double[] front = new RigidMotion(0, 0, 0, 0, a, 0).toAffine(0, 0, 0).apply(0, 0, 1);
        assertArrayEquals(new double[] {Math.sin(a), 0, Math.cos(a)}, front, 1e-15, "rotY tips the top to the right");
        double[] left = new RigidMotion(0, 0, 0, 0, 0, a).toAffine(0, 0, 0).apply(1, 0, 0);
        assertArrayEquals(new double[] {Math.cos(a), Math.sin(a), 0}, left, 1e-15, "rotZ brings the right forward");
    }

    @Test
    void theTurnsAreAppliedXThenYThenZ() {
        Affine x = new RigidMotion(0, 0, 0, 0.3, 0, 0).toAffine(CENTRE);
        Affine y = new RigidMotion(0, 0, 0, 0, -0.4, 0).toAffine(CENTRE);
        Affine z = new RigidMotion(0, 0, 0, 0, 0, 0.5).toAffine(CENTRE);
        Affine all = Affine.translation(1, 2, 3).times(z).times(y).times(x);
        Affine once = new RigidMotion(1, 2, 3, 0.3, -0.4, 0.5).toAffine(CENTRE);
        for (int r = 0; r < 3; r++) for (int c = 0; c < 4; c++) assertEquals(all.get(r, c), once.get(r, c), 1e-13);
    }

    @Test
    void theSixNumbersComeBack() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 1000; i++) {
            double[] six = new double[6];
            for (int k = 0; k < 3; k++) six[k] = random.nextDouble(-30, 30);
            six[3] = random.nextDouble(-3.1, 3.1);
            six[4] = random.nextDouble(-1.55, 1.55);
            six[5] = random.nextDouble(-3.1, 3.1);
            double[] back =
                    RigidMotion.of(RigidMotion.of(six).toAffine(CENTRE), CENTRE).toArray();
            assertArrayEquals(six, back, 1e-10, "motion " + i);
        }
    }

    @Test
    void aQuarterTurnAboutYStillGivesTheSameMap() {
        Affine map = new RigidMotion(1, 2, 3, 0.4, Math.PI / 2, -0.2).toAffine(CENTRE);
        RigidMotion motion = RigidMotion.of(map, CENTRE);
        assertEquals(0, motion.rotX());
        Affine again = motion.toAffine(CENTRE);
        for (int r = 0; r < 3; r++) for (int c = 0; c < 4; c++) assertEquals(map.get(r, c), again.get(r, c), 1e-12);
    }

    @Test
    void mapsThatAreNotRigidAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> RigidMotion.of(Affine.scaling(1, 1, 1.001), CENTRE));
        assertThrows(IllegalArgumentException.class, () -> RigidMotion.of(Affine.scaling(-1, 1, 1), CENTRE));
        assertThrows(IllegalArgumentException.class, () -> RigidMotion.of(1, 2, 3));
        assertThrows(IllegalArgumentException.class, () -> new RigidMotion(0, 0, Double.NaN, 0, 0, 0));
    }

    @Test
    void displacementIsTheBruteForceMean() {
        VoxelGrid grid = new VoxelGrid(9, 7, 5, Affine.of(-3, 0.1, 0, 90, 0.2, 3, 0.4, -120, 0, -0.3, 4, -60));
        boolean[] inside = new boolean[grid.voxels()];
        for (int v = 0; v < inside.length; v++) inside[v] = v % 4 != 1 && v > 60;
        Mask mask = Mask.of(grid, inside);
        Affine a = RigidMotion.of(1, -2, 0.5, 0.02, -0.03, 0.01).toAffine(grid.centre());
        Affine b = RigidMotion.of(0.8, -2.1, 0.6, 0.01, -0.03, 0.03).toAffine(grid.centre());
        double sum = 0;
        for (int i = 0; i < mask.count(); i++) {
            int v = mask.voxel(i);
            double[] p = grid.position(v);
            double[] pa = a.apply(p[0], p[1], p[2]);
            double[] pb = b.apply(p[0], p[1], p[2]);
            for (int d = 0; d < 3; d++) sum += Math.pow(pa[d] - pb[d], 2);
        }
        assertEquals(Math.sqrt(sum / mask.count()), Displacement.over(mask).rms(a, b), 1e-12);
        assertEquals(0, Displacement.over(mask).rms(a, a));
        Affine shift = Affine.translation(3, 4, 0);
        assertEquals(5, Displacement.over(mask).rms(Affine.IDENTITY, shift), 1e-12);
        Mask none = Mask.of(grid, new boolean[grid.voxels()]);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Displacement.over(none))
                .getMessage()
                .contains("empty"));
    }
}
