package sc.fiji.boldj.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The menu: which label runs which command.
 *
 * <p>It is read from the file {@code menu.txt} of the commands' package. {@code plugins.config}, from which ImageJ makes the
 * menu, says the same, but every plugin has a file of that name and the first on the class path is another's in most Fijis.
 */
public final class CommandTable {

    private static final String FILE = "menu.txt";
    private static final String PAGES = "pages.txt";
    private static final String DOCS = "https://github.com/fiji/BoldJ/blob/main/docs/";
    private static final String TOP = "Plugins>BoldJ>";

    /**
     * One menu entry.
     *
     * @param menu where it stands, such as {@code Plugins>BoldJ>Preprocess}
     * @param label what it is called, unique in all Fiji
     * @param commandClass the simple name of its class
     */
    public record Entry(String menu, String label, String commandClass) {

        private static Entry of(String line) {
            String[] parts = line.split("\\s*\\|\\s*", -1);
            if (parts.length != 3)
                throw new IllegalStateException(FILE + " needs submenu | label | command class, got: " + line);
            return new Entry(TOP + parts[0].strip(), parts[1], parts[2].strip());
        }
    }

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Class<?> place;

    private CommandTable(Class<?> place) {
        this.place = place;
    }

    /**
     * Reads the table from the class path.
     *
     * @param place a class of the package that has the commands and the file
     */
    public static CommandTable read(Class<?> place) {
        CommandTable table = new CommandTable(place);
        for (String line : lines(place, FILE)) {
            Entry entry = Entry.of(line);
            if (table.entries.put(entry.label(), entry) != null)
                throw new IllegalStateException(FILE + " has the label " + entry.label() + " twice");
        }
        return table;
    }

    /** The lines of a file beside a class, without blank ones and remarks. */
    private static List<String> lines(Class<?> place, String file) {
        try (InputStream stream = place.getResourceAsStream(file)) {
            if (stream == null) throw new IllegalStateException(file + " is missing from the jar");
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address of a page of the documentation. */
    public static String documentation(String page) {
        return DOCS + page;
    }

    /** The address of the page of a command; empty if it has none. */
    public Optional<String> page(String label) {
        if (place.getResource(PAGES) == null) return Optional.empty();
        for (String line : lines(place, PAGES)) {
            String[] parts = line.split("\\s*\\|\\s*", -1);
            if (parts[0].equals(label)) return Optional.of(DOCS + parts[1].strip());
        }
        return Optional.empty();
    }

    /** The entries by label, in the order of the menu. */
    public Map<String, Entry> entries() {
        return entries;
    }

    /**
     * What the command class with this simple name takes and gives.
     *
     * @throws IllegalArgumentException if there is no such class
     */
    public CommandSpec spec(String simpleName) {
        try {
            return CommandSpec.of(Class.forName(place.getPackageName() + "." + simpleName, true, place.getClassLoader())
                    .asSubclass(BoldCommand.class));
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("there is no command class " + simpleName, e);
        }
    }

    /** The entry of a command class. */
    public Optional<Entry> ofClass(String simpleName) {
        return entries.values().stream()
                .filter(e -> e.commandClass().equals(simpleName))
                .findFirst();
    }
}
