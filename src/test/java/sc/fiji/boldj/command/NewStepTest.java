package sc.fiji.boldj.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/new-step} writes code as text, which no compiler reads when a class is renamed. */
class NewStepTest {

    private static final String MAIN = "src/main/java/sc/fiji/boldj/";
    private static final String TESTS = "src/test/java/sc/fiji/boldj/";
    private static final List<String> CHANGED = List.of(
            "src/main/resources/sc/fiji/boldj/command/menu.txt",
            "src/test/resources/sc/fiji/boldj/command/contract.tsv",
            "plugins.config",
            "README.md",
            "CHANGELOG.md");

    @TempDir
    Path folder;

    @Test
    void theSkeletonOfAStepCompiles() throws IOException, InterruptedException {
        assumeTrue(Files.exists(Path.of("/bin/bash")), "a shell");
        for (String file : CHANGED) copy(file);
        copy("bin/new-step");
        for (String made : List.of(MAIN + "preprocess", MAIN + "command", TESTS + "command", "docs/steps"))
            Files.createDirectories(folder.resolve(made));
        Process process = new ProcessBuilder(
                        "/bin/bash",
                        folder + "/bin/new-step",
                        "MadeUpStep",
                        "Made Up Step...",
                        "Preprocess",
                        "preprocess",
                        "does nothing of use")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), said);
        for (String file : CHANGED)
            assertTrue(Files.readString(folder.resolve(file)).contains("Made Up Step..."), file);
        List<String> call = new ArrayList<>(List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d"));
        call.add(Files.createDirectories(folder.resolve("classes")).toString());
        call.add(folder + "/" + MAIN + "preprocess/MadeUpStep.java");
        call.add(folder + "/" + MAIN + "command/MadeUpStepCommand.java");
        call.add(folder + "/" + TESTS + "preprocess/MadeUpStepTest.java");
        call.add(folder + "/" + TESTS + "command/MadeUpStepCommandTest.java");
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int failed = ToolProvider.getSystemJavaCompiler().run(null, errors, errors, call.toArray(String[]::new));
        assertEquals(0, failed, errors.toString(UTF_8));
    }

    private void copy(String file) throws IOException {
        Path copy = folder.resolve(file);
        Files.createDirectories(copy.getParent());
        Files.copy(Path.of(file), copy);
    }
}
