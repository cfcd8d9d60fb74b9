package sc.fiji.boldj.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class LinearExpressionTest {

    private static final List<String> FACTORIAL = List.of("PLA+SAL", "LTG+SAL", "PLA+KET", "LTG+KET");

    private static void reads(String text, List<String> names, double... weights) {
        assertArrayEquals(weights, LinearExpression.parse(text, names), 1e-15, text);
    }

    @Test
    void sumsWithBracketsAndNumbers() {
        List<String> names = List.of("a", "b", "c");
        reads("a - b", names, 1, -1, 0);
        reads("0.5*(a + b) - c", names, 0.5, 0.5, -1);
        reads("(a + b)/2 - c", names, 0.5, 0.5, -1);
        reads("-(a - (b - 2*c))", names, -1, 1, -2);
        reads("2 * 3 * a / 4 - -b", names, 1.5, 1, 0);
        reads("a*3 - b", names, 3, -1, 0);
    }

    @Test
    void namesWinOverOperatorsAndNumbers() {
        reads("(LTG+KET - PLA+KET) - (LTG+SAL - PLA+SAL)", FACTORIAL, 1, -1, -1, 1);
        List<String> names = List.of("ketamine", "lamotrigine", "lamotrigine+ketamine", "2", "-1", "happy (old)");
        reads("lamotrigine+ketamine - ketamine", names, -1, 0, 1, 0, 0, 0);
        reads("lamotrigine + ketamine", names, 1, 1, 0, 0, 0, 0);
        reads("2 - ketamine", names, -1, 0, 0, 1, 0, 0);
        reads("3*2 - -1", names, 0, 0, 0, 3, -1, 0);
    }

    @Test
    void namesInQuotes() {
        reads("\"a-b\" - \"say \"\"hi\"\"\"", List.of("a-b", "say \"hi\"", "a", "b"), 1, -1, 0, 0);
        reads("happy (old) - (sad - happy (old))", List.of("happy (old)", "sad"), 2, -1);
    }

    @Test
    void whatCannotBeReadSaysWhere() {
        List<String> names = List.of("a", "b");
        for (String text : List.of(
                "", "a -", "a b", "(a - b", "a - b)", "3", "a*b", "2*", "a / b", "q - a", "\"q\" - a", "a - 1e999*b"))
            assertThrows(IllegalArgumentException.class, () -> LinearExpression.parse(text, names), text);
        String words = assertThrows(IllegalArgumentException.class, () -> LinearExpression.parse("a - kb", names))
                .getMessage();
        assertTrue(words.contains("at 'kb'") && words.contains("[a, b]"), words);
    }
}
