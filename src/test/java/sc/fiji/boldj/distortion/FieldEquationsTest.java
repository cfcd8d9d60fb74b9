package sc.fiji.boldj.distortion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/** The parts of the estimation against finite differences and brute force. */
class FieldEquationsTest {

    /** Of a block far from the edges of the field of view, which is not read as far as the edge weights change. */
    private static FieldProblem problem(double bending) {
        List<EncodedImage> pair =
                List.of(OpposedPhaseEncodingTest.block(1, "j"), OpposedPhaseEncodingTest.block(-1, "j-"));
        VoxelGrid grid = pair.get(0).image().grid();
        FieldLattice lattice = new FieldLattice(grid, 20, 6);
        double[] scales = LevelImages.scales(pair);
        return new FieldProblem(
                grid,
                pair,
                LevelImages.splines(pair, scales, 8, Progress.NONE),
                lattice,
                new FieldSmoothness(lattice, grid, bending, 0.1 * bending),
                0.05);
    }

    private static FieldProblem.State state(FieldProblem problem, long seed) {
        double[] c = new double[problem.lattice().controls()];
        Seeds.fillGaussian(Seeds.stream(seed, 0), c);
        for (int i = 0; i < c.length; i++) c[i] *= 25;
        return new FieldProblem.State(c, new double[][] {{0.5, -0.4, 0.3, 0.6, -0.5, 0.7}});
    }

    /** Central differences of the cost, to 2 % of what its terms add up to. */
    @Test
    void gradientIsThatOfTheCost() {
        FieldProblem problem = problem(1e-2);
        FieldProblem.State at = state(problem, 1);
        FieldEquations equations = FieldEquations.of(problem, at, true, Progress.NONE);
        for (int direction = 0; direction < 4; direction++) {
            double[] c = new double[at.field().length];
            double[] m = new double[6];
            if (direction < 2) Seeds.fillGaussian(Seeds.stream(7, direction), c);
            else m[direction * 2 - 3] = 1;
            double slope = 0;
            double size = 0;
            for (int i = 0; i < c.length; i++) {
                slope += c[i] * equations.gradient[i];
                size += c[i] * equations.gradient[i] * c[i] * equations.gradient[i];
            }
            for (int p = 0; p < 6; p++) slope += m[p] * equations.motionGradient[p];
            double h = 1e-3;
            double up = FieldEquations.cost(problem, at.plus(h, c, new double[][] {m}), Progress.NONE)
                    .total();
            double down = FieldEquations.cost(problem, at.plus(-h, c, new double[][] {m}), Progress.NONE)
                    .total();
            assertEquals(
                    (up - down) / (2 * h),
                    slope,
                    0.02 * Math.max(Math.abs(slope), Math.sqrt(size)),
                    "direction " + direction);
        }
    }

    /** The product without a matrix is symmetric and its diagonal is the one that preconditions. */
    @Test
    void secondDerivativesAreSymmetric() {
        FieldProblem problem = problem(1e-2);
        FieldEquations equations = FieldEquations.of(problem, state(problem, 1), true, Progress.NONE);
        int n = equations.gradient.length;
        SplittableRandom random = Seeds.stream(3, 0);
        double[] unit = new double[n];
        for (int k = 0; k < 5; k++) {
            int i = random.nextInt(n);
            int j = Math.min(n - 1, i + 1);
            unit[i] = 1;
            double[] column = equations.times(unit, Progress.NONE);
            unit[i] = 0;
            unit[j] = 1;
            double[] other = equations.times(unit, Progress.NONE);
            unit[j] = 0;
            assertEquals(column[j], other[i], 1e-5 * (Math.abs(column[i]) + 1e-3));
            assertEquals(equations.diagonal[i], column[i], 1e-5 * Math.abs(column[i]) + 1e-9);
        }
    }

    /** A lattice with knots half as far apart holds the same field. */
    @Test
    void refinementIsExact() {
        VoxelGrid grid = DistortedHead.grid(6);
        FieldLattice coarse = new FieldLattice(grid, 40, 6);
        FieldLattice fine = new FieldLattice(grid, 20, 6);
        double[] c = new double[coarse.controls()];
        Seeds.fillGaussian(Seeds.stream(5, 0), c);
        double[] d = coarse.refined(c, fine);
        float[][] a = new float[4][coarse.plane()];
        float[][] b = new float[4][fine.plane()];
        for (int z = 0; z < coarse.slices(); z++) {
            coarse.read(c, z, new int[] {0, 1, 2, 3}, a);
            fine.read(d, z, new int[] {0, 1, 2, 3}, b);
            for (int k = 0; k < 4; k++)
                for (int i = 0; i < a[k].length; i++) assertEquals(a[k][i], b[k][i], 1e-6, "component " + k);
        }
    }

    /** The energy of a parabola: its second derivative is known, first derivatives are summed by hand. */
    @Test
    void roughnessOfAParabola() {
        VoxelGrid grid = DistortedHead.grid(6);
        FieldLattice lattice = new FieldLattice(grid, 18, 6);
        SplineAxis axis = lattice.axis(0);
        int n = axis.controls();
        double[] c = new double[lattice.controls()];
        // Coefficients (j - 1)^2 - 1/3 make x^2 in knots.
        for (int i = 0; i < c.length; i++) c[i] = (i % n - 1) * (i % n - 1) - 1 / 3.0;
        double[] rough = new FieldSmoothness(lattice, grid, 1, 0).times(c);
        double energy = 0;
        for (int i = 0; i < c.length; i++) energy += c[i] * rough[i];
        double bend = 2 / (18.0 * 18);
        assertEquals(grid.voxels() * bend * bend, energy, 1e-9 * grid.voxels() * bend * bend);
        double[] steep = new FieldSmoothness(lattice, grid, 0, 1).times(c);
        energy = 0;
        for (int i = 0; i < c.length; i++) energy += c[i] * steep[i];
        double sum = 0;
        for (int x = 0; x < grid.sizeX(); x++) sum += Math.pow(2 * (x * 6 / 18.0) / 18, 2);
        assertEquals(sum * grid.sizeY() * grid.sizeZ(), energy, 1e-9 * energy);
    }

    @Test
    void barrierIsConvexAndSmooth() {
        for (double z = -1.2; z < 1.2; z += 0.0301) {
            double h = 1e-5;
            double slope = (FoldingBarrier.value(z + h) - FoldingBarrier.value(z - h)) / (2 * h);
            assertEquals(slope, FoldingBarrier.slope(z), 1e-4 * Math.abs(slope) + 1e-4);
            double bend = (FoldingBarrier.slope(z + h) - FoldingBarrier.slope(z - h)) / (2 * h);
            assertEquals(bend, FoldingBarrier.bend(z), 1e-3 * bend + 1e-3);
        }
        for (double z : List.of(-2.0, 0.0, 2.0)) assertEquals(FoldingBarrier.value(z), FoldingBarrier.value(-z));
    }
}
