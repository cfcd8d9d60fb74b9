package sc.fiji.boldj.workflow.option;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Values of declared options. Immutable; every value is valid.
 *
 * @param <S> the class itself
 */
public abstract class Options<S extends Options<S>> {

    private final OptionSet set;
    private final Map<Option<?>, Object> values = new LinkedHashMap<>();

    /**
     * Values of options; one that has none there takes its default.
     *
     * @throws IllegalArgumentException naming the key and what would be valid, or an option of another set
     */
    protected Options(OptionSet set, Map<Option<?>, Object> values) {
        this.set = set;
        for (Option<?> option : set.all()) put(option, values);
        for (Option<?> option : values.keySet()) get(option);
    }

    @SuppressWarnings("unchecked") // with() and given() put values of the option's own type only
    private <T> void put(Option<T> option, Map<Option<?>, Object> given) {
        T value = given.containsKey(option) ? (T) given.get(option) : option.standard();
        option.require(value);
        values.put(option, value instanceof List<?> list ? List.copyOf(list) : value);
    }

    /** The same class with other values, for its constructor to check. */
    protected abstract S of(Map<Option<?>, Object> other);

    /**
     * The value of an option.
     *
     * @throws IllegalArgumentException if it is an option of another set, though one of the same key
     */
    @SuppressWarnings("unchecked") // see put
    public final <T> T get(Option<T> option) {
        Object value = values.get(option);
        if (value == null) throw new IllegalArgumentException("'" + option + "' is none of " + values.keySet());
        return (T) value;
    }

    /**
     * The same with another value.
     *
     * @throws IllegalArgumentException if it is not valid
     */
    public final <T> S with(Option<T> option, T value) {
        Map<Option<?>, Object> other = new HashMap<>(values);
        other.put(option, value);
        return of(other);
    }

    /**
     * The same with two other values, which are checked together.
     *
     * @throws IllegalArgumentException if they are not valid
     */
    public final <A, B> S with(Option<A> first, A one, Option<B> second, B two) {
        Map<Option<?>, Object> other = new HashMap<>(values);
        other.put(first, one);
        other.put(second, two);
        return of(other);
    }

    /**
     * The same with the inputs of a command.
     *
     * @param inputs by key, boxed, of the type {@link Option#inputType()}; keys of others are passed over
     * @throws IllegalArgumentException if one is not valid
     */
    public final S given(Map<String, ?> inputs) {
        Map<Option<?>, Object> other = new HashMap<>(values);
        for (Option<?> option : set.all())
            if (inputs.containsKey(option.key())) other.put(option, option.fromInput(inputs.get(option.key())));
        return of(other);
    }

    /** By key, in alphabetical order, as in commands and logs; the map is the caller's. */
    public final Map<String, Object> toMap() {
        return some(set.all().toArray(new Option<?>[0]));
    }

    /** Some of the options, as in {@link #toMap()}; the map is the caller's. */
    public final Map<String, Object> some(List<Option<?>> chosen) {
        return some(chosen.toArray(new Option<?>[0]));
    }

    /** Some of the options, as in {@link #toMap()}, for a step that depends on no others; the map is the caller's. */
    public final Map<String, Object> some(Option<?>... chosen) {
        Map<String, Object> some = new TreeMap<>();
        for (Option<?> option : chosen) some.put(option.key(), option.inputIn(this));
        return some;
    }

    /** The entries of some of the options in the sidecar of a file that depends on them; the map is the caller's. */
    public final Map<String, Object> recorded(List<Option<?>> chosen) {
        Map<String, Object> entries = new TreeMap<>();
        for (Option<?> option : chosen) if (!option.recorded().isEmpty()) entries.put(option.recorded(), get(option));
        return entries;
    }

    /** The sentences of a part of a methods text that the options declare, in the order of their declaration. */
    public final List<String> reported(MethodsPart part) {
        List<String> sentences = new ArrayList<>();
        for (Option<?> option : set.all()) {
            String sentence = sentence(option, part);
            if (!sentence.isEmpty()) sentences.add(sentence);
        }
        return sentences;
    }

    private <T> String sentence(Option<T> option, MethodsPart part) {
        return option.reported(part, get(option));
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof Options<?> options
                && getClass().equals(options.getClass())
                && values.equals(options.values);
    }

    @Override
    public final int hashCode() {
        return values.hashCode();
    }

    @Override
    public final String toString() {
        return toMap().toString();
    }
}
