package sc.fiji.boldj.denoise;

/** Blocks of voxel series of mean 0 in double precision. */
final class CentredBlock {

    private CentredBlock() {}

    /** The rows that are not skipped, less the mean of each series; NaN where a series has a value that is none. */
    static double[] centred(float[] block, int rows, int count, int skip) {
        double[] series = new double[rows * count];
        double[] means = new double[count];
        int start = skip * count;
        for (int i = 0; i < series.length; i++) means[i % count] += block[start + i];
        for (int v = 0; v < count; v++) means[v] /= rows;
        for (int t = 0; t < rows; t++)
            for (int v = 0; v < count; v++) {
                int i = t * count + v;
                series[i] = Double.isFinite(means[v]) ? block[start + i] - means[v] : 0;
            }
        return series;
    }

    static double[] squares(double[] series, int rows, int count) {
        double[] squares = new double[count];
        for (int t = 0; t < rows; t++)
            for (int v = 0; v < count; v++) squares[v] += series[t * count + v] * series[t * count + v];
        return squares;
    }
}
