package sc.fiji.boldj.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Displacement;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.registration.BoundaryRegistration.Options;
import sc.fiji.boldj.run.Cancelled;
import sc.fiji.boldj.run.Progress;

/** The surface of a ball is known; a head whose place is known must be found. */
class BoundaryRegistrationTest {

    private static final WhiteSurface SURFACE = WhiteSurface.of(HeadScans.ONE.white(HeadScans.grid(2)));
    private static final Displacement RMS = HeadScans.ONE.overBrain();
    private static final Affine POSE = HeadScans.random(20, 5, 5);
    private static final NeuroImage EPI = epi(POSE, 0);

    @Test
    void pointsNormalsAndAreasOfABallAreThoseOfTheBall() {
        double radius = 20;
        Affine oblique = HeadScans.random(1, 20, 5).times(Affine.scaling(-1, 1.5, 2));
        VoxelGrid grid = new VoxelGrid(60, 44, 34, oblique.times(Affine.translation(-29.4, -21.3, -16.6)));
        double[] c = oblique.apply(0, 0, 0);
        NeuroImage ball = NeuroImage.floats("ball", grid, 1, SeriesTiming.UNKNOWN);
        float[] p = new float[grid.voxels()];
        for (int v = 0; v < p.length; v++) {
            double[] q = grid.position(v);
            double r = Math.sqrt(Math.pow(q[0] - c[0], 2) + Math.pow(q[1] - c[1], 2) + Math.pow(q[2] - c[2], 2));
            p[v] = (float) Math.max(0, Math.min(1, (radius - r) / 3 + 0.5));
        }
        ball.writeVolume(0, p);
        WhiteSurface surface = WhiteSurface.of(ball);
        for (int i = 0; i < surface.count(); i++) {
            double r = 0;
            double cosine = 0;
            for (int d = 0; d < 3; d++) {
                double x = surface.point(i, d) - c[d];
                r += x * x;
                cosine += x * surface.normal(i, d);
            }
            assertEquals(radius, Math.sqrt(r), 0.1);
            assertTrue(cosine / Math.sqrt(r) > 0.99, "normal " + cosine / Math.sqrt(r));
        }
        assertEquals(4 * Math.PI * radius * radius, surface.area(), 0.02 * 4 * Math.PI * radius * radius);
    }

    private static NeuroImage epi(Affine pose, long seed) {
        return HeadScans.ONE.epi(HeadScans.grid(3, 190, 220, 150, 0, 5, 5), pose, 15, seed);
    }

    @Test
    void aHeadIsFoundFromAFewMillimetresAway() {
        double[] errors = new double[3];
        for (int s = 0; s < errors.length; s++) {
            Affine pose = s == 0 ? POSE : HeadScans.random(20 + s, 5, 5);
            NeuroImage epi = s == 0 ? EPI : epi(pose, s);
            Affine start = HeadScans.random(40 + s, 3, 3).times(pose);
            BoundaryFit fit = BoundaryRegistration.of(epi, SURFACE, start, Options.DEFAULT, Progress.NONE);
            assertTrue(fit.accepted(), fit.finding());
            assertTrue(fit.cost() < fit.startCost() && fit.rightSign() > 0.5 && fit.movedMm() > 1, fit.finding());
            errors[s] = RMS.rms(fit.fixedToMoving(), pose);
        }
        Arrays.sort(errors);
        // The bar is 1 mm.
        assertTrue(errors[1] < 0.5 && errors[2] < 1, Arrays.toString(errors));
    }

    @Test
    void aRefinementThatGoesTooFarOrGainsNothingIsRefused() {
        Affine start = Affine.translation(3, 2, -2).times(POSE);
        BoundaryFit far = BoundaryRegistration.of(EPI, SURFACE, start, Options.DEFAULT.withFarthest(2), Progress.NONE);
        assertFalse(far.accepted());
        assertEquals(start, far.fixedToMoving());
        assertTrue(far.finding().contains("refused") && far.finding().contains("2.0 mm"), far.finding());
        BoundaryFit best = BoundaryRegistration.of(EPI, SURFACE, POSE, Options.DEFAULT, Progress.NONE);
        BoundaryFit again = BoundaryRegistration.of(EPI, SURFACE, best.fixedToMoving(), Options.DEFAULT, Progress.NONE);
        assertFalse(again.accepted());
        assertEquals(best.fixedToMoving(), again.fixedToMoving());
        assertTrue(again.finding().contains("did not improve"), again.finding());
    }

    /** A T1 has brighter white matter: with the other sign it is found as well. */
    @Test
    void theSignOfTheContrastIsAChoice() {
        Affine pose = HeadScans.random(31, 3, 3);
        NeuroImage t1 = HeadScans.ONE.t1(HeadScans.grid(3), pose, 20, 5);
        Affine start = HeadScans.random(50, 2, 2).times(pose);
        BoundaryFit fit = BoundaryRegistration.of(t1, SURFACE, start, Options.DEFAULT.withSign(-1), Progress.NONE);
        assertTrue(fit.accepted() && fit.contrastPercent() < 0, fit.finding());
        assertTrue(RMS.rms(fit.fixedToMoving(), pose) < 0.5, "" + RMS.rms(fit.fixedToMoving(), pose));
    }

    @Test
    void threadsDoNotChangeABitAndCancellingStops() {
        Affine start = HeadScans.random(41, 2, 2).times(POSE);
        List<BoundaryFit> found = new ArrayList<>();
        for (int threads = 1; threads <= 2; threads++)
            Parallelization.runWithNumThreads(
                    threads,
                    () -> found.add(BoundaryRegistration.of(EPI, SURFACE, start, Options.DEFAULT, Progress.NONE)));
        assertEquals(found.get(0), found.get(1));
        assertThrows(
                CancellationException.class,
                () -> BoundaryRegistration.of(EPI, SURFACE, start, Options.DEFAULT, Cancelled.AT_ONCE));
    }

    /** From this start, a search that stops at steps of 0.005 mm ends 1e-4 mm apart. */
    @Test
    void theGainOfTheScannerDoesNotMoveTheHead() {
        Affine start = HeadScans.random(44, 2, 2).times(POSE);
        float[] louder = EPI.volume(0);
        for (int v = 0; v < louder.length; v++) louder[v] *= 1.6f;
        List<BoundaryFit> found = new ArrayList<>();
        for (NeuroImage epi : List.of(EPI, EPI.volumeLike("times 1.6", louder)))
            found.add(BoundaryRegistration.of(epi, SURFACE, start, Options.DEFAULT, Progress.NONE));
        // Only float rounding differs; two steps of the search at its tolerance of 1e-5 mm
        double moved = RMS.rms(found.get(1).fixedToMoving(), found.get(0).fixedToMoving());
        assertTrue(moved < 2e-5, "the gain of the scanner moves it by " + moved + " mm");
    }

    @Test
    void badInputIsNamed() {
        NeuroImage t1 = HeadScans.ONE.t1(HeadScans.grid(6), Affine.IDENTITY, 20, 5);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> WhiteSurface.of(t1))
                .getMessage()
                .contains("is it a T1 image"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> WhiteSurface.of(t1.createLike("zeros", 1)))
                .getMessage()
                .contains("nowhere passes 0.5"));
        Affine away = Affine.translation(500, 0, 0);
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> BoundaryRegistration.of(t1, SURFACE, away, Options.DEFAULT, Progress.NONE))
                .getMessage()
                .contains("lies outside"));
    }
}
