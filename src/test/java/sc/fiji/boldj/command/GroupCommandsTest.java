package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.boldj.Fixtures;
import sc.fiji.boldj.host.CommandFailure;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.table.Table;

class GroupCommandsTest {

    private static final Path REFERENCE = Fixtures.path("reference/perm");
    private static final String TEST = "Group Permutation Test...";

    @TempDir
    Path folder;

    private static String run(String label, String options) throws IOException {
        return CommandMenu.calls().run(label, options, Progress.NONE);
    }

    private String fails(String label, String options) {
        CommandFailure failure = assertThrows(CommandFailure.class, () -> run(label, options));
        return failure.getMessage();
    }

    /** Exhaustive p must be exactly that of the independent enumeration; t is stored as float32: 1e-6 relative. */
    @ParameterizedTest
    @CsvSource({
        "onesample, two, design=one-sample, 4096",
        "onesample, positive, design=one-sample, 4096",
        "twosample, two, 'design=two-sample groups=a,a,a,a,a,a,b,b,b,b,b,b', 924",
        "twosample, positive, 'design=REF/twosample_design.tsv contrast=1,-1', 924",
        "paired, two, 'design=paired groups=A,B,A,B,A,B,A,B,A,B,A,B,A,B,A,B,A,B,A,B blocks=REF/paired_blocks.tsv', 1024",
        "paired, positive, 'design=paired groups=A,B,A,B,A,B,A,B,A,B,A,B,A,B,A,B,A,B,A,B blocks=REF/paired_blocks.tsv',"
                + " 1024",
        "crossover, two, 'design=REF/crossover_design.tsv contrast=1 blocks=REF/crossover_blocks.tsv', 256",
        "crossover, positive, 'design=REF/crossover_design.tsv contrast=1 blocks=REF/crossover_blocks.tsv', 256"
    })
    void exhaustiveProbabilitiesAreThoseOfTheReference(String name, String tail, String options, int count)
            throws Exception {
        String reference = REFERENCE.toAbsolutePath().normalize().toString();
        Path out = folder.resolve("out");
        String text = run(
                TEST,
                "inputs=[" + reference + "/" + name + "_data.nii.gz] " + options.replace("REF", reference)
                        + " statistic=voxel tail=" + tail + " mask=[" + reference + "/mask.nii.gz] output=[" + out
                        + "]");
        assertTrue(text.matches("(?s).*\\b" + count + " distinct (permutations|sign flips), each used once.*"), text);
        assertTrue(text.contains("Smallest attainable p"), text);
        float[] mask = volume(REFERENCE.resolve("mask.nii.gz"));
        String side = tail.equals("two") ? "_twosided.nii.gz" : "_onesided.nii.gz";
        for (String kind : List.of("p_unc", "p_fwe")) {
            float[] expected = volume(REFERENCE.resolve(name + "_" + kind + side));
            float[] found = volume(out.resolve(kind + ".nii.gz"));
            for (int v = 0; v < mask.length; v++)
                assertEquals(
                        mask[v] > 0 ? Math.round(expected[v] * count) : count,
                        Math.round(found[v] * count),
                        kind + ", voxel " + v);
        }
        float[] t = volume(REFERENCE.resolve(name + "_t.nii.gz"));
        float[] found = volume(out.resolve("stat.nii.gz"));
        for (int v = 0; v < t.length; v++)
            assertEquals(mask[v] > 0 ? t[v] : 0, found[v], 1e-6 * Math.max(1, Math.abs(t[v])), "t, voxel " + v);
        assertEquals(count, TsvFiles.read(out.resolve("null_max.tsv")).rows());
    }

    @Test
    void aCovarianceDesignGivesTheReferencesStatistic() throws Exception {
        String reference = REFERENCE.toAbsolutePath().normalize().toString();
        Path out = folder.resolve("out");
        run(
                TEST,
                "inputs=" + reference + "/ancova_data.nii.gz design=" + reference
                        + "/ancova_design.tsv contrast=1,-1 statistic=voxel tail=positive permutations=2000 mask="
                        + reference + "/mask.nii.gz output=" + out);
        float[] mask = volume(REFERENCE.resolve("mask.nii.gz"));
        float[] t = volume(REFERENCE.resolve("ancova_t.nii.gz"));
        float[] p = volume(REFERENCE.resolve("ancova_p_fwe_onesided.nii.gz"));
        float[] found = volume(out.resolve("stat.nii.gz"));
        float[] pFound = volume(out.resolve("p_fwe.nii.gz"));
        for (int v = 0; v < t.length; v++) {
            if (mask[v] == 0) continue;
            assertEquals(t[v], found[v], 1e-6 * Math.max(1, Math.abs(t[v])));
            // 500 and 2000 random permutations: 3.3 standard errors of both.
            double q = pFound[v];
            assertEquals(p[v], q, 3.3 * Math.sqrt(q * (1 - q) * (1 / 500.0 + 1 / 2000.0)) + 1 / 500.0, "voxel " + v);
        }
    }

    @Test
    void aTableOfMapsGivesTheSameBytesForOneAndTwoThreads() throws Exception {
        Path table = trial(8, 1.5);
        List<byte[]> first = new ArrayList<>();
        for (int threads = 1; threads <= 2; threads++) {
            Path out = folder.resolve("out" + threads);
            String text = Parallelization.runWithNumThreads(
                    threads,
                    () -> run(TEST, "inputs=[" + table + "] design=crossover permutations=100 output=[" + out + "]"));
            assertTrue(text.startsWith("Design: 2x2 crossover: treatment (drug minus placebo)"), text);
            List<byte[]> all = new ArrayList<>();
            for (String file : List.of(
                    "stat.nii.gz",
                    "enhanced.nii.gz",
                    "p_unc.nii.gz",
                    "p_fwe.nii.gz",
                    "q_fdr.nii.gz",
                    "null_max.tsv",
                    "clusters.tsv",
                    "design.tsv",
                    "options.json",
                    "index.html")) all.add(Files.readAllBytes(out.resolve(file)));
            if (threads == 1) first.addAll(all);
            for (int i = 0; i < all.size(); i++) assertArrayEquals(first.get(i), all.get(i), "file " + i);
        }
        Table clusters = TsvFiles.read(folder.resolve("out1/clusters.tsv"));
        assertTrue(clusters.rows() >= 1, "the planted effect was not found");
        // The block of voxels 2 to 4 of a grid of 3 mm whose first voxel is at -9, -12, 0.
        assertEquals(0, clusters.numbers("x")[0], 6);
        assertEquals(-3, clusters.numbers("y")[0], 6);
        assertEquals(9, clusters.numbers("z")[0], 6);
        Map<String, Object> options = JsonFile.readMap(folder.resolve("out1/options.json"));
        assertEquals(TEST, options.get("Command"));
        assertEquals(17, ((List<?>) options.get("Inputs")).size());
        assertTrue(options.get("Inputs").toString().matches("(?s).*SHA-256=[0-9a-f]{64}.*"));
    }

    @Test
    void badInputsAreRefusedAndLeaveNothing() throws Exception {
        Path table = trial(4, 0);
        Path out = folder.resolve("out");
        String end = " output=[" + out + "]";
        Path other = Files.createDirectory(folder.resolve("other"));
        write(other.resolve("small.nii.gz"), new VoxelGrid(5, 7, 6, Affine.IDENTITY), 0, 0);
        Path list = folder.resolve("list.txt");
        Files.writeString(list, "map_s0_0.nii.gz\nnot_there.nii.gz\n");
        assertTrue(fails(TEST, "inputs=[" + list + "]" + end).contains("'not_there.nii.gz'"));
        Files.writeString(list, "map_s0_0.nii.gz\nother/small.nii.gz\n");
        String grids = fails(TEST, "inputs=[" + list + "]" + end);
        assertTrue(grids.contains("another grid") && grids.contains("small.nii.gz"), grids);
        Files.writeString(list, "map_s0_0.nii.gz\n");
        assertTrue(fails(TEST, "inputs=[" + list + "]" + end).contains("2 maps or more"));
        assertTrue(fails(TEST, "inputs=gone.nii.gz" + end).contains("no file 'gone.nii.gz'"));
        String contrast = fails(TEST, "inputs=[" + table + "] design=two-sample contrast=[drug - placbo]" + end);
        assertTrue(contrast.contains("placbo") && contrast.contains("[drug, placebo]"), contrast);
        String alpha = fails(TEST, "inputs=[" + table + "] design=crossover" + end);
        assertTrue(alpha.contains("cannot reach p <= 0.05") && alpha.contains("more subjects"), alpha);
        write(folder.resolve("empty.nii.gz"), grid(), -1, 0);
        NeuroImage zero = NeuroImage.floats("zero", grid(), 1, SeriesTiming.UNKNOWN);
        NiftiWriter.write(zero, folder.resolve("zero.nii.gz"), NiftiWriter.Options.DEFAULT, Progress.NONE);
        String empty = fails(TEST, "inputs=[" + table + "] mask=[" + folder.resolve("zero.nii.gz") + "]" + end);
        assertTrue(empty.contains("the mask is empty"), empty);
        String design = fails(TEST, "inputs=[" + table + "] design=anova" + end);
        assertTrue(design.contains("one-sample") && design.contains("session-by-arm"), design);
        String groups = fails(TEST, "inputs=[" + table + "] design=two-sample groups=a,b" + end);
        assertTrue(groups.contains("2 entries") && groups.contains("8 inputs"), groups);
        assertFalse(Files.exists(out));
        Path mine = Files.createDirectory(folder.resolve("mine"));
        Files.writeString(mine.resolve("thesis.txt"), "x");
        assertTrue(fails(TEST, "inputs=[" + table + "] output=[" + mine + "]").contains("thesis.txt"));
        assertTrue(Files.exists(mine.resolve("thesis.txt")));
        noLeftovers();
    }

    @Test
    void anOwnFolderIsReplacedUnlessSomethingElseIsInIt() throws Exception {
        Path table = trial(6, 1);
        Path out = folder.resolve("out");
        String options = "inputs=[" + table + "] design=crossover statistic=voxel output=[" + out + "]";
        run(TEST, options);
        run(TEST, options);
        Files.writeString(out.resolve("notes.txt"), "mine");
        assertTrue(fails(TEST, options).contains("notes.txt"));
        assertEquals("mine", Files.readString(out.resolve("notes.txt")));
        noLeftovers();
    }

    @Test
    void cancellingLeavesNothing() throws Exception {
        Path table = trial(8, 1);
        Progress cancelled = new Progress() {
            @Override
            public void update(long done, long total) {}

            @Override
            public boolean isCancelled() {
                return true;
            }
        };
        assertThrows(CancellationException.class, () -> CommandMenu.calls()
                .run(
                        TEST,
                        "inputs=[" + table + "] design=crossover output=[" + folder.resolve("out") + "]",
                        cancelled));
        assertFalse(Files.exists(folder.resolve("out")));
        noLeftovers();
    }

    @Test
    void aPlantedComponentOfEdgesIsFound() throws Exception {
        StringBuilder table = new StringBuilder("path\tarm\n");
        for (int i = 0; i < 16; i++) {
            double[] noise = new double[64];
            Seeds.fillGaussian(Seeds.stream(5, i), noise);
            StringBuilder matrix = new StringBuilder("a\tb\tc\td\te\tf\tg\th\n");
            for (int r = 0; r < 8; r++) {
                for (int c = 0; c < 8; c++) {
                    double value = noise[8 * Math.min(r, c) + Math.max(r, c)] + (i % 2 == 0 && r < 3 && c < 3 ? 3 : 0);
                    matrix.append(c == 0 ? "" : "\t").append(String.format(Locale.ROOT, "%.6f", value));
                }
                matrix.append('\n');
            }
            Files.writeString(folder.resolve("m" + i + ".tsv"), matrix);
            table.append("m")
                    .append(i)
                    .append(".tsv\t")
                    .append(i % 2 == 0 ? "drug" : "placebo")
                    .append('\n');
        }
        Path file = Files.writeString(folder.resolve("matrices.tsv"), table);
        Path out = folder.resolve("out");
        String text = run(
                "Network-Based Statistic...",
                "matrices=[" + file + "] contrast=[drug - placebo] permutations=1000 output=[" + out + "]");
        assertTrue(text.contains("1 reaches corrected p"), text);
        Table components = TsvFiles.read(out.resolve("components.tsv"));
        assertEquals("a, b, c", components.texts("names").get(0));
        assertEquals("positive", components.texts("sign").get(0));
        assertEquals(28, TsvFiles.read(out.resolve("edges.tsv")).rows());
        assertTrue(Files.exists(out.resolve("index.html")));
        Files.writeString(folder.resolve("m3.tsv"), "1\t2\n3\t4\n5\t6\n");
        assertTrue(fails("Network-Based Statistic...", "matrices=[" + file + "] output=[" + out + "]")
                .contains("m3.tsv"));
    }

    @Test
    void responseIsPredicted() throws Exception {
        StringBuilder table = new StringBuilder("participant_id\tsite\tage\tresponder\tx\ty\tz\n");
        for (int i = 0; i < 24; i++) {
            double[] noise = new double[4];
            Seeds.fillGaussian(Seeds.stream(6, i), noise);
            table.append(String.format(
                    Locale.ROOT,
                    "sub-%02d\t%s\t%.1f\t%s\t%.5f\t%.5f\t%.5f%n",
                    i,
                    i % 3 == 0 ? "north" : "south",
                    40 + 8 * noise[3],
                    i % 2 == 0 ? "yes" : "no",
                    noise[0] + (i % 2 == 0 ? 3 : 0),
                    noise[1],
                    noise[2]));
        }
        Path file = Files.writeString(folder.resolve("features.tsv"), table);
        Path out = folder.resolve("out");
        String text = run(
                "Response Prediction...",
                "features=[" + file
                        + "] response=responder covariates=age,site folds=4 repeats=2 permutations=20 output=[" + out
                        + "]");
        assertTrue(text.contains("ROC curve for 'yes'"), text);
        Map<String, Object> metrics = JsonFile.readMap(out.resolve("metrics.json"));
        assertTrue(((Number) metrics.get("auc")).doubleValue() > 0.8, metrics.toString());
        assertEquals(
                List.of("x", "y", "z"),
                TsvFiles.read(out.resolve("weights.tsv")).texts("feature"));
        assertEquals(24, TsvFiles.read(out.resolve("predictions.tsv")).rows());
        assertTrue(Files.exists(out.resolve("index.html")));
        assertTrue(fails("Response Prediction...", "features=[" + file + "] response=mood output=[" + out + "]")
                .contains("neither a column"));
    }

    private void noLeftovers() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertFalse(files.anyMatch(f -> f.getFileName().toString().startsWith(".")), "something is left behind");
        }
    }

    /** A crossover of subjects whose drug maps differ from the placebo maps in a small block. */
    private Path trial(int subjects, double effect) throws IOException {
        StringBuilder table = new StringBuilder("path\tsubject\tperiod\tarm\n");
        for (int s = 0; s < subjects; s++)
            for (int k = 0; k < 2; k++) {
                boolean drug = (s % 2 == 0) == (k == 0);
                String name = "map_s" + s + "_" + k + ".nii.gz";
                write(folder.resolve(name), grid(), 2 * s + k, drug ? effect : 0);
                table.append(name + "\ts" + s + "\tp" + (k + 1) + "\t" + (drug ? "drug" : "placebo") + "\n");
            }
        return Files.writeString(folder.resolve("trial.tsv"), table, StandardCharsets.UTF_8);
    }

    private static VoxelGrid grid() {
        return new VoxelGrid(7, 7, 6, Affine.of(3, 0, 0, -9, 0, 3, 0, -12, 0, 0, 3, 0));
    }

    private static void write(Path file, VoxelGrid grid, long index, double effect) throws IOException {
        NeuroImage image = NeuroImage.floats("map", grid, 1, SeriesTiming.UNKNOWN);
        double[] noise = new double[grid.voxels()];
        Seeds.fillGaussian(Seeds.stream(8, index), noise);
        float[] volume = new float[noise.length];
        for (int v = 0; v < volume.length; v++) {
            int x = v % grid.sizeX();
            int y = v / grid.sizeX() % grid.sizeY();
            int z = v / grid.planeSize();
            boolean inside = Math.abs(x - 3) <= 1 && Math.abs(y - 3) <= 1 && Math.abs(z - 3) <= 1;
            volume[v] = (float) (0.5 * noise[v] + (inside ? effect : 0));
        }
        image.writeVolume(0, volume);
        NiftiWriter.write(image, file, NiftiWriter.Options.DEFAULT, Progress.NONE);
    }

    private static float[] volume(Path file) throws IOException {
        return NiftiReader.read(file, NiftiReader.Options.DEFAULT, Progress.NONE)
                .volume(0);
    }
}
