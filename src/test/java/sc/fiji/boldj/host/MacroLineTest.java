package sc.fiji.boldj.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MacroLineTest {

    @Test
    void isReadBackAsItWas() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("input", "my scan.nii");
        values.put("output", "C:\\pictures\\a \"b\".png");
        values.put("point", "1,-2.5,3");
        values.put("title", "map [z]");
        values.put("empty", "");
        String line = MacroLine.of("Orthogonal Viewer", values);
        String start = "run(\"Orthogonal Viewer\", \"";
        assertEquals(start, line.substring(0, start.length()));
        assertEquals("\");", line.substring(line.length() - 3));
        String literal = line.substring(start.length(), line.length() - 3);
        assertFalse(literal.replace("\\\\", "").replace("\\\"", "").contains("\""), "a quote ends the macro's string");
        String text = literal.replace("\\\"", "\"").replace("\\\\", "\\");
        values.remove("empty");
        assertEquals(values, MacroArguments.parse(text, name -> null));
    }
}
