package sc.fiji.boldj.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

/** The head has the size and the tissues of a head. */
class HeadModelTest {

    private static final HeadModel HEAD = Heads.of(3);
    private static final VoxelGrid GRID =
            new VoxelGrid(64, 76, 66, Affine.of(3, 0, 0, -94.5, 0, 3, 0, -128, 0, 0, 3, -98));

    private static double litres(float[] fractions) {
        double sum = 0;
        for (float fraction : fractions) sum += fraction;
        return sum * 27e-6;
    }

    @Test
    void tissuesHaveThePlaceAndAmountOfABrain() {
        float[] grey = HEAD.grey(GRID, Progress.NONE).volume(0);
        float[] white = HEAD.white(GRID, Progress.NONE).volume(0);
        float[] fluid = HEAD.fluid(GRID, Progress.NONE).volume(0);
        Mask brain = HEAD.brain(GRID, Progress.NONE);
        for (int v = 0; v < grey.length; v++) {
            assertTrue(grey[v] >= 0 && white[v] >= 0 && fluid[v] >= 0, "voxel " + v);
            assertTrue(grey[v] + white[v] + fluid[v] <= 1 + 1e-5, "voxel " + v);
        }
        assertEquals(1.65, brain.count() * 27e-6, 0.15, "brain with sulci and ventricles, litres");
        assertEquals(1.3, litres(grey) + litres(white), 0.2, "tissue");
        assertEquals(0.75, litres(grey), 0.15, "grey matter");
        assertEquals(0.55, litres(white), 0.1, "white matter");
        assertTrue(fluid[at(8, 28, 7)] > 0.4, "frontal horn of the lateral ventricle");
        assertTrue(white[at(30, -20, 30)] > 0.9, "centrum semiovale");
        assertTrue(grey[at(11, -19, 7)] > 0.7, "thalamus");
        assertTrue(grey[at(2, -45, 60)] + fluid[at(2, -45, 60)] > 0.5, "medial wall");
    }

    private static int at(double x, double y, double z) {
        double[] p = GRID.affine().inverse().apply(x, y, z);
        return GRID.index((int) Math.round(p[0]), (int) Math.round(p[1]), (int) Math.round(p[2]));
    }

    @Test
    void contrastIsThatOfAnEchoPlanarImage() {
        float[] signal = HEAD.echoPlanar(GRID, Progress.NONE).volume(0);
        assertEquals(0, signal[at(-90, 60, 80)], "air");
        assertEquals(0.8 * 800, signal[at(30, -20, 30)], 30, "white matter");
        assertTrue(signal[at(9, -1, 19)] > 850, "fluid is brighter than grey matter");
        assertTrue(signal[at(0, 40, -24)] < 350, "dropout above the sinuses");
    }

    @Test
    void everyNodeLiesInGreyMatter() {
        float[] grey = HEAD.grey(GRID, Progress.NONE).volume(0);
        for (Networks.Network network : Networks.DEFAULT.list())
            for (Networks.Node node : network.nodes()) {
                double weight = 0;
                double inGrey = 0;
                for (Networks.Ball ball : node.balls())
                    for (int v = 0; v < grey.length; v++) {
                        double[] p = GRID.position(v);
                        double w = ball.weight(p[0], p[1], p[2]);
                        weight += w;
                        inGrey += w * grey[v];
                    }
                assertTrue(inGrey > 0.3 * weight, network.name() + " " + node.name() + ": " + inGrey / weight);
            }
    }

    @Test
    void anotherSeedFoldsAnotherBrainAndSizeScalesIt() {
        HeadModel other =
                HeadModel.build(HeadModel.Options.DEFAULT.withResolution(3).withSeed(7), Progress.NONE);
        HeadModel large = HeadModel.build(new HeadModel.Options(1, 1.05, 0.85, 5), Progress.NONE);
        double volume = HEAD.brain(GRID, Progress.NONE).count();
        assertEquals(volume, other.brain(GRID, Progress.NONE).count(), 0.01 * volume);
        assertEquals(
                1.05 * 1.05 * 1.05 * volume, large.brain(GRID, Progress.NONE).count(), 0.01 * volume);
        float[] a = HEAD.grey(GRID, Progress.NONE).volume(0);
        float[] b = other.grey(GRID, Progress.NONE).volume(0);
        double difference = 0;
        for (int v = 0; v < a.length; v++) difference += Math.abs(a[v] - b[v]);
        assertTrue(difference * 27e-6 > 0.1, "folds differ");
    }

    @Test
    void thePointSpreadHasTheGivenWidth() {
        float[] values = new float[41 * 41 * 41];
        values[20 + 41 * (20 + 41 * 20)] = 1;
        Blur.apply(values, 41, 41, 41, 1.5);
        SplineMap map = new SplineMap(0, 0, 0, 41, 41, 41, values);
        SplineMap.Reader reader = new SplineMap.Reader();
        double sum = 0;
        double square = 0;
        for (double u = 5; u < 36; u += 0.25) {
            reader.moveTo(u, 20, 20);
            double value = reader.read(map);
            sum += value;
            square += value * (u - 20) * (u - 20);
        }
        // the variance of a cubic B-spline is 1/3
        assertEquals(1.5 * 1.5 + 1.0 / 3, square / sum, 0.01);
    }

    @Test
    void badInputIsNamed() {
        assertThrows(IllegalArgumentException.class, () -> new HeadModel.Options(1, 2, 0.5, 4));
        assertThrows(IllegalArgumentException.class, () -> new HeadModel.Options(1, 1, 1.5, 4));
        assertThrows(IllegalArgumentException.class, () -> new HeadModel.Options(1, 1, 0.5, 0));
    }
}
