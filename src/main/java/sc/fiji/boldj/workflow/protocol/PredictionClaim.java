package sc.fiji.boldj.workflow.protocol;

import java.util.List;

/**
 * Which endpoints at one visit predict a score at another.
 *
 * @param outcome id of a score
 * @param visit of the outcome
 * @param biomarkers ids of endpoints
 * @param at visit of the biomarkers, which is also that of the baseline of the outcome
 * @param alpha of all biomarkers together
 */
public record PredictionClaim(String outcome, String visit, List<String> biomarkers, String at, double alpha) {

    public PredictionClaim {
        biomarkers = List.copyOf(biomarkers);
    }
}
