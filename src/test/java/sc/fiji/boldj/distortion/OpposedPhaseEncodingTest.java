package sc.fiji.boldj.distortion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;

class OpposedPhaseEncodingTest {

    private static final OpposedPhaseEncoding.Options OPTIONS = OpposedPhaseEncoding.Options.DEFAULT;

    private static FieldEstimate estimate(DistortedHead head) {
        return OpposedPhaseEncoding.of(head.images(), OPTIONS, Progress.NONE);
    }

    /** The bar of the design; at 4 mm the median is about 0.1 mm, before correction 0.7 mm. */
    @Test
    void findsAKnownFieldOfAHeadThatMoved() {
        DistortedHead head = DistortedHead.of(4, 0.05, 2, 1);
        FieldEstimate found = estimate(head);
        double[] errors = head.errors(found.field());
        assertTrue(errors[errors.length / 2] <= 0.3, "median " + errors[errors.length / 2]);
        assertTrue(errors[(int) (0.95 * errors.length)] <= 1, "95 % " + errors[(int) (0.95 * errors.length)]);
        assertTrue(found.leastJacobian() > 0, "folds: " + found.leastJacobian());
        assertTrue(found.difference() < 0.3 * found.differenceBefore(), found.toString());
        // What the field cannot mimic of the motion: x and z shifts and the turn in the plane without phase encoding.
        Affine motion = found.motions().get(1);
        assertEquals(head.motion().get(0, 2), motion.get(0, 2), 0.002);
        assertEquals(head.motion().get(0, 3), motion.get(0, 3), 0.15);
    }

    /** A block in 40 Hz appears further away the longer the readout: 40 Hz times 0.1 s is 4 voxels, times 0.025 s 1 voxel. */
    @Test
    void theFieldIsInHertzWhateverTheReadoutTime() {
        for (int shift : new int[] {1, 4}) {
            double readout = shift / 40.0;
            List<EncodedImage> pair = List.of(
                    new EncodedImage(block(shift, "j").image(), PhaseEncoding.of("j", readout)),
                    new EncodedImage(block(-shift, "j-").image(), PhaseEncoding.of("j-", readout)));
            FieldEstimate found = OpposedPhaseEncoding.of(pair, OPTIONS, Progress.NONE);
            int middle = pair.get(0).image().grid().index(16, 16, 12);
            assertEquals(40, found.field().volume(0)[middle], 2, "readout " + readout + " s");
        }
    }

    /** The same in a whole head with noise. */
    @Tag("study")
    @Test
    void readoutTimeDoesNotChangeTheFieldOfAHead() {
        DistortedHead slow = DistortedHead.of(4, 0.05, 0, 1);
        float[] a = estimate(slow).field().volume(0);
        float[] b = estimate(DistortedHead.of(4, 0.03, 0, 1)).field().volume(0);
        double[] difference = new double[slow.brain().count()];
        for (int i = 0; i < difference.length; i++)
            difference[i] = a[slow.brain().voxel(i)] - b[slow.brain().voxel(i)];
        double[] sorted = difference.clone();
        Arrays.sort(sorted);
        double median = sorted[sorted.length / 2];
        int n = 0;
        for (int i = 0; i < difference.length; i++)
            if (Math.abs(slow.truth().volume(0)[slow.brain().voxel(i)]) < 100)
                sorted[n++] = Math.abs(difference[i] - median);
        Arrays.sort(sorted, 0, n);
        assertTrue(sorted[n / 2] <= 3, "median " + sorted[n / 2] + " Hz");
    }

    /** A block in a field of 40 Hz: with j and 0.05 s it appears 2 voxels further along the second axis. */
    @Test
    void aPositiveFieldMovesSignalTowardsLargerIndicesWithJ() {
        List<EncodedImage> pair = List.of(block(2, "j"), block(-2, "j-"));
        FieldEstimate found = OpposedPhaseEncoding.of(pair, OPTIONS, Progress.NONE);
        int middle = pair.get(0).image().grid().index(16, 16, 12);
        assertEquals(40, found.field().volume(0)[middle], 2);
        NeuroImage corrected =
                DistortionCorrection.apply(pair.get(0), found.field(), Affine.IDENTITY, true, Progress.NONE);
        assertEquals(100, corrected.volume(0)[middle], 5);
        assertEquals(6, DistortionCorrection.millimetres(found.field(), pair.get(0))[middle], 0.3);
        assertEquals(-6, DistortionCorrection.millimetres(found.field(), pair.get(1))[middle], 0.3);
    }

    static EncodedImage block(int shift, String direction) {
        VoxelGrid grid = new VoxelGrid(32, 32, 24, Affine.of(3, 0, 0, -48, 0, 3, 0, -48, 0, 0, 3, -36));
        float[] values = new float[grid.voxels()];
        for (int z = 5; z < 19; z++)
            for (int y = 8; y < 24; y++) for (int x = 9; x < 23; x++) values[grid.index(x, y + shift, z)] = 100;
        NeuroImage image = NeuroImage.floats("block", grid, 1, SeriesTiming.UNKNOWN);
        image.writeVolume(0, values);
        return new EncodedImage(image, PhaseEncoding.of(direction, 0.05));
    }

    @Test
    void threadsDoNotChangeTheBits() {
        List<EncodedImage> pair = List.of(block(1, "j"), block(-1, "j-"));
        float[][] fields = new float[2][];
        for (int i = 0; i < 2; i++) {
            int index = i;
            Parallelization.runWithNumThreads(
                    1 + 2 * i,
                    () -> fields[index] = OpposedPhaseEncoding.of(pair, OPTIONS, Progress.NONE)
                            .field()
                            .volume(0));
        }
        assertArrayEquals(fields[0], fields[1]);
    }

    @Test
    void refusesImagesThatTellNothing() {
        List<EncodedImage> same = List.of(block(1, "j"), block(1, "j"));
        assertTrue(assertThrows(
                        IllegalArgumentException.class, () -> OpposedPhaseEncoding.of(same, OPTIONS, Progress.NONE))
                .getMessage()
                .contains("opposite direction"));
        List<EncodedImage> one = same.subList(0, 1);
        assertThrows(IllegalArgumentException.class, () -> OpposedPhaseEncoding.of(one, OPTIONS, Progress.NONE));
        NeuroImage dark = NeuroImage.floats("dark", one.get(0).image().grid(), 1, SeriesTiming.UNKNOWN);
        List<EncodedImage> empty = List.of(one.get(0), new EncodedImage(dark, PhaseEncoding.of("j-", 0.05)));
        assertTrue(assertThrows(DataException.class, () -> OpposedPhaseEncoding.of(empty, OPTIONS, Progress.NONE))
                .getMessage()
                .contains("dark"));
    }

    @Test
    void stopsWhenCancelled() {
        Progress cancelled = new Progress() {
            @Override
            public void update(long done, long total) {}

            @Override
            public boolean isCancelled() {
                return true;
            }
        };
        List<EncodedImage> pair = List.of(block(1, "j"), block(-1, "j-"));
        assertThrows(CancellationException.class, () -> OpposedPhaseEncoding.of(pair, OPTIONS, cancelled));
    }

    @Test
    void encodingIsReadAsBidsWritesIt() {
        assertEquals(new PhaseEncoding(0, -1, 0.03), PhaseEncoding.of("i-", 0.03));
        assertEquals("k", PhaseEncoding.of("k", 0.03).direction());
        assertEquals(-0.03, PhaseEncoding.of("i-", 0.03).voxelsPerHertz());
        for (String bad : List.of("y", "j+", "AP", ""))
            assertThrows(IllegalArgumentException.class, () -> PhaseEncoding.of(bad, 0.03));
        for (double bad : new double[] {0, -1, 1.5, Double.NaN})
            assertThrows(IllegalArgumentException.class, () -> PhaseEncoding.of("j", bad));
    }
}
