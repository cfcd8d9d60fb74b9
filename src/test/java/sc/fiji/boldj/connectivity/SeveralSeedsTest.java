package sc.fiji.boldj.connectivity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.connectivity.SeveralSeeds.Kind;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/** Against regressions by another library, voxel by voxel. */
class SeveralSeedsTest {

    private static final VoxelGrid GRID = Scans.grid(6, 5, 4);
    private static final NeuroImage SCAN = Scans.noise(GRID, 60, 11);
    private static final List<String> NAMES = List.of("a", "b", "c");

    /** Three seeds that go together, and with the voxels. */
    private static List<double[]> seeds() {
        double[] a = Scans.series(SCAN, 31);
        double[] b = Scans.series(SCAN, 32);
        double[] c = Scans.series(SCAN, 77);
        for (int t = 0; t < a.length; t++) c[t] = 0.7 * c[t] - 0.5 * a[t] + 900;
        return List.of(a, b, c);
    }

    private static SeveralSeeds.Options options(Kind kind, double dof) {
        return new SeveralSeeds.Options(kind, dof > 0 ? SeedCorrelation.Measure.Z : SeedCorrelation.Measure.R, dof);
    }

    private static double[][] maps(NeuroImage scan, List<double[]> seeds, Kind kind, double dof) {
        List<String> names = NAMES.subList(0, seeds.size());
        return SeveralSeeds.of(scan, seeds, names, Mask.all(GRID), options(kind, dof), Progress.NONE);
    }

    private static double[] residual(double[] series, List<double[]> seeds, int without) {
        double[][] design = new double[series.length][seeds.size() - 1];
        for (int t = 0; t < series.length; t++)
            for (int k = 0, column = 0; k < seeds.size(); k++) if (k != without) design[t][column++] = seeds.get(k)[t];
        OLSMultipleLinearRegression fit = new OLSMultipleLinearRegression();
        fit.newSampleData(series, design);
        return fit.estimateResiduals();
    }

    @Test
    void aBivariateMapIsThatOfTheSeedAloneToTheLastBit() {
        for (Kind kind : Kind.values()) {
            double[][] one = maps(SCAN, seeds().subList(0, 1), kind, 0);
            double[] expected =
                    SeedCorrelation.of(SCAN, seeds().get(0), Mask.all(GRID), SeedCorrelation.Measure.R, Progress.NONE);
            assertArrayEquals(expected, one[0], 0);
        }
        double[][] three = maps(SCAN, seeds(), Kind.BIVARIATE, 0);
        for (int k = 0; k < 3; k++)
            assertArrayEquals(
                    SeedCorrelation.of(SCAN, seeds().get(k), Mask.all(GRID), SeedCorrelation.Measure.R, Progress.NONE),
                    three[k],
                    0);
    }

    @Test
    void semipartialAndPartialAreCorrelationsOfResiduals() {
        double[][] semipartial = maps(SCAN, seeds(), Kind.SEMIPARTIAL, 0);
        double[][] partial = maps(SCAN, seeds(), Kind.PARTIAL, 0);
        for (int k = 0; k < 3; k++) {
            double[] seed = residual(seeds().get(k), seeds(), k);
            for (int v : new int[] {0, 7, 30, 33, 78, 119}) {
                double[] voxel = Scans.series(SCAN, v);
                // 1e-10: rounding of two least-squares solutions of columns with a mean of 900
                assertEquals(Scans.pearson(voxel, seed), semipartial[k][v], 1e-10, "voxel " + v);
                assertEquals(Scans.pearson(residual(voxel, seeds(), k), seed), partial[k][v], 1e-10, "voxel " + v);
            }
        }
    }

    @Test
    void aVoxelThatIsASeedGoesWithItAlone() {
        double[][] partial = maps(SCAN, seeds(), Kind.PARTIAL, 0);
        assertEquals(1, partial[0][31], 1e-12);
        assertEquals(0, partial[1][31], 0, "the others explain it all: not defined, 0");
        assertEquals(0, partial[2][31], 0);
        double[] minus = seeds().get(0).clone();
        for (int t = 0; t < minus.length; t++) minus[t] = -minus[t];
        assertEquals(-1, maps(SCAN, List.of(minus, seeds().get(1)), Kind.PARTIAL, 0)[0][31], 1e-12);
    }

    @Test
    void zScoresOfNoiseAreStandardNormal() {
        VoxelGrid grid = Scans.grid(40, 40, 10);
        NeuroImage noise = NeuroImage.floats("noise", grid, 30, SeriesTiming.every(2));
        for (int t = 0; t < 30; t++) {
            double[] draws = new double[grid.voxels()];
            Seeds.fillGaussian(Seeds.stream(5, t), draws);
            float[] volume = new float[draws.length];
            for (int v = 0; v < volume.length; v++) volume[v] = (float) draws[v];
            noise.writeVolume(t, volume);
        }
        List<double[]> seeds = List.of(Scans.series(noise, 0), Scans.series(noise, 1), Scans.series(noise, 2));
        for (Kind kind : Kind.values()) {
            double[][] scores = SeveralSeeds.of(noise, seeds, NAMES, Mask.all(grid), options(kind, 29), Progress.NONE);
            double squares = 0;
            for (int v = 3; v < scores[0].length; v++) squares += scores[0][v] * scores[0][v];
            // 16 000 voxels: the standard error of a variance is 0.011; Fisher z is off by another 0.01 at 30 volumes
            assertEquals(1, squares / (scores[0].length - 3), 0.05, kind.toString());
        }
    }

    @Test
    void constantAndMissingVoxelsAreZeroAndThreadsDoNotMatter() {
        NeuroImage scan = Scans.noise(GRID, 60, 11);
        Scans.set(scan, 5, 3);
        Scans.set(scan, 6, 1, Float.NaN, 2);
        double[][] one = Scans.onThreads(1, () -> maps(scan, seeds(), Kind.PARTIAL, 40));
        double[][] four = Scans.onThreads(4, () -> maps(scan, seeds(), Kind.PARTIAL, 40));
        for (int k = 0; k < 3; k++) {
            assertArrayEquals(one[k], four[k], 0);
            assertEquals(0, one[k][5], 0);
            assertEquals(0, one[k][6], 0);
        }
        Scans.assertCancels(
                progress -> SeveralSeeds.of(SCAN, seeds(), NAMES, Mask.all(GRID), options(Kind.PARTIAL, 0), progress));
    }

    @Test
    void unusableSeedsAreNamed() {
        double[] a = seeds().get(0);
        double[] b = seeds().get(1);
        double[] sum = new double[a.length];
        for (int t = 0; t < sum.length; t++) sum[t] = a[t] - 2 * b[t];
        refused("the seed 'a' is a sum of the others", () -> maps(SCAN, List.of(a, b, sum), Kind.PARTIAL, 0));
        maps(SCAN, List.of(a, b, sum), Kind.BIVARIATE, 0);
        refused("never|every volume", () -> maps(SCAN, List.of(a, new double[60]), Kind.SEMIPARTIAL, 0));
        refused("59 values", () -> maps(SCAN, List.of(new double[59]), Kind.BIVARIATE, 0));
        refused("one series or more", () -> maps(SCAN, List.of(), Kind.BIVARIATE, 0));
        refused("more than 4 degrees", () -> maps(SCAN, seeds(), Kind.PARTIAL, 4));
        refused("not of r", () -> new SeveralSeeds.Options(Kind.PARTIAL, SeedCorrelation.Measure.R, 4));
        NeuroImage brief = Scans.noise(GRID, 4, 3);
        List<double[]> four = List.of(Scans.series(brief, 1), Scans.series(brief, 3), Scans.series(brief, 8));
        refused("more than 4 volumes, got 4", () -> maps(brief, four, Kind.PARTIAL, 0));
    }

    private static void refused(String words, org.junit.jupiter.api.function.Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(java.util.regex.Pattern.compile(words).matcher(message).find(), message);
    }
}
