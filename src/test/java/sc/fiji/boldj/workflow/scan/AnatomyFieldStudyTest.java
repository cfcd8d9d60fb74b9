package sc.fiji.boldj.workflow.scan;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.distortion.DistortedHead;
import sc.fiji.boldj.distortion.EncodedImage;
import sc.fiji.boldj.distortion.FieldEstimate;
import sc.fiji.boldj.distortion.OpposedPhaseEncoding;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.RigidMotion;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.SplineVolume;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.preprocess.BrainMask;
import sc.fiji.boldj.registration.BoundaryRegistration;
import sc.fiji.boldj.registration.LinearCost;
import sc.fiji.boldj.registration.LinearRegistration;
import sc.fiji.boldj.registration.WhiteSurface;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.simulate.HeadModel;
import sc.fiji.boldj.simulate.Heads;

/**
 * Simulated heads in a field of up to 150 Hz with a T1-weighted scan, whose brain and tissues are searched for as in practice: the field
 * from anatomy alone, and how well an echo-planar image is coregistered as it is, and corrected by either route.
 */
@Tag("study")
class AnatomyFieldStudyTest {

    private static final double READOUT = 0.05;
    private static final double VOXEL = 4;

    @Test
    void theFieldFromAnatomyIsNotWorseThanNone() {
        int first = Integer.getInteger("boldj.first", 1);
        int last = Integer.getInteger("boldj.last", 20);
        double[] worst = new double[2];
        for (long seed = first; seed <= last; seed++) {
            Case one = new Case(seed);
            AnatomyField found = AnatomyField.of(one.image, one.mask, one.anatomy, Progress.NONE);
            double[] none = one.head.errors(one.head.truth().volumeLike("none", new float[one.grid.voxels()]));
            double[] errors =
                    found.accepted() ? one.head.errors(found.estimate().field()) : none;
            System.out.printf(
                    Locale.ROOT,
                    "head %d: displacement error, median and 95th percentile, uncorrected %.2f, %.2f mm; from anatomy %.2f, %.2f"
                            + " mm; boundary cost %.4f, %.4f%n",
                    seed,
                    at(none, 0.5),
                    at(none, 0.95),
                    at(errors, 0.5),
                    at(errors, 0.95),
                    found.costBefore(),
                    found.costAfter());
            worst[0] = Math.max(worst[0], at(errors, 0.5));
            worst[1] = Math.max(worst[1], at(errors, 0.5) - at(none, 0.5));
        }
        assertTrue(worst[0] <= 1.5 && worst[1] <= 0, Arrays.toString(worst));
    }

    /** The bar is 1 mm in the median for the corrected image. */
    @Test
    void coregistrationOfACorrectedImageIsWithinAMillimetre() {
        for (long seed = 1; seed <= Integer.getInteger("boldj.coregistered", 4); seed++) {
            Case one = new Case(seed);
            float[] truth = one.head.truth().volume(0);
            float[] zero = new float[truth.length];
            NeuroImage clear = one.undistorted();
            FieldEstimate pair =
                    OpposedPhaseEncoding.of(one.head.images(), OpposedPhaseEncoding.Options.DEFAULT, Progress.NONE);
            NeuroImage paired = DistortionResult.of(one.head.images(), pair, Progress.NONE)
                    .corrected()
                    .get(0);
            AnatomyField found = AnatomyField.of(one.image, one.mask, one.anatomy, Progress.NONE);
            double[] still = one.errors(one.register(clear), zero, zero);
            double[] uncorrected = one.errors(one.register(one.image.image()), zero, truth);
            double[] opposed = one.errors(one.register(paired), pair.field().volume(0), truth);
            double[] anatomy = one.errors(
                    one.register(found.corrected()), found.estimate().field().volume(0), truth);
            System.out.printf(
                    Locale.ROOT,
                    "head %d: coregistration, median and 95th percentile, no distortion %.2f, %.2f mm; distorted %.2f, %.2f;"
                            + " corrected by the opposed pair %.2f, %.2f; from anatomy %.2f, %.2f%n",
                    seed,
                    at(still, 0.5),
                    at(still, 0.95),
                    at(uncorrected, 0.5),
                    at(uncorrected, 0.95),
                    at(opposed, 0.5),
                    at(opposed, 0.95),
                    at(anatomy, 0.5),
                    at(anatomy, 0.95));
            assertTrue(at(opposed, 0.5) <= 1, "median " + at(opposed, 0.5));
        }
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) (share * (sorted.length - 1))];
    }

    /** A distorted image with its T1-weighted scan in another position. */
    private static final class Case {
        private final DistortedHead head;
        private final HeadModel model;
        private final VoxelGrid grid;
        private final EncodedImage image;
        private final Mask mask;
        private final AnatomyField.Anatomy anatomy;
        /** From the world of the T1 to that of the head in the first image. */
        private final Affine pose;

        Case(long seed) {
            head = DistortedHead.of(VOXEL, READOUT, 2, seed);
            model = Heads.of(HeadModel.Options.DEFAULT.withSeed(seed).withResolution(0.75 * VOXEL));
            grid = head.truth().grid();
            image = head.images().get(0);
            mask = BrainMask.epi(image.image(), BrainMask.Options.DEFAULT, Progress.NONE);
            pose = new RigidMotion(3, -2, 4, 0.03, -0.05, 0.04).toAffine(grid.centre());
            VoxelGrid fine = DistortedHead.grid(2);
            VoxelGrid pulled = new VoxelGrid(fine.sizeX(), fine.sizeY(), fine.sizeZ(), pose.times(fine.affine()));
            NeuroImage t1 = NeuroImage.floats("T1", fine, 1, SeriesTiming.UNKNOWN);
            t1.writeVolume(0, t1(pulled, seed));
            anatomy = AnatomyField.Anatomy.of(t1, Progress.NONE);
        }

        /** White matter 1000, with 3 % noise. */
        private float[] t1(VoxelGrid pulled, long seed) {
            float[] grey = model.grey(pulled, Progress.NONE).volume(0);
            float[] white = model.white(pulled, Progress.NONE).volume(0);
            float[] fluid = model.fluid(pulled, Progress.NONE).volume(0);
            float[] values = model.echoPlanar(pulled, Progress.NONE).volume(0);
            double[] noise = new double[values.length];
            Seeds.fillGaussian(Seeds.stream(seed, 9), noise);
            for (int v = 0; v < values.length; v++) {
                double rest = Math.max(0, values[v] - 800 * grey[v] - 640 * white[v] - 1136 * fluid[v]);
                values[v] = (float)
                        Math.max(0, 1000 * white[v] + 650 * grey[v] + 250 * fluid[v] + 2 * rest + 30 * noise[v]);
            }
            return values;
        }

        NeuroImage undistorted() {
            return image.image()
                    .volumeLike(
                            "undistorted", model.echoPlanar(grid, Progress.NONE).volume(0));
        }

        Affine register(NeuroImage epi) {
            Affine start = LinearRegistration.of(
                            within(anatomy.t1(), anatomy.brain()),
                            within(epi, BrainMask.epi(epi, BrainMask.Options.DEFAULT, Progress.NONE)),
                            LinearRegistration.Options.DEFAULT
                                    .withDof(6)
                                    .withCost(LinearCost.NORMALISED_MUTUAL_INFORMATION),
                            Progress.NONE)
                    .fixedToMoving();
            return BoundaryRegistration.of(
                            epi,
                            WhiteSurface.of(anatomy.tissues().get(1)),
                            start,
                            BoundaryRegistration.Options.DEFAULT,
                            Progress.NONE)
                    .fixedToMoving();
        }

        /** How far from the right place of the distorted image each voxel of the brain is read, mm, sorted. */
        double[] errors(Affine found, float[] field, float... truth) {
            Mask brain = model.brain(grid, Progress.NONE);
            SplineVolume estimated = SplineVolume.through(field, grid);
            Affine back = pose.inverse();
            Affine toVoxel = grid.affine().inverse();
            double[] errors = new double[brain.count()];
            double[] out = new double[4];
            for (int i = 0; i < errors.length; i++) {
                int v = brain.voxel(i);
                double[] p = grid.position(v);
                double[] there = back.apply(p[0], p[1], p[2]);
                double[] q = found.apply(there[0], there[1], there[2]);
                double[] u = toVoxel.apply(q[0], q[1], q[2]);
                estimated.read(u[0], u[1], u[2], out);
                double dy = q[1] - p[1] + READOUT * VOXEL * (out[0] - truth[v]);
                errors[i] = Math.sqrt(Math.pow(q[0] - p[0], 2) + dy * dy + Math.pow(q[2] - p[2], 2));
            }
            Arrays.sort(errors);
            return errors;
        }

        private static NeuroImage within(NeuroImage image, Mask mask) {
            float[] values = image.volume(0);
            for (int v = 0; v < values.length; v++) if (!mask.contains(v)) values[v] = 0;
            return image.volumeLike(image.name(), values);
        }
    }
}
