package sc.fiji.boldj.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.MeanVolume;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

/** T2* against numpy and scipy, weights against Posse's formula, the gain of the combination on simulated echoes. */
class EchoCombinationTest {

    private static final double[] TIMES = {0.0137, 0.0291, 0.0445, 0.0599};

    /** The bar is 2 %; the same estimators differ by their stopping rules only, so 1e-5 is asked for. */
    @Test
    void t2starEqualsNumpyAndScipy() throws IOException {
        String text;
        try (InputStream in = getClass().getResourceAsStream("echoes.tsv")) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<double[]> rows = text.lines()
                .map(line -> Arrays.stream(line.split("\t", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toList();
        assertTrue(rows.size() > 150, rows.size() + " voxels");
        for (double[] row : rows) {
            double[] signals = Arrays.copyOf(row, 4);
            EchoFit.Decay line = new EchoFit(TIMES, EchoFit.Method.LOGLINEAR).of(signals);
            assertEquals(1, line.t2star() / row[4], 1e-5);
            assertEquals(1, line.s0() / row[5], 1e-5);
            EchoFit.Decay curve = new EchoFit(TIMES, EchoFit.Method.NONLINEAR).of(signals);
            assertEquals(1, curve.t2star() / row[6], 1e-5);
            assertEquals(1, curve.s0() / row[7], 1e-5);
        }
    }

    @Test
    void voxelsWithoutADecayAreWithinTheLimits() {
        EchoFit fit = new EchoFit(TIMES, EchoFit.Method.NONLINEAR);
        assertEquals(EchoFit.LONGEST, fit.of(100, 101, 102, 103).t2star(), 1e-12, "a signal that rises");
        assertEquals(
                EchoFit.SHORTEST, fit.of(100, 1e-9, 1e-12, 1e-15).t2star(), 1e-12, "a signal that is gone at once");
        assertEquals(0, fit.of(100, 0, 10, 5).t2star(), "one echo with signal");
        assertEquals(0, fit.of(0, 0, 0, 0).s0(), "no signal");
        assertEquals(
                0.02,
                fit.of(100 * Math.exp(-0.0137 / 0.02), 100 * Math.exp(-0.0291 / 0.02), 0, 7)
                        .t2star(),
                1e-9,
                "two echoes");
        assertArrayEquals(new double[] {1, 0, 0, 0}, EchoWeights.of(TIMES, 0), 0);
    }

    @Test
    void weightsAreThoseOfPosse() {
        double t2star = 0.04;
        double[] weights = EchoWeights.of(TIMES, t2star);
        double sum = 0;
        for (double time : TIMES) sum += time * Math.exp(-time / t2star);
        for (int e = 0; e < 4; e++) assertEquals(TIMES[e] * Math.exp(-TIMES[e] / t2star) / sum, weights[e], 1e-12);
    }

    private static NeuroImage echo(String name, VoxelGrid grid, int volumes, double repetitionTime) {
        return NeuroImage.floats(name, grid, volumes, SeriesTiming.every(repetitionTime));
    }

    /** Noise of the scanner is the same in each echo; T2* is 25 to 60 ms, as at 3 T. */
    @Test
    void theCombinationHasATemporalSignalToNoiseOneFifthAboveTheSecondEcho() {
        VoxelGrid grid = new VoxelGrid(10, 10, 4, Affine.of(3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 3, 0));
        double[] times = {0.0137, 0.0291, 0.0445};
        SplittableRandom random = new SplittableRandom(2);
        double[] t2star = new double[grid.voxels()];
        for (int v = 0; v < t2star.length; v++) t2star[v] = 0.025 + 0.035 * random.nextDouble();
        List<NeuroImage> echoes = new ArrayList<>();
        for (double time : times) {
            NeuroImage echo = echo("echo", grid, 200, 2);
            for (int t = 0; t < 200; t++) {
                float[] volume = new float[grid.voxels()];
                for (int v = 0; v < volume.length; v++)
                    volume[v] = (float) (1000 * Math.exp(-time / t2star[v]) + 10 * random.nextGaussian());
                echo.writeVolume(t, volume);
            }
            echoes.add(echo);
        }
        List<float[]> means = new ArrayList<>();
        for (NeuroImage echo : echoes) means.add(MeanVolume.between(echo, 0, 200, Progress.NONE));
        Mask all = Mask.all(grid);
        for (EchoFit.Method method : EchoFit.Method.values()) {
            EchoMaps maps = EchoMaps.of(means, all, times, method, Progress.NONE);
            double worst = 0;
            for (int v = 0; v < t2star.length; v++) worst = Math.max(worst, Math.abs(maps.t2star()[v] / t2star[v] - 1));
            assertTrue(worst < 0.02, method + ": T2* differs by " + worst);
            NeuroImage target = echo("combined", grid, 200, 2);
            EchoCombination.of(echoes, volume -> maps.weights(), target, Progress.NONE);
            double gain = snr(target) / snr(echoes.get(1));
            assertTrue(gain >= 1.2, "gain " + gain);
        }
    }

    private static double snr(NeuroImage series) {
        int n = series.volumes();
        double[] sums = new double[series.grid().voxels()];
        double[] squares = new double[sums.length];
        for (int t = 0; t < n; t++) {
            float[] volume = series.volume(t);
            for (int v = 0; v < sums.length; v++) {
                sums[v] += volume[v];
                squares[v] += (double) volume[v] * volume[v];
            }
        }
        double[] ratios = new double[sums.length];
        for (int v = 0; v < sums.length; v++)
            ratios[v] = sums[v] / n / Math.sqrt(squares[v] / n - sums[v] / n * (sums[v] / n));
        Arrays.sort(ratios);
        return ratios[ratios.length / 2];
    }

    @Test
    void echoesThatDoNotBelongTogetherAreRefusedByName() {
        VoxelGrid grid = new VoxelGrid(2, 2, 2, Affine.of(3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 3, 0));
        NeuroImage first = echo("sub-01_echo-1", grid, 20, 2);
        refused(first, echo("sub-01_echo-2", grid, 19, 2), "sub-01_echo-1 has 20 volumes, but sub-01_echo-2 has 19");
        refused(first, echo("sub-01_echo-2", grid, 20, 1.5), "sub-01_echo-2 has 1.5 s");
        refused(first, echo("sub-01_echo-2", new VoxelGrid(3, 2, 2, grid.affine()), 20, 2), "sub-01_echo-2");
        times("must ascend", 0.03, 0.01);
        times("milliseconds", 14, 30);
        times("2 echo times", 0.01);
    }

    private static void refused(NeuroImage first, NeuroImage second, String part) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> EchoSeries.requireAlike(List.of(first, second)));
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    private static void times(String part, double... times) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> new EchoFit(times, EchoFit.Method.LOGLINEAR));
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }
}
