package sc.fiji.boldj.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FractionalDelayTest {

    private static float[] apply(FractionalDelay delay, float... series) {
        float[][] target = new float[series.length][1];
        delay.apply(column(series), 1, target);
        float[] result = new float[series.length];
        for (int t = 0; t < result.length; t++) result[t] = target[t][0];
        return result;
    }

    private static float[][] column(float... series) {
        float[][] block = new float[series.length][];
        for (int t = 0; t < series.length; t++) block[t] = new float[] {series[t]};
        return block;
    }

    private static float[][] random(int samples, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] block = new float[samples][count];
        for (float[] row : block) for (int i = 0; i < count; i++) row[i] = (float) random.nextDouble() - 0.5f;
        return block;
    }

    @Test
    void positiveOffsetReadsLaterSoAnEventMovesEarlier() {
        float[] delta = {0, 0, 0, 1, 0, 0, 0};
        assertArrayEquals(new float[] {0, 0, 1, 0, 0, 0, 0}, apply(FractionalDelay.sinc(1), delta));
        assertArrayEquals(new float[] {0, 0, 0, 0, 1, 0, 0}, apply(FractionalDelay.sinc(-1), delta));
        assertArrayEquals(new float[] {0, 0, 1, 0, 0, 0, 0}, apply(FractionalDelay.fourier(1, 7), delta), 1e-6f);
        assertArrayEquals(new float[] {0, 0, 0, 0, 1, 0, 0}, apply(FractionalDelay.fourier(-1, 7), delta), 1e-6f);
        float[] between = apply(FractionalDelay.sinc(0.25), delta);
        assertTrue(between[3] > between[2] && between[2] > between[4], "a quarter later: more at 2 than at 4");
    }

    @Test
    void sincHoldsTheFirstAndLastValue() {
        assertArrayEquals(new float[] {4, 8, 8, 8}, apply(FractionalDelay.sinc(2), 1, 2, 4, 8));
        assertArrayEquals(new float[] {1, 1, 1, 2}, apply(FractionalDelay.sinc(-2), 1, 2, 4, 8));
        assertArrayEquals(new float[] {3, 3, 3}, apply(FractionalDelay.sinc(0.3), 3, 3, 3), 1e-6f);
    }

    @Test
    void fourierIsZeroBeyondTheEnd() {
        assertArrayEquals(new float[] {4, 8, 0, 0}, apply(FractionalDelay.fourier(2, 4), 1, 2, 4, 8), 1e-5f);
        assertArrayEquals(new float[] {0, 0, 1, 2}, apply(FractionalDelay.fourier(-2, 4), 1, 2, 4, 8), 1e-5f);
    }

    /** Frequencies up to 0.28 cycles a sample, that is 0.35 Hz at TR 0.8 s; the interior. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void readsSinesBetweenTheirSamples(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double cycles = 0.28 * random.nextDouble();
        double phase = 2 * Math.PI * random.nextDouble();
        double offset = 2 * random.nextDouble() - 1;
        float[] series = new float[121];
        for (int t = 0; t < series.length; t++) series[t] = (float) Math.sin(2 * Math.PI * cycles * t + phase);
        float[] read = apply(FractionalDelay.sinc(offset), series);
        for (int t = 10; t < 111; t++)
            assertEquals(Math.sin(2 * Math.PI * cycles * (t + offset) + phase), read[t], 2e-4, "sample " + t);
    }

    /** Against the sum of the definition, with the padding written out. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 9, 12, 13, 40})
    void fourierEqualsTheSlowTransform(int samples) {
        double offset = 0.37;
        int length = FractionalDelayFourier.lengthFor(samples);
        float[][] block = random(samples, 3, samples);
        float[][] target = new float[samples][3];
        FractionalDelay.fourier(offset, samples).apply(block, 3, target);
        for (int i = 0; i < 3; i++)
            for (int t = 0; t < samples; t++) {
                double sum = 0;
                for (int s = 0; s < samples; s++) {
                    double kernel = 1 + Math.cos(Math.PI * offset) * Math.cos(Math.PI * (t - s));
                    for (int k = 1; 2 * k < length; k++)
                        kernel += 2 * Math.cos(2 * Math.PI * k * (t + offset - s) / length);
                    sum += kernel / length * block[s][i];
                }
                assertEquals(sum, target[t][i], 1e-6, "series " + i + " sample " + t);
            }
    }

    @Test
    void lengthsLeaveRoomAndAreEven() {
        assertEquals(6, FractionalDelayFourier.lengthFor(1));
        assertEquals(6, FractionalDelayFourier.lengthFor(2));
        assertEquals(8, FractionalDelayFourier.lengthFor(3));
        assertEquals(16, FractionalDelayFourier.lengthFor(10));
        assertEquals(80, FractionalDelayFourier.lengthFor(64));
        assertEquals(240, FractionalDelayFourier.lengthFor(200));
        for (int n = 1; n < 3000; n++) {
            int length = FractionalDelayFourier.lengthFor(n);
            assertTrue(length >= n + 4 && length % 2 == 0, n + " samples: " + length);
        }
    }

    @Test
    void aSeriesGivesTheSameBitsInAnyBlock() {
        float[][] block = random(50, 37, 3);
        float[][] together = new float[50][37];
        FractionalDelay.sinc(0.4).apply(block, 37, together);
        for (int i = 0; i < 37; i++) {
            float[] one = new float[50];
            for (int t = 0; t < 50; t++) one[t] = block[t][i];
            float[] read = apply(FractionalDelay.sinc(0.4), one);
            for (int t = 0; t < 50; t++) assertEquals(read[t], together[t][i], 0f);
        }
    }

    @Test
    void badInputIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> FractionalDelay.sinc(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> FractionalDelay.fourier(Double.NaN, 5));
        assertThrows(IllegalArgumentException.class, () -> FractionalDelay.fourier(0.5, 0));
        var e = assertThrows(IllegalArgumentException.class, () -> apply(FractionalDelay.fourier(0.5, 4), 1, 2, 3));
        assertEquals("made for 4 samples but the block has 3", e.getMessage());
    }

    /** The definition: 18 samples, sinc times a window of three cosines, in a sum of 1, the ends held. */
    @Test
    void sincEqualsItsDefinition() {
        float[][] block = random(40, 5, 9);
        for (double offset : new double[] {0.37, -0.62, 1.5, -3.25, 0}) {
            float[][] read = new float[40][5];
            FractionalDelay.sinc(offset).apply(block, 5, read);
            int whole = (int) Math.floor(offset);
            double fraction = offset - whole;
            for (int t = 0; t < 40; t++)
                for (int i = 0; i < 5; i++) {
                    double sum = 0;
                    double total = 0;
                    for (int k = -8; k <= 9; k++) {
                        double x = k - fraction;
                        double u = Math.PI * x / 9;
                        double window = 0.4243801 + 0.4973406 * Math.cos(u) + 0.0782793 * Math.cos(2 * u);
                        double weight = x == 0 ? 1 : fraction == 0 ? 0 : Math.sin(Math.PI * x) / (Math.PI * x) * window;
                        total += weight;
                        sum += weight * block[Math.max(0, Math.min(39, t + whole + k))][i];
                    }
                    // 18 products in float
                    assertEquals(sum / total, read[t][i], 1e-6);
                }
        }
    }

    @Test
    void aValueThatIsNoneIsZeroInTheTransform() {
        float[] gap = {1, Float.NaN, 3, Float.POSITIVE_INFINITY};
        assertArrayEquals(
                apply(FractionalDelay.fourier(0.3, 4), 1, 0, 3, 0), apply(FractionalDelay.fourier(0.3, 4), gap), 0f);
        assertArrayEquals(new float[] {1}, apply(FractionalDelay.fourier(0, 1), 1), 1e-6f);
    }

    /** Series go through the transform in pairs, whatever their number. */
    @Test
    void seriesOfAnyNumberDoNotMix() {
        for (int count : new int[] {1, 2, 3, 4}) {
            float[][] block = random(9, count, count);
            float[][] together = new float[9][count];
            FractionalDelay.fourier(0.3, 9).apply(block, count, together);
            for (int i = 0; i < count; i++) {
                float[] one = new float[9];
                for (int t = 0; t < 9; t++) one[t] = block[t][i];
                float[] alone = apply(FractionalDelay.fourier(0.3, 9), one);
                for (int t = 0; t < 9; t++) assertEquals(alone[t], together[t][i], 1e-6f);
            }
        }
    }
}
