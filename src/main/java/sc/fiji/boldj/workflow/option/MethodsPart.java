package sc.fiji.boldj.workflow.option;

/** The parts of a methods text that end with the sentences that options declare. */
public enum MethodsPart {
    /** From the raw scans to the series in standard space; not written where derivatives of another program are read. */
    PREPROCESSING,
    /** Confounds, filter, censoring. */
    DENOISING,
    /** The maps that were tested. */
    MAPS,
    /** Tests of connections and maps. */
    INFERENCE
}
