package sc.fiji.boldj.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.awt.EventQueue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sc.fiji.boldj.CompiledCode;

/** Windows compute on one thread that is not the event thread, the latest request wins, closing cancels. */
@Timeout(value = 10, unit = TimeUnit.MINUTES) // a deadlock, not a slow machine
class LatestWorkTest {

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) Thread.sleep(1);
    }

    /** While the first of many requests is worked on, the others replace each other: the first and the last are computed. */
    @Test
    void theLatestRequestWins() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<Integer> computed = Collections.synchronizedList(new ArrayList<>());
        try (LatestWork<Integer> work = new LatestWork<>(
                "test",
                (request, progress) -> {
                    begun.countDown();
                    wait(go);
                    computed.add(request);
                },
                (request, failure) -> {})) {
            work.submit(0);
            begun.await();
            for (int i = 1; i <= 100; i++) work.submit(i);
            go.countDown();
            await(work::isIdle);
        }
        assertEquals(List.of(0, 100), computed);
    }

    /** Handing over returns at once: this work ends only when an event that came after it was handled. */
    @Test
    void theEventThreadDoesNotWait() throws Exception {
        CountDownLatch later = new CountDownLatch(1);
        boolean[] onEventThread = {true};
        CountDownLatch done = new CountDownLatch(1);
        try (LatestWork<Integer> work = new LatestWork<>(
                "test",
                (request, progress) -> {
                    onEventThread[0] = EventQueue.isDispatchThread();
                    wait(later);
                    done.countDown();
                },
                (request, failure) -> {})) {
            EventQueue.invokeLater(() -> work.submit(1));
            EventQueue.invokeLater(later::countDown);
            done.await();
        }
        assertFalse(onEventThread[0]);
    }

    @Test
    void closingCancelsAndEndsTheThread() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        List<String> failures = Collections.synchronizedList(new ArrayList<>());
        LatestWork<Integer> work = new LatestWork<>(
                "test",
                (request, progress) -> {
                    begun.countDown();
                    while (!progress.isCancelled()) Thread.onSpinWait();
                    cancelled.countDown();
                    throw new CancellationException();
                },
                (request, failure) -> failures.add(failure.toString()));
        work.submit(1);
        begun.await();
        work.submit(2);
        work.close();
        cancelled.await();
        await(work::hasEnded);
        work.submit(3);
        assertTrue(work.isIdle() || work.hasEnded());
        assertEquals(List.of(), failures, "cancelling is no failure");
    }

    /** A failure is told and does not end the thread; files are written whatever is asked for meanwhile. */
    @Test
    void goesOnAfterAFailureAndDropsNoJob() throws Exception {
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        try (LatestWork<Integer> work = new LatestWork<>(
                "test",
                (request, progress) -> {
                    if (request == 1) throw new IllegalArgumentException("one");
                    told.add("computed " + request);
                },
                (request, failure) -> told.add(failure.getMessage()))) {
            work.submit(1);
            await(work::isIdle);
            work.perform(progress -> told.add("job"));
            for (int i = 2; i < 50; i++) work.submit(i);
            await(work::isIdle);
        }
        assertEquals("one", told.get(0));
        assertTrue(told.contains("job") && told.contains("computed 49"), told.toString());
    }

    /** What is painted was computed before: no part of a window uses what reads or computes. */
    @Test
    void partsOfWindowsUseNoKernel() {
        JavaClasses code = CompiledCode.CLASSES;
        String root = "sc.fiji.boldj.";
        ArchRuleDefinition.noClasses()
                .that()
                .haveNameMatching(".*\\.explore\\.\\w*(Panel|Frame|Menu)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        root + "linalg..",
                        root + "stats..",
                        root + "connectivity..",
                        root + "preprocess..",
                        root + "atlas..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching(
                        "sc\\.fiji\\.boldj\\.image\\.(PlaneReader|Interpolator|Resampler|VoxelSeries|ConnectedComponents)")
                .orShould()
                .callMethod(Scene.class, "draw", PlaneCut.class)
                .orShould()
                .callMethod(Scene.class, "values")
                .check(code);
    }

    private static void wait(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
