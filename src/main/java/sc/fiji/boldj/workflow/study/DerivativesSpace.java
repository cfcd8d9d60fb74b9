package sc.fiji.boldj.workflow.study;

import java.util.Map;
import java.util.TreeMap;

/**
 * Selects one of several preprocessed series of a scan.
 *
 * @param label of the standard space
 * @param others further entities, such as {@code res} and {@code cohort}; may be empty
 */
public record DerivativesSpace(String label, Map<String, String> others) {

    public DerivativesSpace {
        others = Map.copyOf(others);
    }

    /**
     * Reads {@code MNI152NLin2009cAsym:res-2}.
     *
     * @throws IllegalArgumentException if it is not of that form, or no MNI space
     */
    public static DerivativesSpace parse(String text) {
        String[] parts = text.strip().split(":", -1);
        if (!parts[0].matches("MNI[A-Za-z0-9]+"))
            throw new IllegalArgumentException(
                    "derivatives_space must be an MNI space such as MNI152NLin2009cAsym, since"
                            + " seeds and regions have MNI coordinates, got '" + text + "'");
        Map<String, String> others = new TreeMap<>();
        for (int i = 1; i < parts.length; i++) {
            if (!parts[i].matches("[a-z]+-[A-Za-z0-9]+"))
                throw new IllegalArgumentException("derivatives_space '" + text
                        + "': after a colon an entity such as res-2 is expected, got '" + parts[i] + "'");
            int dash = parts[i].indexOf('-');
            others.put(parts[i].substring(0, dash), parts[i].substring(dash + 1));
        }
        return new DerivativesSpace(parts[0], others);
    }
}
