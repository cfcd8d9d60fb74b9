package sc.fiji.boldj.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SpectrumTest {

    private static double[] wave(double hz, double seconds, int samples) {
        double[] series = new double[samples];
        for (int t = 0; t < samples; t++) series[t] = Math.cos(2 * Math.PI * hz * seconds * t + 0.3);
        return series;
    }

    @Test
    void aWaveHasHalfItsSquareAtItsFrequency() {
        double[] series = wave(0.25, 0.8, 1000);
        Periodogram spectrum = Periodogram.of(series, 0.8, 125);
        assertEquals(0.01, spectrum.step(), 1e-12);
        double sum = 0;
        for (int k = 0; k < spectrum.power().length; k++) {
            sum += spectrum.power()[k] * spectrum.step();
            if (Math.abs(k - 25) > 1) assertEquals(0, spectrum.power()[k], 1e-9);
        }
        assertEquals(0.5, sum, 1e-9);
        assertThrows(IllegalArgumentException.class, () -> Periodogram.of(new double[3], 1, 4));
        assertThrows(IllegalArgumentException.class, () -> Periodogram.of(new double[] {0, 1, 2, Double.NaN}, 1, 4));
    }

    @Test
    void aNotchRemovesItsMiddleHalvesItsLimitsAndLeavesTheRest() {
        Notch notch = Notch.of(0.25, 0.35, 0.8);
        double[] hz = {0.02, 0.25, 0.2971, 0.35, 0.6};
        double[] gain = {1, 0.5, 0, 0.5, 1};
        for (int i = 0; i < hz.length; i++) {
            double[] series = wave(hz[i], 0.8, 1000);
            double[] filtered = notch.filter(series);
            double product = 0;
            double square = 0;
            for (int t = 200; t < 800; t++) {
                product += series[t] * filtered[t];
                square += series[t] * series[t];
            }
            assertEquals(gain[i], product / square, 0.02, hz[i] + " Hz");
        }
        double[] constant = {3, 3, 3, 3, 3, 3};
        assertArrayEquals(constant, notch.filter(constant), 1e-12);
        double[] backwards = new double[1000];
        double[] delta = new double[1000];
        delta[499] = 1;
        double[] response = notch.filter(delta);
        for (int t = 0; t < 999; t++) backwards[t] = response[998 - t];
        for (int t = 0; t < 999; t++) assertEquals(response[t], backwards[t], 1e-6);
        assertTrue(Double.isNaN(notch.filter(new double[] {1, Double.NaN, 2, 3})[3]));
        assertThrows(IllegalArgumentException.class, () -> Notch.of(0, 0.1, 0.8));
        assertThrows(IllegalArgumentException.class, () -> Notch.of(0.1, 0, 0.8));
        assertThrows(IllegalArgumentException.class, () -> Notch.of(0.3, 0.7, 0.8));
    }

    private static double[][] table(String name) throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(SpectrumTest.class.getResourceAsStream(name), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .skip(2)
                    .map(line -> Arrays.stream(line.split("\t", -1))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toArray(double[][]::new);
        }
    }

    private static double[] column(double[][] table, int c) {
        return Arrays.stream(table).mapToDouble(row -> row[c]).toArray();
    }

    /** make_spectrum.py; the same arithmetic in another order, values of about 40. */
    @Test
    void notchesEqualScipysForwardsAndBackwards() throws IOException {
        double[][] table = table("notch.tsv");
        double[] x = column(table, 0);
        assertArrayEquals(column(table, 1), Notch.of(0.25, 0.35, 0.8).filter(x), 1e-10);
        assertArrayEquals(column(table, 2), Notch.of(0.05, 0.07, 0.8).filter(x), 1e-10);
        double[] first = Arrays.copyOf(x, 12);
        assertArrayEquals(
                Arrays.copyOf(column(table, 3), 12), Notch.of(0.25, 0.35, 0.8).filter(first), 1e-10);
        assertArrayEquals(new double[] {7}, Notch.of(0.25, 0.35, 0.8).filter(new double[] {7}));
        assertArrayEquals(new double[] {7, 7}, Notch.of(0.25, 0.35, 0.8).filter(new double[] {7, 7}), 1e-14);
    }

    /** make_spectrum.py; segments of even, odd, the least and the whole length. */
    @Test
    void theSpectrumIsThatOfScipysWelch() throws IOException {
        double[] x = column(table("notch.tsv"), 0);
        double[][] table = table("welch.tsv");
        for (int segment : new int[] {32, 25, 4, 150}) {
            double[][] rows = Arrays.stream(table).filter(r -> r[0] == segment).toArray(double[][]::new);
            Periodogram found = Periodogram.of(x, 0.8, segment);
            assertEquals(rows.length, found.power().length);
            // the window has no part at frequency 0 of a series without mean but rounding
            assertArrayEquals(column(rows, 2), found.power(), 1e-11);
            for (int k = 0; k < rows.length; k++) assertEquals(rows[k][1], found.frequency(k), 1e-12);
        }
        assertArrayEquals(
                Periodogram.of(x, 0.8, 150).power(), Periodogram.of(x, 0.8, 151).power(), "no segment is longer");
    }

    @Test
    void aSpectrumNeedsFourSamplesAndARepetitionTime() {
        double[] four = {1, 3, 2, 5};
        assertEquals(3, Periodogram.of(four, 1, 4).power().length);
        assertThrows(IllegalArgumentException.class, () -> Periodogram.of(four, 1, 3));
        assertThrows(IllegalArgumentException.class, () -> Periodogram.of(four, 0, 4));
        assertThrows(IllegalArgumentException.class, () -> Periodogram.of(four, Double.POSITIVE_INFINITY, 4));
        assertThrows(IllegalArgumentException.class, () -> Periodogram.of(four, Double.NaN, 4));
    }
}
