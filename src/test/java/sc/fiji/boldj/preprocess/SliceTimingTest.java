package sc.fiji.boldj.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.SeriesTiming;

class SliceTimingTest {

    private static double[] times(SliceTiming timing) {
        double[] times = new double[timing.slices()];
        for (int z = 0; z < times.length; z++) times[z] = timing.time(z);
        return times;
    }

    private static String message(Runnable call) {
        return assertThrows(IllegalArgumentException.class, call::run).getMessage();
    }

    @Test
    void wordsAreOrders() {
        assertArrayEquals(new double[] {0, 0.5, 1, 1.5}, times(SliceTiming.parse("ascending", 4, 2)), 1e-15);
        assertArrayEquals(new double[] {1.5, 1, 0.5, 0}, times(SliceTiming.parse(" Descending ", 4, 2)), 1e-15);
        // AFNI alt+z, whatever the number of slices
        assertArrayEquals(new double[] {0, 1, 0.5, 1.5}, times(SliceTiming.parse("interleaved", 4, 2)), 1e-15);
        assertArrayEquals(new double[] {0, 3, 1, 4, 2}, times(SliceTiming.parse("interleaved", 5, 5)), 1e-15);
        // even number: the second slice first
        assertArrayEquals(new double[] {1, 0, 1.5, 0.5}, times(SliceTiming.parse("interleaved-siemens", 4, 2)), 1e-15);
        assertArrayEquals(new double[] {0, 3, 1, 4, 2}, times(SliceTiming.parse("interleaved-siemens", 5, 5)), 1e-15);
    }

    @Test
    void listsAreSeconds() {
        assertEquals(new SliceTiming(2, 0, 1, 0.5, 1.5), SliceTiming.parse("0, 1,0.5 , 1.5", 4, 2));
        assertEquals(
                "the image has 4 slices but timing lists 3 times: one is needed for each slice along the third axis",
                message(() -> SliceTiming.parse("0, 1, 0.5", 4, 2)));
        assertEquals(
                "timing must be ascending, descending, interleaved, interleaved-siemens or one time in seconds for"
                        + " each slice, separated by commas; 'sideways' is none of these",
                message(() -> SliceTiming.parse("sideways", 4, 2)));
    }

    @Test
    void theImageMayKnow() {
        assertEquals(Optional.empty(), SliceTiming.of(SeriesTiming.UNKNOWN));
        assertEquals(Optional.empty(), SliceTiming.of(SeriesTiming.every(2)));
        assertEquals(
                Optional.of(new SliceTiming(2, 0, 1)),
                SliceTiming.of(SeriesTiming.every(2).withSliceTimes(0, 1)));
    }

    @Test
    void mistakesAreRecognised() {
        assertEquals(
                "slice 1 was measured at 500.0 s, outside [0, 2.0): are the slice times in milliseconds?",
                message(() -> new SliceTiming(2, 0, 500, 1000, 1500)));
        assertEquals(
                "slice 2 was measured at -0.5 s, outside [0, 2.0): times count from the start of the volume, none is"
                        + " negative",
                message(() -> new SliceTiming(2, 0, 0.5, -0.5)));
        assertEquals(
                "slice 1 was measured at 2.0 s, outside [0, 2.0): are the slice times or the repetition time of"
                        + " another scan?",
                message(() -> new SliceTiming(2, 0, 2)));
        assertEquals(
                "slice 0 was measured at NaN s, outside [0, 2.0): a number is missing",
                message(() -> new SliceTiming(2, Double.NaN, 1)));
        assertEquals(
                "the repetition time is 2000.0 s: is it in milliseconds? That would be 2.0 s",
                message(() -> new SliceTiming(2000, 0, 1)));
        assertEquals(
                "the repetition time must be a number of seconds above 0, got NaN: give it, the image does not say",
                message(() -> new SliceTiming(Double.NaN, 0, 1)));
        assertEquals("slice timing needs a time for each slice, got none", message(() -> new SliceTiming(2)));
        assertEquals("a volume needs 1 slice or more, got 0", message(() -> SliceTiming.ascending(0, 2)));
    }

    @Test
    void referenceIsBetweenTheEarliestAndTheLatest() {
        SliceTiming timing = new SliceTiming(2, 1.6, 0.2, 0.4);
        assertEquals(0.2, timing.referenceTime(0));
        assertEquals(0.9, timing.referenceTime(0.5), 1e-15);
        assertEquals(1.6, timing.referenceTime(1), 1e-15);
    }

    @Test
    void multibandFactorsDivideTheSlices() {
        assertArrayEquals(new int[] {2, 4, 13, 26}, SliceTiming.possibleMultibandFactors(52));
        assertArrayEquals(new int[] {}, SliceTiming.possibleMultibandFactors(53));
        double[] times = new double[52];
        for (int z = 0; z < 52; z++) times[z] = z % 13 * 0.06;
        SliceTiming timing = new SliceTiming(0.8, times);
        assertEquals(4, timing.slicesTogether());
        assertEquals(Optional.empty(), timing.multibandFinding(4));
        assertEquals(Optional.empty(), timing.multibandFinding(0));
        assertEquals(
                Optional.of("slice 0: 4 slices were measured at 0.0 s but 2 are expected with multiband factor 2"),
                timing.multibandFinding(2));
        assertEquals(
                Optional.of("52 slices cannot be measured 5 at a time: possible multiband factors are [2, 4, 13, 26]"),
                timing.multibandFinding(5));
        times[51] = 0.77;
        assertEquals(
                Optional.of("slice 12: 3 slices were measured at 0.72 s but 4 are expected"),
                new SliceTiming(0.8, times).multibandFinding(0));
        assertEquals(Optional.empty(), SliceTiming.interleaved(33, 2).multibandFinding(0));
        assertEquals(Optional.empty(), new SliceTiming(2, new double[7]).multibandFinding(0));
        assertEquals(1, SliceTiming.interleaved(33, 2).slicesTogether());
    }

    @Test
    void isAValue() {
        double[] times = {0, 1};
        SliceTiming timing = new SliceTiming(2, times);
        times[1] = 0.5;
        assertEquals(1, timing.time(1));
        assertEquals(new SliceTiming(2, 0, 1), timing);
        assertEquals(new SliceTiming(2, 0, 1).hashCode(), timing.hashCode());
        assertEquals("TR 2.0 s, slice times " + Arrays.toString(new double[] {0, 1}) + " s", timing.toString());
    }
}
