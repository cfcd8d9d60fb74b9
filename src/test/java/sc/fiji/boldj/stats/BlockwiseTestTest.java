package sc.fiji.boldj.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.imglib2.parallel.Parallelization;
import net.imglib2.parallel.TaskExecutors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.io.StoredObservations;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.ForwardingTaskExecutor;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.BlockwiseTest.Block;
import sc.fiji.boldj.stats.PermutationTest.Inference;
import sc.fiji.boldj.stats.PermutationTest.Options;

/** A test cut into blocks of elements, which are read from a file, gives the bits of the test of the whole map. */
class BlockwiseTestTest {

    private static final int N = 16;
    private static final Options VOXEL = Options.DEFAULT.with(Inference.VOXEL);

    @TempDir
    Path folder;

    private final List<Integer> sizes = new ArrayList<>();

    /** Stores the maps in a file and tests the blocks from the last to the first. */
    private final class Blocks extends ForwardingTaskExecutor implements BlockwiseTest.Workers {
        Blocks() {
            super(TaskExecutors.singleThreaded());
        }

        @Override
        public boolean takes(int rows, int elements) {
            return true;
        }

        @Override
        public List<Block> evaluate(BlockwiseTest test, Observations data, Progress progress) {
            Observations stored = data.over(maps -> store(maps));
            List<Block> blocks = new ArrayList<>();
            for (int b = BlockwiseTest.blocks(data.elements()) - 1; b >= 0; b--) {
                int block = b;
                Parallelization.runSingleThreaded(() -> {
                    blocks.add(test.evaluate(stored, block));
                });
            }
            Collections.reverse(blocks);
            sizes.add(blocks.size());
            return blocks;
        }
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

    private static float[][] noise(int rows, int elements) {
        float[][] data = new float[rows][elements];
        double[] row = new double[elements];
        for (int i = 0; i < rows; i++) {
            Seeds.fillGaussian(Seeds.stream(3, i), row);
            for (int v = 0; v < elements; v++) data[i][v] = (float) (100 + row[v]);
        }
        return data;
    }

    private static PermutationTest test(int rows, int elements, int columns) {
        double[][] design = new double[rows][columns];
        for (int i = 0; i < rows; i++) design[i][i * columns / rows] = 1;
        double[] contrast = new double[columns];
        contrast[0] = 1;
        if (columns > 1) contrast[1] = -1;
        Shuffle shuffle = columns == 1 ? Shuffle.FLIP : Shuffle.PERMUTE;
        return PermutationTest.of(
                LinearModel.of(design, new double[][] {contrast}),
                ShufflingPlan.of(ExchangeTree.free(rows), shuffle, design, 700, 2),
                Neighbourhood.none(elements));
    }

    private void requireSame(PermutationTest test, Observations data, Options options) {
        PermutationResult whole = test.run(data, options, Progress.NONE);
        PermutationResult[] blocks = new PermutationResult[1];
        Parallelization.runWithExecutor(new Blocks(), () -> {
            blocks[0] = test.run(data, options, Progress.NONE);
        });
        assertArrayEquals(whole.statistic(), blocks[0].statistic());
        assertArrayEquals(whole.enhanced(), blocks[0].enhanced());
        assertArrayEquals(whole.pUncorrected(), blocks[0].pUncorrected());
        assertArrayEquals(whole.pFamilyWise(), blocks[0].pFamilyWise());
        assertArrayEquals(whole.nullMaximum().values(), blocks[0].nullMaximum().values());
        assertEquals(whole.excluded(), blocks[0].excluded());
        assertEquals(whole.missing(), blocks[0].missing());
        assertEquals(whole.isExhaustive(), blocks[0].isExhaustive());
    }

    @Test
    void mapsWithBlocksThatCannotBeTestedHaveTheSameBits() {
        float[][] data = noise(N, 3 * BlockwiseTest.BLOCK + 17);
        for (int v = BlockwiseTest.BLOCK; v < 2 * BlockwiseTest.BLOCK; v++) data[3][v] = Float.NaN;
        for (float[] row : data) row[5] = 7;
        requireSame(test(N, data[0].length, 2), Observations.of(data), VOXEL);
        requireSame(test(N, data[0].length, 2), Observations.of(data), VOXEL.with(Tail.NEGATIVE));
        assertEquals(List.of(4, 4), sizes);
    }

    @Test
    void differencesOfMapsHaveTheSameBits() {
        float[][] data = noise(N, BlockwiseTest.BLOCK + 100);
        data[1] = data[0].clone(); // a difference of exactly 0
        for (int i = 0; i < N; i += 2) {
            data[i][9] = 1e6f + i; // the same change for everyone, but for rounding
            data[i + 1][9] = data[i][9] + 0.1f;
        }
        double[][] weights = new double[N / 2][N];
        for (int i = 0; i < N / 2; i++) {
            weights[i][2 * i] = -1;
            weights[i][2 * i + 1] = 1;
        }
        requireSame(test(N / 2, data[0].length, 1), Observations.of(data).combined(weights), VOXEL);
        assertEquals(List.of(2), sizes);
    }

    @Test
    void whatFilesCannotHoldOrBlocksCannotStopStaysHere() {
        float[][] data = noise(N, 50);
        double[][] exact = new double[N][50];
        for (int i = 0; i < N; i++) for (int v = 0; v < 50; v++) exact[i][v] = data[i][v] + 1e-9;
        requireSame(test(N, 50, 2), Observations.of(exact), VOXEL);
        requireSame(test(N, 50, 2), Observations.of(data), VOXEL.withStopAfter(5));
        requireSame(test(N, 50, 2), Observations.of(data), Options.DEFAULT);
        assertEquals(List.of(), sizes);
    }

    @Test
    void nothingToTestIsSaidInTheSameWords() {
        float[][] data = new float[N][60];
        String here = assertThrows(
                        DataException.class, () -> test(N, 60, 2).run(Observations.of(data), VOXEL, Progress.NONE))
                .getMessage();
        String[] there = new String[1];
        Parallelization.runWithExecutor(new Blocks(), () -> {
            there[0] = assertThrows(
                            DataException.class, () -> test(N, 60, 2).run(Observations.of(data), VOXEL, Progress.NONE))
                    .getMessage();
        });
        assertEquals(here, there[0]);
    }
}
