package sc.fiji.boldj.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StudyCallsTest {

    private static final List<String> VALUED = List.of("voxel", "seeds", "participant", "outcome", "contrast");

    @Test
    void optionsAreKeys() throws Exception {
        assertEquals(
                List.of("nonlinear=[true]", "participant=[01,02]", "voxel=[4]", "outcome=[]", "contrast=[-a + b]"),
                StudyCalls.keys(
                        List.of(
                                "--nonlinear",
                                "--participant-label",
                                "01",
                                "02",
                                "--voxel=4",
                                "--outcome",
                                "",
                                "--contrast=-a + b"),
                        VALUED));
    }

    @Test
    void bracketsOfNamesStayInTheValueWhereTheyArePairs() throws Exception {
        assertEquals(
                List.of("contrast=[\"happy [old]\" - \"happy (old)\"]"),
                StudyCalls.keys(List.of("--contrast", "\"happy [old]\" - \"happy (old)\""), VALUED));
        assertThrows(Exception.class, () -> StudyCalls.keys(List.of("--contrast", "a] fwhm=[9"), VALUED));
        assertThrows(Exception.class, () -> StudyCalls.keys(List.of("--contrast", "[a"), VALUED));
    }

    @Test
    void anOptionWhoseValueWasForgottenIsNamed() {
        Exception e = assertThrows(Exception.class, () -> StudyCalls.keys(List.of("--seeds", "--voxel", "4"), VALUED));
        assertEquals("--seeds: a value is missing", e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "0", "10m", "1.5g", "-1", ""})
    void aSizeOfMemoryThatJavaCannotTakeIsOneClearLine(String size) throws IOException, InterruptedException {
        Path script = Path.of("bin", "boldj");
        Assumptions.assumeTrue(Files.exists(Path.of("/bin/sh")) && Files.exists(script), "a shell");
        // only the lines that read the size: the whole script would build first
        String text = Files.readString(script);
        int from = text.indexOf("memory=-XX");
        String part = text.substring(from, text.indexOf("\ndone\n", from) + 6);
        Process process = new ProcessBuilder("/bin/sh", "-c", "set -eu\n" + part, "boldj", "x", "--memory", size)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(2, process.waitFor(), said);
        assertEquals(
                "boldj: --memory must be a size such as 4g or 3000m, 64m or more, got '" + size + "'", said.strip());
    }
}
