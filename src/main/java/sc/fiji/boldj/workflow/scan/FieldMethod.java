package sc.fiji.boldj.workflow.scan;

import java.util.Optional;

/** How the off-resonance field of a run was obtained. */
public enum FieldMethod {
    /** Estimated from images with different phase encoding. */
    OPPOSED("pepolar", "epi"),
    /** A field that the scanner computed: {@code fieldmap} with {@code magnitude}. */
    FIELD("fieldmap", "fieldmap"),
    /** A phase difference of two echoes: {@code phasediff} with {@code magnitude1}. */
    PHASE_DIFFERENCE("phasediff", "phasediff"),
    /** The phase images of two echoes: {@code phase1} and {@code phase2} with {@code magnitude1}. */
    TWO_PHASES("phases", "phase1"),
    /** Estimated so that the corrected run agrees with the T1-weighted scan; experimental. */
    ANATOMY("syn", "");

    private final String key;
    private final String suffix;

    FieldMethod(String key, String suffix) {
        this.key = key;
        this.suffix = suffix;
    }

    /** The name in sidecars. */
    public String key() {
        return key;
    }

    /** The BIDS suffix of the files that lead to it. */
    String suffix() {
        return suffix;
    }

    /** Whether gradient-echo images measured the field, rather than an estimate from echo-planar images. */
    public boolean isMeasured() {
        return this != OPPOSED && this != ANATOMY;
    }

    /** The method that a sidecar names; empty if it names none. */
    public static Optional<FieldMethod> named(Object key) {
        for (FieldMethod method : values()) if (method.key.equals(key)) return Optional.of(method);
        return Optional.empty();
    }

    /** The method to which a BIDS suffix leads; empty for other suffixes. */
    static Optional<FieldMethod> ofSuffix(String suffix) {
        for (FieldMethod method : values())
            if (!suffix.isEmpty() && method.suffix.equals(suffix)) return Optional.of(method);
        return Optional.empty();
    }
}
