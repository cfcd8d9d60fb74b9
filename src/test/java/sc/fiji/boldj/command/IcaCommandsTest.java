package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.host.CommandFailure;
import sc.fiji.boldj.ica.NetworkTemplates;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.Space;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Cancelled;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.table.Table;

/** The commands of the ICA menu on small scans in which four networks are known. */
class IcaCommandsTest {

    private static final int VOLUMES = 80;
    private static final double TR = 2;
    private static final int NETWORKS = 4;
    private static final VoxelGrid GRID =
            new VoxelGrid(18, 22, 18, Affine.of(8, 0, 0, -68, 0, 8, 0, -104, 0, 0, 8, -52));

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static Mask mask;
    private static double[][][] courses;

    @BeforeAll
    static void scans() throws IOException {
        boolean[] inside = new boolean[GRID.voxels()];
        for (int v = 0; v < inside.length; v++) {
            double[] p = GRID.position(v);
            inside[v] = Math.pow(p[0] / 71, 2) + Math.pow((p[1] + 17) / 89, 2) + Math.pow((p[2] - 14) / 68, 2) < 1;
        }
        mask = Mask.of(GRID, inside);
        NetworkTemplates templates = NetworkTemplates.builtIn(mask);
        courses = new double[2][NETWORKS][VOLUMES];
        for (int s = 0; s < 2; s++) {
            SplittableRandom random = Seeds.stream(7, s);
            NeuroImage scan = NeuroImage.floats("scan", GRID, VOLUMES, SeriesTiming.every(TR))
                    .withSpace(Space.mni("MNI152", ""));
            for (int k = 0; k < NETWORKS; k++)
                for (int j = 1; j / (VOLUMES * TR) < 0.09; j++) {
                    double phase = 2 * Math.PI * random.nextDouble();
                    double size = random.nextDouble(0.3, 1);
                    for (int t = 0; t < VOLUMES; t++)
                        courses[s][k][t] += size * Math.cos(2 * Math.PI * j * t / VOLUMES + phase);
                }
            double[] noise = new double[mask.count()];
            for (int t = 0; t < VOLUMES; t++) {
                Seeds.fillGaussian(random, noise);
                float[] volume = new float[GRID.voxels()];
                for (int i = 0; i < mask.count(); i++) {
                    double value = 1000 + 6 * noise[i];
                    for (int k = 0; k < NETWORKS; k++) value += 8 * templates.map(k)[i] * courses[s][k][t];
                    volume[mask.voxel(i)] = (float) value;
                }
                scan.writeVolume(t, volume);
            }
            NiftiWriter.write(scan, scan(s), NiftiWriter.Options.DEFAULT, Progress.NONE);
        }
        NiftiWriter.write(
                mask.toImage(NeuroImage.floats("m", GRID, 1, SeriesTiming.UNKNOWN), "mask"),
                shared.resolve("mask.nii"),
                NiftiWriter.Options.DEFAULT,
                Progress.NONE);
        Files.write(shared.resolve("scans.txt"), List.of("# two scans", "sub-01_bold.nii", scan(1).toString()));
    }

    private static Path scan(int s) {
        return shared.resolve("sub-0" + (s + 1) + "_bold.nii");
    }

    private static String run(String label, String options) throws IOException {
        return CommandMenu.calls().run(label, options, Progress.NONE);
    }

    private String single(String output) {
        return "input=" + scan(0) + " mask=" + shared.resolve("mask.nii") + " components=4 stability=5 output="
                + folder.resolve(output);
    }

    private String group(String output) {
        return "inputs=" + shared.resolve("scans.txt") + " mask=" + shared.resolve("mask.nii")
                + " components=4 stability=3 output=" + folder.resolve(output);
    }

    private static Map<String, String> hashes(Path place) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.list(place)) {
            for (Path file : files.toList()) hashes.put(file.getFileName().toString(), FileDigest.of(file));
        }
        return hashes;
    }

    private static double r(double[] a, double[] b) {
        double ma = java.util.Arrays.stream(a).average().orElseThrow();
        double mb = java.util.Arrays.stream(b).average().orElseThrow();
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (a[i] - ma) * (b[i] - mb);
            aa += (a[i] - ma) * (a[i] - ma);
            bb += (b[i] - mb) * (b[i] - mb);
        }
        return ab / Math.sqrt(aa * bb);
    }

    @Test
    void oneScanGivesNamedComponentsWithTheirCoursesInAFolder() throws Exception {
        String said = run("Independent Components...", single("one") + " timecourses=" + folder.resolve("tc.tsv"));
        Path place = folder.resolve("one");
        assertEquals(
                List.of(
                        "components.json",
                        "components.tsv",
                        "index.html",
                        "maps.nii.gz",
                        "options.json",
                        "timecourses.json",
                        "timecourses.tsv"),
                List.copyOf(hashes(place).keySet()));
        Table table = TsvFiles.read(place.resolve("components.tsv"));
        Table tc = TsvFiles.read(folder.resolve("tc.tsv"));
        assertEquals(table.rows(), tc.names().size());
        assertEquals(VOLUMES, tc.rows());
        List<String> names = List.of("DMN", "FPN", "DAN", "Salience");
        for (int k = 0; k < NETWORKS; k++) {
            int row = table.texts("name").indexOf(names.get(k));
            assertTrue(row >= 0, names.get(k) + " is not among " + table.texts("name") + ": " + said);
            double course = Math.abs(r(courses[0][k], tc.numbers(tc.names().get(row))));
            assertTrue(course > 0.9, names.get(k) + " has a course with r " + course);
            assertTrue(table.numbers("iq")[row] > 0.8);
            assertTrue(table.numbers("low_to_high")[row] > 3);
        }
        assertEquals(TR, JsonFile.readMap(folder.resolve("tc.json")).get("RepetitionTime"));
        String page = Files.readString(place.resolve("index.html"));
        assertTrue(page.contains("Component 4") && page.contains(": DMN"));
        assertFalse(page.contains("<script") || page.contains("http:"), "the page loads or runs something");
        assertTrue(said.contains("DMN is component"), said);
    }

    @Test
    void filesAreTheSameOnOneAndTwoThreads() throws Exception {
        Parallelization.runWithNumThreads(1, () -> quietly("Independent Components...", single("a")));
        Parallelization.runWithNumThreads(2, () -> quietly("Independent Components...", single("b")));
        assertEquals(hashes(folder.resolve("a")), hashes(folder.resolve("b")));
    }

    @Test
    void groupFilesAreTheSameOnOneAndTwoThreads() throws Exception {
        for (int threads = 1; threads <= 2; threads++) {
            String end = "-" + threads;
            String all = scan(0) + "," + scan(1);
            String group = group("group" + end);
            String regression = dual("dual" + end, all);
            String constrained = dual("constrained" + end, all) + " method=constrained";
            Parallelization.runWithNumThreads(threads, () -> {
                quietly("Group ICA...", group);
                quietly("Dual Regression...", regression);
                quietly("Dual Regression...", constrained);
            });
        }
        for (String name : List.of("group", "dual", "constrained"))
            assertEquals(hashes(folder.resolve(name + "-1")), hashes(folder.resolve(name + "-2")), name);
    }

    /** Each component of all scans is one file, and the group test takes it as it is. */
    @Test
    void mapsOfScansGoStraightIntoTheGroupTest() throws Exception {
        String pair = scan(0) + "," + scan(1);
        run("Dual Regression...", dual("dual", pair + "," + pair + "," + pair));
        Path dual = folder.resolve("dual");
        for (int k = 0; k < NETWORKS; k++) {
            NeuroImage stack = read(dual.resolve("component_0" + (k + 1) + ".nii.gz"));
            assertEquals(6, stack.volumes());
            assertArrayEquals(read(dual.resolve("sub-02_bold_maps.nii.gz")).volume(k), stack.volume(1));
            assertArrayEquals(stack.volume(1), stack.volume(3));
        }
        run(
                "Group Permutation Test...",
                "inputs=" + dual.resolve("component_01.nii.gz") + " mask=" + shared.resolve("mask.nii")
                        + " permutations=64 output=" + folder.resolve("test"));
        assertTrue(Files.exists(folder.resolve("test")));
    }

    private static NeuroImage read(Path file) throws IOException {
        return NiftiReader.read(file, NiftiReader.Options.DEFAULT, Progress.NONE);
    }

    /** A component that alternates from volume to volume is flagged and goes; the networks stay. */
    @Test
    void flaggedComponentsLeaveTheCleanedSeries() throws Exception {
        NeuroImage dirty = read(scan(0));
        float[] blob = NetworkTemplates.builtIn(mask).map(4);
        for (int t = 0; t < VOLUMES; t++) {
            float[] volume = dirty.volume(t);
            for (int i = 0; i < blob.length; i++) volume[mask.voxel(i)] += (t % 2 == 0 ? 25 : -25) * blob[i];
            dirty.writeVolume(t, volume);
        }
        Path input = folder.resolve("dirty.nii");
        NiftiWriter.write(dirty, input, NiftiWriter.Options.DEFAULT, Progress.NONE);
        Path cleaned = folder.resolve("cleaned.nii");
        String said = run(
                "Independent Components...",
                "input=" + input + " mask=" + shared.resolve("mask.nii") + " components=5 cleaned=" + cleaned);
        assertTrue(said.contains("1 flagged"), said);
        NeuroImage clean = read(cleaned);
        assertEquals(VOLUMES, clean.volumes());
        int peak = peak(blob);
        int network = peak(NetworkTemplates.builtIn(mask).map(0));
        double[] alternating = new double[VOLUMES];
        for (int t = 0; t < VOLUMES; t++) alternating[t] = t % 2;
        assertTrue(Math.abs(r(series(dirty, peak), alternating)) > 0.9);
        double left = Math.abs(r(series(clean, peak), alternating));
        assertTrue(left < 0.2, "left of the artefact: r " + left);
        double kept = r(series(clean, network), series(read(scan(0)), network));
        assertTrue(kept > 0.98, "the network's voxel is as before: r " + kept);
    }

    private static int peak(float[] map) {
        int best = 0;
        for (int i = 1; i < map.length; i++) if (map[i] > map[best]) best = i;
        return mask.voxel(best);
    }

    private static double[] series(NeuroImage image, int voxel) {
        double[] series = new double[image.volumes()];
        for (int t = 0; t < series.length; t++) series[t] = image.volume(t)[voxel];
        return series;
    }

    /** Smoothing on the way gives the files that smoothing before gives, but for what is said of it. */
    @Test
    void aScanCanBeSmoothedOnTheWay() throws Exception {
        Path smooth = folder.resolve("smooth.nii");
        String mask = "mask=" + shared.resolve("mask.nii");
        run("Gaussian Smoothing (FWHM)...", "input=" + scan(0) + " fwhm=10 " + mask + " save=" + smooth);
        String before = "input=" + smooth + " " + mask + " components=4 stability=5 output=";
        run("Independent Components...", before + folder.resolve("before"));
        run("Independent Components...", single("within") + " fwhm=10");
        run("Independent Components...", single("not"));
        Map<String, String> expected = hashes(folder.resolve("before"));
        Map<String, String> found = hashes(folder.resolve("within"));
        for (String file : List.of("timecourses.tsv", "components.tsv"))
            assertEquals(expected.get(file), found.get(file), file);
        NeuroImage z = read(folder.resolve("within").resolve("maps.nii.gz"));
        NeuroImage zBefore = read(folder.resolve("before").resolve("maps.nii.gz"));
        for (int k = 0; k < 4; k++) assertArrayEquals(zBefore.volume(k), z.volume(k));
        assertFalse(found.get("timecourses.tsv")
                .equals(hashes(folder.resolve("not")).get("timecourses.tsv")));
        assertTrue(Files.readString(folder.resolve("within").resolve("index.html"))
                .contains("smoothed by 10.0 mm (FWHM) within the mask"));
        assertMessage("Independent Components...", single("x") + " fwhm=-1", "fwhm");
    }

    @Test
    void theVarianceOfAVoxelCanBeKept() throws Exception {
        for (String choice : List.of("residual", "total", "none")) {
            run("Independent Components...", single(choice) + " variance=" + choice);
            run("Group ICA...", group("group-" + choice) + " variance=" + choice);
            String words = choice.equals("none")
                    ? "were demeaned, reduced"
                    : choice.equals("total") ? "by their standard deviations" : "after removing strong components";
            assertTrue(Files.readString(folder.resolve(choice).resolve("index.html"))
                    .contains(words));
        }
        for (String place : List.of("", "group-")) {
            double[][] share = new double[3][];
            for (int i = 0; i < 3; i++)
                share[i] = TsvFiles.read(folder.resolve(place
                                        + List.of("residual", "total", "none").get(i))
                                .resolve("components.tsv"))
                        .numbers("variance");
            // the size of a network is divided away by its own variance, and is whole without division
            assertTrue(share[0][0] > share[1][0] && share[2][0] > share[1][0], place);
        }
        assertMessage("Independent Components...", single("x") + " variance=some", "variance");
    }

    @Test
    void theSearchCanBeChosen() throws Exception {
        String one = "input=" + scan(0) + " mask=" + shared.resolve("mask.nii");
        for (String choice : List.of(
                "components=4 contrast=pow3",
                "components=4 contrast=gauss approach=deflation",
                "components=0 order=bic",
                "components=0 order=mdl",
                "components=0")) {
            String said = run("Independent Components...", one + " " + choice);
            for (String name : List.of("DMN", "FPN", "DAN", "Salience"))
                assertTrue(said.contains(name + " is component"), choice + ": " + said);
        }
        assertMessage("Independent Components...", one + " contrast=infomax", "contrast");
        assertMessage("Independent Components...", one + " approach=both", "approach");
        assertMessage("Independent Components...", one + " order=aic", "order");
    }

    private static void quietly(String label, String options) {
        try {
            run(label, options);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aFolderIsReplacedOnlyIfItIsOurs() throws Exception {
        run("Independent Components...", single("out"));
        run("Independent Components...", single("out") + " seed=2");
        Path own = folder.resolve("out").resolve("notes.txt");
        Files.writeString(own, "mine");
        Map<String, String> before = hashes(folder.resolve("out"));
        CommandFailure failure =
                assertThrows(CommandFailure.class, () -> run("Independent Components...", single("out")));
        assertTrue(failure.getMessage().contains("notes.txt"), failure.getMessage());
        assertEquals(before, hashes(folder.resolve("out")));
    }

    @Test
    void nothingIsLeftOfACancelledRun() throws Exception {
        assertThrows(CancellationException.class, () -> CommandMenu.calls()
                .run("Group ICA...", group("none"), Cancelled.AT_ONCE));
        assertThrows(CancellationException.class, () -> CommandMenu.calls()
                .run("Dual Regression...", dual("none", scan(0).toString()), Cancelled.AT_ONCE));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void aGroupFindsTheNetworksAndGoesOnAfterACrash() throws Exception {
        String said = run("Group ICA...", group("whole"));
        for (String name : List.of("DMN", "FPN", "DAN", "Salience"))
            assertTrue(said.contains(name + " is component"), said);
        Table tc = TsvFiles.read(folder.resolve("whole").resolve("timecourses.tsv"));
        assertEquals(2 * VOLUMES, tc.rows());
        assertEquals("sub-02_bold", tc.texts("scan").get(VOLUMES));
        Path state = folder.resolve("state");
        // the first scan ends at 0.3 of the whole
        Progress cut = new Progress() {
            private volatile boolean enough;

            @Override
            public void update(long done, long total) {
                if (done > 0.35 * total) enough = true;
            }

            @Override
            public boolean isCancelled() {
                return enough;
            }
        };
        assertThrows(CancellationException.class, () -> CommandMenu.calls()
                .run("Group ICA...", group("again") + " state=" + state, cut));
        assertTrue(Files.exists(state) && !Files.exists(folder.resolve("again")));
        CommandFailure other = assertThrows(
                CommandFailure.class, () -> run("Group ICA...", group("again") + " kept=60 state=" + state));
        assertTrue(other.getMessage().contains("other"), other.getMessage());
        String turned =
                group("again").replace("inputs=" + shared.resolve("scans.txt"), "inputs=" + scan(1) + "," + scan(0));
        other = assertThrows(CommandFailure.class, () -> run("Group ICA...", turned + " state=" + state));
        assertTrue(other.getMessage().contains("is of other scans"), "another order: " + other.getMessage());
        run("Group ICA...", group("again") + " state=" + state);
        assertEquals(hashes(folder.resolve("whole")), hashes(folder.resolve("again")));
        assertFalse(Files.exists(state));
    }

    private String dual(String output, String inputs) throws IOException {
        Path maps = shared.resolve("truth.nii");
        if (!Files.exists(maps)) {
            NeuroImage image = NeuroImage.floats("truth", GRID, NETWORKS, SeriesTiming.UNKNOWN)
                    .withSpace(Space.mni("MNI152", ""));
            for (int k = 0; k < NETWORKS; k++) {
                float[] volume = new float[GRID.voxels()];
                float[] map = NetworkTemplates.builtIn(mask).map(k);
                for (int i = 0; i < mask.count(); i++) volume[mask.voxel(i)] = map[i];
                image.writeVolume(k, volume);
            }
            NiftiWriter.write(image, maps, NiftiWriter.Options.DEFAULT, Progress.NONE);
        }
        return "inputs=" + inputs + " maps=" + maps + " mask=" + shared.resolve("mask.nii") + " output="
                + folder.resolve(output);
    }

    @Test
    void dualRegressionGivesEachScanItsCoursesAndMaps() throws Exception {
        for (String method : List.of("regression", "constrained")) {
            run("Dual Regression...", dual(method, scan(0) + "," + scan(1)) + " method=" + method);
            for (int s = 0; s < 2; s++) {
                String stem = "sub-0" + (s + 1) + "_bold_";
                Table tc = TsvFiles.read(folder.resolve(method).resolve(stem + "timecourses.tsv"));
                NeuroImage maps = NiftiReader.read(
                        folder.resolve(method).resolve(stem + "maps.nii.gz"),
                        NiftiReader.Options.DEFAULT,
                        Progress.NONE);
                assertEquals(NETWORKS, maps.volumes());
                for (int k = 0; k < NETWORKS; k++) {
                    double course = r(courses[s][k], tc.numbers(tc.names().get(k)));
                    assertTrue(course > 0.9, method + " " + s + " " + k + ": " + course);
                    float[] truth = NetworkTemplates.builtIn(mask).map(k);
                    float[] volume = maps.volume(k);
                    double[] a = new double[truth.length];
                    double[] b = new double[truth.length];
                    for (int i = 0; i < a.length; i++) {
                        a[i] = truth[i];
                        b[i] = volume[mask.voxel(i)];
                    }
                    // each scan has 80 volumes only: the scan's own components follow their noise
                    assertTrue(r(a, b) > 0.8, method + " map " + k + ": " + r(a, b));
                }
            }
            assertTrue(Files.exists(folder.resolve(method).resolve("index.html")));
        }
    }

    @Test
    void networksOfGivenMapsAreNamed() throws Exception {
        dual("unused", "x");
        Path names = folder.resolve("names.tsv");
        run("Identify Networks...", "maps=" + shared.resolve("truth.nii") + " output=" + names);
        assertEquals(
                List.of("DMN", "FPN", "DAN", "Salience"), TsvFiles.read(names).texts("name"));
        // the same maps as templates, with names that hold markup
        Files.copy(shared.resolve("truth.nii"), folder.resolve("own.nii"));
        Files.write(folder.resolve("own.txt"), List.of("<b>one", "two", "three", "four"));
        Path page = folder.resolve("page.html");
        run(
                "Identify Networks...",
                "maps=" + shared.resolve("truth.nii") + " templates=" + folder.resolve("own.nii") + " output=" + names
                        + " page=" + page);
        assertEquals(
                List.of("<b>one", "two", "three", "four"), TsvFiles.read(names).texts("name"));
        assertEquals(1, TsvFiles.read(names).numbers("r")[0], 1e-6);
        assertTrue(Files.readString(page).contains("&lt;b&gt;one"));
        assertFalse(Files.readString(page).contains("<b>one"));
    }

    @Test
    void wrongInputIsSaidInOneLine() throws Exception {
        dual("unused", "x");
        assertMessage("Dual Regression...", dual("x", "nowhere.nii"), "nowhere.nii");
        assertMessage("Group ICA...", group("x/y/z"), "there is no folder");
        assertMessage("Group ICA...", group("x").replace("components=4", "components=0"), "components");
        Files.writeString(folder.resolve("tc.tsv"), "a\tb\n1\t2\n");
        assertMessage(
                "Identify Networks...",
                "maps=" + shared.resolve("truth.nii") + " timecourses=" + folder.resolve("tc.tsv") + " output="
                        + folder.resolve("n.tsv"),
                "2 columns");
        assertFalse(Files.exists(folder.resolve("n.tsv")));
    }

    private static void assertMessage(String label, String options, String part) {
        CommandFailure failure = assertThrows(CommandFailure.class, () -> run(label, options));
        assertTrue(failure.getMessage().contains(part), failure.getMessage());
        assertFalse(failure.getMessage().contains("\n"), failure.getMessage());
    }
}
