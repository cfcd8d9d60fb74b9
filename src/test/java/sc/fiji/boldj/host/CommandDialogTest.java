package sc.fiji.boldj.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.scijava.plugin.Parameter;
import sc.fiji.boldj.run.Progress;

/** What dialogs check, propose and keep; the dialogs themselves are tested on a screen. */
class CommandDialogTest {

    /** A command with a key of each kind. */
    public static final class Sample extends BoldCommand {
        @Parameter(label = "Width (mm)", description = "a width", persist = false)
        private double width = 6;

        @Parameter(label = "Motion (.tsv)", description = "a table", style = CommandKey.SAVE, persist = false)
        private String motion = "";

        @Parameter(label = "Picture", description = "a .png file", style = CommandKey.SAVE, persist = false)
        private String output = "";

        @Parameter(
                label = "Kind",
                description = "a kind",
                choices = {"a", "b"},
                persist = false)
        private String kind = "a";

        @Parameter(label = "Title of the result", description = "title", persist = false)
        private String result = "";

        @Override
        public void execute(Progress progress) {
            throw new IllegalStateException(width + motion + output + kind + result);
        }
    }

    private static final CommandSpec SPEC = CommandSpec.of(Sample.class);

    private static CommandKey key(String name) {
        return SPEC.keys().stream()
                .filter(key -> key.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anEntryThatCannotBeUsedIsNamedByItsLabel() {
        assertEquals("Width (mm) is 'wide' but must be a number", EntryCheck.problem(key("width"), "wide"));
        assertEquals("Width (mm) must be a number", EntryCheck.problem(key("width"), ""));
        assertEquals("", EntryCheck.problem(key("width"), "6.5"));
        assertEquals("", EntryCheck.problem(key("motion"), ""));
        assertEquals(
                "'Width (mm)' is too small",
                new EntryCheck(SPEC, (dialog, key) -> "").byLabels("key 'width' is too small"));
    }

    @Test
    void longReasonsAreWrapped() {
        String text = "word ".repeat(60).strip();
        for (String line : EntryCheck.wrapped(text).split("\n", -1)) assertTrue(line.length() <= 105, line);
        assertEquals(text, EntryCheck.wrapped(text).replace('\n', ' '));
    }

    @Test
    void filesToWriteGetANameAndAnEnding() {
        assertEquals("scan_motion", ProposedName.of("scan", "Realign Head Motion...", key("motion")));
        assertEquals("scan_overlay_picture", ProposedName.of("scan", "Overlay Picture...", key("output")));
        assertEquals("motion", ProposedName.of("", "Realign Head Motion...", key("motion")));
        assertEquals(".tsv", ProposedName.ending(key("motion")));
        assertEquals(".png", ProposedName.ending(key("output")));
    }

    @Test
    void lastEntriesAreKeptForTheCommandButNotFilesAndTitles() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("width", "5");
        values.put("motion", "/tmp/motion.tsv");
        values.put("kind", "b");
        values.put("result", "mine");
        LastEntries.keep("Sample...", SPEC, values);
        assertEquals(Map.of("width", "5", "kind", "b"), LastEntries.of("Sample..."));
        assertEquals(Map.of(), LastEntries.of("Another..."));
    }
}
