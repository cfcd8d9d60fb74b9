package sc.fiji.boldj.workflow.option;

import java.util.List;

/**
 * What is shown to users of an option. Immutable.
 *
 * @param recorded its key in sidecars; empty if they do not give it
 */
record OptionWords(
        String label,
        String unit,
        String description,
        List<String> choices,
        boolean required,
        String recorded,
        PathKind path) {

    OptionWords {
        choices = List.copyOf(choices);
    }

    static OptionWords of(String key) {
        return new OptionWords(key, "", "", List.of(), true, "", PathKind.NONE);
    }

    OptionWords labelled(String other) {
        return new OptionWords(other, unit, description, choices, required, recorded, path);
    }

    OptionWords in(String other) {
        return new OptionWords(label, other, description, choices, required, recorded, path);
    }

    OptionWords described(String other) {
        return new OptionWords(label, unit, other, choices, required, recorded, path);
    }

    OptionWords choices(List<String> other) {
        return new OptionWords(label, unit, description, other, required, recorded, path);
    }

    OptionWords optional() {
        return new OptionWords(label, unit, description, choices, false, recorded, path);
    }

    OptionWords recordedAs(String other) {
        return new OptionWords(label, unit, description, choices, required, other, path);
    }

    OptionWords path(PathKind other) {
        return new OptionWords(label, unit, description, choices, required, recorded, other);
    }
}
