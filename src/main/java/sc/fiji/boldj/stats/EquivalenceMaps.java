package sc.fiji.boldj.stats;

import java.util.Arrays;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * Two one-sided tests of equivalence at each element of a map ({@link Equivalence}).
 *
 * <p>At one element both tests must reject, so the larger p needs no correction for there being two. Over elements it is
 * corrected by Holm's method or for the false discovery rate. The largest statistic under shuffling, which corrects tests
 * of <em>no</em> effect, does not serve here: it needs the joint null distribution of all elements, but where an element is
 * not equivalent its effect may lie at either margin or anywhere beyond, another at each element, and no shuffling makes
 * such data. Holm's method needs only that each p is valid and holds under any dependence. It is the default because a claim
 * that an effect is absent is confirmatory; it needs small standard errors, since p must be below alpha over the number of
 * elements. The false discovery rate is the choice for exploration.
 *
 * <p>That the effect is within the margin <em>everywhere</em> is again a claim for which all tests must reject: {@link
 * #pEverywhere} needs no correction for the number of elements.
 *
 * <p>Elements that cannot be tested hold NaN in all maps and are not counted.
 *
 * @param contrast the estimates
 * @param margin in the unit of the data
 * @param options level and correction
 * @param pLower p of the hypothesis that the effect is {@code -margin} or less, for each element
 * @param pUpper p of the hypothesis that the effect is {@code margin} or more
 * @param pCorrected the larger of both, corrected over the elements
 */
public record EquivalenceMaps(
        ContrastMaps contrast,
        double margin,
        Equivalence.Options options,
        double[] pLower,
        double[] pUpper,
        double[] pCorrected) {

    private static final int CHUNK = 512;

    /**
     * Tests the estimates of a map.
     *
     * @param margin in the unit of the data
     * @throws IllegalArgumentException if the margin is not finite and above 0
     * @throws java.util.concurrent.CancellationException if the progress is cancelled
     */
    public static EquivalenceMaps of(
            ContrastMaps contrast, double margin, Equivalence.Options options, Progress progress) {
        Equivalence.requireMargin(margin);
        double[] above = contrast.t(-margin);
        double[] below = contrast.t(margin);
        int elements = above.length;
        double[] lower = new double[elements];
        double[] upper = new double[elements];
        FixedChunks.forEach(
                elements,
                CHUNK,
                (from, to) -> {
                    for (int v = from; v < to; v++) {
                        lower[v] = tail(above[v], contrast.degreesOfFreedom());
                        upper[v] = tail(-below[v], contrast.degreesOfFreedom());
                    }
                },
                progress);
        double[] p = larger(lower, upper);
        double[] corrected =
                switch (options.correction()) {
                    case HOLM -> Holm.adjust(p);
                    case FDR -> FalseDiscoveryRate.adjust(p);
                    case NONE -> p;
                };
        return new EquivalenceMaps(contrast, margin, options, lower, upper, corrected);
    }

    private static double tail(double t, double degrees) {
        return Double.isNaN(t) ? Double.NaN : ContrastEstimate.upperTail(t, degrees);
    }

    private static double[] larger(double[] a, double[] b) {
        double[] p = new double[a.length];
        for (int v = 0; v < p.length; v++) p[v] = Math.max(a[v], b[v]);
        return p;
    }

    /** The larger of both p at each element, without a correction over elements, a new array. */
    public double[] p() {
        return larger(pLower, pUpper);
    }

    /** Whether the corrected p is alpha or less, for each element. */
    public boolean[] equivalent() {
        boolean[] shown = new boolean[pCorrected.length];
        for (int v = 0; v < shown.length; v++) shown[v] = pCorrected[v] <= options.alpha();
        return shown;
    }

    /**
     * The interval of level {@code 1 - 2 alpha} at each element, not simultaneous.
     *
     * @return shape (2, elements): lower and upper ends
     */
    public double[][] intervals() {
        return contrast.intervals(1 - 2 * options.alpha());
    }

    /** The p of the claim that the effect is within the margin at every tested element; NaN if there is none. */
    public double pEverywhere() {
        return Arrays.stream(p()).filter(x -> !Double.isNaN(x)).max().orElse(Double.NaN);
    }
}
