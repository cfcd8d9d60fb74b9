package sc.fiji.boldj.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.imglib2.parallel.Parallelization;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import sc.fiji.boldj.io.StoredObservations;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.BlockwiseTest;
import sc.fiji.boldj.stats.BlockwiseTest.Block;
import sc.fiji.boldj.stats.Observations;

/**
 * Tests of more maps than an executor can hold: the maps are rewritten in blocks of voxels over all maps, into a file that all
 * executors see. For inference on voxels, each task tests one block with all shufflings.
 */
record SparkBlocks(JavaSparkContext spark, ExecutorLimit limit, Path folder) {

    /** Maps that all executors can read, and the files that were made for them. */
    record Stored(Observations maps, List<Path> files) implements AutoCloseable {
        @Override
        public void close() {
            for (Path file : files) delete(file);
        }
    }

    Stored store(Observations data, Progress progress) {
        List<Path> files = new ArrayList<>();
        try {
            return new Stored(
                    data.over(maps -> maps instanceof StoredObservations ? maps : store(maps, files, progress)), files);
        } catch (RuntimeException | Error e) {
            for (Path file : files) delete(file);
            throw e;
        }
    }

    List<Block> evaluate(BlockwiseTest test, Observations data, Progress progress) {
        try (Stored stored = store(data, progress.stage(0, 0.2))) {
            return run(test, stored.maps(), progress.stage(0.2, 1));
        }
    }

    private StoredObservations store(Observations maps, List<Path> files, Progress progress) {
        try {
            Files.createDirectories(folder);
            Path file = Files.createTempFile(folder, ".maps-", ".blocks");
            files.add(file);
            return StoredObservations.write(
                    file,
                    maps.rows(),
                    maps.elements(),
                    BlockwiseTest.BLOCK,
                    (row, target) -> read(maps, row, target),
                    progress);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private static void read(Observations data, int row, float[] target) {
        double[] values = new double[target.length];
        data.read(row, 0, values.length, values, 0);
        for (int v = 0; v < values.length; v++) target[v] = (float) values[v];
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private List<Block> run(BlockwiseTest test, Observations data, Progress progress) {
        int count = BlockwiseTest.blocks(data.elements());
        Broadcast<BlockwiseTest> sent = spark.broadcast(test);
        Broadcast<Observations> maps = spark.broadcast(data);
        try {
            return SparkJobs.await(
                    spark,
                    spark.parallelize(IntStream.range(0, count).boxed().toList(), count)
                            .map(block -> evaluate(sent.value(), maps.value(), block))
                            .collectAsync(),
                    limit,
                    progress);
        } finally {
            sent.destroy();
            maps.destroy();
        }
    }

    private static Block evaluate(BlockwiseTest test, Observations data, int block) {
        Block[] result = new Block[1];
        Parallelization.runSingleThreaded(() -> {
            result[0] = test.evaluate(data, block);
        });
        return result[0];
    }
}
