package sc.fiji.boldj.host;

import ij.ImagePlus;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.scijava.plugin.Parameter;
import sc.fiji.boldj.run.NumberText;

/**
 * One input of a command: a {@code @Parameter} field and the key that sets it in a macro.
 *
 * <p>The key is the field's name with underscores in lower case: {@code repetitionTime} is {@code repetition_time}.
 */
public final class CommandKey {

    /** The {@code style} of a parameter that is the path of a file to read. */
    public static final String OPEN = "open";

    /** The {@code style} of a parameter that is the path of a file to write. */
    public static final String SAVE = "save";

    /** The {@code style} of a parameter that is the path of a folder. */
    public static final String FOLDER = "directory";

    private final Field field;
    private final Parameter parameter;
    private final Object defaultValue;

    public CommandKey(Field field, Object defaultValue) {
        this.field = field;
        this.parameter = field.getAnnotation(Parameter.class);
        this.defaultValue = defaultValue;
        field.setAccessible(true);
    }

    /** The name in macros. */
    public String name() {
        return field.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    /** The name in dialogs. */
    public String label() {
        return parameter.label();
    }

    /** What the value means, with its unit. */
    public String description() {
        return parameter.description();
    }

    /** What the value may be; empty if anything of its kind. */
    public List<String> choices() {
        return Arrays.asList(parameter.choices());
    }

    /** The value when the key is excluded, as text; empty for images. */
    public String defaultText() {
        return defaultValue == null ? "" : text(defaultValue);
    }

    public boolean isImage() {
        return field.getType() == ImagePlus.class;
    }

    public boolean isBoolean() {
        return field.getType() == boolean.class;
    }

    public boolean isNumber() {
        return field.getType() == double.class || field.getType() == int.class || field.getType() == long.class;
    }

    public boolean isRequired() {
        return parameter.required();
    }

    /** Whether the text is the path of a file to read or write. */
    public boolean isFile() {
        return parameter.style().equals(OPEN) || parameter.style().equals(SAVE);
    }

    /** Whether the text is the path of a file to write. */
    public boolean isSaved() {
        return parameter.style().equals(SAVE);
    }

    /** Whether the text is the path of a folder. */
    public boolean isFolder() {
        return parameter.style().equals(FOLDER);
    }

    public void set(BoldCommand command, Object value) {
        try {
            field.set(command, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The value a command has. */
    public Object get(BoldCommand command) {
        try {
            return field.get(command);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Turns text into a value of the field's type.
     *
     * @throws IllegalArgumentException if it is not one; the message says what would be
     */
    public Object parse(String text) {
        if (!choices().isEmpty() && !choices().contains(text)) throw unusable(text, "one of " + choices());
        if (field.getType() == String.class) return text;
        try {
            if (field.getType() == double.class) {
                if (!NumberText.isNumber(text)) throw unusable(text, "a number"); // nor are 2D, 0x1p3 and NaN
                return NumberText.parse(text);
            }
            if (field.getType() == int.class) return Integer.parseInt(text.strip());
            if (field.getType() == long.class) return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw unusable(text, field.getType() == double.class ? "a number" : "a whole number");
        }
        if (isBoolean()) {
            if (text.equalsIgnoreCase("true")) return true;
            if (text.equalsIgnoreCase("false")) return false;
            throw unusable(text, "true or false");
        }
        throw new IllegalStateException("no text can set " + field);
    }

    private IllegalArgumentException unusable(String text, String expected) {
        return new IllegalArgumentException("key '" + name() + "' is '" + text + "' but must be " + expected);
    }

    /** A value as a macro writes it: 6 and not 6.0. */
    public static String text(Object value) {
        String text = String.valueOf(value);
        return value instanceof Double && text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
