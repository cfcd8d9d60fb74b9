package sc.fiji.boldj.workflow.group;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import sc.fiji.boldj.connectivity.CompressedSeries;
import sc.fiji.boldj.connectivity.SeedRegion;
import sc.fiji.boldj.group.GroupDesign;
import sc.fiji.boldj.group.GroupTest;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.LargestT;
import sc.fiji.boldj.stats.LinearModel;
import sc.fiji.boldj.stats.NullDistribution;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.stats.PermutationTest;

/**
 * The effect of a trial on the map of any seed, from compressed series: t of the design's contrast, and the threshold of the largest
 * |t| by permutation. Immutable; safe for several threads.
 */
public final class SeedEffect {

    /** Permutations in each part of the threshold, including the unpermuted data. */
    private static final int PART = 51;

    /** A design with fewer permutations has all of them in one part. */
    private static final int MOST = 501;

    private static final int CHUNK = 2048;

    private final List<List<CompressedSeries>> inputs;
    private final Mask mask;
    private final GroupDesign design;
    private final String contrast;
    private final GroupTest.Options options;
    private final GroupTest test;
    private final GroupTest whole;
    private final double[] weights;
    private final double[][] basis;
    private final double freedom;

    /**
     * @param inputs for each input of the design its runs, whose maps are averaged
     * @param contrast an expression in the design's columns; empty for its own
     * @param alpha family-wise error rate of the threshold
     * @throws IllegalArgumentException if the contrast has several rows or cannot be estimated
     */
    public SeedEffect(
            List<List<CompressedSeries>> inputs, GroupDesign design, String contrast, double alpha, long seed) {
        this.inputs = List.copyOf(inputs);
        this.design = design;
        this.contrast = contrast;
        mask = inputs.get(0).get(0).mask();
        options = new GroupTest.Options(
                PART, alpha, seed, PermutationTest.Options.DEFAULT.with(PermutationTest.Inference.VOXEL));
        test = GroupTest.plan(design, contrast, options);
        whole = GroupTest.plan(design, contrast, options.withPermutations(MOST));
        LinearModel model = test.model();
        if (model.effectRank() != 1)
            throw new IllegalArgumentException("the contrast '" + contrast + "' has several rows: t needs one");
        SingularValueDecomposition svd = new SingularValueDecomposition(new Array2DRowRealMatrix(model.design()));
        double[] row = model.contrast()[0];
        int rank = model.observations() - model.degreesOfFreedom();
        weights = new double[model.observations()];
        basis = new double[rank][];
        for (int k = 0; k < rank; k++) {
            basis[k] = svd.getU().getColumn(k);
            double share = 0;
            for (int c = 0; c < row.length; c++) share += row[c] * svd.getV().getEntry(c, k);
            share /= svd.getSingularValues()[k];
            for (int i = 0; i < weights.length; i++) weights[i] += share * basis[k][i];
        }
        freedom = model.degreesOfFreedom();
    }

    /** The voxels of the maps: those that all runs cover. */
    public Mask mask() {
        return mask;
    }

    /** Degrees of freedom of t. */
    public double degreesOfFreedom() {
        return freedom;
    }

    /** Family-wise error rate of the threshold. */
    public double alpha() {
        return options.alpha();
    }

    /** What a positive t means, such as {@code post - pre}. */
    public String direction() {
        return test.direction();
    }

    /** The design and its permutations, in sentences. */
    public String words() {
        return whole.words();
    }

    /** The least share of the variance that the components of a run hold, 0 to 1. */
    public double kept() {
        return inputs.stream()
                .flatMap(List::stream)
                .mapToDouble(CompressedSeries::kept)
                .min()
                .orElse(1);
    }

    /** Bytes that the compressed series take. */
    public long bytes() {
        return inputs.stream()
                .flatMap(List::stream)
                .mapToLong(run -> 4L * run.components() * mask.count())
                .sum();
    }

    /**
     * The maps of a seed.
     *
     * @param region the seed in the mask
     * @return Fisher z, shape (inputs, V) in the order of the mask, the mean over the runs of each input
     */
    public float[][] maps(SeedRegion region, Progress progress) {
        int[] voxels = mask.indices();
        int[] seed = Arrays.stream(region.voxels())
                .map(voxel -> Arrays.binarySearch(voxels, voxel))
                .toArray();
        float[][] maps = new float[inputs.size()][voxels.length];
        FixedChunks.forEach(
                maps.length,
                1,
                (i, end) -> {
                    List<CompressedSeries> runs = inputs.get(i);
                    float[] own = runs.size() == 1 ? maps[i] : new float[voxels.length];
                    for (CompressedSeries run : runs) {
                        run.fisherZ(seed, own);
                        if (own != maps[i]) for (int v = 0; v < own.length; v++) maps[i][v] += own[v] / runs.size();
                    }
                },
                progress);
        return maps;
    }

    /**
     * The t map.
     *
     * @param maps from {@link #maps}
     * @return shape (V); NaN where an input has none or nothing varies
     */
    public double[] t(float[][] maps, Progress progress) {
        Observations data = test.observe(Observations.of(maps));
        double[] t = new double[mask.count()];
        double size = 0;
        for (double weight : weights) size += weight * weight;
        double scale = size / freedom;
        FixedChunks.forEach(
                (t.length + CHUNK - 1) / CHUNK,
                1,
                (c, end) -> {
                    int from = c * CHUNK;
                    t(data, from, Math.min(t.length, from + CHUNK), scale, t);
                },
                progress);
        return t;
    }

    private void t(Observations data, int from, int to, double scale, double[] t) {
        int count = to - from;
        double[] row = new double[count];
        double[] effect = new double[count];
        double[] rest = new double[count];
        double[][] fitted = new double[basis.length][count];
        for (int i = 0; i < data.rows(); i++) {
            data.read(i, from, to, row, 0);
            for (int v = 0; v < count; v++) {
                effect[v] += weights[i] * row[v];
                rest[v] += row[v] * row[v];
            }
            for (int k = 0; k < fitted.length; k++) {
                double share = basis[k][i];
                for (int v = 0; v < count; v++) fitted[k][v] += share * row[v];
            }
        }
        for (int v = 0; v < count; v++) {
            double all = rest[v];
            for (double[] part : fitted) rest[v] -= part[v] * part[v];
            t[from + v] = rest[v] > 1e-12 * all ? effect[v] / Math.sqrt(rest[v] * scale) : Double.NaN;
        }
    }

    /** The number of permutations in a number of parts, the data as they are among them. */
    public static int permutations(int parts) {
        return 1 + parts * (PART - 1);
    }

    /**
     * Maps without their nuisance, for {@link #maxima}.
     *
     * @param maps from {@link #maps}
     * @throws sc.fiji.boldj.run.DataException if no voxel can be tested
     */
    public LargestT prepare(float[][] maps, Progress progress) {
        return LargestT.of(test.model(), test.observe(Observations.of(maps)), progress);
    }

    /**
     * The largest |t| of each permutation of a part; parts differ in their random permutations.
     *
     * @param prepared from {@link #prepare}
     * @param part from 0
     * @return those of random permutations; of all of them, the data among them, if there are no more
     */
    public double[] maxima(LargestT prepared, int part, Progress progress) {
        GroupTest own =
                isExhaustive() ? whole : GroupTest.plan(design, contrast, options.withSeed(options.seed() + part));
        return prepared.of(own.plan(), progress);
    }

    /** Whether one part has all permutations there are. */
    public boolean isExhaustive() {
        return whole.plan().size() < MOST;
    }

    /**
     * The threshold of |t|.
     *
     * @param observed the largest |t| of the data
     * @param parts what {@link #maxima} gave for the parts so far, one or more
     * @return the smallest |t| with a family-wise p at or below alpha; infinite if no permutation reaches that
     */
    public double threshold(double observed, List<double[]> parts) {
        int random = parts.stream().mapToInt(part -> part.length - 1).sum();
        double[] all = new double[1 + random];
        all[0] = observed;
        int at = 1;
        for (double[] part : parts) {
            int same = 0;
            for (int i = 1; i < part.length; i++)
                if (Math.abs(part[i] - observed) < Math.abs(part[same] - observed)) same = i;
            for (int i = 0; i < part.length; i++) if (i != same) all[at++] = part[i];
        }
        return new NullDistribution(all).critical(options.alpha());
    }
}
