package sc.fiji.boldj.host;

import ij.ImagePlus;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.io.FileFaults;
import sc.fiji.boldj.run.NearestName;
import sc.fiji.boldj.run.Progress;

/**
 * Sets a command's fields from text and runs it: the one way that menu, macro and launcher share.
 *
 * <p>Every failure becomes a {@link CommandFailure} whose message names the command, and the key and value if one of
 * them is the cause.
 */
public final class CommandRunner {

    /** Finds the image that a key's value names. */
    @FunctionalInterface
    public interface Images {
        /**
         * Finds an image.
         *
         * @param value the value, or null if the key was excluded and an image is required
         * @throws IllegalArgumentException if there is no such image
         * @throws IOException if it is a file that cannot be read
         */
        ImagePlus find(String value, Progress progress) throws IOException;
    }

    /**
     * What a command made.
     *
     * @param images in the order it declares them, the main one first
     * @param text what it has to say, may be empty
     */
    public record Result(List<ImagePlus> images, String text) {}

    private final String label;
    private final CommandSpec spec;
    private final Images images;

    public CommandRunner(String label, CommandSpec spec, Images images) {
        this.label = label;
        this.spec = spec;
        this.images = images;
    }

    /**
     * Runs the command.
     *
     * @param values by key; an omitted key takes its default
     * @return what it made
     * @throws CommandFailure if it fails for a reason that a user can understand
     * @throws java.util.concurrent.CancellationException if the progress is cancelled
     */
    public Result run(Map<String, String> values, Progress progress) {
        BoldCommand command;
        try {
            command = prepare(values, progress);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(label + ": " + message(e), true, e);
        } catch (IOException e) {
            throw new CommandFailure(label + ": " + message(e), false, e);
        }
        try {
            command.execute(progress);
            return new Result(spec.images(command), spec.text(command));
        } catch (IllegalArgumentException | IOException e) {
            throw new CommandFailure(label + ": " + message(e), false, e);
        } catch (OutOfMemoryError e) {
            throw new CommandFailure(
                    label + ": not enough memory (" + (Runtime.getRuntime().maxMemory() >> 20)
                            + " MB allowed): close images that are no longer needed, or give Java more with -Xmx",
                    false,
                    e);
        }
    }

    private BoldCommand prepare(Map<String, String> values, Progress progress) throws IOException {
        BoldCommand command = spec.create();
        Map<String, CommandKey> keys = new LinkedHashMap<>();
        for (CommandKey key : spec.keys()) keys.put(key.name(), key);
        for (String name : values.keySet())
            if (!keys.containsKey(name))
                throw new IllegalArgumentException("unknown key '" + name + "' (value '" + values.get(name)
                        + "'): did you mean '" + NearestName.of(name, keys.keySet()) + "'? the keys are "
                        + String.join(", ", keys.keySet()));
        for (CommandKey key : spec.keys()) {
            String value = values.get(key.name());
            if (key.isImage()) setImage(command, key, value, progress);
            else if (value != null) key.set(command, key.parse(value));
            else if (key.isRequired() && key.defaultText().isEmpty())
                throw new IllegalArgumentException("key '" + key.name() + "' is missing: " + key.description());
        }
        return command;
    }

    private void setImage(BoldCommand command, CommandKey key, String value, Progress progress) throws IOException {
        if (value == null || value.isEmpty()) {
            if (key.isRequired()) key.set(command, images.find(null, progress));
            return;
        }
        try {
            key.set(command, images.find(value, progress));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("key '" + key.name() + "': " + e.getMessage(), e);
        }
    }

    private static String message(Exception e) {
        return FileFaults.words(e).replaceAll("\\s*\\R\\s*", " ");
    }
}
