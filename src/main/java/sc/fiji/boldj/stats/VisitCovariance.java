package sc.fiji.boldj.stats;

/** The covariance of the values of one participant at several visits; participants are independent of each other. */
public enum VisitCovariance {
    /** A variance for each visit and a covariance for each pair: nothing is assumed. */
    UNSTRUCTURED("unstructured"),
    /** A variance for each visit; the correlation depends on the number of visits between two. */
    TOEPLITZ("heterogeneous Toeplitz"),
    /** A variance for each visit; the correlation falls by a constant factor from visit to visit. */
    AUTOREGRESSIVE("heterogeneous first-order autoregressive"),
    /** One variance and one covariance, which may be negative: a random intercept where it is positive. */
    COMPOUND_SYMMETRY("compound symmetry");

    private final String words;

    VisitCovariance(String words) {
        this.words = words;
    }

    /** Its name in sentences. */
    public String words() {
        return words;
    }

    VisitStructure structure(int visits) {
        return switch (this) {
            case UNSTRUCTURED -> new FreeVisits(visits);
            case TOEPLITZ -> new CorrelatedVisits(visits, false);
            case AUTOREGRESSIVE -> new CorrelatedVisits(visits, true);
            case COMPOUND_SYMMETRY -> new ExchangeableVisits(visits);
        };
    }
}
