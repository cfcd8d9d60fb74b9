package sc.fiji.boldj.spark;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sc.fiji.boldj.run.Progress;

/** A run ends when more executors are lost than may be, and says why; a job that fails gives its reason. */
@Timeout(300)
class SparkExecutorLimitTest {

    private static JavaSparkContext spark(String setting, String value) {
        return new JavaSparkContext(new SparkConf()
                .setMaster("local[1]")
                .setAppName("test")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set(setting, value));
    }

    private static void lose(JavaSparkContext spark, int executors) throws TimeoutException {
        for (int i = 0; i < executors; i++)
            spark.sc().listenerBus().post(new SparkListenerExecutorRemoved(i, "" + i, "exit code " + i));
        spark.sc().listenerBus().waitUntilEmpty();
    }

    @Test
    void asManyMayBeLostAsTheSettingSays() throws TimeoutException {
        try (JavaSparkContext spark = spark(ExecutorLimit.SETTING, "2")) {
            ExecutorLimit limit = ExecutorLimit.on(spark);
            lose(spark, 2);
            assertDoesNotThrow(limit::check);
            lose(spark, 1);
            assertEquals(
                    "3 executors were lost, the last because: exit code 0 (spark.boldj.maxLostExecutors is 2): look at their"
                            + " logs; is their memory too small?",
                    assertThrows(IllegalStateException.class, limit::check).getMessage());
        }
    }

    @Test
    void twentyMayBeLostWithoutASetting() throws TimeoutException {
        try (JavaSparkContext spark = spark("spark.boldj.none", "0")) {
            ExecutorLimit limit = ExecutorLimit.on(spark);
            lose(spark, 20);
            assertDoesNotThrow(limit::check);
            lose(spark, 1);
            assertThrows(IllegalStateException.class, limit::check);
        }
    }

    @Test
    void jobsEndWithTheLimitWithTheirReasonAndWhenCancelled() throws TimeoutException {
        try (JavaSparkContext spark = spark(ExecutorLimit.SETTING, "0")) {
            ExecutorLimit limit = ExecutorLimit.on(spark);
            IllegalStateException failed = assertThrows(
                    IllegalStateException.class,
                    () -> SparkJobs.await(
                            spark,
                            spark.parallelize(List.of(1), 1)
                                    .map(SparkExecutorLimitTest::fail)
                                    .collectAsync(),
                            limit,
                            Progress.NONE));
            assertEquals("Spark: no such voxel", failed.getMessage());
            Progress cancelled = new Progress() {
                @Override
                public void update(long done, long total) {}

                @Override
                public boolean isCancelled() {
                    return true;
                }
            };
            assertThrows(
                    CancellationException.class,
                    () -> SparkJobs.await(
                            spark, spark.parallelize(List.of(1), 1).collectAsync(), limit, cancelled));
            lose(spark, 1);
            assertThrows(
                    IllegalStateException.class,
                    () -> SparkJobs.await(
                            spark, spark.parallelize(List.of(1), 1).collectAsync(), limit, Progress.NONE));
        }
    }

    private static int fail(int value) {
        throw new IllegalArgumentException("no such voxel\nsecond line", null);
    }
}
