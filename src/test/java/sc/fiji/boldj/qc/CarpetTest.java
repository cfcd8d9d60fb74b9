package sc.fiji.boldj.qc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

/** Rows of the carpet against residuals of Commons Math's regression line. */
class CarpetTest {

    private static final int VOLUMES = 9;
    private static final int VOXELS = 700;
    private static final VoxelGrid GRID = new VoxelGrid(VOXELS, 1, 1, Affine.IDENTITY);

    /** Voxel 10 is constant and voxel 20 has a NaN in the steady state. */
    private static NeuroImage image() {
        NeuroImage image = NeuroImage.floats("series", GRID, VOLUMES, SeriesTiming.every(2));
        SplittableRandom random = new SplittableRandom(3);
        float[][] series = new float[VOLUMES][VOXELS];
        for (int v = 0; v < VOXELS; v++)
            for (int t = 0; t < VOLUMES; t++)
                series[t][v] = v == 10 ? 5 : (float) (100 + v % 7 * t + random.nextDouble(-3 - v % 5, 3 + v % 5));
        series[4][20] = Float.NaN;
        for (int t = 0; t < VOLUMES; t++) image.writeVolume(t, series[t]);
        return image;
    }

    private static Mask from(int first, int end) {
        boolean[] inside = new boolean[VOXELS];
        Arrays.fill(inside, first, end, true);
        return Mask.of(GRID, inside);
    }

    /** Residuals about the line of the volumes from {@code skip}, over their standard deviation with divisor n. */
    private static double[] standard(NeuroImage image, int voxel, int skip) {
        SimpleRegression line = new SimpleRegression();
        for (int t = skip; t < VOLUMES; t++) line.addData(t, image.volume(t)[voxel]);
        double[] values = new double[VOLUMES];
        for (int t = 0; t < VOLUMES; t++) values[t] = image.volume(t)[voxel] - line.predict(t);
        double deviation = Math.sqrt(line.getSumSquaredErrors() / (VOLUMES - skip));
        for (int t = 0; t < VOLUMES; t++) values[t] /= deviation;
        return values;
    }

    /** Means of {@code width} neighbours in a region; the voxels that say nothing are not counted. */
    private static double[][] rows(NeuroImage image, int first, int end, int width, int skip) {
        double[][] rows = new double[(end - first + width - 1) / width][VOLUMES];
        for (int r = 0; r < rows.length; r++) {
            int used = 0;
            for (int v = first + r * width; v < Math.min(end, first + (r + 1) * width); v++) {
                if (v == 10 || v == 20) continue;
                used++;
                double[] one = standard(image, v, skip);
                for (int t = 0; t < VOLUMES; t++) rows[r][t] += one[t];
            }
            for (int t = 0; t < VOLUMES; t++) rows[r][t] /= Math.max(1, used);
        }
        return rows;
    }

    /**
     * Of 600 voxels a region of 500 gets 240 x 5 / 6 = 200 rows at most, so 3 voxels a row and 167 rows; one of 70 gets 28,
     * so 3 voxels and 24 rows; one of 30 gets the least, 24, so 2 voxels and 15 rows. The rows are divided by the root of
     * the mean square of all of them in the steady state. Tolerance: values of about 1 in float.
     */
    @Test
    void rowsAreMeansOfStandardisedNeighbours() {
        NeuroImage image = image();
        for (int skip : new int[] {0, 2}) {
            Carpet carpet = Carpet.of(
                    image,
                    List.of("grey", "none", "white", "fluid"),
                    List.of(from(0, 500), from(0, 0), from(500, 570), from(570, 600)),
                    skip,
                    Progress.NONE);
            assertEquals(List.of("grey", "white", "fluid"), carpet.names(), "an empty region is excluded");
            assertEquals(List.of(167, 24, 15), carpet.counts());
            assertEquals(206, carpet.rows().length);
            double[][] expected = new double[206][];
            System.arraycopy(rows(image, 0, 500, 3, skip), 0, expected, 0, 167);
            System.arraycopy(rows(image, 500, 570, 3, skip), 0, expected, 167, 24);
            System.arraycopy(rows(image, 570, 600, 2, skip), 0, expected, 191, 15);
            double squares = 0;
            for (double[] row : expected) for (int t = skip; t < VOLUMES; t++) squares += row[t] * row[t];
            double unit = Math.sqrt(squares / (206 * (VOLUMES - skip)));
            for (int r = 0; r < 206; r++)
                for (int t = 0; t < VOLUMES; t++)
                    assertEquals(expected[r][t] / unit, carpet.rows()[r][t], 2e-5, "row " + r + " volume " + t);
        }
    }

    /** A region of fewer voxels than the least number of rows has a row for each of them. */
    @Test
    void aSmallRegionHasARowForEachVoxel() {
        NeuroImage image = image();
        Carpet carpet = Carpet.of(image, List.of("small"), List.of(from(9, 21)), 0, Progress.NONE);
        assertEquals(List.of(12), carpet.counts());
        assertArrayEquals(new float[VOLUMES], carpet.rows()[1], "a constant voxel is 0");
        assertArrayEquals(new float[VOLUMES], carpet.rows()[11], "a voxel with NaN is 0");
        // ten rows of twelve have a mean square of 1
        double unit = Math.sqrt(10 / 12.0);
        for (int t = 0; t < VOLUMES; t++) assertEquals(standard(image, 9, 0)[t] / unit, carpet.rows()[0][t], 1e-5);
    }

    @Test
    void aCarpetOfConstantVoxelsIsZero() {
        Carpet carpet = Carpet.of(image(), List.of("flat"), List.of(from(10, 11)), 0, Progress.NONE);
        assertArrayEquals(new float[][] {new float[VOLUMES]}, carpet.rows());
    }

    @Test
    void excludedVolumesComeBackAsZeroAtTheStart() {
        Carpet carpet = new Carpet(new float[][] {{1, 2}, {3, 4}}, List.of("a"), List.of(2));
        Carpet after = carpet.after(2);
        assertArrayEquals(new float[][] {{0, 0, 1, 2}, {0, 0, 3, 4}}, after.rows());
        assertEquals(List.of("a"), after.names());
        assertEquals(List.of(2), after.counts());
    }
}
