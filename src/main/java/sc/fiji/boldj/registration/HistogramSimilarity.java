package sc.fiji.boldj.registration;

import java.util.List;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * Mutual information from a joint histogram, with its derivative.
 *
 * <p>A point falls into one bin of the fixed image and, by a cubic B-spline window, into four of the moving image, so the
 * histogram is a smooth function of the moving values (Mattes et al. 2003, IEEE Trans. Medical Imaging 22:120-128). The
 * cost is {@code -I(F, M)} in nats or {@code -(H(F) + H(M)) / H(F, M)} (Studholme et al. 1999, Pattern Recognition
 * 32:71-86). Values beyond the range count as its ends.
 */
final class HistogramSimilarity implements Similarity {

    private static final int MARGIN = 2;

    private final boolean normalised;
    private final int bins;
    private final byte[] fixedBin;
    private final double low;
    private final double scale;

    /**
     * @param fixed value of the fixed image at each point
     * @param range of the moving values, low and high
     * @param bins of each image, 8 to 127
     */
    HistogramSimilarity(boolean normalised, double[] fixed, double[] fixedRange, double[] range, int bins) {
        this.normalised = normalised;
        this.bins = bins;
        low = range[0];
        scale = (bins - 1 - 2 * MARGIN) / (range[1] - range[0]);
        fixedBin = new byte[fixed.length];
        for (int i = 0; i < fixed.length; i++) {
            double share = (fixed[i] - fixedRange[0]) / (fixedRange[1] - fixedRange[0]);
            fixedBin[i] = (byte) Math.max(0, Math.min(bins - 1, (int) (share * bins)));
        }
    }

    /** The place of a value among the bins. */
    private double place(double value) {
        return Math.max(MARGIN, Math.min(bins - 1 - MARGIN, (value - low) * scale + MARGIN));
    }

    @Override
    public double evaluate(double[] moving, double[] weight, double[] byMoving, double[] byWeight, Progress progress) {
        double[] joint = new double[bins * bins];
        List<double[]> parts =
                FixedChunks.map(moving.length, CHUNK, (from, to) -> count(moving, weight, from, to), progress);
        for (double[] part : parts) for (int k = 0; k < joint.length; k++) joint[k] += part[k];
        double total = 0;
        for (double count : joint) total += count;
        double[] byJoint = new double[bins * bins];
        double cost = total > 0 ? entropy(joint, total, byJoint) : Double.POSITIVE_INFINITY;
        if (!Double.isFinite(cost)) return Double.POSITIVE_INFINITY;
        FixedChunks.forEach(
                moving.length,
                CHUNK,
                (from, to) -> derive(moving, weight, byJoint, from, to, byMoving, byWeight),
                progress);
        return cost;
    }

    private double[] count(double[] moving, double[] weight, int from, int to) {
        double[] joint = new double[bins * bins];
        for (int i = from; i < to; i++) {
            double w = weight[i];
            if (w == 0) continue;
            double q = place(moving[i]);
            int j = (int) q;
            double t = q - j;
            double s = 1 - t;
            int at = fixedBin[i] * bins + j - 1;
            joint[at] += w * (s * s * s / 6);
            joint[at + 1] += w * (2 / 3.0 + t * t * (0.5 * t - 1));
            joint[at + 2] += w * (2 / 3.0 + s * s * (0.5 * s - 1));
            // The last bin of a place at the upper end is not there; its weight is 0.
            if (t > 0) joint[at + 3] += w * (t * t * t / 6);
        }
        return joint;
    }

    /** The cost of a histogram; {@code byJoint} receives its derivative by each count. */
    private double entropy(double[] joint, double total, double[] byJoint) {
        double[] rows = new double[bins];
        double[] columns = new double[bins];
        for (int i = 0; i < bins; i++)
            for (int j = 0; j < bins; j++) {
                rows[i] += joint[i * bins + j] / total;
                columns[j] += joint[i * bins + j] / total;
            }
        double hRows = 0;
        double hColumns = 0;
        double hJoint = 0;
        for (int i = 0; i < bins; i++) {
            if (rows[i] > 0) hRows -= rows[i] * StrictMath.log(rows[i]);
            if (columns[i] > 0) hColumns -= columns[i] * StrictMath.log(columns[i]);
        }
        for (double count : joint) if (count > 0) hJoint -= count / total * StrictMath.log(count / total);
        if (!(hRows > 1e-9) || !(hJoint > 1e-9)) return Double.POSITIVE_INFINITY;
        double ratio = (hRows + hColumns) / hJoint;
        double information = hRows + hColumns - hJoint;
        for (int i = 0; i < bins; i++)
            for (int j = 0; j < bins; j++) {
                double p = joint[i * bins + j] / total;
                if (!(p > 0)) continue;
                double margins = StrictMath.log(rows[i]) + StrictMath.log(columns[j]);
                double log = StrictMath.log(p);
                byJoint[i * bins + j] =
                        normalised ? -(ratio * log - margins) / hJoint / total : -(log - margins - information) / total;
            }
        return normalised ? -ratio : -information;
    }

    private void derive(
            double[] moving,
            double[] weight,
            double[] byJoint,
            int from,
            int to,
            double[] byMoving,
            double[] byWeight) {
        for (int i = from; i < to; i++) {
            double w = weight[i];
            if (w == 0) {
                byMoving[i] = 0;
                byWeight[i] = 0;
                continue;
            }
            double q = place(moving[i]);
            int j = (int) q;
            double t = q - j;
            double s = 1 - t;
            int at = fixedBin[i] * bins + j - 1;
            double a = byJoint[at];
            double b = byJoint[at + 1];
            double c = byJoint[at + 2];
            double d = t > 0 ? byJoint[at + 3] : 0;
            byWeight[i] = a * (s * s * s / 6)
                    + b * (2 / 3.0 + t * t * (0.5 * t - 1))
                    + c * (2 / 3.0 + s * s * (0.5 * s - 1))
                    + d * (t * t * t / 6);
            boolean inside = q > MARGIN && q < bins - 1 - MARGIN;
            byMoving[i] = inside
                    ? w * scale * (-0.5 * s * s * a + t * (1.5 * t - 2) * b - s * (1.5 * s - 2) * c + 0.5 * t * t * d)
                    : 0;
        }
    }
}
