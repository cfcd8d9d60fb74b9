package sc.fiji.boldj.qc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

/** The distribution of correlations between voxels against Commons Math's correlations of detrended series. */
class VoxelCorrelationsTest {

    /** {@code series[v][t]}. */
    private static NeuroImage image(float[][] series) {
        VoxelGrid grid = new VoxelGrid(series.length, 1, 1, Affine.IDENTITY);
        NeuroImage image = NeuroImage.floats("series", grid, series[0].length, SeriesTiming.every(2));
        for (int t = 0; t < series[0].length; t++) {
            float[] volume = new float[series.length];
            for (int v = 0; v < volume.length; v++) volume[v] = series[v][t];
            image.writeVolume(t, volume);
        }
        return image;
    }

    private static double[] detrended(float[] series, int skip) {
        SimpleRegression line = new SimpleRegression();
        for (int t = skip; t < series.length; t++) line.addData(t, series[t]);
        double[] rest = new double[series.length - skip];
        for (int t = skip; t < series.length; t++) rest[t - skip] = series[t] - line.predict(t);
        return rest;
    }

    @Test
    void meanSpreadAndSharesAreThoseOfAllPairs() {
        SplittableRandom random = new SplittableRandom(8);
        float[][] series = new float[14][20];
        for (int v = 0; v < series.length; v++)
            for (int t = 0; t < 20; t++)
                series[v][t] = (float) (v * t + 3 * Math.sin(t) * (v % 3) + random.nextDouble(-4, 4));
        series[3] = new float[20];
        series[5][13] = Float.NaN;
        NeuroImage image = image(series);
        for (int skip : new int[] {0, 3}) {
            DescriptiveStatistics all = new DescriptiveStatistics();
            double[] shares = new double[VoxelCorrelations.BINS];
            for (int a = 0; a < series.length; a++)
                for (int b = 0; b < a; b++) {
                    if (a == 3 || a == 5 || b == 3 || b == 5) continue;
                    double r = new PearsonsCorrelation()
                            .correlation(detrended(series[a], skip), detrended(series[b], skip));
                    all.addValue(r);
                    shares[(int) Math.floor((r + 1) * 40)] += 1 / 66.0;
                }
            VoxelCorrelations found = VoxelCorrelations.of(image, Mask.all(image.grid()), skip, Progress.NONE);
            assertEquals(12, found.voxels(), "a constant voxel and one with NaN are excluded");
            assertEquals(all.getMean(), found.mean(), 1e-12);
            assertEquals(Math.sqrt(all.getPopulationVariance()), found.deviation(), 1e-12);
            assertArrayEquals(shares, found.shares(), 1e-12);
        }
    }

    /** Two waves of opposite sign: r is 1 within a kind and -1 between them, the ends of the histogram. */
    @Test
    void equalAndOppositeSeriesAreAtTheEnds() {
        float[] wave = {1, 5, 2, 7, 3, 3, 9, 1};
        float[] inverse = new float[8];
        for (int t = 0; t < 8; t++) inverse[t] = 10 - wave[t];
        NeuroImage image = image(new float[][] {wave, wave, inverse});
        VoxelCorrelations found = VoxelCorrelations.of(image, Mask.all(image.grid()), 0, Progress.NONE);
        assertEquals(1 / 3.0, found.shares()[VoxelCorrelations.BINS - 1], 1e-12);
        assertEquals(2 / 3.0, found.shares()[0], 1e-12);
        assertEquals(-1 / 3.0, found.mean(), 1e-12);
        assertEquals(Math.sqrt(8) / 3, found.deviation(), 1e-12);
    }

    /** Of 1000 voxels every 2.5th is read: the 400 that are have one wave, the others a NaN. */
    @Test
    void fourHundredEvenlySpacedVoxelsAreRead() {
        float[] wave = {1, 5, 2, 7, 3, 3, 9, 1};
        float[] gap = {1, 5, 2, 7, 3, Float.NaN, 9, 1};
        float[][] series = new float[1001][];
        for (int v = 0; v < 1001; v++) series[v] = gap;
        boolean[] inside = new boolean[1001];
        for (int v = 1; v < 1001; v++) inside[v] = true;
        for (int i = 0; i < 200; i++) series[1 + 5 * i] = series[1 + 5 * i + 2] = wave;
        NeuroImage image = image(series);
        VoxelCorrelations found = VoxelCorrelations.of(image, Mask.of(image.grid(), inside), 0, Progress.NONE);
        assertEquals(400, found.voxels());
        assertEquals(1, found.mean(), 1e-12);
        // the root of a rounding error of 1e-16 times some
        assertEquals(0, found.deviation(), 1e-6);
    }

    @Test
    void fewerThanTwoVoxelsHaveNoCorrelation() {
        float[] wave = {1, 5, 2, 7, 3, 3, 9, 1};
        NeuroImage image = image(new float[][] {wave, new float[8]});
        VoxelCorrelations one = VoxelCorrelations.of(image, Mask.all(image.grid()), 0, Progress.NONE);
        assertEquals(1, one.voxels());
        assertTrue(Double.isNaN(one.mean()) && Double.isNaN(one.deviation()));
        assertArrayEquals(new double[VoxelCorrelations.BINS], one.shares());
        NeuroImage two = image(new float[][] {wave, wave});
        assertEquals(
                1,
                VoxelCorrelations.of(two, Mask.all(two.grid()), 0, Progress.NONE)
                        .mean(),
                1e-12);
    }
}
