package sc.fiji.boldj.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code bin/boldj --spark} starts, or says if it cannot, with a Java that writes its arguments. */
class SparkScriptTest {

    @TempDir
    Path home;

    private String said = "";

    @BeforeEach
    void copyTheScript() throws IOException {
        assumeTrue(Files.exists(Path.of("/bin/sh")), "a shell");
        Path script = Files.createDirectories(home.resolve("bin")).resolve("boldj");
        Files.copy(Path.of("bin/boldj"), script);
        Path java = Files.createDirectories(home.resolve("java/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        assertTrue(script.toFile().setExecutable(true) && java.toFile().setExecutable(true));
        Files.createDirectories(home.resolve("target/app"));
    }

    /** Makes empty files. */
    private void make(String... files) throws IOException {
        for (String file : files) {
            Path path = home.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, "");
        }
    }

    private int call(String sparkHome, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(home.resolve("bin/boldj").toString()));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", home.resolve("java").toString());
        builder.environment().remove("BOLDJ_SPARK_OPTS");
        if (sparkHome.isEmpty()) builder.environment().remove("SPARK_HOME");
        else builder.environment().put("SPARK_HOME", home.resolve(sparkHome).toString());
        Process process = builder.start();
        said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor();
    }

    @Test
    void oneSentenceSaysHowToGetWhatIsMissing() throws IOException, InterruptedException {
        assertEquals(1, call("", "group", "a", "b", "--spark", "local[2]"));
        assertTrue(
                said.startsWith("boldj: --spark needs the part of BoldJ that runs on Apache Spark")
                        && said.contains("mvn"),
                said);
        make("target/spark/BoldJ-spark.jar");
        assertEquals(1, call("", "group", "a", "b", "--spark", "local[2]"));
        assertTrue(said.contains("finds no Apache Spark 4 (Scala 2.13) in " + home.resolve("target/spark/jars")), said);
        make("old/jars/spark-core_2.12-3.5.1.jar");
        assertEquals(1, call("old", "group", "a", "b", "--spark", "local[2]"));
        assertTrue(said.contains("finds no Apache Spark 4"), said);
        assertEquals(2, call("", "group", "a", "b", "--spark"));
        assertTrue(said.contains("a value is missing"), said);
    }

    @Test
    void sparkOfTheBuildOrOfSparkHomeIsStartedWithTheMasterAndTheCall() throws IOException, InterruptedException {
        make("target/spark/BoldJ-spark.jar", "target/spark/jars/spark-core_2.13-4.1.3.jar", "target/app/ij.jar");
        assertEquals(0, call("", "group", "a b", "out", "--spark", "spark://head:7077", "--seed", "3"));
        List<String> words = said.lines().toList();
        assertEquals("spark://head:7077", words.get(words.indexOf("--master") + 1));
        int call =
                words.lastIndexOf(home.resolve("target/spark/BoldJ-spark.jar").toString());
        assertEquals(List.of("group", "a b", "out", "--seed", "3"), words.subList(call + 1, words.size()));
        assertEquals(home.resolve("target/app/ij.jar").toString(), words.get(words.indexOf("--jars") + 1));

        make("real/spark-core_2.13-4.1.3.jar");
        Files.createDirectories(home.resolve("spark"));
        Files.createSymbolicLink(home.resolve("spark/jars"), home.resolve("real"));
        assertEquals(0, call("spark", "group", "a", "b", "--spark=local[2]"), "jars may be a link");
        assertTrue(said.contains(home.resolve("spark/jars") + "/*:"), said);
        assertFalse(said.contains("--spark=local"), said);
    }
}
