package sc.fiji.boldj.workflow.study;

import java.util.List;
import sc.fiji.boldj.workflow.MethodsText;

/** Denoising choices under which the main connections are computed. */
public enum Variant {
    /** As the options say. */
    MAIN("", "", true),
    /** The global signal regressed out as well. */
    GSR("gsr", "with the global signal regressed out", true),
    /** Volumes with motion censored. */
    CENSORED("censored", "censored at " + Variant.CENSOR_MM + " mm per 2 s", true),
    /** Maps without smoothing. */
    UNSMOOTHED("unsmoothed", "not smoothed", false);

    /** Framewise displacement above which {@link #CENSORED} excludes volumes, mm per 2 s. */
    public static final double CENSOR_MM = 0.5;

    /** What a methods text says of them. */
    static final String METHODS =
            "As sensitivity analyses, the connections were tested again with the global signal regressed out"
                    + " and with volumes censored at " + MethodsText.number(CENSOR_MM)
                    + " mm per 2 s. The t map of the PCC seed was"
                    + " compared, without inference, with those after global signal regression, after censoring and without smoothing.";

    private final String label;
    private final String words;
    private final boolean nodes;

    Variant(String label, String words, boolean nodes) {
        this.label = label;
        this.words = words;
        this.nodes = nodes;
    }

    /** Those beside the main analysis that have a seed map. */
    public static List<Variant> others() {
        return List.of(GSR, CENSORED, UNSMOOTHED);
    }

    /** Those beside the main analysis that have a table of nodes, too: tables do not depend on smoothing. */
    public static List<Variant> otherTables() {
        return others().stream().filter(variant -> variant.nodes).toList();
    }

    /** The name of a file of this choice. */
    public DerivativeName name(DerivativeName main) {
        return label.isEmpty() ? main : main.desc(label);
    }

    /** As it stands in names of files; empty for the main analysis. */
    public String label() {
        return label;
    }

    /** In words that follow a noun; empty for the main analysis. */
    public String words() {
        return words;
    }
}
