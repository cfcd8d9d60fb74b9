package sc.fiji.boldj.group;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Predicted against observed shares in bins of equally many subjects, the least probable first. Immutable.
 *
 * @param bins ascending
 */
public record CalibrationBins(List<Bin> bins) {

    private static final int MOST = 10;
    private static final int LEAST_SUBJECTS = 5;
    private static final double Z = 1.959964;

    /**
     * One bin.
     *
     * @param subjects in it
     * @param predicted mean predicted probability
     * @param observed share of the positive class
     * @param low lower end of the 95 % interval of that share (Wilson 1927)
     * @param high upper end
     */
    public record Bin(int subjects, double predicted, double observed, double low, double high) {}

    /** Copies the bins. */
    public CalibrationBins {
        bins = List.copyOf(bins);
    }

    /**
     * Ten bins, or fewer so that each holds 5 subjects or more.
     *
     * @param probability predicted, one for each subject
     * @param positive what happened
     */
    public static CalibrationBins of(double[] probability, boolean[] positive) {
        int n = probability.length;
        if (n != positive.length || n == 0)
            throw new IllegalArgumentException(
                    "calibration needs one outcome for each probability, got " + positive.length + " for " + n);
        int count = Math.max(1, Math.min(MOST, n / LEAST_SUBJECTS));
        List<Integer> order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> probability[i]))
                .toList();
        List<Bin> bins = new ArrayList<>();
        for (int b = 0; b < count; b++) {
            int from = b * n / count;
            int to = (b + 1) * n / count;
            double mean = 0;
            int yes = 0;
            for (int k = from; k < to; k++) {
                mean += probability[order.get(k)] / (to - from);
                if (positive[order.get(k)]) yes++;
            }
            bins.add(wilson(to - from, mean, yes));
        }
        return new CalibrationBins(bins);
    }

    private static Bin wilson(int n, double predicted, int yes) {
        double share = yes / (double) n;
        double centre = (share + Z * Z / (2 * n)) / (1 + Z * Z / n);
        double half = Z * Math.sqrt(share * (1 - share) / n + Z * Z / (4.0 * n * n)) / (1 + Z * Z / n);
        return new Bin(n, predicted, share, Math.max(0, centre - half), Math.min(1, centre + half));
    }
}
