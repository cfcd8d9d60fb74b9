package sc.fiji.boldj.stats;

/** What is shuffled when the design holds nuisance columns (Winkler et al. 2014, table 2). */
public enum NuisanceMethod {
    /** The residuals of the nuisance model (Freedman and Lane 1983). */
    FREEDMAN_LANE,
    /** The tested columns as the contrast takes them from the design (Draper and Stoneman 1966), partition of Guttman. */
    DRAPER_STONEMAN,
    /** The same, with tested columns first made orthogonal to the nuisance, partition of Beckmann. */
    DRAPER_STONEMAN_BECKMANN,
    /** The residuals of the full model (ter Braak 1992). */
    TER_BRAAK;

    /** What is done, in words that follow "nuisance is treated". */
    public String words() {
        return switch (this) {
            case FREEDMAN_LANE -> "as Freedman and Lane (1983) do";
            case DRAPER_STONEMAN -> "as Draper and Stoneman (1966) do, with Guttman's partition";
            case DRAPER_STONEMAN_BECKMANN -> "as Draper and Stoneman (1966) do, with Beckmann's partition";
            case TER_BRAAK -> "as ter Braak (1992) does";
        };
    }
}
