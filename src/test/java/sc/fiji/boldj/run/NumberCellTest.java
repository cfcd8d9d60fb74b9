package sc.fiji.boldj.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is treated as a number, as missing, and as neither in the cells of all tables. */
class NumberCellTest {

    @Test
    void numbersAsPeopleAndProgramsWriteThem() {
        assertEquals(-1.5, NumberCell.parse(" -1.5 "));
        assertEquals(0.25, NumberCell.parse("+.25"));
        assertEquals(3, NumberCell.parse("3."));
        assertEquals(1e-3, NumberCell.parse("1E-3"));
        assertEquals(2.5, NumberCell.parse("2,5"));
        assertEquals(0.125, NumberCell.parse("0,125"), "no thousands begin with 0");
        assertEquals(1234.5, NumberCell.parse("1234,5"));
        assertEquals(Double.POSITIVE_INFINITY, NumberCell.parse("inf"));
        assertEquals(Double.NEGATIVE_INFINITY, NumberCell.parse("-Infinity"));
        assertTrue(NumberCell.isNumber("inf") && NumberCell.isNumber("1e3"));
    }

    @Test
    void missingValuesOfEveryProgram() {
        for (String missing : List.of("", "  ", "n/a", "N/A", "NA", "NaN", "nan", "#N/A", "null", ".")) {
            assertTrue(NumberCell.isMissing(missing) && NumberCell.isReadable(missing), missing);
            assertFalse(NumberCell.isNumber(missing), missing);
            assertTrue(Double.isNaN(NumberCell.parse(missing)), missing);
        }
    }

    @Test
    void whatIsNoNumberIsRefusedWithTheReason() {
        for (String name : List.of("2D", "1f", "3d", "0x1p3", "-", "1 2", "1_000", "five", "2020-01-02", "1,2,3"))
            assertTrue(refusal(name).contains("is not a number"), name);
        assertTrue(refusal("1e9999").contains("too large"));
        assertTrue(refusal("1,234").contains("1.234 or 1234"), "a decimal comma or a sign between thousands");
    }

    /** With a pattern that tries each way to divide the digits, this would take hours. */
    @Test
    void aCellOfManyDigitsTakesLinearTime() {
        assertTrue(refusal("1".repeat(2_000_000) + "x").contains("is not a number"));
        assertTrue(refusal("1".repeat(2_000_000) + "e9").contains("too large"));
    }

    private static String refusal(String cell) {
        assertFalse(NumberCell.isReadable(cell), cell);
        return assertThrows(NumberFormatException.class, () -> NumberCell.parse(cell))
                .getMessage();
    }
}
