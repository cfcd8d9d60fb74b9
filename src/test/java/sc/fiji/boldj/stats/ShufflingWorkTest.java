package sc.fiji.boldj.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import net.imglib2.parallel.Parallelization;
import net.imglib2.parallel.TaskExecutors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.boldj.run.ForwardingTaskExecutor;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.PermutationTest.Inference;
import sc.fiji.boldj.stats.PermutationTest.Options;
import sc.fiji.boldj.stats.ShufflingWork.Part;
import sc.fiji.boldj.stats.ShufflingWork.Range;

/** Shufflings that were serialised, evaluated unit by unit in any order and joined give the bits of the plain run. */
class ShufflingWorkTest {

    private static final int N = 20;

    /** Sends each unit through bytes, in an order drawn anew. */
    private static final class Elsewhere extends ForwardingTaskExecutor implements ShufflingWorkers {
        private final Random order;
        private int units;

        Elsewhere(int seed) {
            super(TaskExecutors.singleThreaded());
            order = new Random(seed);
        }

        @Override
        public boolean takes(ShufflingWork work, Range range) {
            return true;
        }

        @Override
        public Part evaluate(ShufflingWork work, Range range, Progress progress) {
            List<Range> ranges = new ArrayList<>(work.units(range));
            Collections.shuffle(ranges, order);
            units += ranges.size();
            byte[] sent = bytes(work);
            List<Part> parts = new ArrayList<>();
            for (Range each : ranges) {
                ShufflingWork here = (ShufflingWork) object(sent);
                parts.add((Part) object(bytes(here.evaluate(each, Progress.NONE))));
            }
            return Part.join(range, parts);
        }
    }

    private static byte[] bytes(Object object) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static Object object(byte[] bytes) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static double[][] noise(int rows, int elements, int seed) {
        double[][] data = new double[rows][elements];
        for (int i = 0; i < rows; i++) Seeds.fillGaussian(Seeds.stream(seed, i), data[i]);
        return data;
    }

    private static double[][] design() {
        double[][] design = noise(N, 3, 77);
        for (int i = 0; i < N; i++) {
            design[i][0] = i < N / 2 ? 1 : 0;
            design[i][1] = 1 - design[i][0];
        }
        return design;
    }

    private static PermutationTest test(Neighbourhood graph, int shufflings) {
        double[][] design = design();
        ShufflingPlan plan = ShufflingPlan.of(ExchangeTree.free(N), Shuffle.PERMUTE, design, shufflings, 5);
        return PermutationTest.of(LinearModel.of(design, new double[][] {{1, -1, 0}}), plan, graph);
    }

    private static Neighbourhood cube() {
        int[] voxels = new int[15 * 15 * 15];
        for (int i = 0; i < voxels.length; i++) voxels[i] = i;
        return Neighbourhood.grid(15, 15, 15, voxels, 26);
    }

    /** Runs here and elsewhere and compares every number. */
    private static Elsewhere requireSame(Supplier<PermutationResult> run) {
        PermutationResult here = run.get();
        Elsewhere workers = new Elsewhere(3);
        PermutationResult[] there = new PermutationResult[1];
        Parallelization.runWithExecutor(workers, () -> {
            there[0] = run.get();
        });
        assertTrue(workers.units > 1, "the work was not sent");
        assertArrayEquals(here.statistic(), there[0].statistic());
        assertArrayEquals(here.enhanced(), there[0].enhanced());
        assertArrayEquals(here.pUncorrected(), there[0].pUncorrected());
        assertArrayEquals(here.nullMaximum().values(), there[0].nullMaximum().values());
        assertEquals(here.isStopped(), there[0].isStopped());
        return workers;
    }

    @ParameterizedTest
    @EnumSource(Inference.class)
    void everyInferenceHasTheSameBits(Inference inference) {
        Observations data = Observations.of(noise(N, 3375, 4));
        Options options = Options.DEFAULT.with(inference).withClusterThreshold(1.5);
        int shufflings = inference == Inference.VOXEL ? 700 : 120;
        requireSame(() -> test(cube(), shufflings).run(data, options, Progress.NONE));
    }

    @ParameterizedTest
    @EnumSource(NuisanceMethod.class)
    void everyTreatmentOfNuisanceHasTheSameBits(NuisanceMethod method) {
        Observations data = Observations.of(noise(N, 2500, 5));
        Options options = Options.DEFAULT.with(Inference.VOXEL).with(method);
        requireSame(() -> test(Neighbourhood.none(2500), 700).run(data, options, Progress.NONE));
    }

    @Test
    void networksHaveTheSameBits() {
        Observations data = Observations.of(noise(N, 435, 6));
        Options options = Options.DEFAULT
                .with(Inference.CLUSTER_EXTENT)
                .with(Tail.POSITIVE)
                .withClusterThreshold(2);
        requireSame(() -> test(Neighbourhood.edges(30), 600).run(data, options, Progress.NONE));
    }

    @Test
    void varianceGroupsAndSmoothingAndCovariatesHaveTheSameBits() {
        Observations data = Observations.of(noise(N, 3375, 7));
        Options options = Options.DEFAULT.with(Inference.VOXEL);
        int[] groups = new int[N];
        for (int i = N / 2; i < N; i++) groups[i] = 1;
        requireSame(() -> test(cube(), 300).withVarianceGroups(groups).run(data, options, Progress.NONE));
        requireSame(() ->
                test(cube(), 40).withVarianceSmoothing(map -> map[0] = map[1]).run(data, options, Progress.NONE));
        Observations covariate = Observations.of(noise(N, 3375, 8));
        requireSame(() -> test(cube(), 300).withCovariate(covariate).run(data, options, Progress.NONE));
    }

    @Test
    void aTestThatMayStopStopsAfterTheSameShuffling() {
        Observations data = Observations.of(noise(N, 300, 9));
        Options options = Options.DEFAULT.with(Inference.VOXEL).withStopAfter(20);
        Elsewhere workers =
                requireSame(() -> test(Neighbourhood.none(300), 5000).run(data, options, Progress.NONE));
        assertTrue(workers.units < 30, "all " + workers.units + " units were made");
    }

    @Test
    void theWildBootstrapHasTheSameBits() {
        int n = 42;
        int[] participant = new int[n];
        int[] visit = new int[n];
        int[] group = new int[n];
        double[][] design = new double[n][4];
        for (int i = 0; i < n; i++) {
            participant[i] = i / 3;
            visit[i] = i % 3;
            group[i] = i / 3 % 2;
            design[i][visit[i]] = 1;
            design[i][3] = visit[i] == 2 && group[i] == 1 ? 1 : 0;
        }
        SandwichModel model = SandwichModel.of(
                LinearModel.of(design, new double[][] {{0, 0, 0, 1}}),
                participant,
                visit,
                group,
                SandwichModel.Variance.HOMOGENEOUS);
        Observations data = Observations.of(noise(n, 3375, 10));
        for (Inference inference : Inference.values())
            requireSame(() -> SandwichTest.of(model, cube(), 100, 3)
                    .run(data, Options.DEFAULT.with(inference).withClusterThreshold(2), Progress.NONE));
    }

    @Test
    void unitsCoverARangeInOrderAndBeginAnewWithEachBatch() {
        double[][] design = design();
        LinearModel model = LinearModel.of(design, new double[][] {{1, -1, 0}});
        ShufflingPlan plan = ShufflingPlan.of(ExchangeTree.free(N), Shuffle.PERMUTE, design, 1500, 5);
        ResidualStore store =
                ResidualStore.of(Observations.of(noise(N, 10, 1)), model.nuisance(), model.effects(), Progress.NONE);
        ShuffledStatistic statistic =
                new LinearStatistic(store, model, model.movedNuisance(plan.tree(), plan.shuffle()), null);
        TestFrame frame =
                new TestFrame(plan, Neighbourhood.none(10), null, Options.DEFAULT.with(Inference.VOXEL), Tail.TWO);
        ShufflingWork work = new ShufflingWork(frame, statistic, new boolean[10]);
        List<Range> units = work.units(new Range(1, 1500));
        int next = 1;
        for (Range unit : units) {
            assertEquals(next, unit.from());
            next = unit.to();
        }
        assertEquals(1500, next);
        assertTrue(units.stream().anyMatch(unit -> unit.from() == 1 + ShufflingWork.BATCH));
        assertEquals(1499.0 * statistic.rows() * N * 10, work.cost(new Range(1, 1500)));
    }
}
