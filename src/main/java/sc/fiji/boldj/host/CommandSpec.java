package sc.fiji.boldj.host;

import ij.ImagePlus;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.scijava.ItemIO;
import org.scijava.plugin.Parameter;

/** What a command takes and gives, read from its {@code @Parameter} fields. Immutable. */
public final class CommandSpec {

    private final Class<? extends BoldCommand> type;
    private final List<CommandKey> keys = new ArrayList<>();
    private final List<Field> outputs = new ArrayList<>();

    private CommandSpec(Class<? extends BoldCommand> type) {
        this.type = type;
        BoldCommand sample = create();
        // What commands share comes after what is their own, but for what an annotation puts first.
        for (Class<?> owner = type; owner != BoldCommand.class; owner = owner.getSuperclass())
            for (Field field : owner.getDeclaredFields()) {
                Parameter parameter = field.getAnnotation(Parameter.class);
                if (parameter == null || Modifier.isStatic(field.getModifiers())) continue;
                field.setAccessible(true);
                if (parameter.type() == ItemIO.OUTPUT) outputs.add(field);
                else keys.add(new CommandKey(field, read(field, sample)));
            }
        sort(type.getAnnotation(KeyOrder.class));
    }

    private void sort(KeyOrder order) {
        if (order == null) return;
        List<String> first = List.of(order.value());
        List<String> names = keys.stream().map(CommandKey::name).toList();
        if (!names.containsAll(first)) throw new IllegalStateException(type + " lacks one of the keys " + first);
        keys.sort(
                Comparator.comparingInt(key -> first.contains(key.name()) ? first.indexOf(key.name()) : first.size()));
    }

    /** The spec of a command class. */
    public static CommandSpec of(Class<? extends BoldCommand> type) {
        return new CommandSpec(type);
    }

    /** The words of a command class's name: "slice timing" for {@code SliceTimingCommand}. */
    public static String nameOf(Class<?> type) {
        return type.getSimpleName()
                .replaceAll("Command$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    /** A new command with its default values. */
    public BoldCommand create() {
        try {
            return type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    /** The inputs in the order of the dialog. */
    public List<CommandKey> keys() {
        return Collections.unmodifiableList(keys);
    }

    /** The values of all inputs by key; numbers and flags boxed. The map is the caller's. */
    public Map<String, Object> values(BoldCommand command) {
        Map<String, Object> values = new HashMap<>();
        for (CommandKey key : keys) values.put(key.name(), key.get(command));
        return values;
    }

    /** The images a command made, in the order it declares them. */
    public List<ImagePlus> images(BoldCommand command) {
        List<ImagePlus> images = new ArrayList<>();
        for (Field field : outputs) {
            Object value = read(field, command);
            if (value instanceof ImagePlus imagePlus) images.add(imagePlus);
        }
        return images;
    }

    /** What a command has to say: the text of its outputs of type String, line by line; empty if nothing. */
    public String text(BoldCommand command) {
        List<String> lines = new ArrayList<>();
        for (Field field : outputs)
            if (read(field, command) instanceof String) lines.add((String) read(field, command));
        return String.join("\n", lines);
    }

    /** Whether an output is an image. */
    public boolean makesImages() {
        return outputs.stream().anyMatch(field -> field.getType() == ImagePlus.class);
    }

    private static Object read(Field field, BoldCommand command) {
        try {
            return field.get(command);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
