package sc.fiji.boldj.workflow.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.io.BidsScan;

/** Text of the user becomes a map once, and the map knows the rest. */
class TrialMapTest {

    private static final ScanFiles RUN = new ScanFiles(
            Path.of("out"), new BidsScan(Path.of("sub-1_task-rest_bold.nii"), "1", "", "rest", "", "bold"), "MNI");

    @Test
    void everyMapIsReadFromItsOwnLabel() {
        for (TrialMap map : TrialMap.builtIn()) assertEquals(map, TrialMap.parse(map.label()));
        for (TrialMap map : List.of(new SeedMap("Amygdala"), new ComponentMap(3), new TaskMap("faces - shapes")))
            assertEquals(map, TrialMap.parse(map.label()));
        assertEquals(
                List.of("PCC", "PCC2", "PCC3"),
                SeedMap.builtIn().stream().map(SeedMap::label).toList());
        assertEquals("seed-Amygdala", new SeedMap("Amygdala").label());
        assertEquals(new SeedMap("PCC"), TrialMap.parse("seed-PCC"), "one map, whichever way it is named");
    }

    @Test
    void aFileAndAVolumeBelongToOneMapOnly() {
        Map<String, TrialMap> places = new HashMap<>();
        for (TrialMap map : TrialMap.builtIn()) {
            TrialMap other = places.put(map.file(RUN) + " " + map.volume(), map);
            assertEquals(null, other, map + " stands where " + other + " does");
            assertFalse(map.description().isEmpty()
                    || map.unit().isEmpty()
                    || map.direction().isEmpty());
        }
        assertEquals(2, new ComponentMap(3).volume());
        assertEquals(NetworkMap.all().get(1).file(RUN), TrialMap.parse("DMN").file(RUN));
        assertEquals(1, NetworkMap.all().get(1).volume());
    }

    @Test
    void whatIsRelativeToTheBrainSaysOfWhat() {
        for (LocalMeasure measure : LocalMeasure.values())
            assertEquals(
                    measure.raw().isPresent(), measure.scaling() == TrialMap.Scaling.STANDARDISED, measure.label());
        assertEquals(LocalMeasure.ALFF, LocalMeasure.MALFF.raw().orElseThrow());
        assertEquals(LocalMeasure.FALFF, LocalMeasure.MFALFF.raw().orElseThrow());
        assertEquals(LocalMeasure.REHO, LocalMeasure.ZREHO.raw().orElseThrow());
        assertNotEquals(LocalMeasure.ALFF.file(RUN), LocalMeasure.MALFF.file(RUN));
    }

    @Test
    void aContrastMayBeInQuotesAndItsFolderIsOne() {
        assertEquals("faces, left", new TaskMap("\"faces, left\"").contrast());
        assertFalse(TrialMap.parse("glm-../../x").folder().contains("/"));
        assertFalse(TrialMap.parse("glm-go").isInEveryRun());
        assertTrue(TrialMap.parse("reho").isInEveryRun());
    }

    @Test
    void whatIsNoMapIsNamedWithWhatThereIs() {
        for (String bad : List.of(
                "",
                "pcc",
                "seed-",
                "seed-a b",
                "component-0",
                "component-x",
                "component-10000",
                "glm-",
                "glm-\"\"",
                "x-y")) {
            String said = assertThrows(IllegalArgumentException.class, () -> TrialMap.parse(bad), bad)
                    .getMessage();
            assertTrue(said.startsWith("maps names '" + bad + "' but there are [PCC, PCC2, PCC3, "), said);
            assertTrue(said.contains("zreho") && said.contains("component-NUMBER"), said);
        }
        for (String twice : List.of("PCC,seed-PCC", "seed-A,seed-a", "glm-x,glm-\"x\""))
            assertTrue(assertThrows(
                            IllegalArgumentException.class,
                            () -> GroupOptions.DEFAULT.with(GroupOption.MAPS, GroupOption.MAPS.fromInput(twice)))
                    .getMessage()
                    .contains("twice"));
    }
}
