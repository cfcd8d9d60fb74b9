package sc.fiji.boldj.host;

import ij.IJ;
import ij.Menus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.SidecarWriter;
import sc.fiji.boldj.run.NearestName;
import sc.fiji.boldj.run.Progress;

/** The commands for a host that is not ImageJ's menu: by label, with images as paths. */
public final class CommandCalls {

    private static final String SAVE = "save";

    private final CommandTable table;
    private final Class<? extends MenuBridge> bridge;

    /**
     * The commands of a table.
     *
     * @param bridge has a public constructor without parameters; what ImageJ's menu calls
     */
    public CommandCalls(CommandTable table, Class<? extends MenuBridge> bridge) {
        this.table = table;
        this.bridge = bridge;
    }

    /** Makes the commands known to an ImageJ whose menu was built without our jar in its plugins folder. */
    @SuppressWarnings("unchecked") // ImageJ's table has no type parameters
    public void register() {
        IJ.runPlugIn("ij.IJ.init", "");
        for (CommandTable.Entry entry : table.entries().values())
            Menus.getCommands().put(entry.label(), bridge.getName() + "(\"" + entry.commandClass() + "\")");
    }

    /** The labels in the order of the menu. */
    public List<String> labels() {
        return new ArrayList<>(table.entries().keySet());
    }

    /**
     * What a command takes: a line a key, with its default, choices and meaning.
     *
     * @throws IllegalArgumentException if there is no such label
     */
    public String describe(String label) {
        CommandTable.Entry entry = entry(label);
        StringBuilder text = new StringBuilder(entry.menu() + ">" + entry.label() + "\n");
        for (CommandKey key : table.spec(entry.commandClass()).keys()) {
            String value = key.isImage()
                    ? key.isRequired() ? "(image)" : "(image, optional)"
                    : key.isRequired() && key.defaultText().isEmpty() ? "(required)" : "[" + key.defaultText() + "]";
            text.append(String.format(Locale.ROOT, "  %-18s %-22s %s%n", key.name(), value, key.description()));
            if (!key.choices().isEmpty())
                text.append(String.format(
                        Locale.ROOT, "  %-18s %-22s one of: %s%n", "", "", String.join(", ", key.choices())));
        }
        return text.toString();
    }

    /** The keys of a command that need a value: all but those that are true or false. */
    public List<String> valued(String label) {
        return table.spec(entry(label).commandClass()).keys().stream()
                .filter(key -> !key.isBoolean())
                .map(CommandKey::name)
                .toList();
    }

    /**
     * Runs one command.
     *
     * @param options {@code key=value ...}; an image is the path of a NIfTI file; {@code save=PATH} writes the first
     *     image that the command makes
     * @return what the command has to say, lines of text, may be empty
     * @throws CommandFailure if it fails
     * @throws IllegalArgumentException if the label or the options cannot be understood
     */
    public String run(String label, String options, Progress progress) throws IOException {
        CommandSpec spec = table.spec(entry(label).commandClass());
        Map<String, String> values = MacroArguments.parse(options, name -> null);
        String save = values.remove(SAVE);
        if (save != null && !spec.makesImages())
            throw new IllegalArgumentException(label + " makes no image, so save=" + save + " has nothing to write");
        if (save != null) requireFolder(Path.of(save));
        CommandRunner runner = new CommandRunner(label, spec, NamedFiles::open);
        CommandRunner.Result result = runner.run(values, progress.stage(0, save == null ? 1 : 0.95));
        if (save == null) {
            if (isLost(spec, values, result))
                HostProgress.warn("note: " + label + " made an image, which was not saved: save=PATH saves it");
            return result.text();
        }
        if (result.images().isEmpty())
            throw new IllegalArgumentException(label + " made no image with these options; nothing was saved");
        NeuroImage image = ImageDoor.read(result.images().get(0));
        NiftiWriter.write(image, Path.of(save), NiftiWriter.Options.DEFAULT, progress.stage(0.95, 1));
        SidecarWriter.write(Path.of(save), image);
        return result.text();
    }

    /** Whether a command gave only images, which are not seen without a screen, or an image that the call named. */
    private static boolean isLost(CommandSpec spec, Map<String, String> values, CommandRunner.Result result) {
        boolean writes = spec.keys().stream()
                .anyMatch(key -> (key.isSaved() || key.isFolder()) && values.containsKey(key.name()));
        boolean titled = !values.getOrDefault("result", "").isEmpty();
        return !result.images().isEmpty()
                && (titled || (!writes && result.text().isEmpty()));
    }

    /**
     * The keys of a command as options of a call: name, default, label with unit, meaning.
     *
     * @param without keys that the call has as parameters
     */
    public List<String> options(String label, List<String> without) {
        List<String> lines = new ArrayList<>();
        for (CommandKey key : table.spec(entry(label).commandClass()).keys()) {
            if (without.contains(key.name())) continue;
            String standard = key.defaultText().isEmpty() ? "empty" : key.defaultText();
            lines.add("  --" + key.name().replace('_', '-') + " [" + standard + "]");
            lines.add("      " + key.label() + ": " + key.description()
                    + (key.choices().isEmpty() ? "" : "; one of " + String.join(", ", key.choices())));
        }
        return lines;
    }

    /** Said before the work begins, not after. */
    private static void requireFolder(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent))
            throw new IOException("cannot write '" + file + "': there is no folder '" + parent + "'");
    }

    private CommandTable.Entry entry(String label) {
        CommandTable.Entry entry = table.entries().get(label);
        if (entry == null) entry = table.entries().get(label + "...");
        if (entry == null)
            throw new IllegalArgumentException("there is no command '" + label + "': did you mean '"
                    + NearestName.of(label, labels()) + "'? boldj commands lists them");
        return entry;
    }
}
