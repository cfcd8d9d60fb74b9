package sc.fiji.boldj.ica;

import java.util.SplittableRandom;
import sc.fiji.boldj.linalg.Matrix;
import sc.fiji.boldj.linalg.MatrixProduct;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/**
 * Whether components come back from other random starts and other samples of voxels (Icasso: Himberg, Hyvärinen and
 * Esposito 2004).
 *
 * <p>The estimates of all runs are clustered by average linkage on 1 - |correlation|, into as many clusters as there are
 * components. A cluster's index Iq is its mean correlation within minus its mean correlation with the other estimates:
 * 1 if the component always comes back, above 0.8 usually trusted. A component has the index of its cluster.
 */
public final class Stability {

    private Stability() {}

    /**
     * How to assess.
     *
     * @param runs repeated searches, 0 for none; 20 or more give a usable index
     * @param bootstrap whether each run sees voxels drawn with replacement, beside another random start
     */
    public record Options(int runs, boolean bootstrap) {

        /** No assessment. */
        public static final Options NONE = new Options(0, false);

        /** 20 runs with bootstrap. */
        public static final Options DEFAULT = new Options(20, true);

        /** @throws IllegalArgumentException if runs is negative */
        public Options {
            if (runs < 0) throw new IllegalArgumentException("runs must be 0 or more, got " + runs);
        }
    }

    /**
     * The index Iq of each row of a rotation.
     *
     * @param white shape (K, V), white
     * @param rotation the components to judge, shape (K, K)
     * @param search the search to repeat; each run has one start
     * @return shape (K), each at most 1
     */
    static double[] assess(
            double[] white,
            int k,
            int voxels,
            double[] rotation,
            FastIca.Options search,
            Options options,
            Progress progress) {
        int runs = options.runs();
        int estimates = (runs + 1) * k;
        double[] all = new double[estimates * k];
        System.arraycopy(rotation, 0, all, 0, k * k);
        for (int run = 0; run < runs; run++) {
            Progress part = progress.stage((double) run / runs, (run + 1.0) / runs);
            // the first streams belong to the search that is judged
            SplittableRandom random = Seeds.stream(search.seed(), 1_000_000L + run);
            double[] weights = options.bootstrap()
                    ? bootstrap(white, k, voxels, random, search, part)
                    : FastIca.of(white, k, voxels, search.withStarts(1).withSeed(random.nextLong()), part)
                            .rotation();
            System.arraycopy(weights, 0, all, (run + 1) * k * k, k * k);
        }
        // sources of white data correlate as their weights do
        double[] similarity = new double[estimates * estimates];
        MatrixProduct.square(1, Matrix.of(all, estimates, k), 0, Matrix.of(similarity, estimates, estimates));
        for (int i = 0; i < similarity.length; i++) similarity[i] = Math.min(1, Math.abs(similarity[i]));
        int[] cluster = AverageLinkage.clusters(similarity, estimates, k);
        return indices(similarity, estimates, cluster, k);
    }

    /** A search on voxels drawn with replacement; the weights of unit length that apply to the whole data. */
    private static double[] bootstrap(
            double[] white, int k, int voxels, SplittableRandom random, FastIca.Options search, Progress progress) {
        double[] drawn = new double[k * voxels];
        for (int j = 0; j < voxels; j++) {
            int from = random.nextInt(voxels);
            for (int i = 0; i < k; i++) drawn[i * voxels + j] = white[i * voxels + from];
        }
        double[] root = Reduction.whiten(drawn, k, voxels);
        double[] rotation = FastIca.of(drawn, k, voxels, search.withStarts(1).withSeed(random.nextLong()), progress)
                .rotation();
        double[] weights = new double[k * k];
        MatrixProduct.multiply(1, Matrix.of(rotation, k, k), Matrix.of(root, k, k), 0, Matrix.of(weights, k, k));
        for (int i = 0; i < k; i++) {
            double length = 0;
            for (int j = 0; j < k; j++) length += weights[i * k + j] * weights[i * k + j];
            for (int j = 0; j < k; j++) weights[i * k + j] /= Math.sqrt(length);
        }
        return weights;
    }

    static double[] indices(double[] similarity, int estimates, int[] cluster, int k) {
        double[] within = new double[k];
        double[] across = new double[k];
        int[] size = new int[k];
        for (int i = 0; i < estimates; i++) {
            size[cluster[i]]++;
            for (int j = 0; j < estimates; j++)
                (cluster[i] == cluster[j] ? within : across)[cluster[i]] += similarity[i * estimates + j];
        }
        double[] iq = new double[k];
        for (int i = 0; i < k; i++) {
            int c = cluster[i];
            double others = estimates - size[c];
            iq[i] = within[c] / ((double) size[c] * size[c]) - (others > 0 ? across[c] / (size[c] * others) : 0);
        }
        return iq;
    }
}
