package sc.fiji.boldj.simulate;

import java.util.Arrays;
import java.util.SplittableRandom;
import sc.fiji.boldj.run.Seeds;

/**
 * The courses of the networks as continuous functions of time: sums of cosines between 0.01 and 0.1 Hz whose power falls
 * as 1/f. Immutable.
 */
public final class NetworkCourses {

    /** The band of the fluctuations in Hz. */
    public static final double LOW = 0.01;

    public static final double HIGH = 0.1;

    private final Networks networks;
    private final int volumes;
    private final double repetitionTime;
    private final double low;
    private final double step;
    private final int frequencies;
    /** Per source the cosine and sine amplitudes in turn; the shared courses, then the nodes' own ones. */
    private final double[][] amplitudes;

    private final double[] offsets;
    private final int[] firstNode;

    /**
     * Draws courses.
     *
     * @param exact whether the shared courses, taken at the middle of the volumes, have mean 0, variance 1 and exactly
     *     the given correlations; else these hold for the average over seeds
     * @throws IllegalArgumentException if the run is too short for that
     */
    static NetworkCourses draw(Networks networks, int volumes, double repetitionTime, boolean exact, long seed) {
        return new NetworkCourses(networks, volumes, repetitionTime, exact, seed);
    }

    private NetworkCourses(Networks networks, int volumes, double repetitionTime, boolean exact, long seed) {
        this.networks = networks;
        this.volumes = volumes;
        this.repetitionTime = repetitionTime;
        double duration = volumes * repetitionTime;
        frequencies = Math.max(48, (int) Math.ceil(1.37 * (HIGH - LOW) * duration));
        step = (HIGH - LOW) / frequencies;
        low = LOW + step / 2;
        int shared = networks.list().size();
        firstNode = new int[shared];
        int sources = shared;
        for (int k = 0; k < shared; k++) {
            firstNode[k] = sources;
            sources += networks.list().get(k).nodes().size();
        }
        amplitudes = new double[sources][2 * frequencies];
        offsets = new double[sources];
        for (int s = 0; s < sources; s++) draw(amplitudes[s], Seeds.stream(seed, s));
        if (shared > 0) correlate(exact);
    }

    private void draw(double[] target, SplittableRandom random) {
        Seeds.fillGaussian(random, target);
        double power = 0;
        for (int i = 0; i < frequencies; i++) power += 1 / (low + i * step);
        for (int i = 0; i < frequencies; i++) {
            double size = Math.sqrt(1 / (low + i * step) / power);
            target[2 * i] *= size;
            target[2 * i + 1] *= size;
        }
    }

    private void correlate(boolean exact) {
        int shared = networks.list().size();
        double[][] mix = CorrelationFactor.of(networks.correlations());
        double[][] whiten = new double[shared][shared];
        for (int k = 0; k < shared; k++) whiten[k][k] = 1;
        double[] means = new double[shared];
        if (exact) {
            if (2 * (HIGH - LOW) * volumes * repetitionTime < 2 * shared || volumes < 4 * shared)
                throw new IllegalArgumentException("a run of " + volumes + " volumes, TR " + repetitionTime
                        + " s, is too short for " + shared
                        + " courses of exactly the given correlations: use more volumes or exactCorrelations = false");
            double[][] samples = new double[shared][];
            for (int k = 0; k < shared; k++) samples[k] = course(k);
            double[][] products = new double[shared][shared];
            for (int k = 0; k < shared; k++)
                means[k] = Arrays.stream(samples[k]).sum() / volumes;
            for (int a = 0; a < shared; a++)
                for (int b = 0; b < shared; b++)
                    for (int t = 0; t < volumes; t++)
                        products[a][b] += (samples[a][t] - means[a]) * (samples[b][t] - means[b]) / volumes;
            whiten = inverse(CorrelationFactor.triangle(products, "the courses are not independent: use more volumes"));
        }
        double[][] weights = product(mix, whiten);
        double[][] old = new double[shared][];
        for (int k = 0; k < shared; k++) old[k] = amplitudes[k].clone();
        for (int k = 0; k < shared; k++) {
            Arrays.fill(amplitudes[k], 0);
            for (int j = 0; j < shared; j++) {
                offsets[k] -= weights[k][j] * means[j];
                for (int i = 0; i < old[j].length; i++) amplitudes[k][i] += weights[k][j] * old[j][i];
            }
        }
    }

    /** The inverse of a lower triangle. */
    private static double[][] inverse(double[][] lower) {
        int n = lower.length;
        double[][] inverse = new double[n][n];
        for (int c = 0; c < n; c++)
            for (int r = c; r < n; r++) {
                double sum = r == c ? 1 : 0;
                for (int k = c; k < r; k++) sum -= lower[r][k] * inverse[k][c];
                inverse[r][c] = sum / lower[r][r];
            }
        return inverse;
    }

    private static double[][] product(double[][] a, double[][] b) {
        int n = a.length;
        double[][] product = new double[n][n];
        for (int r = 0; r < n; r++)
            for (int c = 0; c < n; c++) for (int k = 0; k < n; k++) product[r][c] += a[r][k] * b[k][c];
        return product;
    }

    /** The networks the courses belong to. */
    public Networks networks() {
        return networks;
    }

    /**
     * The shared course of a network at the middle of each volume, shape (T), standard deviation about 1.
     *
     * @param network position in the order of {@link Networks#list()}
     */
    public double[] course(int network) {
        double[] course = new double[volumes];
        double[] waves = new double[2 * frequencies];
        for (int t = 0; t < volumes; t++) {
            waves((t + 0.5) * repetitionTime, waves);
            course[t] = source(network, waves);
        }
        return course;
    }

    /** The course of one node of a network at the middle of each volume, shape (T), standard deviation about 1. */
    public double[] nodeCourse(int network, int node) {
        double[] course = new double[volumes];
        for (int t = 0; t < volumes; t++) course[t] = nodeAt(network, node, (t + 0.5) * repetitionTime);
        return course;
    }

    /** The course of one node at any time, in seconds from the start of the run. */
    public double nodeAt(int network, int node, double time) {
        double[] waves = new double[2 * frequencies];
        waves(time, waves);
        return node(network, node, waves);
    }

    /** The courses of all nodes, network by network, at one time. */
    double[] nodesAt(double time) {
        double[] waves = new double[2 * frequencies];
        waves(time, waves);
        double[] courses = new double[amplitudes.length - firstNode.length];
        int i = 0;
        for (int k = 0; k < firstNode.length; k++)
            for (int j = 0; j < networks.list().get(k).nodes().size(); j++) courses[i++] = node(k, j, waves);
        return courses;
    }

    private double node(int network, int node, double[] waves) {
        double coherence = networks.list().get(network).coherence();
        double own = coherence == 1 ? 0 : Math.sqrt(1 - coherence) * source(firstNode[network] + node, waves);
        return Math.sqrt(coherence) * source(network, waves) + own;
    }

    private void waves(double time, double[] waves) {
        for (int i = 0; i < frequencies; i++) {
            double angle = 2 * Math.PI * (low + i * step) * time;
            waves[2 * i] = StrictMath.cos(angle);
            waves[2 * i + 1] = StrictMath.sin(angle);
        }
    }

    private double source(int s, double[] waves) {
        double sum = offsets[s];
        double[] a = amplitudes[s];
        for (int i = 0; i < waves.length; i++) sum += a[i] * waves[i];
        return sum;
    }
}
