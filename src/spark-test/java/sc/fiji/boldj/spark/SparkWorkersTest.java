package sc.fiji.boldj.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sc.fiji.boldj.ica.PcaTree;

/** What is sent to executors, and the memory that a task has there. */
@Timeout(300)
class SparkWorkersTest {

    private static final long MB = 1 << 20;

    private static SparkConf settings(String... pairs) {
        SparkConf settings = new SparkConf(false);
        for (int i = 0; i < pairs.length; i += 2) settings.set(pairs[i], pairs[i + 1]);
        return settings;
    }

    @Test
    void tasksOfAnExecutorShareItsMemory() {
        assertEquals(1500 * MB, SparkWorkers.memory(settings("spark.executor.memory", "1500m"), 1, 0));
        assertEquals(6 * 1024 * MB / 4, SparkWorkers.memory(settings("spark.executor.memory", "6g"), 4, 0));
        assertEquals(
                4096 * MB / 2,
                SparkWorkers.memory(settings("spark.executor.memory", "4096"), 2, 0),
                "MB without a unit");
        assertEquals(512 * MB, SparkWorkers.memory(settings(), 2, 0), "1 GB is Spark's default");
        assertEquals(
                1024 * MB,
                SparkWorkers.memory(settings("spark.executor.cores", "4"), 1, 0),
                "what has registered counts, not what was asked for");
    }

    @Test
    void tasksInTheDriverShareThatOfTheDriver() {
        assertEquals(300, SparkWorkers.memory(settings("spark.executor.memory", "6g"), 3, 900));
    }

    @Test
    void beforeAnExecutorRegistersTheSettingsDecide() {
        assertEquals(1024 * MB, SparkWorkers.memory(settings(), 0, 0));
        assertEquals(
                2048 * MB,
                SparkWorkers.memory(
                        settings("spark.executor.memory", "8g", "spark.executor.cores", "8", "spark.task.cpus", "2"),
                        0,
                        0));
        assertEquals(
                1024 * MB, SparkWorkers.memory(settings("spark.executor.cores", "1", "spark.task.cpus", "2"), 0, 0));
    }

    @Test
    void aLocalMasterSharesTheMemoryOfThisJavaAndSendsByTheSettings() {
        SparkConf settings = settings(
                        "spark.ui.enabled",
                        "false",
                        "spark.driver.host",
                        "127.0.0.1",
                        "spark.driver.bindAddress",
                        "127.0.0.1",
                        "spark.task.cpus",
                        "2",
                        "spark.default.parallelism",
                        "7",
                        SparkWorkers.FOLDER,
                        "shared")
                .setMaster("local[6]")
                .setAppName("test");
        try (JavaSparkContext spark = new JavaSparkContext(settings);
                SparkWorkers workers = new SparkWorkers(spark)) {
            assertEquals(Runtime.getRuntime().maxMemory() / 3, workers.memory());
            assertTrue(workers.takes(5001, 10_000));
            assertFalse(workers.takes(5000, 10_000), "5e7 numbers are held in memory");
            assertTrue(workers.takes(50_000, 200_000), "1e10 numbers are counted beyond 32 bits");
            assertTrue(workers.takesMaps(5001, 10_000));
            assertFalse(workers.takesMaps(5000, 10_000));
            assertTrue(workers.takesScans(PcaTree.BRANCHES + 1));
            assertFalse(workers.takesScans(PcaTree.BRANCHES));
            assertEquals(Path.of("shared").toAbsolutePath(), workers.folder());
        }
    }
}
