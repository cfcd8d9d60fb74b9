package sc.fiji.boldj.workflow.protocol;

/**
 * An effect that is declared to be no larger than a margin.
 *
 * @param endpoint its id
 * @param contrast the effect
 * @param visit level of the visit factor, or empty
 * @param set name of the analysis set
 * @param margin largest effect that counts as none, above 0
 * @param unit of the margin: the endpoint's, or {@code sd} for standard deviations of the endpoint between participants
 * @param alpha of each of the two one-sided tests
 */
public record EquivalenceClaim(
        String endpoint, CellContrast contrast, String visit, String set, double margin, String unit, double alpha) {

    /** The unit of margins in standard deviations. */
    public static final String SD = "sd";
}
