package sc.fiji.boldj.distortion;

import java.util.List;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * The Gauss-Newton equations of a problem at one state, without a matrix for the field: each sample keeps the few numbers
 * that its part of the product takes.
 */
final class FieldEquations {

    private static final int[] ALL = {0, 1, 2, 3};

    /** A direction counts as along an axis if it has this share of it. */
    private static final double ALONG = 0.2;

    private final FieldProblem problem;
    private final FieldLattice lattice;
    private final int unknowns;

    /** Components of the field that the second derivatives know: its value and the axes that images are encoded along. */
    private final int[] components;

    /** Upper triangles of the components' products, shape (slices, pairs, plane). */
    private final float[][][] products;

    /** The gradient by the coefficients, and by the motions. */
    final double[] gradient;

    final double[] motionGradient;

    /** Second derivatives by the motions, shape (unknowns, unknowns), and by motion and coefficient. */
    final double[][] motionMatrix;

    final double[][] cross;
    final double[] diagonal;

    private FieldEquations(
            FieldProblem problem, FieldProblem.State state, List<ScanPose> poses, int unknowns, Progress progress) {
        this.problem = problem;
        lattice = problem.lattice();
        this.unknowns = unknowns;
        components = components(poses);
        products = new float[lattice.slices()][components.length * (components.length + 1) / 2][lattice.plane()];
        double[][] sums = new double[lattice.slices()][unknowns + unknowns * unknowns];
        double[][] vectors =
                lattice.sums(2 + unknowns, (z, into) -> new SliceWork(state, poses, z, sums[z]).run(into), progress);
        gradient = vectors[0];
        diagonal = vectors[1];
        cross = new double[unknowns][];
        motionGradient = new double[unknowns];
        motionMatrix = new double[unknowns][unknowns];
        for (double[] slice : sums)
            for (int p = 0; p < unknowns; p++) {
                motionGradient[p] += slice[p];
                for (int q = 0; q < unknowns; q++) motionMatrix[p][q] += slice[unknowns + unknowns * p + q];
            }
        for (int p = 0; p < unknowns; p++) {
            cross[p] = vectors[2 + p];
            double value = state.motion()[p / ScanPose.PARAMETERS][p % ScanPose.PARAMETERS];
            motionGradient[p] += problem.motionWeight() * value;
            motionMatrix[p][p] += problem.motionWeight();
        }
        double[] rough = problem.smoothness().times(state.field());
        double[] roughDiagonal = problem.smoothness().diagonal();
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] += rough[i];
            diagonal[i] += roughDiagonal[i];
        }
    }

    /**
     * The equations at a state.
     *
     * @param motion whether the motions are unknowns, too
     */
    static FieldEquations of(FieldProblem problem, FieldProblem.State state, boolean motion, Progress progress) {
        int unknowns = motion ? ScanPose.PARAMETERS * (problem.images().size() - 1) : 0;
        return new FieldEquations(problem, state, problem.poses(state), unknowns, progress);
    }

    private static int[] components(List<ScanPose> poses) {
        boolean[] used = new boolean[3];
        for (ScanPose pose : poses) {
            double[] g = pose.direction();
            double length = Math.abs(g[0]) + Math.abs(g[1]) + Math.abs(g[2]);
            for (int a = 0; a < 3; a++) used[a] |= Math.abs(g[a]) > ALONG * length;
        }
        int count = 1;
        for (boolean axis : used) if (axis) count++;
        int[] components = new int[count];
        int at = 1;
        for (int a = 0; a < 3; a++) if (used[a]) components[at++] = 1 + a;
        return components;
    }

    /** The value of the problem at a state, {@code samples} counted where all images see them. */
    record Cost(double total, double data, double samples) {}

    /** The value of a problem at a state. */
    static Cost cost(FieldProblem problem, FieldProblem.State state, Progress progress) {
        FieldLattice lattice = problem.lattice();
        List<ScanPose> poses = problem.poses(state);
        List<double[]> parts = FixedChunks.map(
                lattice.slices(),
                1,
                (z, end) -> {
                    float[][] field = new float[4][lattice.plane()];
                    lattice.read(state.field(), z, ALL, field);
                    SampleReader reader = new SampleReader(problem, poses);
                    double[] at = new double[4];
                    double[] sum = new double[3];
                    for (int i = 0; i < lattice.plane(); i++) {
                        for (int c = 0; c < 4; c++) at[c] = field[c][i];
                        double weight = read(lattice, reader, i, z, at, false);
                        sum[0] += weight * squares(reader.corrected, mean(reader.corrected));
                        for (double s : reader.stretch) sum[1] += FoldingBarrier.value(s);
                        sum[2] += weight;
                    }
                    return sum;
                },
                progress);
        double data = 0;
        double fold = 0;
        double samples = 0;
        for (double[] part : parts) {
            data += 0.5 * part[0];
            fold += part[1];
            samples += part[2];
        }
        return new Cost(data + problem.barrier() * fold + problem.priorCost(state), data, samples);
    }

    private static double read(
            FieldLattice lattice, SampleReader reader, int i, int z, double[] field, boolean derivatives) {
        int mx = lattice.axis(0).samples();
        return reader.read(
                lattice.axis(0).voxel(i % mx),
                lattice.axis(1).voxel(i / mx),
                lattice.axis(2).voxel(z),
                field,
                derivatives);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) sum += value;
        return sum / values.length;
    }

    private static double squares(double[] values, double mean) {
        double sum = 0;
        for (double value : values) sum += (value - mean) * (value - mean);
        return sum;
    }

    /** Collects one slice. */
    private final class SliceWork {
        private final FieldProblem.State state;
        private final int z;
        private final double[] sums;
        private final SampleReader reader;
        private final int images;
        private final float[][] slope = new float[4][lattice.plane()];
        private final float[][][] crossed;

        SliceWork(FieldProblem.State state, List<ScanPose> poses, int z, double[] sums) {
            this.state = state;
            this.z = z;
            this.sums = sums;
            reader = new SampleReader(problem, poses);
            images = poses.size();
            crossed = new float[unknowns][components.length][lattice.plane()];
        }

        void run(FieldLattice.Sums[] into) {
            float[][] field = new float[4][lattice.plane()];
            lattice.read(state.field(), z, ALL, field);
            double[] at = new double[4];
            for (int i = 0; i < lattice.plane(); i++) {
                for (int c = 0; c < 4; c++) at[c] = field[c][i];
                double weight = read(lattice, reader, i, z, at, true);
                if (weight > 0) difference(i, weight);
                fold(i);
            }
            into[0].add(z, ALL, slope);
            int pair = 0;
            for (int a = 0; a < components.length; a++)
                for (int b = a; b < components.length; b++) {
                    float[] q = products[z][pair++];
                    into[1].addSquares(z, components[a], components[b], q);
                    if (a != b) into[1].addSquares(z, components[a], components[b], q);
                }
            for (int p = 0; p < unknowns; p++) into[2 + p].add(z, components, crossed[p]);
        }

        private void difference(int i, double weight) {
            double mean = mean(reader.corrected);
            double[] middle = new double[4];
            for (int k = 0; k < images; k++) for (int c = 0; c < 4; c++) middle[c] += reader.byField[k][c] / images;
            for (int k = 0; k < images; k++) {
                double[] row = reader.byField[k];
                double r = weight * (reader.corrected[k] - mean);
                for (int c = 0; c < 4; c++) slope[c][i] += (float) (r * row[c]);
                int pair = 0;
                for (int a = 0; a < components.length; a++)
                    for (int b = a; b < components.length; b++)
                        products[z][pair++][i] += (float) (weight
                                * (row[components[a]] - middle[components[a]])
                                * (row[components[b]] - middle[components[b]]));
                if (k == 0 || unknowns == 0) continue;
                for (int p = 0; p < ScanPose.PARAMETERS; p++) {
                    int at = ScanPose.PARAMETERS * (k - 1) + p;
                    double move = reader.byMotion[k][p];
                    sums[at] += r * move;
                    for (int c = 0; c < components.length; c++)
                        crossed[at][c][i] = (float) (weight * move * (row[components[c]] - middle[components[c]]));
                    for (int l = 1; l < images; l++)
                        for (int q = 0; q < ScanPose.PARAMETERS; q++)
                            sums[unknowns + unknowns * at + ScanPose.PARAMETERS * (l - 1) + q] +=
                                    weight * move * reader.byMotion[l][q] * ((k == l ? 1 : 0) - 1.0 / images);
                }
            }
        }

        private void fold(int i) {
            for (int k = 0; k < images; k++) {
                double[] g = reader.stretchBy[k];
                double first = problem.barrier() * FoldingBarrier.slope(reader.stretch[k]);
                double second = problem.barrier() * FoldingBarrier.bend(reader.stretch[k]);
                for (int a = 0; a < 3; a++) slope[1 + a][i] += (float) (first * g[a]);
                int pair = components.length;
                for (int a = 1; a < components.length; a++)
                    for (int b = a; b < components.length; b++)
                        products[z][pair++][i] += (float) (second * g[components[a] - 1] * g[components[b] - 1]);
            }
        }
    }

    /** The second derivatives by the coefficients times a vector. */
    double[] times(double[] c, Progress progress) {
        double[] product = lattice.sums(
                        1,
                        (z, into) -> {
                            float[][] read = new float[components.length][lattice.plane()];
                            lattice.read(c, z, components, read);
                            float[][] out = new float[components.length][lattice.plane()];
                            int pair = 0;
                            for (int a = 0; a < components.length; a++)
                                for (int b = a; b < components.length; b++) {
                                    float[] q = products[z][pair++];
                                    for (int i = 0; i < q.length; i++) out[a][i] += q[i] * read[b][i];
                                    if (a != b) for (int i = 0; i < q.length; i++) out[b][i] += q[i] * read[a][i];
                                }
                            into[0].add(z, components, out);
                        },
                        progress)[0];
        double[] rough = problem.smoothness().times(c);
        for (int i = 0; i < product.length; i++) product[i] += rough[i];
        return product;
    }
}
