package sc.fiji.boldj.glm;

/** Covariances of the estimated noise parameters. */
final class NoiseCovariances {

    private NoiseCovariances() {}

    /** The covariance of the weights of the noise as they were estimated, that is without slow noise beyond them. */
    static double[] known(double[] covariance, int p) {
        int last = (p + 1) * (p + 2) / 2;
        double[] known = new double[p * p];
        for (int i = 0; i < p; i++)
            for (int j = 0; j <= i; j++) {
                double value = covariance[(i + 1) * (i + 2) / 2 + j + 1]
                        - covariance[last + i + 1] * covariance[last + j + 1] / covariance[last + p + 1];
                known[i * p + j] = value;
                known[j * p + i] = value;
            }
        return known;
    }
}
