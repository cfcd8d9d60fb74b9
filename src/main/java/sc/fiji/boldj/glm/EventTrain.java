package sc.fiji.boldj.glm;

/**
 * The design of a train of brief events: what each member of a response basis adds up to at the scans. Immutable.
 *
 * <p>Times are whole bins, {@code steps} a repetition time; scan i is at bin {@code i * steps}. Nuisance columns are
 * regressed out of the design as they are of the data, by tables made once: what a basis member that begins at a given bin
 * has along each nuisance direction.
 */
final class EventTrain {

    private final int volumes;
    private final int steps;
    private final int length;
    private final int members;
    private final int rank;
    private final double[][][] byPhase; // [member][phase][scan after the first that sees it]
    private final double[][] along; // [bin + length][member * rank + direction]

    /**
     * @param basis shape (members, length): a value a bin
     * @param nuisance orthonormal, shape (volumes, rank), row = time
     */
    EventTrain(int volumes, int steps, double[][] basis, double[] nuisance) {
        this.volumes = volumes;
        this.steps = steps;
        members = basis.length;
        length = basis[0].length;
        rank = nuisance.length / volumes;
        byPhase = new double[members][steps][];
        for (int m = 0; m < members; m++)
            for (int p = 0; p < steps; p++) {
                double[] samples = new double[Math.max(0, (length - p + steps - 1) / steps)];
                for (int k = 0; k < samples.length; k++) samples[k] = basis[m][p + k * steps];
                byPhase[m][p] = samples;
            }
        along = new double[length + (volumes - 1) * steps + 1][members * rank];
        for (int bin = -length; bin <= (volumes - 1) * steps; bin++) {
            double[] row = along[bin + length];
            int first = firstScan(bin);
            for (int m = 0; m < members; m++) {
                double[] samples = byPhase[m][first * steps - bin];
                for (int k = Math.max(0, -first); k < samples.length && first + k < volumes; k++)
                    for (int d = 0; d < rank; d++) row[m * rank + d] += samples[k] * nuisance[(first + k) * rank + d];
            }
        }
    }

    private int firstScan(int bin) {
        return -Math.floorDiv(-bin, steps);
    }

    /** Whether an event that begins at a bin is seen by a scan. */
    boolean isSeen(int bin) {
        return bin > -length && bin <= (volumes - 1) * steps;
    }

    /**
     * Adds up the events.
     *
     * @param onsets bins; the first {@code count} of them
     * @param shift bins to take from each onset
     * @param design receives the columns, shape (members, volumes)
     * @param directions receives their products with the nuisance directions, shape (members * rank)
     */
    void add(int[] onsets, int count, int shift, double[][] design, double[] directions) {
        for (double[] column : design) java.util.Arrays.fill(column, 0);
        java.util.Arrays.fill(directions, 0);
        for (int e = 0; e < count; e++) {
            int bin = onsets[e] - shift;
            if (!isSeen(bin)) continue;
            int first = firstScan(bin);
            int phase = first * steps - bin;
            for (int m = 0; m < members; m++) {
                double[] samples = byPhase[m][phase];
                double[] column = design[m];
                int from = Math.max(0, -first);
                int to = Math.min(samples.length, volumes - first);
                for (int k = from; k < to; k++) column[first + k] += samples[k];
            }
            double[] row = along[bin + length];
            for (int d = 0; d < directions.length; d++) directions[d] += row[d];
        }
    }

    /**
     * The normal equations of the design free of nuisance.
     *
     * @param series free of nuisance, shape (volumes)
     * @param gram receives shape (members, members)
     * @param products receives shape (members)
     */
    void normal(double[][] design, double[] directions, double[] series, double[] gram, double[] products) {
        for (int a = 0; a < members; a++) {
            double[] left = design[a];
            products[a] = dot(left, series);
            for (int b = 0; b <= a; b++) {
                double sum = dot(left, design[b]);
                for (int d = 0; d < rank; d++) sum -= directions[a * rank + d] * directions[b * rank + d];
                gram[a * members + b] = sum;
                gram[b * members + a] = sum;
            }
        }
    }

    /** Four sums side by side, always in the same order. */
    private static double dot(double[] a, double[] b) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) s0 += a[i] * b[i];
        return s0 + s1 + (s2 + s3);
    }
}
