package sc.fiji.boldj.glm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Power of the default noise model beside an oracle that knows the covariance of the noise, where the response is 0, 1 or 2
 * s late: at equal false-positive rates (each with the threshold that 5 % of its own null series exceed) for an effect of 3
 * standard errors, and at z above 3.1 for one of 5. {@code -Dboldj.runs}, {@code -Dboldj.series} and {@code -Dboldj.noise}
 * change what is run.
 */
@Tag("study")
class LateResponseStudyTest {

    private static final int RUNS = Integer.getInteger("boldj.runs", 10);
    private static final int FIRST = Integer.getInteger("boldj.first", 1000);
    private static final int SERIES = Integer.getInteger("boldj.series", 100);
    private static final NoiseModel MODEL =
            NoiseModel.named(System.getProperty("boldj.noise", NoiseModel.DEFAULT.toString()));

    static Stream<Arguments> cells() {
        return Stream.of(0.8, 2.0).flatMap(tr -> Stream.of("blocks", "events")
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
        double own = quantile(all(fits, LateResponseSimulation.Fit::z, 0));
        double oracles = quantile(all(fits, LateResponseSimulation.Fit::oracle, 0));
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "TR %.1f s, %s, %s, %s: null %.4f (oracle %.4f), df %.0f",
                repetitionTime,
                kind,
                noise,
                MODEL,
                share(all(fits, LateResponseSimulation.Fit::z, 0), 1.959964),
                share(all(fits, LateResponseSimulation.Fit::oracle, 0), 1.959964),
                median(all(fits, LateResponseSimulation.Fit::degrees, 0))));
        double least = 1;
        for (int d = 0; d < LateResponseSimulation.DELAYS.length; d++) {
            int weak = LateResponseSimulation.kind(d, 0);
            int middle = LateResponseSimulation.kind(d, 1);
            int strong = LateResponseSimulation.kind(d, 2);
            double ours = share(all(fits, LateResponseSimulation.Fit::z, weak), own);
            double theirs = share(all(fits, LateResponseSimulation.Fit::oracle, weak), oracles);
            least = Math.min(least, ours / theirs);
            line.append(String.format(
                    Locale.ROOT,
                    "; %.0f s late: %.3f of %.3f = %.3f, z > 3.1 %.3f of %.3f, error of a strong effect %.2f",
                    LateResponseSimulation.DELAYS[d],
                    ours,
                    theirs,
                    ours / theirs,
                    share(all(fits, LateResponseSimulation.Fit::z, middle), 3.1),
                    share(all(fits, LateResponseSimulation.Fit::oracle, middle), 3.1),
                    median(all(fits, LateResponseSimulation.Fit::error, strong))));
        }
        System.err.println(line);
        assertTrue(least >= 0.95, line.toString());
    }

    static double[] all(
            List<LateResponseSimulation.Fit> fits, Function<LateResponseSimulation.Fit, double[][]> what, int kind) {
        return fits.stream()
                .flatMapToDouble(f -> Arrays.stream(what.apply(f)[kind]))
                .toArray();
    }

    private static double share(double[] z, double limit) {
        return Arrays.stream(z).filter(v -> Math.abs(v) > limit).count() / (double) z.length;
    }

    private static double quantile(double[] z) {
        double[] sorted = Arrays.stream(z).map(Math::abs).sorted().toArray();
        return sorted[(int) (0.95 * sorted.length)];
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
