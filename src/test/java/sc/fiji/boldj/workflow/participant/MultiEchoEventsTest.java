package sc.fiji.boldj.workflow.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.Finding;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.report.StudyPageSet;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.BuiltInSymmetry;
import sc.fiji.boldj.workflow.provenance.StepRunner;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.study.TaskFiles;
import sc.fiji.boldj.workflow.study.TinyTrial;

/**
 * A run of three echoes that share one table of events, whose name has no echo, from the scanner's files to the map of its
 * contrast.
 */
class MultiEchoEventsTest {

    private static final int VOLUMES = 60;
    private static final double PERCENT = 2;
    private static final double[] WIN = {6, 46, 90};
    private static final double[] LOSE = {26, 66};

    @TempDir
    Path root;

    /** The response to events of 4 s, 1 at its peak: the double-gamma form in steps of 0.1 s. */
    private static double response(double seconds) {
        double sum = 0;
        double peak = 0;
        for (double t = 0; t < 20; t += 0.1) peak = Math.max(peak, boxcar(t));
        for (double onset : WIN) sum += boxcar(seconds - onset);
        return sum / peak;
    }

    private static double boxcar(double since) {
        double sum = 0;
        for (int k = 0; k < 40; k++) {
            double t = since - 0.1 * k;
            if (t > 0) sum += Math.pow(t, 5) * Math.exp(-t) / 120 - Math.pow(t, 15) * Math.exp(-t) / 1.307674368e12 / 6;
        }
        return sum;
    }

    private static String rows(double[] onsets, String condition) {
        StringBuilder rows = new StringBuilder();
        for (double onset : onsets) rows.append(onset + "\t4\t" + condition + "\n");
        return rows.toString();
    }

    private void write(Path func, NeuroImage rest) throws IOException {
        Files.createDirectories(func);
        double[][] echoes = {{0.014, 1.4}, {0.030, 1}, {0.046, 0.7}};
        for (int e = 0; e < echoes.length; e++) {
            NeuroImage bold = rest.createLike("echo", VOLUMES);
            for (int t = 0; t < VOLUMES; t++) {
                float[] volume = rest.volume(t);
                // a longer echo time responds more
                double factor = echoes[e][1] * (1 + PERCENT / 100 * echoes[e][0] / 0.03 * response(2 * t));
                for (int v = 0; v < volume.length; v++) volume[v] *= (float) factor;
                bold.writeVolume(t, volume);
            }
            String name = "sub-02_task-gamble_run-01_echo-" + (e + 1) + "_bold";
            TinyTrial.write(bold, func.resolve(name + ".nii.gz"));
            JsonFile.write(
                    func.resolve(name + ".json"),
                    Map.of("RepetitionTime", 2.0, "EchoTime", echoes[e][0], "TaskName", "gamble"));
        }
        Files.writeString(
                func.resolve("sub-02_task-gamble_run-01_events.tsv"),
                "onset\tduration\ttrial_type\n" + rows(WIN, "win") + rows(LOSE, "lose"));
    }

    @Test
    void theEchoesShareOneTableOfEventsAndItsContrastIsMapped() throws IOException {
        Path bids = root.resolve("bids");
        Path out = Files.createDirectories(root.resolve("out"));
        NeuroImage rest = new TinyTrial(VOLUMES)
                .visit(0, 0)
                .rest(Progress.NONE)
                .run(Progress.NONE)
                .bold();
        write(bids.resolve("sub-02/func"), rest);
        ParticipantOptions options =
                TinyTrial.options().with(ParticipantOption.CONTRASTS, "").with(ParticipantOption.SENSITIVITY, false);
        BidsDataset dataset = BidsDataset.read(bids);
        StepRunner.Listener quiet = new StepRunner.Listener() {
            @Override
            public void begins(String step, int number, int of) {}

            @Override
            public void isDone(String step, int number, int of) {}
        };
        Map<String, String> problems = new ParticipantRun(
                        dataset,
                        out,
                        options,
                        Template.builtIn(),
                        BuiltInSymmetry.SHARED,
                        "BoldJ test",
                        new StudyPageSet("BoldJ test"))
                .run("02", quiet, Progress.NONE);
        assertEquals(Map.of(), problems);
        List<Path> maps;
        try (Stream<Path> files = Files.walk(out.resolve("sub-02/func"))) {
            maps = files.filter(file -> file.endsWith("win-lose_t.nii.gz") || file.endsWith("lose-win_t.nii.gz"))
                    .toList();
        }
        assertEquals(1, maps.size(), "one map of one series: " + maps);
        assertEquals(1, dataset.bold("02").size());
        assertEquals("sub-02_task-gamble_run-01", dataset.bold("02").get(0).name());
        assertEquals(3, dataset.echoes(dataset.bold("02").get(0)).size());
        assertEquals(
                List.of(),
                dataset.findings().stream()
                        .map(Finding::text)
                        .filter(text -> text.contains("echo"))
                        .toList());
        // the three brightnesses 1.4, 1 and 0.7 at 14, 30 and 46 ms are a decay of 46.2 ms
        ScanFiles made = new ScanFiles(out, dataset.bold("02").get(0), ParticipantRun.space(options));
        Mask own = StudyFiles.mask(made.ownMask());
        float[] decay = StudyFiles.read(made.t2star(), Progress.NONE).volume(0);
        double[] times = java.util.Arrays.stream(own.indices())
                .mapToDouble(v -> decay[v])
                .sorted()
                .toArray();
        assertEquals(0.0462, times[times.length / 2], 0.02 * 0.0462, "T2*");
        // every voxel responds alike, so the median over the brain is the response that was put in
        ScanFiles files = new ScanFiles(out, dataset.bold("02").get(0), ParticipantRun.space(options));
        double sign = maps.get(0).endsWith("win-lose_t.nii.gz") ? 1 : -1;
        String contrast = maps.get(0).getFileName().toString().replace("_t.nii.gz", "");
        Mask brain = StudyFiles.mask(files.mask());
        float[] percent = StudyFiles.read(TaskFiles.percent(files, contrast), Progress.NONE)
                .volume(0);
        double[] sorted = brain.indices().length == 0
                ? new double[] {Double.NaN}
                : java.util.Arrays.stream(brain.indices())
                        .mapToDouble(v -> percent[v])
                        .sorted()
                        .toArray();
        // the responses of the echoes, 2 % times TE / 30 ms, weighted with TE exp(-TE / T2*) and their brightness
        double response = 0;
        double level = 0;
        double[][] echoes = {{0.014, 1.4}, {0.030, 1}, {0.046, 0.7}};
        for (double[] echo : echoes) {
            double weight = echo[0] * Math.exp(-echo[0] / 0.0462) * echo[1];
            response += weight * PERCENT * echo[0] / 0.03;
            level += weight;
        }
        assertEquals(sign * response / level, sorted[sorted.length / 2], 0.3, "percent of win - lose");
    }
}
