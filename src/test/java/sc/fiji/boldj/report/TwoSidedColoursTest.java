package sc.fiji.boldj.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TwoSidedColoursTest {

    @Test
    void numbersHaveThreeDigitsAndNoRowOfZeros() {
        assertEquals("0", TwoSidedColours.rounded(-6.93e-17, 1));
        assertEquals("-6.93e-17", TwoSidedColours.rounded(-6.93e-17, 1e-16));
        assertEquals("0.0205", TwoSidedColours.rounded(0.02051, 1));
        assertEquals("-1.23e-05", TwoSidedColours.rounded(-1.2345e-5, 1));
        assertEquals("1230", TwoSidedColours.rounded(1234, 1));
        assertEquals("1.23e+12", TwoSidedColours.rounded(1.234e12, 1));
        assertEquals("0", TwoSidedColours.rounded(0));
    }
}
