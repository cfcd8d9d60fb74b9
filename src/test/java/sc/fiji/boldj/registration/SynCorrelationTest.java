package sc.fiji.boldj.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.DisplacementField;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

/** Box sums, local correlation and Jacobian against brute force, finite differences and closed forms. */
class SynCorrelationTest {

    private static final VoxelGrid GRID = new VoxelGrid(11, 9, 8, Affine.IDENTITY);

    private static float[] random(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[GRID.voxels()];
        for (int v = 0; v < values.length; v++) values[v] = (float) random.nextDouble();
        return values;
    }

    @Test
    void boxSumsAreTheSumsOverCubesCutOffAtTheBorder() {
        for (int radius : new int[] {1, 3, 20}) {
            float[] values = random(1);
            float[] sums = values.clone();
            new SynBoxSum(GRID, radius).apply(Progress.NONE, sums);
            for (int z = 0; z < 8; z++)
                for (int y = 0; y < 9; y++)
                    for (int x = 0; x < 11; x++)
                        assertEquals(
                                brute(values, x, y, z, radius), sums[GRID.index(x, y, z)], 1e-4, "radius " + radius);
        }
    }

    private static double brute(float[] values, int x, int y, int z, int radius) {
        double sum = 0;
        for (int k = Math.max(0, z - radius); k <= Math.min(7, z + radius); k++)
            for (int j = Math.max(0, y - radius); j <= Math.min(8, y + radius); j++)
                for (int i = Math.max(0, x - radius); i <= Math.min(10, x + radius); i++)
                    sum += values[GRID.index(i, j, k)];
        return sum;
    }

    /** The definition, in double: the weighted mean over voxels of the squared correlation in each cube. */
    private static double energy(double[] a, double[] b, float[] w, int radius) {
        double energy = 0;
        double weight = 0;
        for (int v = 0; v < w.length; v++) {
            double[] s = new double[6];
            int x = v % 11;
            int y = v / 11 % 9;
            int z = v / 99;
            for (int k = Math.max(0, z - radius); k <= Math.min(7, z + radius); k++)
                for (int j = Math.max(0, y - radius); j <= Math.min(8, y + radius); j++)
                    for (int i = Math.max(0, x - radius); i <= Math.min(10, x + radius); i++) {
                        int n = GRID.index(i, j, k);
                        s[0] += w[n];
                        s[1] += w[n] * a[n];
                        s[2] += w[n] * b[n];
                        s[3] += w[n] * a[n] * a[n];
                        s[4] += w[n] * b[n] * b[n];
                        s[5] += w[n] * a[n] * b[n];
                    }
            double ab = s[5] - s[1] * s[2] / s[0];
            double aa = s[3] - s[1] * s[1] / s[0];
            double bb = s[4] - s[2] * s[2] / s[0];
            energy += w[v] * ab * ab / (aa * bb);
            weight += w[v];
        }
        return energy / weight;
    }

    @Test
    void theDerivativeIsThatOfFiniteDifferences() {
        float[] a = random(2);
        float[] b = random(3);
        float[] w = random(4);
        for (int v = 0; v < a.length; v++) b[v] = 0.4f * b[v] + 0.5f * a[v];
        double[] da = new double[a.length];
        double[] db = new double[b.length];
        double weight = 0;
        for (int v = 0; v < a.length; v++) {
            da[v] = a[v];
            db[v] = b[v];
            weight += w[v];
        }
        float[] byA = new float[a.length];
        float[] byB = new float[a.length];
        SynCorrelation correlation = new SynCorrelation(GRID, 2);
        double energy = correlation.energy(a, b, w, Progress.NONE);
        correlation.derivatives(a, b, w, byA, byB, Progress.NONE);
        assertEquals(energy(da, db, w, 2), energy, 1e-6);
        double h = 1e-4;
        for (int v = 0; v < a.length; v += 37) {
            assertEquals(slope(da, da, db, w, v, h) * weight, byA[v], 1e-4, "by a, voxel " + v);
            assertEquals(slope(db, da, db, w, v, h) * weight, byB[v], 1e-4, "by b, voxel " + v);
        }
    }

    private static double slope(double[] changed, double[] a, double[] b, float[] w, int v, double h) {
        double middle = changed[v];
        changed[v] = middle + h;
        double up = energy(a, b, w, 2);
        changed[v] = middle - h;
        double down = energy(a, b, w, 2);
        changed[v] = middle;
        return (up - down) / (2 * h);
    }

    @Test
    void aStraightLineBetweenTheImagesIsOneAndFlatImagesAreNothing() {
        float[] a = random(5);
        float[] b = new float[a.length];
        float[] w = new float[a.length];
        java.util.Arrays.fill(w, 1);
        for (int v = 0; v < a.length; v++) b[v] = 0.8f - 0.5f * a[v];
        SynCorrelation correlation = new SynCorrelation(GRID, 2);
        float[] byA = new float[a.length];
        float[] byB = new float[a.length];
        assertEquals(1, correlation.energy(a, b, w, Progress.NONE), 1e-5);
        correlation.derivatives(a, b, w, byA, byB, Progress.NONE);
        for (float each : byB) assertEquals(0, each, 1e-3, "the top is level");
        assertEquals(0, correlation.energy(new float[a.length], b, w, Progress.NONE), 0);
        correlation.derivatives(new float[a.length], b, w, byA, byB, Progress.NONE);
        for (float each : byB) assertEquals(0, each, 0);
        assertEquals(0, correlation.energy(a, b, new float[a.length], Progress.NONE), 0);
    }

    @Test
    void theJacobianOfAnAffineMapIsItsDeterminant() {
        VoxelGrid grid = new VoxelGrid(6, 5, 4, Affine.of(-2, 0.1, 0, 3, 0.2, 3, 0.3, -1, 0, -0.2, 2.5, 4));
        Affine map = Affine.of(1.1, 0.1, -0.05, 1, 0.02, 0.9, 0.1, 2, 0.05, 0, 1.2, -1);
        float[] jacobian = JacobianMap.of(DisplacementField.sample(map, grid, Progress.NONE), Progress.NONE);
        for (float each : jacobian) assertEquals(map.determinant(), each, 1e-5);
        Affine mirror = Affine.scaling(-1, 1, 1);
        for (float each : JacobianMap.of(DisplacementField.sample(mirror, grid, Progress.NONE), Progress.NONE))
            assertTrue(each < 0, "a mirror folds");
        VoxelGrid flat = new VoxelGrid(4, 4, 1, Affine.IDENTITY);
        for (float each :
                JacobianMap.of(DisplacementField.sample(Affine.scaling(2, 1, 1), flat, Progress.NONE), Progress.NONE))
            assertEquals(2, each, 1e-6);
    }
}
