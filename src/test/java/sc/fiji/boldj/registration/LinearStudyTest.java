package sc.fiji.boldj.registration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Displacement;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;

/** A hundred starts up to 30 degrees about each axis and 40 mm along each: none may be lost. */
@Tag("study")
class LinearStudyTest {

    /** Errors in mm, sorted. */
    static double[] errors(int starts, boolean sameKind, int dof, double stretch, LinearCost cost) {
        NeuroImage fixed = HeadScans.ONE.t1(HeadScans.grid(2), Affine.IDENTITY, 30, 1);
        Displacement rms = HeadScans.ONE.overBrain();
        double[] errors = new double[starts];
        for (int s = 0; s < starts; s++) {
            Affine pose = HeadScans.random(1000 + s, 5, 5).times(HeadScans.stretch(s, stretch));
            NeuroImage moving = sameKind
                    ? HeadScans.ONE.t1(HeadScans.grid(3), pose, 30, 100 + s)
                    : HeadScans.ONE.epi(HeadScans.grid(3), pose, 20, 100 + s);
            Affine off = HeadScans.random(s, 30, 40);
            LinearFit fit = LinearRegistration.of(
                    fixed,
                    HeadScans.elsewhere(moving, off),
                    LinearRegistration.Options.DEFAULT.withDof(dof).withCost(cost),
                    Progress.NONE);
            errors[s] = rms.rms(fit.fixedToMoving(), off.times(pose));
        }
        Arrays.sort(errors);
        return errors;
    }

    private static void report(String what, double[] errors) {
        System.out.printf(
                "%s: median %.3f, 95th percentile %.3f, most %.3f mm of %d starts%n",
                what,
                errors[errors.length / 2],
                errors[(int) (0.95 * (errors.length - 1))],
                errors[errors.length - 1],
                errors.length);
    }

    static final int STARTS = Integer.getInteger("boldj.starts", 100);

    @Test
    void rigidOfOneKind() {
        double[] errors = errors(STARTS, true, 6, 0, LinearCost.LEAST_SQUARES);
        report("T1 to T1, rigid, least squares", errors);
        assertTrue(errors[errors.length - 1] < 2 && errors[errors.length / 2] < 0.5);
    }

    @Test
    void rigidOfTwoKinds() {
        double[] errors = errors(STARTS, false, 6, 0, LinearCost.NORMALISED_MUTUAL_INFORMATION);
        report("EPI to T1, rigid, normalised mutual information", errors);
        assertTrue(errors[errors.length - 1] < 2 && errors[errors.length / 2] < 0.5);
    }

    @Test
    void affine() {
        double[] errors = errors(STARTS, true, 12, 0.15, LinearCost.NORMALISED_MUTUAL_INFORMATION);
        report("T1 to T1, affine, normalised mutual information", errors);
        assertTrue(errors[errors.length - 1] < 4 && errors[errors.length / 2] < 1);
    }

    /** From 3 degrees and 3 mm about each axis, as mutual information leaves it at worst. */
    @Test
    void boundary() {
        WhiteSurface surface = WhiteSurface.of(HeadScans.ONE.white(HeadScans.grid(1)));
        Displacement rms = HeadScans.ONE.overBrain();
        double[] errors = new double[STARTS];
        for (int s = 0; s < STARTS; s++) {
            Affine pose = HeadScans.random(2000 + s, 5, 5);
            NeuroImage epi = HeadScans.ONE.epi(HeadScans.grid(3, 190, 220, 120, 0, 5, 15), pose, 15, s);
            BoundaryFit fit = BoundaryRegistration.of(
                    epi,
                    surface,
                    HeadScans.random(3000 + s, 3, 3).times(pose),
                    BoundaryRegistration.Options.DEFAULT,
                    Progress.NONE);
            errors[s] = rms.rms(fit.fixedToMoving(), pose);
        }
        Arrays.sort(errors);
        report("EPI to the surface of white matter", errors);
        assertTrue(errors[errors.length / 2] < 1);
    }
}
