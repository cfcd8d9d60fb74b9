package sc.fiji.boldj.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Names of any alphabet as parts of file names. */
class FileLabelsTest {

    @Test
    void plainNamesAreTheirLabels() {
        for (String name : List.of("faces", "2", "2D", "-1", "n-back", "task_a", "0.5a+0.5b-c", "1f", "0x1p3"))
            assertEquals(name, FileLabels.of(name));
    }

    /** The digits are those of sha256sum: printf 'happy (old)' | sha256sum | cut -c1-4. */
    @Test
    void otherNamesAreReadableAndEndInDigitsOfTheirOwn() {
        assertEquals("happyold+cfed", FileLabels.of("happy (old)"));
        assertEquals("happyold+2285", FileLabels.of("happy [old]"));
        assertEquals("litsa+eb0e", FileLabels.of("лица"));
        assertEquals("lefthit+d7ea", FileLabels.of("left,hit"));
        assertTrue(FileLabels.of("Visage étonné").startsWith("Visageetonne+"), FileLabels.of("Visage étonné"));
        assertTrue(FileLabels.of("μέτωπο").startsWith("metopo+"), FileLabels.of("μέτωπο"));
        assertTrue(FileLabels.of("Щука").startsWith("Shchuka+"), FileLabels.of("Щука"));
        assertTrue(FileLabels.of("顔").startsWith("u9854+"), FileLabels.of("顔"));
        assertTrue(FileLabels.of("<").startsWith("u3c+"), FileLabels.of("<"));
    }

    @Test
    void oneNameWrittenInTwoWaysOfUnicodeHasOneLabel() {
        String composed = "étonné";
        String apart = Normalizer.normalize(composed, Normalizer.Form.NFD);
        assertNotEquals(composed, apart);
        assertEquals(FileLabels.of(composed), FileLabels.of(apart));
        Map<String, String> both = FileLabels.of(List.of(composed, apart));
        assertNotEquals(both.get(composed), both.get(apart), "in one set they must be distinguished");
    }

    @Test
    void namesThatDifferInCaseOnlyAreToldApart() {
        Map<String, String> labels = FileLabels.of(List.of("Go", "go", "stop"));
        assertEquals("stop", labels.get("stop"));
        assertTrue(labels.get("Go").startsWith("Go+") && labels.get("go").startsWith("go+"), labels.toString());
        assertNotEquals(
                labels.get("Go").toLowerCase(Locale.ROOT), labels.get("go").toLowerCase(Locale.ROOT));
    }

    @Test
    void noTwoNamesOfASetShareAFileAndTheTableTurnsLabelsBack() {
        Random random = new Random(17);
        String signs = "aA0b-_+. ()[]/\\:*?\"<>|,;='\t%#&~éßлдλ顔😀\u0301";
        int[] points = signs.codePoints().toArray();
        for (int trial = 0; trial < 300; trial++) {
            List<String> names = new ArrayList<>(List.of("..", "con ", "a", "A", "", " "));
            for (int n = 0; n < 40; n++) {
                StringBuilder name = new StringBuilder();
                int length = 1 + random.nextInt(n == 0 ? 400 : 5);
                for (int i = 0; i < length; i++) name.appendCodePoint(points[random.nextInt(points.length)]);
                names.add(name.toString());
            }
            Map<String, String> labels = FileLabels.of(names);
            TreeSet<String> files = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            labels.forEach((name, label) -> {
                assertTrue(label.matches("[A-Za-z0-9_+-][A-Za-z0-9_+.-]{0,190}"), "'" + name + "': " + label);
                assertTrue(files.add(label), "'" + name + "' has the label of another name: " + label);
            });
            assertEquals(names.stream().distinct().count(), labels.size());
        }
    }
}
