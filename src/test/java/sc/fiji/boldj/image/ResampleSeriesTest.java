package sc.fiji.boldj.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.run.Progress;

/** A series whose volumes are one smooth function of place, seen in different poses. */
class ResampleSeriesTest {

    private static final VoxelGrid GRID =
            new VoxelGrid(20, 22, 18, Affine.of(3, 0, 0, -28, 0, 3, 0, -31, 0, 0, 3, -25));

    private static double at(double[] p) {
        return 100 * Math.exp(-(p[0] * p[0] + 1.5 * p[1] * p[1] + p[2] * p[2]) / 150) * (1 + 0.01 * p[0]);
    }

    private static NeuroImage moved(List<Affine> maps) {
        NeuroImage series = NeuroImage.floats("series", GRID, maps.size(), SeriesTiming.every(2));
        for (int t = 0; t < maps.size(); t++) {
            Affine back = maps.get(t).inverse();
            float[] volume = new float[GRID.voxels()];
            for (int v = 0; v < volume.length; v++) {
                double[] p = GRID.position(v);
                volume[v] = (float) at(back.apply(p[0], p[1], p[2]));
            }
            series.writeVolume(t, volume);
        }
        return series;
    }

    private static List<Affine> poses() {
        return List.of(
                Affine.IDENTITY,
                new RigidMotion(1.2, -0.7, 2.1, 0.03, -0.02, 0.05).toAffine(0, 0, 0),
                new RigidMotion(-4, 3, 1, 0.9, 0.1, -0.2).toAffine(0, 0, 0));
    }

    /** The last pose turns too far for the three passes, so both readers are held to the function itself. */
    @Test
    void bringsEveryPoseBackToTheSameFunction() {
        NeuroImage series = moved(poses());
        for (Interpolation method : new Interpolation[] {Interpolation.SINC, Interpolation.QUINTIC}) {
            NeuroImage back = series.createLike("back", 3);
            Resampler.resampleSeries(series, poses(), method, back, Progress.NONE);
            assertArrayEquals(series.volume(0), back.volume(0), "the identity must copy");
            float[] truth = series.volume(0);
            for (int t = 1; t < 3; t++) {
                float[] volume = back.volume(t);
                double worst = 0;
                for (int v = 0; v < volume.length; v++)
                    if (truth[v] > 5) worst = Math.max(worst, Math.abs(volume[v] - truth[v]));
                assertTrue(worst < 0.6, method + " pose " + t + " is off by " + worst + " of 100");
            }
        }
    }

    @Test
    void threadsChangeNothingAndWrongNumbersAreRefused() {
        NeuroImage series = moved(poses());
        NeuroImage one = series.createLike("one", 3);
        NeuroImage many = series.createLike("many", 3);
        Runnable single = () -> Resampler.resampleSeries(series, poses(), Interpolation.SINC, one, Progress.NONE);
        Runnable several = () -> Resampler.resampleSeries(series, poses(), Interpolation.SINC, many, Progress.NONE);
        Parallelization.runWithNumThreads(1, single);
        Parallelization.runWithNumThreads(3, several);
        for (int t = 0; t < 3; t++) assertArrayEquals(one.volume(t), many.volume(t));
        assertThrows(
                IllegalArgumentException.class,
                () -> Resampler.resampleSeries(
                        series, List.of(Affine.IDENTITY), Interpolation.SINC, one, Progress.NONE));
    }

    @Test
    void cubesOfAnotherEdgeCoverTheSameField() {
        VoxelGrid cubes = new VoxelGrid(10, 11, 9, Affine.scaling(2, 2, 3)).withVoxelSize(2);
        assertEquals(10, cubes.sizeX());
        assertEquals(14, cubes.sizeZ());
        // The outer face of the first voxel stays where it was: -1.5 mm along z.
        assertEquals(-0.5, cubes.affine().get(2, 3), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> cubes.withVoxelSize(0));
    }
}
