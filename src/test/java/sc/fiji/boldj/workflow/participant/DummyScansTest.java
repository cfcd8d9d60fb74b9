package sc.fiji.boldj.workflow.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.Fixtures;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.Sidecar;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.qc.SteadyState;
import sc.fiji.boldj.report.StudyPageSet;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.BuiltInSymmetry;
import sc.fiji.boldj.workflow.Verdict;
import sc.fiji.boldj.workflow.check.DatasetCheck;
import sc.fiji.boldj.workflow.check.ScanInspection;
import sc.fiji.boldj.workflow.provenance.StepRunner;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.study.TaskFiles;
import sc.fiji.boldj.workflow.study.TinyTrial;
import sc.fiji.boldj.workflow.study.TrialMap;
import sc.fiji.boldj.workflow.study.Variant;

/** One number of volumes before the steady state for all steps of a series, found or given. */
class DummyScansTest {

    private static final int VOLUMES = 44;
    private static final String SIX = "trans_x,trans_y,trans_z,rot_x,rot_y,rot_z";

    @TempDir
    Path root;

    /** The steps that were done, without the name of the scan. */
    private static final class Done implements StepRunner.Listener {
        private final List<String> steps = new ArrayList<>();

        @Override
        public void begins(String step, int number, int of) {
            steps.add(step.replaceFirst(".*/", ""));
        }

        @Override
        public void isDone(String step, int number, int of) {}
    }

    private static ParticipantOptions options(int dummyScans) {
        return ParticipantOptions.DEFAULT
                .with(ParticipantOption.VOXEL, 6.0)
                .with(ParticipantOption.NONLINEAR, false)
                .with(ParticipantOption.FWHM, 8.0)
                .with(ParticipantOption.COLUMNS, SIX)
                .with(ParticipantOption.HIGH, 0.15)
                .with(ParticipantOption.SENSITIVITY, false)
                .with(ParticipantOption.DUMMY_SCANS, dummyScans);
    }

    private static Map<String, String> run(Path bids, Path out, int dummyScans, Done done) throws IOException {
        return new ParticipantRun(
                        BidsDataset.read(bids),
                        out,
                        options(dummyScans),
                        Template.builtIn(),
                        BuiltInSymmetry.SHARED,
                        "BoldJ test",
                        new StudyPageSet("BoldJ test"))
                .run("01", done, Progress.NONE);
    }

    private static ScanFiles files(Path bids, Path out) throws IOException {
        return new ScanFiles(out, BidsDataset.read(bids).bold("01").get(0), ParticipantRun.space(options(-1)));
    }

    private static NeuroImage read(Path file) throws IOException {
        return NiftiReader.read(file, NiftiReader.Options.DEFAULT, Progress.NONE);
    }

    /** A dataset of one series, from a volume on, with events at the same places of it. */
    private static void write(Path bids, NeuroImage series, int from) throws IOException {
        Path func = Files.createDirectories(bids.resolve("sub-01/func"));
        NeuroImage part = series.createLike("bold", series.volumes() - from);
        for (int t = from; t < series.volumes(); t++) part.writeVolume(t - from, series.volume(t));
        TinyTrial.write(part, func.resolve("sub-01_task-rest_bold.nii.gz"));
        JsonFile.write(func.resolve("sub-01_task-rest_bold.json"), Sidecar.keysOf(part.timing()));
        StringBuilder events = new StringBuilder("onset\tduration\ttrial_type\n");
        for (int onset : new int[] {20, 40, 60}) events.append(onset).append("\t8\tfaces\n");
        Files.writeString(func.resolve("sub-01_task-rest_events.tsv"), events);
    }

    /** nipype's rule over the values of a file, by brute force. */
    private static int early(NeuroImage series) {
        int n = Math.min(50, series.volumes());
        double[] means = new double[n];
        for (int t = 0; t < n; t++) {
            for (float value : series.volume(t)) means[t] += value;
            means[t] /= series.grid().voxels();
        }
        double middle = median(means);
        double[] away = Arrays.stream(means).map(v -> Math.abs(v - middle)).toArray();
        double mad = median(away);
        int count = 0;
        while (0.6745 * away[count] / mad > 3.5) count++;
        return count;
    }

    private static double median(double[] values) {
        double[] sorted = Arrays.stream(values).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    @Test
    void oneNumberGoesThroughAllStepsAndTheRestIsAsIfTheSeriesBeganLater() throws IOException {
        NeuroImage scanned = new TinyTrial(VOLUMES)
                .visit(0, 0)
                .rest(Progress.NONE)
                .run(Progress.NONE)
                .bold();
        NeuroImage series = scanned.createLike("bold", VOLUMES);
        for (int t = 0; t < VOLUMES; t++) {
            float[] volume = scanned.volume(t);
            double rise = 1 + 0.6 * Math.exp(-t * 2 / 1.4);
            // the brighter the earlier, and in the fluid more than in the rest
            for (int v = 0; v < volume.length; v++)
                volume[v] = (float) Math.rint(volume[v] * rise * (1 + (rise - 1) * Math.min(1, volume[v] / 1000)));
            series.writeVolume(t, volume);
        }
        Path bids = root.resolve("bids");
        write(bids, series, 0);
        int early = early(series);
        assertTrue(early >= 2 && early <= 5, "the transient is seen: " + early);

        List<DatasetCheck.Row> rows = new ArrayList<>();
        ScanInspection.of(BidsDataset.read(bids).bold("01").get(0), ParticipantOptions.DEFAULT, rows);
        assertTrue(
                rows.stream()
                        .anyMatch(row -> row.topic().equals("steady state")
                                && row.words().startsWith(early + " volumes at the start")
                                && row.light() == Verdict.Light.GREEN),
                rows.toString());

        Path out = root.resolve("out");
        assertEquals(Map.of(), run(bids, out, SteadyState.DETECT, new Done()));
        ScanFiles files = files(bids, out);
        said(files, early, "detected");
        marked(files, early);
        assertEquals(VOLUMES, read(files.bold()).volumes());
        assertEquals(VOLUMES - early, read(files.denoised()).volumes());
        List<String> design =
                TsvFiles.read(TaskFiles.folder(files).resolve("design.tsv")).names();
        for (int t = 0; t <= early; t++) assertEquals(t < early, design.contains("censor_" + t), design.toString());

        Path later = root.resolve("later");
        write(later, series, early);
        Path expected = root.resolve("expected");
        assertEquals(Map.of(), run(later, expected, 0, new Done()));
        ScanFiles cut = files(later, expected);
        for (Path file : List.of(cut.reference(), cut.ownMask(), cut.mask(), cut.boldref(), cut.denoised()))
            same(out, expected, file);
        for (String map : List.of("PCC", "alff", "falff", "reho", "gbc", "vmhc"))
            same(out, expected, TrialMap.parse(map).file(cut));
        same(out, expected, NodeTables.nodes(cut, Variant.MAIN));
        NeuroImage all = read(files.bold());
        NeuroImage rest = read(cut.bold());
        for (int t = 0; t < rest.volumes(); t++)
            assertTrue(Arrays.equals(rest.volume(t), all.volume(early + t)), "volume " + t);
        Confounds whole = StudyFiles.confounds(files.confounds());
        Confounds part = StudyFiles.confounds(cut.confounds());
        assertTrue(whole.names().containsAll(part.names()));
        for (String name : part.names())
            for (int t = 1; t < part.volumes(); t++) {
                double value = part.column(name)[t];
                assertEquals(value, whole.column(name)[early + t], 1e-7 * (1 + Math.abs(value)), name + " " + t);
            }
        Map<String, Object> quality = JsonFile.readMap(files.quality());
        for (Map.Entry<String, Object> figure : JsonFile.readMap(cut.quality()).entrySet())
            if (figure.getValue() instanceof Double number)
                assertEquals(number, (double) quality.get(figure.getKey()), 1e-7 * (1 + number), figure.getKey());

        Done same = new Done();
        run(bids, out, early, same);
        assertEquals(
                List.of("motion", "resample", "confounds", "denoise", "page"),
                same.steps,
                "what says where the number is from, and what reads the sidecar that says it");
        said(files, early, "given");
        Done other = new Done();
        run(bids, out, early - 1, other);
        assertEquals(
                List.of("motion", "normalise", "resample", "confounds", "denoise", "maps", "task", "page"),
                other.steps);
        said(files, early - 1, "given");
        marked(files, early - 1);
        Done again = new Done();
        run(bids, out, early - 1, again);
        assertEquals(List.of(), again.steps);

        Map<String, String> problems = run(bids, out, VOLUMES - 2, new Done());
        assertTrue(
                problems.get("sub-01_task-rest").contains("dummy_scans is 42, but sub-01_task-rest_bold"),
                problems.toString());
    }

    private static void same(Path out, Path expected, Path file) throws IOException {
        assertEquals(FileDigest.of(file), FileDigest.of(out.resolve(expected.relativize(file))), file.toString());
    }

    private static void said(ScanFiles files, int number, String from) throws IOException {
        for (Path file : List.of(
                ScanFiles.sidecar(files.motion()),
                ScanFiles.sidecar(files.bold()),
                ScanFiles.sidecar(files.confounds()),
                files.quality())) {
            Map<String, Object> about = JsonFile.readMap(file);
            assertEquals(number, ((Number) about.get("NonSteadyStateVolumes")).intValue(), file.toString());
            assertEquals(from, about.get("NonSteadyStateVolumesFrom"), file.toString());
        }
        String page = Files.readString(files.page());
        assertTrue(page.contains(number + " " + from), "the page names " + number + " " + from);
        assertTrue(
                page.contains(number + (number == 1 ? " volume at the start was" : " volumes at the start were")),
                "in the methods");
    }

    private static void marked(ScanFiles files, int number) throws IOException {
        Confounds table = StudyFiles.confounds(files.confounds());
        for (int c = 0; c < number; c++) {
            double[] column = table.column("non_steady_state_outlier0" + c);
            for (int t = 0; t < VOLUMES; t++) assertEquals(t == c ? 1 : 0, column[t]);
        }
        assertFalse(table.names().contains("non_steady_state_outlier0" + number));
    }

    @Test
    void theRealSeriesHasTheNumberThatTheRuleGivesOverTheRawFile() throws IOException {
        Path file = Fixtures.path("data/real-subject/sub-01/func/sub-01_task-perception_run-1_bold.nii.gz");
        NeuroImage series = read(file);
        assertEquals(early(series), SteadyState.of(series, SteadyState.DETECT));
        assertEquals(1, early(series), "3.9 robust standard deviations");
    }
}
