package sc.fiji.boldj.group;

/**
 * The contribution of one participant to a test: one observation, a weighted sum of the inputs of the participant's sessions.
 *
 * @param arm level of a factor between participants; empty if none is compared
 * @param weights one for each input of the study
 * @param periods the sum of these weights in each period of a crossover, without the first; empty where there are no periods
 * @param covariates one for each covariate
 * @param stratum within which treatments were randomised
 */
public record PersonRow(String arm, double[] weights, double[] periods, double[] covariates, String stratum) {}
