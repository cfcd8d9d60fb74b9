package sc.fiji.boldj.workflow.protocol;

/**
 * Whether a pretreatment blocks an effect.
 *
 * @param endpoint its id
 * @param effect of the treatment alone, such as {@code ketamine - placebo}
 * @param difference what the pretreatment removes from it: {@code ketamine - lamotrigine+ketamine}, or the interaction
 * @param visit level of the visit factor, or empty
 * @param set name of the analysis set
 * @param alpha of the gate, the difference and the interval
 */
public record BlockingClaim(
        String endpoint, CellContrast effect, CellContrast difference, String visit, String set, double alpha) {

    /** Whether the difference accounts for the effect of the pretreatment alone: it has more than two cells. */
    public boolean hasPretreatmentAlone() {
        return difference.weights().size() > 2;
    }
}
