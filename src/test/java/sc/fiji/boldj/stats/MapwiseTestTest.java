package sc.fiji.boldj.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.imglib2.parallel.Parallelization;
import net.imglib2.parallel.TaskExecutors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.boldj.io.StoredMaps;
import sc.fiji.boldj.io.StoredObservations;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.ForwardingTaskExecutor;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.PermutationTest.Inference;
import sc.fiji.boldj.stats.PermutationTest.Options;
import sc.fiji.boldj.stats.ShufflingWork.Part;
import sc.fiji.boldj.stats.ShufflingWork.Range;

/** TFCE and clusters from blocks of voxels and maps that are put together from files have the bits of one process. */
class MapwiseTestTest {

    private static final int N = 16;
    private static final int X = 17;
    private static final int Y = 16;
    private static final int Z = 16;
    private static final int ELEMENTS = X * Y * Z; // 2048 * 2 + 256

    @TempDir
    Path folder;

    private int sent;

    /** Stores maps and statistics in files; units from the last to the first. */
    private final class OneProcess extends ForwardingTaskExecutor implements MapwiseTest.Workers {
        OneProcess() {
            super(TaskExecutors.singleThreaded());
        }

        @Override
        public boolean takesMaps(int rows, int elements) {
            return true;
        }

        @Override
        public MapwiseTest.Session open(MapwiseTest test, Observations data, Progress progress) {
            sent++;
            return new Stored(test, data.over(maps -> store(maps)), folder);
        }
    }

    private record Stored(MapwiseTest test, Observations data, Path folder) implements MapwiseTest.Session {
        @Override
        public List<MapwiseTest.Observed> observed(Progress progress) {
            List<MapwiseTest.Observed> blocks = new ArrayList<>();
            for (int b = 0; b < MapwiseTest.blocks(data.elements()); b++) blocks.add(test.observed(data, b));
            return blocks;
        }

        @Override
        public Part evaluate(ShufflingWork work, Range batch, Progress progress) {
            try {
                Path place = Files.createTempDirectory(folder, "maps");
                StoredMaps stored =
                        new StoredMaps(place.toString(), data.elements(), BlockwiseTest.BLOCK, test.valuesPerElement());
                List<Range> units = work.units(batch);
                for (int b = MapwiseTest.blocks(data.elements()) - 1; b >= 0; b--)
                    stored.write(b, test.values(data, b, units));
                List<Part> parts = new ArrayList<>();
                for (int u = units.size() - 1; u >= 0; u--) {
                    Range unit = units.get(u);
                    int from = unit.from() - batch.from();
                    int to = unit.to() - batch.from();
                    parts.add(work.finish(
                            unit,
                            stored.read(from, to, 0),
                            test.valuesPerElement() == 1 ? null : stored.read(from, to, 1)));
                }
                stored.delete();
                try (Stream<Path> left = Files.list(place)) {
                    assertEquals(0, left.count());
                }
                return Part.join(batch, parts);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {}
    }

    private Observations store(Observations maps) {
        double[] values = new double[maps.elements()];
        try {
            return StoredObservations.write(
                    folder.resolve("maps"),
                    maps.rows(),
                    maps.elements(),
                    BlockwiseTest.BLOCK,
                    (row, target) -> {
                        maps.read(row, 0, values.length, values, 0);
                        for (int v = 0; v < values.length; v++) target[v] = (float) values[v];
                    },
                    Progress.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Neighbourhood box() {
        return Neighbourhood.grid(X, Y, Z, all(), 26);
    }

    private static float[][] noise() {
        float[][] data = new float[N][ELEMENTS];
        double[] row = new double[ELEMENTS];
        for (int i = 0; i < N; i++) {
            Seeds.fillGaussian(Seeds.stream(3, i), row);
            for (int v = 0; v < ELEMENTS; v++)
                data[i][v] = (float) (100 + row[v] + (v > 2000 && v < 2300 && i < N / 2 ? 1 : 0));
        }
        for (float[] map : data) map[9] = 5;
        for (int v = 2048; v < 4096; v++) data[2][v] = v % 3 == 0 ? Float.NaN : data[2][v];
        return data;
    }

    private static PermutationTest test(int permutations) {
        double[][] design = new double[N][3];
        for (int i = 0; i < N; i++) {
            design[i][i * 2 / N] = 1;
            design[i][2] = i % 5;
        }
        return PermutationTest.of(
                LinearModel.of(design, new double[][] {{1, -1, 0}}),
                ShufflingPlan.of(ExchangeTree.free(N), Shuffle.PERMUTE, design, permutations, 2),
                box());
    }

    private static SandwichTest wildBootstrap() {
        int[] participant = new int[N];
        int[] visit = new int[N];
        int[] group = new int[N];
        double[][] design = new double[N][3];
        for (int i = 0; i < N; i++) {
            participant[i] = i / 2;
            visit[i] = i % 2;
            group[i] = i / 2 % 2;
            design[i][i % 2] = 1;
            design[i][2] = visit[i] * group[i];
        }
        return SandwichTest.of(
                SandwichModel.of(
                        LinearModel.of(design, new double[][] {{0, 0, 1}}),
                        participant,
                        visit,
                        group,
                        SandwichModel.Variance.HOMOGENEOUS),
                box(),
                60,
                3);
    }

    private PermutationResult requireSame(Supplier<PermutationResult> test) {
        PermutationResult whole = test.get();
        PermutationResult[] blocks = new PermutationResult[1];
        int before = sent;
        Parallelization.runWithExecutor(new OneProcess(), () -> {
            blocks[0] = test.get();
        });
        assertEquals(before + 1, sent);
        assertArrayEquals(whole.statistic(), blocks[0].statistic());
        assertArrayEquals(whole.enhanced(), blocks[0].enhanced());
        assertArrayEquals(whole.pUncorrected(), blocks[0].pUncorrected());
        assertArrayEquals(whole.nullMaximum().values(), blocks[0].nullMaximum().values());
        assertEquals(whole.excluded(), blocks[0].excluded());
        assertEquals(whole.missing(), blocks[0].missing());
        assertEquals(whole.isStopped(), blocks[0].isStopped());
        return whole;
    }

    @ParameterizedTest
    @EnumSource(
            value = Inference.class,
            names = {"TFCE", "CLUSTER_EXTENT", "CLUSTER_MASS"})
    void inferenceOnMapsHasTheSameBits(Inference inference) {
        Observations data = Observations.of(noise());
        Options options = Options.DEFAULT.with(inference).withClusterThreshold(2);
        requireSame(() -> test(70).run(data, options, Progress.NONE));
    }

    @Test
    void smoothedVariancesAndOtherNuisanceMethodsToo() {
        Observations data = Observations.of(noise());
        MapSmoother smoother = MapwiseTestTest::neighbours;
        requireSame(() -> test(40).withVarianceSmoothing(smoother)
                .run(data, Options.DEFAULT.with(Inference.VOXEL), Progress.NONE));
        requireSame(() -> test(40).withVarianceSmoothing(smoother).run(data, Options.DEFAULT, Progress.NONE));
        for (NuisanceMethod method : List.of(NuisanceMethod.TER_BRAAK, NuisanceMethod.DRAPER_STONEMAN))
            requireSame(() -> test(40).run(data, Options.DEFAULT.with(method), Progress.NONE));
    }

    /** The mean of each element and the one before it. */
    private static void neighbours(double[] map) {
        for (int v = map.length - 1; v > 0; v--) map[v] = (map[v] + map[v - 1]) / 2;
    }

    private static int[] all() {
        int[] all = new int[ELEMENTS];
        for (int v = 0; v < ELEMENTS; v++) all[v] = v;
        return all;
    }

    @Test
    void theWildBootstrapToo() {
        Observations data = Observations.of(noise());
        requireSame(() -> wildBootstrap().run(data, Options.DEFAULT, Progress.NONE));
    }

    @Test
    void aTestThatMayStopStopsAtTheSameBatch() {
        Observations data = Observations.of(noise());
        Options options =
                Options.DEFAULT.with(Inference.CLUSTER_MASS).with(Tail.NEGATIVE).withStopAfter(1);
        assertTrue(
                requireSame(() -> test(2000).run(data, options, Progress.NONE)).isStopped());
    }

    @Test
    void nothingToTestIsSaidInTheSameWords() {
        Observations data = Observations.of(new float[N][ELEMENTS]);
        String here = assertThrows(DataException.class, () -> test(40).run(data, Options.DEFAULT, Progress.NONE))
                .getMessage();
        String[] there = new String[1];
        Parallelization.runWithExecutor(new OneProcess(), () -> {
            there[0] = assertThrows(DataException.class, () -> test(40).run(data, Options.DEFAULT, Progress.NONE))
                    .getMessage();
        });
        assertEquals(here, there[0]);
    }
}
