package sc.fiji.boldj.glm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Power of the default noise model beside an oracle that knows the covariance of the noise, where the response is 0, 1 or 2
 * s late: at equal false-positive rates (the threshold that 5 % of its own null series exceed) for an effect of 3 standard
 * errors, and at z above 3.1 for one of 5. Given the residuals power is computed, not counted ({@link RejectionRate}); that
 * of the oracle is exact. Standard errors are those of the jackknife over runs, each with a design of its own, threshold
 * included. {@code -Dboldj.tr}, {@code -Dboldj.runs}, {@code -Dboldj.first}, {@code
 * -Dboldj.series} and {@code -Dboldj.noise} change what is run.
 */
@Tag("study")
class LateResponseStudyTest {

    private static final int RUNS = Integer.getInteger("boldj.runs", 16);
    /** The runs begin here: those below 30000 were looked at when the method was chosen. */
    private static final int FIRST = Integer.getInteger("boldj.first", 30000);

    private static final int SERIES = Integer.getInteger("boldj.series", 100);
    private static final NoiseModel MODEL =
            NoiseModel.named(System.getProperty("boldj.noise", NoiseModel.DEFAULT.toString()));
    private static final List<Double> TIMES = Stream.of(
                    System.getProperty("boldj.tr", "0.8,2").split(",", -1))
            .map(Double::valueOf)
            .toList();
    private static final double HIGH = 3.1;
    private static final TLimit HIGH_T = new TLimit(HIGH);

    /** Limits between which the threshold of the null series is sought. */
    private static final double LOWEST = 1.5;

    private static final double STEP = 0.05;
    private static final TLimit[] LIMITS =
            IntStream.range(0, 22).mapToObj(i -> new TLimit(LOWEST + STEP * i)).toArray(TLimit[]::new);

    static Stream<Arguments> cells() {
        return TIMES.stream().flatMap(tr -> Stream.of("blocks", "events")
                .flatMap(kind -> Stream.of(NullNoise.AR4, NullNoise.PINK_AND_WHITE)
                        .map(noise -> Arguments.of(tr, kind, noise))));
    }

    @ParameterizedTest(name = "TR {0} s, {1} in {2} noise")
    @MethodSource("cells")
    void powerIsThatOfTheOracle(double repetitionTime, String kind, NullNoise noise) {
        LateResponseSimulation simulation =
                new LateResponseSimulation(repetitionTime, repetitionTime < 1 ? 600 : 240, kind, noise);
        List<LateResponseSimulation.Fit> fits = new ArrayList<>();
        for (int run = FIRST; run < FIRST + RUNS; run++)
            fits.add(simulation.run(run, SERIES, List.of(MODEL)).get(MODEL));
        List<List<LateResponseSimulation.Fit>> without = new ArrayList<>();
        for (int left = 0; left < RUNS; left++) {
            List<LateResponseSimulation.Fit> others = new ArrayList<>(fits);
            others.remove(left);
            without.add(others);
        }
        TLimit own = threshold(fits);
        List<TLimit> jackknife =
                without.stream().map(LateResponseStudyTest::threshold).toList();
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "TR %.1f s, %s, %s, %s: null %.4f, threshold of z %.3f, df %.0f",
                repetitionTime,
                kind,
                noise,
                MODEL,
                share(fits, 0, RejectionRate.FIVE_PERCENT),
                own.of(Double.POSITIVE_INFINITY),
                median(all(fits, 0, LateResponseSimulation.Fit::degrees))));
        double least = 1;
        for (int d = 0; d < LateResponseSimulation.DELAYS.length; d++) {
            int weak = LateResponseSimulation.kind(d, 0);
            int middle = LateResponseSimulation.kind(d, 1);
            int strong = LateResponseSimulation.kind(d, 2);
            double ratio = ratio(fits, weak, own);
            double[] drawn = new double[RUNS];
            for (int r = 0; r < RUNS; r++) drawn[r] = ratio(without.get(r), weak, jackknife.get(r));
            least = Math.min(least, ratio);
            line.append(String.format(
                    Locale.ROOT,
                    "; %.0f s late: %.3f of %.3f = %.3f (%.4f), at p 0.05 as stated %.3f, z > 3.1 %.3f of %.3f,"
                            + " error of a strong effect %.2f",
                    LateResponseSimulation.DELAYS[d],
                    share(fits, weak, own),
                    mean(fits, f -> f.oracle(weak, 1.959964)),
                    ratio,
                    error(drawn),
                    share(fits, weak, RejectionRate.FIVE_PERCENT),
                    share(fits, middle, HIGH_T),
                    mean(fits, f -> f.oracle(middle, HIGH)),
                    median(all(fits, strong, LateResponseSimulation.Fit::error))));
        }
        System.err.println(line);
        assertTrue(least >= 0.95, line.toString());
    }

    /** Power in a kind of series relative to the oracle's. */
    private static double ratio(List<LateResponseSimulation.Fit> fits, int kind, TLimit limit) {
        return share(fits, kind, limit) / mean(fits, f -> f.oracle(kind, 1.959964));
    }

    /** The threshold that 5 % of the null series exceed, within 0.001 of z. */
    private static TLimit threshold(List<LateResponseSimulation.Fit> fits) {
        double[] shares =
                Arrays.stream(LIMITS).mapToDouble(l -> share(fits, 0, l)).toArray();
        int i = 0;
        while (shares[i + 1] > 0.05) i++;
        double place = Math.log(shares[i] / 0.05) / Math.log(shares[i] / shares[i + 1]);
        return new TLimit(LOWEST + STEP * (i + place));
    }

    /** Standard error by the jackknife. */
    private static double error(double[] without) {
        double mean = Arrays.stream(without).average().orElseThrow();
        double squares =
                Arrays.stream(without).map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares * (without.length - 1) / without.length);
    }

    private static double share(List<LateResponseSimulation.Fit> fits, int kind, TLimit limit) {
        return mean(fits, f -> f.share(kind, limit));
    }

    private static double mean(
            List<LateResponseSimulation.Fit> fits, ToDoubleFunction<LateResponseSimulation.Fit> what) {
        return fits.stream().mapToDouble(what).average().orElseThrow();
    }

    private static double[] all(
            List<LateResponseSimulation.Fit> fits, int kind, Function<LateResponseSimulation.Fit, double[][]> what) {
        return fits.stream()
                .flatMapToDouble(f -> Arrays.stream(what.apply(f)[kind]))
                .toArray();
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
