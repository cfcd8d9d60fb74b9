package sc.fiji.boldj.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.PermutationTest.Inference;
import sc.fiji.boldj.stats.PermutationTest.Options;

/** Elements whose statistic would be an effect over no error are excluded, whatever the statistic, and real ones are not. */
class ConstantElementsTest {

    private static final int N = 12;
    private static final int ELEMENTS = 7;

    private static double[][] column(double[]... columns) {
        double[][] design = new double[N][columns.length];
        for (int c = 0; c < columns.length; c++) for (int i = 0; i < N; i++) design[i][c] = columns[c][i];
        return design;
    }

    private static double[] by(java.util.function.IntToDoubleFunction value) {
        return java.util.stream.IntStream.range(0, N).mapToDouble(value).toArray();
    }

    /** Models and contrasts of t, F and regression, with and without a constant. */
    private static Map<String, LinearModel> models() {
        double[] one = by(i -> 1);
        double[] drug = by(i -> i % 2);
        double[] placebo = by(i -> 1 - i % 2);
        double[] age = by(i -> i * i % 7 - 2.5);
        Map<String, LinearModel> models = new LinkedHashMap<>();
        models.put("one-sample t", LinearModel.of(column(one), new double[][] {{1}}));
        models.put("two-sample t", LinearModel.of(column(drug, placebo), new double[][] {{1, -1}}));
        models.put("regression", LinearModel.of(column(age, one), new double[][] {{1, 0}}));
        models.put("regression without a constant", LinearModel.of(column(age), new double[][] {{1}}));
        double[][] three =
                column(by(i -> i % 3 == 0 ? 1 : 0), by(i -> i % 3 == 1 ? 1 : 0), by(i -> i % 3 == 2 ? 1 : 0));
        models.put("F", LinearModel.of(three, new double[][] {{1, -1, 0}, {0, 1, -1}}));
        return models;
    }

    /** Element 0: noise; 1: 2.5; 2: 2.5 with the last bit of float32 at random; 3: noise of .01 about 1000; 4: 0; 5: 1e-30 noise. */
    private static float[][] data() {
        float[][] data = new float[N][ELEMENTS];
        for (int i = 0; i < N; i++) {
            double[] noise = new double[ELEMENTS];
            Seeds.fillGaussian(Seeds.stream(9, i), noise);
            data[i][0] = (float) noise[0];
            data[i][1] = 2.5f;
            data[i][2] = i * 7 % 5 < 2 ? Math.nextUp(2.5f) : 2.5f;
            data[i][3] = (float) (1000 + 0.01 * noise[3]);
            data[i][5] = (float) (1e-30 * noise[5]);
            data[i][6] = (float) (5 + noise[6]);
        }
        return data;
    }

    private static PermutationTest test(LinearModel model) {
        Shuffle how = model.nuisanceHoldsConstant() ? Shuffle.PERMUTE : Shuffle.FLIP;
        ShufflingPlan plan = ShufflingPlan.of(ExchangeTree.free(N), how, model.design(), 60, 1);
        return PermutationTest.of(model, plan, Neighbourhood.none(ELEMENTS));
    }

    private static void check(String what, PermutationTest test, Options options) {
        PermutationResult result = test.run(Observations.of(data()), options, Progress.NONE);
        assertEquals(3, result.excluded(), what);
        assertEquals(0, result.missing(), what);
        for (int v = 0; v < ELEMENTS; v++) {
            boolean out = List.of(1, 2, 4).contains(v);
            assertEquals(out, Double.isNaN(result.statistic()[v]), what + ", element " + v);
            assertEquals(out, Double.isNaN(result.pFamilyWise()[v]), what + ", element " + v);
            assertTrue(out || Math.abs(result.statistic()[v]) < 1e6, what + ": " + result.statistic()[v]);
        }
    }

    @Test
    void constantsAreExcludedFromEveryStatistic() {
        for (Inference inference : Inference.values())
            models().forEach((name, model) ->
                    check(name + ", " + inference, test(model), Options.DEFAULT.with(inference)));
        Options voxel = Options.DEFAULT.with(Inference.VOXEL);
        models().forEach((name, model) -> check(
                "v or G, " + name,
                test(model)
                        .withVarianceGroups(Arrays.stream(by(i -> i % 2))
                                .mapToInt(x -> (int) x)
                                .toArray()),
                voxel));
        models().forEach((name, model) -> {
            if (model.effectRank() == 1)
                check("pseudo-t, " + name, test(model).withVarianceSmoothing(map -> {}), voxel);
        });
    }

    /** What everyone changes by alike is constant, although the difference of float32 numbers is not quite. */
    @Test
    void aChangeThatIsTheSameForEveryoneIsConstant() {
        float[][] inputs = new float[2 * N][2];
        double[][] difference = new double[N][2 * N];
        for (int i = 0; i < N; i++) {
            double[] noise = new double[3];
            Seeds.fillGaussian(Seeds.stream(10, i), noise);
            inputs[2 * i] = new float[] {(float) (3 + noise[0]), (float) (3 + noise[0])};
            inputs[2 * i + 1] =
                    new float[] {(float) (3 + noise[0] + 0.1), (float) (3 + noise[0] + 0.1 + 0.01 * noise[2])};
            difference[i][2 * i] = -1;
            difference[i][2 * i + 1] = 1;
        }
        LinearModel mean = models().get("one-sample t");
        ShufflingPlan plan = ShufflingPlan.of(ExchangeTree.free(N), Shuffle.FLIP, mean.design(), 60, 1);
        PermutationResult result = PermutationTest.of(mean, plan, Neighbourhood.none(2))
                .run(
                        Observations.of(inputs).combined(difference),
                        Options.DEFAULT.with(Inference.VOXEL),
                        Progress.NONE);
        assertTrue(Double.isNaN(result.statistic()[0]), "t " + result.statistic()[0]);
        assertTrue(result.statistic()[1] > 10 && result.statistic()[1] < 1e4, "t " + result.statistic()[1]);
        assertEquals(1, result.excluded());
    }
}
