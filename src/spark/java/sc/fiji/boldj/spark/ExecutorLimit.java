package sc.fiji.boldj.spark;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;

/** Ends a run whose executors die again and again: Spark would start new ones without end. */
final class ExecutorLimit extends SparkListener {

    /** Setting: executors that may be lost. */
    static final String SETTING = "spark.boldj.maxLostExecutors";

    private final int most;
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicReference<String> reason = new AtomicReference<>("");

    private ExecutorLimit(int most) {
        this.most = most;
    }

    static ExecutorLimit on(JavaSparkContext spark) {
        ExecutorLimit limit = new ExecutorLimit(spark.getConf().getInt(SETTING, 20));
        spark.sc().addSparkListener(limit);
        return limit;
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
        lost.incrementAndGet();
        reason.set(event.reason());
    }

    /** @throws IllegalStateException if more executors were lost than may be */
    void check() {
        if (lost.get() > most)
            throw new IllegalStateException(lost.get() + " executors were lost, the last because: " + reason.get()
                    + " (" + SETTING + " is " + most + "): look at their logs; is their memory too small?");
    }
}
