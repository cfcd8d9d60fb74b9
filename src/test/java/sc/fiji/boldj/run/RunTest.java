package sc.fiji.boldj.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CancellationException;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void chunksCoverEachItemOnceAndComeInOrder(int threads) {
        List<int[]> chunks = Parallelization.runWithNumThreads(
                threads, () -> FixedChunks.map(10, 4, (from, to) -> new int[] {from, to}, Progress.NONE));
        assertEquals(3, chunks.size());
        assertArrayEquals(new int[] {0, 4}, chunks.get(0));
        assertArrayEquals(new int[] {4, 8}, chunks.get(1));
        assertArrayEquals(new int[] {8, 10}, chunks.get(2));
        assertEquals(0, FixedChunks.map(0, 4, (from, to) -> 1, Progress.NONE).size());
    }

    @Test
    void aSumOverChunksHasTheSameBitsForAnyThreads() {
        double[] sums = new double[4];
        for (int i = 0; i < 4; i++) {
            int threads = 1 + i;
            sums[i] = Parallelization.runWithNumThreads(threads, RunTest::harmonicSum);
        }
        for (double sum : sums) assertEquals(sums[0], sum, 0);
    }

    private static double harmonicSum() {
        double total = 0;
        for (double part : FixedChunks.map(
                100_000,
                1000,
                (from, to) -> {
                    double sum = 0;
                    for (int i = from; i < to; i++) sum += 1.0 / (i + 1);
                    return sum;
                },
                Progress.NONE)) total += part;
        return total;
    }

    @Test
    void anExceptionKeepsItsType() {
        assertThrows(
                IllegalArgumentException.class,
                () -> FixedChunks.forEach(
                        4,
                        1,
                        (from, to) -> {
                            throw new IllegalArgumentException("bad");
                        },
                        Progress.NONE));
    }

    @Test
    void cancellingStopsBetweenChunks() {
        Progress afterTwo = new Progress() {
            private long done;

            @Override
            public synchronized void update(long now, long total) {
                done = now;
            }

            @Override
            public synchronized boolean isCancelled() {
                return done >= 2;
            }
        };
        int[] ran = {0};
        Runnable work = () -> FixedChunks.forEach(10, 1, (from, to) -> ran[0]++, afterTwo);
        assertThrows(CancellationException.class, () -> Parallelization.runSingleThreaded(work));
        assertEquals(2, ran[0]);
    }

    @Test
    void aStageCoversItsShareOfTheWhole() {
        double[] seen = new double[1];
        Progress whole = new Progress() {
            @Override
            public void update(long done, long total) {
                seen[0] = (double) done / total;
            }

            @Override
            public boolean isCancelled() {
                return true;
            }
        };
        Progress stage = whole.stage(0.5, 0.75);
        stage.update(1, 2);
        assertEquals(0.625, seen[0], 1e-6);
        assertTrue(stage.isCancelled());
        assertThrows(IllegalArgumentException.class, () -> whole.stage(0.8, 0.7));
        assertThrows(IllegalArgumentException.class, () -> whole.stage(0.8, 1.1));
        // the last of three series: a rounding error above 1
        assertTrue(0.2 + 0.8 * 3 / 3 > 1);
        whole.stage(0.2 + 0.8 * 2 / 3, 0.2 + 0.8 * 3 / 3).update(1, 1);
        assertEquals(1, seen[0], 0);
    }

    @Test
    void streamsDependOnSeedAndIndexOnlyAndDiffer() {
        assertEquals(Seeds.stream(1, 2).nextLong(), Seeds.stream(1, 2).nextLong());
        assertNotEquals(Seeds.stream(1, 2).nextLong(), Seeds.stream(1, 3).nextLong());
        assertNotEquals(Seeds.stream(1, 2).nextLong(), Seeds.stream(2, 1).nextLong());
        assertNotEquals(Seeds.stream(0, 1).nextLong(), Seeds.stream(1, 0).nextLong());
    }

    /** Moments of 200 000 draws; five standard errors: sqrt(1/n), sqrt(2/n), sqrt(15/n), sqrt(96/n). */
    @Test
    void gaussianNumbersHaveTheMomentsOfTheStandardNormal() {
        double[] draws = new double[200_001];
        Seeds.fillGaussian(Seeds.stream(3, 0), draws);
        double[] moments = new double[5];
        for (double x : draws) for (int k = 1; k <= 4; k++) moments[k] += Math.pow(x, k) / draws.length;
        assertEquals(0, moments[1], 5 * Math.sqrt(1.0 / draws.length));
        assertEquals(1, moments[2], 5 * Math.sqrt(2.0 / draws.length));
        assertEquals(0, moments[3], 5 * Math.sqrt(15.0 / draws.length));
        assertEquals(3, moments[4], 5 * Math.sqrt(96.0 / draws.length));
    }
}
