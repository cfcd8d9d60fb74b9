package sc.fiji.boldj.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;

/** What a result looks like at first; its values never change. */
class ResultLookTest {

    private static final VoxelGrid GRID =
            new VoxelGrid(20, 20, 10, Affine.of(-3, 0, 0, 30, 0, 3, 0, -40, 0, 0, 4, -16));

    private interface Value {
        double at(int voxel);
    }

    private static ImagePlus image(int volumes, Value value) {
        SeriesTiming timing = volumes > 1 ? SeriesTiming.every(2) : SeriesTiming.UNKNOWN;
        NeuroImage image = NeuroImage.floats("image", GRID, volumes, timing);
        float[] values = new float[GRID.voxels()];
        for (int v = 0; v < values.length; v++) values[v] = (float) value.at(v);
        for (int t = 0; t < volumes; t++) image.writeVolume(t, values);
        return ImageDoor.toImagePlus(image);
    }

    /** 4000 voxels, half of them 0: 0.5 % of the rest are outliers of 1000, the others run from -1 to 1. */
    @Test
    void aMapIsSymmetricAboutZeroAtARobustPercentile() {
        ImagePlus map = image(1, v -> v % 2 == 0 ? 0 : v % 401 == 1 ? 1000 : (v % 1000 - 500) / 500.0);
        float[] before = ((float[]) map.getStack().getPixels(4)).clone();
        ResultLook.dress(map, image(1, v -> 30));
        assertEquals(-map.getDisplayRangeMin(), map.getDisplayRangeMax());
        assertEquals(1, map.getDisplayRangeMax(), 0.01);
        int[] ends = {
            map.getProcessor().getColorModel().getRGB(0),
            map.getProcessor().getColorModel().getRGB(255)
        };
        assertArrayEquals(new int[] {0xff053061, 0xff67001f}, ends);
        assertArrayEquals(before, (float[]) map.getStack().getPixels(4));
    }

    @Test
    void aFilteredScanKeepsTheRangeOfItsSource() {
        ImagePlus source = image(3, v -> 500 + v % 7);
        source.setDisplayRange(123, 456);
        ImagePlus result = image(3, v -> v % 50 == 0 ? -3 : 501 + v % 6);
        ResultLook.dress(result, source);
        assertEquals(123, result.getDisplayRangeMin());
        assertEquals(456, result.getDisplayRangeMax());
        assertEquals(0xff808080, result.getProcessor().getColorModel().getRGB(128));
    }

    @Test
    void residualsAndMasksStayGrey() {
        ImagePlus residuals = image(3, v -> v % 11 - 5);
        ResultLook.dress(residuals, image(3, v -> 500));
        assertEquals(0xff808080, residuals.getProcessor().getColorModel().getRGB(128));
        ImagePlus mask = image(1, v -> v % 3 == 0 ? 1 : 0);
        ResultLook.dress(mask, image(3, v -> 500));
        assertEquals(0xff808080, mask.getProcessor().getColorModel().getRGB(128));
    }

    @Test
    void anAnatomyWithSmallNegativeValuesStaysGreyFromZero() {
        ImagePlus anatomy = image(1, v -> v % 3 == 0 ? -(v % 9) : 100 + v % 150);
        ResultLook.dress(anatomy, null);
        assertEquals(0, anatomy.getDisplayRangeMin());
        assertTrue(anatomy.getDisplayRangeMax() > 200, "range to " + anatomy.getDisplayRangeMax());
        assertEquals(0xff808080, anatomy.getProcessor().getColorModel().getRGB(128));
    }

    @Test
    void aMapThatIsOpenedFromAFileIsColoured() {
        ImagePlus map = image(1, v -> (v % 1000 - 400) / 500.0);
        ResultLook.dress(map, null);
        assertEquals(-map.getDisplayRangeMin(), map.getDisplayRangeMax());
        assertEquals(0xff053061, map.getProcessor().getColorModel().getRGB(0));
    }

    /** Rows of ImageJ run from the top: the place is that of the voxel whose value is shown. */
    @Test
    void theStatusBarNamesThePlaceInRasMillimetres() {
        ImagePlus image = image(1, v -> v);
        image.setPosition(1, 4, 1);
        String text = PlaceStatus.of(image).text(5, 2);
        int value = (int) image.getProcessor().getPixelValue(5, 2);
        double[] at = GRID.position(value);
        assertEquals(15, at[0]);
        assertEquals(
                String.format(java.util.Locale.ROOT, "RAS mm: %.1f, %.1f, %.1f   value %d", at[0], at[1], at[2], value),
                text);
        assertTrue(text.contains("-4.0"), text);
    }
}
