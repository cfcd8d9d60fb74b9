package sc.fiji.boldj.distortion;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.SplineVolume;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * The field from images of one head with different phase encoding.
 *
 * <p>Any number of images with any phase-encoding axes, signs and readout times. One field in Hz, a cubic B-spline, and a
 * rigid motion of each image but the first make the corrected images alike: their brightness is read at the displaced
 * place and multiplied by the Jacobian of the displacement. The field moves with the head; displacement stays along the
 * scanner's axis. Gauss-Newton steps from coarse to fine, solved without a matrix by conjugate gradients.
 *
 * <p><b>Convention.</b> A constant field and a shift along the phase-encoding axis look the same in one opposed pair. Of all
 * solutions that explain the images equally well, the one with the least motion is taken: what could be either is field.
 * With two phase-encoding axes, or two readout times of one direction, the images decide.
 *
 * <p>NaN and infinite voxels count as 0. Places that an image does not see are not compared. The same bits for any number of
 * threads.
 *
 * <p>Andersson, Skare and Ashburner 2003, NeuroImage 20:870-888; Holland, Kuperman and Dale 2010, NeuroImage 50:175-183;
 * Ruthotto et al. 2012, Physics in Medicine and Biology 57:5715-5731.
 */
public final class OpposedPhaseEncoding {

    private OpposedPhaseEncoding() {}

    /**
     * How smooth and how detailed the field is.
     *
     * @param knots distance of the splines' knots at the finest level, mm, 1 to 50
     * @param bending weight of squared second derivatives at the finest level, 1 / (Hz / mm^2)^2, 0 or more
     * @param barrier weight of the cost of nearly folding, above 0
     * @param motion whether the head may have moved between the images
     */
    public record Options(double knots, double bending, double barrier, boolean motion) {

        /** The default. */
        public static final Options DEFAULT = new Options(5, 3e-4, 1e-2, true);

        /** @throws IllegalArgumentException if a value is outside its range */
        public Options {
            if (!(knots >= 1 && knots <= 50))
                throw new IllegalArgumentException("knots must be 1 to 50 mm, got " + knots);
            if (!(bending >= 0 && bending < 1e6))
                throw new IllegalArgumentException("bending must be 0 or more, got " + bending);
            if (!(barrier > 0 && barrier < 1e6))
                throw new IllegalArgumentException("barrier must be above 0, got " + barrier);
        }

        /** The same with or without motion. */
        public Options withMotion(boolean moves) {
            return new Options(knots, bending, barrier, moves);
        }
    }

    /**
     * One level.
     *
     * @param knots of the finest distance of knots
     * @param spacing of samples, mm
     * @param blur full width at half maximum, mm
     * @param bending of the finest weight
     * @param steps at most
     */
    private record Level(double knots, double spacing, double blur, double bending, int steps) {}

    private static final List<Level> LEVELS = List.of(
            new Level(8, 10, 16, 300, 12),
            new Level(4, 5, 8, 30, 10),
            new Level(2, 5, 4, 5, 8),
            new Level(1, 0, 2, 1, 8));

    /** Weight of squared first derivatives over that of second ones, 1 / mm^2: where there is no signal, fields are flat. */
    private static final double GRADIENT = 1e-4;

    /** A step that lowers the cost by less than this share is the last one of a level. */
    private static final double LEAST_GAIN = 1e-3;

    private static final double CG_TOLERANCE = 0.03;
    private static final int CG_STEPS = 80;
    private static final int HALVINGS = 6;

    /**
     * Estimates the field.
     *
     * @param images two or more; the first defines the space
     * @throws IllegalArgumentException if they all have the same phase encoding
     * @throws sc.fiji.boldj.run.DataException if an image has no signal or they do not overlap
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static FieldEstimate of(List<EncodedImage> images, Options options, Progress progress) {
        requireDifferent(images);
        VoxelGrid head = images.get(0).image().grid();
        double[] scales = LevelImages.scales(images);
        FieldLattice lattice = null;
        FieldProblem.State state = null;
        FieldProblem problem = null;
        int steps = 0;
        double before = Double.NaN;
        for (int l = 0; l < LEVELS.size(); l++) {
            Level level = LEVELS.get(l);
            Progress part = progress.stage((double) l / LEVELS.size(), (l + 1.0) / LEVELS.size());
            FieldLattice next = new FieldLattice(head, level.knots() * options.knots(), level.spacing());
            double bending = level.bending() * options.bending();
            List<SplineVolume> splines = LevelImages.splines(images, scales, level.blur(), Progress.NONE);
            problem = new FieldProblem(
                    head,
                    images,
                    splines,
                    next,
                    new FieldSmoothness(next, head, bending, GRADIENT * bending),
                    options.barrier());
            if (l == LEVELS.size() - 1) before = difference(problem, zero(next, images.size()));
            state = state == null
                    ? zero(next, images.size())
                    : new FieldProblem.State(lattice.refined(state.field(), next), state.motion());
            lattice = next;
            for (int s = 0; s < level.steps(); s++) {
                part.update(s, level.steps());
                progress.checkCancelled();
                FieldProblem.State better = step(problem, state, options.motion());
                steps++;
                if (better == null) break;
                double was = FieldEquations.cost(problem, state, Progress.NONE).total();
                double is = FieldEquations.cost(problem, better, Progress.NONE).total();
                state = better;
                if (!(is < (1 - LEAST_GAIN) * was)) break;
            }
        }
        progress.update(1, 1);
        return result(problem, state, before, steps);
    }

    private static void requireDifferent(List<EncodedImage> images) {
        if (images.size() < 2)
            throw new IllegalArgumentException(
                    "two images or more with different phase encoding are needed, got " + images.size());
        PhaseEncoding first = images.get(0).encoding();
        for (EncodedImage image : images)
            if (image.encoding().axis() != first.axis()
                    || Math.abs(image.encoding().voxelsPerHertz() - first.voxelsPerHertz()) > 1e-6) return;
        throw new IllegalArgumentException("all images have phase encoding " + first.direction() + " with readout time "
                + first.readout() + " s: add one with the opposite direction");
    }

    private static FieldProblem.State zero(FieldLattice lattice, int images) {
        return new FieldProblem.State(new double[lattice.controls()], new double[images - 1][ScanPose.PARAMETERS]);
    }

    /** A state of lower cost, or null if there is none along the step. */
    private static FieldProblem.State step(FieldProblem problem, FieldProblem.State state, boolean motion) {
        FieldEquations equations = FieldEquations.of(problem, state, motion, Progress.NONE);
        double[][] step = FieldSolver.step(equations, CG_TOLERANCE, CG_STEPS, Progress.NONE);
        double[][] moves = new double[state.motion().length][ScanPose.PARAMETERS];
        for (int p = 0; p < step[1].length; p++) moves[p / ScanPose.PARAMETERS][p % ScanPose.PARAMETERS] = step[1][p];
        double cost = FieldEquations.cost(problem, state, Progress.NONE).total();
        double factor = 1;
        for (int h = 0; h < HALVINGS; h++) {
            FieldProblem.State next = state.plus(factor, step[0], moves);
            if (FieldEquations.cost(problem, next, Progress.NONE).total() < cost) return next;
            factor /= 2;
        }
        return null;
    }

    private static double difference(FieldProblem problem, FieldProblem.State state) {
        FieldEquations.Cost cost = FieldEquations.cost(problem, state, Progress.NONE);
        return Math.sqrt(
                2 * cost.data() / Math.max(1, cost.samples()) / problem.images().size());
    }

    private static FieldEstimate result(FieldProblem problem, FieldProblem.State state, double before, int steps) {
        VoxelGrid head = problem.head();
        FieldLattice lattice = problem.lattice();
        float[] hertz = new float[head.voxels()];
        double[] least = new double[lattice.slices()];
        List<ScanPose> poses = problem.poses(state);
        FixedChunks.forEach(
                lattice.slices(),
                1,
                (z, end) -> {
                    float[][] field = new float[4][lattice.plane()];
                    lattice.read(state.field(), z, new int[] {0, 1, 2, 3}, field);
                    System.arraycopy(field[0], 0, hertz, z * lattice.plane(), lattice.plane());
                    least[z] = 1;
                    for (int k = 0; k < poses.size(); k++) {
                        double[] g = poses.get(k).direction();
                        double per = problem.images().get(k).encoding().voxelsPerHertz();
                        for (int i = 0; i < lattice.plane(); i++)
                            least[z] = Math.min(
                                    least[z], 1 + per * (g[0] * field[1][i] + g[1] * field[2][i] + g[2] * field[3][i]));
                    }
                },
                Progress.NONE);
        double jacobian = 1;
        for (double value : least) jacobian = Math.min(jacobian, value);
        NeuroImage field = NeuroImage.floats("field", head, 1, SeriesTiming.UNKNOWN);
        field.writeVolume(0, hertz);
        List<Affine> motions = new ArrayList<>(List.of(Affine.IDENTITY));
        for (double[] p : state.motion()) motions.add(ScanPose.map(head, p));
        return new FieldEstimate(field, List.copyOf(motions), before, difference(problem, state), jacobian, steps);
    }
}
