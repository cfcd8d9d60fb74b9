package sc.fiji.boldj.atlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.connectivity.SharedData;

class TablesTest {

    @Test
    void labelTablesOfBothKindsAreRead() {
        Map<Integer, String> expected = Map.of(2, "LH Vis 1", 10, "RH Cont");
        List<List<String>> kinds = List.of(
                List.of("index\tname\tabbreviation", "2\tLH Vis 1\tV", "10\tRH Cont\tC", "0\tbackground\tn/a"),
                List.of("name,index", "RH Cont,10", "\"LH Vis 1\",2"),
                List.of(
                        "# look-up table",
                        "10\tRH Cont\t12\t48\t255\t0",
                        "2\tLH Vis 1\t120\t18\t134\t0",
                        "0\tUnknown\t0"),
                List.of("\uFEFF2 \"LH Vis 1\" 120 18 134 0", "", " 10  \"RH Cont\"  1 2 3 0"));
        for (List<String> lines : kinds) {
            LabelTable table = LabelTable.parse(lines, "labels.tsv");
            assertEquals(expected, table.names());
            assertEquals(List.of(2, 10), List.copyOf(table.names().keySet()), "ascending");
            assertEquals("label 7", table.name(7));
        }
    }

    @Test
    void labelTablesOfNeuroparcAreRead(@TempDir Path folder) throws IOException {
        LabelTable yeo = LabelTable.read(SharedData.path("reference/data/Yeo-7_space-MNI152NLin6_res-2x2x2.json"));
        assertEquals(7, yeo.names().size());
        assertEquals("7_Default_Network_Area", yeo.name(7));
        LabelTable schaefer =
                LabelTable.read(SharedData.path("reference/data/Schaefer200_space-MNI152NLin6_res-2x2x2.json"));
        assertEquals(200, schaefer.names().size());
        assertEquals("label 200", schaefer.name(200));
        Path file = folder.resolve("labels.json");
        Files.writeString(file, "{\"rois\": {\"x\": {\"label\": \"a\"}}}");
        var key = assertThrows(IllegalArgumentException.class, () -> LabelTable.read(file));
        assertEquals(file + " rois: a label must be a whole number from 0 to 2147483647, got 'x'", key.getMessage());
        Files.writeString(file, "{\"regions\": {}}");
        assertThrows(IllegalArgumentException.class, () -> LabelTable.read(file));
    }

    @Test
    void badLabelTablesNameTheLine() {
        assertMessage("t.tsv line 3: label 2 was already named a", "index\tname", "2\ta", "2\tb");
        assertMessage(
                "t.tsv line 2: a label must be a whole number from 0 to 2147483647, got '2.5'",
                "index\tname",
                "2.5\ta");
        assertMessage(
                "t.tsv line 1 needs the columns index and name (BIDS), or no header line but a label and a name; "
                        + "got [index, hue]",
                "index\thue",
                "2\tred");
        assertMessage("t.tsv has no label", "# nothing");
    }

    private static void assertMessage(String message, String... lines) {
        var e = assertThrows(IllegalArgumentException.class, () -> LabelTable.parse(List.of(lines), "t.tsv"));
        assertEquals(message, e.getMessage());
    }

    @Test
    void coordinateTablesAreReadInTheirOrder(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("seeds.csv");
        Files.writeString(file, "Z,name,X,Y,network\n26,PCC,-8,-56,DMN; core\n-3,MPFC,1,5.5e1,DMN\n");
        CoordinateTable table = CoordinateTable.read(file);
        assertEquals(List.of("PCC", "MPFC"), table.names());
        assertEquals(new Coordinate("PCC", -8, -56, 26, List.of("DMN", "core"), ""), table.get("pcc"));
        assertEquals(55, table.get("MPFC").y());
        assertEquals(Map.of("DMN", List.of(0, 1), "core", List.of(0)), table.networks());
        assertEquals(List.of("PCC"), table.network("core").names());
    }

    @Test
    void badCoordinateTablesNameTheLine() {
        var column = assertThrows(
                IllegalArgumentException.class, () -> CoordinateTable.parse(List.of("x,y", "1,2"), "seeds.csv"));
        assertEquals("seeds.csv line 1 has no column z (MNI millimetres); the columns are [x, y]", column.getMessage());
        var number = assertThrows(
                IllegalArgumentException.class, () -> CoordinateTable.parse(List.of("x,y,z", "1,2,n/a"), "seeds.csv"));
        assertEquals("seeds.csv line 2: expected a number of mm, got 'n/a'", number.getMessage());
        var twice = assertThrows(
                IllegalArgumentException.class,
                () -> CoordinateTable.parse(List.of("name,x,y,z", "a,1,2,3", "a,1,2,4"), "seeds.csv"));
        assertEquals("the coordinate table names a twice", twice.getMessage());
        var name = assertThrows(IllegalArgumentException.class, () -> CoordinateTable.networkNodes()
                .network("Language"));
        assertTrue(
                name.getMessage().startsWith("no position belongs to the network 'Language'; known are DMN, DMN core"));
    }

    @Test
    void thePublishedCoordinatesOfPowerAreRead() throws IOException {
        CoordinateTable power = CoordinateTable.read(SharedData.path("reference/data/power_2011.csv"));
        assertEquals(264, power.entries().size());
        assertEquals(Coordinate.of("3", 24, 32, -18), power.entries().get(2));
    }

    @Test
    void theNetworkNodesHoldEveryNetworkThatStudiesReport() {
        CoordinateTable nodes = CoordinateTable.networkNodes();
        for (String network : List.of(
                "DMN",
                "DMN core",
                "DMN dorsal medial",
                "DMN medial temporal",
                "FPN",
                "DAN",
                "Salience",
                "Limbic",
                "Fronto-limbic",
                "Precuneus left",
                "Precuneus right")) assertFalse(nodes.network(network).entries().isEmpty());
        for (Coordinate node : nodes.entries()) {
            assertFalse(node.source().isEmpty(), node.name());
            if (node.name().endsWith(".L")) assertTrue(node.x() < 0, node.name());
            if (node.name().endsWith(".R")) assertTrue(node.x() > 0, node.name());
        }
    }
}
