package sc.fiji.boldj.group;

/**
 * A prediction model fitted to all subjects of a study, for new people. Immutable.
 *
 * <p>Covariate removal, selection, scaling and the model are linear in features and covariates, so all of them together are one
 * weight for each feature and covariate, and an intercept.
 *
 * @param weights one for each feature, in the unit of the feature
 * @param covariateWeights one for each covariate
 * @param intercept of the score
 * @param calibration slope and intercept of the logit of the probability on the score; empty for numbers
 * @param subjects it was fitted to
 */
public record FrozenModel(
        double[] weights, double[] covariateWeights, double intercept, double[] calibration, int subjects) {

    /** @throws IllegalArgumentException if a number is not finite or the calibration has not 0 or 2 numbers */
    public FrozenModel {
        for (double[] some : new double[][] {weights, covariateWeights, {intercept}, calibration})
            for (double x : some)
                if (!Double.isFinite(x))
                    throw new IllegalArgumentException("a prediction model holds finite numbers, one is " + x);
        if (calibration.length != 0 && calibration.length != 2)
            throw new IllegalArgumentException(
                    "a calibration has a slope and an intercept, got " + calibration.length + " numbers");
    }

    /**
     * The score of a person: the predicted response, or for classes what the probability is a function of.
     *
     * @param features one for each weight
     * @param covariates one for each weight of a covariate
     */
    public double score(double[] features, double[] covariates) {
        if (features.length != weights.length || covariates.length != covariateWeights.length)
            throw new IllegalArgumentException("the model has " + weights.length + " features and "
                    + covariateWeights.length + " covariates, the person " + features.length + " and "
                    + covariates.length);
        double score = intercept;
        for (int f = 0; f < features.length; f++) score += weights[f] * features[f];
        for (int c = 0; c < covariates.length; c++) score += covariateWeights[c] * covariates[c];
        return score;
    }

    /** The calibrated probability of the positive class, NaN for numbers. */
    public double probability(double score) {
        if (calibration.length == 0) return Double.NaN;
        return 1 / (1 + StrictMath.exp(-calibration[0] * score - calibration[1]));
    }
}
