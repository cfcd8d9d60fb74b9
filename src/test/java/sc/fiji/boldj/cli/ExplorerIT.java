package sc.fiji.boldj.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.workflow.group.SmallStudy;

/** The windows of linked planes on a virtual screen, by mouse and keys; pictures of the screen stay in {@code target/explorer}. */
class ExplorerIT {

    private static final Path FOLDER = Path.of("target", "explorer").toAbsolutePath();

    /** A folder with our jar as ImageJ wants it, with the menu in it also where a quick build put none. */
    private static Path imagej() throws Exception {
        Path plugins = Files.createDirectories(FOLDER.resolve("imagej/plugins"));
        Path jar = plugins.resolve("BoldJ_.jar");
        Files.copy(GuiIT.ourJar(), jar, StandardCopyOption.REPLACE_EXISTING);
        try (FileSystem files = FileSystems.newFileSystem(jar)) {
            Files.copy(Path.of("plugins.config"), files.getPath("plugins.config"), StandardCopyOption.REPLACE_EXISTING);
        }
        return plugins.getParent();
    }

    /** Runs a session on a screen of a size. */
    private static void session(String size, Class<?> session, String... arguments) throws Exception {
        assumeTrue(GuiIT.onPath("Xvfb"), "Xvfb is not installed: the windows of linked planes are not tested");
        try (VirtualScreen screen = VirtualScreen.open(size, FOLDER.resolve("xvfb.log"))) {
            List<String> command = new ArrayList<>(AppProcess.java());
            command.addAll(List.of(
                    "-Dplugins.dir=" + imagej(),
                    "-Duser.home=" + FOLDER,
                    "-Dboldj.test.patience=" + Integer.getInteger("boldj.test.patience", 600_000),
                    "-cp",
                    AppProcess.APP + File.separator + "*" + File.pathSeparator
                            + Path.of("target", "test-classes").toAbsolutePath(),
                    session.getName()));
            command.addAll(Arrays.asList(arguments));
            AppProcess.Result result = AppProcess.run(FOLDER, screen.show(new ProcessBuilder(command)));
            assertEquals(0, result.exit(), result.err());
            assertTrue(!result.err().contains("Exception"), result.err());
        }
    }

    /** A ball of 100, or (map) a ball of 5 on the right and a smaller one of -4 on the left. */
    private static void write(String name, boolean map) throws IOException {
        VoxelGrid grid = new VoxelGrid(60, 72, 56, Affine.of(-2, 0, 0, 59, 0, 2, 0, -71, 0, 0, 2, -55));
        NeuroImage image = NeuroImage.floats(name, grid, 1, SeriesTiming.UNKNOWN);
        float[] values = new float[grid.voxels()];
        for (int v = 0; v < values.length; v++) {
            double[] p = grid.position(v);
            boolean right = Math.hypot(Math.hypot(p[0] - 24, p[1]), p[2]) < 9;
            boolean left = Math.hypot(Math.hypot(p[0] + 25, p[1] - 10.5), p[2]) < 5;
            boolean head = Math.hypot(Math.hypot(p[0] / 0.9, p[1] / 1.1), p[2] / 0.85) < 56;
            values[v] = map ? right ? 5 : left ? -4 : 0 : head ? 100 + v % 7 : 0;
        }
        image.writeVolume(0, values);
        NiftiWriter.write(image, FOLDER.resolve(name), NiftiWriter.Options.DEFAULT, Progress.NONE);
    }

    @Test
    void viewerByKeysAndMouseAndItsLineReplayedHeadless() throws Exception {
        Files.createDirectories(FOLDER);
        write("head.nii", false);
        write("map.nii", true);
        for (String size : new String[] {"1366x768", "2560x1440"}) {
            for (String old : new String[] {"recorded.ijm", "seen.tsv", "closed.txt"})
                Files.deleteIfExists(FOLDER.resolve(old));
            session(
                    size,
                    ViewerSession.class,
                    FOLDER.resolve("head.nii").toString(),
                    FOLDER.resolve("map.nii").toString(),
                    FOLDER.toString());
            Files.move(
                    FOLDER.resolve("viewer.png"),
                    FOLDER.resolve("viewer-" + size + ".png"),
                    StandardCopyOption.REPLACE_EXISTING);
            List<String> seen = Files.readAllLines(FOLDER.resolve("seen.tsv"), StandardCharsets.UTF_8);
            assertEquals("typed\t24, 0, 0", seen.get(0));
            assertTrue(seen.get(1).matches("cluster\t-2\\d, (7|8|9|1\\d), .*"), seen.get(1));
            double cluster = x(seen.get(1));
            assertEquals(cluster + 1, x(seen.get(2)), 1e-9, "the right arrow goes to the right of the head");
            assertEquals(cluster, x(seen.get(3)), 1e-9, "and on a mirrored plane to the left");
            assertTrue(x(seen.get(4)) > 3, "dragged to the left of the screen in radiological convention: " + seen);
            assertTrue(Files.exists(FOLDER.resolve("closed.txt")));
        }
        Matcher line = Pattern.compile("run\\(\"Orthogonal Viewer\", \"input=head.nii overlay=map.nii (point=.*)\"\\);")
                .matcher(Files.readString(FOLDER.resolve("recorded.ijm"), StandardCharsets.UTF_8));
        assertTrue(line.find(), "no line was recorded");
        byte[] first = replay(line.group(1), "one.png");
        assertArrayEquals(first, replay(line.group(1), "two.png"));
        assertTrue(first.length > 2000);
    }

    /** 60 volumes of a head of noise in which the two sides have courses of their own. */
    private static void writeSeries(String name) throws IOException {
        VoxelGrid grid = new VoxelGrid(24, 28, 20, Affine.of(-4, 0, 0, 46, 0, 4, 0, -54, 0, 0, 4, -38));
        NeuroImage scan = NeuroImage.floats(name, grid, 60, SeriesTiming.every(2));
        double[] noise = new double[grid.voxels() + 2];
        for (int t = 0; t < 60; t++) {
            Seeds.fillGaussian(Seeds.stream(8, t), noise);
            float[] volume = new float[grid.voxels()];
            for (int v = 0; v < volume.length; v++) {
                double[] p = grid.position(v);
                boolean head = Math.hypot(Math.hypot(p[0] / 40, p[1] / 48), p[2] / 36) < 1;
                double course = noise[volume.length + (p[0] > 0 ? 1 : 0)];
                volume[v] = (float) (head ? 700 + 10 * noise[v] + 12 * course : 10 + noise[v]);
            }
            scan.writeVolume(t, volume);
        }
        NiftiWriter.write(scan, FOLDER.resolve(name), NiftiWriter.Options.of(NiftiWriter.Type.INT16), Progress.NONE);
    }

    @Test
    void seedMapsOfTheWindowAreThoseOfTheRecordedLines() throws Exception {
        Files.createDirectories(FOLDER);
        writeSeries("series.nii");
        Files.deleteIfExists(FOLDER.resolve("seeds.ijm"));
        session(
                "1366x768",
                SeedExplorerSession.class,
                FOLDER.resolve("series.nii").toString(),
                FOLDER.toString());
        String recorded = Files.readString(FOLDER.resolve("seeds.ijm"), StandardCharsets.UTF_8);
        List<String> lines = recorded.lines()
                .filter(line -> line.matches("run\\(\"(Brain Mask|Quick Denoise|Seed Correlation)\\.\\.\\..*"))
                .toList();
        assertEquals(5, lines.size(), recorded);
        assertTrue(lines.get(3).startsWith("run(\"Quick Denoise"), recorded);
        Path macro = FOLDER.resolve("seeds-replay.ijm");
        StringBuilder text =
                new StringBuilder("run(\"Open NIfTI...\", \"path=[" + FOLDER.resolve("series.nii") + "]\");\n");
        int maps = 0;
        for (String line : lines) {
            text.append(line).append('\n');
            if (!line.startsWith("run(\"Seed Correlation")) continue;
            Path map = FOLDER.resolve("from-the-macro-" + ++maps + ".nii");
            Files.deleteIfExists(map);
            text.append("run(\"Save NIfTI...\", \"path=[").append(map).append("]\");\n");
        }
        Files.writeString(macro, text, StandardCharsets.UTF_8);
        AppProcess.Result headless = AppProcess.launcher(FOLDER, "macro", macro.toString());
        assertEquals(0, headless.exit(), headless.err());
        for (int i = 1; i <= 3; i++)
            assertArrayEquals(
                    Files.readAllBytes(FOLDER.resolve("from-the-window-" + i + ".nii")),
                    Files.readAllBytes(FOLDER.resolve("from-the-macro-" + i + ".nii")),
                    "map " + i);
    }

    /** Two patches of a small atlas with their names. */
    private static Path writeAtlas() throws IOException {
        NeuroImage labels = NeuroImage.floats("atlas", SmallStudy.GRID, 1, SeriesTiming.UNKNOWN);
        float[] values = new float[SmallStudy.GRID.voxels()];
        for (int v = 0; v < values.length; v++) {
            double[] p = SmallStudy.GRID.position(v);
            values[v] = Math.hypot(Math.hypot(p[0] + 6, p[1] + 2), p[2] + 2) < 1 ? 1 : p[0] > 9 ? 2 : 0;
        }
        labels.writeVolume(0, values);
        Path atlas = FOLDER.resolve("patches.nii");
        NiftiWriter.write(labels, atlas, NiftiWriter.Options.DEFAULT, Progress.NONE);
        Files.writeString(FOLDER.resolve("patches.tsv"), "index\tname\n1\tLeft patch\n2\tRight side\n");
        return atlas;
    }

    @Test
    void groupExplorerFollowsTheSeedAndItsMapIsThatOfTheRecordedLine() throws Exception {
        SmallStudy study = new SmallStudy(FOLDER.resolve("group-bids"), FOLDER.resolve("group-results"));
        remove(study.results());
        study.write("placebo", "ketamine");
        Path atlas = writeAtlas();
        Path window = FOLDER.resolve("t-from-the-window.nii.gz");
        Path replayed = FOLDER.resolve("t-from-the-macro.nii.gz");
        for (Path old : new Path[] {window, replayed}) Files.deleteIfExists(old);
        session(
                "1366x768",
                GroupExplorerSession.class,
                study.bids().toString(),
                study.results().toString(),
                atlas.toString(),
                FOLDER.toString());
        List<String> seen = Files.readAllLines(FOLDER.resolve("group-seen.tsv"), StandardCharsets.UTF_8);
        assertEquals("title\tGroup Explorer (exploratory): group-results", seen.get(0));
        assertTrue(seen.get(1).contains("EXPLORATORY") && !seen.get(1).contains("SCRAMBLED"), seen.get(1));
        assertTrue(largest(seen.get(2)) > threshold(seen.get(2)), "the planted effect is found: " + seen.get(2));
        String line = Files.readString(FOLDER.resolve("group.ijm"), StandardCharsets.UTF_8)
                .lines()
                .filter(each -> each.startsWith("run(\"Group Explorer") && each.contains("output="))
                .findFirst()
                .orElseThrow();
        assertTrue(line.contains("point=-6,-2,-2"), line);
        Path macro = FOLDER.resolve("group-replay.ijm");
        Files.writeString(macro, line.replace(window.toString(), replayed.toString()) + "\n", StandardCharsets.UTF_8);
        AppProcess.Result headless = AppProcess.launcher(FOLDER, "macro", macro.toString());
        assertEquals(0, headless.exit(), headless.err());
        assertArrayEquals(Files.readAllBytes(window), Files.readAllBytes(replayed));
        Path sidecar = FOLDER.resolve("t-from-the-window.json");
        assertArrayEquals(Files.readAllBytes(sidecar), Files.readAllBytes(FOLDER.resolve("t-from-the-macro.json")));
        double written = ((Number) JsonFile.readMap(sidecar).get("ThresholdOfLargestAbsoluteT")).doubleValue();
        assertEquals(written, threshold(seen.get(3)), 0.001, "the threshold of the window is that of the sidecar");
    }

    private static double largest(String said) {
        return Double.parseDouble(said.replaceAll(".*largest \\|t\\| ([0-9.]+);.*", "$1"));
    }

    private static double threshold(String said) {
        return Double.parseDouble(said.replaceAll(".*threshold ([0-9.]+) .*", "$1"));
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    /** The study window by keys: its rating replays headless to the same bytes. The series are empty files, which fail by name. */
    @Test
    void studyWindowRatesAndProcessesAndItsLinesReplayHeadless() throws Exception {
        Path bids = FOLDER.resolve("study");
        for (String who : new String[] {"01", "02"}) {
            Path func = Files.createDirectories(bids.resolve("sub-" + who + "/func"));
            Files.write(func.resolve("sub-" + who + "_task-rest_bold.nii"), new byte[0]);
        }
        Path out = FOLDER.resolve("study-out");
        Path again = FOLDER.resolve("study-again");
        for (Path folder : new Path[] {out, again}) {
            for (String old :
                    new String[] {"ratings.tsv", "ratings.json", "logs/ratings_provenance.jsonl", "logs/head.json"})
                Files.deleteIfExists(folder.resolve(old));
            Files.createDirectories(folder);
        }
        session("1366x768", StudySession.class, bids.toString(), out.toString(), FOLDER.toString());
        String recorded = Files.readString(FOLDER.resolve("study.ijm"), StandardCharsets.UTF_8);
        String line = recorded.lines()
                .filter(each -> each.startsWith("run(\"Rate Scan..."))
                .findFirst()
                .orElseThrow();
        assertTrue(
                recorded.contains("run(\"Run Participant...\", \"bids=" + bids + " output=" + out + "\");"), recorded);
        List<String> said = Files.readAllLines(FOLDER.resolve("study.txt"), StandardCharsets.UTF_8);
        assertTrue(said.get(1).startsWith("ghost ("), said.toString());
        assertTrue(said.get(1).contains("sub-02_task-rest_bold.nii"), said.toString());
        Path macro = FOLDER.resolve("study-replay.ijm");
        Files.writeString(macro, line.replace(out.toString(), again.toString()) + "\n", StandardCharsets.UTF_8);
        AppProcess.Result headless = AppProcess.launcher(FOLDER, "macro", macro.toString());
        assertEquals(0, headless.exit(), headless.err());
        assertArrayEquals(
                Files.readAllBytes(out.resolve("ratings.tsv")), Files.readAllBytes(again.resolve("ratings.tsv")));
    }

    @Test
    void dialogsKeepEntriesAndMarkWhatCannotBeUsed() throws Exception {
        Files.createDirectories(FOLDER);
        writeSeries("series.nii");
        Files.deleteIfExists(FOLDER.resolve("dialogs.tsv"));
        session("1366x768", DialogSession.class, FOLDER.resolve("series.nii").toString(), FOLDER.toString());
        assertEquals(
                """
                default\t6
                ok with 'wide'\tfalse
                ok with 5\ttrue
                last entry\t5
                kept\tPCC
                range\t0.000000 above
                middle\tf7f6f6
                buttons to save\t2
                too large for a laptop\t[]
                lines of seeds\t1
                recorded seed\ttrue
                """,
                Files.readString(FOLDER.resolve("dialogs.tsv"), StandardCharsets.UTF_8));
    }

    private static double x(String line) {
        return Double.parseDouble(line.split("\t", -1)[1].split(",", -1)[0]);
    }

    private static byte[] replay(String options, String name) throws Exception {
        Path picture = FOLDER.resolve(name);
        Files.deleteIfExists(picture);
        Path macro = FOLDER.resolve("replay.ijm");
        Files.writeString(
                macro,
                "run(\"Open NIfTI...\", \"path=[" + FOLDER.resolve("map.nii") + "]\");\n"
                        + "run(\"Open NIfTI...\", \"path=[" + FOLDER.resolve("head.nii") + "]\");\n"
                        + "run(\"Orthogonal Viewer\", \"input=head.nii overlay=map.nii " + options + " output=["
                        + picture + "]\");\n",
                StandardCharsets.UTF_8);
        AppProcess.Result headless = AppProcess.launcher(FOLDER, "macro", macro.toString());
        assertEquals(0, headless.exit(), headless.err());
        return Files.readAllBytes(picture);
    }
}
