package sc.fiji.boldj.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/** A plane has the values of the resampler, whose values are proved elsewhere. */
class PlaneReaderTest {

    private static final VoxelGrid GRID =
            new VoxelGrid(11, 13, 9, Affine.of(-3, 0.2, 0, 14, 0.1, 2.9, -0.3, -17, 0, 0.3, 3.1, -12));
    private static final Affine MOVED = Affine.of(0.99, -0.1, 0.02, 1.3, 0.1, 0.98, 0.05, -2, -0.03, -0.04, 1.01, 0.7);
    private static final int WIDTH = 37;
    private static final int HEIGHT = 29;

    private static float[] volume() {
        double[] draws = new double[GRID.voxels()];
        Seeds.fillGaussian(Seeds.stream(20, 1), draws);
        float[] volume = new float[draws.length];
        for (int v = 0; v < volume.length; v++) volume[v] = (float) (100 * draws[v]);
        volume[400] = Float.NaN;
        return volume;
    }

    /** An oblique plane through the volume as a grid of one slice. */
    private static final VoxelGrid PLANE =
            new VoxelGrid(WIDTH, HEIGHT, 1, Affine.of(0.9, 0.1, 0, -18, 0.05, -0.9, 0, 16, -0.1, 0.2, 1, -2));

    private static float[] read(Interpolation interpolation, SpatialMap map) {
        float[] plane = new float[WIDTH * HEIGHT];
        Affine a = PLANE.affine();
        PlaneReader.of(Interpolator.of(volume(), GRID, interpolation), GRID, map)
                .read(
                        a.apply(0, 0, 0),
                        new double[] {a.get(0, 0), a.get(1, 0), a.get(2, 0)},
                        new double[] {a.get(0, 1), a.get(1, 1), a.get(2, 1)},
                        WIDTH,
                        plane);
        return plane;
    }

    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void hasTheValuesOfTheResampler(Interpolation interpolation) {
        float[] expected = new float[WIDTH * HEIGHT];
        Resampler.resample(volume(), GRID, PLANE, MOVED, interpolation, expected, Progress.NONE);
        float[] plane = read(interpolation, MOVED);
        int inside = 0;
        for (int i = 0; i < plane.length; i++) {
            if (Float.isNaN(plane[i])) {
                assertEquals(0, expected[i], "the resampler is 0 outside the field of view");
                continue;
            }
            inside++;
            assertEquals(expected[i], plane[i], 1e-3, "point " + i); // float sums of values of about 100
        }
        assertTrue(inside > 500 && inside < plane.length, "inside " + inside);
    }

    /** A map that is no matrix is asked point by point. */
    @Test
    void followsAWarp() {
        SpatialMap warp = (point, target) -> {
            double x = point[0];
            double y = point[1];
            target[0] = x + 2 * StrictMath.sin(y / 9);
            target[1] = y - 1;
            target[2] = point[2] + 0.01 * x * x;
        };
        float[] plane = read(Interpolation.LINEAR, warp);
        Interpolator source = Interpolator.of(volume(), GRID, Interpolation.LINEAR);
        Affine toVoxels = GRID.affine().inverse();
        int inside = 0;
        for (int i = 0; i < plane.length; i++) {
            double[] at = PLANE.affine().apply(i % WIDTH, Math.floorDiv(i, WIDTH), 0);
            warp.apply(at, at);
            toVoxels.apply(at, at);
            if (Float.isNaN(plane[i])) {
                assertTrue(!source.contains(at[0], at[1], at[2]));
                continue;
            }
            inside++;
            assertEquals(source.at(at[0], at[1], at[2]), plane[i], 1e-3);
        }
        assertTrue(inside > 400, "inside " + inside);
    }

    @Test
    void readsOnePoint() {
        PlaneReader reader =
                PlaneReader.of(Interpolator.of(volume(), GRID, Interpolation.LINEAR), GRID, Affine.IDENTITY);
        double[] at = GRID.position(123);
        assertEquals(volume()[123], reader.at(at[0], at[1], at[2]), 1e-3);
        assertTrue(Float.isNaN(reader.at(400, 0, 0)));
    }
}
