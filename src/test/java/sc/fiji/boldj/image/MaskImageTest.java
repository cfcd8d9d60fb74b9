package sc.fiji.boldj.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MaskImageTest {

    private static NeuroImage image(float... values) {
        NeuroImage image =
                NeuroImage.floats("m", new VoxelGrid(values.length, 1, 1, Affine.IDENTITY), 1, SeriesTiming.UNKNOWN);
        image.writeVolume(0, values);
        return image;
    }

    private static void inside(String words, float[] values, int... voxels) {
        MaskImage read = MaskImage.read(image(values));
        assertArrayEquals(voxels, read.mask().indices());
        assertEquals(words.isEmpty(), read.note().isEmpty(), read.note());
        assertTrue(read.note().contains(words), read.note());
    }

    @Test
    void twoValuesAreAPlainMask() {
        inside("", new float[] {0, 1, 1, 0}, 1, 2);
        inside("", new float[] {0, 255, 0, 255}, 1, 3);
        inside("", new float[] {Float.NaN, 1, Float.NaN, 0}, 1);
        inside("", new float[] {1, 1, 1}, 0, 1, 2);
        inside("", new float[] {0, 0.25f, 0}, 1);
        inside("", new float[] {0, 1e-3f, 0}, 1);
    }

    @Test
    void fractionsCountFromAHalf() {
        inside("the 2 voxels above 1/2", new float[] {0.001f, 0.999f, 0.001f, 0.999f}, 1, 3);
        inside("above 1/2", new float[] {0, 0.5f, 0.51f, 1, 0.2f}, 2, 3);
        inside("above 1/2", new float[] {-0.05f, 1.06f, 0.97f, 0.02f}, 1, 2); // a mask moved by sinc interpolation
        String empty = assertThrows(IllegalArgumentException.class, () -> MaskImage.read(image(0.1f, 0.2f)))
                .getMessage();
        assertTrue(empty.contains("no voxel above 1/2"), empty);
    }

    @Test
    void labelsAndBrainsAreTakenWholeWithAWord() {
        inside("label image", new float[] {0, 1, 2, 7}, 1, 2, 3);
        inside("from 0.000 to 812.5", new float[] {0, 812.5f, 0, 641}, 1, 3);
    }

    @Test
    void statisticsAndWeightsAreNoMask() {
        String said = assertThrows(IllegalArgumentException.class, () -> MaskImage.read(image(0, -2.5f, 3.1f)))
                .getMessage();
        assertTrue(said.contains("from -2.500 to 3.100") && said.contains("not a mask"), said);
        assertThrows(IllegalArgumentException.class, () -> MaskImage.read(image(0, -1, 0)));
        assertThrows(IllegalArgumentException.class, () -> MaskImage.read(image(0, 0)));
        NeuroImage series = NeuroImage.floats("m", new VoxelGrid(2, 1, 1, Affine.IDENTITY), 2, SeriesTiming.UNKNOWN);
        assertThrows(IllegalArgumentException.class, () -> MaskImage.read(series));
    }
}
