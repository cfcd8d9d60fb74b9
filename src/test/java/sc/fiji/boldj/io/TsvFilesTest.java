package sc.fiji.boldj.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.table.Table;

class TsvFilesTest {

    @TempDir
    Path folder;

    private Table table(String text) throws IOException {
        return TsvFiles.read(Files.write(folder.resolve("t.tsv"), text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void numbersComeBackToTheSameBits() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        double[] values = new double[2000];
        for (int i = 0; i < values.length; i++) {
            values[i] = Double.longBitsToDouble(random.nextLong());
            if (Double.isNaN(values[i])) values[i] = 0.1 * i;
        }
        values[0] = -0.0;
        values[1] = Double.NaN;
        values[2] = Double.POSITIVE_INFINITY;
        values[3] = Double.MIN_VALUE;
        values[4] = 1e15;
        values[5] = -123456789012345.0;
        Path file = folder.resolve("a.tsv");
        TsvFiles.write(Table.builder().add("x", values).build(), file);
        double[] read = TsvFiles.read(file).numbers("x");
        for (int i = 0; i < values.length; i++)
            assertEquals(Double.doubleToLongBits(values[i]), Double.doubleToLongBits(read[i]), "row " + i);
    }

    @Test
    void readsLikeBids() throws IOException {
        Table table = table("\ufeffonset\tduration\ttrial_type\r\n0.5\t2\tgo \"fast\"\r\n1e1\tn/a\tn/a\r\n");
        assertEquals(List.of("onset", "duration", "trial_type"), table.names());
        assertArrayEquals(new double[] {0.5, 10}, table.numbers("onset"));
        assertArrayEquals(new double[] {2, Double.NaN}, table.numbers("duration"));
        assertEquals(List.of("go \"fast\"", "n/a"), table.texts("trial_type"));
    }

    @Test
    void writesLikeBids() throws IOException {
        Path file = folder.resolve("a.tsv");
        TsvFiles.write(
                Table.builder()
                        .add("trans_x", 0.1, Double.NaN, 3)
                        .add("volume", 0, 1, 2)
                        .add("label", List.of("a", "", "c d"))
                        .build(),
                file);
        assertEquals("trans_x\tvolume\tlabel\n0.1\t0\ta\nn/a\t1\tn/a\n3\t2\tc d\n", Files.readString(file));
    }

    @Test
    void errorsNameLineAndColumn() throws IOException {
        Table table = table("a\tb\n1\t2\n\n3\tx4\n");
        String number = assertThrows(IllegalArgumentException.class, () -> table.numbers("b"))
                .getMessage();
        assertTrue(number.contains("line 4, column b: \"x4\"") && number.contains("t.tsv"), number);
        String missing = assertThrows(IllegalArgumentException.class, () -> table.numbers("c"))
                .getMessage();
        assertTrue(missing.contains("no column c, only a, b"), missing);
        String cells = assertThrows(IOException.class, () -> table("a\tb\n1\n")).getMessage();
        assertTrue(cells.contains("line 2 has 1 cells but there are 2"), cells);
        assertTrue(assertThrows(IOException.class, () -> table("")).getMessage().contains("is empty"));
        assertTrue(assertThrows(IOException.class, () -> table("a\ta\n"))
                .getMessage()
                .contains("two columns"));
        Table.Builder builder = Table.builder().add("a", 1.0, 2.0);
        assertThrows(IllegalArgumentException.class, () -> builder.add("a", 1.0, 2.0));
        assertThrows(IllegalArgumentException.class, () -> builder.add("b", 1.0));
        assertThrows(IllegalArgumentException.class, () -> builder.add("b", List.of("x\ty", "z")));
    }
}
