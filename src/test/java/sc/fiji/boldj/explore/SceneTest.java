package sc.fiji.boldj.explore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

class SceneTest {

    private static final Affine TURNED = Affine.of(0.98, -0.17, 0.05, 3, 0.17, 0.97, 0.1, -2, -0.06, -0.09, 0.99, 1);

    private static NeuroImage anatomy() {
        VoxelGrid grid = new VoxelGrid(40, 44, 36, Affine.of(-2, 0, 0, 39, 0, 2, 0, -43, 0, 0, 2, -35));
        NeuroImage image = NeuroImage.floats("anatomy", grid, 1, SeriesTiming.UNKNOWN);
        float[] values = new float[grid.voxels()];
        for (int v = 0; v < values.length; v++) values[v] = 100;
        image.writeVolume(0, values);
        return image;
    }

    private static NeuroImage noise(int seed) {
        VoxelGrid grid = new VoxelGrid(15, 17, 13, Affine.of(5, 0, 0, -35, 0, 5, 0, -40, 0, 0, 5, -30));
        NeuroImage image = NeuroImage.floats("noise", grid, 1, SeriesTiming.UNKNOWN);
        double[] draws = new double[grid.voxels()];
        Seeds.fillGaussian(Seeds.stream(seed, 0), draws);
        float[] values = new float[draws.length];
        for (int v = 0; v < values.length; v++) values[v] = (float) (4 * draws[v]);
        image.writeVolume(0, values);
        return image;
    }

    private static Scene scene(Affine map) {
        Layer base = new Layer(anatomy());
        Layer over = new Layer(noise(3), new Layer.Origin("noise", ""), map, "", "");
        LayerStyle style = new LayerStyle(ColourScale.WARM_COLD, 1, 8, LayerStyle.Signs.BOTH, 1, true);
        return new Scene(
                List.of(base, over), List.of(Layer.anatomy(base.image()), style), Viewpoint.at(3.3, -4.1, 2.2));
    }

    /** The bar of the viewer: at 100 random points of each plane the picture has the colour of the resampler's value. */
    @Test
    void pictureIsTheKernelsResamplingAtRandomPoints() {
        Scene scene = scene(TURNED);
        LayerStyle style = scene.styles().get(1);
        java.util.SplittableRandom random = new java.util.SplittableRandom(5);
        int drawn = 0;
        for (int axis = 0; axis < 3; axis++) {
            PlaneCut cut = scene.cut(axis, 211, 173);
            int[] rgb = scene.draw(cut);
            for (int n = 0; n < 100; n++) {
                int pixel = random.nextInt(rgb.length);
                double[] at = cut.place(pixel % 211, Math.floorDiv(pixel, 211));
                VoxelGrid point = new VoxelGrid(1, 1, 1, Affine.translation(at[0], at[1], at[2]));
                float[] value = new float[1];
                NeuroImage noise = noise(3);
                Resampler.resample(
                        noise.volume(0), noise.grid(), point, TURNED, Interpolation.LINEAR, value, Progress.NONE);
                if (Math.abs(Math.abs(value[0]) - 1) < 1e-4) continue; // on the threshold: rounding decides
                float[] base = new float[1];
                Resampler.resample(
                        anatomy().volume(0),
                        anatomy().grid(),
                        point,
                        Affine.IDENTITY,
                        Interpolation.LINEAR,
                        base,
                        Progress.NONE);
                int below = base[0] == 0 ? 0 : 0xffffff;
                int expected = style.draws(value[0]) ? style.colour(value[0]) : below;
                if (style.draws(value[0])) drawn++;
                near(expected, rgb[pixel]);
            }
        }
        assertTrue(drawn > 30, "drawn at " + drawn + " points");
    }

    /** One step of 255 of the scale, which rounding may change, is 3 in no channel. */
    private static void near(int expected, int actual) {
        for (int shift = 0; shift <= 16; shift += 8)
            assertEquals(expected >> shift & 255, actual >> shift & 255, 3, Integer.toHexString(expected));
    }

    @Test
    void conventionMirrorsCoronalAndAxialPlanesOnly() {
        Scene left = scene(Affine.IDENTITY);
        Scene right = left.with(left.viewpoint().radiological(true));
        for (int axis = 0; axis < 3; axis++) {
            PlaneCut a = left.cut(axis, 80, 88);
            PlaneCut b = right.cut(axis, 80, 88);
            int[] one = left.draw(a);
            int[] other = right.draw(b);
            int[] expected = new int[one.length];
            for (int i = 0; i < one.length; i++) expected[i] = one[axis == 0 ? i : i / 80 * 80 + 79 - i % 80];
            int different = 0;
            for (int i = 0; i < one.length; i++) if (expected[i] != other[i]) different++;
            assertTrue(different < one.length / 50, "axis " + axis + ": " + different); // pixels on the very edge
        }
        assertArrayEquals(new String[] {"L", "R", "A", "P"}, left.cut(2, 10, 10).marks());
        assertArrayEquals(
                new String[] {"R", "L", "A", "P"}, right.cut(2, 10, 10).marks());
        assertArrayEquals(
                new String[] {"P", "A", "S", "I"}, right.cut(0, 10, 10).marks());
    }

    @Test
    void pixelsAndPlacesAreInverse() {
        Scene scene = scene(Affine.IDENTITY)
                .with(Viewpoint.at(1, 2, 3).radiological(true).zoomed(2));
        for (int axis = 0; axis < 3; axis++) {
            PlaneCut cut = scene.cut(axis, 300, 200);
            double[] at = cut.place(17, 33);
            assertEquals(17, cut.column(at[cut.across()]), 1e-9);
            assertEquals(33, cut.row(at[cut.up()]), 1e-9);
            assertEquals(scene.viewpoint().get(axis), at[axis]);
        }
    }

    @Test
    void valuesAtTheCrosshairAndOutside() {
        Scene scene = scene(Affine.IDENTITY);
        double[] at = noise(3).grid().position(700);
        float value = noise(3).volume(0)[700];
        assertEquals(value, scene.with(Viewpoint.at(at[0], at[1], at[2])).values()[1], 1e-5);
        assertTrue(Double.isNaN(scene.with(Viewpoint.at(500, 0, 0)).values()[1]));
    }

    @Test
    void aThresholdHidesBothSignsOrOne() {
        LayerStyle style = scene(TURNED).styles().get(1);
        assertTrue(style.draws(1) && style.draws(-1) && !style.draws(0.99) && !style.draws(-0.99));
        assertTrue(!style.draws(Double.NaN));
        LayerStyle positive = style.with(LayerStyle.Signs.POSITIVE);
        assertTrue(positive.draws(2) && !positive.draws(-2));
        assertThrows(
                IllegalArgumentException.class,
                () -> new LayerStyle(ColourScale.GREY, 3, 3, LayerStyle.Signs.BOTH, 1, true));
    }

    @Test
    void opacityMixesWithWhatIsBelow() {
        LayerStyle style = new LayerStyle(ColourScale.GREY, 0, 1, LayerStyle.Signs.BOTH, 0.5, true);
        int[] rgb = {0x204060};
        style.over(new float[] {1}, rgb);
        assertEquals((0xff + 0x20) / 2.0, (rgb[0] >> 16) & 255, 1);
        assertEquals((0xff + 0x40) / 2.0, (rgb[0] >> 8) & 255, 1);
        assertEquals((0xff + 0x60) / 2.0, rgb[0] & 255, 1);
    }
}
