package sc.fiji.boldj.denoise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

/** Which voxels count as a tissue, and what is taken from them, by hand. */
class TissueMasksTest {

    private static final VoxelGrid GRID = new VoxelGrid(10, 10, 1, Affine.IDENTITY);
    private static final Mask ALL = Mask.all(GRID);

    private static NeuroImage volumes(String name, float[]... volumes) {
        NeuroImage image = NeuroImage.floats(name, GRID, volumes.length, SeriesTiming.every(2));
        for (int t = 0; t < volumes.length; t++) image.writeVolume(t, volumes[t]);
        return image;
    }

    /** So many voxels of each probability, in order, the rest 0. */
    private static NeuroImage tissue(double... countsAndValues) {
        float[] volume = new float[100];
        int at = 0;
        for (int k = 0; k < countsAndValues.length; k += 2)
            for (int i = 0; i < countsAndValues[k]; i++) volume[at++] = (float) countsAndValues[k + 1];
        return volumes("tissue", volume);
    }

    private static int[] first(int count) {
        return IntStream.range(0, count).toArray();
    }

    private static void message(String part, Runnable call) {
        var e = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    @Test
    void thePureVoxelsOrTheTwentyMostProbable() {
        assertArrayEquals(
                first(30), TissueMasks.of(tissue(30, 1, 70, 0.98), null, ALL).indices());
        assertArrayEquals(
                first(25), TissueMasks.of(tissue(25, 0.99, 70, 0.98), null, ALL).indices());
        assertArrayEquals(
                first(25),
                TissueMasks.of(tissue(10, 1, 15, 0.8, 60, 0.79), null, ALL).indices(),
                "of equal ones all");
        assertArrayEquals(
                first(20), TissueMasks.of(tissue(20, 0.6, 80, 0.59), null, ALL).indices());
        assertArrayEquals(
                first(60),
                TissueMasks.of(tissue(19, 1, 41, 0.7, 40, 0.3), null, ALL).indices());
        message(
                "tissue has only 19 voxels of probability 0.6",
                () -> TissueMasks.of(tissue(19, 0.7, 9, 0.5), null, ALL));
        float[] gap = new float[100];
        Arrays.fill(gap, Float.POSITIVE_INFINITY);
        Arrays.fill(gap, 40, 70, 1);
        gap[50] = Float.NaN;
        assertEquals(29, TissueMasks.of(volumes("gap", gap), null, ALL).count(), "a voxel without a number is none");
    }

    @Test
    void onlyWithinTheMaskAndOffTheGreyMatter() {
        boolean[] inside = new boolean[100];
        Arrays.fill(inside, 5, 100, true);
        Mask within = Mask.of(GRID, inside);
        assertArrayEquals(
                IntStream.range(5, 40).toArray(),
                TissueMasks.of(tissue(40, 1), null, within).indices());
        // grey matter in row 4, columns 0 to 9: rows 3 and 5 touch it
        float[] grey = new float[100];
        Arrays.fill(grey, 40, 50, 0.96f);
        Arrays.fill(grey, 80, 90, 0.95f);
        Mask free = TissueMasks.of(tissue(100, 1), volumes("grey", grey), within);
        assertArrayEquals(
                IntStream.concat(IntStream.range(5, 30), IntStream.range(60, 100))
                        .toArray(),
                free.indices());
        boolean[] few = new boolean[100];
        Arrays.fill(few, 0, 19, true);
        message("has only 19 voxels", () -> TissueMasks.of(tissue(100, 1), null, Mask.of(GRID, few)));
        few[19] = true;
        assertEquals(
                20, TissueMasks.of(tissue(100, 0.7), null, Mask.of(GRID, few)).count());
        message(
                "has 2 volumes but a tissue image has one",
                () -> TissueMasks.of(volumes("two", grey, grey), null, ALL));
        VoxelGrid other = new VoxelGrid(10, 5, 2, Affine.IDENTITY);
        NeuroImage elsewhere = NeuroImage.floats("other", other, 1, SeriesTiming.every(2));
        assertThrows(IllegalArgumentException.class, () -> TissueMasks.of(elsewhere, null, ALL));
        assertThrows(IllegalArgumentException.class, () -> TissueMasks.of(tissue(100, 1), elsewhere, ALL));
    }

    @Test
    void meansOverSeveralMasksAreThoseOfEach() {
        float[][] series = new float[9][100];
        for (int t = 0; t < 9; t++) for (int v = 0; v < 100; v++) series[t][v] = t * v;
        series[3][1] = Float.NaN;
        NeuroImage image = volumes("series", series);
        boolean[] low = new boolean[100];
        low[1] = low[3] = true;
        List<double[]> means =
                TissueSeries.means(image, List.of(ALL, Mask.of(GRID, low)), List.of("all", "low"), Progress.NONE);
        for (int t = 0; t < 9; t++) {
            assertEquals(t == 3 ? 3 * 4949 / 99.0 : t * 49.5, means.get(0)[t], 1e-9);
            assertEquals(t == 3 ? 9 : 2 * t, means.get(1)[t], 1e-12);
        }
        Mask other = Mask.all(new VoxelGrid(10, 5, 2, Affine.IDENTITY));
        assertThrows(IllegalArgumentException.class, () -> TissueSeries.mean(image, other, "other", Progress.NONE));
    }

    /** Voxel v has v times the wave 1 -1 1 -1 ...: the highest 2 % of 100 are the last two; of equal ones the first. */
    @Test
    void theMostVariableVoxelsAreAFiftieth() {
        float[][] series = new float[8][100];
        for (int t = 0; t < 8; t++) for (int v = 0; v < 100; v++) series[t][v] = 500 + (t % 2 == 0 ? v : -v);
        NoiseCovariance.Options mean = new NoiseCovariance.Options(0, 0, 0, true);
        assertArrayEquals(
                new int[] {98, 99},
                VariableVoxels.of(volumes("s", series), ALL, mean, Progress.NONE)
                        .indices());
        for (int t = 0; t < 8; t++) series[t][30] = series[t][20] = series[t][98];
        assertArrayEquals(
                new int[] {20, 99},
                VariableVoxels.of(volumes("s", series), ALL, mean, Progress.NONE)
                        .indices());
        boolean[] one = new boolean[100];
        one[7] = one[8] = true;
        assertArrayEquals(
                new int[] {8},
                VariableVoxels.of(volumes("s", series), Mask.of(GRID, one), mean, Progress.NONE)
                        .indices(),
                "one at least");
        // a transient in the first two volumes of voxel 3 is not seen
        series[0][3] = 1e4f;
        assertArrayEquals(
                new int[] {20, 99},
                VariableVoxels.of(volumes("s", series), ALL, mean.withSkip(2), Progress.NONE)
                        .indices());
        assertArrayEquals(
                new int[] {3, 99},
                VariableVoxels.of(volumes("s", series), ALL, mean, Progress.NONE)
                        .indices());
        NeuroImage image = volumes("s", series);
        assertThrows(
                IllegalArgumentException.class, () -> VariableVoxels.of(image, ALL, mean.withSkip(6), Progress.NONE));
        Mask none = Mask.of(GRID, new boolean[100]);
        assertThrows(IllegalArgumentException.class, () -> VariableVoxels.of(image, none, mean, Progress.NONE));
        Mask other = Mask.all(new VoxelGrid(10, 5, 2, Affine.IDENTITY));
        assertThrows(IllegalArgumentException.class, () -> VariableVoxels.of(image, other, mean, Progress.NONE));
    }
}
