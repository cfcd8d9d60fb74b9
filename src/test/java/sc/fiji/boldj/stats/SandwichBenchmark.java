package sc.fiji.boldj.stats;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.PermutationTest.Inference;
import sc.fiji.boldj.stats.SandwichModel.Variance;

/**
 * Time and memory of the wild bootstrap: 120 people, three visits of which 20 % are missing, arm by visit and two covariates,
 * 41 x 41 x 42 voxels, 1000 samples. Run with a main; argument voxel or tfce.
 */
public final class SandwichBenchmark {

    private static final int PEOPLE = 120;
    private static final int[] GRID = {41, 41, 42};

    private SandwichBenchmark() {}

    public static void main(String[] args) {
        Inference inference = Inference.valueOf(args.length > 0 ? args[0].toUpperCase(Locale.ROOT) : "VOXEL");
        int voxels = GRID[0] * GRID[1] * GRID[2];
        SplittableRandom random = new SplittableRandom(1);
        int[] participant = new int[3 * PEOPLE];
        int[] visit = new int[3 * PEOPLE];
        int[] group = new int[3 * PEOPLE];
        double[][] design = new double[3 * PEOPLE][8];
        float[][] maps = new float[3 * PEOPLE][];
        double[] noise = new double[voxels];
        int r = 0;
        for (int i = 0; i < PEOPLE; i++) {
            double[] covariates = new double[2];
            Seeds.fillGaussian(random, covariates);
            for (int v = 0; v < 3; v++) {
                if (v > 0 && random.nextDouble() < 0.2) continue;
                participant[r] = i;
                visit[r] = v;
                group[r] = i % 2;
                design[r][2 * v + i % 2] = 1;
                design[r][6] = covariates[0];
                design[r][7] = covariates[1];
                Seeds.fillGaussian(random, noise);
                maps[r] = new float[voxels];
                for (int k = 0; k < voxels; k++) maps[r][k] = (float) noise[k];
                r++;
            }
        }
        int[] all = new int[voxels];
        Arrays.setAll(all, k -> k);
        Neighbourhood graph = Neighbourhood.grid(GRID[0], GRID[1], GRID[2], all, 26);
        SandwichModel model = SandwichModel.of(
                LinearModel.of(Arrays.copyOf(design, r), new double[][] {{0, 0, 0, 0, -1, 1, 0, 0}}),
                Arrays.copyOf(participant, r),
                Arrays.copyOf(visit, r),
                Arrays.copyOf(group, r),
                Variance.HOMOGENEOUS);
        Observations data = Observations.of(Arrays.copyOf(maps, r));
        long start = System.nanoTime();
        double before = seconds();
        SandwichTest.of(model, graph, 1000, 1)
                .run(data, PermutationTest.Options.DEFAULT.with(inference), Progress.NONE);
        System.out.printf(
                Locale.ROOT,
                "%s: %d maps, %d voxels, 1000 samples: %.0f s, processor %.0f s%n",
                inference,
                r,
                voxels,
                (System.nanoTime() - start) / 1e9,
                seconds() - before);
    }

    private static double seconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
    }
}
