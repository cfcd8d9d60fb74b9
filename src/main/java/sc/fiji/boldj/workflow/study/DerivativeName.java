package sc.fiji.boldj.workflow.study;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The part of the name of a derivative that follows the name of its scan: entities in the order of BIDS, then the suffix.
 * Immutable. {@code docs/decisions/0015-names.md} lists all names and says why.
 */
public final class DerivativeName {

    /** The entities that BoldJ uses, in the order of BIDS. */
    public enum Entity {
        FROM,
        TO,
        MODE,
        SPACE,
        SEG,
        RES,
        LABEL,
        SEED,
        STAT,
        DESC
    }

    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]+");

    private final EnumMap<Entity, String> entities;
    private final String suffix;

    private DerivativeName(Map<Entity, String> entities, String suffix) {
        this.entities = new EnumMap<>(Entity.class);
        this.entities.putAll(entities);
        this.suffix = suffix;
    }

    /** A name of a suffix alone, such as {@code bold}. */
    public static DerivativeName of(String suffix) {
        return new DerivativeName(Map.of(), suffix);
    }

    /** The matrix or warp that takes places from one space to another. */
    static DerivativeName transform(String from, String to) {
        return of("xfm").with(Entity.FROM, from).with(Entity.TO, to).with(Entity.MODE, "image");
    }

    /**
     * The same with another entity.
     *
     * @param label letters and digits
     * @throws IllegalArgumentException if it is not
     */
    public DerivativeName with(Entity entity, String label) {
        if (!LABEL.matcher(label).matches())
            throw new IllegalArgumentException(
                    "the label of " + entity + " must be letters and digits, got '" + label + "'");
        DerivativeName name = new DerivativeName(entities, suffix);
        name.entities.put(entity, label);
        return name;
    }

    DerivativeName space(String label) {
        return with(Entity.SPACE, label);
    }

    public DerivativeName stat(String label) {
        return with(Entity.STAT, label);
    }

    DerivativeName desc(String label) {
        return with(Entity.DESC, label);
    }

    /** {@code space-MNI152NLin2009aAsym_desc-preproc_bold}. */
    @Override
    public String toString() {
        return entities.entrySet().stream()
                .map(entity -> entity.getKey().name().toLowerCase(Locale.ROOT) + "-" + entity.getValue() + "_")
                .collect(Collectors.joining("", "", suffix));
    }
}
