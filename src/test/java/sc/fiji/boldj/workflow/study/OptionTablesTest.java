package sc.fiji.boldj.workflow.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.workflow.option.Option;
import sc.fiji.boldj.workflow.option.OptionSet;

/** The tables of options in the docs are those of the declarations; {@code bin/write-options.sh} writes them. */
class OptionTablesTest {

    private static final String BEGIN = "<!-- options: written by OptionTablesTest -->\n";
    private static final String END = "<!-- end of options -->\n";

    @Test
    void docsListTheOptionsThatThereAre() throws IOException {
        check("participant.md", ParticipantOptions.ALL);
        check("group.md", GroupOptions.ALL);
        check("simulate-trial.md", SimulationOptions.ALL);
    }

    private static void check(String name, OptionSet options) throws IOException {
        Path page = Path.of("docs", "steps", name);
        String text = Files.readString(page, StandardCharsets.UTF_8);
        int from = text.indexOf(BEGIN) + BEGIN.length();
        int to = text.indexOf(END);
        assertTrue(from >= BEGIN.length() && to >= from, page + " needs the lines " + BEGIN + "and " + END);
        String table = table(options);
        if (Boolean.getBoolean("boldj.write"))
            Files.writeString(page, text.substring(0, from) + table + text.substring(to), StandardCharsets.UTF_8);
        else
            assertEquals(
                    table,
                    text.substring(from, to),
                    page + " differs from the declared options: run bin/write-options.sh");
    }

    private static String table(OptionSet options) {
        StringBuilder table = new StringBuilder("\n| Key | In the dialog | Default | Meaning |\n|---|---|---|---|\n");
        for (Option<?> option : options.all()) table.append(row(option));
        return table.append('\n').toString();
    }

    private static String row(Option<?> option) {
        String value = String.valueOf(option.standardInput()).replaceFirst("\\.0$", "");
        String unit = value.isEmpty() || option.unit().isEmpty() ? "" : " " + option.unit();
        String choices = option.choices().isEmpty() ? "" : "; one of `" + String.join("`, `", option.choices()) + "`";
        return "| `" + option.key() + "` | " + option.label() + " | " + value + unit + " | "
                + option.description().replace("|", "\\|") + choices + " |\n";
    }
}
