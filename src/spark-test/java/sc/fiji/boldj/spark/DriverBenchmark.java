package sc.fiji.boldj.spark;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.report.StudyPageSet;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.participant.ParticipantRun;
import sc.fiji.boldj.workflow.participant.VisitTask;
import sc.fiji.boldj.workflow.study.TinyTrial;

/**
 * What the driver spends on a task of the participant level: tasks that process nothing, in {@code local[2]}. Spark's own part, the
 * choice of the next task, the page and the folder of the logs are in it, the joining of logs is not. Arguments: folder, participants,
 * visits.
 */
final class DriverBenchmark {

    private DriverBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        int people = Integer.parseInt(arguments[1]);
        int visits = Integer.parseInt(arguments[2]);
        Path series = root.resolve("bold.nii");
        Files.createDirectories(root);
        VoxelGrid grid = new VoxelGrid(6, 6, 6, Affine.of(4, 0, 0, 0, 0, 4, 0, 0, 0, 0, 4, 0));
        NiftiWriter.write(
                NeuroImage.floats("bold", grid, 20, SeriesTiming.every(2)),
                series,
                NiftiWriter.Options.DEFAULT,
                Progress.NONE);
        List<String> subjects = IntStream.range(0, people)
                .mapToObj(i -> String.format(Locale.ROOT, "%04d", i))
                .toList();
        for (String subject : subjects)
            for (int v = 0; v < visits; v++) {
                Path func = Files.createDirectories(root.resolve("bids/sub-" + subject + "/ses-" + v + "/func"));
                Files.copy(series, func.resolve("sub-" + subject + "_ses-" + v + "_task-rest_bold.nii"));
            }
        SparkConf settings = new SparkConf()
                .setMaster("local[2]")
                .setAppName("driver")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1");
        try (JavaSparkContext spark = new JavaSparkContext(settings)) {
            ParticipantRun run = new ParticipantRun(
                    BidsDataset.read(root.resolve("bids")),
                    Files.createDirectories(root.resolve("out")),
                    TinyTrial.options(),
                    Template.builtIn(),
                    null,
                    "BoldJ test",
                    new StudyPageSet("BoldJ test"));
            OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long cpu = system.getProcessCpuTime();
            long start = System.nanoTime();
            Map<String, String> problems = new SparkCohort(
                            spark, ExecutorLimit.on(spark), run, subjects, DriverBenchmark::nothing)
                    .run(Progress.NONE);
            int tasks = people * (visits + 1);
            System.out.printf(
                    Locale.ROOT,
                    "%d tasks, %d problems: %.4f s elapsed and %.4f s of processor time per task%n",
                    tasks,
                    problems.size(),
                    (System.nanoTime() - start) / 1e9 / tasks,
                    (system.getProcessCpuTime() - cpu) / 1e9 / tasks);
        }
    }

    private static TaskCall.Result nothing(VisitTask task) {
        return new TaskCall.Result(new TreeMap<>(), "", TaskContext.get().stageId() + "", 0, 0);
    }
}
