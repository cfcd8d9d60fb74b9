package sc.fiji.boldj.workflow.study;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class TrialWordsTest {

    private static final Map<String, Object> DEFAULTS = Map.of("x", "");

    /** What a shell makes of the printed options is what was given. */
    @Test
    void valuesGoThroughAShellUnchanged() throws IOException {
        Assumptions.assumeTrue(Files.exists(Path.of("/bin/sh")), "a shell");
        for (String value :
                new String[] {"/data/o'brien/a b.nii", "A = 1,2,3; B = DMN.PCC + 4,5,6", "$HOME `x` \"q\""}) {
            String line = TrialWords.flags(Map.of("x", value), DEFAULTS);
            Process process = new ProcessBuilder("/bin/sh", "-c", "printf '%s|' " + line).start();
            assertEquals(
                    "--x|" + value + "|", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
        assertEquals(" --x='-a + b'", TrialWords.flags(Map.of("x", "-a + b"), DEFAULTS), "no option -a");
        assertEquals(" --x 0.35", TrialWords.flags(Map.of("x", 0.35), DEFAULTS));
        assertEquals(" --x -1", TrialWords.flags(Map.of("x", -1), DEFAULTS).replace('=', ' '));
        assertEquals("", TrialWords.flags(Map.of("x", ""), DEFAULTS));
    }

    @Test
    void valuesStandInTheTextOfAMacroAsItsLanguageHasThem() {
        assertEquals(" x=[C:\\\\maps\\\\a b.nii]", TrialWords.keys(Map.of("x", "C:\\maps\\a b.nii"), DEFAULTS));
        assertEquals(" x=[a \\\"b\\\"]", TrialWords.keys(Map.of("x", "a \"b\""), DEFAULTS));
    }
}
