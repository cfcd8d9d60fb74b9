package sc.fiji.boldj.preprocess;

/** Weights of echoes: TE exp(-TE / T2*), the sensitivity of each to changes of T2* (Posse 1999), with the sum 1. */
final class EchoWeights {

    private EchoWeights() {}

    /**
     * The weights.
     *
     * @param t2star seconds; 0 where it is not known: the first echo alone
     */
    public static double[] of(double[] echoTimes, double t2star) {
        double[] weights = new double[echoTimes.length];
        if (!(t2star > 0)) {
            weights[0] = 1;
            return weights;
        }
        double sum = 0;
        for (int e = 0; e < weights.length; e++) {
            // relative to the first echo, so that a short T2* does not underflow
            weights[e] = echoTimes[e] * StrictMath.exp(-(echoTimes[e] - echoTimes[0]) / t2star);
            sum += weights[e];
        }
        for (int e = 0; e < weights.length; e++) weights[e] /= sum;
        return weights;
    }
}
