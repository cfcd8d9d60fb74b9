package sc.fiji.boldj.workflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blocks of numbers with and without names, and with values missing anywhere. */
class NumberTableTest {

    @TempDir
    Path folder;

    private NumberTable read(String text) throws IOException {
        return NumberTable.read(Files.writeString(folder.resolve("numbers.tsv"), text));
    }

    @Test
    void aMatrixWithAVoidRegionKeepsItsShape() throws IOException {
        for (String missing : List.of("n/a", "NaN", "")) {
            String text = "region\tA\tB\nA\t" + missing + "\t.5\nB\t.5\t" + missing + "\n";
            NumberTable table = read(text);
            assertEquals(List.of("A", "B"), table.names());
            assertArrayEquals(new double[] {Double.NaN, .5}, table.rows()[0]);
            assertArrayEquals(new double[] {.5, Double.NaN}, table.rows()[1]);
        }
        NumberTable bare = read("1\tn/a\nn/a\t1\n");
        assertEquals(List.of("c1", "c2"), bare.names(), "a missing value in the first line makes no names of it");
        assertArrayEquals(new double[] {1, Double.NaN}, bare.rows()[0]);
    }

    @Test
    void regionsThatAreCalledByNumbersAreNames() throws IOException {
        NumberTable table = read("region\t1\t2\n1\t0\t.5\n2\t.5\t0\n");
        assertEquals(List.of("1", "2"), table.names());
        assertArrayEquals(new double[] {.5, 0}, table.rows()[1]);
    }

    @Test
    void otherShapesAreReadAsBefore() throws IOException {
        assertEquals(List.of("drug", "age"), read("drug,age\n1,2\n0,3\n").names());
        assertEquals(
                List.of("age"), read("age\n25,5\n30,25\n".replace(',', '.')).names());
        assertArrayEquals(new double[] {1, -1}, read("1 -1\n").rows()[0]);
        assertEquals(
                List.of("drug", "placebo"),
                read("test\tdrug\tplacebo\nmain\t1\t-1\n").names());
    }

    @Test
    void whatIsNoNumberIsNamedWithItsPlace() {
        String message = assertThrows(IllegalArgumentException.class, () -> read("a\tb\n1\t2D\n"))
                .getMessage();
        assertTrue(message.contains("row 1, column b: \"2D\" is not a number"), message);
        message = assertThrows(IllegalArgumentException.class, () -> read("a\tb\n1\tn/a\n")
                        .requireFinite("the design matrix x.tsv"))
                .getMessage();
        assertTrue(message.contains("the design matrix x.tsv: row 1, column b is missing"), message);
    }
}
