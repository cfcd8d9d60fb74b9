package sc.fiji.boldj.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.boldj.command.CommandMenu;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Cancelled;
import sc.fiji.boldj.run.Progress;

/** What menu, macro and launcher have in common: keys, choices, numbers, images, failures. */
class CommandRunnerTest {

    @TempDir
    private Path folder;

    private static ImagePlus scan() {
        VoxelGrid grid = new VoxelGrid(12, 12, 10, Affine.of(3, 0, 0, -16, 0, 3, 0, -16, 0, 0, 3, -14));
        NeuroImage image = NeuroImage.floats("scan", grid, 8, SeriesTiming.every(2));
        for (int t = 0; t < 8; t++) {
            float[] volume = new float[grid.voxels()];
            for (int v = 0; v < volume.length; v++) volume[v] = 100 + v % 7 + (v + t) % 5;
            image.writeVolume(t, volume);
        }
        return ImageDoor.toImagePlus(image);
    }

    private static CommandRunner runner(String label) {
        ImagePlus scan = scan();
        String type = CommandMenu.table().entries().get(label).commandClass();
        return new CommandRunner(label, CommandMenu.table().spec(type), (title, progress) -> {
            if (title == null || title.equals("scan")) return scan;
            throw new IllegalArgumentException("no open image is titled '" + title + "'");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Gaussian Smoothing (FWHM)... | fwmh=6 | unknown key 'fwmh' (value '6'): did you mean 'fwhm'? the keys are input, fwhm, mask, result",
                "Gaussian Smoothing (FWHM)... | fwhm=wide | key 'fwhm' is 'wide' but must be a number",
                "Gaussian Smoothing (FWHM)... | fwhm=NaN | key 'fwhm' is 'NaN' but must be a number",
                "Gaussian Smoothing (FWHM)... | input=closed | key 'input': no open image is titled 'closed'",
                "Seed Correlation... | measure=q seed=0,0,0 | key 'measure' is 'q' but must be one of",
                "Slice Timing Correction... | skip=1.5 timing=ascending | key 'skip' is '1.5' but must be a whole number",
                "Realign Head Motion... | reslice=perhaps | key 'reslice' is 'perhaps' but must be true or false",
                "Open NIfTI... | | key 'path' is missing"
            })
    void aWrongCallIsAUsageErrorThatNamesKeyAndValue(String label, String text, String reason) {
        Map<String, String> values = MacroArguments.parse(text == null ? "" : text, name -> null);
        var e = assertThrows(CommandFailure.class, () -> runner(label).run(values, Progress.NONE));
        assertTrue(e.isUsage(), e.getMessage());
        assertTrue(e.getMessage().startsWith(label + ": " + reason), e.getMessage());
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Gaussian Smoothing (FWHM)... | fwhm=-1 | fwhm must be 0 to 100",
                "Slice Timing Correction... | | key 'timing' is empty",
                "Slice Timing Correction... | timing=0,500 | the image has 10 slices",
                "Slice Timing Correction... | timing=0,100,200,300,400,500,600,700,800,900 | milliseconds",
                "Realign Head Motion... | reference=99 | 99",
                "Seed Correlation... | seed=900,0,0 | ",
                "Seed Correlation... | seed=Atlantis | Atlantis",
                "Regress Confounds... | low=0.2 high=0.1 | ",
                "Regress Confounds... | confounds=/no/such.tsv | /no/such.tsv",
                "Apply Transforms... | transforms=/no/such.txt | /no/such.txt"
            })
    void whatGoesWrongLaterIsOneLineToo(String label, String text, String reason) {
        Map<String, String> values = MacroArguments.parse(text == null ? "" : text, name -> null);
        var e = assertThrows(CommandFailure.class, () -> runner(label).run(values, Progress.NONE));
        assertFalse(e.isUsage(), e.getMessage());
        assertTrue(e.getMessage().startsWith(label + ": "), e.getMessage());
        assertTrue(reason == null || e.getMessage().contains(reason), e.getMessage());
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
    }

    @Test
    void keysLeftOutTakeTheirDefaultsAndResultsKeepPlaceAndTiming() {
        var result = runner("Gaussian Smoothing (FWHM)...").run(new HashMap<>(), Progress.NONE);
        ImagePlus smoothed = result.images().get(0);
        assertEquals("scan_smoothed", smoothed.getTitle());
        NeuroImage image = ImageDoor.read(smoothed);
        assertEquals(-16, image.grid().affine().get(0, 3));
        assertEquals(2, image.timing().repetitionTime());
        assertEquals(8, image.volumes());
    }

    @Test
    void realignmentWritesMotionTransformsAndTheirMeaning() throws Exception {
        Path tsv = folder.resolve("motion.tsv");
        Path txt = folder.resolve("motion.txt");
        var result = runner("Realign Head Motion...")
                .run(Map.of("motion", tsv.toString(), "transforms", txt.toString(), "reslice", "false"), Progress.NONE);
        assertEquals(0, result.images().size());
        String header = Files.readAllLines(tsv).get(0);
        assertEquals("trans_x\ttrans_y\ttrans_z\trot_x\trot_y\trot_z\tframewise_displacement", header);
        assertEquals("n/a", Files.readAllLines(tsv).get(1).split("\t", -1)[6]);
        String json = Files.readString(folder.resolve("motion.json"));
        assertTrue(json.contains("\"Units\" : \"rad\"") && json.contains("BoldJ"), json);
        assertTrue(Files.exists(folder.resolve("motion_itk.txt")));
        // Applying the transforms is what reslicing does.
        var applied = runner("Apply Transforms...").run(Map.of("transforms", txt.toString()), Progress.NONE);
        assertEquals(8, ImageDoor.read(applied.images().get(0)).volumes());
    }

    @Test
    void aCancelledCommandLeavesNoFile() {
        Path tsv = folder.resolve("motion.tsv");
        assertThrows(java.util.concurrent.CancellationException.class, () -> runner("Realign Head Motion...")
                .run(Map.of("motion", tsv.toString()), Cancelled.AT_ONCE));
        assertFalse(Files.exists(tsv));
    }
}
