package sc.fiji.boldj.workflow.option;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import sc.fiji.boldj.stats.NameList;

/**
 * The type of an option: how its value is entered in commands and written to logs, and how it is read from that.
 *
 * @param input the type of a command's input: {@code double}, {@code int}, {@code long}, {@code boolean} or {@code String}
 * @param read from an input, boxed
 * @param write to an input, boxed
 */
record OptionType<T>(Class<?> input, Function<Object, T> read, Function<T, Object> write) {

    static final OptionType<Double> NUMBER = new OptionType<>(double.class, Double.class::cast, x -> x);

    static final OptionType<Integer> WHOLE_NUMBER = new OptionType<>(int.class, Integer.class::cast, x -> x);

    static final OptionType<Long> LONG = new OptionType<>(long.class, Long.class::cast, x -> x);

    static final OptionType<Boolean> FLAG = new OptionType<>(boolean.class, Boolean.class::cast, x -> x);

    /** Without blanks around it. */
    static final OptionType<String> TEXT = new OptionType<>(String.class, x -> ((String) x).strip(), x -> x);

    /** Separated by commas, with or without double quotes. */
    static final OptionType<List<String>> NAMES = list(name -> name, name -> name);

    /** Things that have names, separated by commas, with or without double quotes. */
    static <E> OptionType<List<E>> list(Function<String, E> parse, Function<E, String> name) {
        return new OptionType<>(
                String.class,
                x -> NameList.parse((String) x, List.of()).stream().map(parse).toList(),
                things -> things.stream().map(name).collect(Collectors.joining(",")));
    }
}
