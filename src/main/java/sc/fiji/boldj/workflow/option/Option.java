package sc.fiji.boldj.workflow.option;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One option, declared once. The inputs of commands, their dialogs, macro keys, the options of the launcher, the logs and
 * the tables of the docs follow from it. Immutable: each method that adds to the declaration returns a new one.
 *
 * @param <T> {@code Double}, {@code Integer}, {@code Long}, {@code Boolean}, {@code String} or a {@code List}
 */
public final class Option<T> {

    /** Says what is wrong with a value. */
    @FunctionalInterface
    public interface Check<T> {
        /**
         * Checks a value.
         *
         * @throws IllegalArgumentException naming the key and what would be valid
         */
        void require(T value);
    }

    /** What a methods text says of a value. */
    private record Report<T>(MethodsPart part, Function<T, String> sentence) {}

    private final String key;
    private final OptionType<T> type;
    private final T standard;
    private final OptionWords words;
    private final String recorded;
    private final Report<T> report;
    private final Check<T> check;

    private Option(String key, OptionType<T> type, T standard, OptionWords words, Report<T> report, Check<T> check) {
        this.key = key;
        this.type = type;
        this.standard = standard;
        this.words = words;
        recorded = words.recorded();
        this.report = report;
        this.check = check;
    }

    private static <T> Option<T> of(String key, OptionType<T> type, T standard) {
        if (!key.matches("[a-z][a-z0-9]*(_[a-z][a-z0-9]*)*"))
            throw new IllegalArgumentException("'" + key + "' is not a key: lower case, words joined by _");
        return new Option<>(key, type, standard, OptionWords.of(key), nothing(), value -> {});
    }

    private static <T> Report<T> nothing() {
        return new Report<>(MethodsPart.PREPROCESSING, value -> "");
    }

    /** A finite number. */
    public static Option<Double> number(String key, double standard) {
        return of(key, OptionType.NUMBER, standard);
    }

    /** A whole number. */
    public static Option<Integer> wholeNumber(String key, int standard) {
        return of(key, OptionType.WHOLE_NUMBER, standard);
    }

    /** The seed of a random stream. */
    public static Option<Long> randomSeed(String key, long standard) {
        return of(key, OptionType.LONG, standard);
    }

    /** True or false. */
    public static Option<Boolean> flag(String key, boolean standard) {
        return of(key, OptionType.FLAG, standard);
    }

    /** A text; blanks around it are not used. */
    public static Option<String> text(String key, String standard) {
        return of(key, OptionType.TEXT, standard);
    }

    /** One of several words. */
    public static Option<String> choice(String key, String standard, String... others) {
        Option<String> text = text(key, standard);
        OptionWords old = text.words;
        List<String> all = new ArrayList<>(List.of(standard));
        all.addAll(List.of(others));
        return new Option<>(key, text.type, standard, old.choices(all), text.report, text.check)
                .valid("one of " + all, all::contains);
    }

    /** Names, separated by commas in commands and logs. */
    public static Option<List<String>> names(String key, String... standard) {
        return of(key, OptionType.NAMES, List.of(standard));
    }

    /**
     * Things that have names, which are separated by commas in commands and logs.
     *
     * @param parse reads a name; throws an {@link IllegalArgumentException} that says which names there are
     * @param name of a thing
     */
    public static <E> Option<List<E>> list(
            String key, Function<String, E> parse, Function<E, String> name, String... standard) {
        return of(
                key,
                OptionType.list(parse, name),
                Arrays.stream(standard).map(parse).toList());
    }

    /** With the label of dialogs. */
    public Option<T> labelled(String label) {
        return with(words.labelled(label));
    }

    /** With a unit, such as {@code mm}; dialogs and messages show it. */
    public Option<T> in(String unit) {
        return with(words.in(unit));
    }

    /** With one line that says what the value means, for dialogs, the launcher and the docs. */
    public Option<T> described(String description) {
        return with(words.described(description));
    }

    /** An empty value means something: dialogs and scripts need not fill it. */
    public Option<T> optional() {
        return with(words.optional());
    }

    /** A text that is the path of a file to read. */
    public Option<T> file() {
        return with(words.path(PathKind.FILE));
    }

    /** A text that is the path of a folder. */
    public Option<T> folder() {
        return with(words.path(PathKind.FOLDER));
    }

    /** Whether it is the path of a file or a folder. */
    public PathKind pathKind() {
        return words.path();
    }

    /** With the key of its value in the sidecars of the files that depend on it, such as {@code RadiusMillimetres}. */
    public Option<T> recordedAs(String sidecarKey) {
        return with(words.recordedAs(sidecarKey));
    }

    /**
     * With what a methods text says of it at the end of a part, where one sentence for each value is enough.
     *
     * @param sentence with its full stop; empty for a value of which there is nothing to say
     */
    public Option<T> reportedIn(MethodsPart part, Function<T, String> sentence) {
        return new Option<>(key, type, standard, words, new Report<>(part, sentence), check);
    }

    /** With a check, after those that it has. */
    public Option<T> checked(Check<T> next) {
        return new Option<>(key, type, standard, words, report, value -> {
            check.require(value);
            next.require(value);
        });
    }

    /**
     * With a check, after those that it has.
     *
     * @param what the valid values, to follow "must be"
     */
    public Option<T> valid(String what, Predicate<T> isValid) {
        return checked(value -> {
            if (!isValid.test(value))
                throw new IllegalArgumentException(
                        key + " must be " + what + ", got " + type.write().apply(value));
        });
    }

    private Option<T> with(OptionWords other) {
        return new Option<>(key, type, standard, other, report, check);
    }

    /** The key in macros, logs and, with dashes, in the launcher. */
    public String key() {
        return key;
    }

    /** The default. */
    public T standard() {
        return standard;
    }

    /** The label in dialogs, with the unit in brackets. */
    public String label() {
        return words.unit().isEmpty() ? words.label() : words.label() + " (" + words.unit() + ")";
    }

    /** The unit, may be empty. */
    public String unit() {
        return words.unit();
    }

    /** What the value means, in one line. */
    public String description() {
        return words.description();
    }

    /** The valid words, the default first; empty if there is no such list. */
    public List<String> choices() {
        return words.choices();
    }

    /** The key of its value in sidecars; empty if they do not give it. */
    public String recorded() {
        return recorded;
    }

    /** What a part of a methods text says of a value; empty if nothing. */
    String reported(MethodsPart part, T value) {
        return report.part() == part ? report.sentence().apply(value) : "";
    }

    /** Whether a dialog or a script must fill it. */
    public boolean isRequired() {
        return words.required();
    }

    /** The type of a command's input: {@code double}, {@code int}, {@code long}, {@code boolean} or {@code String}. */
    public Class<?> inputType() {
        return type.input();
    }

    /** A value as the input of a command and as in logs: text for names. */
    public Object toInput(T value) {
        return type.write().apply(value);
    }

    /** Its value among others as in {@link #toInput}. */
    Object inputIn(Options<?> options) {
        return type.write().apply(options.get(this));
    }

    /** The default as the input of a command. */
    public Object standardInput() {
        return toInput(standard);
    }

    /** The value of an input, boxed and of {@link #inputType()}; not checked. */
    public T fromInput(Object input) {
        return type.read().apply(input);
    }

    /**
     * Checks a value.
     *
     * @throws IllegalArgumentException naming the key and what would be valid
     */
    public void require(T value) {
        check.require(value);
    }

    @Override
    public String toString() {
        return key;
    }
}
