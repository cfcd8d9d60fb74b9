package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.CommandSpec;
import sc.fiji.boldj.host.CommandTable;
import sc.fiji.boldj.host.MacroArguments;

/** Labels and keys are what recorded macros and servers rely on. */
class ContractTest {

    @Test
    void everyLineOfTheMenuHasACommandThatScijavaFindsToo() {
        try (Context context = new Context(CommandService.class)) {
            CommandService commands = context.service(CommandService.class);
            for (CommandTable.Entry entry : CommandMenu.table().entries().values()) {
                CommandSpec spec = CommandMenu.table().spec(entry.commandClass());
                boolean page =
                        entry.menu().endsWith("Start Here") || entry.menu().endsWith("Help");
                assertTrue(page || !spec.keys().isEmpty(), entry.label());
                CommandInfo info = commands.getCommand("sc.fiji.boldj.command." + entry.commandClass());
                assertTrue(info != null && info.canRunHeadless(), entry.label() + " is not in SciJava's index");
            }
        }
    }

    /** ImageJ's menu, the table of the commands and the titles of SciJava's windows are written in three places. */
    @Test
    void pluginsConfigAndTheNamesOfCommandsAreThoseOfTheTable() throws Exception {
        List<String> wanted = new ArrayList<>();
        for (CommandTable.Entry entry : CommandMenu.table().entries().values()) {
            wanted.add(entry.menu() + ", \"" + entry.label() + "\", sc.fiji.boldj.entry.MenuEntry(\""
                    + entry.commandClass() + "\")");
            Class<?> type = Class.forName("sc.fiji.boldj.command." + entry.commandClass());
            assertEquals(
                    entry.label(),
                    type.getAnnotation(Plugin.class).name(),
                    entry.commandClass()
                            + ": the name in @Plugin is the title of the window that asks a script's user");
        }
        List<String> lines = Files.readAllLines(Path.of("plugins.config"), StandardCharsets.UTF_8);
        lines.removeIf(line -> line.isBlank() || line.startsWith("#"));
        assertTrue(lines.remove("File>Import, \"NIfTI-Analyze\", Nifti_Reader"), "HandleExtraFileTypes looks for it");
        assertEquals(String.join("\n", wanted), String.join("\n", lines), "plugins.config is not as menu.txt says");
    }

    @Test
    void everyKeySaysWhatItMeansAndItsDefaultIsAmongItsChoices() {
        for (CommandTable.Entry entry : CommandMenu.table().entries().values())
            for (CommandKey key : CommandMenu.table().spec(entry.commandClass()).keys()) {
                String name = entry.label() + " " + key.name();
                assertFalse(key.label().isBlank(), name);
                assertFalse(key.description().isBlank(), name);
                if (!key.choices().isEmpty()) assertTrue(key.choices().contains(key.defaultText()), name);
            }
    }

    /** The help of a dialog links to the page of its command. */
    @Test
    void pagesOfCommandsAreThere() {
        int pages = 0;
        for (String label : CommandMenu.table().entries().keySet()) {
            if (CommandMenu.table().page(label).isEmpty()) continue;
            String page = CommandMenu.table().page(label).orElseThrow();
            assertTrue(Files.exists(Path.of("docs", page.substring(page.indexOf("/docs/") + 6))), label + ": " + page);
            pages++;
        }
        assertTrue(pages > 40, "only " + pages + " commands have a page");
    }

    /** The lines of a table of ours, less its head. */
    private static List<String[]> table(String name) throws IOException {
        try (InputStream stream = ContractTest.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split("\t", -1))
                    .toList();
        }
    }

    private static Map<String, CommandKey> keys(CommandTable.Entry entry) {
        Map<String, CommandKey> keys = new LinkedHashMap<>();
        for (CommandKey key : CommandMenu.table().spec(entry.commandClass()).keys()) keys.put(key.name(), key);
        return keys;
    }

    /** Labels, keys and defaults are public: {@code contract.tsv} holds those that were ever released. */
    @Test
    void keysAndDefaultsAreThoseOfTheContract() throws IOException {
        Map<String, CommandTable.Entry> entries = CommandMenu.table().entries();
        for (String[] row : table("contract.tsv")) {
            assertTrue(entries.containsKey(row[0]), row[0] + " is gone");
            CommandKey key = keys(entries.get(row[0])).get(row[1]);
            assertTrue(key != null, row[0] + " lacks the key " + row[1]);
            assertEquals(row[2], key.defaultText(), row[0] + " " + row[1]);
        }
    }

    /** Dialogs, help and recorded lines list the keys in this order, whichever class declares them. */
    @Test
    void keysStandInTheOrderOfTheContract() throws IOException {
        Map<String, List<String>> wanted = new LinkedHashMap<>();
        for (String[] row : table("contract.tsv"))
            wanted.computeIfAbsent(row[0], label -> new ArrayList<>()).add(row[1]);
        Map<String, CommandTable.Entry> entries = CommandMenu.table().entries();
        wanted.forEach((label, names) -> {
            List<String> keys = new ArrayList<>(keys(entries.get(label)).keySet());
            keys.retainAll(names);
            assertEquals(names, keys, label);
        });
    }

    /** What the design promises ({@code promised.tsv}) is there with its default, or {@code planned.tsv} says why not. */
    @Test
    void nothingThatTheDesignPromisesIsForgotten() throws IOException {
        Set<String> planned = new HashSet<>();
        for (String[] row : table("planned.tsv")) planned.add(row[0] + '\t' + row[1]);
        int read = 0;
        for (String[] row : table("promised.tsv"))
            for (String label : row[0].replace("`", "").split(", ", -1)) {
                read++;
                CommandTable.Entry entry = CommandMenu.table().entries().get(label);
                if (entry == null) assertTrue(planned.contains(label + '\t'), label + " is missing");
                else promised(entry, row[1], planned);
            }
        assertTrue(read > 30, "read only " + read + " commands");
    }

    private static void promised(CommandTable.Entry entry, String text, Set<String> planned) {
        Map<String, CommandKey> keys = keys(entry);
        Matcher quoted = Pattern.compile("`([^`]*)`").matcher(text.replaceAll("\\([^()]*\\)", ""));
        while (quoted.find())
            for (String word : quoted.group(1).split(" (?![^\\[]*\\])", -1)) {
                String name = word.replaceAll("=.*", "");
                if (planned.contains(entry.label() + '\t' + name)) continue;
                assertTrue(keys.containsKey(name), entry.label() + " lacks the key " + name);
                if (!word.contains("=")) continue;
                String value = word.substring(word.indexOf('=') + 1).replaceAll("^\\[|\\]$", "");
                assertEquals(value, keys.get(name).defaultText(), entry.label() + " " + name);
            }
    }

    @Test
    void everyMacroCallsCommandsAndKeysThatExist() throws Exception {
        Pattern call = Pattern.compile("run\\(\"([^\"]+)\"(?:,\\s*(.*?))?\\);", Pattern.DOTALL);
        List<Path> macros;
        try (Stream<Path> files = Files.list(Path.of("macros"))) {
            macros = files.filter(f -> f.toString().endsWith(".ijm")).toList();
        }
        assertFalse(macros.isEmpty());
        int calls = 0;
        for (Path macro : macros) {
            Matcher matcher = call.matcher(Files.readString(macro, StandardCharsets.UTF_8));
            while (matcher.find()) {
                CommandTable.Entry entry = CommandMenu.table().entries().get(matcher.group(1));
                if (entry == null) continue;
                calls++;
                Map<String, CommandKey> keys = new LinkedHashMap<>();
                for (CommandKey key :
                        CommandMenu.table().spec(entry.commandClass()).keys()) keys.put(key.name(), key);
                MacroArguments.parse(literal(matcher.group(2)), name -> "X").forEach((name, value) -> {
                    assertTrue(keys.containsKey(name), macro + ": " + entry.label() + " has no key " + name);
                    if (!keys.get(name).isImage() && !value.contains("X"))
                        keys.get(name).parse(value);
                });
            }
        }
        assertTrue(calls > 5, "found only " + calls + " calls of our commands");
    }

    /** The text of an expression of string constants and variables, with an X for each variable. */
    private static String literal(String expression) {
        if (expression == null) return "";
        StringBuilder text = new StringBuilder();
        Matcher part = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|[^\"+]+").matcher(expression);
        while (part.find()) {
            if (part.group(1) != null) text.append(part.group(1));
            else if (!part.group().isBlank()) text.append('X');
        }
        return text.toString();
    }
}
