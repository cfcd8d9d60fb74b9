package sc.fiji.boldj.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.imglib2.parallel.Parallelization;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import sc.fiji.boldj.io.StoredMaps;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.BlockwiseTest;
import sc.fiji.boldj.stats.MapwiseTest;
import sc.fiji.boldj.stats.MapwiseTest.Observed;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.stats.ShufflingWork;
import sc.fiji.boldj.stats.ShufflingWork.Part;
import sc.fiji.boldj.stats.ShufflingWork.Range;

/**
 * Inference on maps (TFCE, clusters) of more data than an executor can hold. For each batch of shufflings, a task for each block of
 * voxels writes the statistic of all shufflings; then tasks put the maps of a few shufflings together from these files and enhance
 * them.
 */
final class SparkMaps implements MapwiseTest.Session {

    private final JavaSparkContext spark;
    private final ExecutorLimit limit;
    private final MapwiseTest test;
    private final SparkBlocks.Stored stored;
    private final StoredMaps statistics;
    private final Broadcast<MapwiseTest> sentTest;
    private final Broadcast<Observations> sentMaps;

    private SparkMaps(
            JavaSparkContext spark,
            ExecutorLimit limit,
            MapwiseTest test,
            SparkBlocks.Stored stored,
            StoredMaps statistics) {
        this.spark = spark;
        this.limit = limit;
        this.test = test;
        this.stored = stored;
        this.statistics = statistics;
        sentTest = spark.broadcast(test);
        sentMaps = spark.broadcast(stored.maps());
    }

    static SparkMaps open(
            JavaSparkContext spark,
            ExecutorLimit limit,
            Path folder,
            MapwiseTest test,
            Observations data,
            Progress progress) {
        SparkBlocks.Stored stored = new SparkBlocks(spark, limit, folder).store(data, progress);
        try {
            Files.createDirectories(folder);
            Path place = Files.createTempDirectory(folder, ".statistics-");
            StoredMaps statistics =
                    new StoredMaps(place.toString(), data.elements(), BlockwiseTest.BLOCK, test.valuesPerElement());
            return new SparkMaps(spark, limit, test, stored, statistics);
        } catch (IOException e) {
            stored.close();
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private <T> List<T> eachBlock(Function<Integer, T> task, Progress progress) {
        int count = MapwiseTest.blocks(stored.maps().elements());
        List<Integer> blocks = IntStream.range(0, count).boxed().toList();
        return SparkJobs.await(spark, spark.parallelize(blocks, count).map(task).collectAsync(), limit, progress);
    }

    @Override
    public List<Observed> observed(Progress progress) {
        Broadcast<MapwiseTest> sent = sentTest;
        Broadcast<Observations> maps = sentMaps;
        return eachBlock(block -> observed(sent.value(), maps.value(), block), progress);
    }

    private static Observed observed(MapwiseTest test, Observations data, int block) {
        Observed[] result = new Observed[1];
        Parallelization.runSingleThreaded(() -> {
            result[0] = test.observed(data, block);
        });
        return result[0];
    }

    @Override
    public Part evaluate(ShufflingWork work, Range batch, Progress progress) {
        Broadcast<MapwiseTest> sent = sentTest;
        Broadcast<Observations> maps = sentMaps;
        Broadcast<ShufflingWork> finishing = spark.broadcast(work);
        StoredMaps target = statistics;
        int layers = test.valuesPerElement();
        List<Range> units = new ArrayList<>(work.units(batch));
        try {
            eachBlock(
                    block -> {
                        target.write(block, values(sent.value(), maps.value(), block, units));
                        return block;
                    },
                    progress.stage(0, 0.5));
            List<Part> parts = SparkJobs.await(
                    spark,
                    spark.parallelize(units, units.size())
                            .map(unit -> finish(finishing.value(), unit, target, batch.from(), layers))
                            .collectAsync(),
                    limit,
                    progress.stage(0.5, 1));
            statistics.delete();
            return Part.join(batch, parts);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } finally {
            finishing.destroy();
        }
    }

    private static double[][] values(MapwiseTest test, Observations data, int block, List<Range> units) {
        double[][][] result = new double[1][][];
        Parallelization.runSingleThreaded(() -> {
            result[0] = test.values(data, block, units);
        });
        return result[0];
    }

    private static Part finish(ShufflingWork work, Range unit, StoredMaps source, int first, int layers)
            throws IOException {
        double[][] maps = source.read(unit.from() - first, unit.to() - first, 0);
        double[][] variances = layers == 1 ? null : source.read(unit.from() - first, unit.to() - first, 1);
        Part[] result = new Part[1];
        Parallelization.runSingleThreaded(() -> {
            result[0] = work.finish(unit, maps, variances);
        });
        return result[0];
    }

    @Override
    public void close() {
        sentTest.destroy();
        sentMaps.destroy();
        stored.close();
        Path folder = Path.of(statistics.folder());
        try (Stream<Path> left = Files.list(folder)) { // with parts of tasks that were ended
            for (Path file : left.toList()) Files.deleteIfExists(file);
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
