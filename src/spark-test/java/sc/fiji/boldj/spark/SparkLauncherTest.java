package sc.fiji.boldj.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that cannot run on Spark are refused in one sentence before anything starts. */
class SparkLauncherTest {

    @ParameterizedTest
    @ValueSource(strings = {"s3a://bucket/out", "dbfs:/out", "hdfs://host/out", "DBFS:/out", "output=s3a://bucket/out"})
    void addressesThatAreNoFoldersAreRefused(String output) {
        String problem =
                SparkLauncher.problem(List.of("participant", "bids", output)).orElseThrow();
        assertTrue(problem.contains(output.replace("output=", "")) && problem.contains("mount"), problem);
    }

    @Test
    void pathsAreNot() {
        assertEquals(
                Optional.empty(),
                SparkLauncher.problem(List.of("group", "/data/bids", "C:/out", "--contrasts", "a:/b")));
    }

    @Test
    void otherCallsAndThreadsAreRefused() {
        assertTrue(
                SparkLauncher.problem(List.of("verify", "out")).orElseThrow().contains("participant, group and run"));
        assertTrue(SparkLauncher.problem(List.of("group", "a", "b", "--threads", "2"))
                .orElseThrow()
                .contains("--threads"));
    }
}
