package sc.fiji.boldj.distortion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.simulate.HeadModel;
import sc.fiji.boldj.simulate.Heads;
import sc.fiji.boldj.simulate.SusceptibilityField;

/** Phases that are made from known fields. */
class MeasuredFieldTest {

    private static final VoxelGrid GRID =
            new VoxelGrid(40, 44, 30, Affine.of(-5, 0, 0, 98, 0, 5, 0, -125, 0, 0, 5, -70));
    private static final HeadModel HEAD = Heads.of(4);
    private static final Mask BRAIN = HEAD.brain(GRID, Progress.NONE);

    private static float[] wrapped(float[] field, double seconds, double noise) {
        double[] normal = new double[field.length];
        Seeds.fillGaussian(Seeds.stream(4, 0), normal);
        float[] phase = new float[field.length];
        for (int v = 0; v < phase.length; v++) {
            double value = 2 * Math.PI * seconds * field[v] + noise * normal[v];
            phase[v] = (float) (value - 2 * Math.PI * Math.rint(value / (2 * Math.PI)));
        }
        return phase;
    }

    private static float[] field(double largest) {
        return new SusceptibilityField(largest)
                .on(GRID, Affine.IDENTITY, Progress.NONE)
                .volume(0);
    }

    /** Up to three turns, with noise: every voxel gets its true number of turns, up to one number for all. */
    @Test
    void everyVoxelGetsItsTurns() {
        float[] field = field(300);
        for (double noise : new double[] {0, 0.2}) {
            float[] phase = wrapped(field, 0.008, noise);
            float[] found = PhaseUnwrapping.of(phase, BRAIN, Progress.NONE);
            double[] normal = new double[field.length];
            Seeds.fillGaussian(Seeds.stream(4, 0), normal);
            int first = BRAIN.voxel(BRAIN.count() / 2);
            double turns = Math.rint(
                    (2 * Math.PI * 0.008 * field[first] + noise * normal[first] - found[first]) / (2 * Math.PI));
            int wraps = 0;
            for (int v : BRAIN.indices()) {
                double truth = 2 * Math.PI * 0.008 * field[v] + noise * normal[v] - 2 * Math.PI * turns;
                assertEquals(truth, found[v], 1e-3, "noise " + noise);
                if (Math.abs(found[v] - phase[v]) > 1) wraps++;
            }
            assertTrue(wraps > 50, "the phase wraps");
        }
    }

    /** A region that touches no other keeps its own median within half a turn; outside the mask is 0. */
    @Test
    void partsThatDoNotTouchAreUnwrappedEachForItself() {
        float[] phase = new float[GRID.voxels()];
        boolean[] inside = new boolean[phase.length];
        for (int x = 0; x < 40; x++) {
            if (x == 20) continue;
            inside[GRID.index(x, 5, 5)] = true;
            double value = x < 20 ? 0.5 * x : 20 - 0.7 * x;
            phase[GRID.index(x, 5, 5)] = (float) (value - 2 * Math.PI * Math.rint(value / (2 * Math.PI)));
        }
        float[] found = PhaseUnwrapping.of(phase, Mask.of(GRID, inside), Progress.NONE);
        for (int x = 1; x < 40; x++) {
            if (x == 20 || x == 21) continue;
            assertEquals(x < 20 ? 0.5 : -0.7, found[GRID.index(x, 5, 5)] - found[GRID.index(x - 1, 5, 5)], 1e-5);
        }
        assertEquals(0, found[GRID.index(20, 5, 5)]);
    }

    /** The bar of the design: median below .3 mm, here for 5 mm voxels, a readout of 50 ms and phase noise of .03. */
    @Test
    void theFieldOfAHeadIsFound() {
        float[] truth = field(150);
        NeuroImage found = MeasuredField.ofPhase(wrapped(truth, 0.00246, 0.03), BRAIN, 0.00246, Progress.NONE);
        float[] values = found.volume(0);
        double[] errors = new double[BRAIN.count()];
        for (int i = 0; i < errors.length; i++)
            errors[i] = 0.05 * 5 * Math.abs(values[BRAIN.voxel(i)] - truth[BRAIN.voxel(i)]);
        Arrays.sort(errors);
        assertTrue(errors[errors.length / 2] < 0.3, "median " + errors[errors.length / 2]);
        assertTrue(errors[(int) (0.95 * errors.length)] < 1, "95 % " + errors[(int) (0.95 * errors.length)]);
        for (float value : values) assertTrue(Math.abs(value) < 1000, "goes on calmly beyond the mask");
    }

    /** A straight field has no bending: it is kept within the mask and goes on straight, and one outlier does not matter. */
    @Test
    void aLinearFieldIsKeptAndGoesOn() {
        float[] values = new float[GRID.voxels()];
        for (int v = 0; v < values.length; v++) values[v] = (float) (0.5 * GRID.position(v)[1]);
        int bad = BRAIN.voxel(BRAIN.count() / 2);
        float[] disturbed = values.clone();
        disturbed[bad] += 300;
        float[] found = FieldFit.of(disturbed, BRAIN, Progress.NONE).volume(0);
        for (int v : BRAIN.indices()) assertEquals(values[v], found[v], 1, "voxel " + v);
    }

    @Test
    void radiansFromWhatScannersStore() {
        float pi = (float) Math.PI;
        assertArrayEquals(new float[] {-pi, 0, pi / 2}, MeasuredField.radians(new float[] {-4096, 0, 2048}), 1e-6f);
        assertArrayEquals(
                new float[] {-pi, 0, pi / 2, 0.99951f * pi},
                MeasuredField.radians(new float[] {0, 2048, 3072, 4095}),
                1e-4f);
        assertArrayEquals(new float[] {-3, 1, 3}, MeasuredField.radians(new float[] {-3, 1, 3}));
        assertArrayEquals(
                new float[] {-3.1415f, 1, Float.NaN},
                MeasuredField.radians(new float[] {-3141.5f, 1000, Float.NaN}),
                1e-5f);
        assertArrayEquals(
                new float[] {1, (float) (6 - 2 * Math.PI)},
                MeasuredField.difference(new float[] {0, -3}, new float[] {1, 3}),
                1e-6f);
    }

    /** The end of a range that noise would fill is not reached, or the range is not a power of two: one turn is not known. */
    @Test
    void aRangeThatMayNotBeOneTurnIsRefused() {
        for (float[] values : new float[][] {{-1000, 1000}, {0, 4000}, {-2000, 2000}, {0, 100_000}, {0, 63}}) {
            String message = assertThrows(IllegalArgumentException.class, () -> MeasuredField.radians(values))
                    .getMessage();
            assertTrue(message.contains("convert them to radians"), message);
        }
    }

    @Test
    void refusesWhatIsNoPhaseAndStops() {
        float[] phase = new float[GRID.voxels()];
        phase[BRAIN.voxel(0)] = 100;
        assertThrows(IllegalArgumentException.class, () -> PhaseUnwrapping.of(phase, BRAIN, Progress.NONE));
        assertThrows(
                IllegalArgumentException.class,
                () -> MeasuredField.ofPhase(new float[GRID.voxels()], BRAIN, 0, Progress.NONE));
        Progress cancelled = new Progress() {
            @Override
            public void update(long done, long total) {}

            @Override
            public boolean isCancelled() {
                return true;
            }
        };
        assertThrows(CancellationException.class, () -> FieldFit.of(new float[GRID.voxels()], BRAIN, cancelled));
    }
}
