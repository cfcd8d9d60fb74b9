package sc.fiji.boldj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.run.Progress;

/** What the launcher says of itself, of its options and of mistyped words. */
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class LauncherWordsTest {

    @TempDir
    Path folder;

    private record Said(int exit, String out, String err) {}

    private static Said say(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
            int exit = Launcher.execute(arguments);
            return new Said(
                    exit, printed.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    @Test
    void versionNamesJavaAndNativeLibraries() {
        Said said = say("--version");
        assertEquals(0, said.exit());
        assertTrue(said.out().startsWith("BoldJ "), said.out());
        assertTrue(said.out().contains("Java " + Runtime.version()), said.out());
        assertTrue(said.out().contains("Native libraries: none"), said.out());
    }

    @Test
    void helpOfAStudyCallListsEveryOptionWithUnitAndDefault() {
        Said said = say("participant", "--help");
        assertEquals(0, said.exit());
        assertTrue(said.out().contains("--fwhm [6]"), said.out());
        assertTrue(said.out().contains("Smoothing (mm): full width at half maximum"), said.out());
        assertTrue(said.out().contains("--slice-timing [true]"), said.out());
        assertTrue(said.out().contains("--protocol [empty]"), "none is a value of this key");
        assertFalse(said.out().contains("--bids"), "the folders are parameters of the call");
        assertTrue(say("group", "--help").out().contains("--max-fd ["));
    }

    @Test
    void anUnknownWordSuggestsTheNearest() {
        Said call = say("particpant", "a", "b");
        assertEquals(2, call.exit());
        assertTrue(call.err().contains("there is no call 'particpant': did you mean 'participant'?"), call.err());
        Said label = say("run", "Mean Volum...", "input=x");
        assertEquals(2, label.exit());
        assertTrue(label.err().contains("did you mean 'Mean Volume...'?"), label.err());
        Said key = say("run", "Gaussian Smoothing (FWHM)...", "fwmh=6");
        assertEquals(2, key.exit());
        assertTrue(key.err().contains("did you mean 'fwhm'?"), key.err());
    }

    @Test
    void aCallWithoutWordsAndOneOfAMissingMacroAreUsageErrors() {
        Said nothing = say();
        assertEquals(2, nothing.exit());
        assertTrue(nothing.err().contains("Usage: boldj"), nothing.err());
        Said macro = say("macro", "no-such.ijm");
        assertEquals(2, macro.exit());
        assertTrue(macro.err().contains("there is no macro file 'no-such.ijm'"), macro.err());
    }

    @Test
    void anImageThatIsNotKeptIsMentioned() throws Exception {
        VoxelGrid grid = new VoxelGrid(8, 8, 8, Affine.of(3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 3, 0));
        NeuroImage image = NeuroImage.floats("series", grid, 4, SeriesTiming.every(2));
        for (int t = 0; t < 4; t++) {
            float[] volume = new float[grid.voxels()];
            for (int i = 0; i < volume.length; i++) volume[i] = 100 + t + i % 7;
            image.writeVolume(t, volume);
        }
        Path file = folder.resolve("series.nii");
        NiftiWriter.write(image, file, NiftiWriter.Options.DEFAULT, Progress.NONE);
        Said lost = say("run", "Mean Volume...", "input=" + file);
        assertEquals(0, lost.exit(), lost.err());
        assertTrue(lost.err().contains("made an image, which was not saved: save=PATH saves it"), lost.err());
        Said kept = say("run", "Mean Volume...", "input=" + file + " save=" + folder.resolve("mean.nii"));
        assertEquals(0, kept.exit(), kept.err());
        assertFalse(kept.err().contains("not saved"), kept.err());
        String[] motion = {"run", "Realign Head Motion...", "input=" + file, "motion=" + folder.resolve("motion.tsv")};
        Said titled = say(motion[0], motion[1], motion[2], motion[3], "result=rea.nii");
        assertTrue(titled.err().contains("made an image, which was not saved"), titled.err());
        Said table = say(motion);
        assertFalse(table.err().contains("not saved"), table.err());
    }
}
