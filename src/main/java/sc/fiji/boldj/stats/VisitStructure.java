package sc.fiji.boldj.stats;

/** A family of covariance matrices of a few visits, shape (visits, visits) by rows, with two sets of parameters. */
interface VisitStructure {

    /** Number of parameters. */
    int size();

    /**
     * Parameters of a matrix near another.
     *
     * @param moments a covariance of the residuals, positive definite
     */
    double[] start(double[] moments);

    /** Writes the matrix of working parameters, those of the search; it may be indefinite. */
    void covariance(double[] working, double[] target);

    /** The derivatives of the matrix by each working parameter. */
    double[][] slopes(double[] working);

    /** The derivatives by each natural parameter: variances, covariances and correlations. */
    double[][] naturalSlopes(double[] working);

    /** The second derivatives by the natural parameters, null if all are 0. */
    default double[][][] naturalCurvatures(double[] working) {
        return null;
    }
}
