package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.connectivity.DegreeCentrality;
import sc.fiji.boldj.connectivity.LowFrequencyAmplitude;
import sc.fiji.boldj.connectivity.RegionalHomogeneity;
import sc.fiji.boldj.host.CommandCalls;
import sc.fiji.boldj.host.CommandRunner;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.Space;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.MatrixFiles;

/** Each command of the menu Connectivity, as the launcher runs it. */
class ConnectivityCommandsTest {

    private static final VoxelGrid GRID = new VoxelGrid(12, 10, 8, Affine.of(-8, 0, 0, 44, 0, 8, 0, -40, 0, 0, 8, -24));
    private static final CommandCalls CALLS = CommandMenu.calls();

    @TempDir
    static Path folder;

    private static NeuroImage scan;
    private static String input;

    @BeforeAll
    static void writeScans() throws IOException {
        scan = scan(1);
        input = "input=" + write("scan.nii", scan);
        for (int s = 2; s < 5; s++) write("scan" + s + ".nii", scan(s));
        NeuroImage labels = NeuroImage.floats("labels", GRID, 1, SeriesTiming.UNKNOWN);
        float[] values = new float[GRID.voxels()];
        for (int v = 0; v < values.length; v++) values[v] = v / 40 % 6;
        labels.writeVolume(0, values);
        write("atlas.nii", labels);
        text("atlas.tsv", "index\tname\n1\t<script>alert(1)</script>\n2\tA & B\n3\tsame\n4\tsame\n5\tlast\n");
        text(
                "places.csv",
                """
                name,x,y,z,network
                p,-20,0,0,N1
                q,20,0,0,N1
                r,0,16,8,N2
                s,0,-24,8,N2;N3
                far,300,0,0,N3
                """);
    }

    /** Smooth noise, so that neighbours go together. */
    private static NeuroImage scan(long seed) {
        NeuroImage image =
                NeuroImage.floats("scan", GRID, 40, SeriesTiming.every(2)).withSpace(Space.mni("MNI152", ""));
        for (int t = 0; t < 40; t++) {
            double[] draws = new double[GRID.voxels() + 40];
            Seeds.fillGaussian(Seeds.stream(seed, t), draws);
            float[] volume = new float[GRID.voxels()];
            for (int v = 0; v < volume.length; v++)
                volume[v] = (float) (500 + 20 * draws[v] + 15 * draws[v + 1] + 10 * draws[v + 40]);
            image.writeVolume(t, volume);
        }
        return image;
    }

    private static Path write(String name, NeuroImage image) throws IOException {
        Path path = folder.resolve(name);
        NiftiWriter.write(image, path, NiftiWriter.Options.of(NiftiWriter.Type.FLOAT32), Progress.NONE);
        return path;
    }

    private static Path text(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content, StandardCharsets.UTF_8);
    }

    private static String at(String name) {
        return folder.resolve(name).toString();
    }

    private static float[] map(String label, String options, int volumes) throws IOException {
        Path path = folder.resolve("map.nii");
        CALLS.run(label, options + " save=" + path, Progress.NONE);
        NeuroImage image = NiftiReader.read(path, NiftiReader.Options.DEFAULT, Progress.NONE);
        assertEquals(volumes, image.volumes());
        return image.volume(volumes - 1);
    }

    private static void refused(String words, String label, String options) {
        String message = assertThrows(RuntimeException.class, () -> CALLS.run(label, options, Progress.NONE))
                .getMessage();
        assertTrue(message.contains(words), message);
        assertTrue(message.contains(label), message);
    }

    @Test
    void mapsAreThoseOfTheKernels() throws IOException {
        Mask all = Mask.all(GRID);
        assertArrayEquals(
                RegionalHomogeneity.of(scan, all, new RegionalHomogeneity.Options(19), Progress.NONE)
                        .volume(0),
                map("Regional Homogeneity...", input + " neighbours=19", 1));
        DegreeCentrality.Maps degree = DegreeCentrality.of(scan, all, new DegreeCentrality.Options(0.3), Progress.NONE);
        assertArrayEquals(degree.weighted().volume(0), map("Degree Centrality...", input + " threshold=0.3", 1));
        assertArrayEquals(
                degree.binary().volume(0), map("Degree Centrality...", input + " threshold=0.3 weighted=false", 1));
        LowFrequencyAmplitude.Maps slow =
                LowFrequencyAmplitude.of(scan, all, new LowFrequencyAmplitude.Options(0.02, 0.1), Progress.NONE);
        assertArrayEquals(slow.alff().volume(0), map("ALFF And fALFF...", input + " low=0.02", 1));
        assertArrayEquals(slow.falff().volume(0), map("ALFF And fALFF...", input + " low=0.02 measure=falff", 1));
        assertTrue(map("Global Brain Connectivity...", input, 1)[300] != 0);
        float[] z = map("Homotopic Connectivity...", input + " symmetric=false", 1);
        float[] r = map("Homotopic Connectivity...", input + " symmetric=false measure=r", 1);
        assertEquals(Math.tanh(z[301]), r[301], 1e-6);
        // in MNI space the homotopic voxel of an asymmetric template is not the mirrored one
        assertFalse(Arrays.equals(z, map("Homotopic Connectivity...", input, 1)));
        refused("neighbours must be 7, 19 or 27", "Regional Homogeneity...", input + " neighbours=9");
        refused("[0, 1)", "Degree Centrality...", input + " threshold=1");
        refused("0 <= low < high", "ALFF And fALFF...", input + " low=0.2");
        refused("unknown key 'neighbors'", "Regional Homogeneity...", input + " neighbors=27");
    }

    @Test
    void seedsTogetherMakeAMapEach() throws IOException {
        float[] first = map("Seed Correlation...", input + " seed=-20,0,0 radius=9", 1);
        map("Seed Correlation...", input + " seed=[-20,0,0; 20,0,0] radius=9", 2);
        NeuroImage both = NiftiReader.read(folder.resolve("map.nii"), NiftiReader.Options.DEFAULT, Progress.NONE);
        assertArrayEquals(first, both.volume(0));
        map("Seed Correlation...", input + " seed=[-20,0,0;20,0,0] radius=9 kind=partial", 2);
        float[] score = map("Seed Correlation...", input + " seed=-20,0,0 radius=9 measure=zscore dof=21", 1);
        assertEquals(first[300] * Math.sqrt(19), score[300], 1e-5);
        refused("degrees of freedom", "Seed Correlation...", input + " seed=-20,0,0 radius=9 measure=zscore");
        refused("only measure=zscore", "Seed Correlation...", input + " seed=-20,0,0 radius=9 dof=12");
        refused("from 0 to 39", "Seed Correlation...", input + " seed=0,0,0 radius=9 measure=zscore dof=50");
        refused("semicolons", "Seed Correlation...", input + " seed=[0,0,0;] radius=9");
        refused("twice", "Seed Correlation...", input + " seed=[PCC;PCC] radius=9");
        refused("there is no seed named 'PCX'", "Seed Correlation...", input + " seed=[0,0,0;PCX] radius=9");
        refused(
                "is a sum of the others",
                "Seed Correlation...",
                input + " seed=[-20,0,0;-20.0,0,0] radius=9 kind=semipartial");
    }

    @Test
    void degreesOfFreedomGoFromCleaningOverSmoothingToTheSeed() {
        CommandRunner.Images images = (value, progress) -> carried;
        carried = ImageDoor.toImagePlus(scan.withName("scan"));
        Map<String, String> band = Map.of("columns", "", "low", "0.02", "high", "0.1");
        carried = run("Regress Confounds...", "RegressConfoundsCommand", band, images);
        carried = run("Gaussian Smoothing (FWHM)...", "SmoothingCommand", Map.of("fwhm", "8"), images);
        double left = Double.parseDouble(carried.getProp("BoldJ.degrees_of_freedom"));
        assertTrue(left > 3 && left < 20, "of 40 volumes in a narrow band, " + left);
        Map<String, String> seed = Map.of("seed", "-20,0,0", "radius", "9");
        float[] z = values(run("Seed Correlation...", "SeedCorrelationCommand", seed, images));
        Map<String, String> scaled = Map.of("seed", "-20,0,0", "radius", "9", "measure", "zscore");
        float[] score = values(run("Seed Correlation...", "SeedCorrelationCommand", scaled, images));
        for (int v : new int[] {0, 55, 119}) assertEquals(z[v] * Math.sqrt(left - 2), score[v], 1e-5);
    }

    private static ImagePlus carried;

    private static ImagePlus run(
            String label, String command, Map<String, String> values, CommandRunner.Images images) {
        Map<String, String> all = new java.util.TreeMap<>(values);
        all.put("input", "it");
        return new CommandRunner(label, CommandMenu.table().spec(command), images)
                .run(all, Progress.NONE)
                .images()
                .get(0);
    }

    private static float[] values(ImagePlus image) {
        return (float[]) image.getStack().getPixels(4);
    }

    @Test
    void aMatrixHasNamesPicturesAndItsStory() throws IOException {
        String text = CALLS.run(
                "ROI Correlation Matrix...",
                input + " atlas=" + at("atlas.nii") + " output=" + at("m.tsv") + " series=" + at("s.tsv"),
                Progress.NONE);
        assertTrue(text.contains("correlation of 5 regions from 40 volumes"), text);
        Table matrix = TsvFiles.read(folder.resolve("m.tsv"));
        List<String> names = List.of("<script>alert(1)</script>", "A & B", "same", "same (2)", "last");
        assertEquals(names, matrix.texts("region"));
        assertEquals(names, matrix.names().subList(1, 6));
        Table series = TsvFiles.read(folder.resolve("s.tsv"));
        assertEquals(40, series.rows());
        double expected = new org.apache.commons.math3.stat.correlation.PearsonsCorrelation()
                .correlation(series.numbers("same"), series.numbers("last"));
        assertEquals(expected, matrix.numbers("same")[4], 1e-12);
        Map<String, Object> story = JsonFile.readMap(folder.resolve("m.json"));
        assertEquals("empirical", story.get("Estimator"));
        for (String picture : List.of("m.svg", "m_brain.svg")) {
            String svg = Files.readString(folder.resolve(picture));
            assertFalse(svg.contains("<script"), picture);
            assertTrue(svg.contains("&lt;script&gt;"), picture);
        }
    }

    @Test
    void tangentNeedsAGroupAndSaysHowToMakeIt() throws IOException {
        String atlas = " pictures=false atlas=" + at("atlas.nii");
        refused("key series=", "ROI Correlation Matrix...", input + atlas + " measure=tangent output=" + at("t.tsv"));
        for (int s = 2; s < 5; s++)
            CALLS.run(
                    "ROI Correlation Matrix...",
                    "input=" + at("scan" + s + ".nii") + atlas + " series=" + at("s" + s + ".tsv") + " output="
                            + at("m" + s + ".tsv"),
                    Progress.NONE);
        text("group.txt", "s2.tsv\ns3.tsv\n\ns4.tsv\n");
        double[] trace = new double[3];
        double[][] sum = new double[5][5];
        for (int s = 2; s < 5; s++) {
            CALLS.run(
                    "ROI Correlation Matrix...",
                    "input=" + at("scan" + s + ".nii") + atlas + " measure=tangent group="
                            + (s == 2
                                    ? at("group.txt")
                                    : "[" + at("s2.tsv") + ", " + at("s3.tsv") + "," + at("s4.tsv") + "]")
                            + " output=" + at("t" + s + ".tsv"),
                    Progress.NONE);
            MatrixFiles.Named tangent = MatrixFiles.readMatrix(folder.resolve("t" + s + ".tsv"));
            for (int i = 0; i < 5; i++) {
                trace[s - 2] += tangent.values()[i][i];
                for (int j = 0; j < 5; j++) sum[i][j] += tangent.values()[i][j];
            }
        }
        // at the geometric mean the group's tangent vectors add up to 0
        for (double[] row : sum) for (double value : row) assertEquals(0, value, 1e-5);
        assertFalse(Files.exists(folder.resolve("t2.svg")));
        refused("only measure=tangent", "ROI Correlation Matrix...", input + atlas + " group=x output=" + at("t.tsv"));
        refused(
                "there is no file",
                "ROI Correlation Matrix...",
                input + atlas + " measure=tangent group=x.tsv output=" + at("t.tsv"));
    }

    @Test
    void networksAndGraphs() throws IOException {
        CALLS.run(
                "Network Connectivity...",
                input + " networks=" + at("places.csv") + " radius=9 output=" + at("n.tsv"),
                Progress.NONE);
        Table means = TsvFiles.read(folder.resolve("n.tsv"));
        assertEquals(List.of("N1", "N1", "N1", "N2", "N2", "N3", "all"), means.texts("network_a"));
        assertEquals(List.of("N1", "N2", "N3", "N2", "N3", "N3", "all"), means.texts("network_b"));
        assertArrayEquals(new double[] {1, 4, 2, 1, 1, 0}, java.util.Arrays.copyOf(means.numbers("pairs"), 6));
        assertTrue(Files.readString(folder.resolve("n.json")).contains("\"far\""), "the void region is named");
        CALLS.run(
                "ROI Correlation Matrix...",
                input + " atlas=" + at("places.csv") + " radius=9 output=" + at("p.tsv"),
                Progress.NONE);
        assertTrue(Double.isNaN(TsvFiles.read(folder.resolve("p.tsv")).numbers("far")[0]));
        CALLS.run("Graph Measures...", "matrix=" + at("p.tsv") + " density=1 output=" + at("g.tsv"), Progress.NONE);
        Table graph = TsvFiles.read(folder.resolve("g.tsv"));
        assertEquals(List.of("p", "q", "r", "s", "far"), graph.texts("region"));
        assertTrue(Double.isNaN(graph.numbers("strength")[4]));
        assertTrue(JsonFile.readMap(folder.resolve("g.json")).containsKey("Modularity"));
        refused("as many rows as regions", "Graph Measures...", "matrix=" + at("n.tsv") + " output=" + at("h.tsv"));
        text("odd.tsv", "region\ta\tb\na\t1\t2\nc\t2\t1\n");
        refused("row 2 is 'c'", "Graph Measures...", "matrix=" + at("odd.tsv") + " output=" + at("h.tsv"));
    }

    @Test
    void wrongFilesAreNamedAndNothingIsWritten() {
        String label = "ROI Correlation Matrix...";
        refused("must end in .tsv", label, input + " atlas=" + at("atlas.nii") + " output=" + at("x.csv"));
        refused("no folder", label, input + " atlas=" + at("atlas.nii") + " output=" + at("no/x.tsv"));
        refused("'nothing'", label, input + " atlas=nothing output=" + at("x.tsv"));
        refused("there is no file 'no.csv'", label, input + " atlas=no.csv output=" + at("x.tsv"));
        refused("label image is one volume", label, input + " atlas=" + at("scan.nii") + " output=" + at("x.tsv"));
        refused("column network", "Network Connectivity...", input + " networks=" + bare() + " output=" + at("x.tsv"));
        assertFalse(Files.exists(folder.resolve("x.tsv")));
    }

    private static String bare() {
        try {
            return text("bare.csv", "x,y,z\n0,0,0\n8,0,0\n").toString();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
