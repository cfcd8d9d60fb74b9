package sc.fiji.boldj.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MacroArgumentsTest {

    private static Map<String, String> parse(String text) {
        return MacroArguments.parse(text, name -> name.equals("title") ? "my scan" : null);
    }

    @Test
    void readsPlainBracketedQuotedAndBareValues() {
        assertEquals(
                Map.of("input", "bold", "path", "/a b/c.nii", "note", "it's [odd]", "reslice", "true", "fwhm", "-6.5"),
                parse(" input=bold path=[/a b/c.nii] note=[it's [odd]] reslice fwhm=-6.5 "));
        assertEquals(Map.of("seed", "0,-52,18", "input", "a b"), parse("seed=0,-52,18 input='a b'"));
        assertEquals(Map.of(), parse("  "));
        assertEquals(Map.of("mask", ""), parse("mask=[]"));
        assertEquals(Map.of("mask", ""), parse("mask="));
    }

    @Test
    void bracketsInsideAValueStay() {
        assertEquals(Map.of("path", "/data[1]/x.nii"), parse("path=/data[1]/x.nii"));
    }

    @Test
    void bracketsInADoubleQuotedNameAreOfTheName() {
        assertEquals(
                Map.of("contrasts", "\"a]b\" - \"happy [old]\"", "hrf", "spm"),
                parse("contrasts=[\"a]b\" - \"happy [old]\"] hrf=spm"));
        assertEquals(Map.of("a", "5\"", "b", "6\""), parse("a=[5\"] b=[6\"]"), "a sign that opens no name");
        assertEquals(Map.of("a", "say \"x"), parse("a=[say \"x]"));
    }

    @Test
    void readsVariablesOfTheMacro() {
        assertEquals(Map.of("input", "my scan"), parse("input=&title"));
        assertThrows(IllegalArgumentException.class, () -> parse("input=&unknown"));
    }

    @ParameterizedTest
    @CsvSource({
        "input=[bold, no closing ]",
        "input='bold, no closing '",
        "=5, expected a key",
        "a=1 a=2, is given twice",
        "[x], expected a key",
        "fwhm:6, expected key=value",
        "contrasts=faces | houses, put values with spaces in square brackets"
    })
    void malformedTextIsRefused(String text, String reason) {
        var e = assertThrows(IllegalArgumentException.class, () -> parse(text));
        assertEquals(true, e.getMessage().contains(reason), e.getMessage());
    }
}
