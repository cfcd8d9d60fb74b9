package sc.fiji.boldj.stats;

import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/** Whole-process time of the trial: 20 + 20 subjects, 70 000 voxels, 5000 permutations. Run with a main. */
public final class PermutationSpeedBenchmark {

    private PermutationSpeedBenchmark() {}

    public static void main(String[] args) {
        PermutationTest.Inference inference = PermutationTest.Inference.valueOf(args[0]);
        int permutations = args.length > 1 ? Integer.parseInt(args[1]) : 5000;
        int[] size = {44, 52, 44};
        int[] voxels = new int[size[0] * size[1] * size[2]];
        int count = 0;
        for (int v = 0; v < voxels.length; v++) {
            double x = (v % size[0] - 21.5) / 22;
            double y = (v / size[0] % size[1] - 25.5) / 27;
            double z = (Math.floorDiv(v, size[0] * size[1]) - 21.5) / 22;
            if (x * x + y * y + z * z < 1.18) voxels[count++] = v;
        }
        int[] mask = java.util.Arrays.copyOf(voxels, count);
        float[][] data = new float[40][];
        FixedChunks.forEach(40, 1, (i, to) -> data[i] = smooth(size, mask, i), Progress.NONE);
        double[][] design = new double[40][2];
        for (int i = 0; i < 40; i++) design[i][i < 20 ? 0 : 1] = 1;
        System.out.println(count + " voxels");
        long start = System.nanoTime();
        ShufflingPlan plan = ShufflingPlan.of(ExchangeTree.free(40), Shuffle.PERMUTE, design, permutations, 1);
        PermutationResult result = PermutationTest.of(
                        LinearModel.of(design, new double[][] {{1, -1}}),
                        plan,
                        Neighbourhood.grid(size[0], size[1], size[2], mask, 26))
                .run(Observations.of(data), PermutationTest.Options.DEFAULT.with(inference), Progress.NONE);
        double least = 1;
        for (double p : result.pFamilyWise()) least = Math.min(least, p);
        System.out.printf("%s: %.2f s, least p %.4f%n", inference, (System.nanoTime() - start) / 1e9, least);
    }

    /** White noise smoothed by three box filters of 3 voxels along each axis. */
    private static float[] smooth(int[] size, int[] mask, int index) {
        int n = size[0] * size[1] * size[2];
        double[] map = new double[n];
        Seeds.fillGaussian(Seeds.stream(99, index), map);
        int[] stride = {1, size[0], size[0] * size[1]};
        for (int pass = 0; pass < 3; pass++)
            for (int axis = 0; axis < 3; axis++) {
                double[] next = map.clone();
                for (int v = 0; v < n; v++) {
                    int at = v / stride[axis] % size[axis];
                    if (at > 0) next[v] += map[v - stride[axis]];
                    if (at < size[axis] - 1) next[v] += map[v + stride[axis]];
                }
                map = next;
            }
        float[] values = new float[mask.length];
        for (int i = 0; i < mask.length; i++) values[i] = (float) map[mask[i]];
        return values;
    }
}
