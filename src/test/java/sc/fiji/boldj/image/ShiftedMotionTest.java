package sc.fiji.boldj.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.run.Progress;

class ShiftedMotionTest {

    private static final VoxelGrid GRID =
            new VoxelGrid(20, 22, 12, Affine.of(-3, 0, 0, 28, 0, 3, 0, -32, 0, 0, 4, -20));

    private static AxisShift linear(double perVoxel) {
        float[] amounts = new float[GRID.voxels()];
        for (int v = 0; v < amounts.length; v++) amounts[v] = (float) (perVoxel * (v / GRID.sizeX() % GRID.sizeY()));
        return AxisShift.of(amounts, GRID, 0, 3, 0);
    }

    /** 0.1 voxels a voxel, along the axis: displaced by it, stretched by 1.1. */
    @Test
    void aLinearAmountStretchesByItsSlope() {
        AxisShift shift = linear(0.1);
        double[] place = GRID.affine().apply(9, 12, 5);
        assertEquals(1.2, shift.at(place), 1e-5);
        assertEquals(1.1, shift.jacobian(place), 1e-5);
        double[] beyond = GRID.affine().apply(9, 30, 5);
        assertEquals(2.1, shift.at(beyond), 1e-5, "the edge goes on");
        assertEquals(1, shift.jacobian(beyond), 1e-9);
    }

    /** The amount is that of the place in the head, the direction that of the scanner. */
    @Test
    void theAmountMovesWithTheHeadAndTheDirectionDoesNot() {
        AxisShift shift = linear(0.1);
        Affine motion = new RigidMotion(1, 2, 3, 0, 0, 0.3).toAffine(0, 0, 0);
        double[] place = GRID.affine().apply(9, 12, 5);
        double[] expected = motion.apply(place[0], place[1], place[2]);
        expected[1] += 1.2 * 3;
        double[] found = new double[3];
        new ShiftedMotion(motion, shift).apply(place, found);
        assertArrayEquals(expected, found, 1e-5);
    }

    /** Shared displacements are worked out once for a series: the same as each volume through the map itself. */
    @Test
    void aSeriesIsReadAsEachVolumeAlone() {
        NeuroImage source = NeuroImage.floats("source", GRID, 3, SeriesTiming.UNKNOWN);
        AxisShift shift = linear(0.05);
        List<SpatialMap> maps = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            float[] volume = new float[GRID.voxels()];
            for (int v = 0; v < volume.length; v++)
                volume[v] = (float) (100 + 10 * Math.sin(0.4 * (v % 20)) + 5 * Math.cos(0.3 * (v / 20 % 22) + t));
            source.writeVolume(t, volume);
            maps.add(TransformChain.of(
                    Affine.translation(0.5, 0, 0),
                    new ShiftedMotion(new RigidMotion(0.2 * t, 0, 0.1, 0.01 * t, 0, 0).toAffine(0, 0, 0), shift)));
        }
        NeuroImage series = source.createLike("series", 3);
        Resampler.resampleSeries(source, maps, Interpolation.CUBIC, series, Progress.NONE);
        Interpolator[] readers = new Interpolator[3];
        for (int t = 0; t < 3; t++) readers[t] = Interpolator.of(source.volume(t), GRID, Interpolation.CUBIC);
        Affine toVoxels = GRID.affine().inverse();
        for (int t = 0; t < 3; t++) {
            float[] alone = new float[GRID.voxels()];
            Resampler.resample(source.volume(t), GRID, GRID, maps.get(t), Interpolation.CUBIC, alone, Progress.NONE);
            assertArrayEquals(alone, series.volume(t), "volume " + t);
            for (int v = 0; v < alone.length; v += 97) {
                double[] p = GRID.position(v);
                maps.get(t).apply(p, p);
                toVoxels.apply(p, p);
                if (readers[t].contains(p[0], p[1], p[2], 0.5))
                    assertEquals(readers[t].at(p[0], p[1], p[2]), alone[v], 1e-3);
            }
        }
    }
}
