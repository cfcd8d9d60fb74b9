package sc.fiji.boldj.workflow.option;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The options that a class declares as public constants, in that order. Immutable. */
public final class OptionSet {

    private final Map<String, Option<?>> options;

    private OptionSet(Map<String, Option<?>> options) {
        this.options = Collections.unmodifiableMap(options);
    }

    /**
     * The options of a class.
     *
     * @throws IllegalStateException if two have one key
     */
    public static OptionSet declaredIn(Class<?> owner) {
        Map<String, Option<?>> options = new LinkedHashMap<>();
        for (Field field : owner.getFields()) {
            if (field.getType() != Option.class) continue;
            try {
                Option<?> option = (Option<?>) field.get(null);
                if (options.put(option.key(), option) != null)
                    throw new IllegalStateException(owner.getName() + " declares the key " + option + " twice");
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(owner.getName() + " must be public", e);
            }
        }
        return new OptionSet(options);
    }

    /** All, in the order of their declaration. */
    public List<Option<?>> all() {
        return new ArrayList<>(options.values());
    }
}
