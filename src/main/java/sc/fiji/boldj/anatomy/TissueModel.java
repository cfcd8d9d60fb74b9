package sc.fiji.boldj.anatomy;

/**
 * How bright voxels of each kind are: pure fluid, fluid and grey, pure grey, grey and white, pure white.
 *
 * <p>A pure tissue is a Gaussian. A voxel of two tissues has any share of them with the same probability, and the mean and
 * variance that belong to that share (Santago &amp; Gage 1993). Likelihoods are tabulated over intensity, and fitted by
 * expectation maximisation to histograms.
 */
final class TissueModel {

    static final int FLUID = 0;
    static final int GREY = 1;
    static final int WHITE = 2;
    static final int KINDS = 5;
    static final int BINS = 1024;

    /** Shares of the brighter tissue that stand for the continuum of a mixed kind. */
    private static final int SHARES = 9;

    private static final double LEAST_DEVIATION = 0.004;

    /** How much more one tissue may vary than another: most of it is the scanner's noise, which is the same for all. */
    private static final double MOST_SPREAD = 1.1;

    private final double least;
    private final double width;
    final double[] mean = new double[3];
    final double[] deviation = new double[3];
    final double[] portion = {0.1, 0.1, 0.35, 0.15, 0.3};

    /** Likelihood of an intensity bin given the kind, [kind][bin]. */
    final float[][] likelihood = new float[KINDS][BINS];

    /** Expected share of the brighter tissue given the bin, of the two mixed kinds, [kind][bin]. */
    final float[][] brighter = new float[KINDS][BINS];

    /** A model for intensities from {@code least} to {@code largest}. */
    TissueModel(double least, double largest) {
        this.least = least;
        width = (largest - least) / BINS;
    }

    /** The bin of an intensity; what is beyond the range belongs to the first or last. */
    int bin(double intensity) {
        double u = (intensity - least) / width;
        return u <= 0 ? 0 : u >= BINS - 1 ? BINS - 1 : (int) u;
    }

    private double centre(int bin) {
        return least + (bin + 0.5) * width;
    }

    /** Three means that part a histogram with the least squares (k-means from quantiles), and their spreads. */
    void start(double[] histogram) {
        double total = 0;
        for (double count : histogram) total += count;
        double[] share = {0.08, 0.4, 0.8};
        double seen = 0;
        int k = 0;
        for (int b = 0; b < BINS && k < 3; b++) {
            seen += histogram[b];
            while (k < 3 && seen >= share[k] * total) mean[k++] = centre(b);
        }
        for (int i = 0; i < 100; i++) {
            double[] count = new double[3];
            double[] sum = new double[3];
            double[] squares = new double[3];
            for (int b = 0; b < BINS; b++) {
                double c = centre(b);
                int nearest = c < (mean[0] + mean[1]) / 2 ? 0 : c < (mean[1] + mean[2]) / 2 ? 1 : 2;
                count[nearest] += histogram[b];
                sum[nearest] += histogram[b] * c;
                squares[nearest] += histogram[b] * c * c;
            }
            for (int t = 0; t < 3; t++)
                if (count[t] > 0) {
                    mean[t] = sum[t] / count[t];
                    deviation[t] = Math.sqrt(Math.max(0, squares[t] / count[t] - mean[t] * mean[t]));
                }
        }
        keepApart();
        tabulate();
    }

    /** Fills the tables from the parameters. */
    void tabulate() {
        for (int kind = 0; kind < KINDS; kind++) {
            int low = kind / 2;
            boolean mixed = kind % 2 == 1;
            for (int b = 0; b < BINS; b++) {
                double c = centre(b);
                double sum = 0;
                double moment = 0;
                int shares = mixed ? SHARES : 1;
                for (int s = 0; s < shares; s++) {
                    double share = mixed ? (s + 0.5) / SHARES : 0;
                    double density = density(c, low, share, mean);
                    sum += density;
                    moment += share * density;
                }
                likelihood[kind][b] = (float) Math.max(1e-30, sum / shares);
                brighter[kind][b] = sum > 1e-30 ? (float) (moment / sum) : c > mean[low] ? 1 : 0;
            }
        }
    }

    private double density(double intensity, int low, double share, double[] means) {
        int high = Math.min(2, low + 1);
        double centre = (1 - share) * means[low] + share * means[high];
        double variance = variance(low, share);
        double z = (intensity - centre) * (intensity - centre) / variance;
        return Math.exp(-0.5 * z) / Math.sqrt(variance);
    }

    private double variance(int low, double share) {
        int high = Math.min(2, low + 1);
        return (1 - share) * deviation[low] * deviation[low] + share * deviation[high] * deviation[high];
    }

    /** Fits the parameters to a histogram alone, with no neighbours. */
    void fit(double[] histogram, int iterations) {
        double[][] counts = new double[KINDS][BINS];
        for (int i = 0; i < iterations; i++) {
            for (int b = 0; b < BINS; b++) {
                double sum = 0;
                for (int kind = 0; kind < KINDS; kind++) sum += portion[kind] * likelihood[kind][b];
                for (int kind = 0; kind < KINDS; kind++)
                    counts[kind][b] = histogram[b] * portion[kind] * likelihood[kind][b] / sum;
            }
            update(counts);
        }
    }

    /**
     * One step of expectation maximisation.
     *
     * @param counts expected number of voxels of each kind in each intensity bin
     */
    void update(double[][] counts) {
        double[][] product = new double[3][3];
        double[] right = new double[3];
        double[] weight = new double[3];
        double[] squares = new double[3];
        double total = 0;
        double[] amount = new double[KINDS];
        double[] before = mean.clone();
        for (int pass = 0; pass < 2; pass++) {
            for (int kind = 0; kind < KINDS; kind++) {
                int low = kind / 2;
                int shares = kind % 2 == 1 ? SHARES : 1;
                for (int b = 1; b < BINS - 1; b++) {
                    double count = counts[kind][b];
                    if (count < 1e-6) continue;
                    double c = centre(b);
                    double all = Math.max(1e-300, likelihood[kind][b] * shares);
                    for (int s = 0; s < shares; s++) {
                        double share = shares == 1 ? 0 : (s + 0.5) / SHARES;
                        double r = count * density(c, low, share, before) / all;
                        if (pass == 0) addEquation(low, share, c, r, product, right);
                        else addSquare(low, share, c, r, weight, squares);
                    }
                    if (pass == 0) {
                        amount[kind] += count;
                        total += count;
                    }
                }
            }
            if (pass == 0) {
                solve(product, right, mean);
            }
        }
        for (int t = 0; t < 3; t++) if (weight[t] > 1e-6) deviation[t] = Math.sqrt(squares[t] / weight[t]);
        for (int kind = 0; kind < KINDS; kind++) portion[kind] = Math.max(0.01, amount[kind] / total);
        keepApart();
        tabulate();
    }

    private void addEquation(int low, double share, double c, double r, double[][] product, double[] right) {
        int high = Math.min(2, low + 1);
        double variance = variance(low, share);
        double w = r / variance;
        product[low][low] += w * (1 - share) * (1 - share);
        right[low] += w * (1 - share) * c;
        if (share > 0) {
            product[low][high] += w * share * (1 - share);
            product[high][low] += w * share * (1 - share);
            product[high][high] += w * share * share;
            right[high] += w * share * c;
        }
    }

    private void addSquare(int low, double share, double c, double r, double[] weight, double[] squares) {
        int high = Math.min(2, low + 1);
        double centre = (1 - share) * mean[low] + share * mean[high];
        double square = r * (c - centre) * (c - centre);
        weight[low] += r * (1 - share);
        squares[low] += (1 - share) * square;
        if (share > 0) {
            weight[high] += r * share;
            squares[high] += share * square;
        }
    }

    /** Solves three equations by Cramer's rule; leaves the unknowns if they have no single solution. */
    private static void solve(double[][] m, double[] right, double[] unknowns) {
        double determinant = determinant(m);
        if (!(Math.abs(determinant) > 1e-12 * Math.abs(m[0][0] * m[1][1] * m[2][2]))) return;
        double[] solution = new double[3];
        for (int k = 0; k < 3; k++) {
            double[][] replaced = {m[0].clone(), m[1].clone(), m[2].clone()};
            for (int r = 0; r < 3; r++) replaced[r][k] = right[r];
            solution[k] = determinant(replaced) / determinant;
        }
        System.arraycopy(solution, 0, unknowns, 0, 3);
    }

    private static double determinant(double[][] m) {
        return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
                - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
                + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
    }

    /** No tissue becomes a spike, and none takes what is shared by two. */
    private void keepApart() {
        double floor = LEAST_DEVIATION * Math.max(mean[2], 1e-30) + width;
        for (int t = 0; t < 3; t++) deviation[t] = Math.max(floor, deviation[t]);
        double widest = MOST_SPREAD * Math.min(deviation[GREY], deviation[WHITE]);
        for (int t = 0; t < 3; t++) deviation[t] = Math.min(widest, deviation[t]);
    }

    /** Means of neighbouring tissues over their root mean square deviation, the lesser of the two steps. */
    double separation() {
        double least = Double.POSITIVE_INFINITY;
        for (int t = 0; t < 2; t++) {
            double spread = Math.sqrt(0.5 * (deviation[t] * deviation[t] + deviation[t + 1] * deviation[t + 1]));
            least = Math.min(least, (mean[t + 1] - mean[t]) / spread);
        }
        return least;
    }
}
