package sc.fiji.boldj.glm;

/**
 * Brief spontaneous events of one voxel: the times at which its series peaks (Tagliazucchi 2012; Wu 2013).
 *
 * <p>The series is smoothed by a Gaussian in time (weights scaled to sum 1 at the ends). An event is a scan that is above
 * {@code threshold} standard deviations over the mean of the smoothed series and the largest within {@code spacing}
 * seconds to either side (the earliest, of equal ones). A parabola through it and its neighbours gives the time between
 * the scans. The first and the last scan are no events.
 */
final class PeakEvents {

    private final int reach;
    private final double threshold;
    private final double[] kernel;
    private final double[] smooth;

    PeakEvents(int volumes, double repetitionTime, double fwhm, double threshold, double spacing) {
        this.threshold = threshold;
        reach = Math.max(1, (int) Math.floor(spacing / repetitionTime + 1e-9));
        double sigma = fwhm / Math.sqrt(8 * Math.log(2)) / repetitionTime;
        int half = Math.min(volumes - 1, (int) Math.ceil(3 * sigma));
        kernel = new double[half + 1];
        for (int k = 0; k <= half; k++) kernel[k] = sigma > 0 ? Math.exp(-0.5 * k * k / (sigma * sigma)) : 1;
        smooth = new double[volumes];
    }

    /**
     * Finds the events.
     *
     * @param series about 0, shape (volumes)
     * @param steps bins in a repetition time
     * @param onsets receives the bins of the peaks, shape (volumes) or longer
     * @return how many there are
     */
    int find(double[] series, int steps, int[] onsets) {
        int volumes = series.length;
        double mean = 0;
        for (int i = 0; i < volumes; i++) {
            double sum = kernel[0] * series[i];
            double weight = kernel[0];
            for (int k = 1; k < kernel.length; k++) {
                if (i >= k) {
                    sum += kernel[k] * series[i - k];
                    weight += kernel[k];
                }
                if (i + k < volumes) {
                    sum += kernel[k] * series[i + k];
                    weight += kernel[k];
                }
            }
            smooth[i] = sum / weight;
            mean += smooth[i] / volumes;
        }
        double squares = 0;
        for (double value : smooth) squares += (value - mean) * (value - mean);
        double limit = mean + threshold * Math.sqrt(squares / (volumes - 1));
        int count = 0;
        for (int i = 1; i < volumes - 1; i++) {
            if (!(smooth[i] > limit) || !isLargest(i)) continue;
            double before = smooth[i - 1];
            double after = smooth[i + 1];
            double bend = before - 2 * smooth[i] + after;
            double shift = bend < 0 ? 0.5 * (before - after) / bend : 0;
            onsets[count++] = (int) Math.round((i + shift) * steps);
        }
        return count;
    }

    private boolean isLargest(int scan) {
        for (int k = Math.max(0, scan - reach); k < scan; k++) if (smooth[k] >= smooth[scan]) return false;
        for (int k = Math.min(smooth.length - 1, scan + reach); k > scan; k--)
            if (smooth[k] > smooth[scan]) return false;
        return true;
    }
}
