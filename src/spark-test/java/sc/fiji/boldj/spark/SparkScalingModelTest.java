package sc.fiji.boldj.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The model of scaling against cases that can be done by hand, and its bounds. */
class SparkScalingModelTest {

    @Test
    void oneExecutorTakesTheSumOfAllTasks() {
        ScalingModel model = new ScalingModel(new double[] {2, 3}, new double[][] {{5, 7}, {1, 1}}, 0);
        assertEquals(19, model.on(1).elapsed(), 1e-12);
        assertEquals(1, model.on(1).efficiency(1), 1e-12);
    }

    @Test
    void manyExecutorsTakeTheLongestParticipant() {
        ScalingModel model = new ScalingModel(new double[] {2, 3}, new double[][] {{5, 7}, {1, 1}}, 0);
        assertEquals(9, model.on(100).elapsed(), 1e-12);
    }

    @Test
    void theDriverStartsTasksOneAfterTheOther() {
        double[] anatomy = new double[50];
        Arrays.fill(anatomy, 1);
        ScalingModel model = new ScalingModel(anatomy, new double[50][0], 0.5);
        assertEquals(50 * 0.5 + 1, model.on(1000).elapsed(), 1e-12);
        assertEquals(25, model.on(1000).driver(), 1e-12);
    }

    @Test
    void theLargestFirstIsWithinTheBoundOfGraham() {
        ScalingModel model = ScalingModel.draw(60, 3, 0, new double[] {20, 25, 30}, new double[] {40, 60, 90});
        double work = model.on(1).elapsed();
        double longest = model.on(100_000).elapsed();
        for (int executors : new int[] {2, 7, 16, 64}) {
            double elapsed = model.on(executors).elapsed();
            assertTrue(elapsed >= Math.max(work / executors, longest) - 1e-9);
            assertTrue(elapsed <= work / executors + longest + 1e-9, executors + " executors");
        }
    }
}
