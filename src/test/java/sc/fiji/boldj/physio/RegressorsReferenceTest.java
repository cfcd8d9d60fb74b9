package sc.fiji.boldj.physio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** RETROICOR and the rates against their formulas in numpy and scipy, see make_physio.py. */
class RegressorsReferenceTest {

    private static final int VOLUMES = 90;
    private static final double TR = 2.2;
    private static final double REFERENCE = 1.1;
    private static final double[] SLICES = {0, 0.73, 2.1275};

    private static double[][] rows(String name) throws IOException {
        try (InputStream raw = RegressorsReferenceTest.class.getResourceAsStream(name);
                InputStream in = name.endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> Arrays.stream(line.split("\t", -1))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toArray(double[][]::new);
        }
    }

    private static double[] first(double[][] rows) {
        return Arrays.stream(rows).mapToDouble(row -> row[0]).toArray();
    }

    private static Beats beats() throws IOException {
        double[] times = first(rows("beats.tsv"));
        return new Beats(times, new boolean[times.length]);
    }

    private static Breaths breaths() throws IOException {
        return Breaths.of(new Recording(first(rows("breathing.tsv.gz")), 100, -8));
    }

    /** The reference has nine digits; the filter agrees with scipy's to about 1e-10 of the range. */
    @Test
    void retroicorEqualsItsFormulaInNumpy() throws IOException {
        double[][] expected = rows("retroicor.tsv.gz");
        Retroicor model = Retroicor.of(beats(), breaths());
        assertEquals(18, model.names().size());
        double worst = 0;
        for (int s = 0; s < SLICES.length; s++) {
            double[] times = new double[VOLUMES];
            for (int t = 0; t < VOLUMES; t++) times[t] = t * TR + SLICES[s];
            double[][] found = model.columns(times);
            for (int t = 0; t < VOLUMES; t++)
                for (int c = 0; c < 18; c++)
                    worst = Math.max(worst, Math.abs(found[t][c] - expected[s * VOLUMES + t][c]));
        }
        assertTrue(worst < 1e-6, "largest difference " + worst);
        assertEquals(6, Retroicor.of(beats(), null).names().size());
        assertEquals(8, Retroicor.of(null, breaths()).columns(3.0)[0].length);
    }

    @Test
    void ratesAndTheirConvolutionsEqualTheFormulasInNumpy() throws IOException {
        double[][] expected = rows("rates.tsv");
        Beats beats = beats();
        Breaths breaths = breaths();
        double[] heart = RateRegressors.heart(beats, VOLUMES, TR, REFERENCE);
        double[] breathing = RateRegressors.breathing(breaths, VOLUMES, TR, REFERENCE);
        for (int t = 0; t < VOLUMES; t++) {
            double time = t * TR + REFERENCE;
            assertEquals(1, RateRegressors.heartRate(beats, time) / expected[t][0], 1e-6, "heart rate " + t);
            assertEquals(expected[t][1], heart[t], 1e-6 * deviation(expected, 1), "HRV x CRF " + t);
            assertEquals(1, breaths.volumePerTime(time) / expected[t][2], 1e-6, "RVT " + t);
            assertEquals(expected[t][3], breathing[t], 1e-6 * deviation(expected, 3), "RVT x RRF " + t);
        }
    }

    private static double deviation(double[][] rows, int c) {
        double mean = Arrays.stream(rows).mapToDouble(row -> row[c]).average().orElseThrow();
        return Math.sqrt(Arrays.stream(rows)
                .mapToDouble(row -> (row[c] - mean) * (row[c] - mean))
                .average()
                .orElseThrow());
    }

    @Test
    void whatIsTooLittleIsNamed() {
        refused("a recording of the pulse or of breathing", () -> Retroicor.of(null, null));
        refused("2 heart beats or more", () -> Retroicor.of(new Beats(new double[] {1}, new boolean[1]), null));
        refused("12 samples per second", () -> PulseDetection.of(new Recording(new double[100], 5, 0)));
        refused("4 samples per second", () -> Breaths.of(new Recording(new double[100], 2, 0)));
        refused("must ascend", () -> new Beats(new double[] {1, 1}, new boolean[2]));
        refused("SamplingFrequency and StartTime", () -> new Recording(new double[1000], 10, 0).requireCovers(0, 300));
        refused("is constant", () -> Retroicor.of(null, Breaths.of(new Recording(new double[1000], 10, 0))));
        assertEquals(
                0, PulseDetection.of(new Recording(new double[1000], 50, 0)).times().length, "no pulse, no beat");
    }

    private static void refused(String part, Runnable call) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call::run, part);
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }
}
