package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.host.CommandFailure;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.LabelsFile;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;

/**
 * Conditions and groups whose names read as numbers, hold signs or are of other alphabets.
 *
 * <p>Right values of the model of a run: {@code make_contrast_names.py}. Its response is integrated in steps of 5 ms, so the
 * two agree to 1e-4 of the effects; a contrast of another condition differs by far more.
 */
class AwkwardNamesTest {

    private static final int VOLUMES = 90;

    @TempDir
    Path folder;

    private final Map<String, double[][]> right = new TreeMap<>();

    @BeforeEach
    void scan() throws IOException {
        VoxelGrid grid = new VoxelGrid(3, 2, 1, Affine.scaling(3, 3, 3));
        NeuroImage image = NeuroImage.floats("run", grid, VOLUMES, SeriesTiming.every(2));
        for (int t = 0; t < VOLUMES; t++) {
            float[] volume = new float[6];
            for (int v = 0; v < 6; v++) volume[v] = (float) (100 + (7919 * t + 104729 * v + 31 * t * v) % 1000 / 100.0);
            image.writeVolume(t, volume);
        }
        NiftiWriter.write(image, folder.resolve("run.nii"), NiftiWriter.Options.DEFAULT, Progress.NONE);
        NeuroImage mask = NeuroImage.floats("mask", grid, 1, SeriesTiming.UNKNOWN);
        mask.writeVolume(0, new float[] {1, 1, 1, 1, 1, 1});
        NiftiWriter.write(mask, folder.resolve("mask.nii"), NiftiWriter.Options.DEFAULT, Progress.NONE);
        Table table = TsvFiles.read(Path.of("src/test/resources/sc/fiji/boldj/command/contrast-names.tsv"));
        for (int r = 0; r < table.rows(); r++) {
            double[][] maps = right.computeIfAbsent(table.texts("weights").get(r), key -> new double[2][6]);
            int v = (int) table.numbers("voxel")[r];
            maps[0][v] = table.numbers("effect")[r];
            maps[1][v] = table.numbers("t")[r];
        }
    }

    private void events(String... names) throws IOException {
        StringBuilder text = new StringBuilder("onset\tduration\ttrial_type\n");
        for (int k = 0; k < 4; k++)
            for (int i = 0; i < 3; i++)
                text.append(5 + 11 * i + 40 * k)
                        .append("\t2\t")
                        .append(names[i])
                        .append('\n');
        Files.writeString(folder.resolve("events.tsv"), text);
    }

    private String glm(String contrasts) throws IOException {
        return CommandMenu.calls()
                .run(
                        "First-Level GLM...",
                        "input=[" + folder + "/run.nii] events=[" + folder + "/events.tsv] mask=[" + folder
                                + "/mask.nii] hrf=spm noise=ols high_pass=0 contrasts=[" + contrasts + "] output=["
                                + folder + "/glm]",
                        Progress.NONE);
    }

    private float[] volume(String file) throws IOException {
        return NiftiReader.read(folder.resolve(file), NiftiReader.Options.DEFAULT, Progress.NONE)
                .volume(0);
    }

    private void requireRight(String weights, String label) throws IOException {
        float[] effect = volume("glm/" + label + "_effect.nii.gz");
        float[] t = volume("glm/" + label + "_t.nii.gz");
        for (int v = 0; v < 6; v++) {
            assertEquals(right.get(weights)[0][v], effect[v], 1e-4, label + ", effect in voxel " + v);
            assertEquals(right.get(weights)[1][v], t[v], 1e-4, label + ", t in voxel " + v);
        }
    }

    @Test
    void conditionsThatReadAsNumbersAreConditions() throws IOException {
        for (String[] names : new String[][] {
            {"1", "2", "3"},
            {"2D", "3D", "4D"},
            {"1f", "2f", "3f"},
            {"NaN", "Infinity", "-Infinity"},
            {"0x1p3", "1e3", "-1"},
            {"0.5", "1.5", "2.5"}
        }) {
            events(names);
            String said = glm(names[1] + " | d = " + names[2] + " - " + names[1] + " | w = " + order(names));
            requireRight("0,1,0", names[1]);
            requireRight("0,-1,1", "d");
            requireRight("1,0,0", "w");
            if (names[1].matches("[0-9.e]+"))
                assertTrue(said.contains("'" + names[1] + "' is read as column names, not as weights"), said);
        }
    }

    /** Weights of all columns in the order of the alphabet that ask for the first condition. */
    private static String order(String[] names) {
        List<String> sorted = new ArrayList<>(new TreeSet<>(List.of(names)));
        List<String> weights = new ArrayList<>();
        for (String name : sorted) weights.add(name.equals(names[0]) ? "1" : "0");
        return String.join(",", weights) + ",0";
    }

    @Test
    void namesWithSignsCommasAndOtherLettersHaveTheirOwnFiles() throws IOException {
        String[][] sets = {
            {"happy (old)", "happy [old]", "happy {old}"},
            {"left,hit", "left,miss", "left;hit"},
            {"дома", "лица", "顔"},
            {"Go", "GO", "go"},
            {"a|b", "a = b", "say \"a\""}
        };
        for (String[] names : sets) {
            events(names);
            StringBuilder contrasts = new StringBuilder();
            for (String name : names)
                contrasts
                        .append(contrasts.isEmpty() ? "" : " | ")
                        .append('"')
                        .append(name.replace("\"", "\"\""))
                        .append('"');
            contrasts
                    .append(" | d = \"")
                    .append(names[2].replace("\"", "\"\""))
                    .append("\" - \"")
                    .append(names[1])
                    .append('"');
            glm(contrasts.toString());
            Map<String, String> labels = new TreeMap<>();
            LabelsFile.read(folder.resolve("glm/contrasts.tsv")).forEach((label, name) -> labels.put(name, label));
            requireRight("1,0,0", labels.get(names[0]));
            requireRight("0,1,0", labels.get(names[1]));
            requireRight("0,-1,1", "d");
            TreeSet<String> files = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            try (Stream<Path> all = Files.list(folder.resolve("glm"))) {
                all.forEach(file -> assertTrue(files.add(file.getFileName().toString()), file.toString()));
            }
            for (String file : files) assertTrue(file.matches("[A-Za-z0-9_+.-]+"), file);
        }
    }

    @Test
    void commasOfNamesNeedNoQuotesWhereNothingElseIsMeant() throws IOException {
        events("left,hit", "left,miss", "rest");
        glm("d = rest - left,miss | left,hit, left,miss");
        requireRight("0,-1,1", "d");
        requireRight("1,0,0", "lefthit+d7ea");
    }

    @Test
    void whatIsNoNameAndNoDecimalNumberIsRefusedBeforeAnythingIsWritten() throws IOException {
        events("faces", "shapes", "rest");
        for (String bad : List.of("2D", "NaN,1", "1e9999,1", "1e9999*faces", "Infinity", "\"houses\"")) {
            CommandFailure e = assertThrows(CommandFailure.class, () -> glm(bad), bad);
            assertTrue(e.getMessage().contains("contrast '" + bad + "'"), e.getMessage());
        }
        assertFalse(Files.exists(folder.resolve("glm")));
    }

    /** The t of a mean and of a difference by the textbook's formulas. */
    @Test
    void groupsCalledOneAndTwoAreGroups() throws IOException {
        int people = 6;
        double[][] data = new double[2 * people][4];
        NeuroImage maps = NeuroImage.floats(
                "maps", new VoxelGrid(4, 1, 1, Affine.scaling(3, 3, 3)), 2 * people, SeriesTiming.UNKNOWN);
        for (int i = 0; i < data.length; i++) {
            float[] volume = new float[4];
            for (int v = 0; v < 4; v++)
                data[i][v] = volume[v] = (i >= people ? 3 : 0) + (7919 * i + 104729 * v + 31 * i * v) % 1000 / 500f;
            maps.writeVolume(i, volume);
        }
        NiftiWriter.write(maps, folder.resolve("maps.nii"), NiftiWriter.Options.DEFAULT, Progress.NONE);
        for (String[] names : new String[][] {{"1", "2"}, {"-1", "1"}, {"2D", "1f"}, {"a,b", "a;b"}}) {
            String groups = "";
            for (int i = 0; i < data.length; i++) groups += (i == 0 ? "" : ",") + '"' + names[i < people ? 0 : 1] + '"';
            String common = "inputs=[" + folder + "/maps.nii] design=two-sample groups=[" + groups
                    + "] statistic=voxel permutations=100 output=[" + folder + "/group] contrast=";
            String quoted = '"' + names[1] + '"';
            group(data, common + "[" + quoted + "]", people, 1);
            group(data, common + "[" + quoted + " - \"" + names[0] + "\"]", people, 0);
            if (!names[1].contains(";")) group(data, common + "[" + names[1] + "]", people, 1);
            group(data, common + "[]", people, -1);
        }
    }

    /** @param kind 1: mean of the second group; 0: second minus first; -1: the design's own question */
    private void group(double[][] data, String options, int n, int kind) throws IOException {
        CommandMenu.calls().run("Group Permutation Test...", options, Progress.NONE);
        float[] stat = volume("group/stat.nii.gz");
        for (int v = 0; v < stat.length; v++) {
            double[] mean = new double[2];
            double[] square = new double[2];
            for (int i = 0; i < data.length; i++) mean[i / n] += data[i][v] / n;
            for (int i = 0; i < data.length; i++) square[i / n] += Math.pow(data[i][v] - mean[i / n], 2);
            double s = Math.sqrt((square[0] + square[1]) / (2 * n - 2));
            double t = kind == 1 ? mean[1] / (s * Math.sqrt(1.0 / n)) : (mean[1] - mean[0]) / (s * Math.sqrt(2.0 / n));
            // which way the design's own question is asked is the subject of other tests
            assertEquals(
                    kind < 0 ? Math.abs(t) : t, kind < 0 ? Math.abs(stat[v]) : stat[v], 1e-4 * Math.abs(t), options);
        }
    }
}
