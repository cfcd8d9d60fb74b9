package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.glm.Events;
import sc.fiji.boldj.glm.Hrf;
import sc.fiji.boldj.host.CommandFailure;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.LabelsFile;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.NameList;
import sc.fiji.boldj.table.Table;

/**
 * A small scan whose truth is known. Voxels of the first slice share trial amplitudes in both conditions, those of the
 * second during faces only; the third has noise.
 */
class TaskConnectivityCommandsTest {

    private static final int VOLUMES = 240;
    private static final VoxelGrid GRID = new VoxelGrid(4, 4, 3, Affine.of(-3, 0, 0, 3, 0, 3, 0, -3, 0, 0, 3, 0));

    @TempDir
    Path folder;

    private String common;

    private static String run(String label, String options) throws IOException {
        return CommandMenu.calls().run(label, options, Progress.NONE);
    }

    private String fails(String label, String options) {
        return assertThrows(CommandFailure.class, () -> run(label, options)).getMessage();
    }

    private float[] volume(String path, int t) throws IOException {
        return NiftiReader.read(folder.resolve(path), NiftiReader.Options.DEFAULT, Progress.NONE)
                .volume(t);
    }

    @BeforeEach
    void write() throws IOException {
        SplittableRandom random = Seeds.stream(1, 0);
        List<Events.Event> events = new ArrayList<>();
        List<double[]> amplitudes = new ArrayList<>();
        StringBuilder table = new StringBuilder("onset\tduration\ttrial_type\n");
        for (double time = 6; time < 440; time += 8 + 4 * random.nextDouble()) {
            String condition = random.nextBoolean() ? "faces" : "shapes";
            events.add(new Events.Event(condition, time, 1, 1));
            table.append(time).append("\t1\t").append(condition).append('\n');
            double[] own = new double[3];
            Seeds.fillGaussian(random, own);
            own[1] = condition.equals("faces") ? own[0] : own[1];
            amplitudes.add(own);
        }
        Files.writeString(folder.resolve("events.tsv"), table);
        NeuroImage scan = NeuroImage.floats("scan", GRID, VOLUMES, SeriesTiming.every(2));
        Hrf hrf = Hrf.spm(0);
        for (int t = 0; t < VOLUMES; t++) {
            double[] noise = new double[GRID.voxels()];
            Seeds.fillGaussian(Seeds.stream(2, t), noise);
            float[] values = new float[GRID.voxels()];
            for (int slice = 0; slice < 3; slice++) {
                double signal = 0;
                for (int e = 0; e < events.size(); e++)
                    signal += (30 + 15 * amplitudes.get(e)[slice])
                            * hrf.response(0, events.get(e).onset(), 1, 2.0 * t);
                for (int v = slice * 16; v < slice * 16 + 16; v++)
                    values[v] = (float) (1000 + (slice == 2 ? 0 : signal) + 0.5 * noise[v]);
            }
            scan.writeVolume(t, values);
        }
        NiftiWriter.write(
                scan, folder.resolve("scan.nii"), NiftiWriter.Options.of(NiftiWriter.Type.FLOAT32), Progress.NONE);
        NeuroImage mask = NeuroImage.floats("mask", GRID, 1, SeriesTiming.UNKNOWN);
        NeuroImage regions = NeuroImage.floats("regions", GRID, 1, SeriesTiming.UNKNOWN);
        float[] ones = new float[GRID.voxels()];
        float[] labels = new float[GRID.voxels()];
        for (int v = 0; v < ones.length; v++) {
            ones[v] = 1;
            labels[v] = 1 + v / 16;
        }
        mask.writeVolume(0, ones);
        regions.writeVolume(0, labels);
        NiftiWriter.write(mask, folder.resolve("mask.nii"), NiftiWriter.Options.DEFAULT, Progress.NONE);
        NiftiWriter.write(regions, folder.resolve("regions.nii"), NiftiWriter.Options.DEFAULT, Progress.NONE);
        common = "input=[" + folder.resolve("scan.nii") + "] mask=[" + folder.resolve("mask.nii") + "] output=["
                + folder.resolve("out") + "] ";
    }

    private String events() {
        return "events=[" + folder.resolve("events.tsv") + "] ";
    }

    @Test
    void betaSeriesFindWhatGoesTogetherInEachCondition() throws IOException {
        for (String method : List.of("lss", "lsa")) {
            String text = run(
                    "Beta Series Correlation...",
                    common + events() + "seed=0,0,0 radius=2 contrasts=[faces - shapes] method=" + method + " atlas=["
                            + folder.resolve("regions.nii") + "]");
            assertTrue(text.contains("amplitudes by " + method), text);
            float[] faces = volume("out/faces_z.nii.gz", 0);
            float[] shapes = volume("out/shapes_z.nii.gz", 0);
            float[] difference = volume("out/faces-shapes_zscore.nii.gz", 0);
            for (int v = 0; v < 16; v++) assertTrue(faces[v] > 1.5 && shapes[v] > 1.5, "first slice");
            for (int v = 16; v < 32; v++) {
                assertTrue(faces[v] > 1.5 && Math.abs(shapes[v]) < 0.8, "second slice " + faces[v] + " " + shapes[v]);
                assertTrue(difference[v] > 2, "difference " + difference[v]);
            }
            Table matrix = TsvFiles.read(folder.resolve("out/faces_matrix.tsv"));
            assertEquals(3, matrix.rows());
            assertTrue(matrix.numbers(matrix.names().get(1))[1] > 0.95);
            Table trials = TsvFiles.read(folder.resolve("out/trials.tsv"));
            NeuroImage betas = NiftiReader.read(
                    folder.resolve("out/faces_betas.nii.gz"), NiftiReader.Options.DEFAULT, Progress.NONE);
            assertEquals(
                    trials.texts("trial_type").stream().filter("faces"::equals).count(), betas.volumes());
            assertTrue(Files.readString(folder.resolve("out/index.html")).contains("faces_z"));
            assertTrue(JsonFile.readMap(folder.resolve("out/options.json")).containsKey("Methods"));
        }
    }

    @Test
    void interactionsAreWrittenForEachContrast() throws IOException {
        String text = run(
                "Psychophysiological Interaction...",
                common + events() + "seed=0,0,0 radius=2 contrasts=[faces - shapes | psy_faces] noise=ols");
        assertTrue(text.contains("its neural activity explains"), text);
        List<String> names = TsvFiles.read(folder.resolve("out/design.tsv")).names();
        assertTrue(
                names.containsAll(List.of("psy_faces", "psy_shapes", "ppi_faces", "ppi_shapes", "seed")),
                names::toString);
        float[] t = volume("out/faces-shapes_t.nii.gz", 0);
        assertEquals(48, t.length);
        double mean = 0;
        for (int v = 16; v < 32; v++) mean += t[v] / 16;
        assertTrue(mean > 3, "second slice is coupled to the seed during faces only: mean t " + mean);
        assertTrue(Files.exists(folder.resolve("out/psy_faces_t.nii.gz")));
        assertTrue(TsvFiles.read(folder.resolve("out/neural.tsv")).rows() > VOLUMES * 16);
        assertEquals(t[20], again("contrasts=[ppi_faces - ppi_shapes]", "ppi_faces-ppi_shapes_t.nii.gz")[20], 1e-6);
        assertEquals(t[20], again("contrasts=[ppi_faces - shapes]", "ppi_faces-shapes_t.nii.gz")[20], 1e-6);
    }

    private float[] again(String contrasts, String file) throws IOException {
        run("Psychophysiological Interaction...", common + events() + "seed=0,0,0 radius=2 noise=ols " + contrasts);
        return volume("out/" + (file.isEmpty() ? label("contrasts", "") + "_t.nii.gz" : file), 0);
    }

    /** Maps of the first condition and of the difference, with contrasts written in quotes. */
    private List<float[]> maps(String first, String second) throws IOException {
        String difference = NameList.quoted(first) + " - " + NameList.quoted(second);
        List<float[]> maps = new ArrayList<>();
        run(
                "Beta Series Correlation...",
                common + events() + "seed=0,0,0 radius=2 contrasts=[" + difference + "] conditions=["
                        + NameList.quoted(first) + "," + NameList.quoted(second) + "]");
        maps.add(volume("out/" + label("conditions", first) + "_z.nii.gz", 0));
        maps.add(volume("out/" + label("contrasts", "") + "_zscore.nii.gz", 0));
        aside();
        maps.add(again("contrasts=[" + NameList.quoted(first) + "]", ""));
        maps.add(again("contrasts=[d = " + difference + "]", "d_t.nii.gz"));
        aside();
        run("Haemodynamic Response Maps...", common + events());
        maps.add(volume("out/" + label("conditions", first) + "_height.nii.gz", 0));
        aside();
        return maps;
    }

    /** A command writes over no results of another one. */
    private void aside() throws IOException {
        Files.move(
                folder.resolve("out"), Files.createTempDirectory(folder, "old").resolve("out"));
    }

    /** The label of a name in a table of the results; of the only one there is, if no name is given. */
    private String label(String table, String name) throws IOException {
        Map<String, String> names = LabelsFile.read(folder.resolve("out/" + table + ".tsv"));
        List<String> labels = names.entrySet().stream()
                .filter(entry -> name.isEmpty() || entry.getValue().equals(name))
                .map(Map.Entry::getKey)
                .toList();
        assertEquals(1, labels.size(), names.toString());
        return labels.get(0);
    }

    @Test
    void conditionsOfAnyNameHaveTheMapsOfPlainOnes() throws IOException {
        List<float[]> right = maps("faces", "shapes");
        String plain = Files.readString(folder.resolve("events.tsv"));
        for (String[] names : new String[][] {{"1", "2"}, {"happy (old)", "happy [old]"}, {"left,hit", "left;miss"}}) {
            Files.writeString(
                    folder.resolve("events.tsv"),
                    plain.replace("faces", names[0]).replace("shapes", names[1]));
            List<float[]> found = maps(names[0], names[1]);
            for (int m = 0; m < right.size(); m++)
                assertArrayEquals(right.get(m), found.get(m), 1e-6f, names[0] + ", map " + m);
        }
    }

    @Test
    void responsesToEventsAndAtRestAreMapped() throws IOException {
        String text = run("Haemodynamic Response Maps...", common + events());
        assertTrue(text.contains("median faces_time_to_peak"), text);
        float[] time = volume("out/faces_time_to_peak.nii.gz", 0);
        float[] width = volume("out/shapes_width.nii.gz", 0);
        float[] height = volume("out/faces_height.nii.gz", 0);
        for (int v = 0; v < 32; v++) {
            assertEquals(5.5, time[v], 0.5); // 5.0 s, and half of the event's second
            assertEquals(5.3, width[v], 1); // trials differ in height, which is noise to the mean response
            assertEquals(0.5, height[v], 0.35); // 30 units times 0.17 a second over 1 s, of 1000
        }
        text = run("Haemodynamic Response Maps...", common);
        assertTrue(text.contains("of series of white noise would"), text);
        assertEquals(48, volume("out/lag.nii.gz", 0).length);
        assertTrue(volume("out/explained.nii.gz", 0)[5] > 0.3);
    }

    @Test
    void whatIsWrongIsSaid() {
        String ppi = "Psychophysiological Interaction...";
        String beta = "Beta Series Correlation...";
        String maps = "Haemodynamic Response Maps...";
        assertTrue(fails(ppi, common + events() + "seed=0,0,90 contrasts=faces").contains("outside the scan"));
        assertTrue(fails(ppi, common + events() + "seed=0,0,0 radius=2 contrasts=houses")
                .contains("houses"));
        assertTrue(fails(ppi, common + events() + "seed=0,0,0 radius=2 contrasts=faces hrf=[fir 12 2]")
                .contains("known shape"));
        assertTrue(fails(beta, common + events()).contains("give a seed"));
        assertTrue(fails(beta, common + events() + "seed=0,0,0 radius=2 conditions=houses")
                .contains("houses"));
        assertTrue(fails(beta, common + "events=[none.tsv] seed=0,0,0").contains("none.tsv"));
        assertTrue(fails(maps, common + events() + "model=canonical").contains("for rest"));
        assertTrue(fails(maps, common + "columns=24P").contains("needs a table"));
    }
}
