package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.scijava.ItemIO;
import org.scijava.plugin.Parameter;
import sc.fiji.boldj.host.BoldCommand;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.CommandSpec;
import sc.fiji.boldj.workflow.option.Option;
import sc.fiji.boldj.workflow.option.OptionSet;
import sc.fiji.boldj.workflow.option.PathKind;
import sc.fiji.boldj.workflow.study.CheckOption;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.SimulationOption;

/**
 * The inputs of the commands of a study are the declared options, in their order and with their words. SciJava reads fields
 * with annotations, which are constants of the source; so the fields are source, between two comments, and this test compares
 * them with the declarations. {@code bin/write-options.sh} writes them.
 */
class StudyInputsTest {

    private static final Path SOURCES = Path.of("src", "main", "java", "sc", "fiji", "boldj", "command");
    private static final String BEGIN = "    // Options of ";
    private static final int LINE = 96;
    private static final String END = "    // end of options\n";

    @Test
    void inputsAreTheDeclaredOptions() throws IOException {
        check(StudyKeys.class, ParticipantOption.class, 2, RunParticipantCommand.class);
        check(RunGroupCommand.class, GroupOption.class, 0, RunGroupCommand.class);
        check(CheckDatasetCommand.class, CheckOption.class, 2, CheckDatasetCommand.class);
        check(SimulateTrialCommand.class, SimulationOption.class, 1, SimulateTrialCommand.class);
    }

    /**
     * @param owner of the fields
     * @param others its inputs before them, which are not declared options
     */
    private static void check(
            Class<? extends BoldCommand> owner, Class<?> options, int others, Class<? extends BoldCommand> command)
            throws IOException {
        if (Boolean.getBoolean("boldj.write")) {
            write(SOURCES.resolve(owner.getSimpleName() + ".java"), options);
            return;
        }
        List<String> declared = new ArrayList<>();
        for (Option<?> option : OptionSet.declaredIn(options).all()) declared.add(words(option));
        CommandSpec spec = CommandSpec.of(command);
        Map<String, Object> defaults = spec.values(spec.create());
        List<String> found = new ArrayList<>();
        for (Field field : owner.getDeclaredFields()) {
            Parameter parameter = field.getAnnotation(Parameter.class);
            if (parameter == null || parameter.type() == ItemIO.OUTPUT) continue;
            assertFalse(parameter.persist(), field.getName());
            CommandKey key = spec.keys().stream()
                    .filter(k -> k.name().replace("_", "").equalsIgnoreCase(field.getName()))
                    .findFirst()
                    .orElseThrow();
            found.add(String.join(
                    " | ",
                    field.getType().getSimpleName() + " " + field.getName(),
                    key.label(),
                    key.description(),
                    key.choices()
                            + (key.isRequired() ? "" : " optional")
                            + (key.isFolder() ? " FOLDER" : key.isFile() ? " FILE" : " NONE"),
                    String.valueOf(defaults.get(key.name()))));
        }
        assertEquals(
                String.join("\n", declared),
                String.join("\n", found.subList(others, found.size())),
                owner.getSimpleName() + " differs from " + options.getSimpleName() + ": run bin/write-options.sh");
    }

    private static String words(Option<?> option) {
        return String.join(
                " | ",
                option.inputType().getSimpleName() + " " + fieldName(option),
                option.label(),
                option.description(),
                option.choices() + (option.isRequired() ? "" : " optional") + " " + option.pathKind(),
                String.valueOf(option.standardInput()));
    }

    private static String fieldName(Option<?> option) {
        StringBuilder name = new StringBuilder();
        for (String word : option.key().split("_", -1))
            name.append(name.length() == 0 ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        return name.toString();
    }

    private static void write(Path file, Class<?> options) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        String begin = BEGIN + options.getSimpleName() + ": written by StudyInputsTest\n";
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf(END);
        assertTrue(from >= begin.length() && to >= from, file + " needs the lines\n" + begin + END);
        StringBuilder fields = new StringBuilder();
        for (Field constant : options.getFields()) {
            if (constant.getType() != Option.class) continue;
            try {
                fields.append(
                        field((Option<?>) constant.get(null), options.getSimpleName() + "." + constant.getName()));
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        }
        Files.writeString(file, text.substring(0, from) + fields + text.substring(to), StandardCharsets.UTF_8);
    }

    /** A field as SciJava reads it, for the formatter to lay out. */
    private static String field(Option<?> option, String constant) {
        List<String> parts = new ArrayList<>();
        parts.add("label = " + quoted(option.label()));
        parts.add("description = " + String.join(" + ", lines(option.description())));
        if (!option.choices().isEmpty())
            parts.add("choices = {"
                    + String.join(
                            ", ",
                            option.choices().stream()
                                    .map(StudyInputsTest::quoted)
                                    .toList())
                    + "}");
        if (!option.isRequired()) parts.add("required = false");
        if (option.pathKind() == PathKind.FILE) parts.add("style = CommandKey.OPEN");
        if (option.pathKind() == PathKind.FOLDER) parts.add("style = CommandKey.FOLDER");
        parts.add("persist = false");
        boolean same = option.standard() == option.standardInput();
        return "    @Parameter(" + String.join(", ", parts) + ")\n    "
                + option.inputType().getSimpleName() + " "
                + fieldName(option) + " = " + (same ? "" : "(String) ") + constant
                + (same ? ".standard()" : ".standardInput()") + ";\n\n";
    }

    /** Constants that make a text when joined, short enough for a line. */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > LINE) {
            int cut = rest.lastIndexOf(' ', LINE);
            lines.add(quoted(rest.substring(0, cut)));
            rest = rest.substring(cut);
        }
        lines.add(quoted(rest));
        return lines;
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
