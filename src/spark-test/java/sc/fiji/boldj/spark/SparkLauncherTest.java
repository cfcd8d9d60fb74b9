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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "inputs=scans.txt output=s3a://bucket/ica seed=1",
                "output=[s3a://bucket/ica]",
                "inputs=[s3a://bucket/ica] output=/data/ica",
                "inputs=[/data/scans.txt s3a://bucket/ica] output=/data/ica"
            })
    void addressesAmongTheKeysOfACommandAreRefused(String keys) {
        String problem =
                SparkLauncher.problem(List.of("run", "Group ICA...", keys)).orElseThrow();
        assertTrue(problem.startsWith("'s3a://bucket/ica' is not a folder"), problem);
    }

    @Test
    void pathsAreNot() {
        assertEquals(
                Optional.empty(),
                SparkLauncher.problem(
                        List.of("run", "Group ICA...", "inputs=[/my data/scans.txt] output=C:/ica mask=file:/m.nii")));
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
