package sc.fiji.boldj.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;

class OverlayPictureTest {

    /** A ball of 60 mm, and one hot and one cold voxel right and left of its middle. */
    private static NeuroImage image(boolean map, double xStep) {
        VoxelGrid grid = new VoxelGrid(33, 33, 33, Affine.of(xStep, 0, 0, -16 * xStep, 0, 4, 0, -64, 0, 0, 4, -64));
        NeuroImage image = NeuroImage.floats(map ? "map" : "scan", grid, 1, SeriesTiming.UNKNOWN);
        float[] values = new float[grid.voxels()];
        for (int v = 0; v < values.length; v++) {
            double[] at = grid.position(v);
            double r = Math.sqrt(at[0] * at[0] + at[1] * at[1] + at[2] * at[2]);
            if (!map) values[v] = r < 60 ? 100 : 0;
            else if (at[1] == 0 && at[2] == 0 && Math.abs(at[0]) == 24) values[v] = at[0] > 0 ? 1 : -1;
        }
        image.writeVolume(0, values);
        return image;
    }

    private static int[] centreOf(BufferedImage picture, boolean hot) {
        // The axial plane is the third of the upper row: the ball's 120 mm are 160 pixels, with gaps of 6.
        int from = 2 * 160 + 3 * 6;
        long x = 0;
        int n = 0;
        for (int py = 0; py < 166; py++)
            for (int px = from; px < from + 160; px++) {
                int rgb = picture.getRGB(px, py);
                int red = rgb >> 16 & 255;
                int blue = rgb & 255;
                if (hot ? red > blue + 80 : blue > red + 80) {
                    x += px - from;
                    n++;
                }
            }
        return new int[] {n == 0 ? -1 : (int) (x / n), n};
    }

    @Test
    void rightIsRightWhateverTheOrderOfTheVoxels() {
        for (double step : new double[] {4, -4}) {
            var options = new OverlayPicture.Options(0.5, 0, new OverlayPicture.Point(0, 0, 0));
            BufferedImage picture = OverlayPicture.draw(image(false, step), image(true, step), options);
            int[] hot = centreOf(picture, true);
            int[] cold = centreOf(picture, false);
            assertTrue(hot[1] > 0 && cold[1] > 0, "nothing drawn for step " + step);
            assertEquals(48 / 0.75, hot[0] - cold[0], 3, "step " + step);
        }
    }

    @Test
    void unusableChoicesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new OverlayPicture.Options(0, 0, null));
        assertThrows(IllegalArgumentException.class, () -> new OverlayPicture.Options(0.5, 0.4, null));
        NeuroImage empty = NeuroImage.floats("empty", image(true, 4).grid(), 1, SeriesTiming.UNKNOWN);
        var options = new OverlayPicture.Options(0.5, 0, null);
        assertThrows(IllegalArgumentException.class, () -> OverlayPicture.draw(empty, image(true, 4), options));
    }
}
