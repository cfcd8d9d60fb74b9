package sc.fiji.boldj.stats;

import java.util.Locale;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/** Time of the kernels of a trial: 60 + 60 participants, 70 000 voxels, 1000 permutations with each voxel's baseline. Run with a main. */
public final class TrialKernelsBenchmark {

    private static final int PEOPLE = 120;
    private static final int VOXELS = 70_000;

    private TrialKernelsBenchmark() {}

    public static void main(String[] args) {
        int permutations = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
        Observations baseline = Observations.of(maps(1));
        Observations outcome = Observations.of(maps(2));
        double[][] design = new double[PEOPLE][2];
        int[] site = new int[PEOPLE];
        double[][] none = new double[PEOPLE][0];
        for (int i = 0; i < PEOPLE; i++) {
            design[i] = new double[] {i % 2, 1};
            site[i] = i / 40;
        }
        LinearModel model = LinearModel.of(design, new double[][] {{1, 0}});
        ContrastMaps[] contrast = new ContrastMaps[1];
        time("estimates", () -> contrast[0] = ContrastMaps.of(model, outcome, baseline, Progress.NONE));
        time("equivalence", () -> EquivalenceMaps.of(contrast[0], 0.3, Equivalence.Options.DEFAULT, Progress.NONE));
        time("Bayes factors", () -> JzsBayesFactor.of(contrast[0], JzsBayesFactor.Options.DEFAULT, Progress.NONE));
        time("ComBat", () -> {
            Observations harmonised = ComBat.of(outcome, site, none, ComBat.Options.DEFAULT, Progress.NONE)
                    .apply(outcome, site, none);
            double[] row = new double[VOXELS];
            for (int i = 0; i < PEOPLE; i++) harmonised.read(i, 0, VOXELS, row, 0);
        });
        ShufflingPlan plan = ShufflingPlan.ofDistinctRows(ExchangeTree.free(PEOPLE), Shuffle.PERMUTE, permutations, 1);
        PermutationTest test = PermutationTest.of(model, plan, Neighbourhood.none(VOXELS));
        PermutationTest.Options options = PermutationTest.Options.DEFAULT.with(PermutationTest.Inference.VOXEL);
        time(permutations + " permutations, no covariate", () -> test.run(outcome, options, Progress.NONE));
        time(permutations + " permutations, each voxel's baseline", () -> test.withCovariate(baseline)
                .run(outcome, options, Progress.NONE));
    }

    private static double processorSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
    }

    private static float[][] maps(long seed) {
        float[][] maps = new float[PEOPLE][VOXELS];
        double[] noise = new double[VOXELS];
        for (int i = 0; i < PEOPLE; i++) {
            Seeds.fillGaussian(Seeds.stream(seed, i), noise);
            for (int v = 0; v < VOXELS; v++) maps[i][v] = (float) noise[v];
        }
        return maps;
    }

    private static void time(String what, Runnable work) {
        long start = System.nanoTime();
        double cpu = processorSeconds();
        work.run();
        System.out.printf(
                Locale.ROOT,
                "%s: %.2f s, %.2f s of the processors%n",
                what,
                (System.nanoTime() - start) / 1e9,
                processorSeconds() - cpu);
    }
}
