package sc.fiji.boldj.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GridAndMaskTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theInverseUndoesAndTheProductIsOneAfterTheOther(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Affine a = random(random);
        Affine b = random(random);
        double[] p = {random.nextDouble(-90, 90), random.nextDouble(-90, 90), random.nextDouble(-90, 90)};
        assertArrayEquals(
                p,
                a.inverse()
                        .apply(
                                a.apply(p[0], p[1], p[2])[0],
                                a.apply(p[0], p[1], p[2])[1],
                                a.apply(p[0], p[1], p[2])[2]),
                1e-9,
                "seed " + seed);
        double[] first = b.apply(p[0], p[1], p[2]);
        double[] both = new double[3];
        a.apply(first, both);
        assertArrayEquals(both, a.times(b).apply(p[0], p[1], p[2]), 1e-9, "seed " + seed);
        assertEquals(a.determinant() * b.determinant(), a.times(b).determinant(), 1e-9, "seed " + seed);
    }

    private static Affine random(SplittableRandom random) {
        double[] rows = new double[12];
        for (int i = 0; i < 12; i++) rows[i] = random.nextDouble(-0.3, 0.3) + (i % 5 == 0 ? 2 : 0);
        return Affine.of(rows);
    }

    @Test
    void unusableMapsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Affine.of(1, 2, 3));
        assertThrows(IllegalArgumentException.class, () -> Affine.of(1, 0, 0, Double.NaN, 0, 1, 0, 0, 0, 0, 1, 0));
        assertThrows(
                IllegalArgumentException.class, () -> Affine.scaling(1, 0, 1).inverse());
        assertThrows(
                IllegalArgumentException.class,
                () -> Affine.of(new double[][] {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 1, 1}}));
        assertEquals(Affine.IDENTITY, Affine.of(Affine.IDENTITY.toArray()));
    }

    @Test
    void gridsAreTheSameUpToTheRoundingOfAHeader() {
        Affine oblique = Affine.of(-3, 0.1, 0, 90, 0.1, 2.9, -0.7, -120, 0, 0.7, 2.9, -60);
        VoxelGrid grid = new VoxelGrid(64, 64, 52, oblique);
        assertTrue(grid.isSameAs(
                new VoxelGrid(64, 64, 52, Affine.translation(0.005, 0, 0).times(oblique))));
        assertFalse(grid.isSameAs(
                new VoxelGrid(64, 64, 52, Affine.translation(0.02, 0, 0).times(oblique))));
        assertFalse(grid.isSameAs(new VoxelGrid(64, 64, 51, oblique)));
        // A thousandth of a degree moves the far corner by more than the tolerance.
        Affine turned =
                Affine.of(Math.cos(2e-4), -Math.sin(2e-4), 0, 0, Math.sin(2e-4), Math.cos(2e-4), 0, 0, 0, 0, 1, 0);
        assertFalse(grid.isSameAs(new VoxelGrid(64, 64, 52, turned.times(oblique))));
        assertEquals(Math.sqrt(9.01), grid.voxelSize(0), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> new VoxelGrid(0, 2, 2, Affine.IDENTITY));
        assertThrows(IllegalArgumentException.class, () -> new VoxelGrid(50_000, 50_000, 2, Affine.IDENTITY));
        assertThrows(IllegalArgumentException.class, () -> new VoxelGrid(2, 2, 2, Affine.scaling(1, 1, 0)));
    }

    @Test
    void aMaskIsReadByItsValuesAndHoldsNoNaN() {
        VoxelGrid grid = new VoxelGrid(3, 2, 1, Affine.IDENTITY);
        NeuroImage image = NeuroImage.floats("m", grid, 1, SeriesTiming.UNKNOWN);
        image.writeVolume(0, new float[] {0, 300, Float.NaN, -1, 300, 300});
        assertThrows(IllegalArgumentException.class, () -> Mask.of(image), "values below 0 are no mask");
        image.writeVolume(0, new float[] {0.5f, 1, Float.NaN, 0.001f, 0.6f, 1});
        assertArrayEquals(new int[] {1, 4, 5}, Mask.of(image).indices(), "a probability counts above one half");
        image.writeVolume(0, new float[] {0, 300, Float.NaN, 0, 300, 300});
        Mask mask = Mask.of(image);
        assertArrayEquals(new int[] {1, 4, 5}, mask.indices());
        boolean[] some = {true, true, false, false, false, true};
        assertArrayEquals(new int[] {1, 5}, mask.and(Mask.of(grid, some)).indices());
        assertArrayEquals(
                new float[] {0, 1, 0, 0, 1, 1}, mask.toImage(image, "copy").volume(0));
        NeuroImage empty = NeuroImage.floats("nothing", grid, 1, SeriesTiming.UNKNOWN);
        var e = assertThrows(IllegalArgumentException.class, () -> Mask.of(empty));
        assertEquals("nothing has no voxel above 0: the mask is empty", e.getMessage());
        NeuroImage series = NeuroImage.floats("series", grid, 2, SeriesTiming.UNKNOWN);
        assertThrows(IllegalArgumentException.class, () -> Mask.of(series));
    }

    @Test
    void timingKnowsWhatItKnows() {
        SeriesTiming timing = SeriesTiming.every(0.8).withSliceTimes(0, 0.4);
        assertEquals(0.8, timing.repetitionTime());
        assertArrayEquals(new double[] {0, 0.4}, timing.sliceTimes());
        assertFalse(timing.correctedTo(0.4).hasSliceTimes());
        assertEquals(0.4, timing.correctedTo(0.4).startTime());
        assertFalse(SeriesTiming.UNKNOWN.isKnown());
        assertThrows(IllegalArgumentException.class, () -> SeriesTiming.every(0));
        assertThrows(IllegalStateException.class, SeriesTiming.UNKNOWN::sliceTimes);
    }
}
