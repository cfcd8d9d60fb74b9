package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.PhysioFile;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;

/** Physiological Regressors... through its macro line, and recordings that cannot be read. */
class PhysiologyCommandTest {

    private static final int VOLUMES = 60;

    @TempDir
    Path folder;

    private Path bold;
    private Path physio;

    @BeforeEach
    void write() throws IOException {
        VoxelGrid grid = new VoxelGrid(2, 2, 2, Affine.of(3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 3, 0));
        NeuroImage image = NeuroImage.floats("bold", grid, VOLUMES, SeriesTiming.every(2));
        bold = folder.resolve("sub-01_task-rest_bold.nii.gz");
        NiftiWriter.write(image, bold, NiftiWriter.Options.of(NiftiWriter.Type.FLOAT32), Progress.NONE);
        double[] cardiac = new double[130 * 50];
        double[] respiratory = new double[cardiac.length];
        double[] trigger = new double[cardiac.length];
        for (int i = 0; i < cardiac.length; i++) {
            double t = -5 + i / 50.0;
            cardiac[i] = 1000 + 300 * Math.exp(5 * (Math.cos(2 * Math.PI * 1.2 * t) - 1));
            respiratory[i] = 1000 + 300 * Math.sin(2 * Math.PI * 0.25 * t);
            trigger[i] = i % 100 == 0 ? 1 : 0;
        }
        respiratory[200] = Double.NaN;
        physio = folder.resolve("sub-01_task-rest_physio.tsv.gz");
        PhysioFile.write(new PhysioFile(
                physio,
                50,
                -5,
                new java.util.LinkedHashMap<>(
                        Map.of("cardiac", cardiac, "respiratory", respiratory, "trigger", trigger))));
    }

    private String run() throws IOException {
        return CommandMenu.calls()
                .run(
                        "Physiological Regressors...",
                        "input=[" + bold + "] physio=[" + physio + "] output=[" + folder.resolve("out.tsv") + "]",
                        Progress.NONE);
    }

    @Test
    void theTableHoldsRatesAndRetroicorOfTheReferenceSlice() throws IOException {
        run();
        Table table = TsvFiles.read(folder.resolve("out.tsv"));
        assertEquals(VOLUMES, table.rows());
        assertEquals(2 + 18, table.names().size());
        // a beat every 1/1.2 s from 0: at 1 s after the start of a volume, the middle of 2 s
        for (int t = 0; t < VOLUMES; t++)
            assertEquals(
                    Math.cos(2 * Math.PI * 1.2 * (2 * t + 1)),
                    table.numbers("retroicor_cardiac_cos1")[t],
                    0.02,
                    "volume " + t);
        Map<String, Object> about = JsonFile.readMap(folder.resolve("out.json"));
        assertEquals(72, ((Number) about.get("HeartRatePerMinute")).doubleValue(), 0.5);
        assertEquals(15, ((Number) about.get("BreathingPerMinute")).doubleValue(), 0.2);
        assertEquals(1.0, about.get("ReferenceSeconds"));
        assertTrue(about.get("retroicor_cardiac_cos1").toString().contains("not of other slices"));
    }

    @Test
    void aRecordingThatCannotBeReadIsNamedWithItsFault() throws IOException {
        Path json = folder.resolve("sub-01_task-rest_physio.json");
        String good = Files.readString(json);
        refused(json, good.replace("StartTime", "Start"), "lacks StartTime");
        refused(json, good.replace("\"trigger\"", "\"trigger\", \"more\""), "has 3 cells, but Columns names 4");
        refused(
                json,
                good.replace("cardiac", "x").replace("respiratory", "y"),
                "no column is named cardiac or respiratory");
        refused(
                json,
                good.replaceFirst("\"SamplingFrequency\" *: *50(\\.0)?", "\"SamplingFrequency\": 500"),
                "SamplingFrequency and StartTime right");
        Files.delete(json);
        Exception none = assertThrows(Exception.class, this::run);
        assertTrue(none.getMessage().contains("sidecar is missing"), none.getMessage());
    }

    private void refused(Path json, String text, String part) throws IOException {
        Files.writeString(json, text);
        Exception e = assertThrows(Exception.class, this::run, part);
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }
}
