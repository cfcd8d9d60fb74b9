package sc.fiji.boldj.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What decides the order of levels: a declaration, names, numbers; never the order of rows. */
class LevelOrderTest {

    private static String effect(boolean sessions, String... values) {
        LevelOrder one = LevelOrder.ofEffect(List.of(values), List.of(), "x", sessions);
        List<String> reversed = new java.util.ArrayList<>(List.of(values));
        java.util.Collections.reverse(reversed);
        assertEquals(one, LevelOrder.ofEffect(reversed, List.of(), "x", sessions), "the order of rows has no effect");
        assertEquals(one.decided(), one.note("x").isEmpty() || one.levels().size() > 2);
        return String.join(" - ", one.levels()) + (one.decided() ? "" : " ?");
    }

    @Test
    void namesDecide() {
        assertEquals("drug - placebo", effect(false, "placebo", "drug", "placebo"));
        assertEquals("patients - controls", effect(false, "controls", "patients"));
        assertEquals(
                "lamotrigine+ketamine - placebo+ketamine", effect(false, "placebo+ketamine", "lamotrigine+ketamine"));
        assertEquals("post - pre", effect(true, "post", "pre"));
        assertEquals("wk12 - baseline", effect(true, "wk12", "baseline"));
        assertEquals("ses-10 - ses-2", effect(true, "ses-10", "ses-2"));
        assertEquals("2 - 1", effect(false, "1", "2"), "groups that are called by numbers");
        assertEquals("1 - 0", effect(true, "0", "1"));
        assertEquals("0 - 1 - 2", effect(true, "2", "0", "1"), "three have no one direction");
    }

    @Test
    void whereNothingDecidesTheAlphabetDoesAndIsSaid() {
        assertEquals("A - B ?", effect(true, "B", "A"));
        assertEquals("g1 - g2 ?", effect(false, "g2", "g1"), "numbered names of groups are no visits");
        String note =
                LevelOrder.ofEffect(List.of("B", "A"), List.of(), "arm", false).note("arm");
        assertTrue(note.contains("A - B (alphabetical order)") && note.contains("order=A,B"), note);
        assertFalse(
                LevelOrder.inTime(List.of("red", "blue"), List.of(), "session").decided());
    }

    @Test
    void aDeclarationWins() {
        List<String> declared = List.of("post", "pre", "drug", "placebo");
        assertEquals(
                List.of("pre", "post"),
                LevelOrder.ofEffect(List.of("pre", "post"), declared, "session", true)
                        .levels(),
                "the first declared is the reference");
        assertEquals(
                List.of("post", "pre"),
                LevelOrder.inTime(List.of("pre", "post"), declared, "session").levels());
        assertEquals(
                List.of("placebo", "drug"),
                LevelOrder.ofEffect(List.of("drug", "placebo"), declared, "arm", false)
                        .levels());
        String lacking = assertThrows(
                        IllegalArgumentException.class,
                        () -> LevelOrder.inTime(List.of("pre", "mid", "post"), declared, "session"))
                .getMessage();
        assertTrue(lacking.contains("not mid"), lacking);
    }
}
