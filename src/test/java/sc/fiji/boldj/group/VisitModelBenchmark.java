package sc.fiji.boldj.group;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.MixedModel;

/** Time of a mixed model: 120 participants, baseline and three visits of which 20 % are missing. Run with a main. */
public final class VisitModelBenchmark {

    private VisitModelBenchmark() {}

    public static void main(String[] args) {
        int n = 120;
        int fits = 500;
        int[] arm = new int[n];
        for (int i = 0; i < n; i++) arm[i] = i % 2;
        VisitModel model = VisitModel.of(List.of("placebo", "drug"), arm, List.of("w4", "w8", "w12"));
        double before = seconds();
        for (int k = 0; k < fits; k++) {
            SplittableRandom random = Seeds.stream(1, k);
            double[] noise = new double[5 * n];
            Seeds.fillGaussian(random, noise);
            double[] baseline = new double[n];
            double[][] values = new double[n][3];
            for (int i = 0; i < n; i++) {
                baseline[i] = noise[5 * i] + noise[5 * i + 1];
                for (int v = 0; v < 3; v++)
                    values[i][v] = random.nextDouble() < 0.2 ? Double.NaN : noise[5 * i] + noise[5 * i + 2 + v];
            }
            model.fit(baseline, values, MixedModel.Options.DEFAULT).effect("drug - placebo", "w12");
        }
        System.out.printf(Locale.ROOT, "processor time of a fit: %.2f ms%n", 1000 * (seconds() - before) / fits);
    }

    private static double seconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
    }
}
