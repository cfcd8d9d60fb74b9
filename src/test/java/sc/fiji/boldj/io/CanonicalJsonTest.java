package sc.fiji.boldj.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.table.Table;

/** The examples of RFC 8785, and what Node.js prints. */
class CanonicalJsonTest {

    /** Appendix B of the RFC. */
    private static final Map<String, String> NUMBERS = Map.ofEntries(
            Map.entry("0000000000000000", "0"),
            Map.entry("8000000000000000", "0"),
            Map.entry("0000000000000001", "5e-324"),
            Map.entry("8000000000000001", "-5e-324"),
            Map.entry("7fefffffffffffff", "1.7976931348623157e+308"),
            Map.entry("ffefffffffffffff", "-1.7976931348623157e+308"),
            Map.entry("4340000000000000", "9007199254740992"),
            Map.entry("c340000000000000", "-9007199254740992"),
            Map.entry("4430000000000000", "295147905179352830000"),
            Map.entry("44b52d02c7e14af5", "9.999999999999997e+22"),
            Map.entry("44b52d02c7e14af6", "1e+23"),
            Map.entry("44b52d02c7e14af7", "1.0000000000000001e+23"),
            Map.entry("444b1ae4d6e2ef4e", "999999999999999700000"),
            Map.entry("444b1ae4d6e2ef4f", "999999999999999900000"),
            Map.entry("444b1ae4d6e2ef50", "1e+21"),
            Map.entry("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
            Map.entry("3eb0c6f7a0b5ed8d", "0.000001"),
            Map.entry("41b3de4355555553", "333333333.3333332"),
            Map.entry("41b3de4355555554", "333333333.33333325"),
            Map.entry("41b3de4355555555", "333333333.3333333"),
            Map.entry("41b3de4355555556", "333333333.3333334"),
            Map.entry("41b3de4355555557", "333333333.33333343"),
            Map.entry("becbf647612f3696", "-0.0000033333333333333333"),
            Map.entry("43143ff3c1cb0959", "1424953923781206.2"));

    @Test
    void numbersOfTheStandard() {
        NUMBERS.forEach((bits, text) -> assertEquals(text, EcmaNumber.of(number(bits)), bits));
    }

    @Test
    void numbersAsNodePrintsThem() throws Exception {
        Table table = TsvFiles.read(Path.of("src/test/resources/reference/ecma/numbers.tsv"));
        List<String> bits = table.texts("bits");
        List<String> texts = table.texts("text");
        assertTrue(bits.size() > 700);
        for (int i = 0; i < bits.size(); i++)
            assertEquals(texts.get(i), EcmaNumber.of(number(bits.get(i))), bits.get(i));
    }

    @Test
    void theExampleOfTheStandard() throws Exception {
        JsonNode node = new ObjectMapper()
                .readTree(
                        """
                        { "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                          "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                          "literals": [null, true, false] }""");
        assertEquals(
                "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                        + "\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}",
                CanonicalJson.of(node));
    }

    @Test
    void fieldsAreSortedByUtf16Units() throws Exception {
        JsonNode node = new ObjectMapper()
                .readTree(
                        "{\"\\u20ac\": \"Euro Sign\", \"\\r\": \"Carriage Return\", \"\\ufb33\": \"Dalet With Dagesh\","
                                + "\"1\": \"One\", \"\\ud83d\\ude00\": \"Grinning Face\", \"\\u0080\": \"Control\","
                                + "\"\\u00f6\": \"O With Diaeresis\"}");
        String text = CanonicalJson.of(node);
        List<String> order = List.of(
                "Carriage Return",
                "One",
                "Control",
                "O With Diaeresis",
                "Euro Sign",
                "Grinning Face",
                "Dalet With Dagesh");
        for (int i = 1; i < order.size(); i++)
            assertTrue(text.indexOf(order.get(i - 1)) < text.indexOf(order.get(i)), text);
    }

    @Test
    void theDigestIsThatOfTheText() throws Exception {
        // printf '{"a":1}' | sha256sum
        assertEquals(
                "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862",
                CanonicalJson.digest(new ObjectMapper().readTree("{ \"a\" : 1.0 }")));
    }

    @Test
    void whatJsonCannotSayIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> CanonicalJson.of(new DoubleNode(Double.NaN)));
        assertThrows(IllegalArgumentException.class, () -> CanonicalJson.of(new DoubleNode(Double.POSITIVE_INFINITY)));
        assertThrows(IllegalArgumentException.class, () -> CanonicalJson.of(new TextNode("\ud83d")));
        assertThrows(IllegalArgumentException.class, () -> CanonicalJson.of(new TextNode("\ude00")));
    }

    private static double number(String bits) {
        return Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
    }
}
