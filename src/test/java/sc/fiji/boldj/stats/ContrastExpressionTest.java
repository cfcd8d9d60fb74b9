package sc.fiji.boldj.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Names win over weights, whatever they look like. */
class ContrastExpressionTest {

    private static final List<String> ODD = List.of(
            "1",
            "2",
            "3",
            "2D",
            "3D",
            "1f",
            "NaN",
            "Infinity",
            "0x1p3",
            "1e3",
            "-1",
            "+1",
            "left,hit",
            "left;miss",
            "a|b",
            "a - b",
            "a",
            "b",
            "happy (old)",
            "x = 1",
            "say \"hi\"",
            "лица",
            "0.5",
            "",
            " padded");

    private static double[] unit(int columns, int... signed) {
        double[] row = new double[columns];
        for (int s : signed) row[Math.abs(s) - 1] += Math.signum(s);
        return row;
    }

    private static double[] first(String text, List<String> columns) {
        return ContrastExpression.parse(text, columns)[0];
    }

    @Test
    void everyNameIsItsColumnAloneAndInQuotes() {
        List<String> columns = ODD.subList(0, ODD.size() - 2);
        for (int c = 0; c < columns.size(); c++) {
            double[] right = unit(columns.size(), c + 1);
            assertArrayEquals(right, first(columns.get(c), columns), columns.get(c));
            assertArrayEquals(right, first(NameList.quoted(columns.get(c)), columns), columns.get(c));
        }
    }

    @Test
    void randomSumsOfQuotedNamesHaveTheWeightsThatWroteThem() {
        List<String> columns = ODD.subList(0, ODD.size() - 2);
        Random random = new Random(5);
        for (int trial = 0; trial < 500; trial++) {
            double[] right = new double[columns.size()];
            StringBuilder text = new StringBuilder();
            for (int n = 0; n < 1 + random.nextInt(4); n++) {
                int c = random.nextInt(columns.size());
                double weight = (1 + random.nextInt(8)) / 4.0;
                boolean minus = random.nextBoolean();
                text.append(minus ? " - " : n == 0 ? "" : " + ")
                        .append(weight)
                        .append(random.nextBoolean() ? "*" : " * ");
                text.append('"').append(columns.get(c).replace("\"", "\"\"")).append('"');
                right[c] += minus ? -weight : weight;
            }
            assertArrayEquals(right, first(text.toString(), columns), 1e-12, text.toString());
        }
    }

    @Test
    void namesWinAndTheReadingSaysSo() {
        List<String> columns = List.of("1", "2", "3");
        ContrastText two = ContrastExpression.read("2", columns);
        assertArrayEquals(unit(3, 2), two.weights()[0]);
        assertTrue(two.note().contains("'2' is read as column names, not as weights"), two.note());
        ContrastText weights = ContrastExpression.read("0,1", columns);
        assertArrayEquals(unit(3, 2), weights.weights()[0]);
        assertTrue(weights.note().contains("read as weights"), weights.note());
        assertEquals("", ContrastExpression.read("0,1", List.of("a", "b")).note());
        assertEquals("", ContrastExpression.read("3 - 2", columns).note());
        assertArrayEquals(new double[] {2, 0, 0}, first("2*1", columns));
        assertArrayEquals(new double[] {-1, 0, 0}, first("-1", columns));
        assertArrayEquals(unit(2, 2, -1), first("1 - -1", List.of("-1", "1")));
    }

    @Test
    void commasSeparateContrastsWhereAllSidesAreNamesAndWeightsElse() {
        List<String> columns = List.of("1", "2", "3");
        assertEquals(2, list("1,2", columns).size());
        List<ContrastText> one = list("1,-1,0", columns);
        assertEquals(1, one.size(), "0 is not a column, so these are weights");
        assertArrayEquals(unit(3, 1, -2), one.get(0).weights()[0]);
        List<ContrastText> hits = list("left,hit - left,miss, d = \"left,hit\"", List.of("left,hit", "left,miss"));
        assertArrayEquals(unit(2, 1, -2), hits.get(0).weights()[0]);
        assertEquals("d", hits.get(1).name());
        assertArrayEquals(unit(2, 1), hits.get(1).weights()[0]);
    }

    private static List<ContrastText> list(String text, List<String> columns) {
        return ContrastExpression.list(text, ContrastExpression.numbered(columns), columns.size(), "|,\n");
    }

    @Test
    void whatOnlyJavaTakesForANumberIsRefusedAndSoIsWhatIsNotFinite() {
        List<String> columns = List.of("faces", "shapes");
        for (String bad : List.of(
                "2D",
                "1f",
                "NaN",
                "Infinity",
                "-Infinity",
                "0x1p3",
                "NaN,1",
                "1,2d",
                "NaN*faces",
                "1e9999",
                "1e9999,1",
                "1e9999*faces",
                "1e308*faces + 1e308*faces",
                "faces,",
                "\"faces",
                "\"houses\"",
                "2 2")) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> ContrastExpression.parse(bad, columns), bad);
            assertTrue(e.getMessage().contains("contrast '" + bad + "'"), e.getMessage());
        }
    }

    @Test
    void labelsAreMadeOfTheNames() {
        List<String> columns = List.of("faces", "happy (old)", "x y");
        assertEquals(
                "faces-happyold+cfed",
                ContrastExpression.read("faces - happy (old)", columns).label());
        assertEquals(
                "0.5faces_faces",
                ContrastExpression.read("0.5*faces; faces", columns).label());
        assertEquals("1_-1", ContrastExpression.read("1, -1", columns).label());
    }

    @Test
    void listsOfNamesKeepCommasOfNamesAndOfQuotes() {
        List<String> known = List.of("left,hit", "left,miss", "rest");
        assertEquals(known, NameList.parse("left,hit, left,miss,rest", known));
        assertEquals(List.of("a, b", "c"), NameList.parse("\"a, b\", c,", List.of()));
        assertEquals(List.of("a", "", "b"), NameList.entries("a,,b"));
        List<String> odd = new ArrayList<>(ODD);
        odd.remove("");
        odd.remove(" padded");
        StringBuilder text = new StringBuilder();
        for (String name : odd) text.append(text.isEmpty() ? "" : ",").append(NameList.quoted(name));
        assertEquals(odd, NameList.parse(text.toString(), List.of()));
    }
}
