package sc.fiji.boldj.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    private static Table clusters(double... p) {
        return Table.builder()
                .add("cluster", new int[p.length])
                .addPrinted("p", "%.2g", p)
                .add("region", List.of("a", "b", "c").subList(0, p.length))
                .build();
    }

    @Test
    void aPrintedNumberStaysTheNumberItIs() {
        Table table = clusters(0.0123456, Double.NaN);
        assertEquals("cluster\tp\tregion\n0\t0.012\ta\n0\tn/a\tb\n", table.toTsv());
        assertTrue(table.isNumeric(1));
        assertFalse(table.isNumeric(2));
        assertEquals(0.0123456, table.number(0, 1));
        assertArrayEquals(new double[] {0.0123456, Double.NaN}, table.numbers("p"));
        assertEquals(List.of("0.012", "n/a"), table.texts("p"));
        assertEquals(List.of("0", "n/a", "b"), table.row(1));
    }

    @Test
    void stackedTablesAreNumbered() {
        Table all = Table.stacked("test", List.of(clusters(0.5), clusters(), clusters(0.25, 1)));
        assertEquals(List.of("test", "cluster", "p", "region"), all.names());
        assertEquals(List.of("1", "3", "3"), all.texts("test"));
        assertArrayEquals(new double[] {0.5, 0.25, 1}, all.numbers("p"));
        assertEquals(List.of("0.50", "0.25", "1.0"), all.texts("p"));
        Table other = Table.builder().add("p", 1.0).build();
        assertThrows(IllegalArgumentException.class, () -> Table.stacked("test", List.of(clusters(0.5), other)));
    }

    @Test
    void textsAreKeptAsTheyAre() {
        Table table = Table.of(List.of("a", "b"), List.of(List.of("", "x"), List.of("1", "y")));
        assertEquals(List.of(List.of("", "x"), List.of("1", "y")), table.cells());
        assertEquals("a\tb\n\tx\n1\ty\n", table.toTsv());
        assertFalse(table.isEmpty());
        assertArrayEquals(new double[] {Double.NaN, 1}, table.numbers("a"));
        assertThrows(IllegalArgumentException.class, () -> Table.of(List.of("a"), List.of(List.of("1", "2"))));
    }

    @Test
    void emptyCellsAtTheEndOfALineBelongToATableThatIsWideEnough() throws IOException {
        Table table = Table.parse("t", "a\tb\tc\t\n1\t\t\n\"2\"\tx\ty\n\t\t\n");
        assertEquals(List.of("a", "b", "c"), table.names());
        assertEquals(List.of(List.of("1", "", ""), List.of("2", "x", "y")), table.cells());
        assertEquals(3, table.line(1));
        assertTrue(assertThrows(IOException.class, () -> Table.parse("t", "a\tb\n1\n"))
                .getMessage()
                .contains("t: line 2 has 1 cells but there are 2"));
    }
}
