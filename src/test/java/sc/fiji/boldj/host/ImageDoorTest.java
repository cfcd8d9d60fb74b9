package sc.fiji.boldj.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ShortProcessor;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.PlanarStore;
import sc.fiji.boldj.image.ScalarType;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;

class ImageDoorTest {

    private static final VoxelGrid OBLIQUE =
            new VoxelGrid(4, 3, 2, Affine.of(-3, 0.1, 0, 90, 0.1, 2.9, -0.7, -120, 0, 0.7, 2.9, -60));

    private static NeuroImage series(boolean reversed) {
        PlanarStore store = PlanarStore.floats(4, 3, 2, 2, reversed);
        SeriesTiming timing = SeriesTiming.every(0.8).correctedTo(0.3).withSliceTimes(0, 0.4);
        NeuroImage image = NeuroImage.of("scan.nii", OBLIQUE, store, timing);
        for (int t = 0; t < 2; t++) {
            float[] volume = new float[24];
            for (int v = 0; v < 24; v++) volume[v] = 100 * t + v;
            image.writeVolume(t, volume);
        }
        return image;
    }

    @Test
    void bothSidesShareTheirMemoryAndTheOrderOfTheGridIsKept() {
        NeuroImage image = series(true);
        ImagePlus plus = ImageDoor.toImagePlus(image);
        assertEquals(2, plus.getNSlices());
        assertEquals(2, plus.getNFrames());
        assertSame(((PlanarStore) image.voxels()).plane(1, 1), plus.getStack().getPixels(4));
        // The last row of the grid is the top row on the screen.
        assertEquals(8, plus.getStack().getProcessor(1).getf(0, 0));
        NeuroImage back = ImageDoor.read(plus);
        assertEquals(OBLIQUE, back.grid());
        assertEquals(image.timing(), back.timing());
        assertArrayEquals(image.volume(1), back.volume(1));
        plus.getStack().getProcessor(1).setf(0, 2, -5);
        assertEquals(-5, image.volume(0)[0]);
    }

    @Test
    void placeAndTimingSurviveADuplicateAndACropIsNoticed() {
        ImagePlus plus = ImageDoor.toImagePlus(series(true));
        ImagePlus copy = plus.createImagePlus();
        copy.setStack(plus.getStack().duplicate());
        copy.setDimensions(1, 2, 2);
        copy.copyAttributes(plus);
        assertEquals(OBLIQUE, ImageDoor.read(copy).grid());
        ImagePlus cropped = new ImagePlus("cropped", plus.getStack().crop(0, 0, 0, 3, 3, 4));
        cropped.copyAttributes(plus);
        cropped.setTitle("cropped");
        cropped.setDimensions(1, 2, 2);
        assertFalse(ImageDoor.read(cropped).grid().placed());
        var e = assertThrows(IllegalArgumentException.class, () -> ImageDoor.requirePlaced(cropped, "sides"));
        assertTrue(e.getMessage().contains("3x3x2") && e.getMessage().contains("4x3x2"), e.getMessage());
    }

    @Test
    void foreignImagesGetTheirVoxelSizeButNoPlace() {
        ImagePlus plus = new ImagePlus("foreign", new ByteProcessor(5, 4, new byte[20]));
        plus.getCalibration().setUnit("cm");
        plus.getCalibration().pixelWidth = 0.2;
        NeuroImage image = ImageDoor.read(plus);
        assertEquals(2, image.grid().voxelSize(0), 1e-12);
        assertArrayEquals(new double[3], image.grid().centre(), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> ImageDoor.requirePlaced(plus, "left and right"));
        assertThrows(
                IllegalArgumentException.class, () -> ImageDoor.read(new ImagePlus("rgb", new ColorProcessor(4, 4))));
    }

    @Test
    void signedSixteenBitImagesOfImageJKeepTheirSign() {
        ShortProcessor pixels = new ShortProcessor(2, 1, new short[] {(short) 32768, (short) 32758}, null);
        ImagePlus plus = new ImagePlus("signed", pixels);
        plus.getCalibration().setSigned16BitCalibration();
        assertArrayEquals(new float[] {0, -10}, ImageDoor.read(plus).volume(0));
    }

    @Test
    void storageThatImageJCannotShareIsConvertedSliceBySlice() {
        short[] stored = {1, 2, 3, 4, 5, 6};
        PlanarStore store = new PlanarStore(ScalarType.INT16, new int[] {3, 2, 1, 1}, List.of(stored), true, 2, 1);
        VoxelGrid grid = new VoxelGrid(3, 2, 1, Affine.IDENTITY);
        NeuroImage image = NeuroImage.of("int16", grid, store, SeriesTiming.UNKNOWN);
        ImagePlus plus = ImageDoor.toImagePlus(image);
        assertEquals(32, plus.getBitDepth());
        assertEquals(3, plus.getStack().getProcessor(1).getf(0, 0));
        assertSame(store, ImageDoor.read(plus).voxels());
    }

    @Test
    void resultsAreNamedAfterTheirSourceOrAsAsked() {
        NeuroImage image = series(true);
        assertEquals("scan_smoothed", ImageDoor.create(image, "", "smoothed", 2).name());
        NeuroImage asked = ImageDoor.create(image, "mine", "smoothed", 1);
        assertEquals("mine", asked.name());
        assertEquals(1, asked.volumes());
        assertTrue(((PlanarStore) asked.voxels()).rowsReversed());
        assertFalse(asked.header().isPresent());
        assertEquals("sub-01_bold", ImageDoor.stem("sub-01_bold.nii.gz"));
    }
}
