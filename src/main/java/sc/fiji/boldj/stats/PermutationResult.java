package sc.fiji.boldj.stats;

import java.util.HashMap;
import java.util.Map;

/**
 * What a permutation test found for each element. Immutable.
 *
 * <p>Elements that were excluded (not finite in some observation, constant, or without any error) hold NaN everywhere.
 */
public final class PermutationResult {

    private final double[] statistic;
    private final double[] uncorrected;
    private final double[] inferred;
    private final NullDistribution largest;
    private final Tail tail;
    private final Course course;

    /**
     * How the test went.
     *
     * @param excluded elements that were not tested
     * @param missing those of them with a value that is missing or infinite
     * @param exhaustive whether every distinct shuffling was made once
     * @param stopped whether it ended early
     */
    record Course(int excluded, int missing, boolean exhaustive, boolean stopped) {}

    PermutationResult(
            double[] statistic,
            double[] enhanced,
            double[] uncorrected,
            NullDistribution largest,
            Tail tail,
            Course course) {
        this.statistic = statistic;
        this.uncorrected = uncorrected;
        this.largest = largest;
        this.tail = tail;
        this.course = course;
        inferred = enhanced == null ? statistic : enhanced;
    }

    /** The statistic (t, F, v, G or pseudo-t), a new array. */
    public double[] statistic() {
        return statistic.clone();
    }

    /** What inference is made on, with the sign of the statistic: the TFCE value, the cluster's extent or mass, or the
     * statistic itself, a new array. */
    public double[] enhanced() {
        return inferred.clone();
    }

    /**
     * Uncorrected p in (0, 1]: of the TFCE value if that is inferred on, else (voxel and clusters) of the statistic, a new
     * array.
     */
    public double[] pUncorrected() {
        return uncorrected.clone();
    }

    /** p corrected for all elements by the largest value under each shuffling, a new array. */
    public double[] pFamilyWise() {
        return pFamilyWise(largest);
    }

    /**
     * p corrected for a larger family.
     *
     * @param family the largest values over all contrasts or modalities ({@link NullDistribution#maximum})
     */
    public double[] pFamilyWise(NullDistribution family) {
        double[] p = new double[inferred.length];
        for (int v = 0; v < p.length; v++) p[v] = family.p(tail.evidence(inferred[v]));
        return p;
    }

    /**
     * Corrected p from a generalised Pareto tail fitted to the largest values (Winkler et al. 2016): smaller than 1 /
     * shufflings where the evidence is that strong. Exact p of an exhaustive test stay as they are.
     */
    public double[] pFamilyWiseTail() {
        return pFamilyWiseTail(largest);
    }

    /** The same for a larger family, as in {@link #pFamilyWise(NullDistribution)}. */
    public double[] pFamilyWiseTail(NullDistribution family) {
        if (course.exhaustive) return pFamilyWise(family);
        GpdTail fit = GpdTail.fit(family);
        double[] p = new double[inferred.length];
        for (int v = 0; v < p.length; v++) p[v] = fit.p(tail.evidence(inferred[v]));
        return p;
    }

    /** q of the false discovery rate, from the uncorrected p, a new array. */
    public double[] qFalseDiscovery() {
        return FalseDiscoveryRate.adjust(uncorrected);
    }

    /** The largest evidence of the map under each shuffling, the identity first. */
    public NullDistribution nullMaximum() {
        return largest;
    }

    /** The side that was tested; F is treated as {@link Tail#POSITIVE}. */
    public Tail tail() {
        return tail;
    }

    /** Number of shufflings that were made, the identity among them. */
    public int shufflings() {
        return largest.size();
    }

    /** Whether every distinct shuffling was made once, so that p is exact. */
    public boolean isExhaustive() {
        return course.exhaustive;
    }

    /** Whether the test ended early because the strongest element had been reached often enough. */
    public boolean isStopped() {
        return course.stopped;
    }

    /** Number of elements that were not tested. */
    public int excluded() {
        return course.excluded;
    }

    /** How many of those have a value that is missing or infinite in some observation; the others are constant. */
    public int missing() {
        return course.missing;
    }

    /**
     * The interval of a p of this test: both ends are p if it is exact.
     *
     * @param level confidence, such as 0.95
     */
    public double[] interval(double p, double level) {
        return course.exhaustive ? new double[] {p, p} : NullDistribution.interval(p, shufflings(), level);
    }

    /**
     * The intervals of many p of this test.
     *
     * @return shape (2, p): lower and upper ends; NaN for NaN
     */
    public double[][] intervals(double[] p, double level) {
        Map<Double, double[]> known = new HashMap<>();
        double[][] ends = new double[2][p.length];
        for (int v = 0; v < p.length; v++) {
            double[] interval = known.computeIfAbsent(p[v], x -> interval(x, level));
            ends[0][v] = interval[0];
            ends[1][v] = interval[1];
        }
        return ends;
    }
}
